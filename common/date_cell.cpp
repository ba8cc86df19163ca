// parse_board_date(): what a date cell of a board says.
//
//   cell     [weekday] date [weekday] [time]  |  time [date]  |  month-day time year  |  relative
//   date     Y.M.D  Y-M-D  Y/M/D  Y년 M월 D일  YYYYMMDD  M.D  M-D  M/D  M월 D일  Feb 4, 2025  4 Feb
//   2025 time     [오전|오후|AM|PM] H:MM[:SS[.fff]] [AM|PM] [zone]  |  H시 [M분 [S초]] zone     Z
//   +09:00  +0900  GMT  GMT+0900  KST relative 3 시간 전  5분전  방금  어제  3 hours ago
// The whole may stand in brackets, a weekday and a time in brackets of their own.
#include <algorithm>
#include <array>

#include "common/date.h"
#include "common/date_tokens.h"

namespace sillok {

namespace {

using Kind = DateToken::Kind;
using std::chrono::minutes;

constexpr minutes kKoreanOffset{9 * 60};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [word](std::string_view w) { return equals_ignoring_case(word, w); });
}

bool is_weekday(std::string_view word) {
  return is_one_of(
      word, {"월",       "화",     "수",       "목",     "금",     "토",     "일",      "월요일",
             "화요일",   "수요일", "목요일",   "금요일", "토요일", "일요일", "mon",     "tue",
             "wed",      "thu",    "fri",      "sat",    "sun",    "monday", "tuesday", "wednesday",
             "thursday", "friday", "saturday", "sunday", "tues",   "thur",   "thurs",   "月",
             "火",       "水",     "木",       "金",     "土",     "日"});
}

// The named zones that RFC 822 and boards know.
std::optional<minutes> named_zone(std::string_view word) {
  struct Zone {
    std::string_view name;
    int hours;
  };
  static constexpr std::array<Zone, 13> kZones = {{{"z", 0},
                                                   {"gmt", 0},
                                                   {"utc", 0},
                                                   {"ut", 0},
                                                   {"kst", 9},
                                                   {"est", -5},
                                                   {"edt", -4},
                                                   {"cst", -6},
                                                   {"cdt", -5},
                                                   {"mst", -7},
                                                   {"mdt", -6},
                                                   {"pst", -8},
                                                   {"pdt", -7}}};
  for (const auto& zone : kZones) {
    if (equals_ignoring_case(word, zone.name)) return minutes{zone.hours * 60};
  }
  return std::nullopt;
}

struct ClockTime {
  unsigned hour = 0;
  unsigned minute = 0;
  std::optional<unsigned> second;

  bool ok() const { return hour < 24 && minute < 60 && second.value_or(0) < 60; }
};

std::string format_time(const ClockTime& time) {
  std::string text;
  const auto put = [&text](unsigned value) {
    text += static_cast<char>('0' + value / 10);
    text += static_cast<char>('0' + value % 10);
  };
  put(time.hour);
  text += ':';
  put(time.minute);
  if (time.second) {
    text += ':';
    put(*time.second);
  }
  return text;
}

// Reads the tokens of one cell; each read_… either takes its part and says so, or moves nothing.
class CellReader {
 public:
  explicit CellReader(std::vector<DateToken> tokens) : tokens_(std::move(tokens)) {
    strip_brackets();
  }

  std::optional<BoardDate> read() {
    if (tokens_.empty()) return std::nullopt;
    if (read_relative()) return finish();
    at_ = 0;
    date_ = {};
    time_.reset();
    read_weekday();
    const bool dated = read_date();
    if (dated) {
      read_weekday();
      read_separator();
    }
    const bool timed = read_time();
    if (!dated && timed) {
      read_separator();
      read_date();
      read_weekday();
    }
    read_year_after_time();
    read_zone_name();
    if ((!dated && !timed) || at_ != tokens_.size()) return std::nullopt;
    return finish();
  }

