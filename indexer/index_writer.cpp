#include "indexer/index_writer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "common/schema.h"
#include "common/text.h"
#include "indexer/glass_bulk.h"
#include "indexer/listed_words.h"
#include "sillok/error.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStubName = "XAPIANDB";
constexpr const char* kLockName = "lock";
constexpr const char* kWorkName = "work";
constexpr std::string_view kGenerationPrefix = "generation-";

// Runs `action` and says of Xapian's and the file system's errors which index they are about.
template <typename Action>
auto naming_index(const std::string& path, Action action) {
  try {
    return action();
  } catch (const Xapian::DatabaseCorruptError& e) {
    throw IndexError("index " + path + ": damaged: " + e.get_msg(),
                     "rebuild it with sillok-index --rebuild", IndexProblem::damaged);
  } catch (const Xapian::Error& e) {
    const char* const system = e.get_error_string();
    throw IndexError("index " + path + ": " + e.get_msg() +
                         (system != nullptr ? std::string(": ") + system : ""),
                     {}, index_problem_of(e));
  } catch (const fs::filesystem_error& e) {
    throw IndexError("index " + path + ": " + e.path1().filename().string() + ": " +
                     e.code().message());
  }
}

[[noreturn]] void throw_system_error(const std::string& path, const std::string& what) {
  const int error = errno;
  throw IndexError("index " + path + ": " + what + ": " + std::generic_category().message(error));
}

class XapianShard : public ShardWriter {
 public:
  explicit XapianShard(const std::string& directory)
      : path_(directory), db_(naming_index(directory, [&] {
          return Xapian::WritableDatabase(
              directory, Xapian::DB_CREATE | Xapian::DB_NO_SYNC | Xapian::DB_BACKEND_GLASS);
        })) {}

  std::uint32_t add(const PreparedDocument& prepared) override {
    return naming_index(path_, [&] {
      memory_bytes_ += prepared.terms.size() * kPostingBytes + prepared.data.size();
      return db_.add_document(xapian_document(prepared));
    });
  }

  std::size_t memory_bytes() const override { return memory_bytes_; }

  void finish() override {
    naming_index(path_, [&] {
      db_.commit();
      db_.close();
    });
  }

 private:
  // What Xapian's inverter holds for one term of one document, measured.
  static constexpr std::size_t kPostingBytes = 100;

  std::string path_;
  Xapian::WritableDatabase db_;
  std::size_t memory_bytes_ = 0;
};

std::uint64_t read_big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes.substr(0, 8)) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

// The key behind the date in a value of kOrderSlot.
std::string_view key_of_order(std::string_view order) {
  const std::size_t nul = order.find('\0');
  return nul == std::string_view::npos ? std::string_view() : order.substr(nul + 1);
}

StoredEntry stored_entry(Xapian::docid docid, std::string_view content) {
  if (content.size() < 16) return {docid, 0, 0};
  return {docid, read_big_endian(content), read_big_endian(content.substr(8))};
}

Article stored_article(const Xapian::Database& db, Xapian::docid docid,
                       const ArticleDictionaries& dictionaries) {
  return decode_article(db.get_document(docid).get_data(), dictionaries);
}

ArticleDictionaries dictionaries_of(const Xapian::Database& db, const std::string& path) {
  ArticleDictionaries dictionaries;
  dictionaries.add(path, read_dictionaries(db));
  return dictionaries;
}

std::optional<std::uint64_t> generation_number(const std::string& name) {
  if (!name.starts_with(kGenerationPrefix)) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, status] = std::from_chars(name.data() + kGenerationPrefix.size(), end, number);
  if (status != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::string generation_name(std::uint64_t number) {
  return std::string(kGenerationPrefix) + std::to_string(number);
}

// The names in the stub; none when there is no stub.
std::vector<std::string> current_names(const std::string& path) {
  std::ifstream stub(fs::path(path) / kStubName);
  std::vector<std::string> names;
  std::string type;
  std::string name;
  while (stub >> type >> name) {
    if (generation_number(name)) names.push_back(name);
  }
  return names;
}

std::uint64_t highest_number(const std::vector<std::string>& names) {
  std::uint64_t highest = 0;
  for (const std::string& name : names) {
    highest = std::max(highest, generation_number(name).value_or(0));
  }
  return highest;
}

// Throws when `path` is a directory of something else.
void check_is_ours(const std::string& path) {
  if (fs::exists(fs::path(path) / kStubName)) return;
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::string name = entry.path().filename().string();
    if (name == kLockName || name == kWorkName || generation_number(name)) continue;
    throw IndexError("index " + path + ": the directory holds something else (" + name + ")",
                     "name an empty or a new directory");
  }
}

