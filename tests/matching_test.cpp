// Which articles a query finds: match modes, operators, fields, ranges.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

std::vector<Article> small_archive() {
  std::vector<Article> articles = {
      make_article("1", "오픈AI, 스타게이트에 5000억 달러", "소프트뱅크와 오라클이 자금을 댄다.",
                   "2025-01-22"),
      make_article("2", "샘 올트먼 방한", "올트먼은 스타게이트를 설명했다. 카카오와 만난다.",
                   "2025-02-04"),
      make_article("3", "구글스타게이트라는 이름", "상표 다툼이 벌어졌다.", "2024-12-31"),
      make_article("4", "스타 작가의 게이트", "게이트 앞에 줄을 섰다. KAIST 학생도 왔다.",
                   "2024-03-01"),
      make_article("5", "금값 오름세", "금을 사려는 사람이 늘었다. 현금은 줄었다.", "2023-05-05"),
      make_article("6", "한국은행 기준금리 동결", "요금은 그대로다. AI칩 수요가 늘었다.", ""),
  };
  articles[0].author = "랭크뉴스";
  articles[1].author = "랭크뉴스";
  articles[1].source = "중앙일보";
  articles[2].board = "economy";
  for (std::size_t i = 0; i < articles.size(); ++i) articles[i].number = 100 + i;
  Article row;
  row.kind = Article::Kind::row;
  row.board = "news";
  row.number = 300;
  row.title = "[속보] 스타게이트 착공";
  row.date = "2025-02-05";
  articles.push_back(row);
  return articles;
}

class Matching : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = new TemporaryDirectory;
    write_archive(index(), small_archive());
  }
  static void TearDownTestSuite() { delete directory_; }
  static std::string index() { return directory_->path() + "/archive.idx"; }

  // The ids found, in order of id, or the error.
  static std::string found(const std::string& query, SearchOptions options = all_words()) {
    Searcher searcher(index());
    std::vector<std::string> ids;
    try {
      for (const Hit& hit : searcher.search(query, options).hits) ids.push_back(hit.id);
    } catch (const Error& error) {
      return error.what();
    }
    std::sort(ids.begin(), ids.end());
    std::string joined;
    for (const std::string& id : ids) joined += (joined.empty() ? "" : " ") + id;
    return joined;
  }

  static SearchOptions all_words() {
    SearchOptions options;
    options.match = Match::all;
    options.rows = Rows::no;
    return options;
  }

 private:
  static TemporaryDirectory* directory_;
};

TemporaryDirectory* Matching::directory_ = nullptr;

TEST_F(Matching, WordsPhrasesAndOperators) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"스타게이트", "1 2 3"},
      {"스타게이트를", "1 2 3"},
      {"\"스타게이트를\"", "2"},
      {"스타게이트 카카오", "2"},
      {"스타게이트 -카카오", "1 3"},
      {"스타게이트 NOT 카카오", "1 3"},
      {"-스타게이트", "4 5 6"},
      {"-\"스타게이트를\"", "1 3 4 5 6"},
      {"카카오 OR 금값", "2 5"},
      {"(카카오 OR 금값) AND 올트먼", "2"},
      {"게이트", "1 2 3 4"},
      {"\"스타 작가\"", "4"},
      {"금", "1 5 6"},
      {"\"현금\"", "5"},
      {"AI", "1 6"},
      {"AI*", "1 6"},
      {"KAI*", "4"},
      {"구글*", "3"},
      {"금*", "5"},
      {"달러", "1"},
      {"없는말", ""},
      {"*", "1 2 3 4 5 6"},
  };
  for (const auto& [query, expected] : cases) EXPECT_EQ(found(query), expected) << query;
}

TEST_F(Matching, Fields) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"title:스타게이트", "1 3"},
      {"제목:스타게이트", "1 3"},
      {"author:랭크뉴스", "1 2"},
      {"글쓴이:랭크*", "1 2"},
      {"출처:중앙일보", "2"},
      {"board:economy", "3"},
      {"스타게이트 게시판:news", "1 2"},
      {"번호:101", "2"},
      {"number:102..104", "3 4 5"},
      {"number:104..", "5 6"},
      {"id:4", "4"},
      {"id:economy/3", "3"},
      {"-author:랭크뉴스", "3 4 5 6"},
  };
  for (const auto& [query, expected] : cases) EXPECT_EQ(found(query), expected) << query;
}

