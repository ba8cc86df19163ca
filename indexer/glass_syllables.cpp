#include "indexer/glass_syllables.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "common/schema.h"
#include "common/text.h"
#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

// In the order of their bytes.
constexpr std::array<std::string_view, 6> kPrefixes = {"B", "SB", "ST", "SX", "T", "X"};
static_assert(kBigramPrefix == "B" && kTokenPrefix == "T" && kCrossPrefix == "X" &&
              kTitlePrefix == "S");

constexpr unsigned kSyllableBits = 14;
constexpr unsigned kSyllableBytes = 3;
constexpr std::uint32_t kSyllableMask = (1u << kSyllableBits) - 1;
constexpr char32_t kFirstSyllable = 0xAC00;

constexpr unsigned kWdfBits = 13;
constexpr unsigned kDocumentBits = 20;
constexpr unsigned kCodeShift = kWdfBits + kDocumentBits;
constexpr std::uint64_t kLargeWdf = (1u << kWdfBits) - 1;
constexpr std::uint64_t kMaxDistance = (1u << kDocumentBits) - 1;

// The prefixes' places by their last letter: alone, and behind the title's.
struct PrefixPlaces {
  std::array<std::int8_t, 256> alone{};
  std::array<std::int8_t, 256> title{};
};

constexpr PrefixPlaces make_prefix_places() {
  PrefixPlaces places;
  places.alone.fill(-1);
  places.title.fill(-1);
  for (std::size_t i = 0; i < kPrefixes.size(); ++i) {
    auto& table = kPrefixes[i].size() == 1 ? places.alone : places.title;
    table[static_cast<unsigned char>(kPrefixes[i].back())] = static_cast<std::int8_t>(i);
  }
  return places;
}

constexpr PrefixPlaces kPlaces = make_prefix_places();

int prefix_place(std::uint64_t leading, unsigned prefix_bytes) {
  if (prefix_bytes == 1) return kPlaces.alone[leading >> 56];
  return leading >> 56 == 'S' ? kPlaces.title[leading >> 48 & 0xff] : -1;
}

// The place among the syllables of the three bytes that end at `shift`; beyond them when they are
// no syllable.
std::uint32_t syllable_at(std::uint64_t leading, unsigned shift) {
  const auto bytes = static_cast<std::uint32_t>(leading >> shift) & 0xFFFFFFu;
  if ((bytes & 0xF0C0C0u) != 0xE08080u) return kSyllableMask;
  const char32_t c = (bytes >> 16 & 0xFu) << 12 | (bytes >> 8 & 0x3Fu) << 6 | (bytes & 0x3Fu);
  return is_hangul_syllable(c) ? c - kFirstSyllable : kSyllableMask;
}

void append_syllable(std::string& key, std::uint32_t place) {
  const char32_t c = kFirstSyllable + place;
  key += static_cast<char>(0xE0 | c >> 12);
  key += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  key += static_cast<char>(0x80 | (c & 0x3F));
}

void decode_key(std::uint32_t code, std::string& key) {
  key.assign(kPrefixes[code >> 2 * kSyllableBits]);
  append_syllable(key, code >> kSyllableBits & kSyllableMask);
  const std::uint32_t second = code & kSyllableMask;
  if (second != 0) append_syllable(key, second - 1);
}

std::uint32_t code_of(std::uint64_t posting) {
  return static_cast<std::uint32_t>(posting >> kCodeShift);
}

std::uint64_t distance_of(std::uint64_t posting) {
  return posting >> kWdfBits & kMaxDistance;
}

// Moves `count` postings in the order of `Bits` bits at `Shift`; equal ones keep their order.
template <unsigned Shift, unsigned Bits>
void distribute(const std::uint64_t* from, std::uint64_t* to, std::size_t count,
                std::array<std::size_t, std::size_t{1} << Bits>& counts) {
  std::size_t begin = 0;
  for (std::size_t& place : counts) begin += std::exchange(place, begin);
  constexpr std::uint64_t kMask = (std::uint64_t{1} << Bits) - 1;
  for (std::size_t i = 0; i < count; ++i) to[counts[from[i] >> Shift & kMask]++] = from[i];
}

}  // namespace

std::optional<std::uint32_t> syllable_code(const PreparedDocument::TermCount& term) {
  // Sizes are a prefix of one or two bytes and three or six bytes of syllables.
  if (term.size < 4 || term.size > 8 || term.size == 6) return std::nullopt;
  const unsigned prefix_bytes = term.size == 4 || term.size == 7 ? 1 : 2;
  const int prefix = prefix_place(term.leading, prefix_bytes);
  const unsigned first_shift = 8 * (8 - prefix_bytes - kSyllableBytes);
  const std::uint32_t first = syllable_at(term.leading, first_shift);
  if (prefix < 0 || first == kSyllableMask) return std::nullopt;
  std::uint32_t second = 0;
  if (term.size > prefix_bytes + kSyllableBytes) {
    const std::uint32_t place = syllable_at(term.leading, first_shift - 8 * kSyllableBytes);
    if (place == kSyllableMask) return std::nullopt;
    second = place + 1;
  }
  return static_cast<std::uint32_t>(prefix) << 2 * kSyllableBits | first << kSyllableBits | second;
}

