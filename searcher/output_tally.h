// Counts over all matches, and related words, as JSON, as a table and as bar charts. Used by the
// other output files.
#pragma once

#include <sillok/searcher.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/output_json.h"

namespace sillok {

// The names that the options and the output use, in the order of the enumerations.
std::string_view facet_name(Facet facet);
std::string_view period_name(Period period);

// Adds the keys of the counts to a result's object, those that were asked for:
//   "counted":N,"counted_is":"exact|about",
//   "facets":{"source":{"values":[{"value":…,"count":N}…],"distinct":N,"others":N,"absent":N}…},
//   "histogram":{"period":"day|week|month|year","buckets":[{"start":…,"count":N}…],"undated":N},
//   "trend":{"period":…,"buckets":[{"start":…,"count":N,"all":N,"share":0.25}…],"undated":N},
//   "related_words":[{"word":…,"score":12.5,"count":N,"all":N}…],"related_sample":N
void add_counts(const SearchResult& result, Json& object);

// The column names, and a row a value or bucket. Values that are not listed are summed up in a row
// "source:others", what has none in "source:absent".
std::vector<std::string> tally_columns();
std::vector<std::vector<std::string>> tally_rows(const SearchResult& result);

// A bar chart each, a blank line before it; lines of at most `columns`, 0 for any.
std::vector<std::string> tally_charts(const SearchResult& result, std::size_t columns);

}  // namespace sillok
