// The bonus of fresh articles.
#pragma once

#include <xapian.h>

namespace sillok {

// Adds to `query` a weight that is `most` for articles of the archive's present month and halves
// every `half_life_days`; undated articles get none and stay. The present is the newest month that
// a thousandth of the dated entries reach (a mistyped year does not age the rest): taken from the
// archive, not from the clock, so that the same archive always gives the same order.
Xapian::Query with_recency(const Xapian::Query& query, const Xapian::Database& db, double most,
                           double half_life_days);

}  // namespace sillok
