#include "sillok/searcher.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>
#include <type_traits>
#include <utility>

#include "common/schema.h"
#include "common/text.h"
#include "searcher/open_index.h"
#include "searcher/query.h"
#include "searcher/recency.h"
#include "searcher/related.h"
#include "searcher/snippet.h"
#include "searcher/tally.h"
#include "searcher/tier.h"
#include "searcher/wording.h"
#include "searcher/xapian_query.h"

namespace sillok {
namespace {

using Query = Xapian::Query;

// Puts an article above a row of equal score, and changes no other order.
constexpr double kArticleBeforeRow = 1e-6;
constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

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

// A search under way: everything that is made once from the query and the options.
class SearchPlan {
 public:
  SearchPlan(const Xapian::Database& db, BigramCatalog& catalog, std::string_view text,
             const SearchOptions& options, const Wording& wording)
      : db_(db), catalog_(catalog), options_(options), tree_(tree_of(text, options)) {
    const bool is_any = options.match == Match::any;
    strict_ = make_condition(tree_, is_any ? Looseness::any : Looseness::all, wording);
    if (options.match == Match::automatic) {
      Condition rest = make_condition(tree_, Looseness::rest, wording);
      if (rest != strict_) rest_ = std::move(rest);
    }
    std::vector<std::string> texts = ranking_texts(tree_);
    std::ranges::move(alternative_texts(tree_, wording), std::back_inserter(texts));
    rank_ = make_rank_query(texts, db);
  }

  const QueryNode& tree() const { return tree_; }
  const Condition& strict() const { return strict_; }
  const RankQuery& rank() const { return rank_; }
  bool has_rest() const { return rest_.has_value() && !rank_.terms.empty(); }

  // What is counted: the matches, and what they are a share of.
  TallySources tally_sources() {
    const Candidates found = make_candidates(strict_, db_, catalog_);
    return {filtered(found.query), found.is_exact, &strict_, filtered(Query::MatchAll),
            date_limits(options_)};
  }

  TierQuery strict_tier() {
    const Candidates found = make_candidates(strict_, db_, catalog_);
    const Query scored = rank_.terms.empty() ? unweighted(found.query)
                                             : Query(Query::OP_AND_MAYBE, unweighted(found.query),
                                                     first_stage_query(rank_));
    return make_tier(scored, found.is_exact, strict_);
  }

  TierQuery rest_tier() {
    const Candidates found = make_candidates(*rest_, db_, catalog_);
    const Query ranked = first_stage_query(rank_);
    const bool is_open = rest_->kind == Condition::Kind::everything;
    return make_tier(is_open ? ranked : Query(Query::OP_FILTER, ranked, found.query),
                     found.is_exact, *rest_);
  }

 private:
  static Query unweighted(const Query& query) { return Query(Query::OP_SCALE_WEIGHT, query, 0); }

  TierQuery make_tier(Query scored, bool is_exact, const Condition& condition) const {
    if (options_.sort == Sort::relevance) {
      scored = with_recency(scored, db_, options_.recency_strength * rank_.total_weight,
                            options_.recency_half_life_days);
      scored =
          Query(Query::OP_AND_MAYBE, scored,
                Query(Query::OP_SCALE_WEIGHT, Query(std::string(kArticleTerm)), kArticleBeforeRow));
    }
    return {filtered(scored), is_exact, condition, rank_, options_.sort};
  }

  Query filtered(Query query) const {
    if (options_.rows != Rows::yes) {
      const auto term = options_.rows == Rows::no ? kArticleTerm : kRowTerm;
      query = Query(Query::OP_FILTER, query, Query(std::string(term)));
    }
    const DateRange limits = date_limits(options_);
    if (limits.first || limits.last) {
      query = Query(Query::OP_FILTER, query, date_query(limits, db_));
    }
    return query;
  }

  const Xapian::Database& db_;
  BigramCatalog& catalog_;
  const SearchOptions& options_;
  QueryNode tree_;
  Condition strict_;
  std::optional<Condition> rest_;
  RankQuery rank_;
};

Hit hit_of(const LoadedArticle& loaded) {
  const Article& article = loaded.article;
  Hit hit;
  hit.key = article_key(article);
  hit.id = article_name(article, hit.key);
  hit.board = article.board;
  hit.number = article.number;
  hit.title = article.title;
  hit.author = article.author;
  hit.source = article.source;
  hit.category = article.category;
  hit.date = article.date;
  hit.time = article.time;
  hit.url = article.url;
  hit.place = article.place;
  hit.is_row = article.kind == Article::Kind::row;
  return hit;
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

// Adds without wrapping: a limit of "all" stays all.
std::size_t saturated_sum(std::size_t a, std::size_t b) {
  return a > kUnlimited - b ? kUnlimited : a + b;
}

}  // namespace

class Searcher::Impl {
 public:
  explicit Impl(std::vector<std::string> paths)
      : paths_(std::move(paths)), opened_(open_indexes(paths_)), catalog_(opened_.db) {}

