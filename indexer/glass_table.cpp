#include "indexer/glass_table.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

constexpr std::uint32_t kRevision = 1;
constexpr std::size_t kMaxKeyBytes = 252;

// An item that does not fit the rest of a block is cut there, unless the rest is smaller than
// this: a piece costs its key again, and reading a cut item a block more.
constexpr std::size_t kMinPieceBytes = 256;

std::size_t leaf_item_overhead(std::size_t key_bytes, unsigned piece) {
  return 2 + 1 + key_bytes + (piece == 1 ? 0 : 2);
}

[[noreturn]] void throw_disk_error(const std::string& path, const char* what) {
  const int code = errno;
  throw IndexError(path + ": cannot be " + what + ": " + std::strerror(code),
                   code == ENOSPC ? "free space on this disk, or index to another" : "");
}

}  // namespace

OutputFile::OutputFile(std::string path) : path_(std::move(path)) {
  buffer_.reserve(kBufferBytes);
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw_disk_error(path_, "created");
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t part = std::min(bytes.size(), kBufferBytes - buffer_.size());
    buffer_.append(bytes.substr(0, part));
    bytes.remove_prefix(part);
    if (buffer_.size() == kBufferBytes) flush();
  }
}

void OutputFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_disk_error(path_, "written");
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void OutputFile::close() {
  flush();
  const int descriptor = std::exchange(descriptor_, -1);
  if (descriptor >= 0 && ::close(descriptor) != 0) throw_disk_error(path_, "written");
}

// A block being filled: the directory grows from the header up, the items from the end down.
class TableWriter::Block {
 public:
  bool empty() const { return directory_end_ == kBlockHeaderBytes; }

  // Bytes that an item and its directory entry may take.
  std::size_t room() const { return items_begin_ - directory_end_; }

  // Where to write an item of `bytes` bytes. Needs room() >= bytes + kOffsetBytes.
  char* add(std::size_t bytes) {
    items_begin_ -= bytes;
    put_be16(&bytes_[directory_end_], static_cast<unsigned>(items_begin_));
    directory_end_ += kOffsetBytes;
    return &bytes_[items_begin_];
  }

  // The finished block; what follows starts an empty one.
  std::string_view seal(unsigned level) {
    const auto gap = static_cast<unsigned>(room());
    put_be32(&bytes_[0], kRevision);
    bytes_[4] = static_cast<char>(level);
    put_be16(&bytes_[5], gap);  // largest free stretch
    put_be16(&bytes_[7], gap);  // all free bytes
    put_be16(&bytes_[9], static_cast<unsigned>(directory_end_));
    std::memset(&bytes_[directory_end_], 0, gap);
    directory_end_ = kBlockHeaderBytes;
    items_begin_ = kBlockBytes;
    return {bytes_.data(), bytes_.size()};
  }

 private:
  std::array<char, kBlockBytes> bytes_;
  std::size_t directory_end_ = kBlockHeaderBytes;
  std::size_t items_begin_ = kBlockBytes;
};

struct TableWriter::Branch {
  Block block;
  Separator separator;  // between the sibling before and this one
};

TableWriter::TableWriter(const std::string& path) : file_(path), leaf_(std::make_unique<Block>()) {
  add_piece({}, 1, {}, kFirstPiece | kLastPiece);
}

TableWriter::~TableWriter() = default;

std::size_t TableWriter::memory_bytes() {
  return OutputFile::memory_bytes() + 4 * sizeof(Branch);
}

