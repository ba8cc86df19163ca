// A table of a glass database, written once from items in key order. Used by the glass_* files
// alone; the layout is drawn in glass_bulk.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sillok::glass {

inline constexpr std::size_t kBlockBytes = 8192;
inline constexpr std::size_t kBlockHeaderBytes = 11;
inline constexpr std::size_t kOffsetBytes = 2;
// Xapian splits a full block when it updates it, and counts on four items to fit one.
inline constexpr std::size_t kMaxItemBytes =
    (kBlockBytes - kBlockHeaderBytes - 4 * kOffsetBytes) / 4;

// Flags in the first byte of a leaf item.
inline constexpr unsigned kDeflated = 0x80;
inline constexpr unsigned kLastPiece = 0x40;
inline constexpr unsigned kFirstPiece = 0x20;
inline constexpr unsigned kItemFlags = kDeflated | kLastPiece | kFirstPiece;

// A file that only grows. Throws IndexError naming it when the disk refuses.
class OutputFile {
 public:
  explicit OutputFile(std::string path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  const std::string& path() const { return path_; }
  void write(std::string_view bytes);
  // Flushes and closes. Without it the file may lack its end.
  void close();
  static constexpr std::size_t memory_bytes() { return kBufferBytes; }

 private:
  void flush();
  static constexpr std::size_t kBufferBytes = 256 << 10;
  std::string path_;
  std::string buffer_;
  int descriptor_ = -1;
};

// Where a table's tree begins, as the version file records it.
struct TableRoot {
  std::uint32_t block = 0;
  unsigned level = 0;
  std::uint64_t entries = 0;
  std::uint32_t blocks = 0;  // 0: nothing was ever written
  std::size_t block_bytes = kBlockBytes;
};

enum class TagForm { plain, deflated };

// Xapian leaves tags that are no longer than this alone when it compresses.
inline constexpr std::size_t kMaxPlainBytes = 18;

class TableWriter {
 public:
  explicit TableWriter(const std::string& path);
  ~TableWriter();

  // Keys ascend strictly and are neither empty nor longer than 252 bytes. A `deflated` tag is a
  // whole raw deflate stream.
  void add(std::string_view key, std::string_view tag, TagForm form = TagForm::plain);

  // Writes the rest and closes the file, which is empty when nothing was added.
  TableRoot finish();

  static std::size_t memory_bytes();

 private:
  class Block;
  struct Separator {
    std::string key;
    unsigned piece = 0;
  };
  struct Branch;

  void add_piece(std::string_view key, unsigned piece, std::string_view bytes, unsigned flags);
  void close_leaf(std::string_view next_key, unsigned next_piece);
  void add_child(std::size_t depth, std::uint32_t child, const Separator& separator);
  std::uint32_t write(Block& block, unsigned level);

  OutputFile file_;
  std::unique_ptr<Block> leaf_;
  Separator leaf_separator_;                       // between the leaf before and this one
  std::vector<std::unique_ptr<Branch>> branches_;  // from the level above the leaves to the root
  std::string last_key_;
  std::uint64_t entries_ = 0;
  std::uint32_t blocks_ = 0;
};

}  // namespace sillok::glass