  SearchResult search(std::string_view text, const SearchOptions& options, bool only_count) {
    const auto start = std::chrono::steady_clock::now();
    SearchResult result = retrying([&] { return search_once(text, options, only_count); });
    result.took_ms = milliseconds_since(start);
    return result;
  }

  std::vector<Hit> fetch(std::string_view name) {
    return retrying([&] { return fetch_once(name); });
  }

  SearchResult like(std::string_view name, SearchOptions options) {
    const auto start = std::chrono::steady_clock::now();
    options.match = Match::any;
    options.plain = false;
    SearchResult result = retrying([&] {
      return search_once(print_query(query_like(opened_.db, entry_named(name))), options, false);
    });
    result.took_ms = milliseconds_since(start);
    return result;
  }

  const IndexSummary& summary() const { return opened_.summary; }

  bool reopen() {
    const std::string before = opened_.summary.fingerprint + opened_.db.get_uuid();
    opened_ = open_indexes(paths_);
    catalog_ = BigramCatalog(opened_.db);
    return opened_.summary.fingerprint + opened_.db.get_uuid() != before;
  }

 private:
  const Wording& wording_of(const std::shared_ptr<const Vocabulary>& vocabulary) {
    if (vocabulary != vocabulary_) {
      wording_ = vocabulary ? Wording(*vocabulary) : Wording();
      vocabulary_ = vocabulary;
    }
    return wording_;
  }

  // A reader whose generation is gone opens the newest and tries once more.
  template <typename Action>
  std::invoke_result_t<Action> retrying(Action action) {
    try {
      try {
        return action();
      } catch (const Xapian::DatabaseModifiedError&) {
        reopen();
        return action();
      }
    } catch (const Xapian::Error& error) {
      throw IndexError("index " + paths_.front() + ": cannot be read: " + error.get_msg(),
                       "check it with xapian-check, or rebuild it with sillok-index --rebuild");
    }
  }

  SearchResult search_once(std::string_view text, const SearchOptions& options, bool only_count) {
    SearchPlan plan(opened_.db, catalog_, text, options, wording_of(options.vocabulary));
    SearchResult result;
    result.query = text;
    result.parsed = print_query(plan.tree());
    result.options = options;
    result.index = opened_.summary;
    const std::size_t wanted =
        only_count ? 0 : saturated_sum(options.offset, options.limit.value_or(kUnlimited));

    Tier strict(opened_.db, plan.strict_tier(), nullptr);
    strict.extend(options.related_words > 0 ? std::max(wanted, kRelatedSample) : wanted);
    const Tier::Count holding = strict.count();
    result.holding_all = result.total = holding.hits;
    result.total_is_exact = holding.is_exact;
    append_hits(strict, options, 0, wanted, true, plan, result);
    if (plan.has_rest()) add_rest(strict, plan, options, wanted, result);
    if (options.related_words > 0) add_related_words(strict, plan, options, result);
    if (asks_for_tally(options)) add_tally(plan, options, result);
    if (options.explain) result.explanation = explain(plan, strict);
    return result;
  }

  void add_related_words(const Tier& strict, const SearchPlan& plan, const SearchOptions& options,
                         SearchResult& result) const {
    std::vector<std::shared_ptr<const LoadedArticle>> loaded;
    std::vector<const LoadedArticle*> sample;
    for (const RankedHit& hit : strict.hits()) {
      if (sample.size() == kRelatedSample) break;
      sample.push_back(loaded.emplace_back(load(hit)).get());
    }
    result.related_words =
        related_words(opened_.db, sample, positive_needles(plan.strict()), options.related_words);
    result.related_sample = sample.size();
  }

  // What was verified to be counted makes the totals exact as well.
  void add_tally(SearchPlan& plan, const SearchOptions& options, SearchResult& result) {
    result.tally = make_tally(opened_.db, plan.tally_sources(), options);
    if (!result.tally->is_exact) return;
    result.holding_all = result.tally->matches;
    if (plan.has_rest()) return;
    result.total = result.tally->matches;
    result.total_is_exact = true;
  }

  // The best of what does not hold every word, after all that do.
  void add_rest(Tier& strict, SearchPlan& plan, const SearchOptions& options, std::size_t wanted,
                SearchResult& result) {
    std::unordered_set<Xapian::docid> known;
    for (const RankedHit& hit : strict.hits()) known.insert(hit.docid);
    Tier rest(opened_.db, plan.rest_tier(), &known);
    if (strict.is_exhausted() && wanted > strict.hits().size()) {
      rest.extend(wanted - strict.hits().size());
      append_hits(rest, options, strict.hits().size(), wanted, false, plan, result);
    }
    const Tier::Count others = rest.count();
    result.total = std::max<std::uint64_t>(result.total, strict.hits().size() + others.hits);
    result.total_is_exact = result.total_is_exact && rest.is_exhausted();
  }

