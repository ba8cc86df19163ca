// The shards of one run: written on the threads of a pool, and where each of their documents ends
// up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/article.h"
#include "indexer/entry_dictionary.h"
#include "indexer/index_writer.h"
#include "indexer/work_pool.h"

namespace sillok {

// How shards are written.
struct ShardFormat {
  std::function<std::unique_ptr<ShardWriter>(const std::string& directory)> make;
  std::size_t batch_bytes = 0;  // of the articles that a thread writes at a time
  // Whether a shard is taken up again for another batch: few and large shards. Otherwise each batch
  // is a shard.
  bool keeps_open = false;
  MergeKind merge = MergeKind::tables;
  TermOrder order = TermOrder::sorted;                    // of the documents that a shard is given
  std::shared_ptr<EntryDictionary> dictionary = nullptr;  // of all shards of a run; null: none
};

// A database of one or several shards.
struct ShardDatabase {
  std::string path;
  Xapian::doccount documents = 0;
  std::vector<Xapian::docid> removed;  // documents that were taken back, ascending
  ShardWriter* shard = nullptr;        // of a shard that is closed, not finished: no database yet
};

// Gathers articles in batches, in order. One thread at a time calls it.
class ShardStore {
 public:
  // Without a pool nothing is written, but everything is counted.
  ShardStore(std::string directory, ShardFormat format, WorkPool* pool);

  // Where the next article will be.
  std::uint32_t next_batch() const { return static_cast<std::uint32_t>(batches_.size() - 1); }
  std::uint32_t next_index() const { return static_cast<std::uint32_t>(pending_->articles.size()); }
  void add(Article article, std::uint64_t fingerprint_part);
  // Takes the article at that place back, now or, when its batch is under way, in the end.
  void remove(std::uint32_t batch, std::uint32_t index);
  // Sends what has been gathered to a thread; all of it stays until the dictionary is decided.
  void flush();

  // The rest is for after the pool has nothing left to do.

  // Completes the shards that are open as databases, on the pool, and waits for it. More may be
  // added then.
  void finish();
  // Closes the shards that are open, on the pool, and waits for it. Nothing may be added then.
  void close();
  // What was written, once it is closed; without keeps_open, in order. Shards go with the store.
  std::vector<ShardDatabase> databases() const;
  // The sum over the articles that stay.
  std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  // The articles of a batch until it is written.
  struct Pending {
    std::vector<Article> articles;
    std::vector<bool> is_removed;
    std::size_t bytes = 0;
  };
  struct Batch {
    std::vector<std::uint64_t> fingerprint_parts;  // by index
    std::vector<std::uint32_t> left_out;           // indexes removed before it was written
    std::vector<std::uint32_t> removed;            // and after
    // Where it was written: a shard, and the documents in it before this batch's.
    std::uint32_t shard = 0;
    std::uint32_t documents_before = 0;
    std::uint32_t documents() const {
      return static_cast<std::uint32_t>(fingerprint_parts.size() - left_out.size());
    }
  };
  struct OpenShard {
    std::unique_ptr<ShardWriter> writer;  // null: not made yet
    std::uint32_t number = 0;
    std::uint32_t documents = 0;
  };
  // Neighbours that are merged while others are still written, lest there be more databases in the
  // end than files can be open at once.
  struct Group {
    std::size_t written = 0;  // of its shards, those on disk
    bool is_merged = false;   // or is being merged
  };
  static constexpr std::size_t kGroupShards = 32;
  static constexpr std::ptrdiff_t kWholeGroupsLeft = 8;

  static void append_batch(const Batch& batch, ShardDatabase& database);
  std::string shard_path(std::size_t shard) const;
  std::string group_path(std::size_t group) const;
  bool waits_for_dictionary() const;
  void send(const std::shared_ptr<Pending>& pending, std::size_t batch);
  OpenShard make_shard();
  OpenShard take_shard();
  void write_batch(const Pending& pending, std::size_t batch, OpenShard shard);
  void finish_shard(OpenShard shard);
  void merge_group(std::size_t group);

  std::string directory_;
  ShardFormat format_;
  WorkPool* pool_;
  std::shared_ptr<Pending> pending_;
  struct WaitingBatch {
    std::shared_ptr<Pending> pending;
    std::size_t batch;
  };
  std::vector<WaitingBatch> waiting_;  // for the dictionary
  std::uint64_t fingerprint_ = 0;

  std::mutex mutex_;  // guards the rest
  std::vector<Batch> batches_;
  std::uint32_t shards_made_ = 0;
  std::vector<OpenShard> open_;
  std::vector<Group> groups_;
};

}  // namespace sillok