 private:
  bool is_number(std::size_t i) const {
    return i < tokens_.size() && tokens_[i].kind == Kind::number && tokens_[i].value >= 0;
  }
  bool is_number(std::size_t i, std::size_t min_digits, std::size_t max_digits) const {
    return is_number(i) && tokens_[i].text.size() >= min_digits &&
           tokens_[i].text.size() <= max_digits;
  }
  bool is_word(std::size_t i, std::initializer_list<std::string_view> words) const {
    return i < tokens_.size() && tokens_[i].kind == Kind::word && is_one_of(tokens_[i].text, words);
  }
  bool is_sign(std::size_t i, char sign) const {
    return i < tokens_.size() && tokens_[i].kind == Kind::sign && tokens_[i].text.front() == sign;
  }
  bool is_glued(std::size_t i) const { return i < tokens_.size() && !tokens_[i].space_before; }

  void strip_brackets() {
    static constexpr std::array<std::string_view, 3> kPairs = {"[]", "()", "<>"};
    for (const auto pair : kPairs) {
      if (tokens_.size() > 2 && is_sign(0, pair[0]) && is_sign(tokens_.size() - 1, pair[1]) &&
          std::none_of(tokens_.begin() + 1, tokens_.end() - 1,
                       [pair](const DateToken& t) { return t.text == pair.substr(0, 1); })) {
        tokens_.erase(tokens_.begin());
        tokens_.pop_back();
      }
    }
  }

  // "3 시간 전", "5분전", "2 days ago", "방금 전", "어제 14:32".
  bool read_relative() {
    date_.relative = true;
    if (is_word(0, {"방금", "방금전", "지금", "now"})) {
      at_ = is_word(1, {"전"}) ? 2 : 1;
    } else if (is_word(0, {"just"}) && is_word(1, {"now"})) {
      at_ = 2;
    } else if (is_word(0, {"오늘", "어제", "그제", "그저께", "엊그제", "today", "yesterday"})) {
      at_ = 1;
      read_time();
    } else if (is_number(0)) {
      at_ = relative_end(1);
    }
    return at_ != 0 && at_ == tokens_.size();
  }

  // Past the unit and the "ago" of a relative date, 0 when they are not there.
  std::size_t relative_end(std::size_t i) const {
    if (is_word(i,
                {"초전", "분전", "시간전", "일전", "주전", "주일전", "달전", "개월전", "년전"})) {
      return i + 1;
    }
    if (is_word(i, {"초", "분", "시간", "일", "주", "주일", "달", "개월", "년"})) {
      return is_word(i + 1, {"전"}) ? i + 2 : 0;
    }
    if (is_word(i, {"sec",     "secs",  "second", "seconds", "min",  "mins", "minute",
                    "minutes", "hour",  "hours",  "hr",      "hrs",  "day",  "days",
                    "week",    "weeks", "month",  "months",  "year", "years"})) {
      return is_word(i + 1, {"ago"}) ? i + 2 : 0;
    }
    return 0;
  }

  bool read_weekday() {
    const bool bracketed = is_sign(at_, '(') || is_sign(at_, '[');
    const std::size_t word = bracketed ? at_ + 1 : at_;
    if (word >= tokens_.size() || tokens_[word].kind != Kind::word ||
        !is_weekday(tokens_[word].text)) {
      return false;
    }
    if (bracketed && !is_sign(word + 1, ')') && !is_sign(word + 1, ']')) return false;
    at_ = bracketed ? word + 2 : word + 1;
    if (is_sign(at_, ',') || is_sign(at_, '.')) ++at_;
    return true;
  }

  // What stands between a date and a time: "T", a comma, a dash, a bar.
  void read_separator() {
    if (is_word(at_, {"T"}) && is_number(at_ + 1)) {
      ++at_;
      return;
    }
    for (const char sign : {',', '|', '-', '/'}) {
      if (is_sign(at_, sign) && at_ + 1 < tokens_.size()) {
        ++at_;
        return;
      }
    }
  }

