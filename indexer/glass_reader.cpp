#include "indexer/glass_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

// Leaves that were written at once follow each other on disk, but for a branch now and then: as
// long as they do, more and more is read at a time.
constexpr std::size_t kWindowBytes = 256 << 10;
constexpr std::size_t kNearBlocks = 4;

}  // namespace

// A piece of an item as it stands in a leaf.
struct TableReader::Piece {
  std::string_view key;
  std::string_view bytes;
  unsigned flags = 0;
};

TableReader::TableReader(std::string path, const TableRoot& root)
    : path_(std::move(path)), block_bytes_(root.block_bytes), window_bytes_(block_bytes_) {
  if (root.blocks == 0) return;
  levels_.resize(root.level + 1);
  file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) fail("cannot be opened");
  read_block(root.block, root.level);
}

TableReader::~TableReader() {
  if (file_ >= 0) ::close(file_);
}

std::size_t TableReader::memory_bytes() {
  return kWindowBytes + 4 * kBlockBytes;
}

void TableReader::fail(const char* what) const {
  throw IndexError(path_ + ": " + what, "rebuild the index with sillok-index --rebuild");
}

std::size_t TableReader::Level::items() const {
  if (block.empty()) return 0;  // not yet read
  return (get_be16(&block[9]) - kBlockHeaderBytes) / kOffsetBytes;
}

void TableReader::read_file(std::uint64_t begin, std::size_t bytes, std::string& into) {
  into.resize(bytes);
  std::size_t size = 0;
  while (size < bytes) {
    const ssize_t got = ::pread(file_, &into[size], bytes - size, static_cast<off_t>(begin + size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("cannot be read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  into.resize(size);
  if (size < block_bytes_) fail("damaged: it is too short");
}

void TableReader::read_leaf(std::uint64_t begin, std::string& leaf) {
  const std::uint64_t window_end = window_begin_ + window_.size();
  if (begin < window_begin_ || begin + block_bytes_ > window_end) {
    const bool is_near = begin >= window_end && begin <= window_end + kNearBlocks * block_bytes_;
    window_bytes_ = is_near ? std::min(2 * window_bytes_, kWindowBytes) : block_bytes_;
    read_file(begin, window_bytes_, window_);
    window_begin_ = begin;
  }
  leaf.assign(window_, begin - window_begin_, block_bytes_);
}

void TableReader::read_block(std::uint32_t number, unsigned level) {
  const std::uint64_t begin = std::uint64_t{number} * block_bytes_;
  Level& read = levels_[level];
  if (level == 0) {
    read_leaf(begin, read.block);
  } else {
    read_file(begin, block_bytes_, read.block);
  }
  read.item = 0;
  const std::size_t directory_end = get_be16(&read.block[9]);
  if (static_cast<unsigned char>(read.block[4]) != level ||
      directory_end < kBlockHeaderBytes + kOffsetBytes || directory_end > block_bytes_) {
    fail("damaged: a block is not what its place says");
  }
}

// The rest of the block from the current item of `level` on, at least `head_bytes` of it.
std::string_view TableReader::item_bytes(const Level& level, std::size_t head_bytes) const {
  const std::size_t begin = get_be16(&level.block[kBlockHeaderBytes + level.item * kOffsetBytes]);
  if (begin + head_bytes > block_bytes_) fail("damaged: an item is outside its block");
  return std::string_view(level.block).substr(begin);
}

// Reads the leaf after the one that has ended; false at the end of the table.
bool TableReader::descend() {
  unsigned level = 1;
  while (level < levels_.size() && levels_[level].item == levels_[level].items()) ++level;
  if (level >= levels_.size()) return false;
  for (; level > 0; --level) {
    Level& branch = levels_[level];
    const std::uint32_t child = get_be32(item_bytes(branch, 4).data());
    ++branch.item;
    read_block(child, level - 1);
  }
  return true;
}

bool TableReader::next_piece(Piece& piece) {
  if (levels_.empty()) return false;
  if (levels_[0].item == levels_[0].items() && !descend()) return false;
  const std::string_view bytes = item_bytes(levels_[0], 3);
  ++levels_[0].item;
  const unsigned size_and_flags = get_be16(bytes.data());
  piece.flags = size_and_flags >> 8 & kItemFlags;
  const std::size_t size = (size_and_flags & 0x1fff) + 3;
  const std::size_t key_bytes = static_cast<unsigned char>(bytes[2]);
  const std::size_t head = 3 + key_bytes + ((piece.flags & kFirstPiece) != 0 ? 0 : 2);
  if (size > bytes.size() || head > size) fail("damaged: an item is longer than its block");
  piece.key = bytes.substr(3, key_bytes);
  piece.bytes = bytes.substr(head, size - head);
  return true;
}

const TableItem* TableReader::next() {
  Piece piece;
  do {
    if (!next_piece(piece)) return nullptr;
  } while (piece.key.empty());  // every table begins with one
  if ((piece.flags & kFirstPiece) == 0) fail("damaged: an item lacks its begin");
  item_.form = (piece.flags & kDeflated) != 0 ? TagForm::deflated : TagForm::plain;
  if ((piece.flags & kLastPiece) != 0) {
    item_.key = piece.key;
    item_.tag = piece.bytes;
    return &item_;
  }
  key_.assign(piece.key);
  tag_.assign(piece.bytes);
  do {
    if (!next_piece(piece) || piece.key != key_ || (piece.flags & kFirstPiece) != 0) {
      fail("damaged: an item lacks its end");
    }
    tag_.append(piece.bytes);
  } while ((piece.flags & kLastPiece) == 0);
  item_.key = key_;
  item_.tag = tag_;
  return &item_;
}

}  // namespace sillok::glass
