// Both stages of ranking, and what they make of queries that people type.
#include "searcher/ranking.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "searcher/recency.h"
#include "searcher/window.h"
#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

LoadedArticle loaded(const std::string& title, const std::string& body) {
  return load_article(make_article("1", title, body));
}

// A query of words of equal weight.
RankQuery words(const std::vector<std::string>& stems) {
  RankQuery query;
  for (const std::string& stem : stems) {
    RankWord word;
    word.stem = stem;
    word.script = stem[0] >= 'a' && stem[0] <= 'z' ? Script::latin : Script::hangul;
    word.syllables = static_cast<std::uint32_t>(stem.size() / 3);
    word.weight = 1;
    query.words.push_back(word);
  }
  query.total_weight = 1;
  return query;
}

TextMatch match_of(const std::vector<std::string>& stems, const std::string& title,
                   const std::string& body) {
  const RankQuery query = words(stems);
  return TextMatcher(query).match(loaded(title, body));
}

// What the second stage gives for a text that does not profit from being the lead.
double window(const std::vector<std::string>& stems, const std::string& text,
              const std::string& title = "") {
  std::string before;
  for (int i = 0; i < 1000; ++i) before += "그런 ";
  return match_of(stems, title, before + text).window;
}

TEST(Window, AWholeWordIsWorthMoreThanItsParts) {
  const std::vector<std::pair<const char*, double>> cases = {
      {"스타게이트 계획", 1},      // the word
      {"스타게이트를 짓는다", 1},  // with a josa
      {"꿈스타게이트", .7},        // inside another word
      {"스타게이트호텔", .9},      // more than a josa follows
      {"스타 게이트", .9},         // spaced out
      {"스타가 떴다", .4},         // two syllables of five
      {"게이트 앞", .36},          // three of five, not the first
      {"아무것도 없다", 0},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_NEAR(window({"스타게이트"}, text), expected, .001) << text;
  }
}

TEST(Window, AWordOfOneSyllableIsWorthMostAlone) {
  const std::vector<std::pair<const char*, double>> cases = {
      {"딸 둘", 1},     {"딸에게서 온 편지", 1}, {"딸기를 심었다", .4},
      {"막내딸을", .6}, {"산딸기를 심었다", .2}, {"아들", 0},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_NEAR(window({"딸"}, text), expected, .001) << text;
  }
}

TEST(Window, ADateIsANumberWithItsUnitOrAYear) {
  RankQuery query = words({"데뷔"});
  query.words.emplace_back().kind = RankWord::Kind::date;
  query.words.back().weight = 1;
  const std::vector<std::pair<const char*, double>> cases = {
      {"2013년에 데뷔", 1}, {"6월에 데뷔", 1},   {"첫 음반(2013)으로 데뷔", 1},
      {"7인조로 데뷔", .5}, {"9123회 데뷔", .5}, {"20130612번째 데뷔", .5},
  };
  for (const auto& [text, expected] : cases) {
    const double lead = 1 + kRanking.lead;
    EXPECT_NEAR(TextMatcher(query).match(loaded("", text)).window / lead, expected, .05) << text;
  }
}

TEST(Window, LatinWordsMatchOnlyAsAWhole) {
  EXPECT_NEAR(window({"ai"}, "AI칩"), 1, .001);
  EXPECT_NEAR(window({"ai"}, "KAIST"), 0, .001);
}

TEST(Window, WordsCountTogetherWhenTheyStandTogether) {
  const std::string far = "반도체 " + std::string("다른 다른 다른 다른 다른 다른 다른 다른 ") +
                          "다른 다른 다른 다른 다른 다른 다른 다른 수출";
  EXPECT_NEAR(window({"반도체", "수출"}, "반도체 기업의 수출"), 1, .001);
  EXPECT_NEAR(window({"반도체", "수출"}, far), .5, .001);
}

