// Reads a table of a glass database from its first key to its last, as this module or Xapian wrote
// it. Used by the glass_* files alone; the layout is drawn in glass_bulk.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/glass_table.h"
#include "indexer/glass_version.h"

namespace sillok::glass {

struct TableItem {
  std::string_view key;
  std::string_view tag;
  TagForm form = TagForm::plain;
};

class TableReader {
 public:
  // A table that was never written has no file and no items.
  TableReader(std::string path, const TableRoot& root);
  ~TableReader();
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;

  // The next item, null at the end. Valid until the next call. Throws IndexError at damage.
  const TableItem* next();

  static std::size_t memory_bytes();

 private:
  // A block on the way from the root to the leaf, and the next item in it to be read.
  struct Level {
    std::string block;
    std::size_t item = 0;
    std::size_t items() const;
  };
  struct Piece;

  [[noreturn]] void fail(const char* what) const;
  void read_file(std::uint64_t begin, std::size_t bytes, std::string& into);
  void read_leaf(std::uint64_t begin, std::string& leaf);
  void read_block(std::uint32_t number, unsigned level);
  std::string_view item_bytes(const Level& level, std::size_t head_bytes) const;
  bool descend();
  bool next_piece(Piece& piece);

  std::string path_;
  int file_ = -1;
  std::size_t block_bytes_;
  std::vector<Level> levels_;  // from the leaf to the root
  std::string window_;         // what was last read of the file for leaves
  std::uint64_t window_begin_ = 0;
  std::size_t window_bytes_;  // how much was asked for then
  std::string key_;           // of an item of several pieces
  std::string tag_;
  TableItem item_;
};

}  // namespace sillok::glass
