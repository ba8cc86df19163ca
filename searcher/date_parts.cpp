#include "searcher/date_parts.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/schema.h"

namespace sillok {
namespace {

using Query = Xapian::Query;
using OnPart = std::function<bool(const TierQuery&)>;

// The terms that begin with `prefix`, in the order of `sort`.
std::vector<std::string> terms_in_order(const Xapian::Database& db, const std::string& prefix,
                                        Sort sort) {
  std::vector<std::string> terms;
  std::copy(db.allterms_begin(prefix), db.allterms_end(prefix), std::back_inserter(terms));
  if (sort == Sort::newest) std::ranges::reverse(terms);
  return terms;
}

class DateParts {
 public:
  DateParts(const Xapian::Database& db, const TierQuery& tier, std::size_t at_once,
            const OnPart& on_part)
      : db_(db), tier_(tier), at_once_(at_once), on_part_(on_part) {}

  void run() {
    const bool is_by_date = tier_.sort == Sort::newest || tier_.sort == Sort::oldest;
    if (!is_by_date || !is_large(tier_.query)) {
      on_part_(tier_);
      return;
    }
    // Undated entries are the oldest.
    if (tier_.sort == Sort::oldest && !give_undated()) return;
    for (const std::string& month : terms_in_order(db_, std::string(kMonthPrefix), tier_.sort)) {
      if (!give_month(month)) return;
    }
    if (tier_.sort == Sort::newest) give_undated();
  }

 private:
  bool is_large(const Query& query) const {
    return CandidateStream(db_, query, tier_.sort, false).count().likely > at_once_;
  }

  bool give(Query query) {
    TierQuery part = tier_;
    part.query = std::move(query);
    return on_part_(part);
  }

  bool give_undated() {
    const Query dated(Query::OP_WILDCARD, std::string(kYearPrefix));
    return give(Query(Query::OP_AND_NOT, tier_.query, dated));
  }

  bool give_month(const std::string& month) {
    const Query whole(Query::OP_FILTER, tier_.query, Query(month));
    if (!is_large(whole)) return give(whole);
    const std::string days =
        std::string(kDayPrefix) + month.substr(std::string_view(kMonthPrefix).size());
    const std::vector<std::string> terms = terms_in_order(db_, days, tier_.sort);
    return std::ranges::all_of(terms, [&](const std::string& day) {
      return give(Query(Query::OP_FILTER, tier_.query, Query(day)));
    });
  }

  const Xapian::Database& db_;
  const TierQuery& tier_;
  std::size_t at_once_;
  const OnPart& on_part_;
};

}  // namespace

void for_each_date_part(const Xapian::Database& db, const TierQuery& tier, std::size_t at_once,
                        const std::function<bool(const TierQuery&)>& on_part) {
  DateParts(db, tier, at_once, on_part).run();
}

}  // namespace sillok
