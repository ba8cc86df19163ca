// The only place where text becomes terms. The indexer, the query builder, the verifier, the
// re-ranker and the highlighter all start from the runs that split_runs() cuts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

// Raised when the terms of any text change; an index of another version is refused.
inline constexpr int kAnalyzerVersion = 1;

enum class Script : std::uint8_t { hangul, latin, digit, han };

// A maximal stretch of one script in a normalized text: an eojeol's Hangul, a Latin or digit word
// (which may hold both: 4o, 5g, covid19; `digit` when it begins with one), a stretch of Han.
struct Run {
  std::uint32_t begin = 0;     // byte offsets in the normalized text
  std::uint32_t end = 0;
  std::uint32_t stem_end = 0;  // where the josa or ending begins; `end` when there is none
  Script script = Script::hangul;
  bool after_space = false;  // only white space (or nothing) lies between the run before and this
  std::uint16_t syllables = 0;  // characters in the run

  bool operator==(const Run&) const = default;
};

// Cuts a normalized text (see text.h). Linear in its size.
std::vector<Run> split_runs(std::string_view normalized);

// Bytes of `word` (one Hangul run, normalized) that belong to its stem: the longest josa or ending
// of the table is taken off, at least two syllables stay.
std::size_t stem_bytes(std::string_view word);

enum class TermFamily : std::uint8_t { token, bigram, cross };

// A term of a text without its prefix, and where it stands.
struct Term {
  TermFamily family = TermFamily::token;
  std::string text;           // for `cross` both syllables without the space
  std::uint32_t begin = 0;    // byte range in the normalized text
  std::uint32_t end = 0;
  std::uint32_t run = 0;      // index of the run in which it begins
  // How many of its syllables lie in the run's josa or ending: 0, 1 or 2.
  std::uint8_t josa_syllables = 0;

  bool operator==(const Term&) const = default;
};

// Every term of the text in order, repeats included. A token longer than a term may be is cut.
std::vector<Term> analyze(std::string_view normalized);
std::vector<Term> analyze(std::string_view normalized, const std::vector<Run>& runs);

// The prefix of a family: T, B or X.
std::string_view family_prefix(TermFamily family);

}  // namespace sillok