void TableWriter::add(std::string_view key, std::string_view tag, TagForm form) {
  if (key.empty() || key.size() > kMaxKeyBytes || key <= last_key_) {
    throw IndexError(file_.path() + ": keys must be 1 to 252 bytes long and ascend strictly",
                     "this is an error of the program: please report it");
  }
  const unsigned form_flag = form == TagForm::deflated ? kDeflated : 0;
  for (unsigned piece = 1;; ++piece) {
    if (piece > 0xffff) throw IndexError(file_.path() + ": a tag is too long for the format");
    const std::size_t overhead = leaf_item_overhead(key.size(), piece);
    const std::size_t most = kMaxItemBytes - overhead;
    const std::size_t room = leaf_->room();
    const bool fits = tag.size() <= most && room >= overhead + tag.size() + kOffsetBytes;
    if (!fits && room < overhead + kMinPieceBytes + kOffsetBytes) close_leaf(key, piece);
    const std::size_t part = std::min({tag.size(), most, leaf_->room() - overhead - kOffsetBytes});
    const bool last = part == tag.size();
    add_piece(key, piece, tag.substr(0, part),
              form_flag | (piece == 1 ? kFirstPiece : 0) | (last ? kLastPiece : 0));
    last_key_.assign(key);
    if (last) break;
    tag.remove_prefix(part);
  }
  ++entries_;
}

void TableWriter::add_piece(std::string_view key, unsigned piece, std::string_view bytes,
                            unsigned flags) {
  const std::size_t size = leaf_item_overhead(key.size(), piece) + bytes.size();
  char* at = leaf_->add(size);
  put_be16(at, static_cast<unsigned>(size - 3) | flags << 8);
  at[2] = static_cast<char>(key.size());
  at = std::copy(key.begin(), key.end(), at + 3);
  if (piece != 1) {
    put_be16(at, piece);
    at += 2;
  }
  std::copy(bytes.begin(), bytes.end(), at);
}

void TableWriter::close_leaf(std::string_view next_key, unsigned next_piece) {
  add_child(0, write(*leaf_, 0), leaf_separator_);
  const auto differs =
      std::mismatch(next_key.begin(), next_key.end(), last_key_.begin(), last_key_.end()).first;
  const auto common = static_cast<std::size_t>(differs - next_key.begin());
  leaf_separator_.key.assign(next_key.substr(0, std::min(next_key.size(), common + 1)));
  leaf_separator_.piece = next_piece;
}

// Enters a finished block of the level below into branches_[depth]. The first entry of a block
// needs no key: whatever is smaller than the second belongs to it.
void TableWriter::add_child(std::size_t depth, std::uint32_t child, const Separator& separator) {
  if (depth == branches_.size()) branches_.push_back(std::make_unique<Branch>());
  const std::size_t size = 4 + 1 + separator.key.size() + 2;
  if (branches_[depth]->block.room() < size + kOffsetBytes) {
    const std::uint32_t full = write(branches_[depth]->block, static_cast<unsigned>(depth) + 1);
    add_child(depth + 1, full, branches_[depth]->separator);
  }
  Branch& branch = *branches_[depth];
  const bool first = branch.block.empty();
  if (first) branch.separator = separator;
  const std::string_view key = first ? std::string_view() : std::string_view(separator.key);
  char* at = branch.block.add(first ? 4 + 1 + 2 : size);
  put_be32(at, child);
  at[4] = static_cast<char>(key.size());
  at = std::copy(key.begin(), key.end(), at + 5);
  put_be16(at, first ? 0 : separator.piece);
}

std::uint32_t TableWriter::write(Block& block, unsigned level) {
  file_.write(block.seal(level));
  return blocks_++;
}

TableRoot TableWriter::finish() {
  TableRoot root;
  if (entries_ > 0) {
    root.block = write(*leaf_, 0);
    for (std::size_t depth = 0; depth < branches_.size(); ++depth) {
      const Separator& separator = depth == 0 ? leaf_separator_ : branches_[depth - 1]->separator;
      add_child(depth, root.block, separator);
      root.block = write(branches_[depth]->block, static_cast<unsigned>(depth) + 1);
    }
    root.level = static_cast<unsigned>(branches_.size());
  }
  root.entries = entries_;
  root.blocks = blocks_;
  file_.close();
  return root;
}

}  // namespace sillok::glass
