#include "searcher/recency.h"

#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "common/schema.h"

namespace sillok {
namespace {

constexpr double kDaysOfMonth = 365.25 / 12;
constexpr double kPresentShare = .001;

struct MonthCount {
  std::string month;  // "202502"
  double entries;
};

std::vector<MonthCount> months_of(const Xapian::Database& db) {
  std::vector<MonthCount> months;
  const std::string prefix(kMonthPrefix);
  for (auto it = db.allterms_begin(prefix); it != db.allterms_end(prefix); ++it) {
    months.push_back({(*it).substr(prefix.size()), static_cast<double>(it.get_termfreq())});
  }
  return months;
}

// Months since the year 0.
int month_index(const std::string& month) {
  const int digits = std::atoi(month.c_str());
  return digits / 100 * 12 + digits % 100;
}

int present_month(const std::vector<MonthCount>& months) {
  double total = 0;
  for (const MonthCount& month : months) total += month.entries;
  double reached = 0;
  for (auto month = months.rbegin(); month != months.rend(); ++month) {
    reached += month->entries;
    if (reached >= total * kPresentShare) return month_index(month->month);
  }
  return 0;
}

}  // namespace

Xapian::Query with_recency(const Xapian::Query& query, const Xapian::Database& db, double most,
                           double half_life_days) {
  const std::vector<MonthCount> months = months_of(db);
  if (months.empty() || most <= 0 || half_life_days <= 0) return query;
  const int present = present_month(months);
  auto* source = new Xapian::ValueMapPostingSource(kMonthSlot);
  const Xapian::Query bonus(source->release());
  source->set_default_weight(0);
  for (const MonthCount& month : months) {
    const double age_days = std::max(0, present - month_index(month.month)) * kDaysOfMonth;
    source->add_mapping(month.month, most * std::exp2(-age_days / half_life_days));
  }
  return Xapian::Query(Xapian::Query::OP_AND_MAYBE, query, bonus);
}

}  // namespace sillok
