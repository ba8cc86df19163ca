// Lines, words and cells of a page's text: what the board text parser is built from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

// Without ASCII white space at the ends.
std::string_view trim(std::string_view text);

// White space of every kind becomes a space (tabs and line ends stay), zero-width characters and
// carriage returns go.
std::string plain_spaces(std::string_view text);

std::vector<std::string_view> split_lines(std::string_view text);

// The words between ASCII white space.
std::vector<std::string_view> split_words(std::string_view line);

// The trimmed cells between separators, empty ones kept.
std::vector<std::string_view> split_cells(std::string_view line, char separator);

// The trimmed cells between runs of two or more spaces.
std::vector<std::string_view> split_wide_spaces(std::string_view line);

// The words joined by single spaces; empty ones are left out.
std::string join_words(const std::vector<std::string_view>& words);

std::string remove_spaces(std::string_view text);
std::string ascii_lower(std::string_view text);

// Characters of valid UTF-8.
std::size_t character_count(std::string_view text);

// "1234" or "1,234" and nothing else; nullopt for other texts and for more than 18 digits.
std::optional<std::uint64_t> parse_count(std::string_view word);

// True when the text ends the way a sentence does.
bool ends_sentence(std::string_view text);

}  // namespace sillok
