// What each stage of a search costs, one thread.
//
// usage: search_stages INDEX QUERIES.tsv [ROUNDS]
//
// Runs the stages of an automatic search one by one over all queries (`id<TAB>text` a line) and
// prints the mean and quantiles of each, in microseconds a query; of ROUNDS (default 3) the one
// with the least counts a query. The second stage reads as many articles as there are, up to its
// depth.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "searcher/candidates.h"
#include "searcher/cluster.h"
#include "searcher/open_index.h"
#include "searcher/search_plan.h"
#include "searcher/snippet.h"
#include "searcher/window.h"
#include "searcher/wording.h"

namespace sillok {
namespace {

constexpr std::size_t kShown = 10;

enum Stage { plan, first_stage, fetch, decompress, normalize_text, verify, rerank, snippets };
constexpr const char* kStageNames[] = {"parse and plan", "first stage",    "fetch articles",
                                       "decompress",     "normalize",      "verify",
                                       "re-rank",        "snippets of ten"};
constexpr std::size_t kStages = std::size(kStageNames);

// Adds up what passes between laps.
class Stopwatch {
 public:
  using Clock = std::chrono::steady_clock;
  double lap() {
    const Clock::time_point now = Clock::now();
    const std::chrono::duration<double, std::micro> passed = now - start_;
    start_ = now;
    return passed.count();
  }

 private:
  Clock::time_point start_ = Clock::now();
};

struct OpenedArchive {
  explicit OpenedArchive(const std::string& path)
      : opened(open_indexes(list_shards({path}), {})),
        months(opened.db),
        bigrams(opened.db),
        statistics(opened.db),
        lengths(opened.db) {}
  OpenedIndex opened;
  ArchiveMonths months;
  BigramCatalog bigrams;
  Wording wording;
  TermStatistics statistics;
  DocumentLengths lengths;
};

std::vector<std::vector<double>> measure(OpenedArchive& archive,
                                         const std::vector<std::string>& queries) {
  std::vector<std::vector<double>> taken(kStages, std::vector<double>(queries.size()));
  const SearchOptions options;
  for (std::size_t q = 0; q < queries.size(); ++q) {
    Stopwatch watch;
    const SearchPlan made({archive.opened, archive.months, archive.bigrams, archive.wording,
                           archive.statistics, &archive.lengths},
                          queries[q], options);
    const TierQuery tier = made.has_rest() ? made.rest_tier() : made.strict_tier();
    taken[plan][q] = watch.lap();
    CandidateStream stream(archive.opened.db, tier.query, *tier.first_stage, archive.lengths);
    std::optional<Candidate> candidate = stream.peek(kRanking.depth);
    taken[first_stage][q] = watch.lap();
    std::vector<std::shared_ptr<LoadedArticle>> loaded;
    for (std::size_t i = 0; candidate && i < kRanking.depth; ++i) {
      watch.lap();
      const std::string stored = stream.take_stored(kRanking.depth);
      taken[fetch][q] += watch.lap();
      Article article = decode_article(stored, archive.opened.dictionaries);
      taken[decompress][q] += watch.lap();
      loaded.push_back(std::make_shared<LoadedArticle>(load_article(std::move(article))));
      taken[normalize_text][q] += watch.lap();
      stream.pop();
      candidate = stream.peek(kRanking.depth);
    }
    watch.lap();
    std::size_t held = 0;
    for (const auto& article : loaded) held += holds(made.strict(), *article);
    taken[verify][q] = watch.lap();
    double sum = 0;
    TextMatcher matcher(made.rank());
    for (const auto& article : loaded) sum += matcher.match(*article).window;
    taken[rerank][q] = watch.lap();
    std::size_t shown = 0;
    for (std::size_t i = 0; i < std::min(kShown, loaded.size()); ++i) {
      std::vector<WeightedNeedle> needles;
      for (Needle& needle : held_parts(positive_needles(made.strict()), *loaded[i])) {
        needles.push_back({std::move(needle), 1});
      }
      shown += make_snippet(loaded[i]->article.body, needles, options.snippet_chars).text.size();
    }
    taken[snippets][q] = watch.lap();
    if (held + shown > 0 && sum < 0) std::abort();  // keeps what is measured from being left out
  }
  return taken;
}

void print_stage(const char* name, std::vector<double> microseconds) {
  double mean = 0;
  for (const double one : microseconds) mean += one / static_cast<double>(microseconds.size());
  std::ranges::sort(microseconds);
  std::printf("%-16s mean_us %6.0f p50_us %6.0f p95_us %6.0f\n", name, mean,
              microseconds[microseconds.size() / 2], microseconds[microseconds.size() * 95 / 100]);
}

void run(const std::string& index, const char* query_path, int rounds) {
  std::ifstream file(query_path);
  std::vector<std::string> queries;
  for (std::string line; std::getline(file, line);) {
    queries.push_back(line.substr(line.find('\t') + 1));
  }
  if (queries.empty()) throw InputError(std::string(query_path) + ": holds no query");
  OpenedArchive archive(index);
  std::vector<std::vector<double>> least = measure(archive, queries);
  for (int round = 1; round < rounds; ++round) {
    const auto taken = measure(archive, queries);
    for (std::size_t s = 0; s < kStages; ++s) {
      for (std::size_t q = 0; q < queries.size(); ++q) {
        least[s][q] = std::min(least[s][q], taken[s][q]);
      }
    }
  }
  for (std::size_t s = 0; s < kStages; ++s) print_stage(kStageNames[s], least[s]);
}

}  // namespace
}  // namespace sillok

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: search_stages INDEX QUERIES.tsv [ROUNDS]\n";
    return 2;
  }
  try {
    sillok::run(argv[1], argv[2], argc > 3 ? std::max(1, std::atoi(argv[3])) : 3);
  } catch (const sillok::Error& error) {
    std::cerr << "search_stages: " << error.what() << "\n";
    return 2;
  }
}
