#include "indexer/row_spool.h"

#include <fcntl.h>
#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "sillok/error.h"

namespace sillok {
namespace {

constexpr std::size_t kBlockBytes = 1 << 20;
constexpr int kCompressionLevel = 1;

[[noreturn]] void throw_system_error(const std::string& path) {
  throw IndexError(path + ": " + std::generic_category().message(errno));
}

}  // namespace

RowSpool::~RowSpool() {
  if (file_ < 0) return;
  close(file_);
  unlink(path_.c_str());
}

void RowSpool::append(std::string_view packed) {
  const auto size = static_cast<std::uint32_t>(packed.size());
  plain_.append(reinterpret_cast<const char*>(&size), sizeof size).append(packed);
  ++rows_;
  if (plain_.size() >= kBlockBytes) write_block();
}

void RowSpool::finish() {
  if (!plain_.empty()) write_block();
}

void RowSpool::write_block() {
  if (file_ < 0) {
    file_ = open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file_ < 0) throw_system_error(path_);
  }
  std::string bytes(ZSTD_compressBound(plain_.size()), '\0');
  bytes.resize(
      ZSTD_compress(bytes.data(), bytes.size(), plain_.data(), plain_.size(), kCompressionLevel));
  for (std::size_t written = 0; written < bytes.size();) {
    const ssize_t n = write(file_, bytes.data() + written, bytes.size() - written);
    if (n < 0 && errno != EINTR) throw_system_error(path_);
    if (n > 0) written += static_cast<std::size_t>(n);
  }
  const std::uint64_t first_row =
      blocks_.empty() ? 0 : blocks_.back().first_row + blocks_.back().rows;
  blocks_.push_back({file_bytes_, bytes.size(), plain_.size(), first_row, rows_ - first_row});
  file_bytes_ += bytes.size();
  plain_.clear();
}

void RowSpool::read_block(std::size_t block,
                          const std::function<void(std::uint64_t, Article)>& on_row) const {
  const Block& b = blocks_[block];
  std::string bytes(b.file_bytes, '\0');
  if (pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(b.offset)) !=
      static_cast<ssize_t>(bytes.size())) {
    throw_system_error(path_);
  }
  std::string plain(b.plain_bytes, '\0');
  if (ZSTD_decompress(plain.data(), plain.size(), bytes.data(), bytes.size()) != plain.size()) {
    throw IndexError(path_ + ": damaged while it was in use");
  }
  std::string_view rest = plain;
  for (std::uint64_t number = b.first_row; !rest.empty(); ++number) {
    std::uint32_t size = 0;
    std::memcpy(&size, rest.data(), sizeof size);
    on_row(number, unpack_article(rest.substr(sizeof size, size)));
    rest.remove_prefix(sizeof size + size);
  }
}

}  // namespace sillok