TEST_F(Matching, Dates) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"date:2025", "1 2"},
      {"날짜:2025-01", "1"},
      {"date:2025-01..2025-02-04", "1 2"},
      {"date:2024-12-31..2025-01-31", "1 3"},
      {"date:..2024", "3 4 5"},
      {"date:2024-03-02..", "1 2 3"},
      {"date:2024-03-01", "4"},
      {"스타게이트 date:..2024", "3"},
      {"-date:2024..", "5 6"},
  };
  for (const auto& [query, expected] : cases) EXPECT_EQ(found(query), expected) << query;
  SearchOptions options = all_words();
  options.from = "2025-01-01";
  options.to = "2025-01";
  EXPECT_EQ(found("*", options), "1");
  options.to = "2024";
  EXPECT_EQ(found("*", options), "from 2025-01-01 is later than to 2024");
}

TEST_F(Matching, AnyNeedsOneWordAndKeepsItsFilters) {
  SearchOptions options = all_words();
  options.match = Match::any;
  EXPECT_EQ(found("카카오 금값", options), "2 5");
  EXPECT_EQ(found("카카오 금값 date:2023", options), "5");
  EXPECT_EQ(found("카카오 금값 -현금", options), "2");
}

TEST_F(Matching, PhraseModeTakesTheWholeQueryLiterally) {
  SearchOptions options = all_words();
  options.match = Match::phrase;
  EXPECT_EQ(found("스타 작가의 게이트", options), "4");
  EXPECT_EQ(found("작가의 스타", options), "");
  EXPECT_EQ(found("a OR b", options),
            "match phrase takes plain words: no operators, quotes or fields");
}

TEST_F(Matching, RowsAreFoundUnlessTheyAreLeftOut) {
  SearchOptions options = all_words();
  options.rows = Rows::yes;
  EXPECT_EQ(found("스타게이트", options), "1 2 3 news#300");
  options.rows = Rows::only;
  EXPECT_EQ(found("스타게이트", options), "news#300");
}

TEST_F(Matching, AutomaticPutsWhatHoldsEveryWordFirst) {
  Searcher searcher(index());
  const SearchResult result = searcher.search("올트먼 카카오 달러");
  ASSERT_GE(result.hits.size(), 2u);
  const SearchResult both = searcher.search("스타게이트 카카오");
  ASSERT_GE(both.hits.size(), 2u);
  EXPECT_EQ(both.hits[0].id, "2");
  EXPECT_TRUE(both.hits[0].holds_all);
  EXPECT_FALSE(both.hits[1].holds_all);
  EXPECT_EQ(both.holding_all, 1u);
  EXPECT_EQ(result.holding_all, 0u);
  EXPECT_FALSE(result.hits[0].holds_all);
}

TEST_F(Matching, AQuotedPhraseIsNeededEvenInTheRest) {
  Searcher searcher(index());
  for (const Hit& hit : searcher.search("\"금값\" 스타게이트 올트먼").hits) EXPECT_EQ(hit.id, "5");
}

TEST_F(Matching, AQueryOfPunctuationSaysWhatIsMissing) {
  EXPECT_NE(found("\"…\""), "");
}

TEST_F(Matching, FetchTakesAnIdOrAKey) {
  Searcher searcher(index());
  ASSERT_EQ(searcher.fetch("2").size(), 1u);
  EXPECT_EQ(searcher.fetch("2")[0].body, "올트먼은 스타게이트를 설명했다. 카카오와 만난다.");
  ASSERT_EQ(searcher.fetch("economy/3").size(), 1u);
  ASSERT_EQ(searcher.fetch("news#300").size(), 1u);
  EXPECT_TRUE(searcher.fetch("news#300")[0].is_row);
  EXPECT_TRUE(searcher.fetch("999").empty());
}

TEST_F(Matching, AMissingIndexIsNamed) {
  try {
    Searcher searcher(index() + ".none");
    FAIL();
  } catch (const IndexError& error) {
    EXPECT_NE(std::string(error.what()).find("archive.idx.none"), std::string::npos);
    EXPECT_FALSE(error.hint().empty());
  }
}

}  // namespace
}  // namespace sillok
