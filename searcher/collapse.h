// The list of hits where near-identical articles are one: Collapse::copies.
#pragma once

#include <xapian.h>

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "searcher/copies.h"
#include "searcher/tally.h"
#include "searcher/tier.h"
#include "sillok/searcher.h"

namespace sillok {

struct CollapsedHit {
  RankedHit hit;               // the one that stands for its group
  unsigned tier = 0;           // that it is a hit of
  CopyGroup* group = nullptr;  // null: it has no copy
};

// Reads the hits of one tier and the next and lists the first of each group. By relevance a group
// stands where its best hit does, else where the one does that stands for it.
class CollapsedList {
 public:
  // The groups must outlive the list.
  CollapsedList(const Xapian::Database& db, CopyGroups& groups, Sort sort)
      : db_(db), groups_(groups), sort_(sort) {}

  // Goes on with the hits of a tier until `wanted` are listed or no more come.
  void read(Tier& tier, unsigned number, std::size_t wanted);

  const std::vector<CollapsedHit>& hits() const { return hits_; }
  // How many of a tier's hits were read.
  std::size_t taken(unsigned number) const { return taken_[number]; }
  // How many are listed that belong to the tier.
  std::size_t listed(unsigned number) const;

 private:
  void find_groups(const Tier& tier, unsigned number);
  void take(const RankedHit& hit, unsigned number);

  Xapian::Database db_;
  CopyGroups& groups_;
  Sort sort_;
  std::array<std::size_t, 2> taken_{};
  std::vector<CollapsedHit> hits_;
};

// What lists the groups of a search in the place of its hits.
struct Collapsing {
  Collapsing(const Xapian::Database& db, std::vector<TierQuery> tiers, Sort sort)
      : groups(db, std::move(tiers)), list(db, groups, sort) {}

  bool has_listed_all_of(const Tier& first) const {
    return first.is_exhausted() && list.taken(0) == first.hits().size();
  }

  CopyGroups groups;
  CollapsedList list;
};

// Matches whose signatures are all read to count groups: some hundred bytes each meanwhile.
inline constexpr Xapian::doccount kGroupedAtMost = 100'000;

// How many matches there are and how many groups. Of more than `grouped_at_most`, and of more than
// are verified for a tally, a sample tells how many there are to a group.
CopyCounts count_copies(const Xapian::Database& db, const TallySources& sources, CopyGroups& groups,
                        Xapian::doccount grouped_at_most = kGroupedAtMost);

}  // namespace sillok
