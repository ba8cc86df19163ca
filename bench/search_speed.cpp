// Latency of whole searches, one thread, and how many a second one and two threads do:
// bench/speed.sh sets it beside Lucene.
//
// usage: search_speed INDEX QUERIES.tsv [ROUNDS [WAY...]]
//
// QUERIES.tsv holds `id<TAB>text` a line. Each way of asking (or those named) runs over all queries
// ROUNDS times (default 3); the round with the least mean is printed, in the form of the peer's
// lines. "throughput" is a way as well: automatic searches, a Searcher a thread.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/text.h"
#include "sillok/searcher.h"

namespace sillok {
namespace {

struct Way {
  const char* name;
  SearchOptions options;
  std::string (*query_of)(const std::string& text);
};

std::string as_is(const std::string& text) {
  return text;
}
std::string quoted(const std::string& text) {
  return '"' + text + '"';
}
std::string first_syllable(const std::string& text) {
  return '"' + std::string(truncate_utf8(text, 3)) + '"';
}
std::string within_a_month(const std::string& text) {
  return text + " date:2015-06";
}

std::vector<Way> ways() {
  SearchOptions plain;
  SearchOptions bare = plain;
  bare.with_snippets = false;
  SearchOptions any = plain;
  any.match = Match::any;
  SearchOptions all = plain;
  all.match = Match::all;
  SearchOptions newest = all;
  newest.sort = Sort::newest;
  SearchOptions counted = plain;
  counted.facets = {Facet::source, Facet::year};
  return {{"auto", plain, as_is},    {"auto-without-snippets", bare, as_is},
          {"or", any, as_is},        {"and", all, as_is},
          {"phrase", plain, quoted}, {"one-syllable", plain, first_syllable},
          {"newest", newest, as_is}, {"one-month", all, within_a_month},
          {"facets", counted, as_is}};
}

struct Latencies {
  std::vector<double> microseconds;  // ascending
  double mean = 0;
  int empty = 0;

  double quantile(double part) const {
    return microseconds[static_cast<std::size_t>(static_cast<double>(microseconds.size()) * part)];
  }
};

Latencies measure(Searcher& searcher, const Way& way, const std::vector<std::string>& queries) {
  Latencies latencies;
  for (const std::string& query : queries) {
    const auto start = std::chrono::steady_clock::now();
    const SearchResult result = searcher.search(way.query_of(query), way.options);
    const std::chrono::duration<double, std::micro> taken =
        std::chrono::steady_clock::now() - start;
    latencies.microseconds.push_back(taken.count());
    latencies.mean += taken.count() / static_cast<double>(queries.size());
    latencies.empty += result.hits.empty();
  }
  std::ranges::sort(latencies.microseconds);
  return latencies;
}

std::vector<std::string> read_queries(const char* path) {
  std::ifstream file(path);
  if (!file) throw InputError(std::string("cannot read ") + path);
  std::vector<std::string> queries;
  for (std::string line; std::getline(file, line);) {
    queries.push_back(line.substr(line.find('\t') + 1));
  }
  if (queries.empty()) throw InputError(std::string(path) + ": holds no query");
  return queries;
}

void measure_throughput(const std::string& index, const std::vector<std::string>& queries,
                        unsigned threads) {
  std::vector<std::unique_ptr<Searcher>> searchers;
  for (unsigned t = 0; t < threads; ++t) searchers.push_back(std::make_unique<Searcher>(index));
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> running;
    for (const auto& searcher : searchers) {
      running.emplace_back([&queries, searcher = searcher.get()] {
        for (const std::string& query : queries) searcher->search(query, {});
      });
    }
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  std::printf("sillok throughput threads %u queries_s %.0f\n", threads,
              static_cast<double>(threads * queries.size()) / taken.count());
}

void run(const char* index, const char* query_path, int rounds,
         const std::vector<std::string>& names) {
  const std::vector<std::string> queries = read_queries(query_path);
  Searcher searcher{std::string(index)};
  for (const Way& way : ways()) {
    if (!names.empty() && std::ranges::find(names, way.name) == names.end()) continue;
    Latencies best;
    for (int round = 0; round < rounds; ++round) {
      Latencies latencies = measure(searcher, way, queries);
      if (round == 0 || latencies.mean < best.mean) best = std::move(latencies);
    }
    std::printf(
        "sillok %s queries %zu top %zu mean_us %.0f p50_us %.0f p95_us %.0f max_us %.0f "
        "empty %d\n",
        way.name, queries.size(), *way.options.limit, best.mean, best.quantile(.5),
        best.quantile(.95), best.microseconds.back(), best.empty);
    std::fflush(stdout);
  }
  if (!names.empty() && std::ranges::find(names, "throughput") == names.end()) return;
  for (const unsigned threads : {1u, 2u}) measure_throughput(index, queries, threads);
}

}  // namespace
}  // namespace sillok

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: search_speed INDEX QUERIES.tsv [ROUNDS [WAY...]]\n";
    return 2;
  }
  try {
    const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 3;
    sillok::run(argv[1], argv[2], rounds, {argv + std::min(argc, 4), argv + argc});
  } catch (const sillok::Error& error) {
    std::cerr << "search_speed: " << error.what() << "\n";
    return 2;
  }
}
