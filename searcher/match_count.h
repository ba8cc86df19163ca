// How many matches a query has, as far as that is known.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sillok {

inline constexpr std::size_t kCountedAtLeast = 1000;  // matches that are counted, not estimated

// `least` is `likely` when they have been counted, which they are when they are few.
struct MatchCount {
  std::uint64_t least = 0;
  std::uint64_t likely = 0;
  bool is_exact() const { return least == likely; }
};

}  // namespace sillok
