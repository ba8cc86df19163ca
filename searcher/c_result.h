// A search result as C sees it: the structs of <sillok/sillok.h> pointing into the result itself.
#pragma once

#include <sillok/searcher.h>
#include <sillok/sillok.h>

#include <cstddef>
#include <string>
#include <vector>

namespace sillok {

// What hits point to. Growing moves none of it.
struct ShownParts {
  std::vector<std::vector<sillok_span>> spans;
  std::vector<std::vector<sillok_copy>> copies;
};

// A hit as C sees it; it points into `hit` and `parts`, to which it adds.
sillok_hit show_hit(Hit& hit, ShownParts& parts);

// Shards as C sees them; they point into `shards`.
std::vector<sillok_missing_shard> show_missing(std::vector<MissingShard>& shards);

// What is asked for beyond the end is null.
template <typename Shown>
const Shown* shown_at(const std::vector<Shown>& shown, std::size_t index) {
  return index < shown.size() ? &shown[index] : nullptr;
}

}  // namespace sillok

// Never moved or copied: what it shows points into it.
struct sillok_result {
  explicit sillok_result(sillok::SearchResult found);
  sillok_result(const sillok_result&) = delete;
  sillok_result& operator=(const sillok_result&) = delete;

  sillok::SearchResult result;
  sillok_totals totals{};
  sillok::ShownParts parts;
  std::vector<sillok_hit> hits;
  std::vector<std::vector<sillok_value>> values;
  std::vector<sillok_facet> facets;
  std::vector<sillok_bucket> buckets;
  sillok_histogram histogram{};
  sillok_copy_counts copies{};
  std::vector<sillok_related_word> related_words;
  std::vector<sillok_suggestion> suggestions;
  sillok_suggestion applied{};
  std::vector<sillok_missing_shard> missing_shards;
};
