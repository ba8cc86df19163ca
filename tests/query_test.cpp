#include "searcher/query.h"

#include <gtest/gtest.h>
#include <sillok/error.h>

#include <random>
#include <string>
#include <vector>

#include "searcher/field_hint.h"

namespace sillok {
namespace {

using Kind = QueryNode::Kind;

constexpr Day kToday{std::chrono::year(2025), std::chrono::month(2), std::chrono::day(4)};

std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

std::string canonical(std::string_view query) {
  return print_query(parse_query(query, kToday));
}

// The tree as (kind parts…), so that a table can show what binds to what.
std::string draw(const QueryNode& node) {
  constexpr const char* kNames[] = {"everything", "word", "phrase", "prefix", "date",
                                    "number",     "all",  "any",    "loose",  "not"};
  if (node.children.empty()) return print_query(node);
  std::string out = std::string("(") + kNames[static_cast<int>(node.kind)];
  for (const QueryNode& child : node.children) out += " " + draw(child);
  return out + ")";
}

struct Case {
  const char* query;
  const char* expected;
};

void expect_canonical(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(canonical(c.query), c.expected) << quoted(c.query);
    EXPECT_EQ(canonical(c.expected), c.expected) << quoted(c.expected);
  }
}

void expect_trees(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(draw(parse_query(c.query, kToday)), c.expected) << quoted(c.query);
  }
}

TEST(Query, BracketsBindTighterThanWordsThenAndThenOr) {
  expect_trees({
      {"스타게이트", "스타게이트"},
      {"샘 올트먼 AND 카카오", "(all (loose 샘 올트먼) 카카오)"},
      {"샘 올트먼 OR 카카오 AND 네이버", "(any (loose 샘 올트먼) (all 카카오 네이버))"},
      {"삼성전자 (반도체 OR 파운드리)", "(loose 삼성전자 (any 반도체 파운드리))"},
      {"(가나 다라) 마바", "(loose 가나 다라 마바)"},
      {"가나 AND (다라 AND 마바)", "(all 가나 다라 마바)"},
      {"((가나))", "가나"},
      {"금융권(은행)청원경찰", "(loose 금융권 은행 청원경찰)"},
  });
}

TEST(Query, NegationTakesOneTermOrBracket) {
  expect_trees({
      {"-카카오", "(not 카카오)"},
      {"스타게이트 -카카오", "(loose 스타게이트 (not 카카오))"},
      {"스타게이트 AND NOT \"샘 올트먼\"", "(all 스타게이트 (not \"샘 올트먼\"))"},
      {"-(카카오 OR 네이버) 인공지능", "(loose (not (any 카카오 네이버)) 인공지능)"},
      {"-title:카카오 *", "(loose (not title:카카오) *)"},
      {"NOT NOT 카카오", "카카오"},
      {"-(-카카오)", "카카오"},
  });
}

TEST(Query, DashInsideOrAfterAWordIsPunctuation) {
  expect_canonical({
      {"GPT-4o", "GPT-4o"},
      {"보육교사- 아이들", "보육교사 아이들"},
      {"스타게이트 - 오픈AI", "스타게이트 오픈AI"},
      {"--스타게이트", "스타게이트"},
      {"–스타게이트 −5", "스타게이트 5"},
      {"\"기간제\"-교사", "\"기간제\" 교사"},
  });
}

TEST(Query, OperatorsAreUpperCaseWordsOfTheirOwn) {
  expect_canonical({
      {"war and peace or not", "war and peace or not"},
      {"ANDROID ORACLE NOTE", "ANDROID ORACLE NOTE"},
      {"\\AND", "\\AND"},
      {"title:AND", "title:\\AND"},
      {"-\\NOT", "-\\NOT"},
  });
}

