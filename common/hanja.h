// How Han characters are read in Korean. Used by the analyzer, which indexes readings, and by the
// searcher, which verifies them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

// The Hangul syllables that `han` may be read as, those at the beginning of a word among them: 녀
// and 여 of 女. Empty for what is no Han character and for those that have no Korean reading.
std::span<const char16_t> readings_of(char32_t han);

inline bool has_reading(char32_t c) {
  return c >= 0x4E00 && c <= 0x9FFF && !readings_of(c).empty();
}

bool can_be_read(char32_t han, char32_t syllable);

// Every way to read the Han characters of `normalized`, at most `most` of them: 여자 and 녀자 of
// 女子. Empty when it holds none that has a reading.
std::vector<std::string> hangul_spellings(std::string_view normalized, std::size_t most);

// The table behind it, made by make_hanja_table.py: a syllable, then the characters read so.
std::u16string_view hanja_table();

}  // namespace sillok
