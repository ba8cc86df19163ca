// Civil dates: as boards write them in cells, and ranges as people write them in queries.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

using Day = std::chrono::year_month_day;

// What a date cell of a board says. A cell such as "02-04" has no year, "14:32" has only a time,
// "3 시간 전" is relative: none of these is a day until something else tells the rest.
struct BoardDate {
  std::optional<int> year;
  std::optional<unsigned> month;
  std::optional<unsigned> day;
  std::string time;       // "14:32" or "14:32:05", empty when not given
  bool relative = false;  // "3 시간 전", "어제": unknown without the capture time

  bool operator==(const BoardDate&) const = default;
};

// Reads one cell that is a date and nothing else (white space, brackets, weekday and AM/PM words
// aside): 2025.02.04, 25-02-04, 2025년 2월 4일, 2021.03.05. 오후 3:35, 02-04, 14:32, 20250204,
// ISO 8601 with an offset (converted to Korean time), RFC 822, "Feb 4, 2025". Years of two digits
// are 1970 to 2069. nullopt when the cell is not a date or the date does not exist.
std::optional<BoardDate> parse_board_date(std::string_view cell);

// The day, when year, month and day are all known.
std::optional<Day> known_day(const BoardDate& date);

// Fills what is missing from the day of the article on whose page the cell stands: "14:32" is that
// day; "02-04" is the latest such day that is not after it by more than slack_days (rows above the
// article may be newer). nullopt when it stays unknown.
std::optional<Day> resolve_day(const BoardDate& date, Day article_day, int slack_days = 31);

// The days of a whole list, in the order of its rows, of which rows[current] is the article's own,
// published on article_day. Dates without a year are told by their place: the years step where the
// months wrap around, away from the article's row. A bare time means the day on which the list was
// captured, which is known only when the article's own row shows a bare time as well.
std::vector<std::optional<Day>> resolve_list_days(const std::vector<BoardDate>& rows,
                                                  std::size_t current, Day article_day);

// "2025-02-04".
std::string format_day(Day day);

// Reads exactly "2025-02-04"; nullopt otherwise or when the day does not exist.
std::optional<Day> parse_iso_day(std::string_view text);

// A range of days, both ends inclusive; an open end is absent.
struct DateRange {
  std::optional<Day> first;
  std::optional<Day> last;

  bool operator==(const DateRange&) const = default;
};

// Reads what a person writes after date: or --from: "2025", "2025-02", "2025.02.04", "20250204",
// "2025년 2월", "2025-01..2025-02-04", "..2024", "3m.." (three months before today; d, w, m, y),
// "오늘", "어제", "today", "yesterday", "올해", "지난달". A lone "3m" is the last three months; "~"
// is the same as "..". Throws UsageError naming the part that is not a date.
DateRange parse_date_range(std::string_view text, Day today);

// Today in Korea.
Day today_in_korea();

}  // namespace sillok
