// Posting lists while they are in memory, and how sorted posting lists pass from there and from
// disk into a table. Used by the glass_* files alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/document.h"

namespace sillok::glass {

// An entry of the postlist table before it is cut into chunks. `documents` is 0 for what is not a
// posting list: then `bytes` is the tag. A posting list's bytes are the wdf of the first document,
// then for each further one its distance less 1 and its wdf. The list of document lengths is a
// posting list under kLengthsKey, with the length for wdf.
struct PostlistEntry {
  std::string_view key;
  std::uint32_t documents = 0;
  std::uint32_t occurrences = 0;  // the sum of wdf, as far as 32 bits go
  std::uint32_t first = 0;        // numbers of the first and last document
  std::uint32_t last = 0;
  std::string_view bytes;
};

// Gives entries in the order of their keys.
class EntrySource {
 public:
  virtual ~EntrySource() = default;
  // The next entry, null at the end. Valid until the next call.
  virtual const PostlistEntry* next() = 0;
};

// Memory on large pages where the system has them: the inversion touches all of it at random.
struct FreeMemory {
  void operator()(void* memory) const { std::free(memory); }
};
template <typename T>
using LargeArray = std::unique_ptr<T[], FreeMemory>;
void* allocate_large(std::size_t bytes);

// Memory that is handed out in small pieces and given back as a whole. A piece is named by 32
// bits, so 4 GiB is the limit.
class PieceArena {
 public:
  // `bytes` is at most 4,096. Pieces are aligned to 8 bytes.
  std::uint32_t allocate(std::size_t bytes);
  char* at(std::uint32_t piece) { return blocks_[piece >> kBlockBits].get() + (piece & kMask); }
  const char* at(std::uint32_t piece) const {
    return blocks_[piece >> kBlockBits].get() + (piece & kMask);
  }
  void clear() { used_ = 0; }
  std::size_t memory_bytes() const { return blocks_.size() << kBlockBits; }
  std::size_t used_bytes() const { return used_; }

 private:
  static constexpr unsigned kBlockBits = 21;
  static constexpr std::size_t kMask = (std::size_t{1} << kBlockBits) - 1;
  std::vector<LargeArray<char>> blocks_;
  std::size_t used_ = 0;
};

// The inversion: terms in a hash table, each with its postings as glass encodes them, in pieces
// that double in size.
class PostingBuffer {
 public:
  PostingBuffer();

  // Documents come in ascending order. Throws IndexError for an empty, too long or repeated term.
  void add(std::uint32_t document, const PreparedDocument& prepared);

  // What the lists take; and what is held, which stays after clear() to be used again.
  std::size_t used_bytes() const;
  std::size_t memory_bytes() const;
  void clear();

  // The lists in the order of their terms. Until it is gone the buffer must stay, unchanged; then
  // it must be cleared.
  std::unique_ptr<EntrySource> sorted();

 private:
  using TermCount = PreparedDocument::TermCount;
  struct List;
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t list = 0;
  };
  struct Term {
    std::uint64_t leading;
    std::uint32_t list;
  };
  class Sorted;

  List& list_at(std::uint32_t piece) { return *reinterpret_cast<List*>(arena_.at(piece)); }
  const List& list_at(std::uint32_t piece) const {
    return *reinterpret_cast<const List*>(arena_.at(piece));
  }
  static LargeArray<Slot> make_slots(std::size_t count);
  void reserve(std::size_t terms);
  void add_posting(std::uint32_t document, const TermCount& term, std::string_view rest);
  std::uint32_t make_list(std::uint32_t document, const TermCount& term, std::string_view rest);
  void check_size(std::uint32_t list, std::size_t size) const;
  void append_varint(List& list, std::uint32_t value);
  void append(List& list, std::string_view bytes);
  std::string_view rest_of(std::uint32_t list) const;
  void append_key(std::uint32_t list, std::string& key) const;
  void read_list(std::uint32_t list, std::string& out) const;

  PieceArena arena_;
  LargeArray<Slot> slots_;      // list 0 is a free slot
  std::size_t slot_count_ = 0;  // a power of two
  std::vector<Term> terms_;
};

// Value streams and document lengths while they are in memory.
class ValueBuffer {
 public:
  void add(std::uint32_t document, const PreparedDocument& prepared);
  std::size_t memory_bytes() const { return memory_bytes_; }
  // Gives what has been added since the last call: chunks of values, then lengths.
  std::unique_ptr<EntrySource> take();
  // Entries of the value statistics: key and tag, in order of the keys.
  std::vector<std::pair<std::string, std::string>> statistics() const;

 private:
  struct Stream {
    std::uint32_t first = 0;  // of the chunk under way
    std::uint32_t last = 0;
    std::string chunk;
    std::uint32_t documents = 0;
    std::string lowest;
    std::string highest;
  };
  class Taken;

  void add_value(unsigned slot, std::uint32_t document, const std::string& value);
  void close_chunk(unsigned slot, Stream& stream);

  std::map<unsigned, Stream> streams_;
  std::vector<std::pair<std::string, std::string>> chunks_;  // closed: key and tag
  std::string lengths_;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  std::uint32_t documents_ = 0;
  std::size_t memory_bytes_ = 0;
};

}  // namespace sillok::glass
