#include "indexer/glass_values.h"

#include <algorithm>

#include "indexer/glass_coding.h"

namespace sillok::glass {

namespace {

// Xapian's own writer closes chunks at the same size.
constexpr std::size_t kChunkBytes = 2000;

}  // namespace

void ValueStatistics::add(std::string_view value) {
  if (documents++ == 0) {
    lowest = highest = value;
  } else if (value < lowest) {
    lowest = value;
  } else if (value > highest) {
    highest = value;
  }
}

void ValueStatistics::join(const ValueStatistics& other) {
  if (other.documents == 0) return;
  if (documents == 0 || other.lowest < lowest) lowest = other.lowest;
  if (documents == 0 || other.highest > highest) highest = other.highest;
  documents += other.documents;
}

std::vector<std::pair<std::string, std::string>> encode_statistics(const SlotStatistics& slots) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& [slot, statistics] : slots) {
    if (statistics.documents == 0) continue;
    std::string key{kValueStatisticsKey};
    for (unsigned rest = slot; rest != 0; rest >>= 8) key += static_cast<char>(rest);
    std::string tag;
    append_varint(tag, statistics.documents);
    append_sized(tag, statistics.lowest);
    if (statistics.highest != statistics.lowest) tag += statistics.highest;
    entries.emplace_back(std::move(key), std::move(tag));
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

bool decode_statistics(std::string_view key, std::string_view tag, SlotStatistics& slots) {
  key.remove_prefix(kValueStatisticsKey.size());
  if (key.size() > sizeof(unsigned)) return false;
  unsigned slot = 0;
  for (std::size_t i = key.size(); i-- > 0;) slot = slot << 8 | static_cast<unsigned char>(key[i]);
  std::uint64_t documents = 0;
  std::uint64_t lowest_bytes = 0;
  if (!take_varint(tag, documents) || !take_varint(tag, lowest_bytes)) return false;
  if (lowest_bytes > tag.size()) return false;
  ValueStatistics statistics;
  statistics.documents = static_cast<std::uint32_t>(documents);
  statistics.lowest = tag.substr(0, lowest_bytes);
  statistics.highest = tag.size() == lowest_bytes ? statistics.lowest : tag.substr(lowest_bytes);
  slots[slot].join(statistics);
  return true;
}

std::string value_chunk_key(unsigned slot, std::uint32_t first) {
  std::string key{kValueChunkKey};
  append_varint(key, slot);
  append_sortable(key, first);
  return key;
}

bool parse_value_chunk_key(std::string_view key, unsigned& slot, std::uint32_t& first) {
  key.remove_prefix(kValueChunkKey.size());
  std::uint64_t number = 0;
  if (!take_varint(key, number) || !take_sortable(key, first)) return false;
  slot = static_cast<unsigned>(number);
  return key.empty();
}

void ValueChunk::add(std::uint32_t document, std::string_view value) {
  if (bytes_.empty()) {
    first_ = document;
  } else {
    append_varint(bytes_, document - last_ - 1);
  }
  append_sized(bytes_, value);
  last_ = document;
}

bool ValueChunkParser::next(std::uint32_t& document, std::string_view& value) {
  if (rest_.empty()) return false;
  const std::string_view before = rest_;
  std::uint64_t distance = 0;
  std::uint64_t bytes = 0;
  if ((!is_first_ && !take_varint(rest_, distance)) || !take_varint(rest_, bytes) ||
      bytes > rest_.size()) {
    rest_ = before;
    return false;
  }
  if (!is_first_) document_ += static_cast<std::uint32_t>(distance) + 1;
  is_first_ = false;
  document = document_;
  value = rest_.substr(0, bytes);
  rest_.remove_prefix(bytes);
  return true;
}

void ValueBuffer::add(std::uint32_t document, const PreparedDocument& prepared) {
  const std::size_t before = lengths_.size();
  if (documents_ == 0) {
    first_ = document;
  } else {
    append_varint(lengths_, document - last_ - 1);
  }
  append_varint(lengths_, prepared.length);
  last_ = document;
  ++documents_;
  memory_bytes_ += lengths_.size() - before;
  for (const auto& [slot, value] : prepared.values) {
    statistics_[slot].add(value);
    ValueChunk& chunk = open_[slot];
    memory_bytes_ -= chunk.bytes().size();
    chunk.add(document, value);
    memory_bytes_ += chunk.bytes().size();
    if (chunk.bytes().size() >= kChunkBytes) close_chunk(slot, chunk);
  }
}

void ValueBuffer::close_chunk(unsigned slot, ValueChunk& chunk) {
  chunks_.emplace_back(value_chunk_key(slot, chunk.first()), chunk.bytes());
  chunk.clear();
}

void ValueBuffer::for_each_chunk(const OnValueChunk& on_chunk) const {
  for (const auto& [key, tag] : chunks_) on_chunk(key, tag);
  for (const auto& [slot, chunk] : open_) {
    if (!chunk.empty()) on_chunk(value_chunk_key(slot, chunk.first()), chunk.bytes());
  }
}

class ValueBuffer::Taken : public EntrySource {
 public:
  Taken(std::vector<std::pair<std::string, std::string>> chunks, std::string lengths,
        const PostlistEntry& entry)
      : chunks_(std::move(chunks)), lengths_(std::move(lengths)), lengths_entry_(entry) {
    std::sort(chunks_.begin(), chunks_.end());
    lengths_entry_.key = kLengthsKey;
    lengths_entry_.bytes = lengths_;
  }

  const PostlistEntry* next() override {
    if (at_ < chunks_.size()) {
      const auto& [key, tag] = chunks_[at_++];
      chunk_entry_.key = key;
      chunk_entry_.bytes = tag;
      return &chunk_entry_;
    }
    if (at_++ == chunks_.size() && lengths_entry_.documents > 0) return &lengths_entry_;
    return nullptr;
  }

 private:
  std::vector<std::pair<std::string, std::string>> chunks_;
  std::string lengths_;
  PostlistEntry lengths_entry_;
  PostlistEntry chunk_entry_;
  std::size_t at_ = 0;
};

std::unique_ptr<EntrySource> ValueBuffer::take() {
  for (auto& [slot, chunk] : open_) {
    if (!chunk.empty()) close_chunk(slot, chunk);
  }
  PostlistEntry entry;
  entry.documents = std::exchange(documents_, 0);
  entry.first = first_;
  entry.last = last_;
  memory_bytes_ = 0;
  return std::make_unique<Taken>(std::exchange(chunks_, {}), std::exchange(lengths_, {}), entry);
}

}  // namespace sillok::glass
