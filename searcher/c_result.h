// A search result as C sees it: the structs of <sillok/sillok.h> pointing into the result itself.
#pragma once

#include <sillok/searcher.h>
#include <sillok/sillok.h>

#include <string>
#include <vector>

// Never moved or copied: what it shows points into it.
struct sillok_result {
  explicit sillok_result(sillok::SearchResult found);
  sillok_result(const sillok_result&) = delete;
  sillok_result& operator=(const sillok_result&) = delete;

  sillok::SearchResult result;
  sillok_totals totals{};
  std::vector<std::vector<sillok_span>> spans;
  std::vector<sillok_hit> hits;
  std::vector<std::vector<sillok_value>> values;
  std::vector<sillok_facet> facets;
  std::vector<sillok_bucket> buckets;
  sillok_histogram histogram{};
  std::vector<sillok_related_word> related_words;
};
