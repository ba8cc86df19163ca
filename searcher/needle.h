// A literal that text is searched for: how keywords are verified and highlighted.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

// What a quoted phrase, a word's stem or a word* asks for, normalized (text.h). Hangul and Han
// match anywhere inside an eojeol; a Latin or digit word at an end matches only as a whole, except
// at the end of a prefix. A prefix matches only where a word begins, in every script.
struct Needle {
  std::string text;
  bool is_prefix = false;
  enum class Spelling {
    literal,
    // A Han character that stands for a word in headlines. It matches only among its like (美中,
    // 韓美日), not as a part of another Han word (美術).
    shorthand,
    // Hangul syllables some or all of which are written in Han: 한자 as 漢字, 반이민 as 反이민.
    // What is Hangul throughout does not match.
    reading,
  };
  Spelling spelling = Spelling::literal;

  bool operator==(const Needle&) const = default;
};

// The offset of the first occurrence in `haystack` (normalized) at or after `from`; npos when there
// is none, and for an empty needle.
std::size_t find_needle(std::string_view haystack, const Needle& needle, std::size_t from = 0);

// The literal between quotes: the normalized text. nullopt when it holds nothing that is indexed,
// such as "…".
std::optional<Needle> phrase_needle(std::string_view text);

// An unquoted word less the punctuation around it and less its josa or ending: 스타게이트를, gives
// 스타게이트, AI는 gives ai. nullopt when nothing is left.
std::optional<Needle> word_needle(std::string_view text);

// Whether headlines write the normalized word as one Han character: 미국 as 美. The characters; and
// the words that a character stands for, 미국 of 美. Empty when there are none.
std::vector<std::string> shorthand_of(std::string_view word);
std::vector<std::string> words_of_shorthand(std::string_view character);

// The two adjacent syllables of a needle that is a reading: of 비핵화 비핵 and 핵화.
std::vector<std::string> syllable_pairs(const Needle& needle);

// What stands before the star of word*.
std::optional<Needle> prefix_needle(std::string_view text);

// The character of valid UTF-8 that ends at `end`, which is above 0.
char32_t previous_character(std::string_view text, std::size_t end);

}  // namespace sillok
