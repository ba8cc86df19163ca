#include "indexer/records.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "sillok/error.h"
#include "tests/expected.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

PageContext context_of(std::string place) {
  PageContext context;
  context.place = std::move(place);
  context.board = "dump";
  return context;
}

Parsed read_jsonl(std::string_view lines, const FieldMap& map = {}) {
  return parse_jsonl(lines, 1, map, context_of("a.jsonl"));
}

Article one_record(std::string_view line, const FieldMap& map = {}) {
  const auto parsed = read_jsonl(line, map);
  EXPECT_EQ(parsed.articles.size(), 1U) << line;
  return parsed.articles.empty() ? Article{} : parsed.articles.front();
}

Parsed read_csv(std::string_view bytes, const FieldMap& map = {}) {
  std::size_t consumed = 0;
  const auto header = parse_csv_header(bytes, map, consumed);
  return parse_csv(bytes.substr(consumed), 2, header, map, context_of("a.csv"));
}

TEST(Jsonl, KeysOfScrapersAndKoreanColumnsAreKnown) {
  const char* lines[] = {
      R"({"id":"7","board":"news","number":12,"title":"제목","author":"홍","source":"한결신문","date":"2025-02-04","time":"14:32","url":"http://a.kr/1","body":"본문","category":"경제"})",
      R"({"doc_id":7,"게시판":"news","번호":"12","제목":"제목","글쓴이":"홍","출처":"한결신문","작성일":"2025.02.04 14:32","주소":"http://a.kr/1","본문":"본문","분류":"경제"})",
      R"({"articleId":"7","board_name":"news","no":12,"headline":"제목","writer":"홍","press":"한결신문","published_at":"2025-02-04T05:32:00Z","link":"http://a.kr/1","content":"본문","section":"경제"})",
      R"({"wr_id":7,"bo_table":"news","num":"12","subject":"제목","by_line":"","nick":"홍","언론사":"한결신문","Published":"Tue, 04 Feb 2025 14:32:00 +0900","href":"http://a.kr/1","text":"본문","category":"경제"})",
      R"({"id":7,"board":"news","number":12,"title":"제목","author":{"name":"홍"},"source":{"name":"한결신문"},"date":1738647120,"url":"http://a.kr/1","body":["본문"],"category":["경제"]})",
  };
  for (const char* line : lines) {
    const auto article = one_record(line);
    EXPECT_EQ(article.id, "7") << line;
    EXPECT_EQ(article.board, "news") << line;
    EXPECT_EQ(article.number, 12U) << line;
    EXPECT_EQ(article.title, "제목") << line;
    EXPECT_EQ(article.author, "홍") << line;
    EXPECT_EQ(article.source, "한결신문") << line;
    EXPECT_EQ(article.date, "2025-02-04") << line;
    EXPECT_EQ(article.time.substr(0, 5), "14:32") << line;
    EXPECT_EQ(article.url, "http://a.kr/1") << line;
    EXPECT_EQ(article.body, "본문") << line;
    EXPECT_EQ(article.category, "경제") << line;
    EXPECT_EQ(article.place, "a.jsonl:1");
    EXPECT_EQ(article.kind, Article::Kind::article);
  }
}

TEST(Jsonl, TheMapOverrulesWhatIsKnown) {
  const auto map = parse_field_map({"헤드=title", "title=", "쓴날=date", "저장시각=captured"});
  const auto article = one_record(
      R"({"title":"버릴 것","헤드":"남길 것","쓴날":20250204,"본문":"글","저장시각":"2025-02-05T00:00:00Z"})",
      map);
  EXPECT_EQ(article.title, "남길 것");
  EXPECT_EQ(article.date, "2025-02-04");
  EXPECT_EQ(article.captured, 1738713600);
}

TEST(Jsonl, AMapOptionMustNameAField) {
  EXPECT_THROW(parse_field_map({"headline=titel"}), UsageError);
  EXPECT_THROW(parse_field_map({"headline"}), UsageError);
  EXPECT_THROW(parse_field_map({"=title"}), UsageError);
  EXPECT_EQ(parse_field_map({"a=b=title"}).at("a=b"), "title");
}

TEST(Jsonl, ABadLineIsSkippedWithItsPlaceAndTheRestGoesOn) {
  const auto parsed = read_jsonl(
      "\uFEFF{\"title\":\"하나\",\"body\":\"가\"}\r\n"
      "\n"
      "nonsense\n"
      "[1,2]\n"
      "{\"id\":1}\n"
      "{\"title\":\"둘\",\"body\":\"나\\n다\\r\\n\\r\\n라\"}\n"
      "{\"title\":\"셋\",\"body\":\"끊긴 줄");
  ASSERT_EQ(parsed.articles.size(), 2U);
  EXPECT_EQ(parsed.articles[1].body, "나\n다\n라");
  EXPECT_EQ(parsed.articles[1].place, "a.jsonl:6");
  ASSERT_EQ(parsed.skips.size(), 4U);
  EXPECT_EQ(parsed.skips[0].place, "a.jsonl:3");
  EXPECT_EQ(parsed.skips[0].reason, "not JSON");
  EXPECT_EQ(parsed.skips[1].reason, "not a JSON object");
  EXPECT_EQ(parsed.skips[2].reason, "record without title and body");
  EXPECT_EQ(parsed.skips[3].place, "a.jsonl:7");
  EXPECT_EQ(parsed.skips[3].reason, "not JSON");
}

