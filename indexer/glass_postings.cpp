#include "indexer/glass_postings.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>

#include "common/schema.h"
#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

// Values after which a chunk is closed; Xapian's own writer closes at the same size.
constexpr std::size_t kValueChunkBytes = 2000;

constexpr std::size_t kFirstSlots = 1 << 12;
constexpr std::size_t kSortBytes = 16;  // a term
// How far ahead of the posting being added the slot, then the list, is asked from memory.
constexpr std::size_t kSlotsAhead = 16;
constexpr std::size_t kListsAhead = 8;

// Postings in a list's first piece: half of all terms never need more.
constexpr std::size_t kInlineBytes = 9;
constexpr std::uint16_t kSecondPieceBytes = 16;
constexpr std::uint16_t kLargestPieceBytes = 2048;
constexpr std::uint32_t kLinkBytes = sizeof(std::uint32_t);

std::uint16_t next_piece_bytes(std::uint16_t bytes) {
  return std::min<std::uint16_t>(bytes * 2, kLargestPieceBytes);
}

std::uint32_t hash_term(std::string_view term) {
  return static_cast<std::uint32_t>(XXH3_64bits(term.data(), term.size()));
}

// The first eight bytes as a number that sorts as they do.
std::uint64_t leading_bytes(std::string_view term) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, term.data(), std::min(term.size(), sizeof(bytes)));
  return __builtin_bswap64(bytes);
}

}  // namespace

std::uint32_t PieceArena::allocate(std::size_t bytes) {
  bytes = (bytes + 7) & ~std::size_t{7};
  if (((used_ & kMask) + bytes) > kMask + 1) used_ = (used_ | kMask) + 1;
  if (used_ + bytes > std::uint64_t{1} << 32) {
    throw IndexError("the postings of one shard exceed 4 GiB in memory", "lower --memory");
  }
  if (used_ >> kBlockBits == blocks_.size()) {
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(kMask + 1));
  }
  const auto piece = static_cast<std::uint32_t>(used_);
  used_ += bytes;
  return piece;
}

// Begins a list's first piece; the term follows, then the first bytes of postings. Every piece ends
// with the name of the next.
struct PostingBuffer::List {
  std::uint32_t documents;
  std::uint32_t occurrences;
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t write;      // where the next byte goes
  std::uint32_t write_end;  // where the link of the piece under way is
  std::uint16_t next_piece_bytes;
  std::uint8_t term_bytes;

  static std::uint32_t first_piece_bytes(std::size_t term_bytes);
};

std::uint32_t PostingBuffer::List::first_piece_bytes(std::size_t term_bytes) {
  const std::size_t bytes = sizeof(List) + term_bytes + kInlineBytes + kLinkBytes;
  return static_cast<std::uint32_t>((bytes + 7) & ~std::size_t{7});
}

PostingBuffer::PostingBuffer() : slots_(kFirstSlots) {
  clear();
}

void PostingBuffer::clear() {
  arena_.clear();
  arena_.allocate(1);  // so that no list is piece 0
  std::fill(slots_.begin(), slots_.end(), Slot{});
  terms_ = 0;
}

std::size_t PostingBuffer::used_bytes() const {
  return arena_.used_bytes() + terms_ * (2 * sizeof(Slot) + kSortBytes);
}

std::size_t PostingBuffer::memory_bytes() const {
  return arena_.memory_bytes() + slots_.size() * sizeof(Slot) + terms_ * kSortBytes;
}

void PostingBuffer::reserve(std::size_t terms) {
  if (terms * 2 <= slots_.size()) return;
  std::vector<Slot> grown(std::bit_ceil(terms * 2));
  const std::size_t mask = grown.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.list == 0) continue;
    std::size_t at = slot.hash & mask;
    while (grown[at].list != 0) at = (at + 1) & mask;
    grown[at] = slot;
  }
  slots_ = std::move(grown);
}