TEST(Query, QuotedTextIsAPhrase) {
  expect_canonical({
      {"\"샘 올트먼\"", "\"샘 올트먼\""},
      {"“샘 올트먼”", "\"샘 올트먼\""},
      {"＂샘 올트먼＂", "\"샘 올트먼\""},
      {"\"그는 “안녕” 했다\"", "\"그는 \\“안녕\\” 했다\""},
      {R"("27\" 모니터 C:\\")", R"("27\" 모니터 C:\\")"},
      {R"("C:\temp")", R"("C:\\temp")"},
      {"\"(은행) AND -x*\"", "\"(은행) AND -x*\""},
  });
  EXPECT_EQ(parse_query("\"국민 대\"", kToday).text, "국민 대");
  EXPECT_EQ(parse_query("\"국민\"", kToday).kind, Kind::phrase);
}

TEST(Query, TypographicMarkWithoutPartnerIsPunctuation) {
  expect_canonical({
      {"스타게이트” 투자", "스타게이트 투자"},
      {"“스타게이트 투자", "스타게이트 투자"},
  });
}

TEST(Query, PunctuationAroundPastedWordsIsHarmless) {
  expect_canonical({
      {"스타게이트,", "스타게이트"},
      {"‘스타게이트’", "스타게이트"},
      {"[속보] 샘 올트먼… 오늘 방한!", "속보 샘 올트먼 오늘 방한"},
      {"사학 적폐 청산 : '부구욱' 총장", "사학 적폐 청산 부구욱 총장"},
      {"**나이스와 버닝구** 김*수", "나이스와 버닝구 김*수"},
      {"10.1% 1,500원", "10.1 1,500원"},
      {"foo() 스타게이트 ???", "foo 스타게이트"},
  });
}

TEST(Query, JosaBehindAClosingMarkIsPassedOver) {
  expect_canonical({
      {"‘스타게이트’를 발표", "스타게이트 발표"},
      {"“샘 올트먼”은", "\"샘 올트먼\""},
      {"오픈AI(OpenAI)의", "오픈AI OpenAI"},
      {"가나’를’를", "가나"},
      {"\"샘\"은행", "\"샘\" 은행"},
      {"\"샘\" 은", "\"샘\" 은"},
      {"‘샘’은*", "샘’은*"},
  });
}

TEST(Query, StarAfterAWordIsAPrefix) {
  const QueryNode node = parse_query("AI*,", kToday);
  EXPECT_EQ(node.kind, Kind::prefix);
  EXPECT_EQ(node.text, "AI");
  expect_canonical({
      {"스타게*", "스타게*"},
      {"author:김*", "author:김*"},
      {"*", "*"},
      {"* -광고", "* -광고"},
      {"AI\\*", "AI"},
  });
}

TEST(Query, FieldsHaveKoreanNames) {
  expect_canonical({
      {"제목:스타게이트", "title:스타게이트"},
      {"글쓴이:\"랭크 뉴스\"", "author:\"랭크 뉴스\""},
      {"작성자:랭크뉴스", "author:랭크뉴스"},
      {"출처:중앙일보", "source:중앙일보"},
      {"게시판:news", "board:news"},
      {"번호:42142", "number:42142"},
      {"날짜:2025-02-04", "date:2025-02-04"},
      {"Title:스타게이트 ID:p511", "title:스타게이트 id:p511"},
      {"제목: 스타게이트", "title:스타게이트"},
  });
}

TEST(Query, FieldReachesIntoItsBracket) {
  expect_canonical({
      {"출처:(중앙일보 OR 한겨레)", "source:중앙일보 OR source:한겨레"},
      {"title:(샘 author:랭크뉴스 -올트먼)", "title:샘 author:랭크뉴스 -title:올트먼"},
      {"date:(2023 OR 2025-01..)", "date:2023-01-01..2023-12-31 OR date:2025-01-01.."},
  });
}

TEST(Query, UnknownFieldIsText) {
  expect_canonical({
      {"3:1", "3:1"},
      {"주제:어", "주제:어"},
      {"http://example.com/a?b=1", "http://example.com/a?b=1"},
      {"title\\:스타게이트", "title\\:스타게이트"},
      {"title:id:x", "title:id\\:x"},
  });
}

