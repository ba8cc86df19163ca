// Reading very many matches in the order of their dates, some at a time.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <functional>

#include "searcher/tier.h"

namespace sillok {

// Calls `on_part` with queries that together find what `tier` does, in its order, until it returns
// false. When `tier` is sorted by date and proposes more than `at_once` candidates, a part is a
// month or, when that is more, a day; else there is one part.
void for_each_date_part(const Xapian::Database& db, const TierQuery& tier, std::size_t at_once,
                        const std::function<bool(const TierQuery&)>& on_part);

}  // namespace sillok
