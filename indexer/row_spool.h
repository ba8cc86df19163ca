// List rows put aside on disk until it is known which of them no article replaced: each post stands
// as a row on ten pages. Written by one thread, then read by many.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"

namespace sillok {

class RowSpool {
 public:
  // The file is made at `path` when the first block is full, and removed in the end.
  explicit RowSpool(std::string path) : path_(std::move(path)) {}
  ~RowSpool();
  RowSpool(const RowSpool&) = delete;
  RowSpool& operator=(const RowSpool&) = delete;

  // The number that the next row will have: 0, 1, 2, ...
  std::uint64_t next_number() const { return rows_; }
  // `packed` is pack_article() of the row.
  void append(std::string_view packed);
  // To be called once between the last append and the first read. Throws IndexError, as append
  // does, when the disk is full.
  void finish();

  std::size_t blocks() const { return blocks_.size(); }
  std::size_t block_bytes(std::size_t block) const { return blocks_[block].plain_bytes; }
  // Calls `on_row` for the block's rows in order.
  void read_block(std::size_t block,
                  const std::function<void(std::uint64_t number, Article row)>& on_row) const;

 private:
  struct Block {
    std::uint64_t offset = 0;  // in the file
    std::size_t file_bytes = 0;
    std::size_t plain_bytes = 0;
    std::uint64_t first_row = 0;
    std::uint64_t rows = 0;
  };
  void write_block();

  std::string path_;
  int file_ = -1;
  std::uint64_t file_bytes_ = 0;
  std::uint64_t rows_ = 0;
  std::string plain_;  // the block under way: 4 bytes of size, then the row
  std::vector<Block> blocks_;
};

}  // namespace sillok
