// The hits of one condition in their final order, found as far as they are asked for.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "searcher/condition.h"
#include "searcher/ranking.h"
#include "sillok/searcher.h"

namespace sillok {

struct RankedHit {
  Xapian::docid docid = 0;
  double first_stage = 0;
  double window = 0;  // best_window(), 0 when not re-ranked
  double score = 0;
  std::shared_ptr<const LoadedArticle> loaded;  // kept for the best only
};

// What a tier is made of.
struct TierQuery {
  Xapian::Query query;    // candidates, with weights
  bool is_exact = false;  // every candidate is a hit
  Condition condition;    // what candidates are verified against
  RankQuery rank;         // for re-ranking; no words: no re-ranking
  Sort sort = Sort::relevance;
};

// Reads candidates in the order of the first stage, a batch at a time, keeps those that hold, and
// re-ranks the best kRanking.depth of them. Ties are broken by date, then id, newest first. Holds a
// few dozen bytes a hit and the text of the best kRanking.depth.
class Tier {
 public:
  // `skip` (may be null) are hits of an earlier tier; it must outlive the tier.
  Tier(Xapian::Database db, TierQuery query, const std::unordered_set<Xapian::docid>* skip);

  // Finds hits until there are `wanted` or no more; `wanted` counts from the first.
  void extend(std::size_t wanted);

  const std::vector<RankedHit>& hits() const { return hits_; }
  bool is_exhausted() const { return is_exhausted_; }

  // Exact when everything was verified or nothing has to be, and few enough to count.
  struct Count {
    std::uint64_t hits;
    bool is_exact;
  };
  Count count();

 private:
  void read_batch(std::size_t wanted);
  void take(const Xapian::MSetIterator& candidate);
  void rerank();
  Xapian::MSet candidates(std::size_t first, std::size_t size);

  Xapian::Database db_;
  TierQuery query_;
  const std::unordered_set<Xapian::docid>* skip_;
  Xapian::Enquire enquire_;
  std::vector<RankedHit> hits_;
  std::size_t examined_ = 0;
  std::size_t skipped_ = 0;
  std::uint64_t least_candidates_ = 0;
  std::uint64_t likely_candidates_ = 0;
  bool is_exhausted_ = false;
  bool is_reranked_ = false;
};

}  // namespace sillok
