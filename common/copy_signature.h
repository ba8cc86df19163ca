// A small sketch of an article's body by which near-identical articles, one agency text in several
// papers for example, are told. The indexer stores it, the searcher compares.
//
// Features are the pairs of neighbouring stems. Their hashes fall into 32 bins, and a byte of the
// smallest of each bin is a byte of the signature (MinHash by one permutation, Li, Owen and Zhang
// 2012; empty bins borrow from the next, Shrivastava and Li 2014). The part of equal bytes
// estimates the part of pairs that two texts share. Two bytes side by side are a band: texts that
// are alike have one in common, so that bands find what is worth comparing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"

namespace sillok {

inline constexpr std::size_t kSignatureBytes = 32;
inline constexpr std::size_t kSignatureBands = kSignatureBytes / 2;

// Distinct pairs of words that a text must have: of less, little is shared by chance.
inline constexpr std::size_t kPairsAtLeast = 32;

// Equal bytes that make two texts copies: a third of their pairs are the same, about.
inline constexpr std::size_t kEqualBytesAtLeast = 11;

// The signature of a normalized text and its runs; empty when it is too short.
std::string copy_signature(std::string_view normalized, const std::vector<Run>& runs);

// Whether two texts with these signatures are near-identical; never when one is empty.
bool are_copies(std::string_view a, std::string_view b);

// The terms of a signature's bands.
std::vector<std::string> band_terms(std::string_view signature);

}  // namespace sillok
