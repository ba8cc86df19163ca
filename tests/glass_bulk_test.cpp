#include "indexer/glass_bulk.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "sillok/error.h"
#include "tests/glass_documents.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

// Everything that a reader can learn, a line each.
std::vector<std::string> content(const Xapian::Database& db, bool termlists = true) try {
  std::vector<std::string> lines;
  const auto line = [&](auto&&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    lines.push_back(out.str());
  };
  line("documents ", db.get_doccount(), " last ", db.get_lastdocid(), " length ",
       db.get_total_length(), " bounds ", db.get_doclength_lower_bound(), " ",
       db.get_doclength_upper_bound(), " positions ", db.has_positions());
  for (auto key = db.metadata_keys_begin(); key != db.metadata_keys_end(); ++key) {
    line("metadata ", *key, " = ", db.get_metadata(*key));
  }
  for (const unsigned slot : {0u, 1u, 2u, 7u, 127u, 128u, 300u, 70000u, 0xfffffffeu}) {
    line("slot ", slot, " ", db.get_value_freq(slot), " ", db.get_value_lower_bound(slot), " ",
         db.get_value_upper_bound(slot));
    for (auto value = db.valuestream_begin(slot); value != db.valuestream_end(slot); ++value) {
      line("value ", slot, " ", value.get_docid(), " ", *value);
    }
  }
  for (auto term = db.allterms_begin(); term != db.allterms_end(); ++term) {
    line("term ", *term, " ", term.get_termfreq(), " ", db.get_collection_freq(*term), " ",
         db.get_wdf_upper_bound(*term));
    std::ostringstream postings;
    for (auto p = db.postlist_begin(*term); p != db.postlist_end(*term); ++p) {
      postings << ' ' << *p << ':' << p.get_wdf() << '/' << p.get_doclength();
    }
    lines.push_back(postings.str());
  }
  for (auto p = db.postlist_begin(""); p != db.postlist_end(""); ++p) {
    const Xapian::Document document = db.get_document(*p);
    line("document ", *p, " ", db.get_doclength(*p), " ", document.get_data());
    if (!termlists) continue;
    line(db.get_unique_terms(*p), " ", document.termlist_count(), " ", document.values_count());
    std::ostringstream terms;
    for (auto t = db.termlist_begin(*p); t != db.termlist_end(*p); ++t) {
      terms << ' ' << *t << ':' << t.get_wdf() << '/' << t.get_termfreq();
    }
    for (auto v = document.values_begin(); v != document.values_end(); ++v) {
      terms << ' ' << v.get_valueno() << '=' << *v;
    }
    lines.push_back(terms.str());
  }
  return lines;
} catch (const Xapian::Error& error) {
  throw std::runtime_error(error.get_description());
}

void expect_same(const Xapian::Database& bulk, const Xapian::Database& api, bool termlists = true) {
  const std::vector<std::string> found = content(bulk, termlists);
  const std::vector<std::string> expected = content(api, termlists);
  for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
    ASSERT_EQ(found[i], expected[i]) << "line " << i;
  }
  ASSERT_EQ(found.size(), expected.size());
}

