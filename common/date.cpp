#include "common/date.h"

#include <algorithm>

namespace sillok {

using std::chrono::days;
using std::chrono::sys_days;

std::optional<Day> known_day(const BoardDate& date) {
  if (!date.year || !date.month || !date.day) return std::nullopt;
  const Day day{std::chrono::year{*date.year}, std::chrono::month{*date.month},
                std::chrono::day{*date.day}};
  return day.ok() ? std::optional(day) : std::nullopt;
}

namespace {

// The month and day of `date` in `year`; 29 February exists only in some.
std::optional<Day> in_year(const BoardDate& date, std::chrono::year year) {
  return known_day({static_cast<int>(year), date.month, date.day, {}, false});
}

bool is_bare_time(const BoardDate& date) {
  return !date.year && !date.month && !date.day && !date.time.empty() && !date.relative;
}

// A list is not always sorted to the day: a row may be this much on the wrong side of its
// neighbour without its year being another.
constexpr days kListDisorder{7};

// The day of a row without a year that is nearest to `from` on its side of the list.
std::optional<Day> step_day(const BoardDate& date, Day from, bool newer) {
  const int direction = newer ? 1 : -1;
  for (int step = -1; step <= 4; ++step) {
    const auto day = in_year(date, from.year() + std::chrono::years{direction * step});
    if (!day) continue;
    const days ahead = (sys_days{*day} - sys_days{from}) * direction;
    if (ahead >= -kListDisorder) return day;
  }
  return std::nullopt;
}

// Walks from the article's row to one end of the list; `newer` is the direction in time.
void resolve_side(const std::vector<BoardDate>& rows, std::size_t current, int step, bool newer,
                  std::vector<std::optional<Day>>& resolved) {
  Day from = *resolved[current];
  for (std::size_t i = current + step; i < rows.size(); i += step) {
    if (rows[i].relative || is_bare_time(rows[i])) continue;
    resolved[i] = known_day(rows[i]);
    if (!resolved[i] && rows[i].month && rows[i].day) resolved[i] = step_day(rows[i], from, newer);
    if (resolved[i]) from = *resolved[i];
  }
}

// Whether the list runs from the newest to the oldest; most do.
bool newest_first(const std::vector<BoardDate>& rows) {
  int down = 0;
  int up = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto above = in_year(rows[i - 1], std::chrono::year{rows[i - 1].year.value_or(2000)});
    const auto below = in_year(rows[i], std::chrono::year{rows[i].year.value_or(2000)});
    if (!above || !below || *above == *below) continue;
    ++(*above > *below ? down : up);
  }
  return down >= up;
}

}  // namespace

std::optional<Day> resolve_day(const BoardDate& date, Day article_day, int slack_days) {
  if (const auto day = known_day(date)) return day;
  if (date.relative || date.year) return std::nullopt;
  if (is_bare_time(date)) return article_day;
  if (!date.month || !date.day) return std::nullopt;
  const sys_days latest = sys_days{article_day} + days{slack_days};
  for (int back = -1; back <= 8; ++back) {
    const auto day = in_year(date, article_day.year() - std::chrono::years{back});
    if (day && sys_days{*day} <= latest) return day;
  }
  return std::nullopt;
}

std::vector<std::optional<Day>> resolve_list_days(const std::vector<BoardDate>& rows,
                                                  std::size_t current, Day article_day) {
  std::vector<std::optional<Day>> resolved(rows.size());
  if (current >= rows.size()) return resolved;
  resolved[current] = article_day;
  const bool down = newest_first(rows);
  resolve_side(rows, current, -1, down, resolved);
  resolve_side(rows, current, 1, !down, resolved);
  if (is_bare_time(rows[current])) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (is_bare_time(rows[i])) resolved[i] = article_day;
    }
  }
  return resolved;
}

std::string format_day(Day day) {
  const int year = static_cast<int>(day.year());
  const auto month = static_cast<unsigned>(day.month());
  const auto date = static_cast<unsigned>(day.day());
  std::string text = "0000-00-00";
  const auto put = [&text](std::size_t end, unsigned value) {
    for (; value != 0; value /= 10) text[--end] = static_cast<char>('0' + value % 10);
  };
  put(4, static_cast<unsigned>(std::clamp(year, 0, 9999)));
  put(7, month);
  put(10, date);
  return text;
}

std::optional<Day> parse_iso_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [text](std::size_t begin, std::size_t size) -> std::optional<unsigned> {
    unsigned value = 0;
    for (const char c : text.substr(begin, size)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
  };
  const auto year = number(0, 4);
  if (!year || *year == 0) return std::nullopt;
  return known_day({static_cast<int>(*year), number(5, 2), number(8, 2), {}, false});
}

Day today_in_korea() {
  using namespace std::chrono;
  return Day{floor<days>(system_clock::now() + hours{9})};
}

}  // namespace sillok
