// The lengths of the documents of an opened index, kept once they were needed.
#pragma once

#include <xapian.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "searcher/ranking.h"

namespace sillok {

// Four bytes a document of the blocks that were looked at.
class DocumentLengths {
 public:
  explicit DocumentLengths(Xapian::Database db)
      : db_(std::move(db)),
        part_of_average_(1 / std::max(db_.get_average_length(), 1.)),
        blocks_(db_.get_lastdocid() / kBlock + 1) {}

  // In parts of the average, at least kMinLength.
  double of(Xapian::docid docid) {
    std::unique_ptr<Block>& block = blocks_[docid / kBlock];
    if (!block) block = std::make_unique<Block>();
    std::uint32_t& length = (*block)[docid % kBlock];
    if (length == 0) length = db_.get_doclength(docid);
    return std::max(length * part_of_average_, kMinLength);
  }

 private:
  static constexpr Xapian::docid kBlock = 4096;
  using Block = std::array<std::uint32_t, kBlock>;  // 0: not yet read

  Xapian::Database db_;
  double part_of_average_;
  std::vector<std::unique_ptr<Block>> blocks_;
};

}  // namespace sillok
