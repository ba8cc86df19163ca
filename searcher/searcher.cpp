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
#include "searcher/explanation.h"
#include "searcher/open_index.h"
#include "searcher/query.h"
#include "searcher/related.h"
#include "searcher/search_plan.h"
#include "searcher/snippet.h"
#include "searcher/tally.h"
#include "searcher/tier.h"
#include "searcher/wording.h"

namespace sillok {
namespace {

constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

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
      : paths_(std::move(paths)),
        opened_(open_indexes(paths_)),
        months_(opened_.db),
        bigrams_(opened_.db) {}

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
    months_ = ArchiveMonths(opened_.db);
    bigrams_ = BigramCatalog(opened_.db);
    return opened_.summary.fingerprint + opened_.db.get_uuid() != before;
  }

 private:
  const Wording& wording_of(const SearchOptions& options) {
    if (!wording_ || options.vocabulary != vocabulary_ || options.hanja != hanja_) {
      wording_.emplace(options.vocabulary ? *options.vocabulary : Vocabulary(), options.hanja);
      vocabulary_ = options.vocabulary;
      hanja_ = options.hanja;
    }
    return *wording_;
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
                       "check it with xapian-check, or rebuild it with sillok-index --rebuild",
                       index_problem_of(error));
    }
  }

  SearchResult search_once(std::string_view text, const SearchOptions& options, bool only_count) {
    const SearchPlan plan({opened_, months_, bigrams_, wording_of(options)}, text, options);
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
    if (options.explain) result.explanation = explain_plan(plan);
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
  void add_tally(const SearchPlan& plan, const SearchOptions& options, SearchResult& result) {
    result.tally = make_tally(opened_.db, plan.tally_sources(), options);
    if (!result.tally->is_exact) return;
    result.holding_all = result.tally->matches;
    if (plan.has_rest()) return;
    result.total = result.tally->matches;
    result.total_is_exact = true;
  }

  // The best of what does not hold every word, after all that do.
  void add_rest(Tier& strict, const SearchPlan& plan, const SearchOptions& options,
                std::size_t wanted, SearchResult& result) {
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
    if (options.explain) hit.explanation = explain_hit(plan, opened_.db, ranked, loaded->article);
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
  ArchiveMonths months_;
  BigramCatalog bigrams_;
  std::optional<Wording> wording_;  // of these two
  std::shared_ptr<const Vocabulary> vocabulary_;
  bool hanja_ = false;
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
