// Counts over all matches: facets, histogram, trend. Nothing here depends on how hits are ranked.
#pragma once

#include <xapian.h>

#include "common/date.h"
#include "searcher/condition.h"
#include "sillok/searcher.h"

namespace sillok {

// What is counted.
struct TallySources {
  Xapian::Query matches;       // candidates; weights do not matter
  bool is_exact = false;       // every candidate is a match
  const Condition* condition;  // what candidates are verified against; must outlive the call
  Xapian::Query everything;    // what a trend's shares are of
  DateRange dates;             // how far a histogram goes at least
};

bool asks_for_tally(const SearchOptions& options);

// Candidates that are all verified on their text: some tenths of a second.
inline constexpr Xapian::doccount kVerifiedForTally = 5000;

// Counts where the values are (in the index, remote or not) when the candidates are exact.
// Otherwise verifies up to `verified_at_most` of them on their text; of more a sample tells which
// part of the candidates matches. Throws UsageError when a histogram would have too many buckets.
Tally make_tally(const Xapian::Database& db, const TallySources& sources,
                 const SearchOptions& options,
                 Xapian::doccount verified_at_most = kVerifiedForTally);

}  // namespace sillok
