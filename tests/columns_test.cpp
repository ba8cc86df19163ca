#include "common/columns.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sillok {
namespace {

TEST(Columns, HangulTakesTwo) {
  const std::vector<std::pair<const char*, std::size_t>> cases = {
      {"", 0},   {"abc", 3}, {"가나", 4},    {"漢字", 4},
      {"ㄱ", 2}, {"…", 1},   {"e\u0301", 1}, {"\u1112\u1161\u11AB", 2},
      {"Ａ", 2}, {"😀", 2},
  };
  for (const auto& [text, columns] : cases) EXPECT_EQ(text_columns(text), columns) << text;
  EXPECT_EQ(leading_columns("가나다", 5), "가나");
  EXPECT_EQ(trailing_columns("가나다", 5), "나다");
}

TEST(Columns, PrintableIsOneSafeLine) {
  EXPECT_EQ(printable("가\n나\t다"), "가 나 다");
  EXPECT_EQ(printable("\x1b[31m\x7F\u009B\u202E"), "\uFFFD[31m\uFFFD\uFFFD\uFFFD");
}

}  // namespace
}  // namespace sillok
