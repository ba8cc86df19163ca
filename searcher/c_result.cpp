#include "searcher/c_result.h"

#include <algorithm>
#include <utility>

namespace sillok {
namespace {

// A C string ends at its NUL; a space keeps the offsets.
const char* c_text(std::string& text) {
  std::replace(text.begin(), text.end(), '\0', ' ');
  return text.c_str();
}

const char* c_text_or_null(std::string& text) {
  return text.empty() ? nullptr : c_text(text);
}

// The spans of one text, kept in `all`, whose inner vectors never move their elements.
void show_spans(const std::vector<Highlight>& highlights,
                std::vector<std::vector<sillok_span>>& all, const sillok_span*& spans,
                size_t& count) {
  std::vector<sillok_span>& of_text = all.emplace_back();
  for (const auto& [begin, end] : highlights) of_text.push_back({begin, end});
  spans = of_text.empty() ? nullptr : of_text.data();
  count = of_text.size();
}

sillok_copy show_copy(Copy& copy) {
  sillok_copy shown{};
  shown.id = c_text_or_null(copy.id);
  shown.key = c_text(copy.key);
  shown.board = c_text_or_null(copy.board);
  shown.title = c_text(copy.title);
  shown.author = c_text_or_null(copy.author);
  shown.source = c_text_or_null(copy.source);
  shown.date = c_text_or_null(copy.date);
  shown.time = c_text_or_null(copy.time);
  shown.url = c_text_or_null(copy.url);
  return shown;
}

sillok_facet show_facet(FacetCounts& facet, std::vector<sillok_value>& values) {
  for (FacetValue& value : facet.values) values.push_back({c_text(value.value), value.count});
  sillok_facet shown{};
  shown.size = sizeof shown;
  shown.facet = 1 << static_cast<int>(facet.facet);
  shown.values = values.data();
  shown.value_count = values.size();
  shown.distinct = facet.distinct;
  shown.others = facet.others;
  shown.absent = facet.absent;
  return shown;
}

sillok_histogram show_histogram(Histogram& histogram, std::vector<sillok_bucket>& buckets) {
  for (HistogramBucket& bucket : histogram.buckets) {
    buckets.push_back({c_text(bucket.start), bucket.count, bucket.all});
  }
  sillok_histogram shown{};
  shown.size = sizeof shown;
  shown.period = static_cast<int>(histogram.period) + 1;
  shown.buckets = buckets.data();
  shown.bucket_count = buckets.size();
  shown.undated = histogram.undated;
  return shown;
}

sillok_totals show_totals(SearchResult& result) {
  sillok_totals shown{};
  shown.size = sizeof shown;
  shown.query = c_text(result.query);
  shown.parsed = c_text(result.parsed);
  shown.total = result.total;
  shown.total_is_exact = result.total_is_exact ? 1 : 0;
  shown.holding_all = result.holding_all;
  shown.took_ms = result.took_ms;
  shown.explanation = c_text_or_null(result.explanation);
  if (result.tally) {
    shown.counted = result.tally->matches;
    shown.counted_is_exact = result.tally->is_exact ? 1 : 0;
  }
  shown.related_sample = result.related_sample;
  return shown;
}

sillok_suggestion show_suggestion(Suggestion& suggestion) {
  sillok_suggestion shown{};
  shown.size = sizeof shown;
  shown.kind = static_cast<int>(suggestion.kind);
  shown.query = c_text(suggestion.query);
  shown.from = c_text(suggestion.from);
  shown.to = c_text(suggestion.to);
  shown.count = suggestion.count;
  shown.count_is_exact = suggestion.count_is_exact ? 1 : 0;
  return shown;
}

}  // namespace

sillok_hit show_hit(Hit& hit, ShownParts& parts) {
  sillok_hit shown{};
  shown.size = sizeof shown;
  shown.id = c_text_or_null(hit.id);
  shown.key = c_text(hit.key);
  shown.board = c_text_or_null(hit.board);
  shown.has_number = hit.number.has_value() ? 1 : 0;
  shown.number = hit.number.value_or(0);
  shown.title = c_text(hit.title);
  shown.author = c_text_or_null(hit.author);
  shown.source = c_text_or_null(hit.source);
  shown.category = c_text_or_null(hit.category);
  shown.date = c_text_or_null(hit.date);
  shown.time = c_text_or_null(hit.time);
  shown.url = c_text_or_null(hit.url);
  shown.place = c_text_or_null(hit.place);
  shown.body = c_text_or_null(hit.body);
  shown.is_row = hit.is_row ? 1 : 0;
  shown.holds_all = hit.holds_all ? 1 : 0;
  shown.score = hit.score;
  show_spans(hit.title_highlights, parts.spans, shown.title_spans, shown.title_span_count);
  shown.snippet = c_text(hit.snippet.text);
  show_spans(hit.snippet.highlights, parts.spans, shown.snippet_spans, shown.snippet_span_count);
  shown.explanation = c_text_or_null(hit.explanation);
  shown.copy_count = hit.copy_count;
  if (hit.copies.empty()) return shown;
  std::vector<sillok_copy>& copies = parts.copies.emplace_back();
  for (Copy& copy : hit.copies) copies.push_back(show_copy(copy));
  shown.copies = copies.data();
  shown.listed_copies = copies.size();
  return shown;
}

std::vector<sillok_missing_shard> show_missing(std::vector<MissingShard>& shards) {
  std::vector<sillok_missing_shard> shown;
  for (MissingShard& shard : shards) {
    shown.push_back({sizeof(sillok_missing_shard), c_text(shard.name), c_text(shard.problem)});
  }
  return shown;
}

}  // namespace sillok

