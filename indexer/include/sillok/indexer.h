// Building an index from a program's own records. Exposes no other library; never prints, never
// exits.
#pragma once

#include <sillok/error.h>
#include <sillok/export.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sillok {

// One entry of an archive. All text is UTF-8; an absent value is empty. What names the entry is its
// board with its id, lacking an id its board with its number, lacking both a hash of title, author
// and date: a record of the same name takes the place of the one before.
struct Record {
  std::string id;
  std::string board;
  std::optional<std::uint64_t> number;
  std::string title;
  std::string author;
  std::string source;  // the press that published it
  std::string category;
  std::string date;  // "2025-02-04"; other usual ways of writing a day are understood
  std::string time;  // "14:32" or "14:32:05"
  std::string url;
  std::string body;   // paragraphs separated by "\n"
  std::string place;  // where your program keeps it
  // Unix seconds of when this state was captured: an older state never replaces a newer one. 0 is
  // now.
  std::int64_t captured = 0;
  bool is_row = false;  // known only from a list; never replaces an article
};

struct IndexerProgress {
  enum class Stage { adding, merging };
  Stage stage = Stage::adding;
  std::uint64_t records = 0;  // added since the last commit
};

struct IndexerOptions {
  std::size_t memory_bytes = std::size_t{512} << 20;
  unsigned threads = 0;  // 0: one for each core
  bool rebuild = false;  // what the index holds is dropped with the first commit
  // Called on the thread that adds and commits, once every some hundred KiB of text and for each
  // step of a commit. It may throw, which ends what is under way as an error does.
  std::function<void(const IndexerProgress&)> on_progress;
  // Set by others, for example a signal handler, to have add() and commit() throw InterruptedError.
  // Must outlive the indexer; may be null.
  const std::atomic<bool>* stop = nullptr;
};

// What a commit did.
struct CommitSummary {
  std::uint64_t added = 0;
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t removed = 0;
  std::uint64_t articles = 0;  // that the index holds now
  std::uint64_t rows = 0;
};

// The one writer of an index; readers see all of a commit or nothing of it. Holds the index's lock
// until commit() and again from the next add() or remove(). Not to be used by two threads at once;
// it uses threads of its own.
class SILLOK_API Indexer {
 public:
  // Makes the index's directory when it is not there. Throws IndexError when the index is locked,
  // damaged or of another version, or when the directory holds something else.
  explicit Indexer(const std::string& path, const IndexerOptions& options = {});
  // What was not committed is dropped.
  ~Indexer();
  Indexer(Indexer&&) noexcept;
  Indexer& operator=(Indexer&&) noexcept;
  Indexer(const Indexer&) = delete;
  Indexer& operator=(const Indexer&) = delete;

  // Throws InputError, having added nothing, when the record's text is not UTF-8, its date is not a
  // day or it has neither title nor body; the indexer can be used on. After any other error what
  // was added since the last commit is dropped.
  void add(Record record);

  // Takes the entry of this key (Hit::key) out of the index; nothing happens when there is none. A
  // record of the same key that is added before the commit, earlier or later, stays.
  void remove(std::string_view key);

  // Publishes what was added and removed: costs about as much as copying the index.
  CommitSummary commit();

  // Drops what was added and removed since the last commit.
  void discard();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sillok
