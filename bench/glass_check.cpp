// The long check of the bulk writer: many random documents with hostile terms, values and lengths,
// written directly and through Xapian's API, then updated, merged and compacted, and compared whole
// after every step.
//
//   glass_check [DOCUMENTS [SEED [DIRECTORY]]]     100000 1, in the directory for temporary files
#include <xapian.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "indexer/glass_bulk.h"
#include "sillok/error.h"
#include "tests/glass_documents.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

// What a reader can learn of a database, hashed part by part.
using Digest = std::map<std::string, std::uint64_t>;

class PartHash {
 public:
  PartHash(Digest& digest, const std::string& part) : sum_(digest[part]) {}
  void add(const std::string& bytes) {
    sum_ = XXH3_64bits_withSeed(bytes.data(), bytes.size(), sum_);
  }
  void add(std::uint64_t number) { sum_ = XXH3_64bits_withSeed(&number, sizeof number, sum_); }

 private:
  std::uint64_t& sum_;
};

void digest_postings(const Xapian::Database& db, Digest& digest) {
  PartHash terms(digest, "terms");
  PartHash postings(digest, "postings");
  for (auto term = db.allterms_begin(); term != db.allterms_end(); ++term) {
    terms.add(*term);
    terms.add(term.get_termfreq());
    terms.add(db.get_collection_freq(*term));
    terms.add(db.get_wdf_upper_bound(*term));
    for (auto p = db.postlist_begin(*term); p != db.postlist_end(*term); ++p) {
      postings.add(*p);
      postings.add(p.get_wdf());
    }
  }
}

void digest_values(const Xapian::Database& db, Digest& digest) {
  PartHash statistics(digest, "value statistics");
  PartHash values(digest, "values");
  for (const unsigned slot : DocumentMaker::kSlots) {
    statistics.add(db.get_value_freq(slot));
    statistics.add(db.get_value_lower_bound(slot));
    statistics.add(db.get_value_upper_bound(slot));
    for (auto value = db.valuestream_begin(slot); value != db.valuestream_end(slot); ++value) {
      values.add(value.get_docid());
      values.add(*value);
    }
  }
}

void digest_documents(const Xapian::Database& db, Termlists termlists, Digest& digest) {
  PartHash data(digest, "data and lengths");
  PartHash values(digest, "values of documents");
  PartHash lists(digest, "termlists");
  for (auto p = db.postlist_begin(""); p != db.postlist_end(""); ++p) {
    data.add(*p);
    data.add(db.get_doclength(*p));
    data.add(db.get_document(*p).get_data());
    if (termlists == Termlists::none) continue;
    const Xapian::Document document = db.get_document(*p);
    for (auto v = document.values_begin(); v != document.values_end(); ++v) {
      values.add(v.get_valueno());
      values.add(*v);
    }
    if (termlists == Termlists::slots) continue;
    for (auto t = db.termlist_begin(*p); t != db.termlist_end(*p); ++t) {
      lists.add(*t);
      lists.add(t.get_wdf());
    }
  }
}

Digest digest_of(const std::string& path, Termlists termlists) {
  const Xapian::Database db(path);
  Digest digest;
  PartHash counts(digest, "counts and bounds");
  for (const std::uint64_t number :
       {std::uint64_t{db.get_doccount()}, std::uint64_t{db.get_lastdocid()},
        std::uint64_t{db.get_total_length()}, std::uint64_t{db.get_doclength_lower_bound()},
        std::uint64_t{db.get_doclength_upper_bound()}}) {
    counts.add(number);
  }
  digest_postings(db, digest);
  digest_values(db, digest);
  digest_documents(db, termlists, digest);
  return digest;
}

class Check {
 public:
  Check(std::size_t documents, unsigned seed, std::string directory)
      : maker_(seed), directory_(std::move(directory)) {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
    step("make " + std::to_string(documents) + " documents",
         [&] { documents_ = maker_.make(documents); });
  }
  ~Check() { fs::remove_all(directory_); }
  Check(const Check&) = delete;
  Check& operator=(const Check&) = delete;

  int run() {
    for (const Termlists kind : {Termlists::slots, Termlists::whole, Termlists::none}) {
      termlists_ = kind;
      run_kind();
    }
    if (failures_ > 0) std::cout << failures_ << " differences\n";
    return failures_ == 0 ? 0 : 1;
  }

 private:
  std::string path(const std::string& name) const { return directory_ + "/" + name; }

  void step(const std::string& what, const std::function<void()>& action) const {
    std::cout << what << " ... " << std::flush;
    const auto begin = std::chrono::steady_clock::now();
    action();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::printf("%.1f s\n", seconds.count());
  }

  void write_bulk(const std::string& name, std::size_t begin, std::size_t end) {
    GlassOptions options;
    options.termlists = termlists_;
    options.posting_bytes = std::size_t{1} << (17 + maker_.pick(10));
    const auto shard = make_glass_shard(path(name), options);
    for (std::size_t i = begin; i < end; ++i) shard->add(documents_[i]);
    shard->finish();
  }

  void write_api(const std::string& name) const {
    const int flags = Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC |
                      (termlists_ == Termlists::none ? Xapian::DB_NO_TERMLIST : 0);
    Xapian::WritableDatabase db(path(name), flags);
    for (const PreparedDocument& document : documents_) db.add_document(xapian_document(document));
    db.commit();
  }

