#include "indexer/shard_store.h"

#include <gtest/gtest.h>

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
  ShardStore store(directory.path(), {make_xapian_shard, kTinyShards}, &pool);
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
  ShardStore store(directory.path(), {make_xapian_shard, std::size_t{1} << 20}, &pool);
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

}  // namespace
}  // namespace sillok
