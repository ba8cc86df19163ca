// NEAR/n and ADJ/n: parsed, verified on the text, highlighted.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/date.h"
#include "searcher/query.h"
#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

QueryNode parsed(std::string_view query) {
  return parse_query(query, today_in_korea());
}

TEST(Near, BindsTighterThanWordsSideBySide) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"미국 NEAR/5 관세", "미국 NEAR/5 관세"},
      {"미국 ADJ 관세", "미국 ADJ/1 관세"},
      {"샘 ADJ/1 올트먼 방한", "샘 ADJ/1 올트먼 방한"},
      {"\"기준금리\" NEAR/3 인하* NEAR/10 한은", "\"기준금리\" NEAR/3 인하* NEAR/10 한은"},
      {"미국 NEAR/5 관세 OR 무역", "미국 NEAR/5 관세 OR 무역"},
      {"-미국 NEAR/5 관세", "-(미국 NEAR/5 관세)"},
      {"제목:(미국 NEAR/2 관세)", "title:미국 NEAR/2 title:관세"},
      {"\\NEAR/5 \\ADJ", "\\NEAR/5 \\ADJ"},
      {"NEAR/프로토콜 NEAR 코인", "NEAR/프로토콜 NEAR 코인"},
  };
  for (const auto& [query, printed] : cases) {
    const QueryNode tree = parsed(query);
    EXPECT_EQ(print_query(tree), printed) << query;
    EXPECT_EQ(print_query(parsed(printed)), printed) << query;
  }
}

TEST(Near, MistakesAreShownWhereTheyAre) {
  const std::vector<std::tuple<const char*, std::size_t, const char*>> cases = {
      {"NEAR/5 관세", 0, "NEAR/5 needs a word or a quoted phrase before it"},
      {"미국 NEAR/5", 7, "NEAR/5 needs a word or a quoted phrase after it"},
      {"미국 NEAR/5 …", 7, "NEAR/5 needs a word or a quoted phrase after it"},
      {"미국 NEAR/0 관세", 7, "how many words apart must be a number from 1 to 1000"},
      {"미국 NEAR/ 관세", 7, "how many words apart must be a number from 1 to 1000"},
      {"미국 ADJ/99999999999 관세", 7, "how many words apart must be a number from 1 to 1000"},
      {"미국 NEAR/5 (관세 OR 무역)", 14, "NEAR/5 takes a word or a quoted phrase on either side"},
      {"(관세 OR 무역) NEAR/5 미국", 0, "NEAR/5 takes a word or a quoted phrase on either side"},
      {"미국 NEAR/5 출처:연합", 14, "NEAR/5 takes a word or a quoted phrase on either side"},
      {"미국 NEAR/5 제목:관세", 14, "both sides of NEAR/5 must be in one field"},
  };
  for (const auto& [query, offset, problem] : cases) {
    try {
      parsed(query);
      ADD_FAILURE() << query;
    } catch (const QueryError& error) {
      EXPECT_EQ(error.offset(), offset) << query;
      EXPECT_NE(std::string(error.what()).find(problem), std::string::npos) << error.what();
    }
  }
}

class NearTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    write_archive(index(),
                  {make_article("1", "미국, 한국산 철강에 관세", "백악관이 밝혔다."),
                   make_article("2", "관세 올린 미국", "미국은 서두르고 관세는 오래 남는다."),
                   make_article("3", "나라 밖 소식",
                                "미국 정부가 오늘 아침 여러 나라의 물건에 매기던 관세를 낮췄다."),
                   make_article("4", "미국", "관세"),
                   make_article("5", "한은 기준금리 인하", "샘 올트먼과 올트먼 샘"),
                   make_article("6", "美, 관세 부과", "오픈AI와 소프트뱅크")});
  }
  static void TearDownTestSuite() { directory_.reset(); }
  static std::string index() { return directory_->path() + "/news.idx"; }

  static std::string found(const std::string& query, SearchOptions options = {}) {
    options.match = Match::all;
    std::vector<std::string> ids;
    const SearchResult result = Searcher(index()).search(query, options);
    EXPECT_TRUE(result.total_is_exact) << query;
    EXPECT_EQ(result.total, result.hits.size()) << query;
    for (const Hit& hit : result.hits) ids.push_back(hit.id);
    std::ranges::sort(ids);
    std::string joined;
    for (const std::string& id : ids) joined += (joined.empty() ? "" : " ") + id;
    return joined;
  }

 private:
  static inline std::unique_ptr<TemporaryDirectory> directory_;
};

TEST_F(NearTest, CountsTheWordsFromOneToTheOther) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"미국 NEAR/2 관세", "2 6"},
      {"미국 NEAR/3 관세", "1 2 6"},
      {"미국 NEAR/8 관세", "1 2 3 6"},
      {"미국 NEAR/7 관세", "1 2 6"},
      {"관세 NEAR/2 미국", "2 6"},
      {"미국 ADJ/3 관세", "1 2 6"},
      {"관세 ADJ/2 미국", "2"},
      {"관세 ADJ 미국", ""},
      {"미국 ADJ 관세", "6"},
      {"\"미국\" ADJ 관세", ""},
      {"한은 ADJ 기준금리 ADJ 인하", "5"},
      {"인하 NEAR/2 한은", "5"},
      {"\"기준금리 인하\" NEAR/1 한은", "5"},
      {"샘 ADJ 올트먼", "5"},
      {"오픈 ADJ/1 AI NEAR/1 소프트*", "6"},
      {"제목:(미국 NEAR/2 관세)", "2 6"},
      {"제목:(미국 NEAR/9 정부)", ""},
      {"미국 관세 -(미국 NEAR/3 관세)", "3 4"},
      {"미국 NEAR/5 미국", ""},
  };
  for (const auto& [query, expected] : cases) EXPECT_EQ(found(query), expected) << query;
}

TEST_F(NearTest, SynonymsStandForTheirWord) {
  const auto vocabulary = std::make_shared<Vocabulary>();
  read_synonyms("한국은행 = 한은", *vocabulary);
  SearchOptions options;
  options.vocabulary = vocabulary;
  EXPECT_EQ(found("한국은행 ADJ 기준금리", options), "5");
}

TEST_F(NearTest, BothWordsAreHighlightedAndExplained) {
  SearchOptions options;
  options.explain = true;
  const SearchResult result = Searcher(index()).search("철강 NEAR/1 관세", options);
  ASSERT_EQ(result.holding_all, 1u);
  EXPECT_EQ(result.hits.front().title_highlights.size(), 2u);
  EXPECT_NE(result.explanation.find("each near the next: NEAR/1\n"), std::string::npos);
}

}  // namespace
}  // namespace sillok
