// Writing an index: shards from any number of threads, then one compacted database, published
// by a rename so that a reader sees the old archive or the new one whole.
//
//   INDEX/                 a directory
//     XAPIANDB             the stub that names the databases in force, the newest first; Xapian
//                          itself opens INDEX as a database by it
//     generation-7/        a glass database and its list of words; no block of its revision is
//                          written to after publication. The newest one's metadata is that of the
//                          index
//     generation-3/        another of the index
//     generation-6/        one that was in force before, kept for readers that are about to open it
//     lock                 held by the one writer
//     work/                what is under way; removed when the writer ends, or by the next one
#pragma once

#include <xapian.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/document.h"

namespace sillok {

// A shard under way: the seam behind which a writer may be replaced. Not shared between threads.
class ShardWriter {
 public:
  virtual ~ShardWriter() = default;
  // Adds a document and returns its number in the shard, from 1 in order of adding.
  virtual std::uint32_t add(const PreparedDocument& document) = 0;
  // Bytes of memory it holds, roughly: the caller closes the shard when it is large enough.
  virtual std::size_t memory_bytes() const = 0;
  // Does what can be done before finish(): nothing may be added afterwards.
  virtual void close() {}
  // Completes the shard's database on disk; closes it first. Throws IndexError when what was
  // written does not check.
  virtual void finish() = 0;
};

// What Xapian's own writers take.
Xapian::Document xapian_document(const PreparedDocument& prepared);

// Through Xapian's own API: the reference, and the way for small updates. Throws IndexError, as its
// functions do, when the disk is full or the like.
std::unique_ptr<ShardWriter> make_xapian_shard(const std::string& directory);

// What an index knows of one entry, without its text.
struct StoredEntry {
  Xapian::docid docid = 0;
  std::uint64_t content = 0;     // content_hash()
  std::uint64_t precedence = 0;  // entry_precedence()
};

// The part of an entry in kMetaFingerprint.
std::uint64_t fingerprint_part(std::string_view key, std::uint64_t content);

// How many entries, and the sum of fingerprint_part() over them.
struct IndexTotals {
  std::uint64_t articles = 0;
  std::uint64_t rows = 0;
  std::uint64_t fingerprint = 0;

  bool operator==(const IndexTotals&) const = default;
  IndexTotals& operator+=(const IndexTotals& other) {
    articles += other.articles;
    rows += other.rows;
    fingerprint += other.fingerprint;
    return *this;
  }
};
// By reading every entry.
IndexTotals read_totals(const Xapian::Database& db);

// The entries of a published generation, for one thread.
class StoredEntries {
 public:
  // Throws IndexError when the index at `path` cannot be read or is of another version.
  explicit StoredEntries(const std::string& path);
  // The entries of several indexes as one. Document numbers go round: of n indexes the k-th (from
  // 0) has k + 1, n + k + 1 and so on.
  explicit StoredEntries(const std::vector<std::string>& paths);

  // The entry with this key (article_key()).
  std::optional<StoredEntry> find(std::string_view key) const;

  // The only entry with an id that has this number_key(); nothing when there are more.
  std::optional<StoredEntry> find_by_number(std::string_view number_key) const;

  Article article(Xapian::docid docid) const;

  // Calls `on_entry` for every entry of the board, in the order of their numbers.
  using OnEntry = std::function<void(std::string_view key, const StoredEntry&)>;
  void for_each_in_board(std::string_view board, const OnEntry& on_entry) const;

  // The dictionaries of all indexes.
  DictionaryMetadata dictionaries() const;

  // What is known of the whole, from its metadata.
  IndexTotals totals() const;

  // What leaves the totals with the document.
  IndexTotals part_of(Xapian::docid docid) const;

  Xapian::doccount documents() const { return db_.get_doccount(); }

 private:
  std::string path_;
  std::vector<Xapian::Database> parts_;
  ArticleDictionaries dictionaries_;
  Xapian::Database db_;  // all of them
};

// True when the directory at `path` holds a published index.
bool holds_index(const std::string& path);

// The directory of an index while one writer holds it.
class IndexDirectory {
 public:
  // Creates the directory when it is not there, takes the lock, and removes what a writer that was
  // killed left behind. Throws IndexError when another writer holds it, or when it is a directory
  // of something else.
  explicit IndexDirectory(std::string path);
  ~IndexDirectory();
  IndexDirectory(const IndexDirectory&) = delete;
  IndexDirectory& operator=(const IndexDirectory&) = delete;

  const std::string& path() const { return path_; }
  // A directory for what is under way; it exists and is this writer's alone.
  const std::string& work_path() const { return work_path_; }
  // The databases in force, the newest first; none when nothing was published yet.
  std::vector<std::string> databases() const;
  // Makes these the databases in force, the newest first: those below work_path() are made durable
  // and move into the index, others are in force already. What was in force before stays for
  // readers that are about to open it; older ones go.
  void publish(const std::vector<std::string>& databases);

 private:
  std::string path_;
  std::string work_path_;
  int lock_ = -1;
};

// Joins databases in order into one at `directory`, documents numbered from 1 on. Databases without
// documents give none.
void merge_databases(const std::vector<std::string>& sources, const std::string& directory);

// The numbers of a database's documents but for those in `removed`; both ascending.
std::vector<Xapian::docid> list_documents(const std::string& database,
                                          const std::vector<Xapian::docid>& removed = {});
// The entries stored in some of them, and one by one all but those in `removed`.
std::vector<Article> read_articles(const std::string& database,
                                   const std::vector<Xapian::docid>& documents);

void for_each_article(const std::string& database, const std::vector<Xapian::docid>& removed,
                      const std::function<void(const Article&)>& on_article);

// Deleting gathers every posting of the deleted documents in memory until a revision is made.
inline constexpr std::size_t kDeletesPerRevision = 1000;

// Deletes documents from a database, in revisions of kDeletesPerRevision. Who reads the one before
// the first sees no change, but what a second one writes may be in its blocks.
void remove_documents(const std::string& database, const std::vector<Xapian::docid>& removed);

// A database to merge, less some of its documents, or a closed shard in the place of one.
struct MergeSource {
  std::string path;
  std::vector<Xapian::docid> removed;  // ascending
  ShardWriter* shard = nullptr;        // for MergeKind::tables
};

// How databases are merged: as tables, or through Xapian's API (slower, the reference), which takes
// no documents out.
enum class MergeKind { tables, xapian };

// What to make a generation of.
struct GenerationPlan {
  std::vector<MergeSource> sources;
  MergeKind merge = MergeKind::tables;
  IndexTotals totals;             // what must come out
  std::uint64_t fingerprint = 0;  // of the index whose newest database it will be
  // What entries of `sources` need besides what the sources themselves have.
  DictionaryMetadata dictionaries = {};
};

// Throws IndexError when the databases together do not hold as many entries as `totals` says.
void check_totals(const std::vector<std::string>& databases, const IndexTotals& totals);

// Merges into `directory`, stamps, and checks that the totals are as planned; throws IndexError
// otherwise.
void write_generation(const GenerationPlan& plan, const std::string& directory);

}  // namespace sillok