  bool read_date() {
    return read_korean_date() || read_numeric_date() || read_compact_date() || read_english_date();
  }

  bool set_date(std::optional<int> year, std::size_t month, std::size_t day) {
    date_.year = year;
    date_.month = static_cast<unsigned>(tokens_[month].value);
    date_.day = static_cast<unsigned>(tokens_[day].value);
    return true;
  }

  int year_of(std::size_t i) const {
    const int value = tokens_[i].value;
    if (tokens_[i].text.size() > 2) return value;
    return value < 70 ? 2000 + value : 1900 + value;
  }

  // Y년 M월 D일, or M월 D일.
  bool read_korean_date() {
    std::size_t i = at_;
    std::optional<int> year;
    if (is_sign(i, '\'') && is_number(i + 1, 2, 2)) ++i;
    if ((is_number(i, 4, 4) || is_number(i, 2, 2)) && is_word(i + 1, {"년"})) {
      year = year_of(i);
      i += 2;
    }
    if (!is_number(i, 1, 2) || !is_word(i + 1, {"월"})) return false;
    if (!is_number(i + 2, 1, 2) || !is_word(i + 3, {"일"})) return false;
    at_ = i + 4;
    if (is_sign(at_, ',') || is_sign(at_, '.')) ++at_;
    return set_date(year, i, i + 2);
  }

  // Y.M.D or M.D, with dots, dashes or slashes, the same throughout; a dot may also end it.
  bool read_numeric_date() {
    std::size_t i = at_;
    if (is_sign(i, '\'') && is_number(i + 1, 2, 2)) ++i;
    for (const char sign : {'.', '-', '/'}) {
      if (!is_number(i) || !is_sign(i + 1, sign) || !is_number(i + 2, 1, 2)) continue;
      const bool has_year = is_sign(i + 3, sign) && is_number(i + 4, 1, 2) && !is_sign(i + 5, ':');
      if (has_year && (is_number(i, 4, 4) || is_number(i, 2, 2))) {
        set_date(year_of(i), i + 2, i + 4);
        i += 5;
      } else if (is_number(i, 1, 2)) {
        set_date(std::nullopt, i, i + 2);
        i += 3;
      } else {
        return false;
      }
      at_ = sign == '.' && is_sign(i, '.') ? i + 1 : i;
      return true;
    }
    return false;
  }

  // YYYYMMDD, and YYYYMMDDhhmmss or YYYYMMDDhhmm in one.
  bool read_compact_date() {
    if (at_ >= tokens_.size() || tokens_[at_].kind != Kind::number) return false;
    const std::string_view digits = tokens_[at_].text;
    if (digits.size() != 8 && digits.size() != 12 && digits.size() != 14) return false;
    const auto part = [digits](std::size_t begin, std::size_t size) {
      unsigned value = 0;
      for (const char c : digits.substr(begin, size)) value = value * 10 + unsigned(c - '0');
      return value;
    };
    date_.year = static_cast<int>(part(0, 4));
    date_.month = part(4, 2);
    date_.day = part(6, 2);
    ++at_;
    if (digits.size() > 8) {
      time_ = ClockTime{part(8, 2), part(10, 2), std::nullopt};
      if (digits.size() == 14) time_->second = part(12, 2);
      read_zone();
    }
    return true;
  }

