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

#include "common/schema.h"
#include "sillok/error.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

using Documents = std::vector<PreparedDocument>;

PreparedDocument make_document(const std::map<std::string, std::uint32_t>& terms,
                               const std::map<unsigned, std::string>& values, std::string data) {
  PreparedDocument document;
  for (const auto& [term, wdf] : terms) {
    document.terms.push_back(make_term_count(term, wdf, document.long_terms));
    document.length += wdf;
  }
  document.values.assign(values.begin(), values.end());
  document.data = std::move(data);
  return document;
}

Xapian::Document api_document(const PreparedDocument& prepared) {
  Xapian::Document document;
  for (const auto& term : prepared.terms) {
    if (term.wdf == 0) {
      document.add_boolean_term(prepared.term(term));
    } else {
      document.add_term(prepared.term(term), term.wdf);
    }
  }
  for (const auto& [slot, value] : prepared.values) document.add_value(slot, value);
  document.set_data(prepared.data);
  return document;
}

// Documents of the shapes that break writers: of every length, with hostile terms and values.
class DocumentMaker {
 public:
  explicit DocumentMaker(unsigned seed) : random_(seed) {}

  // One document in twenty has no terms, one in ten no values, many no data.
  PreparedDocument make() {
    std::map<std::string, std::uint32_t> terms;
    if (!one_in(20)) {
      terms["T공통"] = 1 + pick(3);
      terms["Ka"] = 0;
      for (unsigned n = pick(one_in(30) ? 3000 : 60); n > 0; --n) terms[term()] = wdf();
    }
    std::map<unsigned, std::string> values;
    if (!one_in(10)) {
      constexpr unsigned kSlots[] = {0, 1, 7, 127, 128, 300, 70000, 0xfffffffe};
      for (const unsigned slot : kSlots) {
        if (!one_in(3)) values[slot] = bytes(1 + pick(one_in(50) ? 5000 : 30));
      }
    }
    return make_document(terms, values, bytes(data_bytes()));
  }

  Documents make(std::size_t count) {
    Documents documents;
    while (documents.size() < count) documents.push_back(make());
    return documents;
  }

  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }
  bool one_in(unsigned n) { return pick(n) == 0; }

  std::string bytes(std::size_t count) {
    std::string out;
    while (out.size() < count) out += static_cast<char>(random_());
    return out;
  }

 private:
  std::string term() {
    if (one_in(40)) return hostile_term();
    constexpr const char* kPrefixes[] = {"T", "B", "X", "ST", "SB", "SX", "S", "Y", "SS"};
    std::string out = kPrefixes[one_in(20) ? pick(std::size(kPrefixes)) : pick(6)];
    for (unsigned n = 1 + pick(3); n > 0; --n) {
      // Syllables, and now and then their neighbours: a jamo, a private character.
      const unsigned code = one_in(30) ? 0xABFE + pick(0x2BA8) : 0xAC00 + pick(1 + pick(2000));
      out += static_cast<char>(0xE0 | code >> 12);
      out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
      out += static_cast<char>(0x80 | (code & 0x3f));
    }
    return out;
  }

  std::string hostile_term() {
    std::string out;
    const std::size_t most = one_in(3) ? kMaxTermBytes : 1 + pick(kMaxTermBytes);
    const std::string alphabet = one_in(2) ? std::string("\0\xff\x01", 3) : std::string("a\0", 2);
    for (std::size_t size = 0;;) {
      const char byte = alphabet[pick(static_cast<unsigned>(alphabet.size()))];
      size += byte == '\0' ? 2 : 1;
      if (size > most) break;
      out += byte;
    }
    return out.empty() ? std::string(1, '\0') : out;
  }

  std::uint32_t wdf() {
    constexpr std::uint32_t kUnusual[] = {0, 2, 3, 31, 32, 126, 127, 128, 16383, 16384, 5'000'000};
    return one_in(4) ? kUnusual[pick(std::size(kUnusual))] : 1;
  }

  std::size_t data_bytes() {
    constexpr std::size_t kEdges[] = {0,    1,     17,    18,    19,     2035,   2036,
                                      2037, 2038,  2042,  2043,  2044,   4080,   8181,
                                      8192, 65534, 65535, 65536, 131070, 131071, 300'000};
    return one_in(8) ? kEdges[pick(std::size(kEdges))] : pick(1500);
  }

  std::mt19937_64 random_;
};

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
                      (options.termlists ? 0 : Xapian::DB_NO_TERMLIST);
    Xapian::WritableDatabase db(path(name), flags);
    for (const PreparedDocument& document : documents) db.add_document(api_document(document));
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

  void expect_both_ways_same(const Documents& documents, const GlassOptions& options = {}) const {
    const std::string bulk = write_bulk("bulk", documents, options);
    const std::string api = write_api("api", documents, options);
    expect_same(Xapian::Database(bulk), Xapian::Database(api), options.termlists);
    expect_checks(bulk);
    const std::string compacted = compact({bulk, bulk}, "bulk2");
    expect_same(Xapian::Database(compacted), Xapian::Database(compact({api, api}, "api2")),
                options.termlists);
    expect_checks(compacted);
  }

  fs::path root_;
};

TEST_F(GlassBulk, HoldsWhatTheApiWouldHold) {
  expect_both_ways_same(DocumentMaker(1).make(800));
}

TEST_F(GlassBulk, HoldsTheSameWithoutTermlists) {
  GlassOptions options;
  options.termlists = false;
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
      db.replace_document(id, api_document(later[id % later.size()]));
    }
    db.replace_document("Unew", api_document(later[0]));
    for (const PreparedDocument& document : later) db.add_document(api_document(document));
    db.set_metadata("이름", "값");
    db.commit();
    db.delete_document("T공통");
    db.add_document(api_document(later[1]));
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
  options.termlists = false;
  const std::string bulk = write_bulk("bulk", documents, options);
  const std::string api = write_api("api", documents, options);
  for (const std::string& directory : {bulk, api}) {
    Xapian::WritableDatabase db(directory, Xapian::DB_OPEN | Xapian::DB_NO_TERMLIST);
    EXPECT_THROW(db.delete_document(1), Xapian::FeatureUnavailableError);
    for (int i = 0; i < 100; ++i) db.add_document(api_document(documents[i]));
    db.commit();
  }
  expect_same(Xapian::Database(bulk), Xapian::Database(api), false);
  expect_checks(bulk);
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
      options.termlists = termlists;
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
