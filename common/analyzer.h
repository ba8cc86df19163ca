// The only place where text becomes terms. The indexer, the query builder, the verifier, the
// re-ranker and the highlighter all start from the runs that split_runs() cuts.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

// Raised when the terms of any text change; an index of another version is refused.
inline constexpr int kAnalyzerVersion = 2;

// The script of a run. `han` is what is written without spaces: Han, and kana.
enum class Script : std::uint8_t { hangul, latin, digit, han };

// A maximal stretch of one script in a normalized text: an eojeol's Hangul, a Latin or digit word
// (which may hold both: 4o, 5g, covid19; `digit` when it begins with one; every other alphabet is
// latin too), a stretch of Han.
struct Run {
  std::uint32_t begin = 0;  // byte offsets in the normalized text
  std::uint32_t end = 0;
  std::uint32_t stem_end = 0;   // where the josa or ending begins; `end` when there is none
  std::uint32_t syllables = 0;  // characters in the run
  Script script = Script::hangul;
  bool after_space = false;  // nothing but one space lies between the run before and this one

  bool operator==(const Run&) const = default;

  bool has_josa() const { return stem_end < end; }
  // Hangul and Han are cut into bigrams; a Latin or digit word is one token.
  bool is_syllabic() const { return script == Script::hangul || script == Script::han; }
};

// Cuts a normalized text (see text.h) of at most 4 GiB. Linear in its size.
std::vector<Run> split_runs(std::string_view normalized);

// The same runs without looking for josa and endings, twice as fast: every stem_end is the end.
std::vector<Run> cut_runs(std::string_view normalized);

// Bytes of `word` (one Hangul run, normalized) that belong to its stem: the longest josa or ending
// of the table is taken off, at least two syllables stay.
std::size_t stem_bytes(std::string_view word);

// token: the stem of a Hangul run, or its single syllable, or a Latin or digit word, or a single
// Han character. bigram: two adjacent syllables of a run. cross: the last syllable of a run and the
// first of the next when only white space lies between. reading: two adjacent syllables, one of
// them or both read off Han (hanja.h): 한자 of 漢字, 반이 of 反이민.
enum class TermFamily : std::uint8_t { token, bigram, cross, reading };

// A term of a text without its prefix, and where it stands.
struct Term {
  TermFamily family = TermFamily::token;
  std::string_view text;    // of `cross` both syllables without the space
  std::uint32_t begin = 0;  // byte range in the normalized text
  std::uint32_t end = 0;
  std::uint32_t run = 0;  // index of the run in which it begins
  // How many of its syllables lie in a josa or ending: 0, 1 or 2.
  std::uint8_t josa_syllables = 0;
};

// Calls `on_term(const Term&)` for every term of the text in order, repeats included, except the
// readings. The term's text is valid during the call only.
template <typename OnTerm>
void for_each_term(std::string_view normalized, const std::vector<Run>& runs, OnTerm on_term);

// Calls `on_reading(std::string_view)` for every reading of the text, repeats included.
void for_each_reading(std::string_view normalized, const std::vector<Run>& runs,
                      const std::function<void(std::string_view)>& on_reading);

// The prefix of a family in the index: T, B, X or H (schema.h).
std::string_view family_prefix(TermFamily family);

// Whether `c`, of a normalized text, is part of a word that matches only as a whole: a letter or
// digit that is neither Hangul nor Han.
bool is_word_character(char32_t c);

// Whether `c` is part of any run.
bool is_indexed_character(char32_t c);

// Bytes of the character that begins with `lead` in valid UTF-8.
constexpr std::uint32_t utf8_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

template <typename OnTerm>
void for_each_term(std::string_view normalized, const std::vector<Run>& runs, OnTerm on_term) {
  std::array<char, 8> cross;        // two characters
  std::uint32_t last_syllable = 0;  // of the run before
  for (std::uint32_t r = 0; r < runs.size(); ++r) {
    const Run& run = runs[r];
    const auto slice = [&](std::uint32_t begin, std::uint32_t end) {
      return normalized.substr(begin, end - begin);
    };
    if (!run.is_syllabic()) {
      on_term(Term{TermFamily::token, slice(run.begin, run.end), run.begin, run.end, r, 0});
      continue;
    }
    std::uint32_t at = run.begin;
    std::uint32_t next = at + utf8_bytes(normalized[at]);
    if (r > 0 && run.after_space && runs[r - 1].is_syllabic()) {
      const Run& before = runs[r - 1];
      const std::uint32_t first_bytes = utf8_bytes(normalized[last_syllable]);
      std::copy_n(normalized.data() + last_syllable, first_bytes, cross.data());
      std::copy_n(normalized.data() + at, next - at, cross.data() + first_bytes);
      const std::string_view text(cross.data(), first_bytes + (next - at));
      on_term(Term{TermFamily::cross, text, last_syllable, next, r - 1,
                   static_cast<std::uint8_t>(before.has_josa() ? 1 : 0)});
    }
    if (run.script == Script::hangul) {
      on_term(
          Term{TermFamily::token, slice(run.begin, run.stem_end), run.begin, run.stem_end, r, 0});
    }
    while (true) {
      if (run.script == Script::han) {
        on_term(Term{TermFamily::token, slice(at, next), at, next, r, 0});
      }
      if (next >= run.end) break;
      const std::uint32_t after = next + utf8_bytes(normalized[next]);
      const auto josa = static_cast<std::uint8_t>((at >= run.stem_end) + (next >= run.stem_end));
      on_term(Term{TermFamily::bigram, slice(at, after), at, after, r, josa});
      at = next;
      next = after;
    }
    last_syllable = at;
  }
}

}  // namespace sillok
