#include "indexer/board_text.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "common/charset.h"
#include "tests/expected.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

Parsed parse_page(std::string_view bytes) {
  PageContext context;
  context.place = "page.txt";
  context.board = "news";
  return parse_board_text(decode_text(bytes).text, context);
}

TEST(BoardText, DumpsComeOutAsExpected) {
  const fs::path dumps = fs::path(SILLOK_SHARED_DIR) / "dumps";
  if (!fs::exists(dumps)) return;
  int pages = 0;
  for (const auto& want : expected::load(dumps / "expected.jsonl")) {
    if (!want.file.ends_with(".txt")) continue;
    expected::check_page(want, parse_page(expected::read_file(dumps / want.file)).articles);
    ++pages;
  }
  EXPECT_GE(pages, 2);
}

TEST(BoardText, TheSeedPageIsReadWhole) {
  const fs::path seed = fs::path(SILLOK_SHARED_DIR) / "seed" / "board-dump-42142.txt";
  if (!fs::exists(seed)) return;
  const auto parsed = parse_page(expected::read_file(seed));
  ASSERT_EQ(parsed.articles.size(), 20U);
  const auto& article = parsed.articles.front();
  EXPECT_EQ(article.kind, Article::Kind::article);
  EXPECT_EQ(article.number, 42142U);
  EXPECT_EQ(article.title, "샘 올트먼 오늘 방한, 카카오와 동맹 맺는다");
  EXPECT_EQ(article.author, "랭크뉴스");
  EXPECT_EQ(article.date, "2025-02-04");
  EXPECT_EQ(article.source, "중앙일보");
  EXPECT_EQ(std::count(article.body.begin(), article.body.end(), '\n'), 7);
  EXPECT_TRUE(article.body.starts_with("손정의 소프트뱅크 회장(왼쪽)과"));
  EXPECT_TRUE(article.body.ends_with("평가를 받고 있다."));
  EXPECT_EQ(parsed.articles.back().number, 42141U);
  EXPECT_EQ(parsed.articles.back().title,
            "[사설] 이재용 2심도 무죄... 검찰의 무리한 기소, 자성해야");
  for (std::size_t i = 1; i < parsed.articles.size(); ++i) {
    EXPECT_EQ(parsed.articles[i].kind, Article::Kind::row);
    EXPECT_EQ(parsed.articles[i].author, "랭크뉴스");
    EXPECT_EQ(parsed.articles[i].date, "2025-02-04");
    EXPECT_TRUE(parsed.articles[i].body.empty());
  }
}

}  // namespace
}  // namespace sillok
