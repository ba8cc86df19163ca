#include "indexer/identity.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <utility>

namespace sillok {
namespace {

constexpr std::uint64_t kIndexBits = 32;
constexpr std::uint64_t kKindShift = 62;

std::uint64_t pack(const Placement& placement) {
  return static_cast<std::uint64_t>(placement.kind) << kKindShift |
         static_cast<std::uint64_t>(placement.batch) << kIndexBits | placement.index;
}

Placement unpack(std::uint64_t place) {
  constexpr std::uint64_t kBatchMask = (1u << (kKindShift - kIndexBits)) - 1;
  return {static_cast<Placement::Kind>(place >> kKindShift),
          static_cast<std::uint32_t>(place >> kIndexBits & kBatchMask),
          static_cast<std::uint32_t>(place)};
}

}  // namespace

KeyHash hash_key(std::string_view key) {
  const XXH128_hash_t hash = XXH3_128bits(key.data(), key.size());
  if (hash.high64 == 0 && hash.low64 == 0) return {0, 1};
  return {hash.high64, hash.low64};
}

void IdentityTable::Part::resize(std::size_t slots) {
  keys.resize(slots);
  precedences.resize(slots);
  places.resize(slots);
  stored.resize(slots);
}

std::size_t IdentityTable::Part::probe(const KeyHash& key) const {
  // A hash as a fraction of the table's size: any size below 2^32 will do.
  std::size_t slot = (key.low >> 32) * keys.size() >> 32;
  while (keys[slot] != KeyHash{} && keys[slot] != key) {
    if (++slot == keys.size()) slot = 0;
  }
  return slot;
}

void IdentityTable::Part::grow() {
  constexpr std::size_t kFirstSlots = 16;
  Part larger;
  larger.resize(std::max(kFirstSlots, keys.size() + keys.size() / 2));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == KeyHash{}) continue;
    const std::size_t slot = larger.probe(keys[i]);
    larger.keys[slot] = keys[i];
    larger.precedences[slot] = precedences[i];
    larger.places[slot] = places[i];
    larger.stored[slot] = stored[i];
  }
  larger.used = used;
  *this = std::move(larger);
}

IdentityTable::Decision IdentityTable::offer(const Candidate& candidate, Placement placement) {
  Part& part = part_of(candidate.key);
  if ((part.used + 1) * 20 > part.keys.size() * 17) part.grow();
  const std::size_t slot = part.probe(candidate.key);
  const bool is_new = part.keys[slot] == KeyHash{};
  if (is_new) {
    part.keys[slot] = candidate.key;
    ++part.used;
    ++size_;
    if (candidate.stored) {
      part.precedences[slot] = candidate.stored->precedence;
      part.stored[slot] = candidate.stored->docid;
    }
  }
  Decision decision;
  decision.outcome = is_new ? Outcome::unchanged : Outcome::repeated;
  if (candidate.precedence < part.precedences[slot]) return decision;
  part.precedences[slot] = candidate.precedence;
  decision.superseded = unpack(std::exchange(part.places[slot], 0));
  if (candidate.stored && candidate.content == candidate.stored->content) return decision;
  part.places[slot] = pack(placement);
  decision.is_placed = true;
  if (is_new) decision.outcome = candidate.stored ? Outcome::changed : Outcome::added;
  return decision;
}

Placement IdentityTable::placement_of(const KeyHash& key) const {
  const Part& part = part_of(key);
  if (part.keys.empty()) return {};
  return unpack(part.places[part.probe(key)]);
}

std::optional<Placement> IdentityTable::join(const KeyHash& with_id, const KeyHash& without_id) {
  if (!contains(with_id) || !contains(without_id)) return std::nullopt;
  Part& part = part_of(with_id);
  Part& other_part = part_of(without_id);
  const std::size_t slot = part.probe(with_id);
  const std::size_t other_slot = other_part.probe(without_id);
  std::uint64_t& place = part.places[slot];
  std::uint64_t& other_place = other_part.places[other_slot];
  const auto is_placed = [](std::uint64_t packed) {
    const Placement::Kind kind = unpack(packed).kind;
    return kind == Placement::Kind::document || kind == Placement::Kind::row;
  };
  if (!is_placed(place) || !is_placed(other_place)) return std::nullopt;
  --size_;
  const bool other_stays = other_part.precedences[other_slot] > part.precedences[slot];
  return unpack(
      std::exchange(other_stays ? place : other_place, pack({Placement::Kind::nowhere, 0, 0})));
}

bool IdentityTable::contains(const KeyHash& key) const {
  const Part& part = part_of(key);
  return !part.keys.empty() && part.keys[part.probe(key)] == key;
}

IdentityTable::Totals IdentityTable::totals() const {
  Totals totals;
  for (const Part& part : parts_) {
    for (std::size_t i = 0; i < part.keys.size(); ++i) {
      if (part.keys[i] == KeyHash{} || unpack(part.places[i]).kind == Placement::Kind::nowhere) {
        continue;
      }
      const bool is_placed = part.places[i] != 0;
      Counts& counts = !is_placed            ? totals.unchanged
                       : part.stored[i] != 0 ? totals.changed
                                             : totals.added;
      ++(is_article_precedence(part.precedences[i]) ? counts.articles : counts.rows);
    }
  }
  return totals;
}

std::vector<Xapian::docid> IdentityTable::replaced_documents() const {
  std::vector<Xapian::docid> documents;
  for (const Part& part : parts_) {
    for (std::size_t i = 0; i < part.keys.size(); ++i) {
      if (part.places[i] != 0 && part.stored[i] != 0) documents.push_back(part.stored[i]);
    }
  }
  std::sort(documents.begin(), documents.end());
  documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
  return documents;
}

std::size_t IdentityTable::memory_bytes() const {
  std::size_t slots = 0;
  for (const Part& part : parts_) slots += part.keys.capacity();
  return slots * (sizeof(KeyHash) + 2 * sizeof(std::uint64_t) + sizeof(Xapian::docid));
}

}  // namespace sillok
