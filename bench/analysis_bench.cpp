// Text to terms: normalization, runs, terms, and a whole document.
#include <benchmark/benchmark.h>

#include "bench/sample_text.h"
#include "common/analyzer.h"
#include "common/text.h"
#include "indexer/document.h"

namespace sillok {
namespace {

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
}

void normalize_text(benchmark::State& state) {
  const std::string text = sample_text();
  for (auto _ : state) benchmark::DoNotOptimize(normalize(text));
  count_bytes(state, text.size());
}
BENCHMARK(normalize_text);

void normalize_with_offsets(benchmark::State& state) {
  const std::string text = sample_text();
  for (auto _ : state) benchmark::DoNotOptimize(NormalizedText(text));
  count_bytes(state, text.size());
}
BENCHMARK(normalize_with_offsets);

void cut_runs(benchmark::State& state) {
  const std::string text = normalize(sample_text());
  for (auto _ : state) benchmark::DoNotOptimize(split_runs(text));
  count_bytes(state, text.size());
}
BENCHMARK(cut_runs);

void make_terms(benchmark::State& state) {
  const std::string text = normalize(sample_text());
  const std::vector<Run> runs = split_runs(text);
  for (auto _ : state) {
    std::size_t bytes = 0;
    for_each_term(text, runs, [&](const Term& term) { bytes += term.text.size(); });
    benchmark::DoNotOptimize(bytes);
  }
  count_bytes(state, text.size());
}
BENCHMARK(make_terms);

void prepare_documents(benchmark::State& state) {
  const std::vector<Article> articles = sample_articles();
  std::size_t bytes = 0;
  for (const Article& article : articles) bytes += article.title.size() + article.body.size();
  for (auto _ : state) {
    for (const Article& article : articles) benchmark::DoNotOptimize(prepare_document(article));
  }
  count_bytes(state, bytes);
}
BENCHMARK(prepare_documents);

}  // namespace
}  // namespace sillok