class GlassBulk : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "glass-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string path(const std::string& name) const { return (root_ / name).string(); }

  std::string write_bulk(const std::string& name, const Documents& documents,
                         const GlassOptions& options = {}) const {
    const auto shard = make_glass_shard(path(name), options);
    std::uint32_t number = 0;
    for (const PreparedDocument& document : documents) {
      EXPECT_EQ(shard->add(document), ++number);
    }
    shard->finish();
    return path(name);
  }

  std::string write_api(const std::string& name, const Documents& documents,
                        const GlassOptions& options = {}) const {
    const int flags = Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC |
                      (options.termlists == Termlists::whole ? 0 : Xapian::DB_NO_TERMLIST);
    Xapian::WritableDatabase db(path(name), flags);
    for (const PreparedDocument& document : documents) db.add_document(xapian_document(document));
    for (const auto& [key, value] : options.metadata) db.set_metadata(key, value);
    db.commit();
    return path(name);
  }

  void expect_checks(const std::string& directory) const {
    std::ostringstream report;
    EXPECT_EQ(Xapian::Database::check(directory, 0, &report), 0u) << report.str();
  }

  std::string compact(const std::vector<std::string>& shards, const std::string& name) const {
    Xapian::Database all;
    for (const std::string& shard : shards) all.add_database(Xapian::Database(shard));
    all.compact(path(name));
    return path(name);
  }

  std::string merge(const std::vector<GlassSource>& sources, const std::string& name) const {
    merge_glass(sources, path(name));
    return path(name);
  }

  static void update_some(const std::string& directory, const Documents& documents) {
    Xapian::WritableDatabase db(directory, Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
    for (std::size_t i = 0; i < documents.size(); ++i) {
      if (i % 5 == 3) db.delete_document(static_cast<Xapian::docid>(i + 1));
      if (i % 5 == 1) db.add_document(xapian_document(documents[i]));
      if (i % 5 == 2)
        db.replace_document(static_cast<Xapian::docid>(i + 1), xapian_document(documents[0]));
      if (i % 7 == 0) db.commit();
    }
    db.commit();
  }

  static std::string read_file(const std::string& name) {
    std::ifstream file(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write_file(const std::string& name, const std::string& bytes) {
    std::ofstream(name, std::ios::binary | std::ios::trunc) << bytes;
  }

  void expect_both_ways_same(const Documents& documents, const GlassOptions& options = {}) const {
    const std::string bulk = write_bulk("bulk", documents, options);
    const std::string api = write_api("api", documents, options);
    expect_same(Xapian::Database(bulk), Xapian::Database(api),
                options.termlists == Termlists::whole);
    expect_checks(bulk);
    const std::string compacted = compact({bulk, bulk}, "bulk2");
    expect_same(Xapian::Database(compacted), Xapian::Database(compact({api, api}, "api2")),
                options.termlists == Termlists::whole);
    expect_checks(compacted);
  }

  fs::path root_;
};

TEST_F(GlassBulk, HoldsWhatTheApiWouldHold) {
  expect_both_ways_same(DocumentMaker(1).make(800));
}

TEST_F(GlassBulk, HoldsTheSameWithoutTermlists) {
  GlassOptions options;
  options.termlists = Termlists::none;
  expect_both_ways_same(DocumentMaker(2).make(800), options);
  EXPECT_FALSE(fs::exists(path("bulk/termlist.glass")));
}

TEST_F(GlassBulk, RunsOnDiskChangeNothing) {
  GlassOptions options;
  options.posting_bytes = 20'000;  // hundreds of runs, so that they are joined on the way
  expect_both_ways_same(DocumentMaker(3).make(800), options);
  for (const auto& entry : fs::directory_iterator(path("bulk"))) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("run")) << entry.path();
  }
}

TEST_F(GlassBulk, AnEmptyShardIsADatabase) {
  expect_both_ways_same({});
}

TEST_F(GlassBulk, EmptyDocumentsCount) {
  expect_both_ways_same(Documents(3));
}

TEST_F(GlassBulk, MetadataIsKept) {
  GlassOptions options;
  options.metadata = {{"sillok.schema", "1"}, {"sillok.공개", std::string(5000, 'x')}};
  const std::string bulk = write_bulk("bulk", DocumentMaker(4).make(3), options);
  const std::string api = write_api("api", DocumentMaker(4).make(3), options);
  expect_same(Xapian::Database(bulk), Xapian::Database(api));
  expect_checks(bulk);
}