sillok_result::sillok_result(sillok::SearchResult found) : result(std::move(found)) {
  totals = sillok::show_totals(result);
  for (sillok::Hit& hit : result.hits) hits.push_back(sillok::show_hit(hit, parts));
  if (result.tally) {
    for (sillok::FacetCounts& facet : result.tally->facets) {
      facets.push_back(sillok::show_facet(facet, values.emplace_back()));
    }
    if (result.tally->histogram) {
      histogram = sillok::show_histogram(*result.tally->histogram, buckets);
    }
  }
  for (sillok::RelatedWord& related : result.related_words) {
    related_words.push_back({sizeof(sillok_related_word), sillok::c_text(related.word),
                             related.score, related.count, related.all});
  }
  for (sillok::Suggestion& suggestion : result.suggestions) {
    suggestions.push_back(sillok::show_suggestion(suggestion));
  }
  if (result.copies) {
    copies = {sizeof copies, result.copies->articles, result.copies->groups,
              result.copies->is_exact ? 1 : 0};
  }
  if (result.applied) applied = sillok::show_suggestion(*result.applied);
  for (std::string& index : result.unlisted_indexes) sillok::c_text(index);
  missing_shards = sillok::show_missing(result.missing_shards);
}

extern "C" {

void sillok_result_free(sillok_result* result) {
  delete result;
}

const sillok_totals* sillok_result_totals(const sillok_result* result) {
  return result == nullptr ? nullptr : &result->totals;
}

size_t sillok_result_hits(const sillok_result* result) {
  return result == nullptr ? 0 : result->hits.size();
}

const sillok_hit* sillok_result_hit(const sillok_result* result, size_t index) {
  return result == nullptr ? nullptr : sillok::shown_at(result->hits, index);
}

size_t sillok_result_facets(const sillok_result* result) {
  return result == nullptr ? 0 : result->facets.size();
}

const sillok_facet* sillok_result_facet(const sillok_result* result, size_t index) {
  return result == nullptr ? nullptr : sillok::shown_at(result->facets, index);
}

const sillok_histogram* sillok_result_histogram(const sillok_result* result) {
  return result == nullptr || result->histogram.size == 0 ? nullptr : &result->histogram;
}

size_t sillok_result_related_words(const sillok_result* result) {
  return result == nullptr ? 0 : result->related_words.size();
}

const sillok_related_word* sillok_result_related_word(const sillok_result* result, size_t index) {
  return result == nullptr ? nullptr : sillok::shown_at(result->related_words, index);
}

const sillok_copy_counts* sillok_result_copies(const sillok_result* result) {
  return result == nullptr || result->copies.size == 0 ? nullptr : &result->copies;
}

size_t sillok_result_suggestions(const sillok_result* result) {
  return result == nullptr ? 0 : result->suggestions.size();
}

const sillok_suggestion* sillok_result_suggestion(const sillok_result* result, size_t index) {
  return result == nullptr ? nullptr : sillok::shown_at(result->suggestions, index);
}

const sillok_suggestion* sillok_result_applied(const sillok_result* result) {
  return result == nullptr || result->applied.size == 0 ? nullptr : &result->applied;
}

size_t sillok_result_unlisted_indexes(const sillok_result* result) {
  return result == nullptr ? 0 : result->result.unlisted_indexes.size();
}

const char* sillok_result_unlisted_index(const sillok_result* result, size_t index) {
  if (index >= sillok_result_unlisted_indexes(result)) return nullptr;
  return result->result.unlisted_indexes[index].c_str();
}

size_t sillok_result_missing_shards(const sillok_result* result) {
  return result == nullptr ? 0 : result->missing_shards.size();
}

const sillok_missing_shard* sillok_result_missing_shard(const sillok_result* result, size_t index) {
  return result == nullptr ? nullptr : sillok::shown_at(result->missing_shards, index);
}

}  // extern "C"
