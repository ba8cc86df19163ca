#include "indexer/lines.h"

#include <algorithm>
#include <array>

namespace sillok {

namespace {

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Spaces that are no ASCII: no-break, en to hair, narrow, mathematical, ideographic.
constexpr std::array<std::string_view, 16> kWideSpaces = {
    "\u00A0", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200A", "\u202F", "\u205F", "\u3000", "\u0085"};
constexpr std::array<std::string_view, 3> kZeroWidth = {"\u200B", "\uFEFF", "\u2060"};

// The bytes with which something begins that plain_spaces() changes: hardly any of a Korean text.
constexpr std::array<bool, 256> kNeedsCare = [] {
  std::array<bool, 256> needs_care{};
  for (const char c : std::string_view("\v\f\r\0", 4))
    needs_care[static_cast<unsigned char>(c)] = true;
  for (const auto space : kWideSpaces) needs_care[static_cast<unsigned char>(space[0])] = true;
  for (const auto space : kZeroWidth) needs_care[static_cast<unsigned char>(space[0])] = true;
  return needs_care;
}();

template <std::size_t N>
std::size_t match_any(std::string_view text, std::size_t at,
                      const std::array<std::string_view, N>& choices) {
  for (const auto choice : choices) {
    if (text.compare(at, choice.size(), choice) == 0) return choice.size();
  }
  return 0;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string plain_spaces(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  std::size_t kept = 0;  // where the stretch begins that is copied as it is
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (!kNeedsCare[static_cast<unsigned char>(c)]) {
      ++i;
      continue;
    }
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
    const std::size_t wide = is_ascii ? c == '\v' || c == '\f' : match_any(text, i, kWideSpaces);
    const std::size_t none = is_ascii ? c == '\r' || c == '\0' : match_any(text, i, kZeroWidth);
    if (wide + none > 0) {
      plain.append(text, kept, i - kept);
      if (wide > 0) plain += ' ';
      kept = i + wide + none;
    }
    i += std::max<std::size_t>(wide + none, 1);
  }
  return plain.append(text, kept);
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string_view> split_words(std::string_view line) {
  std::vector<std::string_view> words;
  words.reserve(line.size() / 8 + 1);
  for (std::size_t i = 0; i < line.size();) {
    if (is_space(line[i])) {
      ++i;
      continue;
    }
    const auto begin = i;
    while (i < line.size() && !is_space(line[i])) ++i;
    words.push_back(line.substr(begin, i - begin));
  }
  return words;
}

std::vector<std::string_view> split_cells(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    const auto end = std::min(line.find(separator, begin), line.size());
    cells.push_back(trim(line.substr(begin, end - begin)));
    begin = end + 1;
  }
  return cells;
}

std::vector<std::string_view> split_wide_spaces(std::string_view line) {
  std::vector<std::string_view> cells;
  line = trim(line);
  while (!line.empty()) {
    const auto end = std::min(line.find("  "), line.size());
    cells.push_back(trim(line.substr(0, end)));
    line = trim(line.substr(end));
  }
  return cells;
}

std::string join_words(const std::vector<std::string_view>& words) {
  std::string text;
  for (const auto word : words) {
    if (word.empty()) continue;
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

std::string remove_spaces(std::string_view text) {
  std::string squeezed(text.size(), '\0');
  char* end = squeezed.data();
  for (const char c : text) {
    *end = c;
    end += is_space(c) ? 0 : 1;
  }
  squeezed.resize(static_cast<std::size_t>(end - squeezed.data()));
  return squeezed;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::optional<std::uint64_t> parse_count(std::string_view word) {
  if (word.empty() || word.size() > 23 || !is_digit(word.front())) return std::nullopt;
  std::uint64_t value = 0;
  std::size_t digits = 0;
  std::size_t group = 3;
  bool grouped = false;
  for (const char c : word) {
    if (c == ',') {
      if (group != 3 && (grouped || group > 3)) return std::nullopt;
      if (!grouped && digits > 3) return std::nullopt;
      grouped = true;
      group = 0;
    } else if (is_digit(c) && ++digits <= 18) {
      value = value * 10 + static_cast<std::uint64_t>(c - '0');
      if (grouped && ++group > 3) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  if (grouped && group != 3) return std::nullopt;
  return value;
}

bool ends_sentence(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kEnds = {".",  "!", "?", "…", "。",
                                                            "\"", "”", "’", "'"};
  text = trim(text);
  return std::any_of(kEnds.begin(), kEnds.end(),
                     [text](std::string_view end) { return text.ends_with(end); });
}

}  // namespace sillok