TEST(Query, RangesMayBeOpen) {
  expect_canonical({
      {"date:2025-01..2025-02-04", "date:2025-01-01..2025-02-04"},
      {"date:..2024", "date:..2024-12-31"},
      {"date:3m..", "date:2024-11-04.."},
      {"date:\"2025년 2월\"", "date:2025-02-01..2025-02-28"},
      {"number:42100..42150", "number:42100..42150"},
      {"number:..42150", "number:..42150"},
      {"number:42100.. 스타게이트", "number:42100.. 스타게이트"},
  });
  const QueryNode node = parse_query("number:5", kToday);
  EXPECT_EQ(node.first_number, 5u);
  EXPECT_EQ(node.last_number, 5u);
}

TEST(Query, NodeKnowsWhereItStood) {
  const QueryNode node = parse_query("스타 -\"샘 올트먼\" 제목:가나", kToday);
  ASSERT_EQ(node.children.size(), 3u);
  EXPECT_EQ(node.children[0].offset, 0u);
  EXPECT_EQ(node.children[1].offset, 7u);
  EXPECT_EQ(node.children[1].children[0].offset, 8u);
  EXPECT_EQ(node.children[2].offset, 31u);
}

struct ErrorCase {
  const char* query;
  const char* message;
};

TEST(Query, ErrorShowsThePlace) {
  const std::vector<ErrorCase> cases = {
      {"", "query: it is empty"},
      {" \t", "query: it holds no word"},
      {"!!!", "query: it holds no word\n  !!!\n     ^"},
      {"스타게이트 \"샘 올트먼",
       "query: the quotation mark is never closed\n  스타게이트 \"샘 올트먼\n             ^"},
      {"카카오 (오픈", "query: the bracket is never closed\n  카카오 (오픈\n         ^"},
      {"카카오) 오픈", "query: this bracket closes nothing\n  카카오) 오픈\n        ^"},
      {"카카오 AND",
       "query: AND needs a word, a phrase or a bracket after it\n  카카오 AND\n         ^"},
      {"OR 카카오", "query: OR needs a word, a phrase or a bracket before it\n  OR 카카오\n  ^"},
      {"가나 NOT", "query: NOT needs a word, a phrase or a bracket after it\n  가나 NOT\n       ^"},
      {"가나 title:", "query: title: needs a value\n  가나 title:\n       ^"},
      {"title:()", "query: title: needs a value\n  title:()\n  ^"},
      {"title:-가나", "query: a sign cannot stand inside a field\n  title:-가나\n        ^"},
      {"title:*", "query: * alone takes no field\n  title:*\n        ^"},
      {"\"가나\"*", "query: * can follow a word only\n  \"가나\"*\n        ^"},
      {"\"…\"", "query: the quoted text holds no letter or digit\n  \"…\"\n  ^"},
      {"number:4a",
       "query: number: expects a board number or a range of them\n  number:4a\n         ^"},
      {"number:9..1", "query: the range ends before it begins\n  number:9..1\n         ^"},
      {"number:99999999999999999999",
       "query: number: expects a board number or a range of them\n"
       "  number:99999999999999999999\n         ^"},
      {"가\xFF나", "query: byte 0xFF at offset 3 is not UTF-8\n  가\uFFFD나\n    ^"},
      {"가\x1b[31m \"",
       "query: the quotation mark is never closed\n  가\uFFFD[31m \"\n          ^"},
  };
  for (const ErrorCase& c : cases) {
    try {
      parse_query(c.query, kToday);
      ADD_FAILURE() << quoted(c.query) << " parses";
    } catch (const QueryError& error) {
      EXPECT_EQ(std::string(error.what()), c.message) << quoted(c.query);
      EXPECT_FALSE(error.hint().empty()) << quoted(c.query);
    }
  }
}

