#include "searcher/recency.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

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

double RecencyBonus::of(const Article& article) const {
  if (most <= 0 || article.date.empty()) return 0;
  const std::string month = article.date.substr(0, 4) + article.date.substr(5, 2);
  return most * months->freshness(month, half_life_days);
}

}  // namespace sillok
