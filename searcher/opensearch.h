// Moving to OpenSearch or Elasticsearch: hits as lines of a bulk, and the index template they fit.
#pragma once

#include <sillok/searcher.h>

#include <string>
#include <string_view>

namespace sillok {

// Two lines of a bulk's NDJSON: the action, with the entry's key as its id, so that sending a bulk
// again changes nothing, and the source: the hit's fields but those that it lacks, and "published",
// its date and time in one.
std::string opensearch_bulk_lines(const Hit& hit, const std::string& index);

// The index template (JSON) for these fields. Its analysis needs the plugins analysis-icu and
// analysis-nori.
std::string_view opensearch_template();

}  // namespace sillok