TEST(Jsonl, WhatCrawlersBreakIsMended) {
  EXPECT_EQ(one_record("{\"title\":\"탭\t안\",\"body\":\"가\"}").title, "탭 안");
  EXPECT_EQ(one_record(R"({"title":"반쪽 \ud83d 그림","body":"가"})").title, "반쪽 \uFFFD 그림");
  EXPECT_EQ(one_record(R"({"title":"\ucca0\uc0c8 \ud83d\ude00","body":"가"})").title, "철새 😀");
  EXPECT_EQ(
      read_jsonl("[\n{\"title\":\"가\",\"body\":\"나\"},\n{\"title\":\"다\"}\n]\n").articles.size(),
      2U);
  // CP949 for {"title":"뉴스","body":"가"}.
  EXPECT_EQ(one_record("{\"title\":\"\xB4\xBA\xBD\xBA\",\"body\":\"\xB0\xA1\"}").title, "뉴스");
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  EXPECT_EQ(read_jsonl("{\"title\":" + deep + "}").skips.front().reason, "JSON nested too deep");
}

TEST(Jsonl, MarkupInABodyBecomesText) {
  EXPECT_EQ(
      one_record(R"({"title":"A &amp; B","body":"<p>첫 줄</p><p>둘째<br>셋째 &quot;줄&quot;</p>"})")
          .body,
      "첫 줄\n둘째\n셋째 \"줄\"");
  EXPECT_EQ(one_record(R"({"title":"R&amp;D <b>예산</b>","body":"가"})").title, "R&D 예산");
  for (const char* text : {"1 < 2 이고 3 > 2 이다", "<표 1> 매출", "if (a<b) 그리고 c>d", "A&B"}) {
    EXPECT_EQ(
        one_record("{\"title\":\"" + std::string(text) + "\",\"body\":\"" + text + "\"}").body,
        text);
    EXPECT_EQ(
        one_record("{\"title\":\"" + std::string(text) + "\",\"body\":\"" + text + "\"}").title,
        text);
  }
}

