// How wide text is on a terminal, and text that is safe to print there. Used for the mark under a
// query's error and for the layout of results.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sillok {

// Columns of one character: 2 for Hangul, Han and other wide ones, 0 for combining marks and
// invisible characters, 1 for the rest.
int character_columns(char32_t character);

// Columns of valid UTF-8.
std::size_t text_columns(std::string_view text);

// The longest beginning of `text` that takes at most `columns`, and the longest end.
std::string_view leading_columns(std::string_view text, std::size_t columns);
std::string_view trailing_columns(std::string_view text, std::size_t columns);

// What a terminal must not receive raw: control characters, line separators, and the marks that
// reorder text around them.
bool is_unprintable(char32_t character);

// Valid UTF-8 on one line: white-space controls become a space, other unprintable ones U+FFFD.
std::string printable(std::string_view text);

}  // namespace sillok
