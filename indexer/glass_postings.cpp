#include "indexer/glass_postings.h"

#include <algorithm>
#include <bit>
#include <boost/sort/pdqsort/pdqsort.hpp>

#include "common/schema.h"
#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

constexpr std::size_t kFirstSlots = 1 << 12;
// How far ahead of the posting being added its slot, then its list, then the list's end is asked
// from memory; lists also when they are read.
constexpr std::size_t kSlotsAhead = 24;
constexpr std::size_t kListsAhead = 16;
constexpr std::size_t kEndsAhead = 8;

constexpr std::size_t kLeadingBytes = sizeof(std::uint64_t);
// Postings in a list's first piece: most terms never need more.
constexpr std::size_t kInlineBytes = 12;
constexpr std::uint8_t kSecondPieceBits = 4;
constexpr std::uint8_t kLargestPieceBits = 11;
constexpr std::uint32_t kLinkBytes = sizeof(std::uint32_t);

// Whether one of the leading bytes of a term of `size` bytes is NUL.
bool has_nul(std::uint64_t leading, std::size_t size) {
  const std::uint64_t beyond = size < kLeadingBytes ? ~std::uint64_t{0} >> 8 * size : 0;
  const std::uint64_t bytes = leading | beyond;
  return ((bytes - 0x0101010101010101u) & ~bytes & 0x8080808080808080u) != 0;
}

}  // namespace

std::uint32_t PieceArena::allocate(std::size_t bytes) {
  bytes = (bytes + 7) & ~std::size_t{7};
  if (((used_ & kMask) + bytes) > kMask + 1) used_ = (used_ | kMask) + 1;
  if (used_ + bytes > std::uint64_t{1} << 32) {
    throw IndexError("the postings of one shard exceed 4 GiB in memory", "lower --memory");
  }
  if (used_ >> kBlockBits == blocks_.size()) {
    blocks_.emplace_back(static_cast<char*>(allocate_large(kMask + 1)));
  }
  const auto piece = static_cast<std::uint32_t>(used_);
  used_ += bytes;
  return piece;
}

// Begins a list's first piece; the bytes of the term past the eighth follow, then the first bytes
// of postings. Every piece ends with the name of the next.
struct PostingBuffer::List {
  std::uint64_t leading;  // of the term
  std::uint32_t documents;
  std::uint32_t occurrences;
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t link;  // where the name of the piece after the one under way goes
  std::uint16_t room;  // bytes before it
  std::uint8_t next_piece_bits;
  std::uint8_t term_bytes;

  std::size_t rest_bytes() const {
    return term_bytes > kLeadingBytes ? term_bytes - kLeadingBytes : 0;
  }
  static std::uint32_t first_piece_bytes(std::size_t rest_bytes) {
    const std::size_t bytes = sizeof(List) + rest_bytes + kInlineBytes + kLinkBytes;
    return static_cast<std::uint32_t>((bytes + 7) & ~std::size_t{7});
  }
};

// Nine postings in ten are of syllables, and take 16 bytes; the others take half as much, but each
// of their terms, often new, some 80.
PostingBuffer::PostingBuffer(std::size_t bytes)
    : syllables_(bytes * 3 / 4 / SyllablePostings::kPostingBytes),
      list_bytes_(bytes / 4),
      slots_(make_slots(kFirstSlots)),
      slot_count_(kFirstSlots) {
  clear();
}

bool PostingBuffer::has_room(std::uint32_t document, const PreparedDocument& prepared) const {
  return empty() ||
         (syllables_.has_room(document, prepared.terms.size()) && used_bytes() < list_bytes_);
}

LargeArray<PostingBuffer::Slot> PostingBuffer::make_slots(std::size_t count) {
  LargeArray<Slot> slots(static_cast<Slot*>(allocate_large(count * sizeof(Slot))));
  std::fill_n(slots.get(), count, Slot{});
  return slots;
}

void PostingBuffer::clear() {
  syllables_.clear();
  arena_.clear();
  list_at(arena_.allocate(sizeof(List))) = {};  // so that no other list is piece 0
  std::fill_n(slots_.get(), slot_count_, Slot{});
  terms_.clear();
}

std::size_t PostingBuffer::used_bytes() const {
  return arena_.used_bytes() + terms_.size() * (sizeof(Term) + 3 * sizeof(Slot));
}

std::size_t PostingBuffer::memory_bytes() const {
  return syllables_.memory_bytes() + arena_.memory_bytes() + slot_count_ * sizeof(Slot) +
         terms_.capacity() * sizeof(Term);
}

