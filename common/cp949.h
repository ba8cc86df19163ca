// windows-949 (Korean code page: KS X 1001 and all other Hangul syllables) to UTF-8, in one pass
// with the counts that tell whether the bytes were Korean at all. Used by the charset module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sillok {

// What a reading of bytes as windows-949 looks like.
struct KoreanCounts {
  std::size_t pairs = 0;        // two-byte characters
  std::size_t hangul = 0;       // of them, Hangul syllables
  std::size_t common = 0;       // of them, among the 300 commonest syllables of Korean text
  std::size_t ascii_trail = 0;  // of them, whose second byte is an ASCII letter
  std::size_t undecodable = 0;  // bytes that are no character

  // 0 to 1: how much of what is not ASCII is common Hangul. Korean prose gives about 0.9.
  double plausibility() const;
};

// Looks at no more than `enough` two-byte characters.
KoreanCounts count_korean(std::string_view bytes, std::size_t enough = SIZE_MAX);

// Appends the text of `bytes`; each malformed sequence becomes one U+FFFD. An ASCII byte after a
// broken first byte stays, so that markup survives. Returns the bytes that could not be decoded.
std::size_t decode_cp949(std::string_view bytes, std::string& text);

// True for the 300 Hangul syllables that make up nine tenths of Korean text.
bool is_common_syllable(char32_t character);

}  // namespace sillok
