// parse_date_range(): ranges of days as people write them.
#include <algorithm>
#include <array>

#include "common/date.h"
#include "common/date_tokens.h"
#include "sillok/error.h"

namespace sillok {

namespace {

using namespace std::chrono;
using Kind = DateToken::Kind;

constexpr const char* kHint =
    "write 2025, 2025-02, 2025-02-04, 2025-01..2025-02-04, ..2024, 3m.. or 어제";

std::string_view trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

Day last_of_month(year y, month m) {
  return Day{y / m / last};
}

std::optional<DateRange> whole_year(int value) {
  if (value < 1 || value > 9999) return std::nullopt;
  const year y{value};
  return DateRange{y / January / 1d, y / December / 31d};
}

std::optional<DateRange> whole_month(int year_value, int month_value) {
  const month m{static_cast<unsigned>(month_value)};
  if (year_value < 1 || year_value > 9999 || month_value > 12 || !m.ok()) return std::nullopt;
  const year y{year_value};
  return DateRange{y / m / 1d, last_of_month(y, m)};
}

std::optional<DateRange> one_day(int year_value, int month_value, int day_value) {
  if (year_value < 1 || month_value > 12 || day_value > 31) return std::nullopt;
  const auto day = known_day({year_value,
                              static_cast<unsigned>(month_value),
                              static_cast<unsigned>(day_value),
                              {},
                              false});
  if (!day) return std::nullopt;
  return DateRange{day, day};
}

// `day` less a number of months; the 31st becomes the last day of a shorter month.
Day months_before(Day day, int count) {
  const auto moved = day - months{count};
  return moved.ok() ? moved : last_of_month(moved.year(), moved.month());
}

// "7d", "2w", "3m", "1y", and the same in Korean: that day before today.
std::optional<Day> relative_day(const std::vector<DateToken>& tokens, Day today) {
  if (tokens.size() != 2 || tokens[0].kind != Kind::number || tokens[0].value < 0 ||
      tokens[0].value > 100'000) {
    return std::nullopt;
  }
  const int count = tokens[0].value;
  const std::string_view unit = tokens[1].text;
  const auto is = [unit](std::string_view a, std::string_view b) {
    return equals_ignoring_case(unit, a) || unit == b;
  };
  Day day = today;
  if (is("d", "일"))
    day = Day{sys_days{today} - days{count}};
  else if (is("w", "주"))
    day = Day{sys_days{today} - weeks{count}};
  else if (is("m", "개월"))
    day = months_before(today, count);
  else if (is("y", "년") && count < 1000)
    day = months_before(today, count * 12);
  else
    return std::nullopt;
  const Day earliest = year{1} / January / 1d;
  return std::max(day, earliest);
}

std::optional<DateRange> named_range(std::string_view text, Day today) {
  const auto is = [text](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [text](std::string_view name) { return equals_ignoring_case(text, name); });
  };
  const auto back = [today](int count) {
    const Day day{sys_days{today} - days{count}};
    return DateRange{day, day};
  };
  const auto month_back = [today](int count) {
    const auto that = year_month{today.year(), today.month()} - months{count};
    return DateRange{that / 1d, last_of_month(that.year(), that.month())};
  };
  if (is({"오늘", "today"})) return back(0);
  if (is({"어제", "yesterday"})) return back(1);
  if (is({"그제", "그저께"})) return back(2);
  if (is({"이번달", "이번 달", "this month"})) return month_back(0);
  if (is({"지난달", "지난 달", "last month"})) return month_back(1);
  if (is({"올해", "this year"})) return whole_year(static_cast<int>(today.year()));
  if (is({"작년", "지난해", "last year"})) return whole_year(static_cast<int>(today.year()) - 1);
  return std::nullopt;
}

// The numbers of "2025-02-04", "2025.2.", "2025/02", "2025년 2월 4일"; empty for other texts. Signs
// and units must be alike, so that "2025-02.04" is not a date.
std::vector<int> calendar_numbers(const std::vector<DateToken>& tokens) {
  static constexpr std::array<std::string_view, 3> kUnits = {"년", "월", "일"};
  std::vector<int> numbers;
  std::string_view sign;
  for (std::size_t i = 0; i < tokens.size(); i += 2) {
    if (numbers.size() == 3 || tokens[i].kind != Kind::number || tokens[i].value < 0) return {};
    numbers.push_back(tokens[i].value);
    if (i + 1 == tokens.size()) break;
    const std::string_view mark = tokens[i + 1].text;
    const bool is_unit = mark == kUnits[numbers.size() - 1];
    const bool is_sign = mark == "-" || mark == "." || mark == "/";
    if (!is_unit && !is_sign) return {};
    if (sign.empty()) sign = is_unit ? "년" : mark;
    if (is_unit != (sign == "년") || (is_sign && mark != sign)) return {};
    if (is_sign && mark != "." && i + 2 == tokens.size()) return {};
  }
  return numbers;
}

// A calendar day, month or year: the range that it covers.
std::optional<DateRange> calendar_range(const std::vector<DateToken>& tokens) {
  if (tokens.empty() || tokens[0].kind != Kind::number) return std::nullopt;
  const std::string_view digits = tokens[0].text;
  const int value = tokens[0].value;
  if (tokens.size() == 1 && digits.size() == 8) {
    return one_day(value / 10000, value / 100 % 100, value % 100);
  }
  if (tokens.size() == 1 && digits.size() == 6) return whole_month(value / 100, value % 100);
  if (digits.size() != 4) return std::nullopt;
  const auto numbers = calendar_numbers(tokens);
  if (numbers.size() == 1) return whole_year(numbers[0]);
  if (numbers.size() == 2) return whole_month(numbers[0], numbers[1]);
  if (numbers.size() == 3) return one_day(numbers[0], numbers[1], numbers[2]);
  return std::nullopt;
}

[[noreturn]] void reject(std::string_view part) {
  throw UsageError("date \"" + std::string(part) + "\": not a day, month, year or span", kHint);
}

// One end of a range, or a range in itself.
DateRange parse_part(std::string_view part, Day today) {
  if (const auto named = named_range(part, today)) return *named;
  const auto tokens = split_date_tokens(part);
  if (const auto day = relative_day(tokens, today)) return {day, day};
  if (const auto range = calendar_range(tokens)) return *range;
  reject(part);
}

struct Separator {
  std::size_t at = std::string_view::npos;
  std::size_t size = 0;
};

Separator find_separator(std::string_view text) {
  if (const auto at = text.find(".."); at != std::string_view::npos) {
    // "2025.02...2025.03": the first dot belongs to the date.
    const bool three = at + 2 < text.size() && text[at + 2] == '.';
    return {three ? at + 1 : at, 2};
  }
  return {text.find('~'), 1};
}

}  // namespace

DateRange parse_date_range(std::string_view text, Day today) {
  text = trim(text);
  const auto separator = find_separator(text);
  if (separator.at == std::string_view::npos) {
    if (const auto since = relative_day(split_date_tokens(text), today)) return {since, today};
    return parse_part(text, today);
  }
  const auto left = trim(text.substr(0, separator.at));
  const auto right = trim(text.substr(separator.at + separator.size));
  if (left.empty() && right.empty()) reject(text);
  DateRange range;
  if (!left.empty()) range.first = parse_part(left, today).first;
  if (!right.empty()) range.last = parse_part(right, today).last;
  if (range.first && range.last && *range.first > *range.last) {
    throw UsageError("date \"" + std::string(text) + "\": begins after its end",
                     "write the earlier day first");
  }
  return range;
}

}  // namespace sillok
