// Four shards as servers of their own on loopback give what one index gives; shards that are down
// or hang are named, or left out when the caller says so.
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "indexer/indexer.h"
#include "sillok/searcher.h"
#include "tests/answers.h"
#include "tests/archive.h"
#include "tests/shard_server.h"

namespace sillok {
namespace {

constexpr std::size_t kShards = 4;
constexpr const char* kWords[] = {"예산안을",   "시의회가",   "반도체",   "환율이",   "공공병원",
                                  "도시철도",   "폭염에",     "수소버스", "5G",       "AI칩",
                                  "스타게이트", "올트먼",     "금",       "한국은행", "금리를",
                                  "소프트뱅크", "데이터센터", "女",       "中國",     "빚"};
constexpr const char* kSources[] = {"중앙일보", "한겨레", "YTN", ""};
constexpr const char* kDates[] = {"2025-02-04", "2025-02-03", "2024-11-20", "2023-05-01", ""};

// 600 posts of few words, so that many tie, with rows, undated ones and ones without a number.
std::vector<Article> archive() {
  std::mt19937 random(11);
  std::vector<Article> articles;
  for (unsigned i = 0; i < 600; ++i) {
    std::string body;
    for (unsigned w = 0; w < 3 + random() % 12; ++w) {
      body.append(kWords[random() % std::size(kWords)]).append(" ");
    }
    if (i < 6) body.append("화성탐사선의 발사대");
    Article article = make_article("d" + std::to_string(i), kWords[random() % std::size(kWords)],
                                   body, kDates[random() % std::size(kDates)]);
    article.source = kSources[random() % std::size(kSources)];
    if (i % 3 != 0) article.number = i / 2;
    if (i % 7 == 0) {
      article.kind = Article::Kind::row;
      article.body.clear();
    }
    articles.push_back(std::move(article));
  }
  return articles;
}

class Remote : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    std::vector<std::vector<Article>> parts(kShards);
    for (const Article& article : archive()) {
      parts[std::hash<std::string>()(article.id) % kShards].push_back(article);
    }
    write_archive(path("all.idx"), archive());
    for (std::size_t i = 0; i < kShards; ++i) write_archive(shard_path(i), parts[i]);
  }
  static void TearDownTestSuite() { directory_.reset(); }

  void SetUp() override {
    std::ofstream cluster(path("news.cluster"));
    cluster << "# four shards\n";
    for (std::size_t i = 0; i < kShards; ++i) {
      servers_[i] = std::make_unique<ShardServer>(shard_path(i));
      cluster << servers_[i]->name() << "\n";
    }
  }

  static std::string path(const std::string& name) { return directory_->path() + "/" + name; }
  static std::string shard_path(std::size_t i) { return path("part" + std::to_string(i) + ".idx"); }
  static std::vector<std::string> shard_paths() {
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < kShards; ++i) paths.push_back(shard_path(i));
    return paths;
  }

  static OpenOptions patience(double seconds, bool partial = false) {
    OpenOptions options;
    options.partial = partial;
    options.connect_seconds = options.timeout_seconds = seconds;
    return options;
  }

  std::unique_ptr<ShardServer> servers_[kShards];

 private:
  static inline std::unique_ptr<TemporaryDirectory> directory_;
};

const std::vector<std::string> kQueries = {"환율",
                                           "예산안 시의회",
                                           "공공병원 도시철도 반도체",
                                           "\"시의회가\"",
                                           "\"스타게이트 올트먼\"",
                                           "AI칩",
                                           "AI*",
                                           "스타게*",
                                           "금",
                                           "女",
                                           "-환율 금리",
                                           "제목:반도체 출처:중앙일보",
                                           "한국은행 날짜:2024..2025-02-03",
                                           "번호:50..120 금리",
                                           "(수소버스 OR 폭염) AND 5G",
                                           "id:d17",
                                           "*"};

TEST_F(Remote, FourServersGiveWhatOneIndexGives) {
  Searcher one(path("all.idx"));
  Searcher local(shard_paths());
  Searcher remote(path("news.cluster"));
  for (const std::string& query : kQueries) {
    for (const SearchOptions& options : every_way()) {
      const std::string expected = text_of(one.search(query, options));
      EXPECT_EQ(text_of(local.search(query, options)), expected);
      EXPECT_EQ(text_of(remote.search(query, options)), expected);
      if (HasFailure()) return;
    }
    EXPECT_EQ(remote.count(query).holding_all, one.count(query).holding_all) << query;
  }
  EXPECT_EQ(remote.summary().fingerprint, one.summary().fingerprint);
  EXPECT_EQ(remote.summary().articles, one.summary().articles);
}

TEST_F(Remote, ArticlesAreFetchedVisitedAndCompared) {
  Searcher one(path("all.idx"));
  Searcher remote({servers_[2]->name(), shard_path(0), servers_[3]->name(), servers_[1]->name()});
  EXPECT_EQ(remote.fetch("d17").at(0).body, one.fetch("news/d17").at(0).body);
  EXPECT_TRUE(remote.fetch("없다").empty());
  EXPECT_EQ(text_of(remote.like("d2")), text_of(one.like("d2")));
  SearchOptions options;
  options.match = Match::any;
  options.limit.reset();
  for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest}) {
    options.sort = sort;
    SearchResult listed = one.search("금리 환율", options);
    std::size_t next = 0;
    const SearchResult visited = remote.visit("금리 환율", options, [&](const Hit& hit) {
      ASSERT_LT(next, listed.hits.size());
      EXPECT_EQ(hit.key, listed.hits[next++].key);
    });
    EXPECT_EQ(next, listed.hits.size());
    EXPECT_EQ(visited.total, listed.hits.size());
  }
}

