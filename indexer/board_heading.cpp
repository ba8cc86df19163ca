#include "indexer/board_heading.h"

#include <algorithm>
#include <optional>

#include "indexer/lines.h"

namespace sillok {

namespace {

using Columns = std::vector<Column>;

// A heading of several words ("조회 수", "제   목") has at most this many.
constexpr std::size_t kMaxHeadingWords = 3;

bool has(const Columns& columns, Column column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

// Adds a column unless the list already has it; `other` may repeat.
bool add_column(Columns& columns, Column column) {
  if (column != Column::other && has(columns, column)) return false;
  columns.push_back(column);
  return true;
}

// The column named by the words from `at`, the longest name first.
struct NamedColumn {
  Column column;
  std::size_t words;
};
std::optional<NamedColumn> column_at(const std::vector<std::string_view>& words, std::size_t at) {
  for (std::size_t count = std::min(kMaxHeadingWords, words.size() - at); count > 0; --count) {
    const std::vector<std::string_view> name(words.begin() + at, words.begin() + at + count);
    if (const auto column = header_column(join_words(name))) return NamedColumn{*column, count};
  }
  return std::nullopt;
}

// The columns of a run of words that are all headings; empty when one is none.
Columns columns_of_words(const std::vector<std::string_view>& words) {
  Columns columns;
  for (std::size_t at = 0; at < words.size();) {
    const auto named = column_at(words, at);
    if (!named || !add_column(columns, named->column)) return {};
    at += named->words;
  }
  return columns;
}

// A blank first cell stands over the numbers; other blank cells over something that is dropped.
Columns columns_of_cells(const std::vector<std::string_view>& cells) {
  Columns columns;
  bool blank_first = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) {
      if (i == 0)
        blank_first = true;
      else if (i + 1 < cells.size())
        columns.push_back(Column::other);
      continue;
    }
    const auto column = header_column(cells[i]);
    if (!column || !add_column(columns, *column)) return {};
  }
  if (blank_first && !has(columns, Column::number)) {
    columns.insert(columns.begin(), Column::number);
  }
  return columns;
}

// The columns of a line that is nothing but headings.
Columns columns_of_line(std::string_view line) {
  if (line.size() > 300) return {};
  for (const char separator : {'\t', '|'}) {
    if (line.find(separator) == std::string_view::npos) continue;
    if (auto columns = columns_of_cells(split_cells(line, separator)); !columns.empty()) {
      return columns;
    }
  }
  return columns_of_words(split_words(line));
}

bool is_heading(const Columns& columns) {
  if (!has(columns, Column::title)) return false;
  if (columns.size() >= 3) return true;
  return columns.size() == 2 && (has(columns, Column::number) || has(columns, Column::author) ||
                                 has(columns, Column::date));
}

// Headings on lines of their own, from `line` on: all on one, or one after the other.
std::optional<Heading> heading_of_lines(const std::vector<std::string_view>& lines,
                                        std::size_t line) {
  Heading heading;
  heading.begin_line = line;
  for (; line < lines.size(); ++line) {
    if (trim(lines[line]).empty()) continue;
    auto columns = columns_of_line(lines[line]);
    const bool whole = columns.size() >= 3 && is_heading(columns);
    if (whole && !heading.columns.empty()) return std::nullopt;
    const bool repeats = std::any_of(columns.begin(), columns.end(), [&](Column column) {
      return column != Column::other && has(heading.columns, column);
    });
    if (columns.empty() || repeats) break;
    heading.columns.insert(heading.columns.end(), columns.begin(), columns.end());
    heading.end_line = line + 1;
    if (whole) break;
  }
  if (!is_heading(heading.columns)) return std::nullopt;
  return heading;
}

bool names_a_title(std::string_view line) {
  for (const std::string_view name : {"제목", "제 목", "ubject", "SUBJECT", "itle", "TITLE"}) {
    if (line.find(name) != std::string_view::npos) return true;
  }
  return false;
}

// Three headings or more within a longer line: a page that lost its line ends.
std::optional<Heading> heading_within_line(std::string_view line, std::size_t number) {
  if (!names_a_title(line)) return std::nullopt;
  const auto words = split_words(line);
  for (std::size_t begin = 0; begin < words.size();) {
    Columns columns;
    std::size_t at = begin;
    while (at < words.size()) {
      const auto named = column_at(words, at);
      if (!named || !add_column(columns, named->column)) break;
      at += named->words;
    }
    if (columns.size() >= 3 && has(columns, Column::title)) {
      Heading heading{number, number + 1, columns, {}, {}};
      heading.before = trim(line.substr(0, words[begin].data() - line.data()));
      if (at < words.size()) heading.after = line.substr(words[at].data() - line.data());
      return heading;
    }
    begin = std::max(at, begin + 1);
  }
  return std::nullopt;
}

}  // namespace

std::vector<Heading> find_headings(const std::vector<std::string_view>& lines) {
  std::vector<Heading> headings;
  for (std::size_t line = 0; line < lines.size();) {
    auto heading = trim(lines[line]).empty() ? std::nullopt : heading_of_lines(lines, line);
    if (!heading) heading = heading_within_line(lines[line], line);
    if (heading) headings.push_back(*heading);
    line = heading ? heading->end_line : line + 1;
  }
  return headings;
}

}  // namespace sillok
