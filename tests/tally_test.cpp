// Facets, histograms and trends count every match, as a scan of the articles would.
#include "searcher/tally.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "searcher/open_index.h"
#include "searcher/query.h"
#include "searcher/xapian_query.h"
#include "tests/archive.h"

namespace sillok {
namespace {

Article story(std::string id, std::string body, std::string date, std::string source) {
  Article article = make_article(std::move(id), "오늘의 기사", std::move(body), std::move(date));
  article.source = std::move(source);
  return article;
}

// Five articles hold 스타게이트; t6 and t7 have its syllable pairs only.
std::vector<Article> news() {
  std::vector<Article> articles = {
      story("t1", "스타게이트에 투자한다.", "2025-01-30", "중앙일보"),
      story("t2", "‘스타게이트’를 설명했다.", "2025-02-03", "ytn"),
      story("t3", "구글스타게이트 상표 다툼.", "2025-02-03", "YTN"),
      story("t4", "스타게이트는 아직이다.", "2025-04-01", "YTN"),
      story("t5", "날짜 없는 스타게이트 글.", "", ""),
      story("t6", "스타게 그리고 타게이 또 게이트.", "2025-02-05", "한겨레"),
      story("t7", "스타게, 타게이, 게이트.", "2025-03-09", "중앙일보"),
      story("t8", "금리는 그대로다.", "2025-03-10", "중앙일보"),
  };
  articles[2].board = "economy";
  return articles;
}

std::string print(const FacetCounts& facet) {
  std::string text;
  for (const FacetValue& value : facet.values) {
    text += value.value + "=" + std::to_string(value.count) + " ";
  }
  return text + "others=" + std::to_string(facet.others) +
         " absent=" + std::to_string(facet.absent);
}

std::string print(const Histogram& histogram, bool with_all = false) {
  std::string text;
  for (const HistogramBucket& bucket : histogram.buckets) {
    text += bucket.start + "=" + std::to_string(bucket.count);
    if (with_all) text += "/" + std::to_string(bucket.all);
    text += " ";
  }
  return text + "undated=" + std::to_string(histogram.undated);
}

class Tallies : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    const std::vector<Article> articles = news();
    write_archive(path("all.idx"), articles);
    write_archive(path("first.idx"), {articles.begin(), articles.begin() + 3});
    write_archive(path("second.idx"), {articles.begin() + 3, articles.end()});
    std::ofstream(path("remote.idx")) << "remote :xapian-progsrv " << path("second.idx") << "\n";
  }
  static void TearDownTestSuite() { directory_.reset(); }
  static std::string path(const std::string& name) { return directory_->path() + "/" + name; }

  static Tally tally(const std::string& query, const SearchOptions& options,
                     const std::vector<std::string>& indexes = {"all.idx"}) {
    std::vector<std::string> paths;
    for (const std::string& index : indexes) paths.push_back(path(index));
    return *Searcher(paths).count(query, options).tally;
  }

  static std::string facet(const std::string& query, Facet facet, SearchOptions options = {}) {
    options.facets = {facet};
    return print(tally(query, options).facets.front());
  }

  static std::string histogram(const std::string& query, Period period,
                               SearchOptions options = {}) {
    options.histogram = period;
    return print(*tally(query, options).histogram);
  }

 private:
  static inline std::unique_ptr<TemporaryDirectory> directory_;
};

TEST_F(Tallies, FacetsCountWhatMatchesAndNothingElse) {
  const std::vector<std::tuple<const char*, Facet, const char*>> cases = {
      {"스타게이트", Facet::source, "YTN=3 중앙일보=1 others=0 absent=1"},
      {"스타게이트", Facet::board, "news=4 economy=1 others=0 absent=0"},
      {"스타게이트", Facet::year, "2025=4 others=0 absent=1"},
      {"스타게이트", Facet::month, "2025-01=1 2025-02=2 2025-04=1 others=0 absent=1"},
      {"금리", Facet::source, "중앙일보=1 others=0 absent=0"},
      {"*", Facet::source, "YTN=3 중앙일보=3 한겨레=1 others=0 absent=1"},
      {"없는낱말", Facet::source, "others=0 absent=0"},
  };
  for (const auto& [query, field, expected] : cases) {
    EXPECT_EQ(facet(query, field), expected) << query;
  }
}

TEST_F(Tallies, FacetValueFindsAsManyAsItSays) {
  SearchOptions options;
  options.facets = {Facet::source, Facet::board};
  for (const FacetCounts& facet : tally("스타게이트", options).facets) {
    const std::string field = facet.facet == Facet::source ? "source" : "board";
    for (const FacetValue& value : facet.values) {
      const SearchResult found =
          Searcher(path("all.idx")).count("스타게이트 " + field + ":\"" + value.value + "\"");
      EXPECT_EQ(found.holding_all, value.count) << value.value;
    }
  }
}