int lock_directory(const std::string& path) {
  const std::string name = (fs::path(path) / kLockName).string();
  const int lock = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock < 0) throw_system_error(path, "cannot be written");
  if (flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  const int error = errno;
  close(lock);
  errno = error;
  if (error != EWOULDBLOCK) throw_system_error(path, "cannot be locked");
  throw IndexError("index " + path + ": another sillok-index is writing it",
                   "wait until it has ended", IndexProblem::locked);
}

void sync_path(const std::string& index, const fs::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw_system_error(index, path.filename().string());
  const int failed = fsync(file);
  close(file);
  if (failed != 0) throw_system_error(index, path.filename().string());
}

void sync_directory_tree(const std::string& index, const fs::path& directory) {
  for (const auto& entry : fs::directory_iterator(directory)) sync_path(index, entry.path());
  sync_path(index, directory);
}

void write_stub(const std::string& index, const fs::path& file,
                const std::vector<std::string>& names) {
  std::ofstream stub(file, std::ios::binary | std::ios::trunc);
  for (const std::string& name : names) stub << "auto " << name << '\n';
  stub.close();
  if (!stub) throw_system_error(index, file.filename().string());
  sync_path(index, file);
}

void remove_generations(const std::string& path, const std::vector<std::string>& kept) {
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::string name = entry.path().filename().string();
    if (!generation_number(name) || std::ranges::count(kept, name) > 0) continue;
    fs::remove_all(entry.path());
  }
}

}  // namespace

