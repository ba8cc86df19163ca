// Other spellings of queries that find nothing or little.
#include "searcher/suggest.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "searcher/output.h"
#include "tests/archive.h"

namespace sillok {
namespace {

std::vector<Article> news() {
  std::vector<Article> articles = {
      make_article("1", "스타게이트 발표", "샘 올트먼(Sam Altman) 최고경영자가 나섰다."),
      make_article("2", "오픈AI(OpenAI), 스타게이트에 투자", "소프트뱅크와 오라클이 함께한다."),
      make_article("3", "스타게이트 투자 확대", "엔비디아가 칩을 댄다. 한국은행은 지켜본다."),
      make_article("4", "한국은행 기준금리 동결", "도널드 트럼프 대통령의 관세가 변수다."),
      make_article("5", "스타벅스 신메뉴", "여름 음료를 내놓았다."),
  };
  for (int i = 0; i < 8; ++i) {
    articles.push_back(make_article("ai" + std::to_string(i), "오픈AI의 새 모델",
                                    "엔비디아 칩으로 배웠다. 예산안 심의가 미뤄졌다."));
  }
  return articles;
}

class SuggestTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    write_archive(index(), news());
    write_archive(other_index(), {make_article("b1", "스타게이트 비판", "챗GPT와 딥시크 이야기.")});
  }
  static void TearDownTestSuite() { directory_.reset(); }
  static std::string index() { return directory_->path() + "/news.idx"; }
  static std::string other_index() { return directory_->path() + "/other.idx"; }

  // The suggestions as "query count".
  static std::string suggested(const std::string& query, SearchOptions options = {}) {
    options.suggest = Suggest::show;
    std::string joined;
    for (const Suggestion& one : Searcher(index()).search(query, options).suggestions) {
      joined += (joined.empty() ? "" : ", ") + one.query + " " + std::to_string(one.count);
    }
    return joined;
  }

 private:
  static inline std::unique_ptr<TemporaryDirectory> directory_;
};

TEST_F(SuggestTest, WhatWasMeantIsFound) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"스타게이투", "스타게이트 3"},
      {"스타게이투를", "스타게이트 3"},
      {"스타개이투", "스타게이트 3"},
      {"샘올트먼", "\"샘 올트먼\" 1"},
      {"도널드트럼프대통령", "\"도널드 트럼프 대통령\" 1"},
      {"\"기준 금리\"", "기준금리 1"},
      {"tmxkrpdlxm", "스타게이트 3"},
      {"dPtksdks", "예산안 8"},
      {"ㅐㅔ두먀", "openai 1"},
      {"ㅅㅌㄱㅇㅌ", "스타게이트 3"},
      {"OpenAI", "오픈ai 9"},
      {"\"샘 올트만\"", "\"샘 올트먼\" 1"},
      {"스타게이투 투자", "스타게이트 투자 2"},
      {"제목:스타게이투", "title:스타게이트 3"},
      {"스타게이투 OR 스타벅스", "스타게이트 OR 스타벅스 4"},
      {"엔비디어 칩 -스타게이트", "엔비디아 칩 -스타게이트 8"},
  };
  for (const auto& [query, expected] : cases) EXPECT_EQ(suggested(query), expected) << query;
}

TEST_F(SuggestTest, NothingIsSuggestedForWhatIsRightOrUnknown) {
  for (const char* query : {"오픈AI", "엔비디아", "예산안", "카카오뱅크", "\"없는 말\"", "*",
                            "날짜:1999", "-스타게이투", "출처:중앙일부", "2025", "쀍"}) {
    EXPECT_EQ(suggested(query), "") << query;
  }
}

TEST_F(SuggestTest, WordThatWasMeantIsNotSuggestedAway) {
  // One key less than 한은 is 하는, which is everywhere; but 한은 is there.
  std::vector<Article> articles = {make_article("1", "한은, 금리 동결", "한은의 결정이다.")};
  for (int i = 0; i < 8; ++i) {
    articles.push_back(make_article("d" + std::to_string(i), "일을 하는 사람", "한국은행 이야기"));
  }
  TemporaryDirectory directory;
  write_archive(directory.path() + "/bank.idx", articles);
  Searcher searcher(directory.path() + "/bank.idx");
  SearchOptions options;
  options.suggest = Suggest::show;
  EXPECT_TRUE(searcher.search("한은", options).suggestions.empty());
  // A word of the reader's own needs no article.
  auto vocabulary = std::make_shared<Vocabulary>();
  read_synonyms("하믄 = 없는낱말", *vocabulary);
  EXPECT_FALSE(searcher.search("하믄", options).suggestions.empty());
  options.vocabulary = vocabulary;
  EXPECT_TRUE(searcher.search("하믄", options).suggestions.empty());
}

