#include "indexer/shard_store.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "indexer/glass_bulk.h"
#include "tests/indexed.h"

namespace sillok {
namespace {

// Every article its own shard, so that few articles make many shards.
constexpr std::size_t kTinyShards = 1;

struct Written {
  std::vector<std::string> titles;   // in the order of the databases
  std::vector<std::string> removed;  // of those, the ones taken back
};

Written read_back(const ShardStore& store) {
  Written written;
  for (const ShardDatabase& database : store.databases()) {
    const auto documents = list_documents(database.path);
    EXPECT_EQ(documents.size(), database.documents);
    for (const Article& article : read_articles(database.path, documents)) {
      written.titles.push_back(article.title);
    }
    for (const Article& article : read_articles(database.path, database.removed)) {
      written.removed.push_back(article.title);
    }
  }
  return written;
}

TEST(ShardStore, DocumentsKeepTheirOrderAndNumbersThroughEveryMerge) {
  constexpr int kArticles = 330;  // more shards than are left unmerged
  const TemporaryDirectory directory;
  WorkPool pool(2, 1 << 20);
  ShardStore store(directory.path(), {make_xapian_shard, kTinyShards, false}, &pool);
  std::uint64_t fingerprint = 0;
  for (int i = 0; i < kArticles; ++i) {
    store.add(make_article(std::to_string(i), std::to_string(i), "본문"), 1000 + i);
    fingerprint += 1000 + static_cast<std::uint64_t>(i);
  }
  store.flush();
  pool.wait();
  store.remove(7, 0);
  store.remove(300, 0);
  EXPECT_EQ(store.fingerprint(), fingerprint - 1007 - 1300);
  EXPECT_LT(store.databases().size(), static_cast<std::size_t>(kArticles));
  const Written written = read_back(store);
  ASSERT_EQ(written.titles.size(), static_cast<std::size_t>(kArticles));
  for (int i = 0; i < kArticles; ++i) {
    EXPECT_EQ(written.titles[static_cast<std::size_t>(i)], std::to_string(i));
  }
  EXPECT_EQ(written.removed, (std::vector<std::string>{"7", "300"}));
}

TEST(ShardStore, AnArticleTakenBackBeforeItsShardIsWrittenIsNotWritten) {
  const TemporaryDirectory directory;
  WorkPool pool(2, 1 << 20);
  ShardStore store(directory.path(), {make_xapian_shard, std::size_t{1} << 20, false}, &pool);
  for (int i = 0; i < 5; ++i) {
    store.add(make_article(std::to_string(i), std::to_string(i), "본문"), 1);
  }
  store.remove(0, 1);
  store.flush();
  pool.wait();
  store.remove(0, 3);
  const Written written = read_back(store);
  EXPECT_EQ(written.titles, (std::vector<std::string>{"0", "2", "3", "4"}));
  EXPECT_EQ(written.removed, (std::vector<std::string>{"3"}));
}

TEST(ShardStore, ShardsThatStayOpenTakeBatchAfterBatch) {
  constexpr int kArticles = 100;
  const TemporaryDirectory directory;
  WorkPool pool(2, 1 << 20);
  const auto make = [](const std::string& path) { return make_glass_shard(path, {}); };
  ShardStore store(directory.path(), {make, kTinyShards, true}, &pool);
  std::vector<std::string> expected;
  for (int i = 0; i < kArticles; ++i) {
    store.add(make_article(std::to_string(i), std::to_string(i), "본문"), 1);
    expected.push_back(std::to_string(i));
  }
  store.flush();
  pool.wait();
  store.finish();
  store.remove(7, 0);
  store.remove(42, 0);
  EXPECT_LE(store.databases().size(), 2u);
  Written written = read_back(store);
  std::sort(expected.begin(), expected.end());
  std::sort(written.titles.begin(), written.titles.end());
  EXPECT_EQ(written.titles, expected);
  std::sort(written.removed.begin(), written.removed.end());
  EXPECT_EQ(written.removed, (std::vector<std::string>{"42", "7"}));
  store.add(make_article("later", "later", "본문"), 1);
  store.flush();
  pool.wait();
  store.finish();
  written = read_back(store);
  EXPECT_EQ(written.titles.back(), "later");
  EXPECT_EQ(written.titles.size(), expected.size() + 1);
}

TEST(ShardStore, ClosedShardsAreMergedWithoutWhatWasTakenBack) {
  constexpr int kArticles = 60;
  for (const Termlists termlists : {Termlists::whole, Termlists::slots, Termlists::none}) {
    const TemporaryDirectory directory;
    WorkPool pool(2, 1 << 20);
    GlassOptions options;
    options.termlists = termlists;
    const auto make = [&](const std::string& path) { return make_glass_shard(path, options); };
    ShardStore store(directory.path(), {make, kTinyShards, true}, &pool);
    std::vector<std::string> expected;
    for (int i = 0; i < kArticles; ++i) {
      store.add(make_article(std::to_string(i), std::to_string(i), "본문"), 1);
      if (i != 7 && i != 42) expected.push_back(std::to_string(i));
    }
    store.flush();
    pool.wait();
    store.close();
    store.remove(7, 0);
    store.remove(42, 0);
    std::vector<GlassSource> sources;
    for (ShardDatabase& database : store.databases()) {
      ASSERT_NE(database.shard, nullptr);
      sources.push_back({"", database.removed, database.shard});
    }
    const std::string merged = directory.path() + "/merged";
    merge_glass(sources, merged);
    EXPECT_EQ(Xapian::Database::check(merged), 0u);
    std::vector<std::string> titles;
    for (const Article& article : read_articles(merged, list_documents(merged))) {
      titles.push_back(article.title);
    }
    std::sort(titles.begin(), titles.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(titles, expected);
  }
}

}  // namespace
}  // namespace sillok
