#include "common/article_dictionary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/schema.h"
#include "common/text.h"
#include "indexer/index_parts.h"
#include "sillok/error.h"
#include "sillok/searcher.h"
#include "tests/indexed.h"
#include "tests/shard_server.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

// Text of an archive: sentences of few beginnings and endings around words of its own.
std::string sentences(std::mt19937& random, const std::string& topic, std::size_t bytes) {
  constexpr const char* kBegins[] = {"정부는 올해 하반기부터 ", "시의회 예산결산특별위원회가 ",
                                     "한국은행 금융통화위원회는 ", "경찰 관계자는 이날 오전 "};
  constexpr const char* kEnds[] = {
      "에 관한 계획을 발표했다고 밝혔다. ", "을 둘러싼 논란이 이어지고 있다. ",
      "에 대한 조사를 시작했다고 전했다. ", "의 지원 대상을 넓히기로 했다. "};
  std::string text;
  while (text.size() < bytes) {
    text += kBegins[random() % 4] + topic;
    for (int i = 0; i < 6; ++i) append_character(text, 0xAC00 + random() % 2000);
    text += kEnds[random() % 4];
  }
  text.pop_back();
  return text;
}

std::vector<std::string> bodies(unsigned seed, const std::string& topic, std::size_t count) {
  std::mt19937 random(seed);
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(sentences(random, topic, 2000));
  return all;
}

std::string posts(const std::vector<std::string>& bodies, std::size_t first = 0) {
  std::string lines;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const std::string number = std::to_string(first + i);
    lines += R"({"board":"news","id":")" + number + R"(","title":"소식 )" + number +
             R"(","date":"2025-02-04","body":")" + bodies[i] + "\"}\n";
  }
  return lines;
}

std::shared_ptr<const CompressionDictionary> trained_on(const std::vector<std::string>& samples) {
  return CompressionDictionary::trained(samples, std::size_t{16} << 10);
}

ArticleDictionaries dictionaries_of(const CompressionDictionary& dictionary) {
  ArticleDictionaries dictionaries;
  dictionaries.add("뉴스.idx", {{dictionary.key(), dictionary.bytes()}});
  return dictionaries;
}

TEST(ArticleDictionary, SavesWhatArticlesHaveInCommon) {
  const auto dictionary = trained_on(bodies(1, "환율", 200));
  ASSERT_NE(dictionary, nullptr);
  const Article article = make_article("1", "제목", bodies(2, "환율", 1).front());
  const std::string stored = encode_article(article, dictionary.get());
  EXPECT_LT(stored.size() * 4, encode_article(article).size() * 3);
  EXPECT_EQ(decode_article(stored, dictionaries_of(*dictionary)), article);
  EXPECT_EQ(decode_article(encode_article(article), dictionaries_of(*dictionary)), article);
}

TEST(ArticleDictionary, AnotherDictionaryIsNeverTakenForIt) {
  const auto dictionary = trained_on(bodies(1, "환율", 200));
  const auto other = trained_on(bodies(1, "금리", 200));
  const std::string stored = encode_article(make_article("1", "제목", "본문"), dictionary.get());
  EXPECT_NE(dictionary->key(), other->key());
  EXPECT_THROW(decode_article(stored, {}), IndexError);
  EXPECT_THROW(decode_article(stored, dictionaries_of(*other)), IndexError);
  ArticleDictionaries both = dictionaries_of(*other);
  both.add(dictionaries_of(*dictionary));
  EXPECT_EQ(decode_article(stored, both).body, "본문");
}

TEST(ArticleDictionary, DamageIsAnErrorThatNamesTheIndex) {
  const auto dictionary = trained_on(bodies(1, "환율", 200));
  std::mt19937 random(3);
  std::vector<std::string> damaged = {"", "x", dictionary->bytes().substr(0, 8),
                                      dictionary->bytes().substr(0, 5000)};
  for (int round = 0; round < 200; ++round) {
    damaged.push_back(dictionary->bytes());
    damaged.back()[random() % damaged.back().size()] ^= static_cast<char>(1 + random() % 255);
  }
  for (const std::string& bytes : damaged) {
    ArticleDictionaries dictionaries;
    try {
      dictionaries.add("뉴스.idx", {{dictionary->key(), bytes}});
      FAIL() << "taken";
    } catch (const IndexError& error) {
      EXPECT_STREQ(error.what(), "index 뉴스.idx: the dictionary of its articles is damaged");
    }
    EXPECT_THROW(CompressionDictionary("뉴스.idx", dictionary->key(), bytes), IndexError);
  }
}

TEST(ArticleDictionary, NothingInCommonGivesNone) {
  EXPECT_EQ(trained_on({}), nullptr);
  EXPECT_EQ(trained_on({"한 문장"}), nullptr);
}

class IndexedDictionary : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }

  void add(const std::string& index, const std::string& lines,
           ShardKind writer = ShardKind::automatic) const {
    IndexingOptions options = indexing(path(index), {write_file(path("dump.jsonl"), lines)});
    options.writer = writer;
    if (writer == ShardKind::xapian) options.termlists = Termlists::whole;
    index_dump(options);
  }
  DictionaryMetadata of_newest(const std::string& index) const {
    return read_dictionaries(Xapian::Database(IndexDirectory(path(index)).databases().front()));
  }
  static std::string body_of(Searcher& searcher, const std::string& id) {
    const std::vector<Hit> hits = searcher.fetch(id);
    return hits.size() == 1 ? hits.front().body : "";
  }

 private:
  TemporaryDirectory directory_;
};

