#include "common/date_tokens.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sillok {

namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";
constexpr std::string_view kIdeographicSpace = "\u3000";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_multibyte(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Bytes of white space at `at`; 0 when there is none.
std::size_t space_bytes(std::string_view text, std::size_t at) {
  if (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r')) return 1;
  // Hardly any letter begins with these bytes.
  if (text[at] != kNoBreakSpace[0] && text[at] != kIdeographicSpace[0]) return 0;
  for (const auto space : {kNoBreakSpace, kIdeographicSpace}) {
    if (text.substr(at, space.size()) == space) return space.size();
  }
  return 0;
}

int number_value(std::string_view digits) {
  int value = -1;
  if (digits.size() <= 9) std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// The end of the token that begins at `begin`.
std::size_t token_end(std::string_view text, std::size_t begin) {
  std::size_t end = begin + 1;
  for (const auto kind : {is_digit, is_letter, is_multibyte}) {
    if (!kind(text[begin])) continue;
    while (end < text.size() && kind(text[end]) && space_bytes(text, end) == 0) ++end;
  }
  return end;
}

}  // namespace

std::vector<DateToken> split_date_tokens(std::string_view text, std::size_t max_tokens) {
  std::vector<DateToken> tokens;
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t skip = space_bytes(text, at); skip != 0) {
      at += skip;
      space = true;
      continue;
    }
    if (tokens.size() == max_tokens) return {};
    const std::size_t end = token_end(text, at);
    DateToken token{DateToken::Kind::sign, text.substr(at, end - at), 0, space};
    if (is_digit(text[at])) {
      token.kind = DateToken::Kind::number;
      token.value = number_value(token.text);
    } else if (is_letter(text[at]) || is_multibyte(text[at])) {
      token.kind = DateToken::Kind::word;
    }
    tokens.push_back(token);
    space = false;
    at = end;
  }
  return tokens;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<unsigned> english_month(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    const bool abbreviated = word.size() == 3 || word.size() == 4;
    if (equals_ignoring_case(word, kMonths[i]) ||
        (abbreviated && equals_ignoring_case(word, kMonths[i].substr(0, word.size())))) {
      return i + 1;
    }
  }
  return std::nullopt;
}

}  // namespace sillok
