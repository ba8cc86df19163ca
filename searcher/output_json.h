// The JSON contract: results and hits as objects. Used by output.cpp.
#pragma once

#include <sillok/searcher.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/output.h"

namespace sillok {

using Json = nlohmann::ordered_json;

// The name of a field, its key in JSON.
std::string_view hit_field_name(HitField field);

// The value of a field; absent is null.
Json hit_field_value(const Hit& hit, HitField field);

// {field: value, …} in the order of `fields`.
Json hit_object(const Hit& hit, const std::vector<HitField>& fields);

// "typo", "spacing", "keyboard", "initials" or "spelling".
std::string_view suggestion_kind_name(Suggestion::Kind kind);

// Everything of a result but its hits:
//   {"schema":1,"query":…,"parsed":…,"match":"auto|all|any|phrase","total":N,
//    "total_is":"exact|about","holding_all":N,
//    "index":{"articles":N,"rows":N,"fingerprint":…,"analyzer":N,"schema":N},"took_ms":…}
// and, when there are such, "missing_shards":[{"shard":…,"problem":…}…], the counts
// (output_tally.h), "explanation", "unlisted_indexes",
//   "suggestions":[{"query":…,"kind":…,"from":…,"to":…,"count":N,"count_is":"exact|about"}…]
// and one such object as "applied".
Json result_object(const SearchResult& result);

// On one line, without a character that could do something to a terminal: these are escaped. What
// is not valid UTF-8 becomes U+FFFD.
std::string dump_json(const Json& value);

}  // namespace sillok
