#include "indexer/index_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

#include "common/schema.h"
#include "indexer/document.h"
#include "indexer/glass_bulk.h"
#include "tests/expected.h"
#include "tests/indexed.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

using Lines = std::vector<std::string>;

std::string post(int number, const std::string& body) {
  return R"({"board":"news","number":)" + std::to_string(number) + R"(,"title":"소식 )" +
         std::to_string(number) + R"(","date":"2025-02-04","body":")" + body + "\"}\n";
}

std::size_t count_databases(const std::string& index) {
  return IndexDirectory(index).databases().size();
}

class IndexParts : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  std::string index() const { return path("뉴스.idx"); }

  IndexingSummary run(const std::string& bytes, PartMerging merging = PartMerging::due,
                      Termlists termlists = Termlists::slots) const {
    IndexingOptions options =
        indexing(index(), {write_file(path("dump.jsonl"), bytes, modified_++)});
    options.merging = merging;
    options.termlists = termlists;
    return index_dump(options);
  }

  // The index is what one made of `posts` at once would be.
  void expect_holds(const std::map<int, std::string>& posts) const {
    std::string all;
    Lines lines;
    for (const auto& [number, body] : posts) {
      all += post(number, body);
      lines.push_back("a news#" + std::to_string(number) + " 소식 " + std::to_string(number) + "|" +
                      body);
    }
    std::sort(lines.begin(), lines.end());
    EXPECT_EQ(entries_of(index()), lines);
    const std::string whole = path("whole.idx");
    fs::remove_all(whole);
    index_dump(indexing(whole, {write_file(path("whole.jsonl"), all)}));
    const Xapian::Database found(index());
    const Xapian::Database expected(whole);
    EXPECT_EQ(found.get_metadata(kMetaFingerprint), expected.get_metadata(kMetaFingerprint));
    EXPECT_EQ(found.get_doccount(), expected.get_doccount());
    EXPECT_EQ(found.get_total_length(), expected.get_total_length());
    EXPECT_EQ(found.get_termfreq("B소식"), expected.get_termfreq("B소식"));
    EXPECT_EQ(found.get_collection_freq("T본문"), expected.get_collection_freq("T본문"));
  }

  void expect_checks() const {
    for (const std::string& database : IndexDirectory(index()).databases()) {
      EXPECT_EQ(Xapian::Database::check(database), 0u);
    }
  }

  static std::string posts_from(int first, int last) {
    std::string bytes;
    for (int number = first; number <= last; ++number) bytes += post(number, "본문");
    return bytes;
  }

 private:
  TemporaryDirectory directory_;
  mutable std::int64_t modified_ = 1'700'000'000;
};

TEST_F(IndexParts, AreMergedWhenNewerOnesHoldAThirdOfAnOlder) {
  const struct {
    std::vector<Xapian::doccount> documents;  // the newest first
    std::size_t merged;
  } kCases[] = {{{}, 0},
                {{10}, 0},
                {{10, 100}, 0},
                {{10, 31}, 0},
                {{10, 30}, 2},
                {{0, 30}, 0},
                {{10, 30, 121}, 2},
                {{10, 30, 120}, 3},
                {{10, 31, 124}, 0},
                {{1, 9, 2, 99}, 3},
                {{5, 100, 40, 999}, 3}};
  for (const auto& [documents, merged] : kCases) {
    std::vector<IndexPart> parts;
    for (const Xapian::doccount count : documents) parts.push_back({"", count, {}});
    EXPECT_EQ(count_parts_to_merge(parts, PartMerging::due), merged);
    EXPECT_EQ(count_parts_to_merge(parts, PartMerging::never), 0u);
    EXPECT_EQ(count_parts_to_merge(parts, PartMerging::all), parts.size() > 1 ? parts.size() : 0);
  }
}

TEST_F(IndexParts, AnUpdateWritesWhatIsNewAlone) {
  run(posts_from(1, 100));
  const auto before = fs::last_write_time(index() + "/generation-1/postlist.glass");
  const auto summary = run(posts_from(90, 110));
  EXPECT_EQ(summary.posts.added.articles, 10u);
  EXPECT_EQ(summary.parts, 2u);
  EXPECT_EQ(count_databases(index()), 2u);
  EXPECT_EQ(fs::last_write_time(index() + "/generation-1/postlist.glass"), before);
  EXPECT_EQ(Xapian::Database(index() + "/generation-2").get_doccount(), 10u);
}

TEST_F(IndexParts, OptimizingLeavesOneDatabase) {
  run(posts_from(1, 100));
  run(posts_from(101, 105));
  run(post(7, "바뀐 본문"), PartMerging::never);
  EXPECT_EQ(count_databases(index()), 3u);
  IndexingOptions options = indexing(index(), {});
  options.merging = PartMerging::all;
  const auto summary = index_dump(options);
  EXPECT_FALSE(summary.is_published);  // no entry is new
  EXPECT_EQ(summary.merged_parts, 3u);
  EXPECT_EQ(count_databases(index()), 1u);
  std::map<int, std::string> posts;
  for (int number = 1; number <= 105; ++number) posts[number] = "본문";
  posts[7] = "바뀐 본문";
  expect_holds(posts);
  expect_checks();
}

