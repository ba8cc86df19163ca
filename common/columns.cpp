#include "common/columns.h"

#include <unicode/uchar.h>

#include "common/text.h"

namespace sillok {

int character_columns(char32_t character) {
  const auto c = static_cast<UChar32>(character);
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  // Vowels and finals of decomposed Hangul are drawn into the syllable that the initial began.
  const int hangul = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
  if (hangul == U_HST_VOWEL_JAMO || hangul == U_HST_TRAILING_JAMO) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

std::size_t text_columns(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t position = 0; position < text.size();) {
    columns += static_cast<std::size_t>(character_columns(next_character(text, position)));
  }
  return columns;
}

std::string_view leading_columns(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  for (std::size_t position = 0, used = 0; position < text.size(); end = position) {
    used += static_cast<std::size_t>(character_columns(next_character(text, position)));
    if (used > columns) break;
  }
  return text.substr(0, end);
}

std::string_view trailing_columns(std::string_view text, std::size_t columns) {
  std::size_t surplus = text_columns(text);
  std::size_t begin = 0;
  while (surplus > columns) {
    surplus -= static_cast<std::size_t>(character_columns(next_character(text, begin)));
  }
  return text.substr(begin);
}

bool is_unprintable(char32_t character) {
  const auto c = static_cast<UChar32>(character);
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return true;
    default:
      return u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL);
  }
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const char32_t c = next_character(text, position);
    if (!is_unprintable(c)) {
      append_character(out, c);
    } else {
      append_character(out, u_isUWhiteSpace(static_cast<UChar32>(c)) ? U' ' : U'\uFFFD');
    }
  }
  return out;
}

}  // namespace sillok
