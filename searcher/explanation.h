// What --explain says: how a query was understood, and what made the score of a hit.
#pragma once

#include <xapian.h>

#include <string>

#include "searcher/search_plan.h"
#include "searcher/tier.h"

namespace sillok {

// The tree, what is verified, the terms and words that are ranked by with their weights, the
// bonuses, and the Xapian queries: some lines.
std::string explain_plan(const SearchPlan& plan);

// Both stages' scores and what they are the sums of: some lines.
std::string explain_hit(const SearchPlan& plan, const Xapian::Database& db, const RankedHit& hit,
                        const Article& article);

}  // namespace sillok