TEST(Query, ErrorOfADateNamesIt) {
  for (const char* query : {"스타 date:미정", "스타 date:2025-02-30", "스타 date:2025..2024"}) {
    try {
      parse_query(query, kToday);
      ADD_FAILURE() << quoted(query) << " parses";
    } catch (const QueryError& error) {
      EXPECT_EQ(error.offset(), 12u) << error.what();
      EXPECT_FALSE(error.hint().empty());
    }
  }
}

TEST(Query, ErrorOfALongQueryShowsTheNeighbourhood) {
  std::string query;
  for (int i = 0; i < 100; ++i) query += "대한민국 ";
  try {
    parse_query(query + "(" + query, kToday);
    ADD_FAILURE();
  } catch (const QueryError& error) {
    EXPECT_EQ(error.offset(), query.size());
    EXPECT_LT(std::string(error.what()).size(), 300u);
  }
}

TEST(Query, NestingAndLengthAreBounded) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '(') + "가" +
           std::string(static_cast<std::size_t>(depth), ')');
  };
  EXPECT_EQ(canonical(nested(kMaxQueryDepth)), "가");
  EXPECT_THROW(canonical(nested(kMaxQueryDepth + 1)), QueryError);
  EXPECT_THROW(canonical(std::string(kMaxQueryBytes, '(')), QueryError);
  std::string signs;
  for (int i = 0; i < 3000; ++i) signs += "NOT ";
  EXPECT_THROW(canonical(signs + "가"), QueryError);
  EXPECT_NO_THROW(canonical(std::string(kMaxQueryBytes, 'a')));
  EXPECT_THROW(canonical(std::string(kMaxQueryBytes + 1, 'a')), QueryError);
}

TEST(Query, PlainTextHasNoSyntax) {
  const std::vector<Case> cases = {
      {"'빈곤법'을 개선하지 않으면서 '복지국가?'", "빈곤법 개선하지 않으면서 복지국가"},
      {"\"기간제\"교사이기전에 (은행", "기간제\\\"교사이기전에 은행"},
      {"사학 적폐 청산 : 제목:부구욱 -x NOT 가*", "사학 적폐 청산 제목\\:부구욱 x \\NOT 가"},
      {"스타게이트?", "스타게이트"},
  };
  for (const Case& c : cases) {
    const QueryNode node = plain_query(c.query);
    EXPECT_EQ(print_query(node), c.expected) << quoted(c.query);
    EXPECT_EQ(draw(parse_query(c.expected, kToday)), draw(node)) << quoted(c.query);
  }
  EXPECT_THROW(plain_query(" ?! "), QueryError);
  EXPECT_THROW(plain_query("\xFF"), QueryError);
}

TEST(Query, MisspelledFieldIsHintedAt) {
  const std::vector<Case> cases = {
      {"tilte:스타게이트", "tilte: is not a field; did you mean title:"},
      {"카카오 -Autor:김", "Autor: is not a field; did you mean author:"},
      {"(재목:방한 OR 가나)", "재목: is not a field; did you mean 제목:"},
      {"게시팜:news", "게시팜: is not a field; did you mean 게시판:"},
      {"주제:어 3:1 http://a.b 강조: 10:30 aid:x", ""},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(misspelled_field_hint(parse_query(c.query, kToday)), c.expected) << quoted(c.query);
  }
}

QueryNode without_offsets(QueryNode node) {
  node.offset = 0;
  for (QueryNode& child : node.children) child = without_offsets(std::move(child));
  return node;
}

// Canonical trees with texts that look like syntax.
class RandomTree {
 public:
  explicit RandomTree(unsigned seed) : random_(seed) {}

