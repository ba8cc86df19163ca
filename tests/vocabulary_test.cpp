// Synonyms and words that a reader gives at search time.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

std::vector<Article> news() {
  return {
      make_article("1", "한국은행 기준금리 동결", "한국은행이 금리를 그대로 두었다."),
      make_article("2", "한은, 금리 내리나", "시장은 한은의 결정을 기다린다."),
      make_article("3", "삼성 전자 실적", "SAMSUNG의 이익이 늘었다."),
      make_article("4", "대한국은 어디에", "옛 이름 대한국은 오래가지 못했다."),
      make_article("5", "한국 축구", "한국의 공격이 살아났다. 한국이 이겼다."),
      // The pairs of 한국은행 without the word.
      make_article("6", "나들이", "한국 밖의 국은 짜고 은행 앞 한은 없다. 한국, 국은, 은행"),
  };
}

class VocabularyTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    write_archive(index(), news());
  }
  static void TearDownTestSuite() { directory_.reset(); }
  static std::string index() { return directory_->path() + "/news.idx"; }

  // The ids that hold every word, in order.
  static std::string found(const std::string& query, const std::string& synonyms,
                           const std::string& words = "") {
    const auto vocabulary = std::make_shared<Vocabulary>();
    EXPECT_TRUE(read_synonyms(synonyms, *vocabulary).empty());
    EXPECT_TRUE(read_words(words, *vocabulary).empty());
    SearchOptions options;
    options.match = Match::all;
    options.vocabulary = vocabulary;
    std::vector<std::string> ids;
    for (const Hit& hit : Searcher(index()).search(query, options).hits) ids.push_back(hit.id);
    std::ranges::sort(ids);
    std::string joined;
    for (const std::string& id : ids) joined += (joined.empty() ? "" : " ") + id;
    return joined;
  }

 private:
  static inline std::unique_ptr<TemporaryDirectory> directory_;
};

TEST_F(VocabularyTest, SynonymsFindEachOther) {
  const std::string synonyms = "한은 = 한국은행\n삼전 = 삼성 전자 = SAMSUNG  # 셋\n";
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"한국은행", "1 2 6"},  // 6 holds 한은, if not as a name
      {"한은", "1 2 6"},     {"한은이", "1 2 6"},      {"한은 시장", "2"},
      {"금리 한은", "1 2"},  {"제목:한국은행", "1 2"}, {"삼전", "3"},
      {"samsung 실적", "3"}, {"금리 -한국은행", ""},   {"\"한국은행\"", "1"},  // quoted is literal
  };
  for (const auto& [query, expected] : cases) {
    EXPECT_EQ(found(query, synonyms), expected) << query;
  }
  EXPECT_EQ(found("한국은행", ""), "1");
}

TEST_F(VocabularyTest, WordsOfTheListKeepTheirEnd) {
  EXPECT_EQ(found("대한국은", ""), "4");
  EXPECT_EQ(found("한국은", ""), "1 4 5 6");
  EXPECT_EQ(found("한국은", "", "한국은\n"), "1 4");
  EXPECT_EQ(found("한국은에서", "", "한국은\n"), "1 4");
}

TEST_F(VocabularyTest, SynonymIsHighlighted) {
  const auto vocabulary = std::make_shared<Vocabulary>();
  read_synonyms("한은 = 한국은행", *vocabulary);
  SearchOptions options;
  options.vocabulary = vocabulary;
  const SearchResult result = Searcher(index()).search("한은 동결", options);
  ASSERT_FALSE(result.hits.empty());
  const Hit& hit = result.hits.front();
  EXPECT_EQ(hit.id, "1");
  ASSERT_FALSE(hit.title_highlights.empty());
  const auto [begin, end] = hit.title_highlights.front();
  EXPECT_EQ(hit.title.substr(begin, end - begin), "한국은행");
}

TEST(VocabularyFile, BadLinesAreNamedAndTheOthersCount) {
  Vocabulary vocabulary;
  const std::vector<LineProblem> bad = read_synonyms(
      "\xEF\xBB\xBF# 은행\r\n한은 = 한국은행\r\n\r\n삼전 삼성전자\n한전 = \n… = 말줄임\n\xC7\xD1 = "
      "한\n"
      "금감원 = 금융감독원 # 감독",
      vocabulary);
  std::string lines;
  for (const LineProblem& problem : bad) lines += std::to_string(problem.line) + " ";
  EXPECT_EQ(lines, "4 5 6 7 ");
  const std::vector<std::vector<std::string>> expected = {{"한은", "한국은행"},
                                                          {"금감원", "금융감독원"}};
  EXPECT_EQ(vocabulary.synonyms, expected);
  EXPECT_EQ(read_words("한국은\n두 낱말\n", vocabulary).front().line, 2u);
  EXPECT_EQ(vocabulary.words, std::vector<std::string>{"한국은"});
}

}  // namespace
}  // namespace sillok