Xapian::Document xapian_document(const PreparedDocument& prepared) {
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

std::unique_ptr<ShardWriter> make_xapian_shard(const std::string& directory) {
  return std::make_unique<XapianShard>(directory);
}

std::uint64_t fingerprint_part(std::string_view key, std::uint64_t content) {
  return XXH64(key.data(), key.size(), content);
}

bool holds_index(const std::string& path) {
  return fs::exists(fs::path(path) / kStubName);
}

StoredEntries::StoredEntries(const std::string& path)
    : StoredEntries(std::vector<std::string>{path}) {}

StoredEntries::StoredEntries(const std::vector<std::string>& paths) : path_(paths.front()) {
  for (const std::string& path : paths) {
    parts_.push_back(naming_index(path, [&] { return Xapian::Database(path); }));
    check_schema(parts_.back(), path);
    naming_index(path, [&] { dictionaries_.add(path, read_dictionaries(parts_.back())); });
    db_.add_database(parts_.back());
  }
}

std::optional<StoredEntry> StoredEntries::find(std::string_view key) const {
  return naming_index(path_, [&]() -> std::optional<StoredEntry> {
    const std::string term = boolean_term(kKeyPrefix, key);
    const auto posting = db_.postlist_begin(term);
    if (posting == db_.postlist_end(term)) return std::nullopt;
    return stored_entry(*posting, db_.get_document(*posting).get_value(kContentSlot));
  });
}

std::optional<StoredEntry> StoredEntries::find_by_number(std::string_view number_key) const {
  return naming_index(path_, [&]() -> std::optional<StoredEntry> {
    const std::string term = boolean_term(kNumberKeyPrefix, number_key);
    if (db_.get_termfreq(term) != 1) return std::nullopt;
    const Xapian::docid docid = *db_.postlist_begin(term);
    return stored_entry(docid, db_.get_document(docid).get_value(kContentSlot));
  });
}

Article StoredEntries::article(Xapian::docid docid) const {
  return naming_index(path_, [&] { return stored_article(db_, docid, dictionaries_); });
}

void StoredEntries::for_each_in_board(std::string_view board, const OnEntry& on_entry) const {
  naming_index(path_, [&] {
    const std::string term = folded_term(kBoardPrefix, board);
    const std::string value = bounded_value(board, kMaxFacetBytes);
    for (auto it = db_.postlist_begin(term); it != db_.postlist_end(term); ++it) {
      const Xapian::Document document = db_.get_document(*it);
      if (document.get_value(kBoardSlot) != value) continue;
      on_entry(key_of_order(document.get_value(kOrderSlot)),
               stored_entry(*it, document.get_value(kContentSlot)));
    }
  });
}

DictionaryMetadata StoredEntries::dictionaries() const {
  return naming_index(path_, [&] {
    DictionaryMetadata all;
    for (const Xapian::Database& part : parts_) all.merge(read_dictionaries(part));
    return all;
  });
}

IndexTotals StoredEntries::totals() const {
  return naming_index(path_, [&] {
    IndexTotals totals;
    totals.articles = db_.get_termfreq(std::string(kArticleTerm));
    totals.rows = db_.get_termfreq(std::string(kRowTerm));
    for (const Xapian::Database& part : parts_) {
      const std::string digits = part.get_metadata(kMetaFingerprint);
      std::uint64_t fingerprint = 0;
      std::from_chars(digits.data(), digits.data() + digits.size(), fingerprint, 16);
      totals.fingerprint += fingerprint;
    }
    return totals;
  });
}

IndexTotals StoredEntries::part_of(Xapian::docid docid) const {
  return naming_index(path_, [&] {
    const Xapian::Document document = db_.get_document(docid);
    const bool is_row = document.get_value(kKindSlot) == "r";
    const std::string order = document.get_value(kOrderSlot);
    const StoredEntry entry = stored_entry(docid, document.get_value(kContentSlot));
    return IndexTotals{is_row ? 0u : 1u, is_row ? 1u : 0u,
                       fingerprint_part(key_of_order(order), entry.content)};
  });
}

IndexTotals read_totals(const Xapian::Database& db) {
  IndexTotals totals;
  totals.articles = db.get_termfreq(std::string(kArticleTerm));
  totals.rows = db.get_termfreq(std::string(kRowTerm));
  auto content = db.valuestream_begin(kContentSlot);
  for (auto order = db.valuestream_begin(kOrderSlot); order != db.valuestream_end(kOrderSlot);
       ++order) {
    content.skip_to(order.get_docid());
    if (content == db.valuestream_end(kContentSlot)) break;
    totals.fingerprint += fingerprint_part(key_of_order(*order), stored_entry(0, *content).content);
  }
  return totals;
}

IndexDirectory::IndexDirectory(std::string path)
    : path_(std::move(path)), work_path_((fs::path(path_) / kWorkName).string()) {
  naming_index(path_, [&] {
    fs::create_directories(path_);
    check_is_ours(path_);
    lock_ = lock_directory(path_);
    fs::remove_all(work_path_);
    fs::create_directory(work_path_);
    if (const std::uint64_t current = highest_number(current_names(path_)); current != 0) {
      for (const auto& entry : fs::directory_iterator(path_)) {
        const auto number = generation_number(entry.path().filename().string());
        if (number && *number > current) fs::remove_all(entry.path());
      }
    }
  });
}

IndexDirectory::~IndexDirectory() {
  std::error_code ignored;
  fs::remove_all(work_path_, ignored);
  close(lock_);
}

std::vector<std::string> IndexDirectory::databases() const {
  std::vector<std::string> paths;
  for (const std::string& name : current_names(path_)) {
    paths.push_back((fs::path(path_) / name).string());
  }
  return paths;
}

void IndexDirectory::publish(const std::vector<std::string>& databases) {
  naming_index(path_, [&] {
    std::vector<std::string> kept = current_names(path_);
    std::uint64_t number = highest_number(kept);
    std::vector<std::string> names;
    for (auto database = databases.rbegin(); database != databases.rend(); ++database) {
      if (fs::path(*database).parent_path() == fs::path(path_)) {
        names.push_back(fs::path(*database).filename().string());
        continue;
      }
      sync_directory_tree(path_, *database);
      names.push_back(generation_name(++number));
      fs::remove_all(fs::path(path_) / names.back());
      fs::rename(*database, fs::path(path_) / names.back());
    }
    std::ranges::reverse(names);
    const fs::path stub = fs::path(work_path_) / kStubName;
    write_stub(path_, stub, names);
    fs::rename(stub, fs::path(path_) / kStubName);
    sync_path(path_, path_);
    kept.insert(kept.end(), names.begin(), names.end());
    remove_generations(path_, kept);
  });
}

void merge_databases(const std::vector<std::string>& sources, const std::string& directory) {
  naming_index(directory, [&] {
    Xapian::Database all;
    for (const std::string& source : sources) all.add_database(Xapian::Database(source));
    if (sources.empty()) {
      Xapian::WritableDatabase(directory, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS).commit();
    } else {
      all.compact(directory, Xapian::Compactor::FULL);
    }
  });
}

std::vector<Xapian::docid> list_documents(const std::string& database,
                                          const std::vector<Xapian::docid>& removed) {
  return naming_index(database, [&] {
    const Xapian::Database db(database);
    std::vector<Xapian::docid> documents;
    std::set_difference(db.postlist_begin(""), db.postlist_end(""), removed.begin(), removed.end(),
                        std::back_inserter(documents));
    return documents;
  });
}

std::vector<Article> read_articles(const std::string& database,
                                   const std::vector<Xapian::docid>& documents) {
  return naming_index(database, [&] {
    const Xapian::Database db(database);
    const ArticleDictionaries dictionaries = dictionaries_of(db, database);
    std::vector<Article> articles;
    for (const Xapian::docid docid : documents) {
      articles.push_back(stored_article(db, docid, dictionaries));
    }
    return articles;
  });
}

void for_each_article(const std::string& database, const std::vector<Xapian::docid>& removed,
                      const std::function<void(const Article&)>& on_article) {
  naming_index(database, [&] {
    const Xapian::Database db(database);
    const ArticleDictionaries dictionaries = dictionaries_of(db, database);
    for (const Xapian::docid docid : list_documents(database, removed)) {
      on_article(stored_article(db, docid, dictionaries));
    }
  });
}

void remove_documents(const std::string& database, const std::vector<Xapian::docid>& removed) {
  naming_index(database, [&] {
    Xapian::WritableDatabase db(database, Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
    for (std::size_t deleted = 0; deleted < removed.size();) {
      // Within a transaction Xapian makes no revision of its own accord.
      db.begin_transaction();
      const std::size_t end = std::min(deleted + kDeletesPerRevision, removed.size());
      while (deleted < end) db.delete_document(removed[deleted++]);
      db.commit_transaction();
    }
  });
}

namespace {

void merge_tables(const GenerationPlan& plan, const std::string& directory,
                  const std::map<std::string, std::string>& metadata) {
  std::vector<GlassSource> sources;
  for (const MergeSource& source : plan.sources) {
    sources.push_back({source.path, source.removed, source.shard});
  }
  merge_glass(sources, directory, metadata);
}

void merge_through_xapian(const GenerationPlan& plan, const std::string& directory,
                          const std::map<std::string, std::string>& metadata) {
  std::vector<std::string> paths;
  for (const MergeSource& source : plan.sources) paths.push_back(source.path);
  merge_databases(paths, directory);
  Xapian::WritableDatabase db(directory, Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
  for (const auto& [key, value] : metadata) db.set_metadata(key, value);
  db.commit();
}

[[noreturn]] void throw_wrong_totals(const std::string& what) {
  throw IndexError("the new index does not hold what it should: " + what,
                   "the index before is still in force; please report this");
}

}  // namespace

void check_totals(const std::vector<std::string>& databases, const IndexTotals& totals) {
  IndexTotals found;
  std::uint64_t documents = 0;
  for (const std::string& path : databases) {
    naming_index(path, [&] {
      const Xapian::Database db(path);
      found.articles += db.get_termfreq(std::string(kArticleTerm));
      found.rows += db.get_termfreq(std::string(kRowTerm));
      documents += db.get_doccount();
    });
  }
  if (found.articles == totals.articles && found.rows == totals.rows &&
      documents == totals.articles + totals.rows) {
    return;
  }
  throw_wrong_totals(std::to_string(documents) + " entries instead of " +
                     std::to_string(totals.articles + totals.rows));
}

void write_generation(const GenerationPlan& plan, const std::string& directory) {
  naming_index(directory, [&] {
    std::map<std::string, std::string> metadata = schema_stamp();
    metadata[kMetaFingerprint] = hex_number(plan.fingerprint);
    metadata.insert(plan.dictionaries.begin(), plan.dictionaries.end());
    (plan.merge == MergeKind::tables ? merge_tables : merge_through_xapian)(plan, directory,
                                                                            metadata);
    const Xapian::Database db(directory);
    const IndexTotals written = read_totals(db);
    if (written.fingerprint != plan.totals.fingerprint) throw_wrong_totals("fingerprints differ");
    check_totals({directory}, plan.totals);
    write_word_list(db, directory);
  });
}

}  // namespace sillok
