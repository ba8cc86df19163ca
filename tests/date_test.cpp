#include "common/date.h"

#include <gtest/gtest.h>

#include "sillok/error.h"

namespace sillok {
namespace {

using namespace std::chrono;

std::string show(const std::optional<BoardDate>& date) {
  if (!date) return "none";
  if (date->relative) return date->time.empty() ? "relative" : "relative " + date->time;
  std::string text;
  if (date->year) text += std::to_string(*date->year) + "-";
  if (date->month) text += std::to_string(*date->month) + "-" + std::to_string(*date->day);
  if (!date->time.empty()) text += (text.empty() ? "" : " ") + date->time;
  return text;
}

struct CellCase {
  const char* cell;
  const char* expected;
};

TEST(BoardDate, ReadsTheShapesThatBoardsWrite) {
  const CellCase cases[] = {
      {"2025.02.04", "2025-2-4"},
      {"2025.02.04.", "2025-2-4"},
      {"2025. 02. 04.", "2025-2-4"},
      {"2025. 2. 4", "2025-2-4"},
      {"2025-02-04", "2025-2-4"},
      {"2025/02/04", "2025-2-4"},
      {"25-02-04", "2025-2-4"},
      {"25.02.04", "2025-2-4"},
      {"18/10/08", "2018-10-8"},
      {"98/10/08", "1998-10-8"},
      {"'25.02.04", "2025-2-4"},
      {"2025년 2월 4일", "2025-2-4"},
      {"2025년2월4일", "2025-2-4"},
      {"25년 2월 4일", "2025-2-4"},
      {"2월 4일", "2-4"},
      {"2025년 02월 04일 화요일 14시 05분", "2025-2-4 14:05"},
      {"2019년 01월 10일(목) 11:01", "2019-1-10 11:01"},
      {"2013-09-30 (월) 11:17:18", "2013-9-30 11:17:18"},
      {"2013-09-30 월 11:17", "2013-9-30 11:17"},
      {"2021.03.05. 오후 3:35", "2021-3-5 15:35"},
      {"2021.03.05. 오후 12:35", "2021-3-5 12:35"},
      {"2021.03.05. 오전 12:05", "2021-3-5 00:05"},
      {"[2006-08-15 오전 8:21:00]", "2006-8-15 08:21:00"},
      {"(2011/11/18, 09:41)", "2011-11-18 09:41"},
      {"2011-11-18 (09:41)", "2011-11-18 09:41"},
      {"2025.02.04 | 14:32", "2025-2-4 14:32"},
      {"2025-02-04 3:05 PM", "2025-2-4 15:05"},
      {"2025-02-04 3:05 p.m.", "2025-2-4 15:05"},
      {"2025년 2월 4일 오후 3시 35분", "2025-2-4 15:35"},
      {"\u00A02025.02.04\u3000", "2025-2-4"},
      {"11/04", "11-4"},
      {"02-04", "2-4"},
      {"02.04", "2-4"},
      {"2-29", "2-29"},
      {"02-04 14:32", "2-4 14:32"},
      {"14:32", "14:32"},
      {"9:05", "09:05"},
      {"오후 3:35", "15:35"},
      {"14:32:05 2025-02-04", "2025-2-4 14:32:05"},
      {"20250204", "2025-2-4"},
      {"20250204143205", "2025-2-4 14:32:05"},
      {"3 시간 전", "relative"},
      {"3시간전", "relative"},
      {"5분 전", "relative"},
      {"2 days ago", "relative"},
      {"방금 전", "relative"},
      {"어제", "relative"},
      {"어제 14:32", "relative 14:32"},
  };
  for (const auto& c : cases) EXPECT_EQ(show(parse_board_date(c.cell)), c.expected) << c.cell;
}

TEST(BoardDate, TimesWithAZoneBecomeKorean) {
  const CellCase cases[] = {
      {"2025-01-20T08:00:00+09:00", "2025-1-20 08:00:00"},
      {"2025-01-25T00:00:00Z", "2025-1-25 09:00:00"},
      {"2025-01-31T15:30:00Z", "2025-2-1 00:30:00"},
      {"2025-01-31T15:30:00.123Z", "2025-2-1 00:30:00"},
      {"2025-01-31 15:30:00+0000", "2025-2-1 00:30:00"},
      {"2024-12-31T20:00-05:00", "2025-1-1 10:00"},
      {"2025-02-04T14:32", "2025-2-4 14:32"},
      {"20250204T143205Z", "2025-2-4 23:32:05"},
      {"20250204143205Z", "2025-2-4 23:32:05"},
      {"Tue, 04 Feb 2025 14:32:05 +0900", "2025-2-4 14:32:05"},
      {"Tue, 04 Feb 2025 14:32:05 GMT", "2025-2-4 23:32:05"},
      {"4 Feb 25 20:00 EST", "2025-2-5 10:00"},
      {"Tue Feb  4 14:32:05 2025", "2025-2-4 14:32:05"},
      {"Tue Feb  4 14:32:05 KST 2025", "2025-2-4 14:32:05"},
      {"Tue Feb 04 2025 14:32:05 GMT+0900 (한국 표준시)", "2025-2-4 14:32:05"},
      {"Feb 4, 2025", "2025-2-4"},
      {"February 4th, 2025 2:32 PM", "2025-2-4 14:32"},
      {"Sept. 9, 2024", "2024-9-9"},
  };
  for (const auto& c : cases) EXPECT_EQ(show(parse_board_date(c.cell)), c.expected) << c.cell;
}

TEST(BoardDate, WhatIsNoDateIsNone) {
  for (const char* cell : {"",
                           " ",
                           "()",
                           "랭크뉴스",
                           "42160",
                           "33420",
                           "3",
                           "2024",
                           "1,500원",
                           "10.1%",
                           "2025.02.30",
                           "2023-02-29",
                           "2025-13-01",
                           "25-02-00",
                           "02-30",
                           "14:60",
                           "25:00",
                           "2025.02-04",
                           "2024.12.31 종료",
                           "제3 시간",
                           "3 시간",
                           "2025.02.04 2025.02.05",
                           "2025-02-04T14:32+99:00",
                           "1-2-3-4",
                           "192.168.0.1",
                           "1.2.3",
                           "2025.02.04 14",
                           "-",
                           "--:--",
                           "0000.00.00"}) {
    EXPECT_EQ(show(parse_board_date(cell)), "none") << cell;
  }
  EXPECT_FALSE(parse_board_date(std::string(1 << 20, '1')));
}

TEST(ResolveDay, FillsTheYearFromTheArticle) {
  const Day article = 2025y / January / 9d;
  const struct {
    const char* cell;
    const char* expected;
  } cases[] = {{"01-08", "2025-01-08"}, {"12-31", "2024-12-31"}, {"01-20", "2025-01-20"},
               {"03-01", "2024-03-01"}, {"02-29", "2024-02-29"}, {"2019.05.06", "2019-05-06"},
               {"17:21", "2025-01-09"}, {"3 시간 전", "none"},   {"어제", "none"}};
  for (const auto& c : cases) {
    const auto day = resolve_day(*parse_board_date(c.cell), article);
    EXPECT_EQ(day ? format_day(*day) : "none", c.expected) << c.cell;
  }
}

std::string resolve_list(const std::vector<const char*>& cells, std::size_t current, Day article) {
  std::vector<BoardDate> rows;
  for (const char* cell : cells) rows.push_back(parse_board_date(cell).value_or(BoardDate{}));
  std::string text;
  for (const auto& day : resolve_list_days(rows, current, article)) {
    text += (text.empty() ? "" : " ") + (day ? format_day(*day) : std::string("?"));
  }
  return text;
}

TEST(ResolveListDays, TheYearStepsWhereTheMonthsWrapAround) {
  EXPECT_EQ(resolve_list({"05-02", "01-08", "12-31", "03-01", "03-05"}, 2, 2024y / 12 / 31d),
            "2025-05-02 2025-01-08 2024-12-31 2024-03-01 2024-03-05");
  EXPECT_EQ(resolve_list({"12-30", "01-02", "01-03"}, 1, 2025y / 1 / 2d),
            "2024-12-30 2025-01-02 2025-01-03")
      << "oldest first";
  EXPECT_EQ(resolve_list({"", "2023.05.06", "11-04", "04-01"}, 2, 2022y / 11 / 4d),
            "? 2023-05-06 2022-11-04 2022-04-01");
}

TEST(ResolveListDays, ABareTimeIsTheDayOfTheCapture) {
  const Day day = 2025y / January / 9d;
  EXPECT_EQ(resolve_list({"17:42", "17:21", "01-08"}, 1, day), "2025-01-09 2025-01-09 2025-01-08");
  EXPECT_EQ(resolve_list({"17:42", "01-09", "01-08"}, 1, day), "? 2025-01-09 2025-01-08");
  EXPECT_EQ(resolve_list({"17:42", "01-09"}, 7, day), "? ?") << "no row of the article's own";
}

TEST(Day, IsWrittenAndReadAsIso) {
  EXPECT_EQ(format_day(2025y / February / 4d), "2025-02-04");
  EXPECT_EQ(parse_iso_day("2024-02-29"), 2024y / February / 29d);
  for (const char* text :
       {"2023-02-29", "2025-2-4", "2025-02-04 ", "2025/02/04", "+025-02-04", "0000-01-01", ""}) {
    EXPECT_FALSE(parse_iso_day(text)) << text;
  }
}

std::string show(const DateRange& range) {
  return (range.first ? format_day(*range.first) : "") + ".." +
         (range.last ? format_day(*range.last) : "");
}

TEST(DateRange, ReadsWhatPeopleWrite) {
  const Day today = 2025y / March / 31d;
  const struct {
    const char* text;
    const char* expected;
  } cases[] = {
      {"2025", "2025-01-01..2025-12-31"},
      {"2024-02", "2024-02-01..2024-02-29"},
      {"2024.2", "2024-02-01..2024-02-29"},
      {"2024.02.", "2024-02-01..2024-02-29"},
      {"202402", "2024-02-01..2024-02-29"},
      {"2025.02.04", "2025-02-04..2025-02-04"},
      {"2025/2/4", "2025-02-04..2025-02-04"},
      {"20250204", "2025-02-04..2025-02-04"},
      {"2025년", "2025-01-01..2025-12-31"},
      {"2025년 2월", "2025-02-01..2025-02-28"},
      {"2025년 2월 4일", "2025-02-04..2025-02-04"},
      {"2025-01..2025-02-04", "2025-01-01..2025-02-04"},
      {"2025.01...2025.02", "2025-01-01..2025-02-28"},
      {" 2025-01 ~ 2025-02 ", "2025-01-01..2025-02-28"},
      {"..2024", "..2024-12-31"},
      {"2024..", "2024-01-01.."},
      {"3m..", "2024-12-31.."},
      {"1m..", "2025-02-28.."},
      {"7d..1d", "2025-03-24..2025-03-30"},
      {"2w", "2025-03-17..2025-03-31"},
      {"1y..", "2024-03-31.."},
      {"3개월..", "2024-12-31.."},
      {"오늘", "2025-03-31..2025-03-31"},
      {"어제..오늘", "2025-03-30..2025-03-31"},
      {"Yesterday", "2025-03-30..2025-03-30"},
      {"지난달", "2025-02-01..2025-02-28"},
      {"작년", "2024-01-01..2024-12-31"},
      {"100000d..", "1751-06-16.."},
  };
  for (const auto& c : cases)
    EXPECT_EQ(show(parse_date_range(c.text, today)), c.expected) << c.text;
}

TEST(DateRange, NamesThePartThatIsNoDate) {
  const Day today = 2025y / February / 4d;
  for (const char* text : {"", "..", "~", "봄", "2025-13", "2025-02-30", "2025-2025", "25-02-04",
                           "2025-02.04", "2025..봄", "3x..", "..", "2025-", "0000"}) {
    EXPECT_THROW(parse_date_range(text, today), UsageError) << text;
  }
  try {
    parse_date_range("2025-01..2025-02-30", today);
    FAIL();
  } catch (const UsageError& e) {
    EXPECT_NE(std::string_view(e.what()).find("\"2025-02-30\""), std::string_view::npos);
    EXPECT_FALSE(e.hint().empty());
  }
  EXPECT_THROW(parse_date_range("2025-02..2025-01", today), UsageError);
}

}  // namespace
}  // namespace sillok
