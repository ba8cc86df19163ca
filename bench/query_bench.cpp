// Query text to tree, condition and ranking terms; and whole searches on a small index.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "bench/sample_text.h"
#include "searcher/condition.h"
#include "searcher/query.h"
#include "searcher/ranking.h"
#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

constexpr const char* kQuery =
    "스타게이트 (투자 OR 계획) -취소 title:오픈AI date:2024-01..2025-02-04 \"데이터 센터\"";

void parse(benchmark::State& state) {
  const Day today = today_in_korea();
  for (auto _ : state) benchmark::DoNotOptimize(parse_query(kQuery, today));
}
BENCHMARK(parse);

void condition(benchmark::State& state) {
  const QueryNode tree = parse_query(kQuery, today_in_korea());
  for (auto _ : state) benchmark::DoNotOptimize(make_condition(tree, Looseness::all));
}
BENCHMARK(condition);

// The archive in data/ as one index in a directory of its own, for as long as a benchmark runs.
class SmallIndex {
 public:
  SmallIndex() { write_archive(path(), sample_articles()); }
  std::string path() const { return directory_.path() + "/archive.idx"; }

 private:
  TemporaryDirectory directory_;
};

void search_top_ten(benchmark::State& state, const char* query, bool with_snippets) {
  const SmallIndex index;
  Searcher searcher(index.path());
  SearchOptions options;
  options.with_snippets = with_snippets;
  for (auto _ : state) benchmark::DoNotOptimize(searcher.search(query, options));
}
BENCHMARK_CAPTURE(search_top_ten, one_word, "스타게이트", true);
BENCHMARK_CAPTURE(search_top_ten, two_words, "반도체 투자", true);
BENCHMARK_CAPTURE(search_top_ten, two_words_without_snippets, "반도체 투자", false);
BENCHMARK_CAPTURE(search_top_ten, phrase, "\"데이터 센터\"", true);
BENCHMARK_CAPTURE(search_top_ten, one_syllable, "\"금\"", true);

}  // namespace
}  // namespace sillok
