#include "common/copy_signature.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "common/schema.h"

namespace sillok {
namespace {

constexpr unsigned kBinBits = 5;
static_assert(std::size_t{1} << kBinBits == kSignatureBytes);

constexpr std::uint64_t kFree = std::numeric_limits<std::uint64_t>::max();

// The finalizer of SplitMix64.
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return x ^ x >> 31;
}

using Bins = std::array<std::uint64_t, kSignatureBytes>;

// How many bits of a sketch of the pairs are set, of 256: enough to tell few pairs from many, and
// repeats count once.
class PairCounter {
 public:
  void add(std::uint64_t pair) { bits_[pair >> 6 & 3] |= std::uint64_t{1} << (pair & 63); }
  std::size_t set_bits() const {
    std::size_t set = 0;
    for (const std::uint64_t bits : bits_)
      set += static_cast<std::size_t>(__builtin_popcountll(bits));
    return set;
  }

 private:
  std::array<std::uint64_t, 4> bits_{};
};

// A byte for each bin. What is borrowed says from how far, so that two texts that borrow from
// different bins do not agree.
std::string bytes_of(const Bins& bins) {
  std::string signature;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    std::size_t distance = 0;
    while (bins[(i + distance) % bins.size()] == kFree) ++distance;
    const std::uint64_t smallest = bins[(i + distance) % bins.size()];
    signature.push_back(static_cast<char>(mix(smallest + distance) >> 56));
  }
  return signature;
}

}  // namespace

std::string copy_signature(std::string_view normalized, const std::vector<Run>& runs) {
  if (runs.size() <= kPairsAtLeast) return {};
  Bins bins;
  bins.fill(kFree);
  PairCounter pairs;
  std::uint64_t before = 0;
  for (const Run& run : runs) {
    const std::string_view stem = normalized.substr(run.begin, run.stem_end - run.begin);
    const std::uint64_t word = XXH3_64bits(stem.data(), stem.size());
    if (&run != &runs.front()) {
      const std::uint64_t pair = mix(before * 3 + word);
      std::uint64_t& bin = bins[pair >> (64 - kBinBits)];
      bin = std::min(bin, pair);
      pairs.add(pair);
    }
    before = word;
  }
  // Of kPairsAtLeast random bits of 256 about two coincide.
  if (pairs.set_bits() + 2 < kPairsAtLeast) return {};
  return bytes_of(bins);
}

bool are_copies(std::string_view a, std::string_view b) {
  if (a.size() != kSignatureBytes || b.size() != kSignatureBytes) return false;
  std::size_t equal = 0;
  for (std::size_t i = 0; i < kSignatureBytes; ++i) equal += a[i] == b[i] ? 1 : 0;
  return equal >= kEqualBytesAtLeast;
}

std::vector<std::string> band_terms(std::string_view signature) {
  std::vector<std::string> terms;
  for (std::size_t band = 0; 2 * band + 1 < signature.size(); ++band) {
    std::string term(kBandPrefix);
    term.push_back(static_cast<char>('a' + band));
    terms.push_back(term.append(signature.substr(2 * band, 2)));
  }
  return terms;
}

}  // namespace sillok
