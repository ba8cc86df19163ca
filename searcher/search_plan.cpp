#include "searcher/search_plan.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/date.h"
#include "common/schema.h"
#include "searcher/snippet.h"

namespace sillok {
namespace {

using Query = Xapian::Query;

// The tree that the match mode makes of the query: one phrase of all that was typed, or as parsed.
QueryNode tree_of(std::string_view text, const SearchOptions& options) {
  QueryNode parsed = options.plain ? plain_query(text) : parse_query(text, today_in_korea());
  if (options.match != Match::phrase) return parsed;
  const auto is_plain_word = [](const QueryNode& node) {
    return node.kind == QueryNode::Kind::word && node.field == QueryField::any;
  };
  if (!is_plain_word(parsed) && !(parsed.kind == QueryNode::Kind::loose &&
                                  std::ranges::all_of(parsed.children, is_plain_word))) {
    throw UsageError("match phrase takes plain words: no operators, quotes or fields",
                     "quote the phrase inside the query instead");
  }
  QueryNode phrase;
  phrase.kind = QueryNode::Kind::phrase;
  phrase.text = text;
  return phrase;
}

DateRange date_limits(const SearchOptions& options) {
  const Day today = today_in_korea();
  DateRange limits;
  if (!options.from.empty()) limits.first = parse_date_range(options.from, today).first;
  if (!options.to.empty()) limits.last = parse_date_range(options.to, today).last;
  if (limits.first && limits.last && *limits.first > *limits.last) {
    throw UsageError("from " + options.from + " is later than to " + options.to,
                     "give the earlier day first");
  }
  return limits;
}

Query unweighted(const Query& query) {
  return Query(Query::OP_SCALE_WEIGHT, query, 0);
}

}  // namespace

SearchPlan::SearchPlan(const PlanSources& sources, std::string_view text,
                       const SearchOptions& options)
    : sources_(sources), options_(options), tree_(tree_of(text, options)) {
  std::vector<std::string> texts = ranking_texts(tree_);
  std::ranges::move(alternative_texts(tree_, sources.wording), std::back_inserter(texts));
  learn_statistics(texts);
  const bool is_any = options.match == Match::any;
  strict_ = condition_for(is_any ? Looseness::any : Looseness::all);
  if (options.match == Match::automatic) {
    Condition rest = condition_for(Looseness::rest);
    if (rest != strict_) rest_ = std::move(rest);
  }
  rank_ = make_rank_query(texts, sources.statistics);
  for (const Needle& needle : positive_needles(strict_)) {
    if (needle.spelling != Needle::Spelling::reading) continue;
    for (std::string& term : reading_terms(needle, sources.statistics)) {
      const Xapian::doccount frequency = sources.statistics.holding(term);
      rank_.terms.push_back({std::move(term), kRanking.bigram, frequency});
    }
  }
}

// Of remote shards all at once, rather than one after the other when they are needed.
void SearchPlan::learn_statistics(const std::vector<std::string>& texts) const {
  if (!sources_.statistics.is_remote()) return;
  std::vector<std::string> terms = terms_to_weigh(texts);
  append_reading_terms(make_condition(tree_, Looseness::all, sources_.wording), terms);
  terms.emplace_back(kArticleTerm);
  sources_.statistics.learn(std::move(terms));
}

Condition SearchPlan::condition_for(Looseness looseness) const {
  return without_absent_readings(make_condition(tree_, looseness, sources_.wording),
                                 sources_.statistics);
}

TierQuery SearchPlan::strict_tier() const {
  const Candidates found = make_candidates(strict_, db(), sources_.bigrams);
  TierQuery tier = make_tier(scored(found.query), found.is_exact, strict_);
  const std::string token = lone_syllable_token();
  if (!token.empty()) {
    tier.best_part = {token, make_tier(scored(Query(token)), true, strict_).query};
    tier.first_stage.reset();
  }
  return tier;
}

// The matches of a query, weighted by the first stage.
Query SearchPlan::scored(const Query& matches) const {
  if (rank_.terms.empty()) return unweighted(matches);
  return Query(Query::OP_AND_MAYBE, unweighted(matches), first_stage_query(rank_));
}

// The token of a query that is one Hangul syllable and nothing else; empty of another. Its few
// texts have all the weight, and save looking for the syllable in every bigram.
std::string SearchPlan::lone_syllable_token() const {
  const bool is_lone =
      strict_.kind == Condition::Kind::text && !strict_.needle.is_prefix &&
      rank_.terms.size() == 1 &&
      rank_.terms.front().term == std::string(kTokenPrefix) + strict_.needle.text &&
      strict_.needle.text.size() == utf8_bytes(strict_.needle.text.front());
  return is_lone ? rank_.terms.front().term : "";
}

MatchCount SearchPlan::count_all(const TierQuery& strict, const TierQuery& rest) const {
  if (rest.first_stage && !rest.first_stage->required) {
    const MatchCount many = likely_holders(rank_.terms);
    if (many.least >= kCountedAtLeast) return many;
  }
  const MatchCount some = count_matches(
      db(), strict.is_exact ? Query(Query::OP_OR, strict.query, rest.query) : rest.query);
  return rest.is_exact ? some : MatchCount{0, some.likely};
}

// How many entries hold one of the terms, as if those were independent; at least those of the most
// frequent.
MatchCount SearchPlan::likely_holders(const std::vector<RankTerm>& terms) const {
  const double entries = db().get_doccount();
  double without = entries;
  MatchCount count;
  for (const RankTerm& term : terms) {
    without *= 1 - term.frequency / entries;
    count.least = std::max<std::uint64_t>(count.least, term.frequency);
  }
  count.likely = std::max(count.least + 1, static_cast<std::uint64_t>(entries - without));
  return count;
}

TierQuery SearchPlan::rest_tier() const {
  const Candidates found = make_candidates(*rest_, db(), sources_.bigrams);
  const Query ranked = first_stage_query(rank_);
  const bool is_open = rest_->kind == Condition::Kind::everything;
  TierQuery tier = make_tier(is_open ? ranked : Query(Query::OP_FILTER, ranked, found.query),
                             found.is_exact, *rest_);
  if (is_open && !is_filtered() && tier.first_stage) tier.first_stage->required.reset();
  return tier;
}

TallySources SearchPlan::tally_sources() const {
  const Candidates found = make_candidates(strict_, db(), sources_.bigrams);
  return {filtered(found.query),     found.is_exact,        &strict_,
          filtered(Query::MatchAll), date_limits(options_), &sources_.opened.dictionaries};
}

TierQuery SearchPlan::make_tier(Query weighted, bool is_exact, const Condition& condition) const {
  if (options_.sort == Sort::relevance) weighted = with_article_bonus(weighted);
  TierQuery tier;
  tier.query = filtered(weighted);
  tier.dictionaries = &sources_.opened.dictionaries;
  tier.is_exact = is_exact;
  tier.condition = condition;
  tier.rank = rank_;
  tier.recency = recency();
  tier.article_bonus = article_bonus();
  tier.sort = options_.sort;
  tier.is_reranked = options_.rerank;
  if (sources_.lengths != nullptr && tier.sort == Sort::relevance && !rank_.terms.empty()) {
    tier.first_stage = FirstStage{rank_.terms, tier.query, article_bonus()};
    tier.lengths = sources_.lengths;
  }
  tier.with_signatures = options_.collapse == Collapse::copies;
  return tier;
}

double SearchPlan::article_bonus() const {
  const bool has_rows = sources_.opened.summary.rows > 0 && options_.rows == Rows::yes;
  return has_rows ? kRanking.article_bonus * rank_.total_weight : 0;
}

RecencyBonus SearchPlan::recency() const {
  return {&sources_.months, options_.recency_strength * rank_.total_weight,
          options_.recency_half_life_days};
}

Query SearchPlan::with_article_bonus(const Query& query) const {
  if (article_bonus() <= 0) return query;
  return Query(Query::OP_AND_MAYBE, query,
               constant_query(std::string(kArticleTerm), article_bonus(), sources_.statistics));
}

bool SearchPlan::is_filtered() const {
  return options_.rows != Rows::yes || !options_.from.empty() || !options_.to.empty();
}

Query SearchPlan::filtered(Query query) const {
  if (options_.rows != Rows::yes) {
    const auto term = options_.rows == Rows::no ? kArticleTerm : kRowTerm;
    query = Query(Query::OP_FILTER, query, Query(std::string(term)));
  }
  const DateRange limits = date_limits(options_);
  if (limits.first || limits.last) {
    query = Query(Query::OP_FILTER, query, date_query(limits, db()));
  }
  return query;
}

}  // namespace sillok
