#include "common/article.h"

#include <gtest/gtest.h>

#include <vector>

#include "common/schema.h"
#include "sillok/error.h"

namespace sillok {
namespace {

Article full_article() {
  Article article;
  article.id = "55054";
  article.board = "news";
  article.number = 42142;
  article.title = "샘 올트먼 오늘 방한, 카카오와 동맹 맺는다";
  article.author = "랭크뉴스";
  article.source = "중앙일보";
  article.category = "경제";
  article.date = "2025-02-04";
  article.time = "14:32";
  article.url = "https://news.example.kr/news/55054";
  article.body = "첫 문단이다.\n둘째 문단이다.";
  article.place = "dump.zip!news/1.html";
  article.captured = 1738600000;
  article.capture_certain = true;
  return article;
}

TEST(Article, ComesBackFromItsStoredFormAsItWas) {
  Article row;
  row.kind = Article::Kind::row;
  row.notice = true;
  row.number = 0;
  row.captured = -1;
  for (const Article& article : {full_article(), row, Article()}) {
    EXPECT_EQ(decode_article(encode_article(article), {}), article) << article.title;
  }
}

TEST(Article, DamagedBytesAreAnErrorAndNeverAnArticle) {
  const std::string stored = encode_article(full_article());
  std::vector<std::string> damaged = {"", "\x01", "\x02" + stored.substr(1),
                                      stored.substr(0, stored.size() / 2), stored.substr(1)};
  const std::string packed = pack_article(full_article());
  for (std::size_t size = 0; size < packed.size(); ++size) {
    EXPECT_THROW(unpack_article(packed.substr(0, size)), IndexError) << size;
  }
  EXPECT_THROW(unpack_article(packed + "x"), IndexError);
  for (const std::string& bytes : damaged) EXPECT_THROW(decode_article(bytes, {}), IndexError);
}

TEST(Article, KeyIsBoardAndIdElseNumberElseTitleAuthorAndDate) {
  Article article = full_article();
  EXPECT_EQ(article_key(article), "news/55054");
  article.id.clear();
  EXPECT_EQ(article_key(article), "news#42142");
  article.number.reset();
  const std::string unnamed = article_key(article);
  EXPECT_EQ(unnamed.substr(0, 5), "news~");
  article.body = "다른 본문";
  article.source = "다른 신문";
  EXPECT_EQ(article_key(article), unnamed);
  article.date = "2025-02-05";
  EXPECT_NE(article_key(article), unnamed);
}

TEST(Article, KeysOfDifferentPostsDifferWhateverTheirNamesHold) {
  const auto key = [](const char* board, const char* id) {
    Article article;
    article.board = board;
    article.id = id;
    return article_key(article);
  };
  EXPECT_NE(key("a/b", "c"), key("a", "b/c"));
  EXPECT_NE(key("a%2Fb", "c"), key("a/b", "c"));
  EXPECT_EQ(key("게시판/1", "2"), "게시판%2F1/2");
}

TEST(Article, AnEndlessIdStillMakesAKeyThatFitsATerm) {
  Article article;
  article.id = std::string(100'000, 'x');
  const std::string key = article_key(article);
  EXPECT_LE(key.size() + kKeyPrefix.size(), kMaxTermBytes);
  article.id += 'y';
  EXPECT_NE(article_key(article), key);
}

TEST(Article, ContentIsEverythingButPlaceAndCapture) {
  const Article article = full_article();
  Article moved = article;
  moved.place = "elsewhere";
  moved.captured = 0;
  moved.capture_certain = false;
  EXPECT_EQ(content_hash(moved), content_hash(article));
  for (const auto field :
       {&Article::id, &Article::title, &Article::author, &Article::source, &Article::category,
        &Article::date, &Article::time, &Article::url, &Article::body}) {
    Article changed = article;
    changed.*field += "!";
    EXPECT_NE(content_hash(changed), content_hash(article)) << article.*field;
  }
  Article shifted = article;
  shifted.title += shifted.author;
  shifted.author.clear();
  EXPECT_NE(content_hash(shifted), content_hash(article));
}

TEST(Article, WhatStaysIsTheArticleThenTheCertainCaptureThenTheLaterOne) {
  const auto entry = [](Article::Kind kind, const char* date, bool certain, std::int64_t captured) {
    Article article;
    article.kind = kind;
    article.date = date;
    article.capture_certain = certain;
    article.captured = captured;
    return entry_precedence(article);
  };
  constexpr auto kRow = Article::Kind::row;
  constexpr auto kArticle = Article::Kind::article;
  Article withheld;
  withheld.kind = kRow;
  withheld.date = "2025-02-04";
  withheld.captured = 1'900'000'000;
  withheld.capture_certain = true;
  withheld.withheld = true;
  Article notice = withheld;
  notice.withheld = false;
  notice.notice = true;
  const std::vector<std::uint64_t> ascending = {
      entry_precedence(withheld),
      entry(kRow, "", false, 0),
      entry(kRow, "", true, 1'800'000'000),
      entry_precedence(notice),
      entry(kRow, "2025-02-04", false, 0),
      entry(kRow, "2025-02-04", false, 100),
      entry(kArticle, "", false, 0),
      entry(kArticle, "", false, 1'900'000'000),
      entry(kArticle, "", true, 1'700'000'000),
      entry(kArticle, "", true, 1'700'000'001),
  };
  for (std::size_t i = 1; i < ascending.size(); ++i) {
    EXPECT_LT(ascending[i - 1], ascending[i]) << i;
  }
}

}  // namespace
}  // namespace sillok
