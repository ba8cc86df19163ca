// Values and document lengths: while they are in memory, and as the postlist table holds them. Used
// by the glass_* files alone; the layout is drawn in glass_bulk.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/document.h"
#include "indexer/glass_entries.h"

namespace sillok::glass {

// What is known of the values of one slot.
struct ValueStatistics {
  std::uint32_t documents = 0;
  std::string lowest;
  std::string highest;

  void add(std::string_view value);
  // Counts those of another database in.
  void join(const ValueStatistics& other);
};

using SlotStatistics = std::map<unsigned, ValueStatistics>;

// Keys and tags of slots that hold something, in the order of the keys.
std::vector<std::pair<std::string, std::string>> encode_statistics(const SlotStatistics& slots);
// Adds what an entry says; false when it is damaged.
bool decode_statistics(std::string_view key, std::string_view tag, SlotStatistics& slots);

std::string value_chunk_key(unsigned slot, std::uint32_t first);
bool parse_value_chunk_key(std::string_view key, unsigned& slot, std::uint32_t& first);

// Puts the values of documents in ascending order into the tag of a chunk.
class ValueChunk {
 public:
  void add(std::uint32_t document, std::string_view value);
  bool empty() const { return bytes_.empty(); }
  std::uint32_t first() const { return first_; }
  const std::string& bytes() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  std::string bytes_;
};

// Takes documents and values off a chunk.
class ValueChunkParser {
 public:
  ValueChunkParser(std::uint32_t first, std::string_view bytes) : document_(first), rest_(bytes) {}
  // False at the end, and at damage: then at_end() is false too.
  bool next(std::uint32_t& document, std::string_view& value);
  bool at_end() const { return rest_.empty(); }

 private:
  std::uint32_t document_;
  bool is_first_ = true;
  std::string_view rest_;
};

using OnValueChunk = std::function<void(std::string_view key, std::string_view tag)>;

// Value streams and document lengths while they are in memory.
class ValueBuffer {
 public:
  void add(std::uint32_t document, const PreparedDocument& prepared);
  std::size_t memory_bytes() const { return memory_bytes_; }
  bool empty() const { return documents_ == 0; }
  // What take() would give of chunks of values, in any order.
  void for_each_chunk(const OnValueChunk& on_chunk) const;
  // Gives what has been added since the last call: chunks of values, then lengths.
  std::unique_ptr<EntrySource> take();
  // Of all that was ever added.
  const SlotStatistics& statistics() const { return statistics_; }

 private:
  class Taken;

  void close_chunk(unsigned slot, ValueChunk& chunk);

  SlotStatistics statistics_;
  std::map<unsigned, ValueChunk> open_;                      // by slot
  std::vector<std::pair<std::string, std::string>> chunks_;  // closed: key and tag
  std::string lengths_;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  std::uint32_t documents_ = 0;
  std::size_t memory_bytes_ = 0;
};

}  // namespace sillok::glass
