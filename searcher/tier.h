// The hits of one condition in their final order, found as far as they are asked for.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "searcher/candidates.h"
#include "searcher/condition.h"
#include "searcher/ranking.h"
#include "searcher/recency.h"
#include "searcher/window.h"
#include "sillok/searcher.h"

namespace sillok {

struct RankedHit {
  Xapian::docid docid = 0;
  double first_stage = 0;
  bool is_reranked = false;
  TextMatch match;  // when re-ranked
  double score = 0;
  std::shared_ptr<const LoadedArticle> loaded;  // kept for the re-ranked only
  std::optional<Xapian::Document> document;     // of others whose document was at hand
  std::optional<std::string> signature;         // for TierQuery::with_signatures, if at hand
};

// What a tier is made of.
struct TierQuery {
  Xapian::Query query;  // candidates, with weights
  // The same candidates and weights in parts; none where only Xapian's matcher can find them.
  std::optional<FirstStage> first_stage;
  DocumentLengths* lengths = nullptr;                 // for `first_stage`
  const ArticleDictionaries* dictionaries = nullptr;  // for the texts; never null
  // Some of them that all score more by their text than the others, cheap to find; may be empty.
  FirstPart best_part;
  bool is_exact = false;     // every candidate is a hit
  Condition condition;       // what candidates are verified against
  RankQuery rank;            // for re-ranking; no words: no re-ranking
  RecencyBonus recency;      // of the re-ranked
  double article_bonus = 0;  // the most that `query` gives for another thing than the text
  Sort sort = Sort::relevance;
  bool is_reranked = true;
  bool with_signatures = false;
};

// Reads candidates in the order of the first stage and keeps those that hold. The first
// kRanking.depth of them are put in the order of both stages' scores, the others stay behind in the
// order of the first, so the order of hits does not depend on how many are asked for. Equal scores
// are in the order of dates, newest first, then of keys. Holds a few dozen bytes a hit and the text
// of the re-ranked.
class Tier {
 public:
  // `skip` (may be null) are hits of an earlier tier; it must outlive the tier.
  Tier(const Xapian::Database& db, TierQuery query, const std::unordered_set<Xapian::docid>* skip);
  Tier(const Tier&) = delete;
  Tier& operator=(const Tier&) = delete;

  // Finds hits until there are `wanted` or no more; `wanted` counts from the first. Reads no more
  // texts than it takes to be certain of their order.
  void extend(std::size_t wanted);

  // The first hits, as many as are certain.
  std::span<const RankedHit> hits() const { return std::span(hits_).first(certain_); }
  bool is_exhausted() const { return is_exhausted_; }

  // Reads the rest of the hits when there are few candidates and they have to be verified, so that
  // few hits are counted exactly.
  void verify_few();

  // Of a tier that skips nothing. Exact when everything was verified, or nothing has to be and they
  // are few enough to count.
  MatchCount count();

 private:
  bool is_reranking() const;
  bool read_hit(std::size_t expected);
  void rerank(RankedHit& hit);
  std::size_t count_certain();
  void extend_reranked(std::size_t wanted);

  TierQuery query_;
  const std::unordered_set<Xapian::docid>* skip_;
  CandidateStream stream_;
  TextMatcher matcher_;
  std::vector<RankedHit> hits_;
  std::size_t certain_ = 0;
  std::size_t examined_ = 0;
  bool is_exhausted_ = false;
};

}  // namespace sillok
