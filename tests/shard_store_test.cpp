#include "indexer/shard_store.h"

#include <gtest/gtest.h>


#include "tests/indexed.h"

namespace sillok {
namespace {

// Every article its own shard, so that few articles make many shards.
constexpr std::size_t kTinyShards = 1;

std::vector<std::string> merged_titles(const ShardStore& store, const std::string& path) {
  merge_databases(store.databases(), path);
  const Xapian::Database db(path);
  std::vector<std::string> titles;
  for (auto it = db.postlist_begin(""); it != db.postlist_end(""); ++it) {
    titles.push_back(decode_article(db.get_document(*it).get_data()).title);
  }
  return titles;
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
  EXPECT_EQ(store.documents(), static_cast<std::uint64_t>(kArticles));
  EXPECT_LT(store.databases().size(), static_cast<std::size_t>(kArticles));
  EXPECT_EQ(store.removed_documents(), (std::vector<Xapian::docid>{8, 301}));
  const auto titles = merged_titles(store, directory.path() + "/merged");
  ASSERT_EQ(titles.size(), static_cast<std::size_t>(kArticles));
  for (int i = 0; i < kArticles; ++i) {
    EXPECT_EQ(titles[static_cast<std::size_t>(i)], std::to_string(i));
  }
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
  EXPECT_EQ(store.documents(), 4u);
  EXPECT_EQ(store.removed_documents(), (std::vector<Xapian::docid>{3}));
  EXPECT_EQ(merged_titles(store, directory.path() + "/merged"),
            (std::vector<std::string>{"0", "2", "3", "4"}));
}

}  // namespace
}  // namespace sillok
