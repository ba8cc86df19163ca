#include "searcher/output_json.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "common/columns.h"
#include "common/date.h"
#include "common/text.h"
#include "searcher/output_tally.h"

namespace sillok {

namespace {

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json highlight_array(const std::vector<Highlight>& highlights) {
  Json array = Json::array();
  for (const auto& [begin, end] : highlights) array.push_back(Json::array({begin, end}));
  return array;
}

Json snippet_object(const Snippet& snippet) {
  Json object = Json::object();
  object["text"] = snippet.text;
  object["highlights"] = highlight_array(snippet.highlights);
  return object;
}

std::string_view match_name(Match match) {
  switch (match) {
    case Match::automatic:
      return "auto";
    case Match::all:
      return "all";
    case Match::any:
      return "any";
    case Match::phrase:
      return "phrase";
  }
  return {};
}

Json index_object(const IndexSummary& index) {
  Json object = Json::object();
  object["articles"] = index.articles;
  object["rows"] = index.rows;
  object["fingerprint"] = index.fingerprint;
  object["analyzer"] = index.analyzer_version;
  object["schema"] = index.schema_version;
  return object;
}

std::string_view sort_name(Sort sort) {
  constexpr std::string_view kNames[] = {"relevance", "newest", "oldest", "number"};
  return kNames[static_cast<std::size_t>(sort)];
}

std::string_view suggest_name(Suggest suggest) {
  constexpr std::string_view kNames[] = {"off", "show", "apply"};
  return kNames[static_cast<std::size_t>(suggest)];
}

std::string_view rows_name(Rows rows) {
  constexpr std::string_view kNames[] = {"yes", "no", "only"};
  return kNames[static_cast<std::size_t>(rows)];
}

std::string_view collapse_name(Collapse collapse) {
  return collapse == Collapse::copies ? "copies" : "none";
}

// The day that `typed`, such as 3m, means today.
Json day_or_null(const std::string& typed, std::optional<Day> DateRange::*end) {
  if (typed.empty()) return nullptr;
  const std::optional<Day> day = parse_date_range(typed, today_in_korea()).*end;
  return day ? Json(format_day(*day)) : Json(nullptr);
}

// What the order and number of hits depends on besides the query, its match mode and the index.
Json options_object(const SearchOptions& options) {
  Json object = Json::object();
  object["plain"] = options.plain;
  object["sort"] = sort_name(options.sort);
  object["rerank"] = options.rerank;
  object["recency_half_life_days"] = options.recency_half_life_days;
  object["recency_strength"] = options.recency_strength;
  object["rows"] = rows_name(options.rows);
  object["hanja"] = options.hanja;
  object["synonyms"] = options.vocabulary ? options.vocabulary->synonyms.size() : 0;
  object["words"] = options.vocabulary ? options.vocabulary->words.size() : 0;
  object["suggest"] = suggest_name(options.suggest);
  object["collapse"] = collapse_name(options.collapse);
  object["from"] = day_or_null(options.from, &DateRange::first);
  object["to"] = day_or_null(options.to, &DateRange::last);
  object["offset"] = options.offset;
  object["limit"] = options.limit ? Json(*options.limit) : Json(nullptr);
  return object;
}

Json copy_array(const std::vector<Copy>& copies) {
  Json array = Json::array();
  for (const Copy& copy : copies) {
    array.push_back(Json{{"id", copy.id},
                         {"key", copy.key},
                         {"board", text_or_null(copy.board)},
                         {"title", text_or_null(copy.title)},
                         {"author", text_or_null(copy.author)},
                         {"source", text_or_null(copy.source)},
                         {"date", text_or_null(copy.date)},
                         {"time", text_or_null(copy.time)},
                         {"url", text_or_null(copy.url)}});
  }
  return array;
}

Json suggestion_object(const Suggestion& suggestion) {
  Json object = Json::object();
  object["query"] = suggestion.query;
  object["kind"] = suggestion_kind_name(suggestion.kind);
  object["from"] = suggestion.from;
  object["to"] = suggestion.to;
  object["count"] = suggestion.count;
  object["count_is"] = suggestion.count_is_exact ? "exact" : "about";
  return object;
}

// Nothing when no suggestion was sought or none was found.
void add_suggestions(const SearchResult& result, Json& object) {
  if (result.applied) object["applied"] = suggestion_object(*result.applied);
  if (!result.suggestions.empty()) {
    Json& array = object["suggestions"] = Json::array();
    for (const Suggestion& one : result.suggestions) array.push_back(suggestion_object(one));
  }
  if (!result.unlisted_indexes.empty()) object["unlisted_indexes"] = result.unlisted_indexes;
}

}  // namespace

std::string_view suggestion_kind_name(Suggestion::Kind kind) {
  constexpr std::string_view kNames[] = {"typo", "spacing", "keyboard", "initials", "spelling"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view hit_field_name(HitField field) {
  constexpr std::string_view kNames[] = {
      "id",      "key",    "board", "number", "title", "author", "source",    "category",
      "date",    "time",   "url",   "place",  "kind",  "score",  "holds_all", "title_highlights",
      "snippet", "copies", "body"};
  return kNames[static_cast<std::size_t>(field)];
}

Json hit_field_value(const Hit& hit, HitField field) {
  switch (field) {
    case HitField::id:
      return text_or_null(hit.id);
    case HitField::key:
      return text_or_null(hit.key);
    case HitField::board:
      return text_or_null(hit.board);
    case HitField::number:
      return hit.number ? Json(*hit.number) : Json(nullptr);
    case HitField::title:
      return text_or_null(hit.title);
    case HitField::author:
      return text_or_null(hit.author);
    case HitField::source:
      return text_or_null(hit.source);
    case HitField::category:
      return text_or_null(hit.category);
    case HitField::date:
      return text_or_null(hit.date);
    case HitField::time:
      return text_or_null(hit.time);
    case HitField::url:
      return text_or_null(hit.url);
    case HitField::place:
      return text_or_null(hit.place);
    case HitField::kind:
      return hit.is_row ? "row" : "article";
    case HitField::score:
      return hit.score;
    case HitField::holds_all:
      return hit.holds_all;
    case HitField::title_highlights:
      return highlight_array(hit.title_highlights);
    case HitField::snippet:
      return snippet_object(hit.snippet);
    case HitField::copies:
      return copy_array(hit.copies);
    case HitField::body:
      return text_or_null(hit.body);
  }
  return nullptr;
}

Json hit_object(const Hit& hit, const std::vector<HitField>& fields) {
  Json object = Json::object();
  for (const HitField field : fields) {
    object[std::string(hit_field_name(field))] = hit_field_value(hit, field);
  }
  if (hit.copy_count > 0) {
    object["copies"] = copy_array(hit.copies);
    object["copy_count"] = hit.copy_count;
  }
  if (!hit.explanation.empty()) object["explanation"] = hit.explanation;
  return object;
}

Json result_object(const SearchResult& result) {
  Json object = Json::object();
  object["schema"] = kOutputSchema;
  object["query"] = result.query;
  object["parsed"] = result.parsed;
  object["match"] = match_name(result.options.match);
  object["options"] = options_object(result.options);
  object["total"] = result.total;
  object["total_is"] = result.total_is_exact ? "exact" : "about";
  object["holding_all"] = result.holding_all;
  if (result.copies) {
    object["copies"] = Json{{"articles", result.copies->articles},
                            {"groups", result.copies->groups},
                            {"counts_are", result.copies->is_exact ? "exact" : "about"}};
  }
  object["index"] = index_object(result.index);
  if (!result.missing_shards.empty()) {
    Json& missing = object["missing_shards"] = Json::array();
    for (const MissingShard& shard : result.missing_shards) {
      missing.push_back(Json{{"shard", shard.name}, {"problem", shard.problem}});
    }
  }
  object["took_ms"] = std::round(result.took_ms * 1000) / 1000;
  add_counts(result, object);
  add_suggestions(result, object);
  if (!result.explanation.empty()) object["explanation"] = result.explanation;
  return object;
}

std::string dump_json(const Json& value) {
  const std::string json = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string out;
  out.reserve(json.size());
  for (std::size_t position = 0; position < json.size();) {
    const std::size_t begin = position;
    const char32_t c = next_character(json, position);
    if (is_unprintable(c)) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
      out += escape.data();
    } else {
      out.append(json, begin, position - begin);
    }
  }
  return out;
}

}  // namespace sillok
