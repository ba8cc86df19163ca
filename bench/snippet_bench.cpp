// Verifying, re-ranking and showing articles whose text is in memory.
#include <benchmark/benchmark.h>

#include "bench/sample_text.h"
#include "searcher/condition.h"
#include "searcher/query.h"
#include "searcher/ranking.h"
#include "searcher/snippet.h"

namespace sillok {
namespace {

std::vector<LoadedArticle> loaded_articles() {
  std::vector<LoadedArticle> loaded;
  for (Article& article : sample_articles()) loaded.push_back(load_article(std::move(article)));
  return loaded;
}

void per_article(benchmark::State& state, std::size_t articles) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * articles));
}

void decode_stored(benchmark::State& state) {
  std::vector<std::string> stored;
  for (const Article& article : sample_articles()) stored.push_back(encode_article(article));
  for (auto _ : state) {
    for (const std::string& bytes : stored) benchmark::DoNotOptimize(decode_article(bytes, {}));
  }
  per_article(state, stored.size());
}
BENCHMARK(decode_stored);

void normalize_loaded(benchmark::State& state) {
  const std::vector<Article> articles = sample_articles();
  for (auto _ : state) {
    for (const Article& article : articles) benchmark::DoNotOptimize(load_article(article));
  }
  per_article(state, articles.size());
}
BENCHMARK(normalize_loaded);

void verify(benchmark::State& state) {
  const std::vector<LoadedArticle> articles = loaded_articles();
  const Condition condition = make_condition(plain_query("반도체 투자"), Looseness::all);
  for (auto _ : state) {
    for (const LoadedArticle& article : articles) {
      benchmark::DoNotOptimize(holds(condition, article));
    }
  }
  per_article(state, articles.size());
}
BENCHMARK(verify);

void make_snippets(benchmark::State& state) {
  const std::vector<Article> articles = sample_articles();
  const std::vector<WeightedNeedle> needles = {{*word_needle("반도체"), 1},
                                               {*word_needle("투자"), 1}};
  for (auto _ : state) {
    for (const Article& article : articles) {
      benchmark::DoNotOptimize(make_snippet(article.body, needles, 160));
    }
  }
  per_article(state, articles.size());
}
BENCHMARK(make_snippets);

}  // namespace
}  // namespace sillok