  // "Feb 4, 2025", "Feb 4 14:32:05 2025", "4 Feb 2025", "04-Feb-25".
  bool read_english_date() {
    std::size_t i = at_;
    std::optional<unsigned> month;
    std::size_t day = i;
    const auto month_at = [this](std::size_t k) -> std::optional<unsigned> {
      if (k >= tokens_.size() || tokens_[k].kind != Kind::word) return std::nullopt;
      return english_month(tokens_[k].text);
    };
    if (is_number(i, 1, 2)) {
      ++i;
      if (is_sign(i, '-')) ++i;
      month = month_at(i);
    } else {
      month = month_at(i);
      day = is_sign(i + 1, '.') ? i + 2 : i + 1;
      i = day;
    }
    if (!month || !is_number(day, 1, 2)) return false;
    at_ = i + 1;
    if (is_word(at_, {"st", "nd", "rd", "th"}) && is_glued(at_)) ++at_;
    date_.month = month;
    date_.day = static_cast<unsigned>(tokens_[day].value);
    const std::size_t year = is_sign(at_, ',') || is_sign(at_, '-') ? at_ + 1 : at_;
    if ((is_number(year, 4, 4) || is_number(year, 2, 2)) && !is_sign(year + 1, ':')) {
      date_.year = year_of(year);
      at_ = year + 1;
    }
    return true;
  }

  // "Tue Feb  4 14:32:05 KST 2025".
  void read_year_after_time() {
    if (!date_.month || date_.year || !time_) return;
    const std::size_t i = is_word(at_, {"KST"}) ? at_ + 1 : at_;
    if (!is_number(i, 4, 4)) return;
    date_.year = tokens_[i].value;
    at_ = i + 1;
  }

  // 1 for a word of the morning, 2 of the afternoon, 0 for another. "AM", "a.m.", "오전".
  int read_half_day() {
    if (is_word(at_, {"오전", "am", "午前"})) return ++at_, 1;
    if (is_word(at_, {"오후", "pm", "午後"})) return ++at_, 2;
    const bool dotted = is_sign(at_ + 1, '.') && is_word(at_ + 2, {"m"}) && is_sign(at_ + 3, '.');
    if (!dotted || !is_word(at_, {"a", "p"})) return 0;
    const int half = is_word(at_, {"a"}) ? 1 : 2;
    at_ += 4;
    return half;
  }

  bool read_time() {
    if (time_) return true;
    const std::size_t begin = at_;
    const bool bracketed = is_sign(at_, '(');
    if (bracketed) ++at_;
    int half = read_half_day();
    auto time = read_clock();
    if (!time) time = read_korean_clock();
    if (!time) {
      at_ = begin;
      return false;
    }
    if (half == 0) half = read_half_day();
    if (half != 0 && time->hour <= 12) time->hour = time->hour % 12 + (half == 2 ? 12 : 0);
    time_ = time;
    read_zone();
    if (bracketed && is_sign(at_, ')')) ++at_;
    return true;
  }

  // hhmmss right after the T of ISO 8601's basic form.
  std::optional<ClockTime> read_basic_clock() {
    if (at_ == 0 || !is_word(at_ - 1, {"T"}) || !is_number(at_, 6, 6)) return std::nullopt;
    const auto digits = static_cast<unsigned>(tokens_[at_++].value);
    return ClockTime{digits / 10000, digits / 100 % 100, digits % 100};
  }

  std::optional<ClockTime> read_clock() {
    if (const auto basic = read_basic_clock()) return basic;
    if (!is_number(at_, 1, 2) || !is_sign(at_ + 1, ':') || !is_number(at_ + 2, 2, 2)) {
      return std::nullopt;
    }
    ClockTime time;
    time.hour = static_cast<unsigned>(tokens_[at_].value);
    time.minute = static_cast<unsigned>(tokens_[at_ + 2].value);
    at_ += 3;
    if (is_sign(at_, ':') && is_number(at_ + 1, 2, 2)) {
      time.second = static_cast<unsigned>(tokens_[at_ + 1].value);
      at_ += 2;
      const bool fraction = is_sign(at_, '.') || is_sign(at_, ',');
      if (fraction && at_ + 1 < tokens_.size() && tokens_[at_ + 1].kind == Kind::number) at_ += 2;
    }
    return time;
  }

