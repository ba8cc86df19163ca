// Which entry of each post stays, decided as entries come by, in the order of the dump. One thread
// at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "indexer/index_writer.h"

namespace sillok {

// A hash of article_key() that stands for it.
struct KeyHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  bool operator==(const KeyHash&) const = default;
};
KeyHash hash_key(std::string_view key);

// An entry that asks to stay.
struct Candidate {
  KeyHash key;
  std::uint64_t precedence = 0;
  std::uint64_t content = 0;
  std::optional<StoredEntry> stored;  // what the index holds under the key
};

// Where a new entry is put if it stays: a document of a batch, or a row of the spool. Nowhere when
// another key turned out to be the same post.
struct Placement {
  enum class Kind : std::uint8_t { none, document, row, nowhere };
  Kind kind = Kind::none;
  std::uint32_t batch = 0;
  std::uint32_t index = 0;  // in the batch; of a row the number is batch * 2^32 + index

  bool operator==(const Placement&) const = default;
};

enum class Outcome {
  added,      // a post that the index lacks
  changed,    // replaces what the index holds
  unchanged,  // the index holds it so, or holds a later capture, or the article of this row
  repeated,   // another entry of this dump stands for the post
};

class IdentityTable {
 public:
  struct Decision {
    Outcome outcome = Outcome::added;
    bool is_placed = false;  // the candidate stays, for now, where `placement` says
    Placement superseded;    // the entry of this dump that it replaces, if that was placed
  };

  // Decides between `candidate` and what is known under its key. Of equal precedence the later
  // offered stays.
  Decision offer(const Candidate& candidate, Placement placement);

  // Where the entry that stays was put; none when it is the index's own or unknown.
  Placement placement_of(const KeyHash& key) const;
  bool contains(const KeyHash& key) const;

  // Makes one post of two keys that both have an entry of this dump placed, and returns where the
  // one lies that goes: the lower in precedence, else that without an id. Nothing when there is
  // nothing to decide.
  std::optional<Placement> join(const KeyHash& with_id, const KeyHash& without_id);

  struct Counts {
    std::uint64_t articles = 0;
    std::uint64_t rows = 0;

    std::uint64_t all() const { return articles + rows; }
  };
  struct Totals {
    Counts added;
    Counts changed;
    Counts unchanged;
  };
  // The posts of the dump by their final outcome.
  Totals totals() const;

  // Documents of the index that entries of the dump replace, ascending.
  std::vector<Xapian::docid> replaced_documents() const;

  // Posts of the dump.
  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const;

 private:
  // A hash table with linear probing; all columns have the same size. 36 bytes a slot, and at least
  // 0.57 and at most 0.85 of the slots used. One of many parts, so that growing never doubles the
  // whole.
  struct Part {
    std::vector<KeyHash> keys;  // zero: the slot is free
    std::vector<std::uint64_t> precedences;
    std::vector<std::uint64_t> places;  // a packed Placement; 0: none
    std::vector<Xapian::docid> stored;  // 0: the index lacks the post
    std::size_t used = 0;

    void resize(std::size_t slots);
    // The slot of `key`, or the free one where it would be.
    std::size_t probe(const KeyHash& key) const;
    void grow();
  };

  Part& part_of(const KeyHash& key) { return parts_[key.high >> 56]; }
  const Part& part_of(const KeyHash& key) const { return parts_[key.high >> 56]; }

  std::vector<Part> parts_ = std::vector<Part>(256);
  std::size_t size_ = 0;
};

}  // namespace sillok