void PostingBuffer::reserve(std::size_t terms) {
  if (terms * 2 <= slot_count_) return;
  const std::size_t count = std::bit_ceil(terms * 2);
  const std::size_t mask = count - 1;
  LargeArray<Slot> grown = make_slots(count);
  for (std::size_t i = 0; i < slot_count_; ++i) {
    if (slots_[i].list == 0) continue;
    std::size_t at = slots_[i].hash & mask;
    while (grown[at].list != 0) at = (at + 1) & mask;
    grown[at] = slots_[i];
  }
  slots_ = std::move(grown);
  slot_count_ = count;
}

void PostingBuffer::add(std::uint32_t document, const PreparedDocument& prepared) {
  if (syllables_.empty()) syllables_.reserve(prepared.terms.size());
  others_.clear();
  for (const TermCount& term : prepared.terms) {
    if (const auto code = syllable_code(term)) {
      syllables_.add(*code, document, term.wdf);
    } else {
      others_.push_back(&term);
    }
  }
  reserve(terms_.size() + others_.size());
  const std::size_t mask = slot_count_ - 1;
  const auto list_of = [&](std::size_t i) { return slots_[others_[i]->hash & mask].list; };
  for (std::size_t i = 0; i < others_.size(); ++i) {
    if (i + kSlotsAhead < others_.size()) {
      __builtin_prefetch(&slots_[others_[i + kSlotsAhead]->hash & mask]);
    }
    if (i + kListsAhead < others_.size()) {
      __builtin_prefetch(arena_.at(list_of(i + kListsAhead)));
    }
    if (i + kEndsAhead < others_.size()) {
      const List& list = list_at(list_of(i + kEndsAhead));
      __builtin_prefetch(arena_.at(list.link - list.room));
    }
    add_posting(document, *others_[i], prepared.rest(*others_[i]));
  }
}

void PostingBuffer::add_posting(std::uint32_t document, const TermCount& term,
                                std::string_view rest) {
  const std::size_t mask = slot_count_ - 1;
  std::size_t at = term.hash & mask;
  for (;; at = (at + 1) & mask) {
    if (slots_[at].list == 0) {
      slots_[at] = {term.hash, make_list(document, term, rest)};
      return;
    }
    if (slots_[at].hash != term.hash) continue;
    const List& found = list_at(slots_[at].list);
    if (found.leading == term.leading && found.term_bytes == term.size &&
        (rest.empty() || rest_of(slots_[at].list) == rest)) {
      break;
    }
  }
  List& list = list_at(slots_[at].list);
  if (list.last == document) throw IndexError("a document holds a term twice");
  append_varint(list, document - list.last - 1);
  append_varint(list, term.wdf);
  list.last = document;
  list.occurrences += term.wdf;
  ++list.documents;
}

std::uint32_t PostingBuffer::make_list(std::uint32_t document, const TermCount& term,
                                       std::string_view rest) {
  const std::uint32_t piece_bytes = List::first_piece_bytes(rest.size());
  const std::size_t head_bytes = sizeof(List) + rest.size();
  const std::uint32_t piece = arena_.allocate(piece_bytes);
  List& list = list_at(piece);
  list = {.leading = term.leading,
          .documents = 1,
          .occurrences = term.wdf,
          .first = document,
          .last = document,
          .link = piece + piece_bytes - kLinkBytes,
          .room = static_cast<std::uint16_t>(piece_bytes - kLinkBytes - head_bytes),
          .next_piece_bits = kSecondPieceBits,
          .term_bytes = static_cast<std::uint8_t>(term.size)};
  std::copy(rest.begin(), rest.end(), arena_.at(piece) + sizeof(List));
  append_varint(list, term.wdf);
  terms_.push_back({term.leading, piece});
  check_size(piece, term.size);
  return piece;
}

void PostingBuffer::check_size(std::uint32_t piece, std::size_t size) const {
  if (size > 0 && size <= kMaxTermBytes / 2) return;
  std::string key;
  if (size > 0 && size <= kMaxTermBytes) append_key(piece, key);
  if (!key.empty() && key.size() <= kMaxTermBytes) return;
  throw IndexError("a term must be 1 to " + std::to_string(kMaxTermBytes) +
                   " bytes long, NULs counted twice, not " +
                   std::to_string(std::max(key.size(), size)));
}

void PostingBuffer::append_varint(List& list, std::uint32_t value) {
  if (value < 0x80 && list.room > 0) {
    *arena_.at(list.link - list.room--) = static_cast<char>(value);
    return;
  }
  char bytes[kMaxVarintBytes];
  append(list, {bytes, static_cast<std::size_t>(put_varint(bytes, value) - bytes)});
}

