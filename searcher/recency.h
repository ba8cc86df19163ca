// The bonus of fresh articles.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "common/article.h"

namespace sillok {

// The months that an archive has entries of, read once: from the archive and not from the clock, so
// that the same archive always gives the same order.
class ArchiveMonths {
 public:
  explicit ArchiveMonths(const Xapian::Database& db);

  // The newest month that a thousandth of the dated entries reach, "202502": a mistyped year does
  // not age the rest. Empty when nothing is dated.
  const std::string& present() const { return present_; }

  // What is left, 0 to 1, of the bonus of the present month when it halves every `half_life_days`;
  // 0 of an undated entry, whose month is empty.
  double freshness(const std::string& month, double half_life_days) const;

 private:
  std::vector<std::string> months_;  // "202502", ascending
  std::string present_;
};

// What is added to the score of an article.
struct RecencyBonus {
  const ArchiveMonths* months = nullptr;
  double most = 0;  // of the present month
  double half_life_days = 0;

  double of(const Article& article) const;
};

}  // namespace sillok