TEST_F(IndexedDictionary, IsTrainedOnceAndKeptByUpdates) {
  const auto first = bodies(1, "환율", 700);
  const auto later = bodies(2, "금리", 700);
  for (const ShardKind writer : {ShardKind::bulk, ShardKind::xapian}) {
    const std::string index = writer == ShardKind::bulk ? "bulk.idx" : "xapian.idx";
    add(index, posts(first), writer);
    const DictionaryMetadata made = of_newest(index);
    ASSERT_EQ(made.size(), 1u);
    add(index, posts(later, 700), writer);
    add(index, posts({later.front()}, 10000), writer);
    EXPECT_EQ(of_newest(index), made);
    Searcher searcher(path(index));
    EXPECT_EQ(body_of(searcher, "5"), first[5]);
    EXPECT_EQ(body_of(searcher, "705"), later[5]);
    EXPECT_EQ(body_of(searcher, "10000"), later[0]);
    EXPECT_EQ(entries_of(path(index)).size(), 1401u);
  }
}

TEST_F(IndexedDictionary, ALittleTextHasNone) {
  add("뉴스.idx", posts(bodies(1, "환율", 20)));
  EXPECT_TRUE(of_newest("뉴스.idx").empty());
  add("뉴스.idx", posts(bodies(2, "환율", 700), 20));
  EXPECT_EQ(of_newest("뉴스.idx").size(), 1u);
  Searcher searcher(path("뉴스.idx"));
  EXPECT_EQ(body_of(searcher, "3"), bodies(1, "환율", 20)[3]);
  EXPECT_EQ(body_of(searcher, "30"), bodies(2, "환율", 700)[10]);
}

TEST_F(IndexedDictionary, IndexesWithOneEachAreSearchedTogether) {
  const auto a = bodies(1, "환율", 700);
  const auto b = bodies(2, "금리", 700);
  add("a.idx", posts(a));
  add("b.idx", posts(b, 5000));
  ASSERT_NE(of_newest("a.idx"), of_newest("b.idx"));
  const auto holding = static_cast<std::size_t>(std::ranges::count_if(
      b, [](const auto& body) { return body.find("금융통화위원회는 금리") != std::string::npos; }));
  std::ofstream(path("both")) << "auto a.idx\nauto b.idx\n";
  const ShardServer server(path("b.idx"));
  const std::vector<std::vector<std::string>> ways = {
      {path("a.idx"), path("b.idx")}, {path("a.idx"), server.name()}, {path("both")}};
  for (const auto& names : ways) {
    Searcher searcher(names);
    EXPECT_EQ(body_of(searcher, "7"), a[7]);
    EXPECT_EQ(body_of(searcher, "5007"), b[7]);
    SearchOptions options;
    options.facets = {Facet::board};
    EXPECT_EQ(searcher.search("\"금융통화위원회는 금리\"", options).total, holding);
  }
}

TEST_F(IndexedDictionary, MergedDatabasesHaveThoseOfAll) {
  add("a.idx", posts(bodies(1, "환율", 700)));
  add("b.idx", posts(bodies(2, "금리", 700), 5000));
  for (const MergeKind merge : {MergeKind::tables, MergeKind::xapian}) {
    GenerationPlan plan;
    plan.merge = merge;
    for (const char* index : {"a.idx", "b.idx"}) {
      plan.sources.push_back({IndexDirectory(path(index)).databases().front(), {}, nullptr});
      plan.totals += StoredEntries(path(index)).totals();
    }
    const std::string merged = path(merge == MergeKind::tables ? "tables" : "xapian");
    write_generation(plan, merged);
    EXPECT_EQ(read_dictionaries(Xapian::Database(merged)).size(), 2u);
    std::size_t read = 0;
    for_each_article(merged, {}, [&](const Article&) { ++read; });
    EXPECT_EQ(read, 1400u);
  }
}

TEST_F(IndexedDictionary, ALostOrDamagedOneIsAnError) {
  add("뉴스.idx", posts(bodies(1, "환율", 700)));
  const std::string database = IndexDirectory(path("뉴스.idx")).databases().front();
  const std::string key = of_newest("뉴스.idx").begin()->first;
  Xapian::WritableDatabase db(database, Xapian::DB_OPEN);
  db.set_metadata(key, "사전");
  db.commit();
  EXPECT_THROW(Searcher searcher(path("뉴스.idx")), IndexError);
  EXPECT_THROW(add("뉴스.idx", posts({"본문"}, 9000)), IndexError);
  db.set_metadata(key, "");
  db.commit();
  Searcher searcher(path("뉴스.idx"));
  EXPECT_THROW(searcher.fetch("3"), IndexError);
  EXPECT_THROW(searcher.search("환율"), IndexError);
}

}  // namespace
}  // namespace sillok
