// A literal that text is searched for: how keywords are verified and highlighted.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sillok {

// What a quoted phrase, a word's stem or a word* asks for, normalized (text.h). Hangul and Han
// match anywhere inside an eojeol; a Latin or digit word at an end matches only as a whole, except
// at the end of a prefix. A prefix matches only where a word begins, in every script.
struct Needle {
  std::string text;
  bool is_prefix = false;

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

// What stands before the star of word*.
std::optional<Needle> prefix_needle(std::string_view text);

}  // namespace sillok
