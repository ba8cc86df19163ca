// Results to text, JSON, JSONL, TSV, CSV, TREC runs and OpenSearch's bulk format. Used by
// sillok-search; prints nothing.
#pragma once

#include <sillok/searcher.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

// Raised when a key of the JSON output changes its meaning or goes.
inline constexpr int kOutputSchema = 1;

enum class OutputFormat { text, json, jsonl, tsv, csv, trec, opensearch_bulk };

// Throws UsageError that lists the formats.
OutputFormat parse_output_format(std::string_view name);

enum class HitField {
  id,
  key,
  board,
  number,
  title,
  author,
  source,
  category,
  date,
  time,
  url,
  place,
  kind,
  score,
  holds_all,
  title_highlights,
  snippet,
  copies,
  body,
};

// Reads "id,title" or "all,body"; `all` is every field but the body. Order and repeats do not
// matter: fields are printed in the order above. Throws UsageError that lists the fields.
std::vector<HitField> parse_hit_fields(std::string_view names);

struct OutputOptions {
  OutputFormat format = OutputFormat::text;
  std::vector<HitField> fields;         // empty: the usual ones of the format
  bool counts = false;                  // TSV and CSV: a table of counts in place of the hits
  bool copies = false;                  // TSV and CSV: the usual fields and each hit's copies
  std::optional<std::string> query_id;  // of a query of a batch: every line carries it
  std::string bulk_index = "sillok";    // the index that a bulk goes to
  bool color = false;                   // of text
  std::size_t columns = 0;              // text is wrapped to so many; 0: never
  // The address that a hit's title in text links to, empty for none; may be null.
  std::function<std::string(const Hit&)> link_to;
};

// The line that precedes all results: the column names of TSV and CSV, else nothing.
std::string output_header(const OutputOptions& options);

// The hits of one query. JSON is one object, of a batch on one line; JSONL is one object a hit.
std::string format_result(const SearchResult& result, const OutputOptions& options);

// Whether a format says the same of each hit whatever the others are, so that hits may be printed
// one by one.
bool is_streamed(OutputFormat format);

// One hit of such a format.
std::string format_hit(const Hit& hit, const OutputOptions& options);

// The number of matches, or in JSON the result without hits.
std::string format_count(const SearchResult& result, const OutputOptions& options);

// What was searched for in place of the query, and what else finds more, a line each. format_result
// has it in text; JSON in its own form; the other formats have no place for it.
std::vector<std::string> suggestion_lines(const SearchResult& result);

// Whole entries, as Searcher::fetch returns them. JSON and JSONL are one object an entry; TREC has
// no such form and throws UsageError.
std::string format_entries(const std::vector<Hit>& entries, const OutputOptions& options);

}  // namespace sillok