  QueryNode tree(int depth, Kind parent = Kind::everything) {
    const int shape = depth == 0 ? 4 : below(7);
    if (shape >= 4) return leaf();
    QueryNode node;
    node.kind = std::vector{Kind::all, Kind::any, Kind::loose,
                            Kind::negation}[static_cast<std::size_t>(shape)];
    if (node.kind == parent) return leaf();
    const int children = node.kind == Kind::negation ? 1 : 2 + below(3);
    for (int i = 0; i < children; ++i) node.children.push_back(tree(depth - 1, node.kind));
    return node;
  }

 private:
  int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  QueryNode leaf() {
    QueryNode node;
    switch (below(8)) {
      case 0:
        return node;
      case 1:
        node.kind = Kind::date;
        node.field = QueryField::date;
        if (below(2)) node.dates.first = Day{std::chrono::year(2020), std::chrono::month(2), day()};
        if (below(2) || !node.dates.first) {
          node.dates.last = Day{std::chrono::year(2021), std::chrono::month(1), day()};
        }
        return node;
      case 2:
        node.kind = Kind::number;
        node.field = QueryField::number;
        if (below(2)) node.first_number = static_cast<std::uint64_t>(below(100));
        if (below(2) || !node.first_number)
          node.last_number = 100u + static_cast<unsigned>(below(9));
        return node;
      case 3:
        node.kind = Kind::phrase;
        node.text = phrase_text();
        break;
      case 4:
        node.kind = Kind::prefix;
        node.text = word_text();
        break;
      default:
        node.kind = Kind::word;
        node.text = word_text();
    }
    constexpr QueryField kTextFields[] = {QueryField::any,    QueryField::any,    QueryField::title,
                                          QueryField::author, QueryField::source, QueryField::board,
                                          QueryField::id};
    node.field = kTextFields[below(7)];
    return node;
  }

  std::chrono::day day() { return std::chrono::day(static_cast<unsigned>(1 + below(28))); }

  // A word as the parser gives it: a letter or digit at each end, no josa behind a mark.
  std::string word_text() {
    static const std::vector<std::string> kEnds = {"각",    "a",    "AND", "OR",   "NOT",
                                                   "title", "제목", "1",   "date", "한국은"};
    static const std::vector<std::string> kMiddles = {"",  ":", "\"", "(", ")",  "\\", "*",
                                                      "-", "“", "”",  "’", "..", "＂", "·"};
    std::string text = pick(kEnds);
    for (int i = below(4); i > 0; --i) text += pick(kMiddles) + pick(kEnds);
    return text;
  }

  std::string phrase_text() {
    static const std::vector<std::string> kParts = {"가", " ", "\"", "\\", "*",
                                                    ")",  "“", "”",  "a",  "\n"};
    std::string text = "나";
    for (int i = below(6); i > 0; --i) text += pick(kParts);
    return text;
  }

  const std::string& pick(const std::vector<std::string>& parts) {
    return parts[static_cast<std::size_t>(below(static_cast<int>(parts.size())))];
  }

  std::mt19937 random_;
};

TEST(Query, PrintedTreeParsesToItself) {
  RandomTree random(42);
  for (int i = 0; i < 20000; ++i) {
    const QueryNode node = random.tree(i % 5);
    const std::string text = print_query(node);
    ASSERT_EQ(without_offsets(parse_query(text, kToday)), node) << text << "\n" << draw(node);
  }
}

TEST(Query, AnyBytesEitherParseOrAreRefused) {
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {
      "가", "\"",   "“",    "”",    "(", ")",  "-",    "*",    "title:", "date:", "2025",
      "..", "AND ", " OR ", "NOT ", " ", "\\", "\xFF", "\xEA", "\0",     "’를",   "number:"};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (int n = static_cast<int>(random() % 12); n > 0; --n)
      text += pieces[random() % pieces.size()];
    try {
      const QueryNode node = parse_query(text, kToday);
      const std::string printed = print_query(node);
      ASSERT_EQ(print_query(parse_query(printed, kToday)), printed) << text;
    } catch (const QueryError& error) {
      ASSERT_LE(error.offset(), text.size());
    }
  }
}

}  // namespace
}  // namespace sillok
