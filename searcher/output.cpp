#include "searcher/output.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "common/columns.h"
#include "common/text.h"
#include "searcher/opensearch.h"
#include "searcher/output_json.h"
#include "searcher/output_tally.h"
#include "searcher/output_text.h"

namespace sillok {

namespace {

constexpr std::array<std::pair<std::string_view, OutputFormat>, 7> kFormats = {{
    {"text", OutputFormat::text},
    {"json", OutputFormat::json},
    {"jsonl", OutputFormat::jsonl},
    {"tsv", OutputFormat::tsv},
    {"csv", OutputFormat::csv},
    {"trec", OutputFormat::trec},
    {"opensearch-bulk", OutputFormat::opensearch_bulk},
}};

std::vector<HitField> every_field() {
  std::vector<HitField> fields;
  for (int i = 0; i <= static_cast<int>(HitField::body); ++i) {
    fields.push_back(static_cast<HitField>(i));
  }
  return fields;
}

std::vector<HitField> every_field_but(std::initializer_list<HitField> left_out) {
  std::vector<HitField> fields = every_field();
  std::erase_if(
      fields, [&](HitField field) { return std::ranges::find(left_out, field) != left_out.end(); });
  return fields;
}

// What a format shows of a hit when nothing is asked for. The JSON ones are its contract.
std::vector<HitField> hit_fields(const OutputOptions& options) {
  using enum HitField;
  if (!options.fields.empty()) return options.fields;
  switch (options.format) {
    case OutputFormat::tsv:
    case OutputFormat::csv:
      if (options.copies)
        return every_field_but({key, category, holds_all, title_highlights, body});
      return every_field_but({key, category, holds_all, title_highlights, copies, body});
    case OutputFormat::text:
      return {id, board, number, title, author, source, date, time, kind, snippet};
    default:
      return every_field_but({key, category, copies, body});
  }
}

// What is shown of an entry that no query found.
std::vector<HitField> entry_fields(const OutputOptions& options) {
  using enum HitField;
  if (!options.fields.empty()) return options.fields;
  return every_field_but({score, holds_all, title_highlights, snippet, copies});
}

// "news/w2; news/w8"
std::string copy_names(const Hit& hit) {
  std::string names;
  for (const Copy& copy : hit.copies) names += (names.empty() ? "" : "; ") + copy.key;
  return names;
}

std::string cell_text(const Hit& hit, HitField field) {
  if (field == HitField::snippet) return hit.snippet.text;
  if (field == HitField::copies) return copy_names(hit);
  const Json value = hit_field_value(hit, field);
  if (value.is_null()) return {};
  return value.is_string() ? value.get<std::string>() : dump_json(value);
}

// Lines and tabs stay; what could do something to a terminal becomes U+FFFD.
std::string without_controls(const std::string& cell) {
  std::string out;
  for (std::size_t position = 0; position < cell.size();) {
    const std::size_t begin = position;
    const char32_t c = next_character(cell, position);
    const bool stays = c == U'\t' || c == U'\n' || c == U'\r' || !is_unprintable(c);
    out += stays ? cell.substr(begin, position - begin) : "\uFFFD";
  }
  return out;
}

std::string escape_tsv(const std::string& cell) {
  std::string out;
  for (const char c : cell) {
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string escape_csv(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string table_line(const std::vector<std::string>& cells, OutputFormat format) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += format == OutputFormat::tsv ? '\t' : ',';
    const std::string cell = without_controls(cells[i]);
    line += format == OutputFormat::tsv ? escape_tsv(cell) : escape_csv(cell);
  }
  return line + '\n';
}

std::string format_counts(const SearchResult& result, const OutputOptions& options) {
  std::string out;
  for (std::vector<std::string> row : tally_rows(result)) {
    if (options.query_id) row.insert(row.begin(), *options.query_id);
    out += table_line(row, options.format);
  }
  return out;
}

std::string format_table(const std::vector<Hit>& hits, const std::vector<HitField>& fields,
                         const OutputOptions& options) {
  std::string out;
  for (const Hit& hit : hits) {
    std::vector<std::string> cells;
    if (options.query_id) cells.push_back(*options.query_id);
    for (const HitField field : fields) cells.push_back(cell_text(hit, field));
    out += table_line(cells, options.format);
  }
  return out;
}

// One object a hit, each with the id of its query when there is one.
std::string format_jsonl(const std::vector<Hit>& hits, const std::vector<HitField>& fields,
                         const OutputOptions& options) {
  std::string out;
  for (const Hit& hit : hits) {
    Json object = Json::object();
    if (options.query_id) object["query_id"] = *options.query_id;
    object.update(hit_object(hit, fields));
    out += dump_json(object) + '\n';
  }
  return out;
}

// One object: of a single query a hit a line, of a batch all on one line.
std::string format_json(const SearchResult& result, const OutputOptions& options) {
  const std::string_view line_end = options.query_id ? "" : "\n";
  Json object = Json::object();
  if (options.query_id) object["query_id"] = *options.query_id;
  object.update(result_object(result));
  std::string out = dump_json(object);
  out.pop_back();
  out += ",\"hits\":[";
  const std::vector<HitField> fields = hit_fields(options);
  for (const Hit& hit : result.hits) {
    if (&hit != &result.hits.front()) out += ',';
    out += line_end;
    out += dump_json(hit_object(hit, fields));
  }
  if (!result.hits.empty()) out += line_end;
  return out + "]}\n";
}

std::string format_bulk(const std::vector<Hit>& hits, const OutputOptions& options) {
  std::string out;
  for (const Hit& hit : hits) out += format_hit(hit, options);
  return out;
}

// A column of a run: it must hold no white space.
std::string run_column(const std::string& text) {
  std::string column = printable(text);
  std::ranges::replace(column, ' ', '_');
  return column;
}

// Scoring programs order a run by its scores, so these fall strictly from rank to rank, whatever
// the order is by; where they do already they are the hits' own.
std::string format_trec(const SearchResult& result, const OutputOptions& options) {
  constexpr double kStep = 1e-4;
  const std::string query_id = run_column(options.query_id.value_or("1"));
  std::string out;
  std::size_t rank = result.options.offset;
  double previous = 0;
  for (const Hit& hit : result.hits) {
    double score = std::round(hit.score / kStep) * kStep;
    if (&hit != &result.hits.front()) score = std::min(score, previous - kStep);
    previous = score;
    std::array<char, 64> numbers{};
    std::snprintf(numbers.data(), numbers.size(), " %zu %.4f ", ++rank, score);
    out += query_id + " Q0 " + run_column(hit.id) + numbers.data() + "sillok\n";
  }
  return out;
}

}  // namespace

OutputFormat parse_output_format(std::string_view name) {
  std::string known;
  for (const auto& [format_name, format] : kFormats) {
    if (format_name == name) return format;
    known += (known.empty() ? "" : ", ") + std::string(format_name);
  }
  throw UsageError("--format: \"" + std::string(name) + "\" is not a format", "known are " + known);
}

std::vector<HitField> parse_hit_fields(std::string_view names) {
  const std::vector<HitField> fields = every_field();
  std::vector<bool> chosen(fields.size());
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(name.size() + 1, names.size()));
    if (name == "all") {
      std::fill(chosen.begin(), chosen.end() - 1, true);
      continue;
    }
    const auto field = std::ranges::find(fields, name, hit_field_name);
    if (field == fields.end()) {
      std::string known = "all";
      for (const HitField each : fields) known += ", " + std::string(hit_field_name(each));
      throw UsageError("--fields: \"" + std::string(name) + "\" is not a field",
                       "known are " + known);
    }
    chosen[static_cast<std::size_t>(*field)] = true;
  }
  std::vector<HitField> wanted;
  std::ranges::copy_if(fields, std::back_inserter(wanted),
                       [&](HitField field) { return chosen[static_cast<std::size_t>(field)]; });
  if (wanted.empty())
    throw UsageError("--fields: no field is named", "for example date,title or all");
  return wanted;
}

