// Postings of the terms that are a prefix and one or two Hangul syllables, nine in ten of an
// archive's, gathered as plain numbers and sorted. Used by the glass_* files alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

#include "indexer/document.h"
#include "indexer/glass_entries.h"
#include "indexer/glass_memory.h"

namespace sillok::glass {

// A term of this kind as a number that sorts as the term does: 3 bits of prefix, 14 of the first
// syllable, 14 of the second (0: there is none). Nothing for any other term.
std::optional<std::uint32_t> syllable_code(const PreparedDocument::TermCount& term);

class SyllablePostings {
 public:
  static constexpr std::size_t kPostingBytes = 16;  // with what sorting needs

  // Room for `capacity` postings; they take memory as they come.
  explicit SyllablePostings(std::size_t capacity);

  // Whether `postings` more of document `document` find room.
  bool has_room(std::uint32_t document, std::size_t postings) const;
  // Makes room in an empty buffer for a document of so many.
  void reserve(std::size_t postings);

  // Documents come in ascending order.
  void add(std::uint32_t code, std::uint32_t document, std::uint32_t wdf);

  std::size_t memory_bytes() const { return 2 * std::max(most_, count_) * sizeof(Posting); }
  bool empty() const { return count_ == 0; }
  void clear();

  // The lists in the order of their terms. Until it is gone the buffer must stay, unchanged; then
  // it must be cleared. It throws IndexError at a term that a document has twice.
  std::unique_ptr<EntrySource> sorted();

 private:
  // From the high bits: 31 of the code, 20 of the document's distance from the first, 13 of the
  // wdf, all ones when it is in large_.
  using Posting = std::uint64_t;
  class Sorted;

  void sort();
  std::uint32_t wdf_of(Posting posting) const;

  LargeArray<Posting> postings_;
  LargeArray<Posting> other_;  // what sorting moves them to, and back
  std::size_t capacity_;
  std::size_t count_ = 0;
  std::size_t most_ = 0;  // that there ever were: these pages are in use
  std::uint32_t first_document_ = 0;
  std::unordered_map<Posting, std::uint32_t> large_;  // by the posting without its wdf
};

}  // namespace sillok::glass
