// The searching half of <sillok/sillok.h>.
#include <sillok/searcher.h>
#include <sillok/sillok.h>

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/c_error.h"
#include "common/text.h"
#include "searcher/c_result.h"

struct sillok_searcher {
  sillok_searcher(const std::vector<std::string>& paths, const sillok::OpenOptions& options)
      : searcher(paths, options) {
    show_summary();
    show_missing();
  }

  void show_missing() {
    missing = searcher.missing_shards();
    missing_shards = sillok::show_missing(missing);
  }

  void show_summary() {
    index = searcher.summary();
    summary = {sizeof summary,         index.articles,      index.rows, index.fingerprint.c_str(),
               index.analyzer_version, index.schema_version};
  }

  sillok::Searcher searcher;
  sillok::IndexSummary index;
  sillok_index_summary summary{};
  std::vector<sillok::MissingShard> missing;
  std::vector<sillok_missing_shard> missing_shards;
  std::shared_ptr<const sillok::Vocabulary> vocabulary;
};

namespace sillok {
namespace {

sillok_search_options default_options() {
  const SearchOptions defaults;
  sillok_search_options options{};
  options.size = sizeof options;
  options.limit = *defaults.limit;
  options.recency_half_life_days = defaults.recency_half_life_days;
  options.recency_strength = defaults.recency_strength;
  options.facet_values = *defaults.facet_values;
  options.hanja = defaults.hanja ? 1 : 0;
  options.snippets = 1;
  options.snippet_chars = defaults.snippet_chars;
  options.rerank = defaults.rerank ? 1 : 0;
  return options;
}

sillok_open_options default_open_options() {
  const OpenOptions defaults;
  return {sizeof(sillok_open_options), defaults.partial ? 1 : 0, defaults.connect_seconds,
          defaults.timeout_seconds};
}

template <typename Enum>
Enum choice(int value, int last, const char* name) {
  if (value >= 0 && value <= last) return static_cast<Enum>(value);
  throw UsageError("sillok_search_options." + std::string(name) + ": " + std::to_string(value) +
                   " is none of its values");
}

double positive(double value, const char* name) {
  if (std::isfinite(value) && value >= 0) return value;
  throw UsageError(std::string(name) + ": is no positive number");
}

std::optional<std::size_t> unless_all(std::size_t amount) {
  if (amount == SILLOK_ALL) return std::nullopt;
  return amount;
}

std::vector<Facet> facets_of(unsigned bits) {
  constexpr unsigned kCount = 5;
  if (bits >> kCount != 0) {
    throw UsageError("sillok_search_options.facets: " + std::to_string(bits) +
                     " holds what is no facet");
  }
  std::vector<Facet> facets;
  for (unsigned i = 0; i < kCount; ++i) {
    if ((bits >> i & 1) != 0) facets.push_back(static_cast<Facet>(i));
  }
  return facets;
}

SearchOptions search_options(const sillok_searcher& searcher, const sillok_search_options* given) {
  const sillok_search_options known =
      read_stamped(given, default_options(), "sillok_search_options");
  SearchOptions options;
  options.match = choice<Match>(known.match, SILLOK_MATCH_PHRASE, "match");
  options.sort = choice<Sort>(known.sort, SILLOK_SORT_NUMBER, "sort");
  options.rows = choice<Rows>(known.rows, SILLOK_ROWS_ONLY, "rows");
  options.plain = known.plain != 0;
  options.hanja = known.hanja != 0;
  options.vocabulary = searcher.vocabulary;
  options.offset = known.offset;
  options.limit = unless_all(known.limit);
  options.recency_half_life_days =
      positive(known.recency_half_life_days, "sillok_search_options.recency_half_life_days");
  options.recency_strength =
      positive(known.recency_strength, "sillok_search_options.recency_strength");
  options.from = text_or_empty(known.from);
  options.to = text_or_empty(known.to);
  options.facets = facets_of(known.facets);
  options.facet_values = unless_all(known.facet_values);
  const int period = choice<int>(known.histogram, SILLOK_PERIOD_YEAR, "histogram");
  if (period != SILLOK_PERIOD_NONE) options.histogram = static_cast<Period>(period - 1);
  options.trend = known.trend != 0;
  options.related_words = known.related_words;
  options.with_snippets = known.snippets != 0;
  options.snippet_chars = known.snippet_chars;
  options.with_bodies = known.bodies != 0;
  options.explain = known.explain != 0;
  options.rerank = known.rerank != 0;
  options.collapse = choice<Collapse>(known.collapse, SILLOK_COLLAPSE_COPIES, "collapse");
  options.suggest = choice<Suggest>(known.suggest, SILLOK_SUGGEST_APPLY, "suggest");
  return options;
}

OpenOptions open_options(const sillok_open_options* given) {
  const sillok_open_options known =
      read_stamped(given, default_open_options(), "sillok_open_options");
  OpenOptions options;
  options.partial = known.partial != 0;
  options.connect_seconds = positive(known.connect_seconds, "sillok_open_options.connect_seconds");
  options.timeout_seconds = positive(known.timeout_seconds, "sillok_open_options.timeout_seconds");
  return options;
}

// Throws QueryError at the first byte that is not UTF-8.
void check_query(const char* query) {
  const std::string text(query);
  const std::string valid = to_valid_utf8(text);
  if (text == valid) return;
  std::size_t offset = 0;
  while (offset < text.size() && offset < valid.size() && text[offset] == valid[offset]) ++offset;
  const std::string problem = "the query is not UTF-8";
  throw QueryError(problem, "decode it first", problem, offset);
}

// What all functions share that make a result of a text.
template <typename Ask>
sillok_status answer(sillok_searcher* searcher, const char* text, sillok_result** result,
                     sillok_error** error, Ask ask) {
  if (result != nullptr) *result = nullptr;
  return guarded_call(error, SILLOK_NOT_FOUND, [&] {
    require(searcher, "searcher");
    require(text, "query");
    require(result, "result");
    check_query(text);
    SearchResult found = ask();
    searcher->show_missing();  // shards may have ceased to answer
    *result = new sillok_result(std::move(found));
  });
}

void read_lines(const char* what, const char* text, Vocabulary& vocabulary,
                std::vector<LineProblem> (*read)(std::string_view, Vocabulary&)) {
  if (text == nullptr) return;
  const std::vector<LineProblem> problems = read(to_valid_utf8(text), vocabulary);
  if (problems.empty()) return;
  throw UsageError(std::string(what) + ": line " + std::to_string(problems.front().line) + " " +
                   problems.front().problem);
}

}  // namespace
}  // namespace sillok