std::string output_header(const OutputOptions& options) {
  if (options.format != OutputFormat::tsv && options.format != OutputFormat::csv) return {};
  std::vector<std::string> names;
  if (options.query_id) names.emplace_back("query_id");
  if (options.counts) {
    for (std::string& name : tally_columns()) names.push_back(std::move(name));
    return table_line(names, options.format);
  }
  for (const HitField field : hit_fields(options)) names.emplace_back(hit_field_name(field));
  return table_line(names, options.format);
}

std::string format_result(const SearchResult& result, const OutputOptions& options) {
  switch (options.format) {
    case OutputFormat::text:
      return format_text_result(result, hit_fields(options), options);
    case OutputFormat::json:
      return format_json(result, options);
    case OutputFormat::jsonl:
      return format_jsonl(result.hits, hit_fields(options), options);
    case OutputFormat::tsv:
    case OutputFormat::csv:
      if (options.counts) return format_counts(result, options);
      return format_table(result.hits, hit_fields(options), options);
    case OutputFormat::trec:
      return format_trec(result, options);
    case OutputFormat::opensearch_bulk:
      return format_bulk(result.hits, options);
  }
  return {};
}

bool is_streamed(OutputFormat format) {
  return format == OutputFormat::opensearch_bulk;
}

std::string format_hit(const Hit& hit, const OutputOptions& options) {
  return opensearch_bulk_lines(hit, options.bulk_index);
}

std::string format_count(const SearchResult& result, const OutputOptions& options) {
  if (options.format == OutputFormat::json || options.format == OutputFormat::jsonl) {
    Json object = Json::object();
    if (options.query_id) object["query_id"] = *options.query_id;
    object.update(result_object(result));
    return dump_json(object) + '\n';
  }
  std::string line = options.query_id ? *options.query_id + '\t' : "";
  if (!result.total_is_exact) line += "about ";
  line += std::to_string(result.total);
  if (result.copies) {
    line += (result.copies->is_exact ? "\t" : "\tabout ") + std::to_string(result.copies->groups);
  }
  return line + '\n';
}

std::string format_entries(const std::vector<Hit>& entries, const OutputOptions& options) {
  switch (options.format) {
    case OutputFormat::text:
      return format_text_entries(entries, entry_fields(options), options);
    case OutputFormat::json:
    case OutputFormat::jsonl:
      return format_jsonl(entries, entry_fields(options), options);
    case OutputFormat::tsv:
    case OutputFormat::csv: {
      OutputOptions shown = options;
      shown.fields = entry_fields(options);
      return output_header(shown) + format_table(entries, shown.fields, shown);
    }
    case OutputFormat::opensearch_bulk:
      return format_bulk(entries, options);
    case OutputFormat::trec:
      break;
  }
  throw UsageError("--show: a TREC run holds ranked results only",
                   "use --format text, json, jsonl, tsv or csv");
}

}  // namespace sillok
