// A shard under way: tables of documents on disk, posting lists in memory and in sorted runs. Used
// by the glass_* files alone; glass_bulk.h says how it comes about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/glass_bulk.h"
#include "indexer/glass_check.h"
#include "indexer/glass_entries.h"
#include "indexer/glass_postings.h"
#include "indexer/glass_run.h"
#include "indexer/glass_table.h"
#include "indexer/glass_termlist.h"
#include "indexer/glass_values.h"
#include "indexer/glass_version.h"

namespace sillok::glass {

class GlassShard : public ShardWriter {
 public:
  GlassShard(const std::string& directory, GlassOptions options);
  ~GlassShard() override;

  std::uint32_t add(const PreparedDocument& document) override;
  std::size_t memory_bytes() const override;
  void close() override;
  void finish() override;

  // The rest is for merging what is closed and not finished.

  const std::string& directory() const { return directory_; }
  Termlists termlists() const { return options_.termlists; }
  const DatabaseStatistics& statistics() const { return statistics_; }
  const SlotStatistics& slots() const { return values_.statistics(); }
  const ShardSample& sample() const { return sample_; }
  // Of the tables that are complete: docdata and termlist.
  const TableRoots& roots() const { return roots_; }
  // Calls `on_chunk` for every chunk of values, in any order, before the entries are taken.
  void for_each_value_chunk(const OnValueChunk& on_chunk) const;
  // What the postlist table is made of, each source in the order of keys; lists of one key that are
  // in several sources go on from source to source. To be asked once.
  std::vector<std::unique_ptr<EntrySource>> take_entries();

 private:
  std::size_t value_bytes() const { return options_.posting_bytes / 8; }
  void add_data(std::uint32_t number, const std::string& data);
  void count(const PreparedDocument& document);
  void set_aside();
  TableRoot write_postlist();

  std::string directory_;
  GlassOptions options_;
  TableWriter docdata_;
  std::unique_ptr<TermlistWriter> termlists_;
  PostingBuffer postings_;
  ValueBuffer values_;
  std::vector<std::string> runs_;
  std::size_t runs_made_ = 0;
  bool is_closed_ = false;
  std::vector<std::unique_ptr<EntrySource>> sorted_;  // what was in memory, once it is closed
  TableRoots roots_;
  DatabaseStatistics statistics_;
  ShardSample sample_;
  std::string key_;
  std::string tag_;
};

}  // namespace sillok::glass