TEST(Window, WhatTheTitleHoldsCountsAsFoundInTheBody) {
  EXPECT_NEAR(window({"반도체", "수출"}, "수출이 늘었다", "반도체 동향"), 1, .001);
  const TextMatch match = match_of({"반도체", "수출"}, "반도체 동향", "수출");
  EXPECT_NEAR(match.title, .5, .001);
  EXPECT_NEAR(match.window, 1 + kRanking.lead, .001);  // and it is the lead
}

TEST(Window, NeighboursOfTheQueryCountWhereTheyAreNeighboursInItsOrder) {
  const std::vector<std::pair<const char*, double>> cases = {
      {"소형 원전 수출을 늘린다", 2. / 3},
      {"소형 원전의 해외 수출", 1. / 3},   // one pair of two
      {"원전 소형, 수출 원전", 0},         // the other way round
      {"소형 차와 원전, 그리고 수출", 0},  // not neighbours
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_NEAR(match_of({"소형", "원전", "수출"}, "", text).order, expected, .001) << text;
  }
  EXPECT_NEAR(match_of({"소형", "원전", "수출"}, "소형 원전", "원전 수출").order, 2. / 3, .001);
}

TEST(Window, OddTextIsNoTrouble) {
  for (const char* text : {"", " ", "日本語のテキスト", "ㅋㅋㅋ", "가\xCC\x81나", "𠀀𠀁 스타"}) {
    for (const char* word : {"스타", "日本", "가", "ai"}) {
      const TextMatch match = match_of({word}, text, text);
      EXPECT_GE(match.window, 0) << text;
      EXPECT_LE(match.window, 1 + kRanking.lead) << text;
    }
  }
}

class Ranking : public testing::Test {
 protected:
  // The ids in their order.
  std::string order_of(const std::vector<Article>& articles, const std::string& query,
                       const SearchOptions& options = {}) {
    std::string ids;
    for (const Hit& hit : search(articles, query, options).hits) {
      ids += (ids.empty() ? "" : " ") + hit.id;
    }
    return ids;
  }

  SearchResult search(const std::vector<Article>& articles, const std::string& query,
                      const SearchOptions& options) {
    const std::string index = directory_.path() + "/" + std::to_string(++indexes_);
    write_archive(index, articles);
    return Searcher(index).search(query, options);
  }

 private:
  TemporaryDirectory directory_;
  int indexes_ = 0;
};

// Texts of one length, so that nothing but the word makes the difference.
TEST_F(Ranking, AKeywordPrefersTheTitleThenTheWordThenItsInside) {
  EXPECT_EQ(order_of({make_article("inside", "개관 소식", "어린이 꿈위성호 전시가 열렸다."),
                      make_article("word", "발사 소식", "어제는 위성이 궤도에 올랐다."),
                      make_article("title", "위성 발사", "어제는 그것이 궤도에 올랐다.")},
                     "위성"),
            "title word inside");
}

TEST_F(Ranking, OfEqualArticlesTheFreshComesFirstAndTheUndatedStays) {
  const char* const body = "기준금리를 내렸다.";
  EXPECT_EQ(order_of({make_article("undated", "금통위", body, ""),
                      make_article("old", "금통위", body, "2019-03-02"),
                      make_article("fresh", "금통위", body, "2025-02-04"),
                      make_article("same-month", "금통위", body, "2025-02-03")},
                     "기준금리"),
            "fresh same-month old undated");
}

// Of reports on the same matter that differ in a word or two the fresh one comes first.
TEST_F(Ranking, OfArticlesAboutAsRelevantTheFreshComesFirst) {
  std::string context;
  for (int i = 0; i < 60; ++i) context += " 물가와 성장";
  const std::vector<Article> articles = {
      make_article("old", "기준금리 동결", "한국은행이 기준금리를 묶었다." + context, "2023-04-11"),
      make_article("fresh", "기준금리 동결", "한국은행이 오늘 기준금리를 또 묶었다." + context,
                   "2025-01-16")};
  EXPECT_EQ(order_of(articles, "기준금리 동결"), "fresh old");
  SearchOptions off;
  off.recency_half_life_days = 0;
  EXPECT_EQ(order_of(articles, "기준금리 동결", off), "old fresh");
}