// Lists of more than a chunk, and more than a block of chunks, of postings, values and lengths.
TEST_F(GlassBulk, LongListsAreCutIntoChunks) {
  DocumentMaker maker(5);
  Documents documents;
  for (unsigned i = 0; i < 30'000; ++i) {
    std::map<std::string, std::uint32_t> terms{{"Ka", 0}, {"T정부", 1 + i % 200}};
    if (maker.one_in(7)) terms[std::string(kMaxTermBytes, 'x')] = 1;
    if (maker.one_in(7)) terms[std::string(kMaxTermBytes / 2, '\0')] = 300;
    if (i > 29'000) terms["T늦은"] = 1;
    documents.push_back(make_document(terms, {{0, std::to_string(i)}}, {}));
  }
  GlassOptions options;
  for (const std::size_t posting_bytes : {std::size_t{1} << 30, std::size_t{100'000}}) {
    options.posting_bytes = posting_bytes;
    expect_both_ways_same(documents, options);
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
}

// Enough distinct long terms for a tree of four levels.
TEST_F(GlassBulk, TreesGrowLevels) {
  Documents documents;
  for (unsigned i = 0; i < 60; ++i) {
    std::map<std::string, std::uint32_t> terms;
    for (unsigned k = 0; k < 500; ++k) {
      terms["X" + std::string(200, 'y') + std::to_string(i * 500 + k)] = 1;
    }
    documents.push_back(make_document(terms, {}, "본문"));
  }
  expect_both_ways_same(documents);
}

TEST_F(GlassBulk, XapianUpdatesWhatWasWritten) {
  DocumentMaker maker(6);
  const Documents documents = maker.make(1500);
  const Documents later = maker.make(300);
  const auto update = [&](const std::string& directory) {
    Xapian::WritableDatabase db(directory, Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
    for (Xapian::docid id = 3; id < 1500; id += 7) db.delete_document(id);
    db.commit();
    for (Xapian::docid id = 5; id < 1500; id += 11) {
      db.replace_document(id, xapian_document(later[id % later.size()]));
    }
    db.replace_document("Unew", xapian_document(later[0]));
    for (const PreparedDocument& document : later) db.add_document(xapian_document(document));
    db.set_metadata("이름", "값");
    db.commit();
    db.delete_document("T공통");
    db.add_document(xapian_document(later[1]));
    db.commit();
  };
  const std::string bulk = write_bulk("bulk", documents);
  const std::string api = write_api("api", documents);
  const std::string joined =
      compact({write_bulk("one", documents), write_bulk("two", later)}, "joined");
  const std::string joined_api =
      compact({write_api("one-api", documents), write_api("two-api", later)}, "joined-api");
  for (const auto& [ours, reference] : {std::pair(bulk, api), std::pair(joined, joined_api)}) {
    update(ours);
    update(reference);
    expect_checks(ours);
    expect_same(Xapian::Database(ours), Xapian::Database(reference));
    const std::string compacted =
        compact({ours}, fs::path(ours).filename().string() + "-compacted");
    expect_checks(compacted);
    expect_same(Xapian::Database(compacted),
                Xapian::Database(
                    compact({reference}, fs::path(reference).filename().string() + "-compacted")));
  }
}

TEST_F(GlassBulk, WithoutTermlistsDocumentsAreAddedButNotDeleted) {
  DocumentMaker maker(7);
  const Documents documents = maker.make(200);
  GlassOptions options;
  options.termlists = Termlists::none;
  const std::string bulk = write_bulk("bulk", documents, options);
  const std::string api = write_api("api", documents, options);
  for (const std::string& directory : {bulk, api}) {
    Xapian::WritableDatabase db(directory, Xapian::DB_OPEN | Xapian::DB_NO_TERMLIST);
    EXPECT_THROW(db.delete_document(1), Xapian::FeatureUnavailableError);
    for (int i = 0; i < 100; ++i) db.add_document(xapian_document(documents[i]));
    db.commit();
  }
  expect_same(Xapian::Database(bulk), Xapian::Database(api), false);
  expect_checks(bulk);
}

// What is served of a document: its data and all its values.
void expect_same_values(const Xapian::Database& found, const Xapian::Database& expected) {
  for (auto p = expected.postlist_begin(""); p != expected.postlist_end(""); ++p) {
    const Xapian::Document document = found.get_document(*p);
    const Xapian::Document same = expected.get_document(*p);
    ASSERT_EQ(document.values_count(), same.values_count()) << *p;
    auto value = document.values_begin();
    for (auto v = same.values_begin(); v != same.values_end(); ++v, ++value) {
      ASSERT_EQ(value.get_valueno(), v.get_valueno()) << *p;
      ASSERT_EQ(*value, *v) << *p;
    }
  }
}

TEST_F(GlassBulk, WithSlotsAloneDocumentsAreServed) {
  const Documents documents = DocumentMaker(17).make(300);
  GlassOptions options;
  options.termlists = Termlists::slots;
  const std::string bulk = write_bulk("bulk", documents, options);
  const Xapian::Database api(write_api("api", documents));
  EXPECT_EQ(termlists_of(bulk), Termlists::slots);
  expect_same(Xapian::Database(bulk), api, false);
  expect_same_values(Xapian::Database(bulk), api);
  expect_checks(bulk);
  expect_checks(compact({bulk, bulk}, "compacted"));
}

TEST_F(GlassBulk, WithSlotsAloneDocumentsAreDeletedOnceTheirTermsAreAdded) {
  DocumentMaker maker(18);
  const Documents documents = maker.make(300);
  GlassOptions options;
  options.termlists = Termlists::slots;
  const std::string bulk = write_bulk("bulk", documents, options);
  const std::string api = write_api("api", documents);
  // Twice, so that the second time Xapian has written the tables.
  for (const std::vector<std::uint32_t>& gone :
       {std::vector<std::uint32_t>{1, 2, 150, 300}, std::vector<std::uint32_t>{3, 151, 299}}) {
    const auto prepare = [&](std::uint32_t number) {
      PreparedDocument document = documents[number - 1];
      document.sort_terms();
      return document;
    };
    ASSERT_TRUE(add_termlists(bulk, gone, prepare));
    for (const std::string& directory : {bulk, api}) {
      Xapian::WritableDatabase db(directory, Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
      for (const std::uint32_t number : gone) db.delete_document(number);
      db.commit();
    }
    EXPECT_EQ(termlists_of(bulk), Termlists::slots);
    expect_same(Xapian::Database(bulk), Xapian::Database(api), false);
    expect_same_values(Xapian::Database(bulk), Xapian::Database(api));
    expect_checks(bulk);
  }
}

TEST_F(GlassBulk, TermsOfAnotherLengthAreNotAdded) {
  const Documents documents = DocumentMaker(19).make(20);
  GlassOptions options;
  options.termlists = Termlists::slots;
  const std::string bulk = write_bulk("bulk", documents, options);
  const std::string before = read_file(bulk + "/termlist.glass");
  EXPECT_FALSE(add_termlists(bulk, {4}, [&](std::uint32_t) {
    return make_document({{"T정부", documents[3].length + 1}}, {}, "");
  }));
  EXPECT_EQ(read_file(bulk + "/termlist.glass"), before);
  EXPECT_FALSE(fs::exists(bulk + "/termlist.new"));
  expect_checks(bulk);
}

TEST_F(GlassBulk, MergingKeepsOfTermlistsWhatEverySourceHas) {
  const Documents documents = DocumentMaker(20).make(100);
  std::vector<std::string> sources;
  for (const Termlists termlists : {Termlists::whole, Termlists::slots, Termlists::none}) {
    GlassOptions options;
    options.termlists = termlists;
    sources.push_back(write_bulk(std::to_string(sources.size()), documents, options));
    EXPECT_EQ(termlists_of(sources.back()), termlists);
    std::vector<GlassSource> given;
    for (const std::string& source : sources) given.push_back({source, {5}});
    const std::string merged = merge(given, "merged" + std::to_string(sources.size()));
    EXPECT_EQ(termlists_of(merged), termlists);
    expect_checks(merged);
  }
}

// Numbers are the same as well, as no source lacks its first document.
TEST_F(GlassBulk, MergesAsXapianDoes) {
  DocumentMaker maker(9);
  const Documents first = maker.make(500);
  const Documents second = maker.make(40);
  for (const bool termlists : {true, false}) {
    GlassOptions options;
    options.termlists = termlists ? Termlists::whole : Termlists::none;
    const std::string suffix = termlists ? "" : "-static";
    const std::vector<std::string> shards = {
        write_bulk("first" + suffix, first, options), write_api("second" + suffix, second, options),
        write_bulk("none" + suffix, {}, options), write_bulk("third" + suffix, first, options)};
    const std::string merged = merge(
        {{shards[0], {}}, {shards[1], {}}, {shards[2], {}}, {shards[3], {}}}, "merged" + suffix);
    expect_same(Xapian::Database(merged), Xapian::Database(compact(shards, "compacted" + suffix)),
                termlists);
    expect_checks(merged);
    // What Xapian has updated, with free blocks and blocks out of order, is read as well.
    if (!termlists) continue;
    update_some(shards[1], second);
    const std::string again = merge({{merged, {}}, {shards[1], {}}}, "again");
    expect_same(Xapian::Database(again),
                Xapian::Database(compact({merged, shards[1]}, "again-api")));
    expect_checks(again);
  }
}

TEST_F(GlassBulk, MergingLeavesDocumentsOutAsXapianDeletesThem) {
  DocumentMaker maker(10);
  const Documents first = maker.make(700);
  const Documents second = maker.make(300);
  std::vector<std::uint32_t> gone;
  for (std::uint32_t id = 1; id <= first.size(); ++id) {
    if (maker.one_in(id < 300 ? 20 : 2)) gone.push_back(id);
  }
  const std::vector<std::uint32_t> few = {1, 2, 300};
  for (const bool termlists : {true, false}) {
    GlassOptions options;
    options.termlists = termlists ? Termlists::whole : Termlists::none;
    fs::remove_all(root_);
    fs::create_directories(root_);
    const std::string a = write_bulk("a", first, options);
    const std::string b = write_bulk("b", second, options);
    const std::string merged = merge({{a, gone}, {b, few}}, "merged");
    const std::string reference = write_api("reference", first);
    Xapian::WritableDatabase db(reference, Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
    for (const PreparedDocument& document : second) db.add_document(xapian_document(document));
    db.commit();
    for (const std::uint32_t id : gone) db.delete_document(id);
    for (const std::uint32_t id : few)
      db.delete_document(static_cast<Xapian::docid>(first.size()) + id);
    db.commit();
    // Deleting leaves bounds as they were, and the last number used.
    if (termlists) {
      expect_same(Xapian::Database(merged), db);
    } else {
      expect_same(Xapian::Database(merged), db, false);
    }
    expect_checks(merged);
  }
}

TEST_F(GlassBulk, AllOfASourceMayBeLeftOut) {
  const Documents documents = DocumentMaker(11).make(30);
  std::vector<std::uint32_t> all;
  for (std::uint32_t id = 1; id <= documents.size(); ++id) all.push_back(id);
  const std::string shard = write_bulk("shard", documents);
  const std::string nothing = merge({{shard, all}}, "nothing");
  expect_checks(nothing);
  EXPECT_EQ(Xapian::Database(nothing).get_doccount(), 0u);
  EXPECT_EQ(Xapian::Database(nothing).get_total_length(), 0u);
  const std::string half = merge({{shard, all}, {shard, {}}}, "half");
  expect_checks(half);
  EXPECT_EQ(Xapian::Database(half).get_doccount(), documents.size());
  expect_checks(merge({}, "empty"));
}

TEST_F(GlassBulk, ShardsThatAreNotFinishedMergeAsTheirDatabasesDo) {
  DocumentMaker maker(16);
  const Documents first = maker.make(500);
  const Documents second = maker.make(300);
  const std::vector<std::uint32_t> gone = {1, 7, 8, 9, 250, 500};
  for (const bool termlists : {true, false}) {
    GlassOptions options;
    options.termlists = termlists ? Termlists::whole : Termlists::none;
    const std::string suffix = termlists ? "" : "-static";
    const std::vector<GlassSource> databases = {
        {write_bulk("first" + suffix, first, options), gone},
        {write_bulk("second" + suffix, second, options), {}}};
    options.posting_bytes = 1 << 17;  // so that there are runs
    std::vector<std::unique_ptr<ShardWriter>> shards;
    for (const Documents* documents : {&first, &second}) {
      shards.push_back(make_glass_shard(path(std::to_string(shards.size()) + suffix), options));
      for (const PreparedDocument& document : *documents) shards.back()->add(document);
    }
    const std::string merged =
        merge({{"", gone, shards[0].get()}, {"", {}, shards[1].get()}}, "merged" + suffix);
    expect_same(Xapian::Database(merged), Xapian::Database(merge(databases, "reference" + suffix)),
                termlists);
    expect_checks(merged);
  }
}

TEST_F(GlassBulk, MergedMetadataIsTheGivenThenTheFirst) {
  GlassOptions options;
  options.metadata = {{"a", "of the first"}, {"b", "of the first"}};
  const std::string first = write_bulk("first", DocumentMaker(12).make(3), options);
  options.metadata = {{"b", "of the second"}, {"c", "of the second"}};
  const std::string second = write_bulk("second", DocumentMaker(13).make(3), options);
  merge_glass({{first, {}}, {second, {}}}, path("merged"), {{"a", "given"}});
  const Xapian::Database merged(path("merged"));
  EXPECT_EQ(merged.get_metadata("a"), "given");
  EXPECT_EQ(merged.get_metadata("b"), "of the first");
  EXPECT_EQ(merged.get_metadata("c"), "of the second");
}

// Whatever byte is wrong, merging ends: with the same, with something else, or with an IndexError.
TEST_F(GlassBulk, MergingSurvivesDamage) {
  DocumentMaker maker(14);
  const std::string shard = write_bulk("shard", maker.make(60));
  std::size_t refused = 0;
  for (int i = 0; i < 400; ++i) {
    const char* table[] = {"postlist.glass", "docdata.glass", "termlist.glass", "iamglass"};
    const std::string file = shard + "/" + table[i % 4];
    std::string bytes = read_file(file);
    const std::string whole = bytes;
    if (maker.one_in(10)) {
      bytes.resize(maker.pick(static_cast<unsigned>(bytes.size())));
    } else {
      for (unsigned n = 1 + maker.pick(4); n > 0; --n) {
        bytes[maker.pick(static_cast<unsigned>(bytes.size()))] = static_cast<char>(maker.pick(256));
      }
    }
    write_file(file, bytes);
    try {
      fs::remove_all(path("merged"));
      merge_glass({{shard, {3, 7}}, {shard, {}}}, path("merged"));
    } catch (const IndexError&) {
      ++refused;
    }
    write_file(file, whole);
  }
  EXPECT_GT(refused, 50u);
}

TEST_F(GlassBulk, RefusesTermsThatXapianWouldNotTake) {
  for (const PreparedDocument& bad :
       {make_document({{"", 1}}, {}, ""), make_document({{std::string(246, 'x'), 1}}, {}, ""),
        make_document({{std::string(123, '\0'), 1}}, {}, "")}) {
    const auto shard = make_glass_shard(path("bad"), {});
    EXPECT_THROW(shard->add(bad), IndexError);
  }
}

TEST_F(GlassBulk, RefusesARepeatedTerm) {
  for (const char* term : {"T정부", "T대한민국", "Ka"}) {
    for (const bool termlists : {false, true}) {
      PreparedDocument twice = make_document({{term, 1}}, {}, "");
      twice.terms.push_back(twice.terms[0]);
      GlassOptions options;
      options.termlists = termlists ? Termlists::whole : Termlists::none;
      const auto shard = make_glass_shard(path("bad"), options);
      EXPECT_THROW(
          {
            shard->add(twice);
            shard->finish();
          },
          IndexError)
          << term;
    }
  }
}

TEST_F(GlassBulk, NamesTheDirectoryThatCannotBeWritten) {
  std::ofstream(path("file")) << "x";
  try {
    make_glass_shard(path("file/shard"), {});
    FAIL();
  } catch (const IndexError& error) {
    EXPECT_NE(std::string(error.what()).find("file/shard"), std::string::npos) << error.what();
  }
}

TEST_F(GlassBulk, MemoryStaysNearItsBound) {
  DocumentMaker maker(8);
  GlassOptions options;
  options.posting_bytes = 4 << 20;
  const auto shard = make_glass_shard(path("bulk"), options);
  std::size_t most = 0;
  for (int i = 0; i < 3000; ++i) {
    shard->add(maker.make());
    most = std::max(most, shard->memory_bytes());
  }
  shard->finish();
  EXPECT_GT(most, std::size_t{4} << 20);
  EXPECT_LT(most, std::size_t{12} << 20);
}

}  // namespace
}  // namespace sillok
