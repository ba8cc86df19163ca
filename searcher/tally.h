// Counts over all matches: facets, histogram, trend. Nothing here depends on how hits are ranked.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/article_dictionary.h"
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
  const ArticleDictionaries* dictionaries;  // for the texts; never null
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

// How often each value of each slot occurs among the matches.
struct MatchValues {
  std::uint64_t matches = 0;
  bool is_exact = true;
  std::map<Xapian::valueno, std::map<std::string, std::uint64_t>> of_slot;
};

// What make_tally() counts.
MatchValues count_values(const Xapian::Database& db, const TallySources& sources,
                         const std::set<Xapian::valueno>& slots,
                         Xapian::doccount verified_at_most = kVerifiedForTally);

// A thousand of the `candidates` spread over all of them, less those that do not match.
struct MatchSample {
  std::vector<Xapian::docid> matches;
  double matching_part = 0;  // of the candidates, 0 to 1
};
MatchSample sample_matches(const Xapian::Database& db, const TallySources& sources,
                           std::uint64_t candidates);

}  // namespace sillok
