// What a search answers, as text to compare, and the ways of asking that tests go through.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "sillok/searcher.h"

namespace sillok {

// All that a result says but the time it took.
inline std::string text_of(const SearchResult& result) {
  std::ostringstream text;
  text << result.parsed << " " << result.total << (result.total_is_exact ? " " : "~ ")
       << result.holding_all << "\n";
  for (const Hit& hit : result.hits) {
    text << hit.key << " " << hit.score << " " << hit.holds_all << " " << hit.snippet.text << "\n";
  }
  for (const RelatedWord& word : result.related_words) {
    text << word.word << " " << word.score << " " << word.count << "/" << word.all << "\n";
  }
  if (!result.tally) return text.str();
  text << "tally " << result.tally->matches << "\n";
  for (const FacetCounts& facet : result.tally->facets) {
    for (const FacetValue& value : facet.values) text << value.value << " " << value.count << "\n";
    text << facet.distinct << " " << facet.others << " " << facet.absent << "\n";
  }
  if (result.tally->histogram) {
    for (const HistogramBucket& bucket : result.tally->histogram->buckets) {
      text << bucket.start << " " << bucket.count << "/" << bucket.all << "\n";
    }
  }
  return text.str();
}

inline std::vector<SearchOptions> every_match_and_sort() {
  std::vector<SearchOptions> ways;
  for (const Match match : {Match::automatic, Match::any, Match::all}) {
    for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest, Sort::number}) {
      ways.emplace_back();
      ways.back().match = match;
      ways.back().sort = sort;
    }
  }
  return ways;
}

inline std::vector<SearchOptions> every_way() {
  std::vector<SearchOptions> ways = every_match_and_sort();
  for (SearchOptions& options : ways) {
    options.limit = options.sort == Sort::oldest ? std::optional<std::size_t>() : 25;
  }
  SearchOptions counting;
  counting.facets = {Facet::source, Facet::month};
  counting.histogram = Period::month;
  counting.trend = true;
  counting.related_words = 5;
  counting.recency_half_life_days = 30;
  counting.rows = Rows::no;
  ways.push_back(counting);
  return ways;
}

}  // namespace sillok
