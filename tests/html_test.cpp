#include "indexer/html.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "sillok/error.h"
#include "tests/expected.h"

namespace sillok {
namespace {

Parsed read(const std::string& bytes, const std::string& place, const std::string& url = {}) {
  PageContext context;
  context.place = place;
  context.board = "dumps";
  context.url = url;
  return parse_html(bytes, context);
}

TEST(Html, DumpsComeOutAsExpected) {
  const std::filesystem::path folder = std::string(SILLOK_SHARED_DIR) + "/dumps";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the shared dumps are not here";
  for (const auto& want : expected::load(folder / "expected.jsonl")) {
    if (!want.file.ends_with(".html")) continue;
    const Parsed parsed = read(expected::read_file(folder / want.file), want.file);
    expected::check_page(want, parsed.articles);
    EXPECT_TRUE(parsed.skips.empty());
  }
}

TEST(Html, PagesOfEveryEngineComeOutAsExpected) {
  const std::filesystem::path folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages";
  const auto expectations = expected::load(folder / "expected.jsonl");
  EXPECT_EQ(expectations.size(), 14u);
  for (const auto& want : expectations) {
    const Parsed parsed = read(expected::read_file(folder / want.file), want.file);
    expected::check_page(want, parsed.articles);
    EXPECT_TRUE(parsed.skips.empty());
    EXPECT_EQ(parsed.charset.undecodable, 0u);
  }
}

Parsed read_as(const std::string& bytes, const PageContext& context) {
  return parse_html(bytes, context);
}

std::string repeat(const std::string& part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

std::string first_reason(const Parsed& parsed) {
  return parsed.skips.empty() ? "" : parsed.skips.front().reason;
}

const std::string kProse =
    "달빛천 둑길을 따라 놓인 등 서른 개가 오늘 저녁 처음 켜진다. 주민들은 밤길이 무섭지 않게 "
    "되었다고 말했다. "
    "고을은 내년까지 등을 백 개로 늘리고, 다리 아래에는 의자를 놓기로 했다. 공사비는 2억 원이다.";

TEST(Html, PagesWithoutAnArticleSayWhy) {
  const std::filesystem::path folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages";
  const struct {
    std::string bytes;
    const char* reason;
  } cases[] = {
      {"", "empty file"},
      {" \n\r\n\t", "empty file"},
      {"<html><body></body></html>", "no article"},
      {expected::read_file(folder / "login.html"), "login page"},
      {expected::read_file(folder / "not-found.html"), "error page"},
      {expected::read_file(folder / "secret.html"), "secret post"},
      {"<html><body><ul>" +
           repeat("<li><a href='/a'>다른 곳으로 가는 긴 이름의 고리</a></li>", 30) +
           "</ul></body></html>",
       "no article"},
      {repeat("<div>", 100000), "HTML nested too deep"},
      {repeat("<b><i>", 3000) + "글", "HTML nested too deep"},
      {"<table><tr><td>" + repeat("<table><tr><td>", 5000), "HTML nested too deep"},
  };
  for (const auto& c : cases) {
    const Parsed parsed = read(c.bytes, "a.html");
    EXPECT_TRUE(parsed.articles.empty()) << c.reason;
    EXPECT_EQ(first_reason(parsed), c.reason) << c.bytes.substr(0, 200);
    EXPECT_EQ(parsed.skips.front().place, "a.html");
    EXPECT_EQ(parsed.engine, "");
  }
}

TEST(Html, HostilePagesAreBounded) {
  const HtmlLimits small{.depth = 1000, .tree_bytes = 8u << 20, .parse_milliseconds = 10000};
  PageContext context;
  context.place = "a.html";
  // Each paragraph repeats every font element that was left open before it.
  std::string fonts;
  for (int i = 0; i < 900; ++i) fonts += "<font size=" + std::to_string(i) + ">";
  const Parsed parsed = parse_html(fonts + repeat("<p>글</p>", 100000), context, small);
  EXPECT_EQ(first_reason(parsed), "needs too much memory to parse");
  // Not deep, but long: one line, many cells, many attributes.
  EXPECT_FALSE(read(repeat("<p>가나다라 마바사</p>", 20000), "a.html").charset.detected.empty());
  EXPECT_FALSE(read("<table><tr>" + repeat("<td>1", 50000), "a.html").skips.empty());
  EXPECT_FALSE(read("<a " + repeat("href=/news/1 ", 5000) + ">", "a.html").skips.empty());
}

TEST(Html, AnArticleIsKnownByItsAddressItsPageOrItsFileName) {
  const std::filesystem::path folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages";
  const std::string page =
      "<html><head><title>둑길에 등</title></head><body><h1>둑길에 등</h1><div>" + kProse +
      "</div></body></html>";
  const struct {
    const char* place;
    const char* url;
    const char* board;
    const char* id;
    const char* article_url;
  } cases[] = {
      {"a.html", "https://x.kr/news/77?page=3", "news", "77", "https://x.kr/news/77?page=3"},
      {"m.zip!old.example.kr/bbs/board.php@bo_table=jang&wr_id=12.html", "", "jang", "12",
       "http://old.example.kr/bbs/board.php?bo_table=jang&wr_id=12"},
      {"mirror/board.php?bo_table=jang&wr_id=12", "", "jang", "12", ""},
      {"a.html", "https://x.kr/story/a-lamp", "dumps", "x.kr/story/a-lamp",
       "https://x.kr/story/a-lamp"},
      {"news/12.html", "", "dumps", "", ""},
  };
  for (const auto& c : cases) {
    const Parsed parsed = read(page, c.place, c.url);
    ASSERT_EQ(parsed.articles.size(), 1u) << c.place;
    EXPECT_EQ(parsed.articles[0].board, c.board) << c.place;
    EXPECT_EQ(parsed.articles[0].id, c.id) << c.place;
    EXPECT_EQ(parsed.articles[0].title, "둑길에 등");
    EXPECT_EQ(parsed.articles[0].body, kProse);
  }
}

TEST(Html, MirrorsAndBrowsersLeaveTheAddressInAComment) {
  for (const char* comment :
       {"<!-- Mirrored from x.kr/bbs/board.php?bo_table=jang&wr_id=12 by HTTrack Website "
        "Copier/3.x [XR&CO'2014], Tue, 04 Feb 2025 01:02:03 GMT -->",
        "<!-- saved from url=(0049)https://x.kr/bbs/board.php?bo_table=jang&wr_id=12 -->",
        "<!--\n Page saved with SingleFile \n url: "
        "https://x.kr/bbs/board.php?bo_table=jang&wr_id=12 "
        "\n saved date: Tue Feb 04 2025 -->"}) {
    const Parsed parsed = read("<html>" + std::string(comment) + "<body><h1>둑길에 등</h1><p>" +
                                   kProse + "</p></body></html>",
                               "board1234.html");
    ASSERT_EQ(parsed.articles.size(), 1u);
    EXPECT_EQ(parsed.articles[0].id, "12") << comment;
    EXPECT_EQ(parsed.articles[0].board, "jang");
  }
}

TEST(Html, MirrorsAndBrowsersLeaveTheTimeInAComment) {
  struct Case {
    const char* comment;
    std::int64_t captured;
  };
  constexpr std::int64_t kFileTime = 1'800'000'000;
  for (const Case& c : {
           Case{"<!-- Mirrored from x.kr/jang/12 by HTTrack Website Copier/3.x [XR&CO'2014], Tue, "
                "04 Feb 2025 01:02:03 GMT -->",
                1'738'630'923},
           Case{"<!--\n Page saved with SingleFile \n url: https://x.kr/jang/12 \n saved date: Tue "
                "Feb 04 2025 10:02:03 GMT+0900 (Korean Standard Time) -->",
                1'738'630'923},
           Case{"<!-- Mirrored from x.kr/jang/12 by HTTrack Website Copier/3.x, Smarch -->",
                kFileTime},
           Case{"<!-- Tue, 04 Feb 2025 01:02:03 GMT -->", kFileTime},
       }) {
    PageContext context;
    context.place = "12.html";
    context.captured = kFileTime;
    const std::string page = "<html>" + std::string(c.comment) + "<body><h1>둑길에 등</h1><p>" +
                             kProse + "</p></body></html>";
    const Parsed parsed = parse_html(page, context, {});
    ASSERT_EQ(parsed.articles.size(), 1u);
    EXPECT_EQ(parsed.articles[0].captured, c.captured) << c.comment;
    EXPECT_EQ(parsed.articles[0].capture_certain, c.captured != kFileTime) << c.comment;
  }
}

TEST(Html, ALoginFormInAPostsPlaceIsALoss) {
  const std::string page =
      "<html><title>회원 로그인</title><body><form>아이디 <input name=id> 비밀번호 <input "
      "type=password> <button>로그인</button></form></body></html>";
  for (const auto& [place, is_loss] :
       {std::pair("m/x.kr/bbs/board.php@bo_table=jang&wr_id=12.html", true),
        std::pair("m/x.kr/bbs/login.php.html", false)}) {
    const Parsed parsed = read(page, place);
    ASSERT_EQ(parsed.skips.size(), 1u) << place;
    EXPECT_EQ(parsed.skips[0].reason, "login page");
    EXPECT_EQ(parsed.skips[0].is_loss, is_loss) << place;
  }
}

TEST(Html, NewsSystemsAreReadByWhatTheirPagesDeclare) {
  const std::string text = "<p>" + std::string(kProse) + "</p>";
  struct Case {
    std::string html;
    std::string author;
    std::string source;
    std::string body_start;
  };
  const Case cases[] = {
      // A list of labels above the text, as of a board's post, does not make it one.
      {"<title>쌀 수출 재개 - 한결신문</title><meta property=og:title content='쌀 수출 재개'><meta "
       "property=article:published_time content='2025-02-04T09:31:00+09:00'><meta "
       "property=og:site_name content=한결신문><body><h3>쌀 수출 재개</h3><ul><li>기자명 김민수 "
       "기자</li><li>입력 2025.02.04 09:31</li><li>댓글 0</li></ul><article "
       "id=article-view-content-div>" +
           text + "</article>",
       "김민수 기자", "한결신문", ""},
      // Nothing is declared: the heading is what <title> begins with.
      {"<title>쌀 수출 재개 - 한결신문</title><body><table><tr><td>쌀 수출 "
       "재개</td></tr><tr><td>3년 "
       "만에 선적</td></tr><tr><td>2025년 02월 04일 (화) 09:31:22</td><td>김민수 기자 "
       "kms@hg.kr</td></tr></table><div id=articleBody>" +
           text + "</div>",
       "김민수 기자", "한결신문", ""},
      {"<title>쌀 수출 재개</title><meta property=og:title content='쌀 수출 재개'><meta "
       "property=og:article:author content='한결신문 | 네이버'><body><h2 id=title_area>쌀 수출 "
       "재개</h2><div><span>입력</span><span>2025.02.04. 오전 9:31</span></div><em "
       "class=media_end_head_journalist_name>김민수 기자</em><article id=dic_area><span "
       "class=end_photo_org><em class=img_desc>항구의 쌀</em></span>" +
           text + "</article>",
       "김민수 기자", "한결신문", "항구의 쌀\n"},
  };
  for (const Case& c : cases) {
    const Parsed parsed = read("<html>" + c.html + "</body></html>", "a.html");
    ASSERT_EQ(parsed.articles.size(), 1u) << c.html;
    const Article& article = parsed.articles[0];
    EXPECT_EQ(article.title, "쌀 수출 재개");
    EXPECT_EQ(article.author, c.author);
    EXPECT_EQ(article.source, c.source);
    EXPECT_EQ(article.date, "2025-02-04");
    EXPECT_EQ(article.time.substr(0, 5), "09:31");
    EXPECT_EQ(article.body.substr(0, c.body_start.size()), c.body_start);
  }
}

// Boards without a description, each with another hint of where the title is.
TEST(Html, UnknownBoardsAreReadByWhatTheirPagesRepeat) {
  const std::string text = "<div><p>" + std::string(kProse) + "</p></div>";
  const std::string pages[] = {
      // The row with the address's number has the title that stands above the text.
      "<meta property=og:url "
      "content='https://x.kr/board/view/?id=farm&no=771'><body><h3><span>[소식]"
      "</span> <span>쌀값 대책 나왔다</span></h3><div><em>소농</em><span title='2025-02-04 "
      "09:31:22'>02.04</span></div>" +
          text +
          "<table><tr><th>번호<th>제목<th>글쓴이<th>작성일</tr><tr><td>772<td><a "
          "href='/board/view/?id=farm&no=772'>모판 언제 "
          "만드냐</a><td>ㅇㅇ<td>02.04</tr><tr><td><td><a "
          "href='/board/view/?id=farm&no=771'>쌀값 대책 나왔다</a><td>소농<td title='2025-02-04 "
          "09:31:22'>09:31</tr></table>",
      // A name stands between the title and the labels.
      "<meta property=og:title content='쌀값 대책 나왔다 : 장터"
      "'><link rel=canonical href='https://x.kr/zboard/view.php?id=farm&no=771'><body><h1>쌀값 "
      "대책 "
      "나왔다</h1><ul><li><a href=#>소농</a></li><li>등록일 2025-02-04 09:31:22</li><li>조회수 "
      "1331</li></ul>" +
          text,
      // The category and the title are one line; the time and the views, too.
      "<meta property=og:title content='쌀값 대책 나왔다 : 동네'><link rel=canonical "
      "href='https://x.kr/service/board/farm/771'><body><h3><span>소식</span><span>쌀값 대책 "
      "나왔다</span></h3><span class=nickname>소농</span><div><span>2025-02-04 "
      "09:31:22</span><span>조회 1,331</span></div>" +
          text,
  };
  for (const std::string& page : pages) {
    const Parsed parsed = read("<html>" + page + "</body></html>", "a.html");
    ASSERT_FALSE(parsed.articles.empty()) << page;
    const Article& article = parsed.articles[0];
    EXPECT_EQ(article.kind, Article::Kind::article) << page;
    EXPECT_EQ(article.title, "쌀값 대책 나왔다");
    EXPECT_EQ(article.board + "/" + article.id, "farm/771");
    EXPECT_EQ(article.date + " " + article.time, "2025-02-04 09:31:22") << page;
    EXPECT_EQ(article.body, kProse) << page;
  }
}

TEST(Html, RowsWithSummariesTellDateAndAuthorByTheirWords) {
  const Parsed parsed = read(
      "<html><body><ol class='bd_lst bd_zine'><li><h3><a href=/news/1010>도시철도 연장</a></h3><p "
      "class=cnt>3호선 연장을 확정했다고 밝혔다.</p><div class=info><span><i>By</i> "
      "<b>소식통</b></span>"
      "<span><b>2025.02.04</b></span><span>Views <b>33</b></span></div></li></ol></body></html>",
      "list.html");
  ASSERT_EQ(parsed.articles.size(), 1u);
  EXPECT_EQ(parsed.articles[0].title, "도시철도 연장");
  EXPECT_EQ(parsed.articles[0].author, "소식통");
  EXPECT_EQ(parsed.articles[0].date, "2025-02-04");
}

TEST(Html, AForcedBoardOverrulesThePage) {
  const std::filesystem::path folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages";
  PageContext context;
  context.place = "a.html";
  context.board = "archive";
  context.board_forced = true;
  const Parsed parsed = read_as(expected::read_file(folder / "kboard-read.html"), context);
  ASSERT_EQ(parsed.articles.size(), 5u);
  for (const Article& article : parsed.articles) EXPECT_EQ(article.board, "archive");
}

TEST(Html, LinksOfRowsBecomeWholeAddresses) {
  const std::filesystem::path folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages";
  const Parsed parsed = read(expected::read_file(folder / "xe-list.html"), "a.html",
                             "https://sori.example.kr/sori/page/2");
  ASSERT_EQ(parsed.articles.size(), 6u);
  EXPECT_EQ(parsed.articles[5].url, "https://sori.example.kr/sori/900");
  EXPECT_EQ(parsed.articles[5].board, "sori");
  EXPECT_EQ(parsed.engine, "xe");
}

TEST(Html, ABoardsOwnAddressIsNotItsPosts) {
  const std::filesystem::path folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages";
  const std::string bytes = expected::read_file(folder / "sketchbook5-read.html");
  // The page calls itself ?mid=sori; its own row links to the post.
  EXPECT_EQ(read(bytes, "a.html").articles.at(0).url, "https://sori.example.kr/sori/61028");
}

TEST(Html, TimesOfTodayNeedTheCrawlersDate) {
  const std::string page =
      "<html><body><div "
      "id=bo_list><table><thead><tr><th>번호<th>제목<th>글쓴이<th>날짜</tr></thead><tbody>"
      "<tr><td class=td_num2>3<td class=td_subject><a "
      "href='/bbs/board.php?bo_table=gaon&wr_id=3'>셋째 "
      "소식</a><td class=td_name>가람<td class=td_datetime>08:05</tr>"
      "<tr><td class=td_num2>2<td class=td_subject><a "
      "href='/bbs/board.php?bo_table=gaon&wr_id=2'>둘째 "
      "소식</a><td class=td_name>가람<td "
      "class=td_datetime>07:59</tr></tbody></table></div></body></html>";
  PageContext context;
  context.place = "a.html";
  context.captured = 1714979289;  // 2024-05-06 16:08 in Korea
  EXPECT_EQ(read_as(page, context).articles.at(0).date, "");
  context.captured_by_crawler = true;
  EXPECT_EQ(read_as(page, context).articles.at(0).date, "2024-05-06");
  EXPECT_EQ(read_as(page, context).articles.at(0).time, "08:05");
  context.captured -= 9 * 3600;  // 07:08: neither time can be today's
  EXPECT_EQ(read_as(page, context).articles.at(0).date, "");
}

TEST(Html, TheRuleThatFoundEachFieldIsTold) {
  const std::filesystem::path folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages";
  const Parsed parsed = read(expected::read_file(folder / "rhymix-read.html"), "a.html");
  EXPECT_EQ(parsed.format, "html");
  EXPECT_EQ(parsed.engine, "rhymix");
  EXPECT_EQ(parsed.rules.at("title"), ".read_header h1 (xe default)");
  EXPECT_EQ(parsed.rules.at("body"), "after <!--BeforeDocument-->");
  EXPECT_EQ(parsed.rules.at("number"), "its row's neighbours");
  EXPECT_EQ(parsed.rules.at("source"), "last paragraph, the name alone");
  EXPECT_EQ(parsed.rules.at("rows"), ".board_list tbody tr");
  for (const char* field : {"author", "date", "category", "id"}) {
    EXPECT_TRUE(parsed.rules.contains(field)) << field;
  }
}

TEST(Html, MisreadKoreanIsRestored) {
  const std::filesystem::path folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages";
  const Parsed parsed = read(expected::read_file(folder / "misread.html"), "a.html");
  EXPECT_TRUE(parsed.charset.repaired);
  ASSERT_EQ(parsed.articles.size(), 1u);
  EXPECT_EQ(parsed.articles[0].title, "뉴스로 보는 고을");
  EXPECT_TRUE(parsed.articles[0].body.starts_with("국수 값이 십 년째 그대로인 시장 골목이"))
      << parsed.articles[0].body;
}

TEST(Html, TheLabelOfTheCarrierCounts) {
  PageContext context;
  context.place = "a.html";
  context.declared_charset = "euc-kr";
  const Parsed parsed =
      read_as("<html><meta charset=utf-8><body><p>" + kProse + "</p></body></html>", context);
  EXPECT_EQ(parsed.charset.declared, "euc-kr");
  EXPECT_EQ(parsed.charset.detected, "UTF-8");
}

TEST(Html, FragmentsBecomeTheLinesThatAReaderSees) {
  const struct {
    const char* fragment;
    const char* text;
  } cases[] = {
      {"그냥 글", "그냥 글"},
      {"  첫째 줄 \r\n\n 둘째   줄\t끝 ", "첫째 줄\n둘째 줄 끝"},
      {"<p>첫째</p><p>&nbsp;</p><p>둘째<br>셋째</p>", "첫째\n둘째\n셋째"},
      {"가<b>나</b>다 &amp; 라&lt;마&gt; &quot;바&quot; &#44032;&#xAC01;",
       "가나다 & 라<마> \"바\" 가각"},
      {"AT&T 합의\n\n둘째 <b>문단</b>", "AT&T 합의\n둘째 문단"},
      {"1 < 2 이고 3 > 2", "1 < 2 이고 3 > 2"},
      {"<script>var a = '<p>글</p>';</script>본문<style>p{}</style>", "본문"},
      {"<ul><li>하나</li><li>둘</li></ul>", "하나\n둘"},
      {"<table><tr><td>시장</td><td>120</td></tr><tr><td>장터</td><td>9</td></tr></table>",
       "시장 120\n장터 9"},
      {"<figure><img src=a.jpg><figcaption>사진 설명</figcaption></figure>글", "사진 설명\n글"},
      {"<p style='DISPLAY : none'>숨은 글</p><p hidden>숨은 글</p>보이는 글", "보이는 글"},
      {"<pre>첫 줄\n둘째 줄</pre>", "첫 줄\n둘째 줄"},
      {"가\u200B나\uFEFF다\u00A0라", "가나다 라"},
      {"<!-- 주석 -->글<select><option>고르기</select><textarea>쓰기</textarea>", "글"},
      {"</p></div>글</span>", "글"},
      {"<p>닫지 않은 <b>굵은 글<p>다음", "닫지 않은 굵은 글\n다음"},
      {"", ""},
      {"<p></p>", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(html_fragment_to_text(c.fragment), c.text) << c.fragment;
}

TEST(HtmlTree, SelectorsMatchAsInStylesheets) {
  std::string why;
  const auto tree = HtmlTree::parse(
      "<div id=a class='x y'><p class=y>1<b>2</b></p><ul><li class='z-1'><a "
      "href='view.php?id=1'>3</a>"
      "<li><a href=/b>4</a></ul></div><div class=x><p>5</p></div>",
      {}, why);
  ASSERT_TRUE(tree) << why;
  const struct {
    const char* selector;
    std::size_t matches;
  } cases[] = {
      {"div", 2},
      {"#a", 1},
      {".x", 2},
      {".x.y", 1},
      {"div.x p", 2},
      {"#a > p", 1},
      {"#a > li", 0},
      {"#a li a", 2},
      {"a[href=/b]", 1},
      {"a[href]", 2},
      {"[href^=view]", 1},
      {".z", 0},
      {".z-1 > a", 1},
      {"div > ul > li > a", 2},
      {".none, #a .y, b", 1},
      {"body > div", 2},
      {"p b, p", 1},
      {"table", 0},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Selector(c.selector).all(*tree, 0).size(), c.matches) << c.selector;
  }
  for (const char* broken : {"", "a,", ",a", "a[", "..x", "#", "nosuchtag", "a > "}) {
    EXPECT_THROW(Selector{broken}, UsageError) << broken;
  }
}

}  // namespace
}  // namespace sillok
