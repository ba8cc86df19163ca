#include "searcher/output_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "common/cli/catalogue.h"
#include "common/columns.h"
#include "common/text.h"
#include "searcher/output_json.h"
#include "searcher/output_tally.h"

namespace sillok {

namespace {

// Escape sequences, empty when the output has no colour.
struct Palette {
  std::string_view title;
  std::string_view match;
  std::string_view faint;
  std::string_view plain;
};

constexpr Palette kColors = {"\x1b[1m", "\x1b[1;31m", "\x1b[2m", "\x1b[0m"};

// A character as it is printed.
struct Cell {
  std::string text;
  int columns;
  bool matched;
};

using Cells = std::vector<Cell>;

Cells make_cells(std::string_view text, const std::vector<Highlight>& highlights) {
  Cells cells;
  auto highlight = highlights.begin();
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    next_character(text, position);
    while (highlight != highlights.end() && highlight->second <= begin) ++highlight;
    const bool matched = highlight != highlights.end() && highlight->first <= begin;
    std::string shown = printable(text.substr(begin, position - begin));
    const auto columns = static_cast<int>(text_columns(shown));
    cells.push_back({std::move(shown), columns, matched});
  }
  return cells;
}

// Where the line that starts at `begin` ends and the next one starts: at a space, or inside a word
// that is longer than a line, never before a mark that belongs to the character before it.
struct LineBreak {
  std::size_t end;
  std::size_t next;
};

LineBreak find_line_break(const Cells& cells, std::size_t begin, std::size_t columns) {
  std::size_t space = begin;
  std::size_t used = 0;
  for (std::size_t i = begin; i < cells.size(); ++i) {
    used += static_cast<std::size_t>(cells[i].columns);
    if (cells[i].text == " ") space = i;
    if (used <= columns || i == begin || cells[i].columns == 0) continue;
    if (space > begin) return {space, space + 1};
    return {i, i};
  }
  return {cells.size(), cells.size()};
}

class TextWriter {
 public:
  explicit TextWriter(const OutputOptions& options)
      : columns_(options.columns), palette_(options.color ? kColors : Palette{}) {}

  const Palette& palette() const { return palette_; }
  std::string take() && { return std::move(out_); }

  void blank() { out_ += '\n'; }

  // Wrapped text behind `first`, its other lines indented by as much. All of it links to `address`
  // unless that is empty.
  void write(std::string_view first, std::string_view style, const Cells& cells,
             std::string_view address = {}) {
    constexpr std::size_t kNarrowest = 20;
    const std::size_t indent = text_columns(first);
    const std::size_t room =
        columns_ == 0 ? std::string::npos : std::max(columns_, indent + kNarrowest) - indent;
    out_ += first;
    std::size_t begin = 0;
    do {
      if (begin > 0) out_.append(indent, ' ');
      const LineBreak line = find_line_break(cells, begin, room);
      if (!address.empty()) out_.append("\x1b]8;;").append(address).append("\x1b\\");
      write_cells(cells, begin, line.end, style);
      if (!address.empty()) out_ += "\x1b]8;;\x1b\\";
      out_ += '\n';
      begin = line.next;
    } while (begin < cells.size());
  }

  void write(std::string_view first, std::string_view style, std::string_view text) {
    write(first, style, make_cells(text, {}));
  }

 private:
  void write_cells(const Cells& cells, std::size_t begin, std::size_t end, std::string_view style) {
    if (begin == end) return;
    bool matched = cells[begin].matched;
    out_ += matched ? palette_.match : style;
    for (std::size_t i = begin; i < end; ++i) {
      if (cells[i].matched != matched) {
        matched = cells[i].matched;
        out_ += palette_.plain;
        out_ += matched ? palette_.match : style;
      }
      out_ += cells[i].text;
    }
    if (matched || !style.empty()) out_ += palette_.plain;
  }