void PostingBuffer::append(List& list, std::string_view bytes) {
  for (;;) {
    const std::size_t part = std::min<std::size_t>(bytes.size(), list.room);
    std::copy_n(bytes.data(), part, arena_.at(list.link - list.room));
    list.room = static_cast<std::uint16_t>(list.room - part);
    bytes.remove_prefix(part);
    if (bytes.empty()) return;
    const std::uint32_t piece_bytes = 1u << list.next_piece_bits;
    const std::uint32_t piece = arena_.allocate(piece_bytes);
    std::memcpy(arena_.at(list.link), &piece, kLinkBytes);
    list.link = piece + piece_bytes - kLinkBytes;
    list.room = static_cast<std::uint16_t>(piece_bytes - kLinkBytes);
    if (list.next_piece_bits < kLargestPieceBits) ++list.next_piece_bits;
  }
}

std::string_view PostingBuffer::rest_of(std::uint32_t list) const {
  return {arena_.at(list) + sizeof(List), list_at(list).rest_bytes()};
}

void PostingBuffer::append_key(std::uint32_t piece, std::string& key) const {
  const List& list = list_at(piece);
  char leading[kLeadingBytes];
  put_be32(leading, static_cast<std::uint32_t>(list.leading >> 32));
  put_be32(leading + 4, static_cast<std::uint32_t>(list.leading));
  const std::string_view first{leading, std::min<std::size_t>(list.term_bytes, kLeadingBytes)};
  if (has_nul(list.leading, list.term_bytes)) {
    append_term_key(key, first);
  } else {
    key.append(first);
  }
  if (list.term_bytes > kLeadingBytes) append_term_key(key, rest_of(piece));
}

void PostingBuffer::read_list(std::uint32_t piece, std::string& out) const {
  const List& list = list_at(piece);
  std::uint32_t link = piece + List::first_piece_bytes(list.rest_bytes()) - kLinkBytes;
  std::uint32_t begin = piece + static_cast<std::uint32_t>(sizeof(List) + list.rest_bytes());
  for (std::uint8_t bits = kSecondPieceBits; link != list.link;) {
    out.append(arena_.at(begin), link - begin);
    std::memcpy(&begin, arena_.at(link), kLinkBytes);
    link = begin + (1u << bits) - kLinkBytes;
    if (bits < kLargestPieceBits) ++bits;
  }
  out.append(arena_.at(begin), list.link - list.room - begin);
}

class PostingBuffer::Sorted : public EntrySource {
 public:
  explicit Sorted(PostingBuffer& buffer) : buffer_(buffer) {
    auto& terms = buffer_.terms_;
    boost::sort::pdqsort_branchless(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
      return a.leading < b.leading;
    });
    for (auto first = terms.begin(); first != terms.end();) {
      auto last = std::next(first);
      while (last != terms.end() && last->leading == first->leading) ++last;
      if (last - first > 1) sort_equal(first, last);
      first = last;
    }
  }

  const PostlistEntry* next() override {
    const auto& terms = buffer_.terms_;
    if (at_ == terms.size()) return nullptr;
    if (at_ + kListsAhead < terms.size()) {
      __builtin_prefetch(buffer_.arena_.at(terms[at_ + kListsAhead].list));
    }
    const std::uint32_t piece = terms[at_++].list;
    const List& list = buffer_.list_at(piece);
    key_.clear();
    buffer_.append_key(piece, key_);
    bytes_.clear();
    buffer_.read_list(piece, bytes_);
    entry_ = {key_, list.documents, list.occurrences, list.first, list.last, bytes_};
    return &entry_;
  }

 private:
  // A term of at most eight bytes is all leading bytes, so it begins the others.
  void sort_equal(std::vector<Term>::iterator first, std::vector<Term>::iterator last) {
    std::sort(first, last, [this](const Term& a, const Term& b) {
      const std::size_t size_a = buffer_.list_at(a.list).term_bytes;
      const std::size_t size_b = buffer_.list_at(b.list).term_bytes;
      if (std::min(size_a, size_b) <= kLeadingBytes) return size_a < size_b;
      return buffer_.rest_of(a.list) < buffer_.rest_of(b.list);
    });
  }

  PostingBuffer& buffer_;
  std::size_t at_ = 0;
  std::string key_;
  std::string bytes_;
  PostlistEntry entry_;
};

std::vector<std::unique_ptr<EntrySource>> PostingBuffer::sorted() {
  std::vector<std::unique_ptr<EntrySource>> sources;
  sources.push_back(syllables_.sorted());
  sources.push_back(std::make_unique<Sorted>(*this));
  return sources;
}

}  // namespace sillok::glass