void PostingBuffer::add(std::uint32_t document, const PreparedDocument& prepared) {
  const auto& terms = prepared.terms;
  reserve(terms_ + terms.size());
  const std::size_t mask = slots_.size() - 1;
  hashes_.resize(terms.size());
  for (std::size_t i = 0; i < terms.size(); ++i) hashes_[i] = hash_term(prepared.term(terms[i]));
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (i + kSlotsAhead < terms.size()) {
      __builtin_prefetch(&slots_[hashes_[i + kSlotsAhead] & mask]);
    }
    if (i + kListsAhead < terms.size()) {
      __builtin_prefetch(arena_.at(slots_[hashes_[i + kListsAhead] & mask].list));
    }
    add_posting(hashes_[i], document, prepared.term(terms[i]), terms[i].wdf);
  }
}

void PostingBuffer::add_posting(std::uint32_t hash, std::uint32_t document, std::string_view term,
                                std::uint32_t wdf) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].list != 0; at = (at + 1) & mask) {
    if (slots_[at].hash == hash && term_of(slots_[at].list) == term) break;
  }
  if (slots_[at].list == 0) {
    slots_[at] = {hash, make_list(document, term, wdf)};
    ++terms_;
    return;
  }
  List& list = *reinterpret_cast<List*>(arena_.at(slots_[at].list));
  if (list.last == document)
    throw IndexError("a document holds a term twice: " + std::string(term));
  char bytes[2 * kMaxVarintBytes];
  char* end = put_varint(put_varint(bytes, document - list.last - 1), wdf);
  append(list, {bytes, static_cast<std::size_t>(end - bytes)});
  list.last = document;
  list.occurrences += wdf;
  ++list.documents;
}

std::uint32_t PostingBuffer::make_list(std::uint32_t document, std::string_view term,
                                       std::uint32_t wdf) {
  const auto nuls = static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));
  if (term.empty() || term.size() + nuls > kMaxTermBytes) {
    throw IndexError("a term must be 1 to " + std::to_string(kMaxTermBytes) +
                     " bytes long, NULs counted twice, not " + std::to_string(term.size() + nuls));
  }
  const std::size_t head = sizeof(List) + term.size();
  const std::size_t piece_bytes = List::first_piece_bytes(term.size());
  const std::uint32_t piece = arena_.allocate(piece_bytes);
  List& list = *reinterpret_cast<List*>(arena_.at(piece));
  list = {.documents = 1,
          .occurrences = wdf,
          .first = document,
          .last = document,
          .write = piece + static_cast<std::uint32_t>(head),
          .write_end = piece + static_cast<std::uint32_t>(piece_bytes - kLinkBytes),
          .next_piece_bytes = kSecondPieceBytes,
          .term_bytes = static_cast<std::uint8_t>(term.size())};
  std::memcpy(arena_.at(piece) + sizeof(List), term.data(), term.size());
  char bytes[kMaxVarintBytes];
  append(list, {bytes, static_cast<std::size_t>(put_varint(bytes, wdf) - bytes)});
  return piece;
}

void PostingBuffer::append(List& list, std::string_view bytes) {
  for (;;) {
    const std::size_t part = std::min<std::size_t>(bytes.size(), list.write_end - list.write);
    std::memcpy(arena_.at(list.write), bytes.data(), part);
    list.write += static_cast<std::uint32_t>(part);
    bytes.remove_prefix(part);
    if (bytes.empty()) return;
    const std::uint32_t piece = arena_.allocate(list.next_piece_bytes);
    std::memcpy(arena_.at(list.write_end), &piece, kLinkBytes);
    list.write = piece;
    list.write_end = piece + list.next_piece_bytes - kLinkBytes;
    list.next_piece_bytes = next_piece_bytes(list.next_piece_bytes);
  }
}

std::string_view PostingBuffer::term_of(std::uint32_t list) const {
  const char* at = arena_.at(list);
  return {at + sizeof(List), reinterpret_cast<const List*>(at)->term_bytes};
}