  std::size_t columns_;
  Palette palette_;
  std::string out_;
};

bool has(const std::vector<HitField>& fields, HitField field) {
  return std::ranges::find(fields, field) != fields.end();
}

std::string grouped_digits(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string counted_hits(std::uint64_t count, bool is_exact) {
  const std::string hits = phrased(count == 1 ? "{1} hit" : "{1} hits", {grouped_digits(count)});
  return is_exact ? hits : phrased("about {1}", {hits});
}

const char* kind_in_words(Suggestion::Kind kind) {
  switch (kind) {
    case Suggestion::Kind::typo:
      return to_be_translated("typo");
    case Suggestion::Kind::spacing:
      return to_be_translated("spacing");
    case Suggestion::Kind::keyboard:
      return to_be_translated("keyboard");
    case Suggestion::Kind::initials:
      return to_be_translated("initials");
    case Suggestion::Kind::spelling:
      return to_be_translated("spelling");
  }
  return "";
}

std::string head_line(const SearchResult& result) {
  std::array<char, 32> took{};
  std::snprintf(took.data(), took.size(), " (%.1f ms)", result.took_ms);
  std::string line = printable(result.applied ? result.applied->query : result.query) + ": ";
  if (result.total == 0) return line + translated("nothing found") + took.data();
  const std::size_t first = result.options.offset + 1;
  const std::size_t last = result.options.offset + result.hits.size();
  std::string counts = counted_hits(result.total, result.total_is_exact);
  if (result.hits.size() < result.total && !result.hits.empty()) {
    counts = phrased("{1}–{2} of {3}", {grouped_digits(first), grouped_digits(last), counts});
  }
  if (result.options.match == Match::automatic && result.holding_all < result.total) {
    counts += ", " + (result.holding_all == 0
                          ? translated("none with every word")
                          : phrased("{1} with every word", {grouped_digits(result.holding_all)}));
  }
  return line + counts + took.data();
}

// "2025-02-04 · 중앙일보 · 랭크뉴스 · news#42142 · id:p511": the last two can be searched or shown.
std::string origin_line(const Hit& hit, const std::vector<HitField>& fields) {
  std::string line;
  const auto add = [&](HitField field, const std::string& part) {
    if (has(fields, field) && !part.empty()) line += (line.empty() ? "" : " · ") + part;
  };
  const bool timed = has(fields, HitField::time) && !hit.time.empty();
  add(HitField::date, hit.date + (timed ? " " + hit.time : ""));
  add(HitField::source, hit.source);
  add(HitField::author, hit.author);
  const bool numbered = hit.number && has(fields, HitField::number);
  const std::string number = numbered ? "#" + std::to_string(*hit.number) : "";
  const std::string board = has(fields, HitField::board) ? hit.board : "";
  add(board.empty() ? HitField::number : HitField::board, board + number);
  if (hit.id != hit.board + "#" + std::to_string(hit.number.value_or(0))) {
    add(HitField::id, hit.id.empty() ? "" : "id:" + hit.id);
  }
  if (hit.is_row) add(HitField::kind, translated("list row"));
  return line;
}

// "한겨레 2025-02-25 10:20 (w2)": what can be shown stands last.
std::string copy_phrase(const Copy& copy) {
  std::string phrase = copy.source;
  for (const std::string& part : {copy.date, copy.time}) {
    if (!part.empty()) phrase += (phrase.empty() ? "" : " ") + part;
  }
  return phrase + (phrase.empty() ? "" : " ") + "(" + copy.id + ")";
}

void write_copies(TextWriter& writer, const std::string& indent, const Hit& hit) {
  if (hit.copy_count == 0) return;
  std::string line =
      phrased(hit.copy_count == 1 ? "{1} copy" : "{1} copies", {grouped_digits(hit.copy_count)});
  for (const Copy& copy : hit.copies) {
    line += (&copy == &hit.copies.front() ? ": " : ", ") + copy_phrase(copy);
  }
  if (hit.copy_count > hit.copies.size()) line += ", …";
  writer.write(indent, writer.palette().faint, line);
}

std::string copies_line(const CopyCounts& copies) {
  const std::string left =
      phrased("{1} of {2}", {grouped_digits(copies.groups), grouped_digits(copies.articles)});
  return phrased("copies count once: {1} are left",
                 {copies.is_exact ? left : phrased("about {1}", {left})});
}

// The chosen fields that have no place of their own, a line each.
void write_extra_fields(TextWriter& writer, const std::string& indent, const Hit& hit,
                        const std::vector<HitField>& fields) {
  using enum HitField;
  for (const HitField field : {key, category, url, place, score, holds_all}) {
    if (!has(fields, field)) continue;
    const Json value = hit_field_value(hit, field);
    if (value.is_null()) continue;
    const std::string text = value.is_string() ? value.get<std::string>() : dump_json(value);
    writer.write(indent, writer.palette().faint, std::string(hit_field_name(field)) + ": " + text);
  }
}

void write_lines(TextWriter& writer, const std::string& indent, std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    writer.write(indent, {}, line);
  }
}

void write_hit(TextWriter& writer, const std::string& first, const Hit& hit,
               const std::vector<HitField>& fields, const OutputOptions& options) {
  const std::string indent(first.size(), ' ');
  if (!has(fields, HitField::title)) {
    writer.write(first, {}, origin_line(hit, fields));
  } else {
    writer.write(first, writer.palette().title,
                 hit.title.empty() ? make_cells(translated("(no title)"), {})
                                   : make_cells(hit.title, hit.title_highlights),
                 options.link_to ? options.link_to(hit) : std::string());
    const std::string origin = origin_line(hit, fields);
    if (!origin.empty()) writer.write(indent, writer.palette().faint, origin);
  }
  write_extra_fields(writer, indent, hit, fields);
  if (has(fields, HitField::snippet) && !hit.snippet.text.empty()) {
    writer.write(indent, {}, make_cells(hit.snippet.text, hit.snippet.highlights));
  }
  write_copies(writer, indent, hit);
  if (has(fields, HitField::body)) write_lines(writer, indent, hit.body);
  write_lines(writer, indent, hit.explanation);
}

// Before the first shown hit that lacks a word.
void write_rest_line(TextWriter& writer, const SearchResult& result) {
  writer.write(
      "", writer.palette().faint,
      translated(result.holding_all == 0 ? "── none holds every word; the best of the rest ──"
                                         : "── the rest do not hold every word ──"));
  writer.blank();
}

std::string rank_label(std::size_t rank, std::size_t last_rank) {
  const std::string digits = std::to_string(rank);
  return std::string(std::to_string(last_rank).size() - digits.size(), ' ') + digits + ". ";
}

}  // namespace