  // The hits of `tier`, the first of which is number `first` of the whole result, that lie on the
  // page [options.offset, wanted).
  void append_hits(const Tier& tier, const SearchOptions& options, std::size_t first,
                   std::size_t wanted, bool holds_all, const SearchPlan& plan,
                   SearchResult& result) {
    const std::size_t begin = options.offset > first ? options.offset - first : 0;
    const std::size_t end = std::min(tier.hits().size(), wanted - std::min(wanted, first));
    for (std::size_t i = begin; i < end; ++i) {
      result.hits.push_back(make_hit(tier.hits()[i], options, plan, holds_all));
    }
  }

  std::shared_ptr<const LoadedArticle> load(const RankedHit& ranked) const {
    if (ranked.loaded) return ranked.loaded;
    return std::make_shared<const LoadedArticle>(
        load_article(decode_article(opened_.db.get_document(ranked.docid).get_data())));
  }

  Hit make_hit(const RankedHit& ranked, const SearchOptions& options, const SearchPlan& plan,
               bool holds_all) const {
    const auto loaded = load(ranked);
    Hit hit = hit_of(*loaded);
    hit.score = ranked.score;
    hit.holds_all = holds_all;
    if (options.with_bodies) hit.body = loaded->article.body;
    if (options.with_snippets) add_highlights(*loaded, plan, options, hit);
    if (options.explain) {
      hit.explanation = "first stage " + std::to_string(ranked.first_stage) + ", window " +
                        std::to_string(ranked.window);
    }
    return hit;
  }

  static void add_highlights(const LoadedArticle& loaded, const SearchPlan& plan,
                             const SearchOptions& options, Hit& hit) {
    const std::vector<Needle> needles = held_parts(positive_needles(plan.strict()), loaded);
    hit.title_highlights = find_highlights(hit.title, needles);
    std::vector<WeightedNeedle> weighted;
    for (const Needle& needle : needles) {
      weighted.push_back({needle, static_cast<double>(needle.text.size())});
    }
    hit.snippet = make_snippet(loaded.article.body, weighted, options.snippet_chars);
  }

  static std::string explain(SearchPlan& plan, const Tier& strict) {
    std::string text = "query: " + print_query(plan.tree()) + "\nverified:\n";
    text += describe_condition(plan.strict(), 1);
    text += "xapian: " + plan.strict_tier().query.get_description() + "\n";
    if (plan.has_rest()) text += "rest: " + plan.rest_tier().query.get_description() + "\n";
    text += "re-ranked: " + std::to_string(std::min(strict.hits().size(), kRanking.depth)) + "\n";
    return text;
  }

  std::vector<LoadedArticle> load_named(std::string_view name) {
    std::vector<LoadedArticle> found;
    for (const std::string& term : {boolean_term(kKeyPrefix, name), folded_term(kIdPrefix, name)}) {
      for (auto it = opened_.db.postlist_begin(term); it != opened_.db.postlist_end(term); ++it) {
        found.push_back(load_article(decode_article(opened_.db.get_document(*it).get_data())));
      }
      if (!found.empty()) break;
    }
    return found;
  }

  LoadedArticle entry_named(std::string_view name) {
    std::vector<LoadedArticle> found = load_named(name);
    const std::string quoted = "\"" + std::string(name) + "\"";
    if (found.empty()) {
      throw InputError("no entry is named " + quoted,
                       "ids and keys are those that --fields id,key prints");
    }
    if (found.size() > 1) {
      throw InputError(std::to_string(found.size()) + " entries are named " + quoted,
                       "name one by its key: " + article_key(found.front().article));
    }
    return std::move(found.front());
  }

  std::vector<Hit> fetch_once(std::string_view name) {
    std::vector<Hit> hits;
    for (const LoadedArticle& loaded : load_named(name)) {
      hits.push_back(hit_of(loaded));
      hits.back().body = loaded.article.body;
    }
    return hits;
  }

  std::vector<std::string> paths_;
  OpenedIndex opened_;
  BigramCatalog catalog_;
  std::shared_ptr<const Vocabulary> vocabulary_;  // which wording_ is of
  Wording wording_;
};

Searcher::Searcher(const std::vector<std::string>& paths) : impl_(std::make_unique<Impl>(paths)) {}
Searcher::Searcher(const std::string& path) : Searcher(std::vector<std::string>{path}) {}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

SearchResult Searcher::search(std::string_view query, const SearchOptions& options) {
  return impl_->search(query, options, false);
}

SearchResult Searcher::count(std::string_view query, const SearchOptions& options) {
  return impl_->search(query, options, true);
}

SearchResult Searcher::like(std::string_view id_or_key, const SearchOptions& options) {
  return impl_->like(id_or_key, options);
}

std::vector<Hit> Searcher::fetch(std::string_view id_or_key) {
  return impl_->fetch(id_or_key);
}

IndexSummary Searcher::summary() const {
  return impl_->summary();
}

bool Searcher::reopen() {
  return impl_->reopen();
}

}  // namespace sillok
