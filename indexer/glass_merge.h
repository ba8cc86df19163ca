// Joins glass databases into one. Used by the glass_* files alone; glass_bulk.h says what for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/glass_entries.h"
#include "indexer/glass_reader.h"
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

// A database to join, and how its documents are numbered in the result: `shift` is added.
struct JoinedSource {
  std::string directory;
  DatabaseHead head;
  LeftOut left_out;
  std::uint32_t shift = 0;

  [[noreturn]] void fail() const;
};

// The entries of a source's postlist table as they are in the result: whole posting lists, document
// numbers shifted, what is left out gone. Metadata and value statistics are not among them.
class PostlistSource : public EntrySource {
 public:
  explicit PostlistSource(const JoinedSource& source);
  const PostlistEntry* next() override;

  // Of the documents seen in the list of lengths that are left out.
  std::uint32_t documents_left_out() const { return documents_left_out_; }
  std::uint64_t length_left_out() const { return length_left_out_; }

 private:
  bool take_values();
  bool take_list();
  void take_chunk(std::string_view tag, std::uint32_t first);
  void leave_out();

  const JoinedSource& source_;
  TableReader reader_;
  const TableItem* item_;  // not yet taken
  bool is_last_chunk_ = false;
  std::string key_;
  std::string bytes_;
  std::string kept_;
  PostlistEntry entry_;
  std::uint32_t documents_left_out_ = 0;
  std::uint64_t length_left_out_ = 0;
};

}  // namespace sillok::glass