TEST_F(Tallies, RareValuesAreSummedUp) {
  SearchOptions options;
  options.facet_values = 1;
  EXPECT_EQ(facet("*", Facet::source, options), "YTN=3 others=4 absent=1");
  EXPECT_EQ(facet("*", Facet::month, options),
            "2025-01=1 2025-02=3 2025-03=2 2025-04=1 others=0 absent=1");
}

TEST_F(Tallies, HistogramHasNoGaps) {
  EXPECT_EQ(histogram("스타게이트", Period::month),
            "2025-01=1 2025-02=2 2025-03=0 2025-04=1 undated=1");
  EXPECT_EQ(histogram("스타게이트", Period::year), "2025=4 undated=1");
  EXPECT_EQ(histogram("금리", Period::week), "2025-03-10=1 undated=0");
  EXPECT_EQ(histogram("없는낱말", Period::day), "undated=0");
}

TEST_F(Tallies, WeeksBeginOnMonday) {
  EXPECT_EQ(histogram("스타게이트 date:..2025-02-09", Period::week),
            "2025-01-27=1 2025-02-03=2 undated=0");
}

TEST_F(Tallies, HistogramReachesToTheDaysAskedFor) {
  SearchOptions options;
  options.from = "2024-12";
  options.to = "2025-02-04";
  EXPECT_EQ(histogram("스타게이트", Period::month, options),
            "2024-12=0 2025-01=1 2025-02=2 undated=0");
  EXPECT_EQ(histogram("스타게이트 date:2025-02-02..2025-02-05", Period::day),
            "2025-02-02=0 2025-02-03=2 2025-02-04=0 2025-02-05=0 undated=0");
}

TEST_F(Tallies, HistogramOfTooManyPartsIsRefused) {
  SearchOptions options;
  options.from = "1000-01-01";
  options.histogram = Period::day;
  EXPECT_THROW(tally("스타게이트", options), UsageError);
}

TEST_F(Tallies, TrendIsAShareOfAllArticles) {
  SearchOptions options;
  options.trend = true;
  EXPECT_EQ(print(*tally("스타게이트", options).histogram, true),
            "2025-01=1/1 2025-02=2/3 2025-03=0/2 2025-04=1/1 undated=1");
}

TEST_F(Tallies, SeveralIndexesCountAsOneRemoteOnesToo) {
  SearchOptions options;
  options.facets = {Facet::source, Facet::month};
  options.trend = true;
  for (const char* query : {"스타게이트", "오늘", "*"}) {
    const Tally one = tally(query, options);
    const std::vector<std::vector<std::string>> ways = {{"first.idx", "second.idx"},
                                                        {"first.idx", "remote.idx"}};
    for (const auto& indexes : ways) {
      const Tally several = tally(query, options, indexes);
      EXPECT_EQ(several.matches, one.matches) << query;
      EXPECT_TRUE(several.is_exact);
      EXPECT_EQ(print(several.facets[0]), print(one.facets[0])) << query;
      EXPECT_EQ(print(several.facets[1]), print(one.facets[1])) << query;
      EXPECT_EQ(print(*several.histogram, true), print(*one.histogram, true)) << query;
    }
  }
}

TEST_F(Tallies, WhatIsCountedMakesTheTotalExact) {
  SearchOptions options;
  options.match = Match::all;
  options.facets = {Facet::board};
  const SearchResult result = Searcher(path("all.idx")).search("스타게이트", options);
  EXPECT_EQ(result.total, 5u);
  EXPECT_TRUE(result.total_is_exact);
  EXPECT_EQ(result.tally->matches, 5u);
}

// Seven candidates, of which five match: too many to verify when three are allowed.
TEST_F(Tallies, TooManyToVerifyAreCountedAbout) {
  const OpenedIndex opened = open_indexes(list_shards({path("all.idx")}), {});
  BigramCatalog catalog(opened.db);
  const Condition condition =
      make_condition(parse_query("스타게이트", today_in_korea()), Looseness::all);
  const Candidates found = make_candidates(condition, opened.db, catalog);
  SearchOptions options;
  options.facets = {Facet::board};
  const TallySources sources{found.query, found.is_exact,      &condition, Xapian::Query::MatchAll,
                             {},          &opened.dictionaries};
  const Tally counted = make_tally(opened.db, sources, options, 3);
  EXPECT_FALSE(counted.is_exact);
  EXPECT_GE(counted.matches, 4u);
  EXPECT_LE(counted.matches, 6u);
}

}  // namespace
}  // namespace sillok
