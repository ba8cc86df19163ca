#include "sillok/searcher.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <type_traits>
#include <unordered_set>
#include <utility>

#include "common/schema.h"
#include "common/text.h"
#include "searcher/collapse.h"
#include "searcher/date_parts.h"
#include "searcher/explanation.h"
#include "searcher/hits.h"
#include "searcher/open_index.h"
#include "searcher/query.h"
#include "searcher/related.h"
#include "searcher/search_plan.h"
#include "searcher/snippet.h"
#include "searcher/suggest.h"
#include "searcher/tally.h"
#include "searcher/tier.h"
#include "searcher/wording.h"

namespace sillok {
namespace {

constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kVisitedAtOnce = 2000;  // hits that are read ahead of being visited
constexpr std::size_t kListedCopies = 100;    // of a hit's group

using OnHit = std::function<void(const Hit&)>;

std::vector<TierQuery> tiers_of(const SearchPlan& plan) {
  std::vector<TierQuery> tiers = {plan.strict_tier()};
  if (plan.has_rest()) tiers.push_back(plan.rest_tier());
  return tiers;
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
  Impl(std::vector<std::string> names, const OpenOptions& options)
      : names_(std::move(names)), options_(options), shards_(list_shards(names_)) {
    if (names_.empty()) throw UsageError("no index given", "name one with -d or SILLOK_INDEX");
    retrying([] {});
  }

  SearchResult search(std::string_view text, const SearchOptions& options, bool only_count) {
    const auto start = std::chrono::steady_clock::now();
    SearchResult result = retrying([&] { return search_or_apply(text, options, only_count); });
    result.took_ms = milliseconds_since(start);
    return result;
  }

  SearchResult visit(std::string_view text, const SearchOptions& options, const OnHit& on_hit) {
    const auto start = std::chrono::steady_clock::now();
    bool has_given = false;
    const OnHit note_hit = [&](const Hit& hit) {
      has_given = true;
      on_hit(hit);
    };
    SearchResult result = retrying([&] {
      if (has_given) {
        throw IndexError("the index changed or a shard was lost before all hits were read",
                         "run it once more", IndexProblem::modified);
      }
      return visit_once(text, options, note_hit);
    });
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
      return search_once(print_query(query_like(db(), entry_named(name))), options, false);
    });
    result.took_ms = milliseconds_since(start);
    return result;
  }

  const IndexSummary& summary() const { return summary_; }
  const std::vector<MissingShard>& missing() const { return missing_; }

