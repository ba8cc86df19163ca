// The order of hits: it does not depend on pages, nor on how an archive is split.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "sillok/searcher.h"
#include "tests/answers.h"
#include "tests/archive.h"

namespace sillok {
namespace {

using Ids = std::vector<std::string>;

// 400 posts of few words, so that many tie: the same text again under other dates and none, rows
// beside articles, posts with and without a number.
std::vector<Article> repetitive_archive() {
  static const char* const kWords[] = {"예산안을", "시의회가", "반도체",   "환율이", "공공병원",
                                       "도시철도", "폭염에",   "수소버스", "5G",     "AI칩"};
  static const char* const kDates[] = {"2025-02-04", "2025-02-03", "2024-11-20", "2023-05-01", ""};
  std::mt19937 random(7);
  std::vector<Article> articles;
  for (unsigned i = 0; i < 400; ++i) {
    std::string body;
    for (unsigned w = 0; w < 3 + random() % 4; ++w) {
      body.append(kWords[random() % std::size(kWords)]).append(" ");
    }
    Article article = make_article("d" + std::to_string(i), kWords[random() % 4], body,
                                   kDates[random() % std::size(kDates)]);
    if (i % 3 != 0) article.number = i / 2;
    if (i % 7 == 0) {
      article.kind = Article::Kind::row;
      article.body.clear();
    }
    articles.push_back(std::move(article));
  }
  return articles;
}

class Order : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = new TemporaryDirectory;
    const std::vector<Article> all = repetitive_archive();
    std::vector<std::vector<Article>> parts(3);
    for (std::size_t i = 0; i < all.size(); ++i) parts[i * i % 7 % 3].push_back(all[i]);
    write_archive(path("all.idx"), all);
    for (std::size_t p = 0; p < parts.size(); ++p) {
      const std::string name = "part" + std::to_string(p);
      write_archive(path(name + ".idx"), parts[p]);
      // A stub of Xapian's that opens the part as a remote index does, in a process of its own.
      std::ofstream(path(name + ".remote")) << "remote :xapian-progsrv " << path(name + ".idx");
    }
  }
  static void TearDownTestSuite() { delete directory_; }
  static std::string path(const std::string& name) { return directory_->path() + "/" + name; }

  static Ids ids(Searcher& searcher, const std::string& query, const SearchOptions& options) {
    Ids found;
    for (const Hit& hit : searcher.search(query, options).hits) found.push_back(hit.id);
    return found;
  }

  static Ids in_pages(Searcher& searcher, const std::string& query, SearchOptions options,
                      std::size_t size) {
    options.limit = size;
    Ids all;
    for (Ids page = {""}; !page.empty(); options.offset += size) {
      page = ids(searcher, query, options);
      all.insert(all.end(), page.begin(), page.end());
    }
    return all;
  }

 private:
  static inline TemporaryDirectory* directory_;
};

const std::vector<std::string> kQueries = {"환율",
                                           "예산안 시의회",
                                           "공공병원 도시철도 반도체",
                                           "\"시의회가\"",
                                           "AI칩",
                                           "병원",
                                           "환",
                                           "\"병\"",
                                           "-환율",
                                           "*"};

std::vector<SearchOptions> whole_lists() {
  std::vector<SearchOptions> ways = every_match_and_sort();
  for (SearchOptions& options : ways) {
    options.with_snippets = false;
    options.limit.reset();
  }
  SearchOptions first_stage_alone = ways.front();
  first_stage_alone.rerank = false;
  ways.push_back(first_stage_alone);
  return ways;
}

std::string name_of(const std::string& query, const SearchOptions& options) {
  return query + " match " + std::to_string(static_cast<int>(options.match)) + " sort " +
         std::to_string(static_cast<int>(options.sort)) + (options.rerank ? "" : " as found");
}

TEST_F(Order, PagesNeitherRepeatNorSkip) {
  Searcher searcher(path("all.idx"));
  for (const std::string& query : kQueries) {
    for (const SearchOptions& options : whole_lists()) {
      const Ids all = ids(searcher, query, options);
      ASSERT_FALSE(all.empty()) << query;
      for (const std::size_t size : {7u, 49u, 90u}) {
        EXPECT_EQ(in_pages(searcher, query, options, size), all)
            << name_of(query, options) << " in pages of " << size;
      }
    }
  }
}

// Equal query, options and fingerprint: equal ids.
TEST_F(Order, IsTheSameWhenTheArchiveIsReadTheOtherWayRound) {
  std::vector<Article> articles = repetitive_archive();
  std::ranges::reverse(articles);
  write_archive(path("reversed.idx"), articles);
  Searcher searcher(path("all.idx"));
  Searcher reversed(path("reversed.idx"));
  EXPECT_EQ(reversed.summary().fingerprint, searcher.summary().fingerprint);
  for (const std::string& query : kQueries) {
    for (const SearchOptions& options : whole_lists()) {
      EXPECT_EQ(ids(reversed, query, options), ids(searcher, query, options))
          << name_of(query, options);
    }
  }
}

TEST_F(Order, IsTheSameInOneIndexInSeveralAndInRemoteOnes) {
  Searcher one(path("all.idx"));
  Searcher several({path("part0.idx"), path("part1.idx"), path("part2.idx")});
  Searcher remote({path("part2.remote"), path("part0.idx"), path("part1.remote")});
  for (const std::string& query : kQueries) {
    for (const SearchOptions& options : whole_lists()) {
      const Ids expected = ids(one, query, options);
      EXPECT_EQ(ids(several, query, options), expected) << name_of(query, options);
      EXPECT_EQ(ids(remote, query, options), expected) << "remote " << name_of(query, options);
      EXPECT_EQ(in_pages(several, query, options, 90), expected) << name_of(query, options);
    }
  }
}

}  // namespace
}  // namespace sillok
