// sillok-index --shards: an index divided by identity behaves as one.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "indexer/index_layout.h"
#include "sillok/searcher.h"
#include "tests/indexed.h"

namespace sillok {
namespace {

class ShardedIndex : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }

  std::string write_posts(const std::string& name, int first, int last, const std::string& body) {
    std::string lines;
    for (int i = first; i < last; ++i) {
      lines += R"({"board":"news","id":"p)" + std::to_string(i) + R"(","title":"환율 소식 )" +
               std::to_string(i % 7) + R"(","date":"2025-02-)" + std::to_string(10 + i % 15) +
               R"(","body":")" + body + "\"}\n";
    }
    return write_file(path(name), lines);
  }

  IndexingSummary index(const std::string& name, const std::string& dump, unsigned shards = 0) {
    IndexingOptions options = indexing(path(name), {dump});
    options.shards = shards;
    return index_dump(options);
  }

  std::vector<std::string> all_entries(const std::string& name) const {
    std::vector<std::string> all;
    for (const std::string& part : index_parts(path(name), 0)) {
      for (std::string& entry : entries_of(part)) all.push_back(std::move(entry));
    }
    std::ranges::sort(all);
    return all;
  }

  // Keys and scores in their order.
  std::string found(const std::string& name, const std::string& query) const {
    Searcher searcher(path(name));
    SearchOptions options;
    options.limit.reset();
    std::string text = searcher.summary().fingerprint + "\n";
    for (const Hit& hit : searcher.search(query, options).hits) {
      text += hit.key + " " + std::to_string(hit.score) + "\n";
    }
    return text;
  }

 private:
  TemporaryDirectory directory_;
};

TEST_F(ShardedIndex, HoldsAndFindsWhatOneIndexDoes) {
  const std::string first = write_posts("a.jsonl", 0, 200, "금리가 오른다");
  const std::string second = write_posts("b.jsonl", 150, 260, "한국은행이 금리를 내렸다");
  for (const std::string& dump : {first, second}) {
    const IndexingSummary one = index("one.idx", dump);
    const IndexingSummary many = index("many.idx", dump, 4);
    EXPECT_EQ(many.posts.added.all(), one.posts.added.all());
    EXPECT_EQ(many.posts.changed.all(), one.posts.changed.all());
    EXPECT_EQ(many.index, one.index);
    EXPECT_EQ(all_entries("many.idx"), entries_of(path("one.idx")));
    for (const char* query : {"환율", "한국은행 금리", "\"금리가\"", "*"}) {
      EXPECT_EQ(found("many.idx", query), found("one.idx", query)) << query;
    }
  }
  for (int shard = 1; shard <= 4; ++shard) {
    const auto entries = entries_of(path("many.idx/shard-" + std::to_string(shard)));
    EXPECT_GT(entries.size(), 30u);
    EXPECT_LT(entries.size(), 110u);
  }
}

TEST_F(ShardedIndex, SameDumpAgainAddsNothing) {
  const std::string dump = write_posts("a.jsonl", 0, 50, "금리");
  EXPECT_TRUE(index("many.idx", dump, 3).is_published);
  const IndexingSummary again = index("many.idx", dump);  // knows its shards
  EXPECT_FALSE(again.is_published);
  EXPECT_EQ(again.posts.unchanged.all(), 50u);
}

TEST_F(ShardedIndex, RowGivesWayToItsArticleInAnotherShard) {
  std::string rows;
  std::string articles;
  for (int i = 1; i <= 20; ++i) {
    const std::string number = std::to_string(i);
    rows += R"({"board":"news","number":)" + number + R"(,"title":"소식 )" + number + "\"}\n";
    articles += R"({"board":"news","id":"x)" + number + R"(","number":)" + number +
                R"(,"title":"소식 )" + number + R"(","body":"본문"})" + "\n";
  }
  const std::string first = write_file(path("rows.jsonl"), rows);
  const std::string second = write_file(path("articles.jsonl"), articles);
  for (const std::string& dump : {first, second}) {
    index("one.idx", dump);
    index("many.idx", dump, 4);
    EXPECT_EQ(all_entries("many.idx"), entries_of(path("one.idx")));
  }
}

TEST_F(ShardedIndex, OtherNumbersOfShardsAreRefused) {
  const std::string dump = write_posts("a.jsonl", 0, 20, "금리");
  index("many.idx", dump, 4);
  index("one.idx", dump);
  EXPECT_NO_THROW(index("many.idx", dump, 4));
  EXPECT_THROW(index("many.idx", dump, 3), UsageError);
  EXPECT_THROW(index("one.idx", dump, 4), UsageError);
  write_file(path("many.idx/cluster"), "shard-1\nsearch2:9001\n");
  EXPECT_THROW(index("many.idx", dump), IndexError);
}

TEST_F(ShardedIndex, FirstPublicationThatWasCutShortIsCompleted) {
  const std::string dump = write_posts("a.jsonl", 0, 60, "금리");
  index("many.idx", dump, 3);
  const auto expected = all_entries("many.idx");
  std::filesystem::remove_all(path("many.idx/shard-2"));
  index("many.idx", dump);
  EXPECT_EQ(all_entries("many.idx"), expected);
}

}  // namespace
}  // namespace sillok