  bool reopen() {
    const std::string before = state();
    shards_ = list_shards(names_);
    excluded_.clear();
    session_.reset();
    words_.reset();
    retrying([] {});
    return state() != before;
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

  // What is read from the opened indexes once.
  struct Session {
    Session(const std::vector<ShardAddress>& shards, const OpenOptions& options,
            const std::vector<MissingShard>& left_out)
        : opened(open_indexes(shards, options, left_out)),
          months(opened.db),
          bigrams(opened.db, std::ranges::any_of(shards, &ShardAddress::is_remote)),
          statistics(opened.db, std::ranges::any_of(shards, &ShardAddress::is_remote)) {
      // A file that Xapian opens may stand for a remote index.
      const auto is_directory = [](const ShardAddress& shard) {
        return !shard.is_remote() && std::filesystem::is_directory(shard.path);
      };
      if (std::ranges::all_of(shards, is_directory)) lengths.emplace(opened.db);
    }

    OpenedIndex opened;
    ArchiveMonths months;
    BigramCatalog bigrams;
    TermStatistics statistics;
    std::optional<DocumentLengths> lengths;  // of local indexes
  };

  const Xapian::Database& db() const { return session_->opened.db; }

  std::string state() const {
    return session_ ? summary_.fingerprint + db().get_uuid() : std::string();
  }

  void open_session() {
    session_.emplace(shards_, options_, excluded_);
    summary_ = session_->opened.summary;
    missing_ = session_->opened.missing;
  }

  // Runs `action` on an open session. A reader whose generation is gone opens the newest, one whose
  // connection was closed connects again, and tries once more.
  template <typename Action>
  std::invoke_result_t<Action> retrying(Action action) {
    for (bool is_first = true;; is_first = false) {
      try {
        if (!session_) open_session();
        return action();
      } catch (const Xapian::NetworkTimeoutError& error) {
        session_.reset();
        exclude(error);  // waiting again for what did not answer is of no use
      } catch (const Xapian::NetworkError& error) {
        session_.reset();  // what is still under way on a connection would be taken for an answer
        if (!is_first) exclude(error);
      } catch (const Xapian::DatabaseModifiedError& error) {
        session_.reset();
        if (!is_first) throw_unreadable(error);
      } catch (const Xapian::FeatureUnavailableError& error) {
        throw_static(error);
      } catch (const Xapian::Error& error) {
        throw_unreadable(error);
      }
    }
  }

  // Leaves out the shard that the error is about, or throws when the caller wants them all.
  void exclude(const Xapian::NetworkError& error) {
    const ShardAddress* const shard = shard_of(error, shards_);
    if (shard == nullptr) throw_unreadable(error);
    const bool is_known =
        std::ranges::find(excluded_, shard->name(), &MissingShard::name) != excluded_.end();
    if (!options_.partial || is_known) throw unreachable(*shard, problem_of(error));
    excluded_.push_back({shard->name(), problem_of(error)});
  }

  // The names of all, or of the remote one that the error is about.
  std::string names_for(const Xapian::Error& error) const {
    if (const ShardAddress* const shard = shard_of(error, shards_)) return shard->name();
    std::string names = shards_.front().name();
    for (std::size_t i = 1; i < shards_.size(); ++i) names += ", " + shards_[i].name();
    return names;
  }

  // Of what Xapian reads here only the values of a remote document need termlists.
  [[noreturn]] void throw_static(const Xapian::Error& error) const {
    throw IndexError("index " + names_for(error) + ": made with --static, which cannot be served",
                     "index the dumps anew without --static, or search it where it lies");
  }

  [[noreturn]] void throw_unreadable(const Xapian::Error& error) const {
    throw IndexError("index " + names_for(error) + ": cannot be read: " + problem_of(error),
                     "check it with xapian-check, or rebuild it with sillok-index --rebuild",
                     index_problem_of(error));
  }

  SearchPlan make_plan(std::string_view text, const SearchOptions& options) {
    return SearchPlan(sources(options), text, options);
  }

  PlanSources sources(const SearchOptions& options) {
    Session& session = *session_;
    return {session.opened,      session.months,     session.bigrams,
            wording_of(options), session.statistics, session.lengths ? &*session.lengths : nullptr};
  }

  SearchResult search_or_apply(std::string_view text, const SearchOptions& options,
                               bool only_count) {
    SearchResult found = search_once(text, options, only_count);
    const bool is_in_want = found.holding_all == 0 && !found.suggestions.empty();
    if (options.suggest != Suggest::apply || !is_in_want) return found;
    SearchOptions changed = options_for_suggestion(options);
    changed.suggest = Suggest::off;
    SearchResult result = search_once(found.suggestions.front().query, changed, only_count);
    result.query = text;
    result.options = options;
    result.applied = std::move(found.suggestions.front());
    result.suggestions.assign(std::next(found.suggestions.begin()), found.suggestions.end());
    result.unlisted_indexes = std::move(found.unlisted_indexes);
    return result;
  }

  SearchResult empty_result(std::string_view text, const SearchPlan& plan) const {
    SearchResult result;
    result.query = text;
    result.parsed = print_query(plan.tree());
    result.options = plan.options();
    result.index = summary();
    result.missing_shards = missing();
    if (plan.options().explain) result.explanation = explain_plan(plan);
    return result;
  }

  SearchResult search_once(std::string_view text, const SearchOptions& options, bool only_count) {
    const SearchPlan plan = make_plan(text, options);
    SearchResult result = empty_result(text, plan);
    const std::size_t wanted =
        only_count ? 0 : saturated_sum(options.offset, options.limit.value_or(kUnlimited));

    Tier strict(db(), plan.strict_tier(), nullptr);
    std::optional<Collapsing> collapsing;
    if (options.collapse == Collapse::copies) {
      collapsing.emplace(db(), tiers_of(plan), options.sort);
      collapsing->list.read(strict, 0, wanted);
    }
    strict.extend(
        std::max(collapsing ? 0 : wanted, options.related_words > 0 ? kRelatedSample : 0));
    const MatchCount holding = strict.count();
    result.holding_all = result.total = holding.likely;
    result.total_is_exact = holding.is_exact();
    if (!collapsing) append_hits(strict, options, 0, wanted, true, plan, result);
    if (plan.has_rest()) add_rest(strict, plan, options, wanted, collapsing, result);
    if (collapsing) add_groups(*collapsing, strict, plan, options, wanted, result);
    if (options.related_words > 0) add_related_words(strict, plan, options, result);
    if (asks_for_tally(options)) add_tally(plan, options, result);
    const bool are_few = holding.is_exact() && holding.likely < kFewMatches;
    if (options.suggest != Suggest::off && are_few) add_suggestions(plan, strict, result);
    return result;
  }

  SearchResult visit_once(std::string_view text, const SearchOptions& options,
                          const OnHit& on_hit) {
    const SearchPlan plan = make_plan(text, options);
    SearchResult result = empty_result(text, plan);
    const std::size_t end = saturated_sum(options.offset, options.limit.value_or(kUnlimited));
    if (options.collapse == Collapse::copies) {
      visit_groups(plan, end, on_hit, result);
      return result;
    }
    std::size_t place = 0;  // in the list of all matches
    const auto visit_tier = [&](Tier& tier, bool holds_all) {
      for (std::size_t next = 0; place < end;) {
        tier.extend(next + kVisitedAtOnce);
        if (next == tier.hits().size()) break;
        for (; next < tier.hits().size() && place < end; ++next, ++place) {
          if (place < options.offset) continue;
          on_hit(make_hit(tier.hits()[next], options, plan, holds_all));
        }
      }
    };
    if (plan.has_rest()) {
      Tier strict(db(), plan.strict_tier(), nullptr);
      visit_tier(strict, true);
      if (place < end) {
        std::unordered_set<Xapian::docid> skip;
        for (const RankedHit& hit : strict.hits()) skip.insert(hit.docid);
        result.holding_all = place;
        Tier rest(db(), plan.rest_tier(), &skip);
        visit_tier(rest, false);
      }
    } else {
      for_each_date_part(db(), plan.strict_tier(), kVisitedAtOnce, [&](const TierQuery& part) {
        Tier tier(db(), part, nullptr);
        visit_tier(tier, true);
        return place < end;
      });
      result.holding_all = place;
    }
    result.total = place;
    result.total_is_exact = place < end;
    return result;
  }

  void visit_groups(const SearchPlan& plan, std::size_t end, const OnHit& on_hit,
                    SearchResult& result) const {
    Collapsing collapsing(db(), tiers_of(plan), plan.options().sort);
    std::size_t place = 0;
    const auto visit_tier = [&](Tier& tier, unsigned number) {
      const std::vector<CollapsedHit>& listed = collapsing.list.hits();
      while (place < end) {
        collapsing.list.read(tier, number, std::min(end, place + kVisitedAtOnce));
        if (place == listed.size()) break;
        for (; place < listed.size(); ++place) {
          if (place < plan.options().offset) continue;
          on_hit(make_group_hit(listed[place], plan.options(), plan));
        }
      }
    };
    Tier strict(db(), plan.strict_tier(), nullptr);
    visit_tier(strict, 0);
    result.holding_all = strict.hits().size();
    result.copies = CopyCounts{strict.hits().size(), collapsing.list.listed(0), true};
    std::unordered_set<Xapian::docid> skip;
    for (const RankedHit& hit : strict.hits()) skip.insert(hit.docid);
    if (plan.has_rest() && place < end) {
      Tier rest(db(), plan.rest_tier(), &skip);
      visit_tier(rest, 1);
      result.total = rest.hits().size();
    }
    result.total += result.holding_all;
    result.total_is_exact = place < end;
    result.copies->is_exact = result.total_is_exact;
  }

  void add_suggestions(const SearchPlan& plan, Tier& strict, SearchResult& result) {
    if (!words_) {
      std::vector<std::string> names;
      for (const ShardAddress& shard : shards_) names.push_back(shard.name());
      words_ = open_word_lists(names);
    }
    strict.extend(kFewMatches);
    std::vector<std::shared_ptr<const LoadedArticle>> loaded;
    std::vector<const LoadedArticle*> hits;
    for (const RankedHit& hit : strict.hits()) hits.push_back(loaded.emplace_back(load(hit)).get());
    result.suggestions = suggest(sources(plan.options()), *words_, plan, hits);
    result.unlisted_indexes = words_->unlisted;
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
        related_words(db(), sample, positive_needles(plan.strict()), options.related_words);
    result.related_sample = sample.size();
  }

  // What was verified to be counted makes the totals exact as well.
  void add_tally(const SearchPlan& plan, const SearchOptions& options, SearchResult& result) {
    result.tally = make_tally(db(), plan.tally_sources(), options);
    if (!result.tally->is_exact) return;
    result.holding_all = result.tally->matches;
    if (plan.has_rest()) return;
    result.total = result.tally->matches;
    result.total_is_exact = true;
  }

  void add_groups(Collapsing& collapsing, const Tier& strict, const SearchPlan& plan,
                  const SearchOptions& options, std::size_t wanted, SearchResult& result) const {
    const std::vector<CollapsedHit>& listed = collapsing.list.hits();
    for (std::size_t i = options.offset; i < std::min(listed.size(), wanted); ++i) {
      result.hits.push_back(make_group_hit(listed[i], options, plan));
    }
    if (collapsing.has_listed_all_of(strict)) {
      result.copies = CopyCounts{strict.hits().size(), collapsing.list.listed(0), true};
    } else {
      result.copies = count_copies(db(), plan.tally_sources(), collapsing.groups);
    }
  }

  Hit make_group_hit(const CollapsedHit& listed, const SearchOptions& options,
                     const SearchPlan& plan) const {
    Hit hit = make_hit(listed.hit, options, plan, listed.tier == 0);
    if (listed.group == nullptr) return hit;
    const std::vector<CopyGroup::Member>& members = listed.group->members;
    hit.copy_count = members.size() - 1;
    for (std::size_t i = 1; i < std::min(members.size(), kListedCopies + 1); ++i) {
      hit.copies.push_back(copy_of(stored_article(db().get_document(members[i].docid))));
    }
    return hit;
  }

  // The best of what does not hold every word, after all that do.
  void add_rest(Tier& strict, const SearchPlan& plan, const SearchOptions& options,
                std::size_t wanted, std::optional<Collapsing>& collapsing, SearchResult& result) {
    std::unordered_set<Xapian::docid> known;
    for (const RankedHit& hit : strict.hits()) known.insert(hit.docid);
    const TierQuery query = plan.rest_tier();
    Tier rest(db(), query, &known);
    if (collapsing) {
      if (collapsing->has_listed_all_of(strict)) collapsing->list.read(rest, 1, wanted);
    } else if (strict.is_exhausted() && wanted > strict.hits().size()) {
      rest.extend(wanted - strict.hits().size());
      append_hits(rest, options, strict.hits().size(), wanted, false, plan, result);
    }
    if (strict.is_exhausted()) rest.verify_few();
    const std::uint64_t found = strict.hits().size() + rest.hits().size();
    MatchCount all{found, found};
    if (!strict.is_exhausted() || !rest.is_exhausted()) {
      all = plan.count_all(plan.strict_tier(), query);
    }
    result.total = std::max<std::uint64_t>({result.total, found, all.likely});
    result.total_is_exact = all.is_exact();
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

  Article stored_article(const Xapian::Document& document) const {
    return decode_article(document.get_data(), session_->opened.dictionaries);
  }

  std::shared_ptr<const LoadedArticle> load(const RankedHit& ranked) const {
    if (ranked.loaded) return ranked.loaded;
    const Xapian::Document document =
        ranked.document ? *ranked.document : db().get_document(ranked.docid);
    return std::make_shared<const LoadedArticle>(load_article(stored_article(document)));
  }

  Hit make_hit(const RankedHit& ranked, const SearchOptions& options, const SearchPlan& plan,
               bool holds_all) const {
    const auto loaded = load(ranked);
    Hit hit = hit_of(*loaded);
    hit.score = ranked.score;
    hit.holds_all = holds_all;
    if (options.with_bodies) hit.body = loaded->article.body;
    if (options.with_snippets) add_highlights(*loaded, plan, options, hit);
    if (options.explain) hit.explanation = explain_hit(plan, db(), ranked, loaded->article);
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
      for (auto it = db().postlist_begin(term); it != db().postlist_end(term); ++it) {
        found.push_back(load_article(stored_article(db().get_document(*it))));
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

  std::vector<std::string> names_;
  OpenOptions options_;
  std::vector<ShardAddress> shards_;
  std::vector<MissingShard> excluded_;  // that did not answer after they had been opened
  std::optional<Session> session_;      // none after a connection was lost
  IndexSummary summary_;                // of the last one
  std::vector<MissingShard> missing_;
  std::optional<Wording> wording_;  // of these two
  std::shared_ptr<const Vocabulary> vocabulary_;
  bool hanja_ = false;
  std::optional<WordLists> words_;  // once they were needed
};

Searcher::Searcher(const std::vector<std::string>& paths, const OpenOptions& options)
    : impl_(std::make_unique<Impl>(paths, options)) {}
Searcher::Searcher(const std::string& path, const OpenOptions& options)
    : Searcher(std::vector<std::string>{path}, options) {}
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

SearchResult Searcher::visit(std::string_view query, const SearchOptions& options,
                             const std::function<void(const Hit&)>& on_hit) {
  return impl_->visit(query, options, on_hit);
}

std::vector<Hit> Searcher::fetch(std::string_view id_or_key) {
  return impl_->fetch(id_or_key);
}

IndexSummary Searcher::summary() const {
  return impl_->summary();
}

std::vector<MissingShard> Searcher::missing_shards() const {
  return impl_->missing();
}

bool Searcher::reopen() {
  return impl_->reopen();
}

}  // namespace sillok