  void compare(const std::string& name, const std::string& reference) {
    step("compare " + name + " with " + reference, [&] {
      const std::size_t errors = Xapian::Database::check(path(name), 0, &std::cout);
      if (errors > 0) complain(name + ": Xapian finds " + std::to_string(errors) + " errors");
      const Digest found = digest_of(path(name), termlists_);
      for (const auto& [part, hash] : digest_of(path(reference), termlists_)) {
        if (found.at(part) != hash) complain(name + ": " + part + " differ");
      }
    });
  }

  void complain(const std::string& what) {
    std::cout << "\n  DIFFERENT: " << what << '\n';
    ++failures_;
  }

  // Three shards merged, two of them written with small buffers, are the whole.
  void check_merging() {
    const std::size_t third = documents_.size() / 3;
    step("write and merge three shards", [&] {
      write_bulk("one", 0, third);
      write_bulk("two", third, 2 * third);
      write_bulk("three", 2 * third, documents_.size());
      merge_glass({{path("one"), {}}, {path("two"), {}}, {path("three"), {}}}, path("merged"));
    });
    compare("merged", "api");
    step("compact them through Xapian", [&] {
      Xapian::Database all;
      for (const char* shard : {"one", "two", "three"}) {
        all.add_database(Xapian::Database(path(shard)));
      }
      all.compact(path("compacted"));
    });
    compare("compacted", "api");
  }

  std::set<std::uint32_t> pick_documents(unsigned one_in) {
    std::set<std::uint32_t> picked;
    for (std::uint32_t id = 1; id <= documents_.size(); ++id) {
      if (maker_.one_in(one_in)) picked.insert(id);
    }
    return picked;
  }

  void check_leaving_out() {
    const std::set<std::uint32_t> gone = pick_documents(7);
    step("leave " + std::to_string(gone.size()) + " documents out, and delete them", [&] {
      merge_glass({{path("bulk"), {gone.begin(), gone.end()}}}, path("without"));
      fs::copy(path("api"), path("deleted"), fs::copy_options::recursive);
      Xapian::WritableDatabase db(path("deleted"), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
      for (const std::uint32_t id : gone) db.delete_document(id);
      db.commit();
    });
    compare("without", "deleted");
  }

  void check_updating() {
    const std::set<std::uint32_t> gone = pick_documents(11);
    const std::set<std::uint32_t> replaced = pick_documents(13);
    const Documents later = maker_.make(documents_.size() / 10 + 1);
    const auto update = [&](const std::string& name) {
      Xapian::WritableDatabase db(path(name), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
      for (const std::uint32_t id : gone) db.delete_document(id);
      db.commit();
      for (const std::uint32_t id : replaced) {
        db.replace_document(id, xapian_document(later[id % later.size()]));
      }
      for (const PreparedDocument& document : later) db.add_document(xapian_document(document));
      db.commit();
    };
    step("update both through Xapian", [&] {
      update("bulk");
      update("api");
    });
    compare("bulk", "api");
    step("compact one through Xapian, merge the other", [&] {
      Xapian::Database(path("bulk")).compact(path("compacted-after"));
      merge_glass({{path("bulk"), {}}}, path("merged-after"));
    });
    compare("compacted-after", "api");
    compare("merged-after", "api");
  }

  // Deleted through Xapian, once it has been told their terms.
  void check_deleting() {
    const std::set<std::uint32_t> gone = pick_documents(9);
    step("delete " + std::to_string(gone.size()) + " documents", [&] {
      const auto prepare = [&](std::uint32_t id) {
        PreparedDocument document = documents_[id - 1];
        document.sort_terms();
        return document;
      };
      if (!add_termlists(path("bulk"), {gone.begin(), gone.end()}, prepare)) {
        complain("the terms to add differ");
      }
      for (const char* name : {"bulk", "api"}) {
        Xapian::WritableDatabase db(path(name), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
        for (const std::uint32_t id : gone) db.delete_document(id);
        db.commit();
      }
    });
    compare("bulk", "api");
  }

  void run_kind() {
    constexpr const char* kKinds[] = {"without termlists", "with slots alone", "with termlists"};
    std::cout << kKinds[static_cast<int>(termlists_)] << '\n';
    step("write directly", [&] { write_bulk("bulk", 0, documents_.size()); });
    step("write through Xapian", [&] { write_api("api"); });
    compare("bulk", "api");
    check_merging();
    if (termlists_ == Termlists::slots) check_deleting();
    if (termlists_ == Termlists::whole) {
      check_leaving_out();
      check_updating();
    }
    for (const auto& entry : fs::directory_iterator(directory_)) fs::remove_all(entry.path());
  }

  DocumentMaker maker_;
  std::string directory_;
  Documents documents_;
  Termlists termlists_ = Termlists::whole;
  std::size_t failures_ = 0;
};

}  // namespace
}  // namespace sillok

int main(int argc, char** argv) {
  try {
    const std::size_t documents = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
    const auto seed = static_cast<unsigned>(argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1);
    const std::string directory =
        argc > 3 ? argv[3] : (std::filesystem::temp_directory_path() / "glass-check").string();
    return sillok::Check(documents, seed, directory).run();
  } catch (const Xapian::Error& error) {
    std::cerr << "glass_check: " << error.get_description() << '\n';
  } catch (const std::exception& error) {
    std::cerr << "glass_check: " << error.what() << '\n';
  }
  return 2;
}
