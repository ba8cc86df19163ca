// The words, numbers and signs of a text that may be a date: what both date parsers start from.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sillok {

struct DateToken {
  enum class Kind { number, word, sign };

  Kind kind = Kind::sign;
  std::string_view text;
  int value = 0;              // of a number of at most nine digits, else -1
  bool space_before = false;  // NBSP and the ideographic space count as white space
};

// Splits into runs of digits, runs of ASCII letters, runs of other bytes, and single ASCII signs.
// Empty when the text has more than max_tokens: then it is not a date.
std::vector<DateToken> split_date_tokens(std::string_view text, std::size_t max_tokens = 40);

// True for ASCII texts that differ in case alone.
bool equals_ignoring_case(std::string_view a, std::string_view b);

// 1 to 12 for "Feb", "February", "SEPT"; nullopt for other words.
std::optional<unsigned> english_month(std::string_view word);

}  // namespace sillok