SyllablePostings::SyllablePostings(std::size_t capacity)
    : postings_(make_large_array<Posting>(capacity)),
      other_(make_large_array<Posting>(capacity)),
      capacity_(capacity) {}

bool SyllablePostings::has_room(std::uint32_t document, std::size_t postings) const {
  return count_ == 0 ? postings <= capacity_
                     : postings <= capacity_ - count_ && document - first_document_ <= kMaxDistance;
}

void SyllablePostings::reserve(std::size_t postings) {
  if (postings <= capacity_) return;
  capacity_ = postings;
  postings_ = make_large_array<Posting>(capacity_);
  other_ = make_large_array<Posting>(capacity_);
}

void SyllablePostings::add(std::uint32_t code, std::uint32_t document, std::uint32_t wdf) {
  if (count_ == 0) first_document_ = document;
  Posting posting = Posting{code} << kCodeShift | Posting{document - first_document_} << kWdfBits;
  if (wdf >= kLargeWdf) {
    large_.emplace(posting, wdf);
    wdf = kLargeWdf;
  }
  postings_[count_++] = posting | wdf;
}

void SyllablePostings::clear() {
  most_ = std::max(most_, count_);
  count_ = 0;
  large_.clear();
}

std::uint32_t SyllablePostings::wdf_of(Posting posting) const {
  const std::uint64_t wdf = posting & kLargeWdf;
  return wdf < kLargeWdf ? static_cast<std::uint32_t>(wdf) : large_.at(posting & ~kLargeWdf);
}

// They came in the order of documents, so sorting by the code alone keeps that order in each list.
void SyllablePostings::sort() {
  constexpr unsigned kLow = 10;
  constexpr unsigned kHigh = 11;
  std::array<std::size_t, 1 << kLow> low{};
  std::array<std::size_t, 1 << kLow> middle{};
  std::array<std::size_t, 1 << kHigh> high{};
  for (std::size_t i = 0; i < count_; ++i) {
    const std::uint32_t code = code_of(postings_[i]);
    ++low[code & (low.size() - 1)];
    ++middle[code >> kLow & (middle.size() - 1)];
    ++high[code >> 2 * kLow];
  }
  distribute<kCodeShift, kLow>(postings_.get(), other_.get(), count_, low);
  distribute<kCodeShift + kLow, kLow>(other_.get(), postings_.get(), count_, middle);
  distribute<kCodeShift + 2 * kLow, kHigh>(postings_.get(), other_.get(), count_, high);
  postings_.swap(other_);
}

class SyllablePostings::Sorted : public EntrySource {
 public:
  explicit Sorted(SyllablePostings& buffer) : buffer_(buffer) {
    buffer_.sort();
    at_ = buffer_.postings_.get();
    end_ = at_ + buffer_.count_;
  }

  const PostlistEntry* next() override {
    if (at_ == end_) return nullptr;
    const std::uint32_t code = code_of(*at_);
    const auto* const list_end =
        std::find_if(at_, end_, [code](Posting p) { return code_of(p) != code; });
    decode_key(code, key_);
    const std::size_t most_bytes = static_cast<std::size_t>(list_end - at_) * kMaxPostingBytes;
    if (bytes_.size() < most_bytes) bytes_.resize(2 * most_bytes);
    entry_.key = key_;
    entry_.documents = static_cast<std::uint32_t>(list_end - at_);
    entry_.first = buffer_.first_document_ + static_cast<std::uint32_t>(distance_of(*at_));
    entry_.last = buffer_.first_document_ + static_cast<std::uint32_t>(distance_of(list_end[-1]));
    const char* const end = encode(list_end);
    entry_.bytes = {bytes_.data(), static_cast<std::size_t>(end - bytes_.data())};
    return &entry_;
  }

 private:
  static constexpr std::size_t kMaxPostingBytes = 3 + 5;  // a distance of 20 bits, a wdf

  // Writes the list from at_ to `list_end`, sums its wdf, and moves at_ on.
  char* encode(const Posting* list_end) {
    char* out = bytes_.data();
    std::uint64_t next_distance = distance_of(*at_);
    entry_.occurrences = 0;
    for (bool is_first = true; at_ != list_end; ++at_, is_first = false) {
      const std::uint64_t distance = distance_of(*at_);
      if (distance < next_distance) throw IndexError("a document holds a term twice: " + key_);
      if (!is_first) out = put_varint(out, distance - next_distance);
      next_distance = distance + 1;
      const std::uint32_t wdf = buffer_.wdf_of(*at_);
      out = put_varint(out, wdf);
      entry_.occurrences += wdf;
    }
    return out;
  }

  SyllablePostings& buffer_;
  const Posting* at_ = nullptr;
  const Posting* end_ = nullptr;
  std::string key_;
  std::string bytes_;
  PostlistEntry entry_;
};

std::unique_ptr<EntrySource> SyllablePostings::sorted() {
  return std::make_unique<Sorted>(*this);
}

}  // namespace sillok::glass