TEST_F(IndexParts, AReaderGoesOnWhileEntriesItReadsAreReplaced) {
  run(posts_from(1, 400));
  const Xapian::Database reader(index());
  run(post(7, "바뀐 본문"), PartMerging::never);
  Lines titles;
  for (Xapian::docid id = 1; id <= reader.get_doccount(); ++id) {
    titles.push_back(decode_article(reader.get_document(id).get_data(), {}).body);
  }
  EXPECT_EQ(titles, Lines(400, "본문"));
  EXPECT_EQ(reader.get_termfreq("T바뀐"), 0u);
  std::map<int, std::string> posts;
  for (int number = 1; number <= 400; ++number) posts[number] = "본문";
  posts[7] = "바뀐 본문";
  expect_holds(posts);
  expect_checks();
}

TEST_F(IndexParts, ManyUpdatesMakeTheIndexThatOneRunMakes) {
  for (const Termlists termlists : {Termlists::whole, Termlists::slots, Termlists::none}) {
    fs::remove_all(index());
    std::mt19937 random(static_cast<unsigned>(termlists));
    std::map<int, std::string> posts;
    for (int update = 0; update < 40; ++update) {
      std::string bytes;
      const unsigned count = update == 0 ? 300 : 1 + random() % 12;
      for (unsigned i = 0; i < count; ++i) {
        const int number = 1 + static_cast<int>(random() % 500);
        posts[number] = "본문 " + std::to_string(update);
        bytes += post(number, posts[number]);
      }
      run(bytes, update % 5 == 1 ? PartMerging::never : PartMerging::due, termlists);
      EXPECT_LT(count_databases(index()), 8u);
    }
    expect_holds(posts);
    expect_checks();
  }
}

TEST_F(IndexParts, WhatIsStoredOfAnArticleTellsItsTerms) {
  IndexingOptions options = indexing(index(), {std::string(SILLOK_SOURCE_DIR) + "/data/archive"});
  options.termlists = Termlists::whole;
  index_dump(options);
  const Xapian::Database db(index());
  ASSERT_GT(db.get_doccount(), 300u);
  for (Xapian::docid id = 1; id <= db.get_lastdocid(); ++id) {
    const std::string stored = db.get_document(id).get_data();
    const PreparedDocument told = prepare_document(decode_article(stored, {}));
    Lines terms;
    for (const auto& term : told.terms) {
      terms.push_back(told.term(term) + " " + std::to_string(term.wdf));
    }
    Lines expected;
    for (auto term = db.termlist_begin(id); term != db.termlist_end(id); ++term) {
      expected.push_back(*term + " " + std::to_string(term.get_wdf()));
    }
    EXPECT_EQ(terms, expected) << id;
    EXPECT_EQ(told.length, db.get_doclength(id));
  }
}

TEST_F(IndexParts, ReplacingAFewLeavesTheRestOfADatabaseAsItIs) {
  for (const Termlists termlists : {Termlists::slots, Termlists::whole}) {
    fs::remove_all(index());
    run(posts_from(1, 400), PartMerging::never, termlists);
    run(post(7, "바뀐 본문") + post(400, "바뀐 본문"), PartMerging::never, termlists);
    const std::vector<std::string> databases = IndexDirectory(index()).databases();
    ASSERT_EQ(databases.size(), 2u);
    EXPECT_TRUE(
        fs::equivalent(databases[1] + "/docdata.glass", index() + "/generation-1/docdata.glass"));
    EXPECT_EQ(Xapian::Database(databases[1]).get_doccount(), 398u);
    EXPECT_EQ(termlists_of(databases[1]), termlists);
    expect_checks();
  }
}

Lines postings_of(const std::string& index) {
  const Xapian::Database db(index);
  Lines lines;
  for (auto term = db.allterms_begin(); term != db.allterms_end(); ++term) {
    lines.push_back(*term);
    for (auto p = db.postlist_begin(*term); p != db.postlist_end(*term); ++p) {
      lines.back() += " " + std::to_string(*p) + ":" + std::to_string(p.get_wdf());
    }
  }
  return lines;
}

// The index is as it was, unless the damage lies where nothing is.
TEST_F(IndexParts, ADamagedDatabaseIsNotMergedIntoAPublishedOne) {
  run(posts_from(1, 100));
  run(posts_from(101, 105));
  const std::string damaged = path("damaged.idx");
  fs::copy(index(), damaged, fs::copy_options::recursive);
  IndexingOptions options = indexing(damaged, {});
  options.merging = PartMerging::all;
  index_dump(options);
  const Lines intact = postings_of(damaged);
  std::size_t refused = 0;
  for (int place = 1; place < 20; ++place) {
    fs::remove_all(damaged);
    fs::copy(index(), damaged, fs::copy_options::recursive);
    const std::string table = damaged + "/generation-1/postlist.glass";
    std::string bytes = expected::read_file(table);
    const std::size_t begin = bytes.size() * static_cast<std::size_t>(place) / 20;
    for (std::size_t i = begin; i < std::min(begin + 200, bytes.size()); ++i) bytes[i] ^= 0x55;
    write_file(table, bytes);
    try {
      index_dump(options);
      EXPECT_EQ(postings_of(damaged), intact);
    } catch (const IndexError&) {
      ++refused;
      EXPECT_EQ(count_databases(damaged), 2u);
    }
  }
  EXPECT_GE(refused, 5u);
}

}  // namespace
}  // namespace sillok
