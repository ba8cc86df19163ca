// From a dump to a published index: chains reading, parsing, deciding, writing and publishing.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/dump_reader.h"
#include "indexer/identity.h"
#include "indexer/report.h"
#include "sillok/error.h"

namespace sillok {

// How shards are written: as tables, or through Xapian's API (slower, the reference); automatic is
// as tables unless this Xapian has others.
enum class ShardKind { automatic, bulk, xapian };

// When databases of the index are merged: when an update leaves too many, never, or always all.
enum class PartMerging { due, never, all };

struct IndexingOptions {
  std::string index;               // directory
  std::vector<std::string> dumps;  // files, directories, "-"; none: only what `merging` says
  ReadOptions read;
  std::size_t memory_bytes = std::size_t{512} << 20;  // besides 64 bytes for each post of the dump
  unsigned threads = 0;                               // 0: one for each core
  Termlists termlists = Termlists::slots;             // an index that is added to keeps what it has
  ShardKind writer = ShardKind::automatic;
  PartMerging merging = PartMerging::due;
  std::string report;    // a file; empty: none
  unsigned shards = 0;   // to divide a new index into; 0: as it is, or one
  bool dry_run = false;  // nothing is written but the report
  bool rebuild = false;  // what the index holds is dropped
  bool prune = false;    // posts of the dump's boards that the dump lacks are dropped
};

struct IndexingProgress {
  enum class Stage { reading, rows, merging };
  Stage stage = Stage::reading;
  DumpProgress dump;
};

// What a run has published.
struct Published {
  std::vector<std::string> indexes;    // the index as it is named, and its shards
  std::vector<std::string> databases;  // that hold what was added or changed, and nothing else
  // Whether the index held an entry of this key (article_key()) before. Valid during the call.
  std::function<bool(std::string_view key)> was_known;
};

struct IndexingCallbacks {
  std::function<void(const IndexingProgress&)> on_progress;  // may be empty
  // Called for each part of the dump that gave nothing, in order, on any thread; may be empty.
  std::function<void(const Skip&)> on_skip;
  // Called once after something was published; may be empty. What it throws comes through, the
  // index stays published.
  std::function<void(const Published&)> on_published;
  const std::atomic<bool>* stop = nullptr;  // set by others to end early; may be null
};

struct IndexingSummary {
  std::uint64_t entries = 0;   // files, members, captured pages
  std::uint64_t articles = 0;  // found in them
  std::uint64_t rows = 0;
  IdentityTable::Totals posts;  // what became of the posts
  std::uint64_t repeated = 0;   // entries that are one more of a post
  RepeatedArticles repeated_articles;
  std::uint64_t pruned = 0;
  std::string not_pruned;  // why prune did nothing; empty otherwise
  SkipGroups skips;
  std::uint64_t bytes_read = 0;  // of the dump's files
  std::uint64_t text_bytes = 0;  // titles and bodies found
  double seconds = 0;
  double merging_seconds = 0;    // of these, spent merging parts after publication
  std::size_t merged_parts = 0;  // 0: none
  std::size_t parts = 0;         // databases of the index now
  bool is_published = false;     // false when there was nothing to change, too
  IndexTotals index;             // what the index holds now, or would hold
  std::uint64_t skipped() const;
};

// Throws UsageError, InputError, IndexError or InterruptedError; the index is then as it was.
IndexingSummary index_dump(const IndexingOptions& options, const IndexingCallbacks& callbacks = {});

}  // namespace sillok