extern "C" {

sillok_status sillok_open(const char* path, sillok_searcher** searcher, sillok_error** error) {
  return sillok_open_several(&path, 1, searcher, error);
}

sillok_status sillok_open_several(const char* const* paths, size_t count,
                                  sillok_searcher** searcher, sillok_error** error) {
  return sillok_open_with(paths, count, nullptr, searcher, error);
}

void sillok_open_options_init(sillok_open_options* options, size_t size) {
  sillok::write_stamped(options, size, sillok::default_open_options());
}

sillok_status sillok_open_with(const char* const* paths, size_t count,
                               const sillok_open_options* options, sillok_searcher** searcher,
                               sillok_error** error) {
  if (searcher != nullptr) *searcher = nullptr;
  return sillok::guarded_call(error, SILLOK_NOT_FOUND, [&] {
    sillok::require(searcher, "searcher");
    sillok::require(paths, "paths");
    std::vector<std::string> names;
    for (size_t i = 0; i < count; ++i) {
      sillok::require(paths[i], "path");
      names.emplace_back(paths[i]);
    }
    *searcher = new sillok_searcher(names, sillok::open_options(options));
  });
}

void sillok_close(sillok_searcher* searcher) {
  delete searcher;
}

sillok_status sillok_reopen(sillok_searcher* searcher, int* was_newer, sillok_error** error) {
  if (was_newer != nullptr) *was_newer = 0;
  return sillok::guarded_call(error, SILLOK_NOT_FOUND, [&] {
    sillok::require(searcher, "searcher");
    const bool is_newer = searcher->searcher.reopen();
    searcher->show_summary();
    searcher->show_missing();
    if (was_newer != nullptr) *was_newer = is_newer ? 1 : 0;
  });
}

size_t sillok_missing_shards(const sillok_searcher* searcher) {
  return searcher == nullptr ? 0 : searcher->missing_shards.size();
}

const sillok_missing_shard* sillok_missing_shard_at(const sillok_searcher* searcher, size_t index) {
  return searcher == nullptr ? nullptr : sillok::shown_at(searcher->missing_shards, index);
}

const sillok_index_summary* sillok_summary(sillok_searcher* searcher) {
  return searcher == nullptr ? nullptr : &searcher->summary;
}

sillok_status sillok_set_vocabulary(sillok_searcher* searcher, const char* synonyms,
                                    const char* words, sillok_error** error) {
  return sillok::guarded_call(error, SILLOK_BAD_ARGUMENT, [&] {
    sillok::require(searcher, "searcher");
    const auto vocabulary = std::make_shared<sillok::Vocabulary>();
    sillok::read_lines("synonyms", synonyms, *vocabulary, sillok::read_synonyms);
    sillok::read_lines("words", words, *vocabulary, sillok::read_words);
    searcher->vocabulary = vocabulary;
  });
}

void sillok_search_options_init(sillok_search_options* options, size_t size) {
  sillok::write_stamped(options, size, sillok::default_options());
}

sillok_status sillok_search(sillok_searcher* searcher, const char* query,
                            const sillok_search_options* options, sillok_result** result,
                            sillok_error** error) {
  return sillok::answer(searcher, query, result, error, [&] {
    return searcher->searcher.search(query, sillok::search_options(*searcher, options));
  });
}

sillok_status sillok_count(sillok_searcher* searcher, const char* query,
                           const sillok_search_options* options, sillok_result** result,
                           sillok_error** error) {
  return sillok::answer(searcher, query, result, error, [&] {
    return searcher->searcher.count(query, sillok::search_options(*searcher, options));
  });
}

sillok_status sillok_visit(sillok_searcher* searcher, const char* query,
                           const sillok_search_options* options, sillok_on_hit on_hit,
                           void* context, sillok_result** result, sillok_error** error) {
  sillok_result* rest = nullptr;
  const sillok_status status = sillok::answer(searcher, query, &rest, error, [&] {
    if (on_hit == nullptr) throw sillok::UsageError("on_hit: is NULL");
    return searcher->searcher.visit(query, sillok::search_options(*searcher, options),
                                    [&](sillok::Hit hit) {
                                      sillok::ShownParts parts;
                                      const sillok_hit shown = sillok::show_hit(hit, parts);
                                      if (on_hit(context, &shown) == 0) return;
                                      throw sillok::InterruptedError("stopped by the caller");
                                    });
  });
  if (result != nullptr) {
    *result = rest;
  } else {
    delete rest;
  }
  return status;
}

sillok_status sillok_like(sillok_searcher* searcher, const char* id_or_key,
                          const sillok_search_options* options, sillok_result** result,
                          sillok_error** error) {
  return sillok::answer(searcher, id_or_key, result, error, [&] {
    return searcher->searcher.like(id_or_key, sillok::search_options(*searcher, options));
  });
}

sillok_status sillok_fetch(sillok_searcher* searcher, const char* id_or_key, sillok_result** result,
                           sillok_error** error) {
  return sillok::answer(searcher, id_or_key, result, error, [&] {
    sillok::SearchResult found;
    found.query = id_or_key;
    found.hits = searcher->searcher.fetch(id_or_key);
    if (found.hits.empty()) {
      throw sillok::InputError("no entry is named \"" + found.query + "\"",
                               "entries are named by their id or key");
    }
    found.total = found.holding_all = found.hits.size();
    return found;
  });
}

}  // extern "C"