std::vector<std::string> suggestion_lines(const SearchResult& result) {
  std::vector<std::string> lines;
  if (result.applied) {
    lines.push_back(phrased("{1}: nothing found; searched for {2} in its place ({3})",
                            {printable(result.query), printable(result.applied->query),
                             translated(kind_in_words(result.applied->kind))}));
  }
  for (const Suggestion& one : result.suggestions) {
    lines.push_back(
        phrased(result.applied ? "or did you mean {1}? {2} ({3})" : "did you mean {1}? {2} ({3})",
                {printable(one.query), counted_hits(one.count, one.count_is_exact),
                 translated(kind_in_words(one.kind))}));
  }
  // What found every word leaves nothing to wish for.
  const bool is_in_want = result.holding_all == 0 && result.suggestions.empty() && !result.applied;
  for (const std::string& index : result.unlisted_indexes) {
    if (is_in_want) {
      lines.push_back(
          phrased("no typos or initials were looked for in {1}, which has no list of words here",
                  {printable(index)}));
    }
  }
  return lines;
}

std::string format_text_result(const SearchResult& result, const std::vector<HitField>& fields,
                               const OutputOptions& options) {
  TextWriter writer(options);
  const std::string prefix = options.query_id ? printable(*options.query_id) + " " : "";
  std::vector<std::string> suggestions = suggestion_lines(result);
  if (result.applied) {
    writer.write("", writer.palette().title, prefix + suggestions.front());
    suggestions.erase(suggestions.begin());
  }
  writer.write("", writer.palette().faint, prefix + head_line(result));
  if (result.copies) writer.write("", writer.palette().faint, copies_line(*result.copies));
  for (const std::string& line : suggestions) writer.write("", writer.palette().title, line);
  write_lines(writer, "", result.explanation);
  for (const std::string& line : tally_charts(result, options.columns)) writer.write("", {}, line);
  const std::size_t offset = result.options.offset;
  bool rest = false;
  for (std::size_t i = 0; i < result.hits.size(); ++i) {
    writer.blank();
    if (!result.hits[i].holds_all && !rest) write_rest_line(writer, result);
    rest = rest || !result.hits[i].holds_all;
    write_hit(writer, rank_label(offset + i + 1, offset + result.hits.size()), result.hits[i],
              fields, options);
  }
  if (options.query_id) writer.blank();
  return std::move(writer).take();
}

std::string format_text_entries(const std::vector<Hit>& entries,
                                const std::vector<HitField>& fields, const OutputOptions& options) {
  TextWriter writer(options);
  for (const Hit& entry : entries) {
    if (&entry != &entries.front()) writer.blank();
    std::vector<HitField> head = fields;
    std::erase(head, HitField::body);
    write_hit(writer, "", entry, head, options);
    if (!has(fields, HitField::body) || entry.body.empty()) continue;
    writer.blank();
    write_lines(writer, "", entry.body);
  }
  return std::move(writer).take();
}

}  // namespace sillok
