// A search under way: what is made once from the query text and the options.
#pragma once

#include <xapian.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/condition.h"
#include "searcher/open_index.h"
#include "searcher/query.h"
#include "searcher/ranking.h"
#include "searcher/recency.h"
#include "searcher/tally.h"
#include "searcher/term_statistics.h"
#include "searcher/tier.h"
#include "searcher/wording.h"
#include "searcher/xapian_query.h"
#include "sillok/searcher.h"

namespace sillok {

// What a plan reads of the opened index; all of it must outlive the plan.
struct PlanSources {
  const OpenedIndex& opened;
  const ArchiveMonths& months;
  BigramCatalog& bigrams;
  const Wording& wording;
  const TermStatistics& statistics;
  DocumentLengths* lengths = nullptr;  // none: a shard is remote
};

class SearchPlan {
 public:
  // Throws QueryError or UsageError when the text does not parse or asks for nothing. `options`
  // must outlive the plan.
  SearchPlan(const PlanSources& sources, std::string_view text, const SearchOptions& options);

  const SearchOptions& options() const { return options_; }
  const QueryNode& tree() const { return tree_; }
  // What hits must hold, those of the first tier.
  const Condition& strict() const { return strict_; }
  const RankQuery& rank() const { return rank_; }

  TierQuery strict_tier() const;

  // The second tier of Match::automatic: articles that need not hold every word.
  bool has_rest() const { return rest_.has_value() && !rank_.terms.empty(); }
  TierQuery rest_tier() const;

  // How many hits both tiers have together. What holds every word and has to be verified has the
  // bigrams of its words, so it is among the candidates of the rest.
  MatchCount count_all(const TierQuery& strict, const TierQuery& rest) const;

  // What is counted: the matches, and what they are a share of.
  TallySources tally_sources() const;

  double article_bonus() const;  // a part of the first stage's score
  RecencyBonus recency() const;  // of the second's
  const ArchiveMonths& months() const { return sources_.months; }

 private:
  void learn_statistics(const std::vector<std::string>& texts) const;
  Condition condition_for(Looseness looseness) const;
  TierQuery make_tier(Xapian::Query weighted, bool is_exact, const Condition& condition) const;
  Xapian::Query scored(const Xapian::Query& matches) const;
  std::string lone_syllable_token() const;
  Xapian::Query with_article_bonus(const Xapian::Query& query) const;
  MatchCount likely_holders(const std::vector<RankTerm>& terms) const;
  bool is_filtered() const;
  Xapian::Query filtered(Xapian::Query query) const;
  const Xapian::Database& db() const { return sources_.opened.db; }

  PlanSources sources_;
  const SearchOptions& options_;
  QueryNode tree_;
  Condition strict_;
  std::optional<Condition> rest_;
  RankQuery rank_;
};

}  // namespace sillok
