#include "searcher/recency.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "common/schema.h"

namespace sillok {
namespace {

constexpr double kDaysOfMonth = 365.25 / 12;
constexpr double kPresentShare = .001;

// Months since the year 0.
int month_index(const std::string& month) {
  const int digits = std::atoi(month.c_str());
  return digits / 100 * 12 + digits % 100;
}

}  // namespace

ArchiveMonths::ArchiveMonths(const Xapian::Database& db) {
  const std::string prefix(kMonthPrefix);
  std::vector<double> entries;
  double total = 0;
  for (auto it = db.allterms_begin(prefix); it != db.allterms_end(prefix); ++it) {
    months_.push_back((*it).substr(prefix.size()));
    entries.push_back(it.get_termfreq());
    total += entries.back();
  }
  double reached = 0;
  for (std::size_t m = months_.size(); m-- > 0 && present_.empty();) {
    reached += entries[m];
    if (reached >= total * kPresentShare) present_ = months_[m];
  }
}

double ArchiveMonths::freshness(const std::string& month, double half_life_days) const {
  if (month.empty() || present_.empty() || half_life_days <= 0) return 0;
  const int age_months = std::max(0, month_index(present_) - month_index(month));
  return std::exp2(-age_months * kDaysOfMonth / half_life_days);
}

Xapian::Query ArchiveMonths::with_bonus(const Xapian::Query& query, double most,
                                        double half_life_days) const {
  if (present_.empty() || most <= 0 || half_life_days <= 0) return query;
  auto* source = new Xapian::ValueMapPostingSource(kMonthSlot);
  const Xapian::Query bonus(source->release());
  source->set_default_weight(0);
  for (const std::string& month : months_) {
    source->add_mapping(month, most * freshness(month, half_life_days));
  }
  return Xapian::Query(Xapian::Query::OP_AND_MAYBE, query, bonus);
}

}  // namespace sillok