TEST_F(SuggestTest, CountsHeedTheOtherOptions) {
  SearchOptions options;
  options.from = "2026";
  EXPECT_EQ(suggested("스타게이투", options), "");
  options.from = "2024";
  options.match = Match::phrase;
  EXPECT_EQ(suggested("스타게이투 투자", options), "\"스타게이트 투자\" 1");
}

TEST_F(SuggestTest, IsOffUnlessAskedFor) {
  EXPECT_TRUE(Searcher(index()).search("스타게이투").suggestions.empty());
}

TEST_F(SuggestTest, ApplyingSaysSo) {
  SearchOptions options;
  options.suggest = Suggest::apply;
  Searcher searcher(index());
  const SearchResult changed = searcher.search("스타게이투", options);
  ASSERT_TRUE(changed.applied.has_value());
  EXPECT_EQ(changed.query, "스타게이투");
  EXPECT_EQ(changed.parsed, "스타게이트");
  EXPECT_EQ(changed.holding_all, 3u);
  const SearchResult kept = searcher.search("오픈AI", options);
  EXPECT_FALSE(kept.applied.has_value());
  // What finds something is never replaced.
  EXPECT_FALSE(searcher.search("OpenAI", options).applied.has_value());
}

TEST_F(SuggestTest, SeveralIndexesAreOneArchive) {
  SearchOptions options;
  options.suggest = Suggest::show;
  Searcher searcher({index(), other_index()});
  const SearchResult result = searcher.search("스타게이투", options);
  ASSERT_EQ(result.suggestions.size(), 1u);
  EXPECT_EQ(result.suggestions.front().count, 4u);
  EXPECT_TRUE(result.unlisted_indexes.empty());
  EXPECT_EQ(searcher.search("딥시쿠", options).suggestions.at(0).query, "딥시크");
}

TEST_F(SuggestTest, AnIndexWithoutItsWordsIsNamed) {
  const TemporaryDirectory elsewhere;
  const std::string bare = elsewhere.path() + "/bare.idx";
  write_archive(bare, news());
  std::filesystem::remove(bare + "/generation-1/words");
  SearchOptions options;
  options.suggest = Suggest::show;
  Searcher searcher(bare);
  const SearchResult typo = searcher.search("스타게이투", options);
  EXPECT_TRUE(typo.suggestions.empty());
  EXPECT_EQ(typo.unlisted_indexes, std::vector<std::string>{bare});
  EXPECT_NE(format_result(typo, {}).find("no typos or initials were looked for in "),
            std::string::npos);
  // The terms of the index are enough for these.
  EXPECT_EQ(searcher.search("tmxkrpdlxm", options).suggestions.at(0).to, "스타게이트");
  EXPECT_EQ(searcher.search("샘올트먼", options).suggestions.at(0).to, "샘 올트먼");
}

TEST_F(SuggestTest, IsShownInTextAndInJson) {
  SearchOptions options;
  options.suggest = Suggest::show;
  Searcher searcher(index());
  SearchResult result = searcher.search("스타게이투", options);
  EXPECT_NE(format_result(result, {}).find("\ndid you mean 스타게이트? 3 hits (typo)\n"),
            std::string::npos);
  OutputOptions json;
  json.format = OutputFormat::json;
  EXPECT_NE(format_result(result, json)
                .find(R"("suggestions":[{"query":"스타게이트","kind":"typo","from":"스타게이투",)"
                      R"("to":"스타게이트","count":3,"count_is":"exact"}])"),
            std::string::npos);
  options.suggest = Suggest::apply;
  result = searcher.search("스타게이투", options);
  EXPECT_TRUE(format_result(result, {})
                  .starts_with("스타게이투: nothing found; searched for 스타게이트 in its place "
                               "(typo)\n스타게이트: "));
  EXPECT_NE(format_result(result, json).find(R"("applied":{"query":"스타게이트")"),
            std::string::npos);
}

}  // namespace
}  // namespace sillok
