// Joins glass databases and shards into one. Used by the glass_* files alone; glass_bulk.h says
// what for.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/glass_entries.h"
#include "indexer/glass_reader.h"
#include "indexer/glass_shard.h"
#include "indexer/glass_version.h"

namespace sillok::glass {

// Documents of one source that are left out: ascending numbers in it.
class LeftOut {
 public:
  LeftOut() = default;
  explicit LeftOut(std::vector<std::uint32_t> documents) : documents_(std::move(documents)) {}

  bool empty() const { return documents_.empty(); }
  bool contains(std::uint32_t document) const { return meets(document, document); }
  // Whether there is one from `first` to `last`.
  bool meets(std::uint32_t first, std::uint32_t last) const;

 private:
  std::vector<std::uint32_t> documents_;
};

// A database or shard to join, and how its documents are numbered in the result: `shift` is added.
struct JoinedSource {
  std::string directory;
  DatabaseHead head;
  LeftOut left_out;
  std::uint32_t shift = 0;
  GlassShard* shard = nullptr;  // null: `directory` is a database

  Termlists termlists() const;
  [[noreturn]] void fail() const;
};

// The chunks of values and the whole posting lists of a database's postlist table.
class TableEntries : public EntrySource {
 public:
  explicit TableEntries(const JoinedSource& source);
  const PostlistEntry* next() override;

 private:
  void take_list();
  void take_chunk(std::string_view tag, std::uint32_t first);

  const JoinedSource& source_;
  TableReader reader_;
  const TableItem* item_;  // not yet taken
  bool is_last_chunk_ = false;
  std::string key_;
  std::string bytes_;
  PostlistEntry entry_;
};

// What has gone with the documents left out.
struct LeftOutCounts {
  std::uint32_t documents = 0;
  std::uint64_t length = 0;
};

// Entries of a source as they are in the result: document numbers shifted, what is left out gone,
// and counted where the lists of lengths hold it.
class JoinedEntries : public EntrySource {
 public:
  JoinedEntries(const JoinedSource& source, std::unique_ptr<EntrySource> entries,
                LeftOutCounts& counts)
      : source_(source), entries_(std::move(entries)), counts_(counts) {}
  const PostlistEntry* next() override;

 private:
  bool take_values(const PostlistEntry& chunk);
  bool take_list(const PostlistEntry& list);
  void leave_out();

  const JoinedSource& source_;
  std::unique_ptr<EntrySource> entries_;
  LeftOutCounts& counts_;
  std::string key_;
  std::string kept_;
  PostlistEntry entry_;
};

}  // namespace sillok::glass