TEST(Jsonl, AnAddressGivesBoardAndId) {
  const auto article = one_record(
      R"({"url":"https://news.example.kr/bbs/board.php?bo_table=econ&wr_id=31","title":"가","body":"나"})");
  EXPECT_EQ(article.board, "econ");
  EXPECT_EQ(article.id, "31");
  auto forced = context_of("a.jsonl");
  forced.board_forced = true;
  const auto parsed = parse_jsonl(R"({"board":"econ","title":"가","body":"나"})", 1, {}, forced);
  EXPECT_EQ(parsed.articles.front().board, "dump");
}

TEST(Jsonl, ARecordWithoutAFieldForItsBodyIsARow) {
  EXPECT_EQ(one_record(R"({"title":"제목뿐","body":""})").kind, Article::Kind::article);
  EXPECT_EQ(one_record(R"({"번호":"공지","제목":"이용 안내"})").kind, Article::Kind::row);
  EXPECT_TRUE(one_record(R"({"번호":"공지","제목":"이용 안내"})").notice);
}

TEST(Csv, QuotesHoldSeparatorsLineEndsAndQuotes) {
  const auto parsed = read_csv(
      "\uFEFF번호,제목,작성자,등록일,내용,언론사\r\n"
      "61,\"하나, 둘\",소식통,2025.02.02,\"첫 줄\r\n\"\"둘째\"\" 줄\",한결신문\r\n"
      "62,셋,소식통,2025. 2. 3,넷,미르경제\r\n");
  ASSERT_EQ(parsed.articles.size(), 2U);
  EXPECT_EQ(parsed.articles[0].title, "하나, 둘");
  EXPECT_EQ(parsed.articles[0].body, "첫 줄\n\"둘째\" 줄");
  EXPECT_EQ(parsed.articles[0].number, 61U);
  EXPECT_EQ(parsed.articles[0].source, "한결신문");
  EXPECT_EQ(parsed.articles[0].place, "a.csv:2");
  EXPECT_EQ(parsed.articles[1].place, "a.csv:4");
  EXPECT_EQ(parsed.articles[1].date, "2025-02-03");
}

TEST(Csv, SeparatorsAndCharsetsAreFound) {
  for (const char* bytes :
       {"제목;내용\n가;나, 다\n", "제목\t내용\n가\t나, 다\n", "제목,내용\n가,\"나, 다\"\n",
        "sep=;\n제목;내용\n가;나, 다\n", "\"제목\",\"내용\"\n\"가\",\"나, 다\"",
        // The same in CP949.
        "\xC1\xA6\xB8\xF1,\xB3\xBB\xBF\xEB\n\xB0\xA1,\"\xB3\xAA, \xB4\xD9\"\n"}) {
    const auto parsed = read_csv(bytes);
    ASSERT_EQ(parsed.articles.size(), 1U) << bytes;
    EXPECT_EQ(parsed.articles[0].title, "가") << bytes;
    EXPECT_EQ(parsed.articles[0].body, "나, 다") << bytes;
  }
}

// The last line of a file may be a mark alone, where files were joined or a download broke.
TEST(Csv, AByteOrderMarkAloneIsNoRecord) {
  std::size_t consumed = 0;
  const auto header = parse_csv_header("제목\n", {}, consumed);
  EXPECT_TRUE(parse_csv("\xFE\xFF", 2, header, {}, {}).articles.empty());
  EXPECT_TRUE(parse_csv("\xFF\xFE", 2, header, {}, {}).articles.empty());
}

TEST(Csv, WithoutATitleOrBodyThereIsNoHeader) {
  std::size_t consumed = 1;
  EXPECT_TRUE(parse_csv_header("가,나,다\n", {}, consumed).columns.empty());
  EXPECT_TRUE(parse_csv_header("번호,날짜\n", {}, consumed).columns.empty());
  EXPECT_TRUE(parse_csv_header("", {}, consumed).columns.empty());
  EXPECT_EQ(consumed, 0U);
  EXPECT_EQ(parse_csv_header("머리,몸\n가,나\n", {{"머리", "title"}}, consumed).columns.size(), 2U);
}

TEST(Csv, BrokenRecordsDoNotTakeOthersAlong) {
  const auto parsed = read_csv(
      "제목,내용,날짜\n"
      "하나,\"따옴표가 \"안\"에 있다\",2025.02.01\n"
      "\"닫히지 않은 제목,2025.02.02\n"
      "둘,\"나\",2025.02.03\n"
      "셋,다,2025.02.04,하나 더\n"
      "홀로\n"
      ",,\n"
      "5\" 화면,라,2025.02.05\n"
      "\"그만\" 하자는 말,마,2025.02.06\n"
      "넷,\"끝이 없다");
  std::string found;
  for (const auto& article : parsed.articles) found += article.title + "|" + article.body + "\n";
  EXPECT_EQ(found, "하나|따옴표가 \"안\"에 있다\n둘|나\n5\" 화면|라\n\"그만\" 하자는 말|마\n");
  std::string skips;
  for (const auto& skip : parsed.skips) skips += skip.place + " " + skip.reason + "\n";
  EXPECT_EQ(skips,
            "a.csv:3 quote is not closed\n"
            "a.csv:5 wrong number of columns\n"
            "a.csv:6 wrong number of columns\n"
            "a.csv:7 record without title and body\n"
            "a.csv:10 quote is not closed\n");
}

TEST(Csv, AFileOfStrayQuotesCostsNoMoreThanAnother) {
  std::string bytes = "제목,내용\n";
  for (int i = 0; i < 200'000; ++i) bytes += "\"가\n";
  bytes += "\"다\",라\n";
  const auto parsed = read_csv(bytes);
  EXPECT_EQ(parsed.skips.size(), 200'000U);
  EXPECT_EQ(parsed.articles.size(), 1U);
}

TEST(Csv, WholeRecordsEndOutsideQuotes) {
  EXPECT_EQ(whole_csv_records("a,b\nc,\"d\ne", ','), 4U);
  EXPECT_EQ(whole_csv_records("a,b\nc,\"d\ne\"\nf", ','), 12U);
  EXPECT_EQ(whole_csv_records("a,b", ','), 0U);
  EXPECT_EQ(whole_csv_records("", ','), 0U);
}

TEST(Records, DumpsComeOutAsExpected) {
  const fs::path dumps = fs::path(SILLOK_SHARED_DIR) / "dumps";
  if (!fs::exists(dumps)) return;
  const auto parsed =
      parse_jsonl(expected::read_file(dumps / "08.jsonl"), 1, {}, context_of("08.jsonl"));
  EXPECT_TRUE(parsed.skips.empty());
  int records = 0;
  for (const auto& want : expected::load(dumps / "expected.jsonl")) {
    if (want.file != "08.jsonl") continue;
    const auto place = "08.jsonl:" + std::to_string(want.line);
    for (const auto& article : parsed.articles) {
      if (article.place != place) continue;
      expected::check_article(want, article);
      ++records;
    }
  }
  EXPECT_EQ(records, 2);
  EXPECT_EQ(parsed.articles.back().captured, 1737763200);
}

}  // namespace
}  // namespace sillok