  // H시 M분 S초, the last two optional.
  std::optional<ClockTime> read_korean_clock() {
    if (!is_number(at_, 1, 2) || !is_word(at_ + 1, {"시"})) return std::nullopt;
    ClockTime time;
    time.hour = static_cast<unsigned>(tokens_[at_].value);
    at_ += 2;
    if (!is_number(at_, 1, 2) || !is_word(at_ + 1, {"분"})) return time;
    time.minute = static_cast<unsigned>(tokens_[at_].value);
    at_ += 2;
    if (!is_number(at_, 1, 2) || !is_word(at_ + 1, {"초"})) return time;
    time.second = static_cast<unsigned>(tokens_[at_].value);
    at_ += 2;
    return time;
  }

  void read_zone() {
    if (at_ >= tokens_.size()) return;
    if (tokens_[at_].kind == Kind::word) {
      const auto named = named_zone(tokens_[at_].text);
      if (!named) return;
      zone_ = named;
      ++at_;
    }
    if ((is_sign(at_, '+') || is_sign(at_, '-')) && is_number(at_ + 1) && is_glued(at_ + 1)) {
      read_offset();
    }
  }

  // +0900, +09:00, +09.
  void read_offset() {
    const bool west = is_sign(at_, '-');
    const auto& digits = tokens_[at_ + 1];
    minutes offset{};
    if (digits.text.size() == 4) {
      offset = minutes{digits.value / 100 * 60 + digits.value % 100};
    } else if (digits.text.size() <= 2) {
      offset = minutes{digits.value * 60};
    } else {
      return;
    }
    at_ += 2;
    if (digits.text.size() == 2 && is_sign(at_, ':') && is_number(at_ + 1, 2, 2)) {
      offset += minutes{tokens_[at_ + 1].value};
      at_ += 2;
    }
    if (offset > minutes{18 * 60}) valid_ = false;
    zone_ = west ? -offset : offset;
  }

  // The zone's name in brackets that browsers write last: "GMT+0900 (KST)".
  void read_zone_name() {
    if (!zone_ || !is_sign(at_, '(') || !is_sign(tokens_.size() - 1, ')')) return;
    at_ = tokens_.size();
  }

  std::optional<BoardDate> finish() {
    if (!valid_ || (time_ && !time_->ok())) return std::nullopt;
    if (date_.month) {
      // Without a year 29 February may exist.
      const BoardDate some_year{date_.year.value_or(2000), date_.month, date_.day, {}, false};
      const bool plausible = !date_.year || (*date_.year >= 1000 && *date_.year <= 2199);
      if (!plausible || !known_day(some_year)) return std::nullopt;
    }
    if (time_ && zone_) convert_to_korean_time();
    if (time_) date_.time = format_time(*time_);
    return date_;
  }

  void convert_to_korean_time() {
    using namespace std::chrono;
    const auto day = known_day(date_);
    if (!day) return;
    const auto utc = sys_days{*day} + hours{time_->hour} + minutes{time_->minute} - *zone_;
    const auto korean = utc + kKoreanOffset;
    const auto date = floor<days>(korean);
    const Day korean_day{date};
    date_.year = static_cast<int>(korean_day.year());
    date_.month = static_cast<unsigned>(korean_day.month());
    date_.day = static_cast<unsigned>(korean_day.day());
    const auto clock = duration_cast<minutes>(korean - date);
    time_->hour = static_cast<unsigned>(clock.count() / 60);
    time_->minute = static_cast<unsigned>(clock.count() % 60);
  }

  std::vector<DateToken> tokens_;
  std::size_t at_ = 0;
  BoardDate date_;
  std::optional<ClockTime> time_;
  std::optional<minutes> zone_;
  bool valid_ = true;
};

}  // namespace

std::optional<BoardDate> parse_board_date(std::string_view cell) {
  if (cell.size() > 200) return std::nullopt;
  return CellReader(split_date_tokens(cell)).read();
}

}  // namespace sillok
