// The shards of one run: written on the threads of a pool, merged in groups as they come, and where
// each of their documents ends up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/article.h"
#include "indexer/index_writer.h"
#include "indexer/work_pool.h"

namespace sillok {

// How shards are written.
struct ShardFormat {
  std::function<std::unique_ptr<ShardWriter>(const std::string& directory)> make;
  std::size_t text_bytes = 0;  // of the articles of one shard
};

// A database of one or several shards.
struct ShardDatabase {
  std::string path;
  Xapian::doccount documents = 0;
  std::vector<Xapian::docid> removed;  // documents that were taken back, ascending
};

// Gathers articles in order. One thread at a time calls it.
class ShardStore {
 public:
  // Without a pool nothing is written, but everything is counted.
  ShardStore(std::string directory, ShardFormat format, WorkPool* pool);

  // Where the next article will be.
  std::uint32_t next_shard() const { return static_cast<std::uint32_t>(shards_.size() - 1); }
  std::uint32_t next_index() const { return static_cast<std::uint32_t>(batch_->articles.size()); }
  void add(Article article, std::uint64_t fingerprint_part);
  // Takes the article at that place back, now or, when its shard is under way, in the end.
  void remove(std::uint32_t shard, std::uint32_t index);
  // Sends what has been gathered to a thread.
  void flush();

  // The rest is for after the pool has nothing left to do.

  // What was written, in order.
  std::vector<ShardDatabase> databases() const;
  // The sum over the articles that stay.
  std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  struct Batch {
    std::vector<Article> articles;
    std::vector<bool> is_removed;
    std::size_t bytes = 0;
  };
  struct Shard {
    std::vector<std::uint64_t> fingerprint_parts;  // by index
    std::vector<std::uint32_t> left_out;           // indexes removed before it was written
    std::vector<std::uint32_t> removed;            // and after
    std::uint32_t documents() const {
      return static_cast<std::uint32_t>(fingerprint_parts.size() - left_out.size());
    }
  };
  // Neighbours that are merged while others are still written, lest there be more databases in the
  // end than files can be open at once.
  struct Group {
    std::size_t written = 0;  // of its shards, those on disk
    bool is_merged = false;   // or is being merged
  };
  static constexpr std::size_t kGroupShards = 32;
  static constexpr std::ptrdiff_t kWholeGroupsLeft = 8;

  static void append_shard(const Shard& shard, ShardDatabase& database);
  std::string shard_path(std::size_t shard) const;
  std::string group_path(std::size_t group) const;
  void write_shard(const Batch& batch, std::size_t shard);
  void note_written(std::size_t shard);
  void merge_group(std::size_t group);

  std::string directory_;
  ShardFormat format_;
  WorkPool* pool_;
  std::shared_ptr<Batch> batch_;
  std::vector<Shard> shards_;
  std::uint64_t fingerprint_ = 0;

  std::mutex mutex_;  // guards the groups
  std::vector<Group> groups_;
};

}  // namespace sillok
