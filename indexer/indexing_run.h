// One run from entries to a new generation, whatever they come from: a dump or a program's own
// records. Used by index_dump() and by Indexer.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "indexer/index_parts.h"
#include "indexer/indexer.h"
#include "indexer/intake.h"
#include "indexer/part_stores.h"
#include "indexer/row_spool.h"
#include "indexer/shard_store.h"
#include "indexer/work_pool.h"

namespace sillok {

// One Xapian database handle for each thread that looks entries up.
class StoredEntriesOfThreads {
 public:
  // No paths: there is no index to look in.
  explicit StoredEntriesOfThreads(std::vector<std::string> paths) : paths_(std::move(paths)) {}

  // Borrows a handle; null when there is no index.
  class Borrowed {
   public:
    explicit Borrowed(StoredEntriesOfThreads& owner) : owner_(owner), entries_(owner.take()) {}
    ~Borrowed() { owner_.give_back(std::move(entries_)); }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    const StoredEntries* get() const { return entries_.get(); }

   private:
    StoredEntriesOfThreads& owner_;
    std::unique_ptr<StoredEntries> entries_;
  };

 private:
  std::unique_ptr<StoredEntries> take() {
    if (paths_.empty()) return nullptr;
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto entries = std::move(idle_.back());
        idle_.pop_back();
        return entries;
      }
    }
    return std::make_unique<StoredEntries>(paths_);
  }

  void give_back(std::unique_ptr<StoredEntries> entries) {
    if (!entries) return;
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(entries));
  }

  std::vector<std::string> paths_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<StoredEntries>> idle_;
};

// Holds the index's lock from beginning to end. One thread calls it.
class IndexingRun {
 public:
  // Both outlive the run. Throws IndexError when the index is locked, or is none.
  IndexingRun(const IndexingOptions& options, const IndexingCallbacks& callbacks);

  // Called on any thread with what the index held before; null when it held nothing.
  using Parse = std::function<std::vector<ParsedPiece>(const StoredEntries* stored)>;
  // Queues entries, in the order of the dump; `bytes` is what they take in memory meanwhile.
  void submit(std::size_t bytes, Parse parse);

  // Takes the entry of this key out of the index, unless it is among those submitted.
  void remove(std::string key) { removed_keys_.insert(std::move(key)); }

  // Tells the caller's callback. Throws InterruptedError, as all other functions do, when the run
  // was stopped.
  void report_reading(const DumpProgress& progress);

  // Writes and publishes what was submitted. To be called once, at the end.
  IndexingSummary finish();

 private:
  void write_rows();
  void find_removed();
  void remove_keys(const StoredEntries& stored);
  void prune(const StoredEntries& stored);
  IndexTotals totals_after() const;
  // A part of the index that this run writes: the whole, or one shard of it.
  struct Part {
    std::string path;
    std::unique_ptr<IndexDirectory> directory;  // null in a dry run
    ShardFormat format;
    std::unique_ptr<ShardStore> shards;
    std::vector<IndexPart> databases;    // as they were, and what is removed from them
    std::uint64_t rows = 0;              // that were added
    IndexTotals totals;                  // what the part holds in the end
    std::vector<std::string> published;  // what is to be published; empty when nothing changed
  };

  void open_parts();
  void open_stores(const StoredEntries* before);
  void finish_shards();
  void close_shards();
  void flush_shards();
  void divide_removed();
  IndexTotals totals_of(const Part& part, const IndexTotals& added) const;
  std::string write_added(Part& part);
  void write_part(Part& part);
  void merge_part(Part& part);
  void publish();
  void tell_what_is_new();
  void report_progress(IndexingProgress::Stage stage);
  void throw_if_stopped() const;

  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  const IndexingOptions& options_;
  const IndexingCallbacks& callbacks_;
  std::shared_ptr<EntryDictionary> dictionary_;
  std::vector<Part> parts_;
  std::vector<std::string> before_;  // the parts' paths when this run adds to them; else empty
  std::unique_ptr<StoredEntriesOfThreads> stored_;
  ReportWriter report_;
  std::unique_ptr<RowSpool> spool_;
  std::unique_ptr<Intake> intake_;
  std::set<std::string> removed_keys_;
  std::vector<Xapian::docid> removed_before_;  // documents of the index before
  DumpProgress dump_;
  IndexingSummary summary_;
  std::unique_ptr<WorkPool> pool_;  // last, so that its threads end before what they work on
};

// Threads for a wish of 0 or more.
unsigned thread_count(unsigned wanted);

}  // namespace sillok