TEST_F(Remote, ScoresAreExplained) {
  Searcher one(path("all.idx"));
  Searcher remote(path("news.cluster"));
  SearchOptions options;
  options.explain = true;
  const SearchResult expected = one.search("금리 환율", options);
  const SearchResult result = remote.search("금리 환율", options);
  ASSERT_EQ(result.hits.size(), expected.hits.size());
  for (std::size_t i = 0; i < result.hits.size(); ++i) {
    EXPECT_EQ(result.hits[i].explanation, expected.hits[i].explanation);
  }
}

TEST_F(Remote, ShardThatIsDownIsNamed) {
  const std::string name = servers_[2]->name();
  servers_[2]->stop();
  try {
    const Searcher searcher(path("news.cluster"));
    FAIL() << "opened";
  } catch (const IndexError& error) {
    EXPECT_EQ(error.what(), "shard " + name + " (" + path("news.cluster") +
                                ":4): Couldn't connect: Connection refused");
    EXPECT_NE(error.hint().find("--partial"), std::string::npos);
  }
}

TEST_F(Remote, ShardThatGoesDownLaterIsNamed) {
  Searcher searcher(path("news.cluster"));
  EXPECT_GT(searcher.search("환율").total, 0u);
  const std::string name = servers_[1]->name();
  servers_[1]->stop();
  try {
    searcher.search("환율");
    FAIL() << "answered";
  } catch (const IndexError& error) {
    EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
  }
}

TEST_F(Remote, RestIsSearchedWhenTheCallerSaysSo) {
  const std::string name = servers_[3]->name();
  Searcher searcher(path("news.cluster"), patience(5, true));
  EXPECT_TRUE(searcher.search("환율").missing_shards.empty());
  servers_[3]->stop();
  const SearchResult result = searcher.search("환율");
  ASSERT_EQ(result.missing_shards.size(), 1u);
  EXPECT_EQ(result.missing_shards[0].name, name);
  EXPECT_EQ(result.missing_shards[0].problem, "Couldn't connect: Connection refused");
  Searcher rest({shard_path(0), shard_path(1), shard_path(2)});
  EXPECT_EQ(text_of(result), text_of(rest.search("환율")));

  servers_[3] = std::make_unique<ShardServer>(shard_path(3), servers_[3]->port());
  EXPECT_TRUE(searcher.reopen());
  EXPECT_TRUE(searcher.search("환율").missing_shards.empty());
}

TEST_F(Remote, NothingIsSearchedWhenEveryShardIsDown) {
  for (auto& server : servers_) server->stop();
  EXPECT_THROW(Searcher(path("news.cluster"), patience(5, true)), IndexError);
}

TEST_F(Remote, ClosedConnectionIsMadeAgain) {
  Searcher searcher(path("news.cluster"));
  const std::string before = text_of(searcher.search("환율"));
  servers_[0]->stop();
  servers_[0] = std::make_unique<ShardServer>(shard_path(0), servers_[0]->port());
  EXPECT_EQ(text_of(searcher.search("환율")), before);
}

TEST_F(Remote, ShardThatHangsIsGivenUp) {
  Searcher searcher(path("news.cluster"), patience(2));
  Searcher partial(path("news.cluster"), patience(2, true));
  servers_[2]->hang();
  for (int i = 0; i < 2; ++i) {  // while opened, and when it is opened again
    try {
      searcher.search("환율");
      ADD_FAILURE() << "answered";
    } catch (const IndexError& error) {
      EXPECT_NE(std::string(error.what()).find(servers_[2]->name()), std::string::npos);
      EXPECT_NE(std::string(error.what()).find("Timeout"), std::string::npos) << error.what();
    }
  }
  const SearchResult result = partial.search("환율");
  ASSERT_EQ(result.missing_shards.size(), 1u);
  EXPECT_EQ(result.missing_shards[0].name, servers_[2]->name());
  EXPECT_GT(result.total, 0u);
}

TEST_F(Remote, AStaticIndexIsRefusedWithTheReason) {
  const std::string dump = path("dump.jsonl");
  std::ofstream(dump) << R"({"board":"news","id":"1","title":"환율 소식","body":"금리를 내렸다"})";
  IndexingOptions indexing;
  indexing.index = path("static.idx");
  indexing.dumps = {dump};
  indexing.termlists = Termlists::none;
  index_dump(indexing);
  const ShardServer server(indexing.index);
  Searcher searcher({server.name(), shard_path(0)});
  try {
    searcher.search("환율");
    FAIL() << "found";
  } catch (const IndexError& error) {
    EXPECT_NE(std::string(error.what()).find("index " + server.name()), std::string::npos);
    EXPECT_NE(error.hint().find("without --static"), std::string::npos);
  }
}

TEST_F(Remote, NewGenerationIsReadAfterReopening) {
  const std::string index = path("growing.idx");
  write_archive(index, {make_article("1", "환율", "오른다")});
  const ShardServer server(index);
  Searcher searcher(server.name());
  EXPECT_EQ(searcher.search("환율").total, 1u);
  write_archive(index, {make_article("1", "환율", "오른다"), make_article("2", "환율", "내린다")});
  EXPECT_TRUE(searcher.reopen());
  EXPECT_EQ(searcher.search("환율").total, 2u);
  EXPECT_FALSE(searcher.reopen());
}

}  // namespace
}  // namespace sillok
