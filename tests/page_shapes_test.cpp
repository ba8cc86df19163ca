// Pages of shapes that no page in data/ has.
#include <gtest/gtest.h>

#include <string>

#include "common/charset.h"
#include "indexer/board_text.h"
#include "indexer/html.h"
#include "indexer/page_format.h"

namespace sillok {
namespace {

PageContext page_context() {
  PageContext context;
  context.place = "page";
  context.board = "news";
  return context;
}

Article article_of(const Parsed& parsed) {
  for (const Article& article : parsed.articles) {
    if (article.kind == Article::Kind::article) return article;
  }
  ADD_FAILURE() << "no article";
  return {};
}

Article read_html(const std::string& page) {
  return article_of(parse_html(page, page_context()));
}

Article read_text(std::string_view bytes) {
  return article_of(parse_board_text(decode_text(bytes).text, page_context()));
}

TEST(PageShapes, LinksAndAttachmentsAboveTheTextAreNoBody) {
  const Article article = read_text(
      "본문 바로가기\n자유게시판\n예산안 84억 의회로\n페이지 정보\n"
      "작성자 소식통 작성일25-02-11 20:59 조회2,139회 댓글0건\n첨부파일\n예산안.hwp (31.0K) 5회 "
      "다운로드\n"
      "관련링크\nhttps://news.example.com/1 3회 연결\n본문\n구는 예산안을 의회에 냈다.\n의회는 "
      "20일 심사한다.\n"
      "추천 0 비추천 0\n목록\n이전글\n다른 글 25.02.10\n");
  EXPECT_EQ(article.title, "예산안 84억 의회로");
  EXPECT_EQ(article.author, "소식통");
  EXPECT_EQ(article.date + " " + article.time, "2025-02-11 20:59");
  EXPECT_EQ(article.body, "구는 예산안을 의회에 냈다.\n의회는 20일 심사한다.");
}

TEST(PageShapes, AnInitialBelongsToTheNameBesideIt) {
  for (const char* order : {"제목 글쓴이", "글쓴이 제목"}) {
    const bool title_first = std::string_view(order).starts_with("제목");
    std::string page = "번호 " + std::string(order) + " 날짜\n";
    const std::pair<const char*, const char*> posts[] = {{"폭설에 철도 멈춰", "소식통"},
                                                         {"수출 3% 늘어", "Park J."},
                                                         {"도서관 24시간 연다", "새벽통신"},
                                                         {"전세 계약 줄어", "소식통"}};
    int number = 20;
    for (const auto& [title, author] : posts) {
      page += std::to_string(number--) + " " + (title_first ? title : author) + " " +
              (title_first ? author : title) + " 2025.02.04\n";
    }
    const Parsed parsed = parse_board_text(page, page_context());
    ASSERT_EQ(parsed.articles.size(), 4u) << order;
    EXPECT_EQ(parsed.articles[1].title, "수출 3% 늘어") << order;
    EXPECT_EQ(parsed.articles[1].author, "Park J.") << order;
  }
}

TEST(PageShapes, HangulInSeparateLettersIsReadAsSyllables) {
  // 메뉴 건너뛰기, 한결신문 and 제목 as macOS writes them.
  const std::string skip_link = "메뉴 건너뛰기";
  EXPECT_EQ(decode_text("\u1106\u1166\u1102\u1172 \u1100\u1165\u11AB\u1102\u1165\u1104\u1171\u1100"
                        "\u1175 \uF900")
                .text,
            skip_link + " \uF900");
}

TEST(PageShapes, Utf16WithoutItsMarkIsText) {
  std::string bytes;
  for (const char16_t c :
       std::u16string(u"번호\t제목\t글쓴이\t날짜\r\n3\t선거 소식\t소식통\t2025.02.04\r\n")) {
    bytes += static_cast<char>(c & 0xFF);
    bytes += static_cast<char>(c >> 8);
  }
  EXPECT_EQ(recognize_format(bytes, "a.txt", {}).format, PageFormat::text);
  EXPECT_EQ(recognize_format(std::string("\x89PNG\0\0\0\rIHDR", 12), "a.png", {}).format,
            PageFormat::none);
}

TEST(PageShapes, TheBoardsOwnFieldNamesTheSource) {
  const Article article = read_html(R"(<!DOCTYPE html><html><head><meta charset="utf-8">
<meta name="generator" content="Rhymix"></head><body><div class="board"><div class="board_read">
<div class="read_header"><h1><a href="/press/88">둔치 자전거길</a></h1>
<p class="meta"><a class="author member_7">편집부</a><span class="time">2024.02.29 23:58</span></p></div>
<table class="et_vars"><tr><th>언론사</th><td>강변일보</td></tr>
<tr><th>원문 링크</th><td>https://news.example.com/a/1</td></tr></table>
<div class="read_body"><!--BeforeDocument(88,7)--><div class="document_88_7 rhymix_content xe_content">
구가 자전거길을 놓는다.<br>공사는 3월에 시작한다.</div><!--AfterDocument(88,7)--></div></div></div></body></html>)");
  EXPECT_EQ(article.source, "강변일보");
  EXPECT_EQ(article.body, "구가 자전거길을 놓는다.\n공사는 3월에 시작한다.");
  EXPECT_EQ(article.date + " " + article.time, "2024-02-29 23:58");
}

TEST(PageShapes, EntitiesInLinkedDataAreDecoded) {
  const Article article = read_html(
      R"(<html><head><meta charset=utf-8><title>신문</title><script type="application/ld+json">
{"@graph":[{"@type":"NewsArticle","headline":"&quot;길 새로&quot; 놓는 A&amp;B",
"datePublished":"2025-01-31T15:30:00Z","author":{"@type":"Person","name":"나기자"}}]}</script></head>
<body><article><p>구가 자전거길을 놓는다. 공사는 3월에 시작한다. 주민은 밤길 조명이 먼저라고 했다.</p></article>
</body></html>)");
  EXPECT_EQ(article.title, "\"길 새로\" 놓는 A&B");
  EXPECT_EQ(article.date + " " + article.time, "2025-02-01 00:30:00");
}

}  // namespace
}  // namespace sillok