void PostingBuffer::read_list(std::uint32_t piece, std::string& out) const {
  const List& list = *reinterpret_cast<const List*>(arena_.at(piece));
  std::uint32_t begin = piece + sizeof(List) + list.term_bytes;
  std::uint32_t end = piece + List::first_piece_bytes(list.term_bytes) - kLinkBytes;
  std::uint16_t bytes = kSecondPieceBytes;
  while (end != list.write_end) {
    out.append(arena_.at(begin), end - begin);
    std::memcpy(&begin, arena_.at(end), kLinkBytes);
    end = begin + bytes - kLinkBytes;
    bytes = next_piece_bytes(bytes);
  }
  out.append(arena_.at(begin), list.write - begin);
}

class PostingBuffer::Sorted : public EntrySource {
 public:
  explicit Sorted(const PostingBuffer& buffer) : buffer_(buffer) {
    order_.reserve(buffer.terms_);
    for (const Slot& slot : buffer.slots_) {
      if (slot.list != 0) order_.push_back({leading_bytes(buffer.term_of(slot.list)), slot.list});
    }
    std::sort(order_.begin(), order_.end(), [&](const Key& a, const Key& b) {
      if (a.leading != b.leading) return a.leading < b.leading;
      return buffer.term_of(a.list) < buffer.term_of(b.list);
    });
  }

  const PostlistEntry* next() override {
    if (at_ == order_.size()) return nullptr;
    const std::uint32_t piece = order_[at_++].list;
    const List& list = *reinterpret_cast<const List*>(buffer_.arena_.at(piece));
    key_.clear();
    append_term_key(key_, buffer_.term_of(piece));
    bytes_.clear();
    buffer_.read_list(piece, bytes_);
    entry_ = {key_, list.documents, list.occurrences, list.first, list.last, bytes_};
    return &entry_;
  }

 private:
  struct Key {
    std::uint64_t leading;
    std::uint32_t list;
  };
  const PostingBuffer& buffer_;
  std::vector<Key> order_;
  std::size_t at_ = 0;
  std::string key_;
  std::string bytes_;
  PostlistEntry entry_;
};

std::unique_ptr<EntrySource> PostingBuffer::sorted() const {
  return std::make_unique<Sorted>(*this);
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
  for (const auto& [slot, value] : prepared.values) add_value(slot, document, value);
}

void ValueBuffer::add_value(unsigned slot, std::uint32_t document, const std::string& value) {
  Stream& stream = streams_[slot];
  const std::size_t before = stream.chunk.size();
  if (stream.chunk.empty()) {
    stream.first = document;
  } else {
    append_varint(stream.chunk, document - stream.last - 1);
  }
  append_sized(stream.chunk, value);
  stream.last = document;
  memory_bytes_ += stream.chunk.size() - before;
  if (stream.documents++ == 0) {
    stream.lowest = stream.highest = value;
  } else if (value < stream.lowest) {
    stream.lowest = value;
  } else if (value > stream.highest) {
    stream.highest = value;
  }
  if (stream.chunk.size() >= kValueChunkBytes) close_chunk(slot, stream);
}

void ValueBuffer::close_chunk(unsigned slot, Stream& stream) {
  std::string key{kValueChunkKey};
  append_varint(key, slot);
  append_sortable(key, stream.first);
  chunks_.emplace_back(std::move(key), std::move(stream.chunk));
  stream.chunk.clear();
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
  for (auto& [slot, stream] : streams_) {
    if (!stream.chunk.empty()) close_chunk(slot, stream);
  }
  PostlistEntry entry;
  entry.documents = documents_;
  entry.first = first_;
  entry.last = last_;
  documents_ = 0;
  memory_bytes_ = 0;
  return std::make_unique<Taken>(std::exchange(chunks_, {}), std::exchange(lengths_, {}), entry);
}

std::vector<std::pair<std::string, std::string>> ValueBuffer::statistics() const {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& [slot, stream] : streams_) {
    std::string key{kValueStatisticsKey};
    for (unsigned rest = slot; rest != 0; rest >>= 8) key += static_cast<char>(rest);
    std::string tag;
    append_varint(tag, stream.documents);
    append_sized(tag, stream.lowest);
    if (stream.highest != stream.lowest) tag += stream.highest;
    entries.emplace_back(std::move(key), std::move(tag));
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace sillok::glass
