// Posting lists while they are in memory. Used by the glass_* files
// alone; the layout is drawn in glass_bulk.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/document.h"
#include "indexer/glass_entries.h"
#include "indexer/glass_memory.h"
#include "indexer/glass_syllables.h"

namespace sillok::glass {

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

// The inversion. Terms of syllables are sorted in the end; the others are in a hash table, each
// with its postings as glass encodes them, in pieces that double in size.
class PostingBuffer {
 public:
  // Is full at about `bytes` of memory.
  explicit PostingBuffer(std::size_t bytes);

  // Whether the document may be added without exceeding that. An empty buffer takes any.
  bool has_room(std::uint32_t document, const PreparedDocument& prepared) const;
  // Documents come in ascending order. Throws IndexError for an empty, too long or repeated term.
  void add(std::uint32_t document, const PreparedDocument& prepared);

  bool empty() const { return terms_.empty() && syllables_.empty(); }
  // What is held: it stays after clear() to be used again.
  std::size_t memory_bytes() const;
  void clear();

  // Lists of different terms, each source's in their order. Until they are gone the buffer must
  // stay, unchanged; then it must be cleared. They throw IndexError at a repeated term.
  std::vector<std::unique_ptr<EntrySource>> sorted();

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
  std::size_t used_bytes() const;
  void reserve(std::size_t terms);
  void add_posting(std::uint32_t document, const TermCount& term, std::string_view rest);
  std::uint32_t make_list(std::uint32_t document, const TermCount& term, std::string_view rest);
  void check_size(std::uint32_t list, std::size_t size) const;
  void append_varint(List& list, std::uint32_t value);
  void append(List& list, std::string_view bytes);
  std::string_view rest_of(std::uint32_t list) const;
  void append_key(std::uint32_t list, std::string& key) const;
  void read_list(std::uint32_t list, std::string& out) const;

  SyllablePostings syllables_;
  std::size_t list_bytes_;  // that the lists may take
  PieceArena arena_;
  LargeArray<Slot> slots_;      // list 0 is a free slot
  std::size_t slot_count_ = 0;  // a power of two
  std::vector<Term> terms_;
  std::vector<const TermCount*> others_;  // of the document being added, not of syllables
};

}  // namespace sillok::glass