TEST_F(Ranking, TotalsOfAFewArticlesAreExact) {
  const std::vector<Article> articles = {make_article("both", "금리와 환율", "금리와 환율"),
                                         make_article("one", "금리", "금리가 내렸다."),
                                         make_article("inside", "기금", "연기금이 샀다."),
                                         make_article("none", "날씨", "눈이 온다.")};
  SearchOptions options;
  options.limit = 1;
  const SearchResult two = search(articles, "금리 환율", options);
  EXPECT_EQ(two.total, 2u);
  EXPECT_EQ(two.holding_all, 1u);
  EXPECT_TRUE(two.total_is_exact);
  // Three syllables: only the text tells.
  const SearchResult without = search(articles, "금리 환율 -연기금", options);
  EXPECT_EQ(without.total, 2u);
  EXPECT_TRUE(without.total_is_exact);
  const SearchResult syllable = search(articles, "금", options);
  EXPECT_EQ(syllable.total, 3u);
  EXPECT_TRUE(syllable.total_is_exact);
}

TEST_F(Ranking, RelevanceOutweighsFreshness) {
  EXPECT_EQ(
      order_of(
          {make_article("fresh", "경제", "환율 이야기가 조금 나온다. 오늘의 날씨도.", "2025-02-04"),
           make_article("old", "환율 1400원", "환율이 올랐다. 환율이 또 올랐다.", "2015-02-04")},
          "환율"),
      "old fresh");
}

TEST_F(Ranking, AnArticleComesBeforeAListRow) {
  Article row = make_article("row", "공공병원 예산 삭감", "", "2025-02-05");
  row.kind = Article::Kind::row;
  const Article article = make_article(
      "article", "예산 심사", "도의회가 공공병원 예산을 줄였다. 논란이 이어진다.", "2025-01-05");
  EXPECT_EQ(order_of({row, article}, "공공병원 예산"), "article row");
  SearchOptions only;
  only.rows = Rows::only;
  EXPECT_EQ(order_of({row, article}, "공공병원 예산", only), "row");
}

TEST_F(Ranking, QuestionWordsDoNotCountBesideOthers) {
  const std::vector<Article> articles = {
      make_article("asks", "질문", "무엇이 무엇인지 무엇을 물었다."),
      make_article("answers", "대한민국의 수도", "대한민국의 수도는 서울이다.")};
  SearchOptions any;
  any.match = Match::any;
  EXPECT_EQ(order_of(articles, "수도는 무엇인가", any).substr(0, 7), "answers");
  EXPECT_EQ(order_of(articles, "무엇"), "asks");
}

TEST_F(Ranking, AQuestionForADateIsAnsweredByOne) {
  const std::vector<Article> articles = {
      make_article("who", "가수", "소년단은 일곱이서 데뷔했다. 노래를 부른다."),
      make_article("when", "가수", "소년단은 2013년에 데뷔했다. 노래를 부른다."),
      make_article("how", "가수", "소년단은 힘들게도 데뷔했다. 노래를 부른다.")};
  for (const char* question : {"소년단은 언제 데뷔했나", "소년단은 몇 년에 데뷔했나",
                               "소년단이 데뷔한 날짜는?", "소년단이 데뷔한 해는 언제인가"}) {
    EXPECT_EQ(order_of(articles, question).substr(0, 4), "when") << question;
  }
}

// The numbers behind `name` in a text.
std::vector<double> numbers_after(const std::string& text, const std::string& name) {
  std::vector<double> numbers;
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    numbers.push_back(std::strtod(text.c_str() + at + name.size(), nullptr));
  }
  return numbers;
}

// What the second stage looks for, with its weights.
TEST_F(Ranking, WordsOfQuestionsLoseTheirJosaAndWhatIsAskedForWeighsLess) {
  const std::vector<Article> articles = {
      make_article("1", "왕실", "왕의 딸 하나가 그 나라로 갔다."),
      make_article("2", "가족", "딸은 회의에 왔다. 회의 뒤에 나라가 섰다."),
      make_article("3", "모임", "두 회의는 길었다."), make_article("4", "눈", "눈이 온다.")};
  SearchOptions options;
  options.explain = true;
  const auto words_of = [&](const std::string& query) {
    const std::string text = search(articles, query, options).explanation;
    const std::size_t begin = text.find("weight of each word:") + 21;
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  const std::string daughter = words_of("왕의 딸은");
  EXPECT_NE(daughter.find("딸 "), std::string::npos) << daughter;
  EXPECT_NE(words_of("딸은").find("딸은 "), std::string::npos) << "the only word stays whole";
  const std::string meeting = words_of("두 회의");
  EXPECT_NE(meeting.find("회의 "), std::string::npos) << meeting;
  const double plain = numbers_after(words_of("그 나라의 왕"), "나라 ").at(0);
  const double asked = numbers_after(words_of("왕의 딸이 간 나라는 어디인가"), "나라 ").at(0);
  EXPECT_NEAR(asked, plain * kRanking.asked_word, .01);
  EXPECT_NE(words_of("딸이 간 날은 언제").find("a date "), std::string::npos);
}

TEST_F(Ranking, ExplanationsAddUp) {
  Article row = make_article("row", "도시철도 착공", "", "2024-06-01");
  row.kind = Article::Kind::row;
  SearchOptions options;
  options.explain = true;
  const SearchResult result =
      search({make_article("1", "도시철도 2호선", "도시철도 2호선이 AI로 달린다.", "2025-01-01"),
              make_article("2", "버스", "버스와 도시철도를 잇는다.", "2024-05-01"), row},
             "도시철도 2호선 AI", options);
  ASSERT_EQ(result.hits.size(), 3u);
  EXPECT_NE(result.explanation.find("recency: "), std::string::npos) << result.explanation;
  EXPECT_NE(result.explanation.find("2025-01, the archive's present"), std::string::npos);
  for (const Hit& hit : result.hits) {
    const std::string& text = hit.explanation;
    const double first = numbers_after(text, "first stage ").at(0);
    const double second = numbers_after(text, "second stage ").at(0);
    const double recency = numbers_after(text, "recency ").at(0);
    EXPECT_NEAR(first + second + recency, hit.score, .03) << text;
    const std::size_t line = text.find("first stage");
    const std::string parts =
        text.substr(text.find('=', line), text.find('\n', line) - text.find('=', line));
    double sum = 0;
    for (std::size_t at = 0; at < parts.size(); at = parts.find_first_of(",", at + 1)) {
      const std::size_t end = std::min(parts.find(',', at + 1), parts.size());
      sum += std::strtod(parts.c_str() + parts.rfind(' ', end - 1), nullptr);
    }
    EXPECT_NEAR(sum, first, .15) << text;  // of up to thirty rounded parts
    EXPECT_NE(text.find("recency"), std::string::npos) << text;
  }
}

TEST(Recency, HalvesAndIgnoresAMistypedYear) {
  TemporaryDirectory directory;
  const std::string index = directory.path() + "/archive.idx";
  std::vector<Article> articles;
  for (int i = 0; i < 2000; ++i) {
    articles.push_back(make_article(std::to_string(i), "제목", "본문", "2025-02-04"));
  }
  articles.push_back(make_article("mistyped", "제목", "본문", "2205-02-04"));
  articles.push_back(make_article("undated", "제목", "본문", ""));
  write_archive(index, articles);
  const ArchiveMonths months{Xapian::Database(index)};
  EXPECT_EQ(months.present(), "202502");
  EXPECT_DOUBLE_EQ(months.freshness("202502", 365.25), 1);
  EXPECT_NEAR(months.freshness("202402", 365.25), .5, .001);
  EXPECT_DOUBLE_EQ(months.freshness("220502", 365.25), 1);
  EXPECT_DOUBLE_EQ(months.freshness("", 365.25), 0);
}

}  // namespace
}  // namespace sillok
