#include "indexer/board_list.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "indexer/board_common.h"
#include "indexer/board_heading.h"
#include "indexer/board_stream.h"
#include "indexer/lines.h"

namespace sillok {

namespace {

using Lines = std::vector<std::string_view>;

// Lines that are no rows (wrapped titles, withheld posts) before the list is taken to be over.
constexpr std::size_t kMaxStrayLines = 5;
constexpr std::size_t kMaxStrayLinesWithoutDates = 2;

// Enough of a list to see how its rows are to be read.
constexpr std::size_t kSampleLines = 200;
constexpr std::size_t kSampleUnits = 600;

bool has_place(const ListRow& row) {
  return row.number || row.marked || row.notice;
}

// "| 1 | title |" of text tables: the outer bars are no borders between cells.
std::string_view trim_bars(std::string_view line) {
  line = trim(line);
  if (line.starts_with('|') && line.ends_with('|') && line.size() > 2) {
    line = line.substr(1, line.size() - 2);
  }
  return line;
}

// Cells of a line; a first cell "42160 title" is taken apart when there is one too few.
RowUnits cells_of(std::vector<std::string_view> cells, const RowLayout& layout) {
  if (cells.size() + 1 == layout.size() && !layout.left.empty()) {
    const auto words = split_words(cells.front());
    if (words.size() > 1 && (parse_count(words[0]) || is_notice_label(words[0]))) {
      const auto rest = trim(cells.front().substr(words[0].size()));
      cells.front() = rest;
      cells.insert(cells.begin(), words[0]);
    }
  }
  return {std::move(cells), true};
}

// Reads a line as a row: its cells where it has some, else its words.
std::optional<ListRow> row_of_line(std::string_view line, const RowLayout& layout) {
  if (line.size() > 4096) return std::nullopt;
  if (line.find('\t') != std::string_view::npos) {
    if (auto row = parse_row(cells_of(split_cells(line, '\t'), layout), layout)) return row;
  }
  if (const auto bars = std::count(line.begin(), line.end(), '|'); bars > 1) {
    // A single bar may be a title's own.
    return parse_row(cells_of(split_cells(trim_bars(line), '|'), layout), layout);
  }
  if (auto cells = split_wide_spaces(line); cells.size() == layout.size()) {
    auto row = parse_row({std::move(cells), true}, layout);
    if (row && has_place(*row)) return row;
  }
  return parse_row({split_words(line), false}, layout);
}

struct LineRows {
  std::vector<ListRow> rows;
  std::size_t end_line = 0;
};

// Rows that have a line each, in lines [begin, end).
LineRows rows_of_lines(const Lines& lines, std::size_t begin, std::size_t end,
                       const RowLayout& layout) {
  LineRows found;
  found.end_line = begin;
  const auto max_stray = layout.has(Column::date) ? kMaxStrayLines : kMaxStrayLinesWithoutDates;
  std::size_t stray = 0;
  for (std::size_t line = begin; line < end && stray <= max_stray; ++line) {
    if (trim(lines[line]).empty()) continue;
    auto row = is_frame_line(lines[line]) ? std::nullopt : row_of_line(lines[line], layout);
    if (!row) {
      ++stray;
      continue;
    }
    stray = 0;
    row->line = line;
    row->last_line = line;
    found.rows.push_back(std::move(*row));
    found.end_line = line + 1;
  }
  return found;
}

std::size_t placed_rows(const std::vector<ListRow>& rows) {
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), has_place));
}

// Rows of notices and markers, which a fit by numbers leaves out.
double placed_notices(const std::vector<ListRow>& rows) {
  return static_cast<double>(std::count_if(
      rows.begin(), rows.end(), [](const ListRow& row) { return !row.number && has_place(row); }));
}

BoardList make_list(std::size_t begin, const RowLayout& layout, LineRows found, std::string rule) {
  BoardList list;
  list.begin_line = begin;
  list.end_line = found.end_line;
  list.layout = layout;
  list.rows = std::move(found.rows);
  list.rule = std::move(rule);
  return list;
}

LineRows stream_rows(const Lines& lines, std::size_t begin, std::size_t end, std::string_view first,
                     const RowLayout& layout, bool cells) {
  const auto stream = make_stream(lines, begin, end, first, cells);
  LineRows found{rows_of_stream(stream, layout, cells), begin};
  if (!found.rows.empty()) found.end_line = std::max(begin, found.rows.back().last_line + 1);
  return found;
}

// Reads what follows a heading row in the way that gives the most rows.
BoardList read_list(const Lines& lines, const Heading& heading, std::size_t end,
                    const RowLayout& layout) {
  const std::size_t begin = heading.end_line;
  auto best = make_list(heading.begin_line, layout, rows_of_lines(lines, begin, end, layout),
                        "heading row");
  if (best.rows.size() < 2 || !heading.after.empty()) {
    for (const bool cells : {true, false}) {
      auto found = stream_rows(lines, begin, end, heading.after, layout, cells);
      if (found.rows.size() <= best.rows.size()) continue;
      best = make_list(heading.begin_line, layout, std::move(found),
                       cells ? "heading row, a cell a line" : "heading row, no line ends");
    }
  }
  best.before = heading.before;
  return best;
}

// A heading row may lack the number's (a blank cell): then the rows tell.
BoardList read_headed_list(const Lines& lines, const Heading& heading, std::size_t end) {
  auto layout = make_layout(heading.columns);
  auto list = read_list(lines, heading, end, layout);
  if (layout.has(Column::number)) return list;
  layout.left.insert(layout.left.begin(), Column::number);
  auto numbered = read_list(lines, heading, end, layout);
  const auto placed = placed_rows(numbered.rows);
  const bool better = numbered.rows.size() >= list.rows.size() && placed * 2 > list.rows.size();
  return better ? numbered : list;
}

// Two columns alone ("제목 날짜") head a list only when several rows follow.
bool is_believable(const BoardList& list) {
  if (list.layout.size() > 2 && !list.rows.empty()) {
    return list.rows.size() > 1 || placed_rows(list.rows) != 0;
  }
  return list.rows.size() > 2;
}

// The layouts that are tried on a page without a heading row.
std::vector<RowLayout> common_layouts() {
  using enum Column;
  return {make_layout({number, title, author, date}),
          make_layout({number, title, author, date, views}),
          make_layout({number, title, author, date, views, votes}),
          make_layout({number, title, author, views, date}),
          make_layout({number, title, date}),
          make_layout({number, title, date, views}),
          make_layout({number, title, date, author}),
          make_layout({number, title, date, author, views}),
          make_layout({number, author, title, date}),
          make_layout({number, author, title, date, views}),
          make_layout({number, date, title, author}),
          make_layout({number, title, author, views}),
          make_layout({number, title, author, views, votes})};
}

bool begins_like_row(std::string_view line) {
  const auto word = trim(line).substr(0, 64);
  const auto first = word.substr(0, word.find_first_of(" \t|"));
  return parse_count(first) || marker_bytes(first) != 0 || is_notice_label(first);
}

// Lines that begin like rows and stand close together, at least three.
struct Block {
  std::size_t begin;
  std::size_t end;
};
std::vector<Block> row_like_blocks(const Lines& lines) {
  std::vector<Block> blocks;
  std::size_t stray = kMaxStrayLines + 1;
  std::size_t count = 0;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    if (trim(lines[line]).empty()) continue;
    if (!begins_like_row(lines[line])) {
      ++stray;
      continue;
    }
    if (stray > kMaxStrayLines) {
      if (!blocks.empty() && count < 3) blocks.pop_back();
      blocks.push_back({line, line});
      count = 0;
    }
    blocks.back().end = line + 1;
    stray = 0;
    ++count;
  }
  if (!blocks.empty() && count < 3) blocks.pop_back();
  return blocks;
}

bool looks_like_name(const std::string& author) {
  return !author.empty() && character_count(author) <= 12 && !ends_sentence(author) &&
         author.find_first_of("\"'()[]<>,.!?0123456789") == std::string::npos;
}

// How well rows fit a layout that was guessed: complete rows, numbers in sequence, authors that
// look like names and come again.
double fit_of(const std::vector<ListRow>& rows, const RowLayout& layout) {
  if (rows.size() < 3) return 0;
  const auto sequence = number_sequence(rows);
  const auto in_sequence =
      static_cast<std::size_t>(std::count(sequence.member.begin(), sequence.member.end(), true));
  if (in_sequence < 3 || in_sequence * 10 < placed_rows(rows) * 7) return 0;
  double fit = static_cast<double>(in_sequence) * 10;
  std::set<std::string> authors;
  double names = 0;
  for (const auto& row : rows) {
    fit -= row.missing;
    authors.insert(row.author_text());
    if (looks_like_name(row.author_text())) ++names;
  }
  const auto count = static_cast<double>(rows.size());
  if (!layout.has(Column::author)) return fit + 1.9;
  const double repeated = 1 - static_cast<double>(authors.size()) / count;
  return fit + 3 * repeated + 2 * names / count;
}

// The line next to `line` in one direction that is not blank; `line` when there is none.
std::size_t filled_line_above(const Lines& lines, std::size_t line) {
  for (std::size_t i = line; i > 0; --i) {
    if (!trim(lines[i - 1]).empty()) return i - 1;
  }
  return line;
}
std::size_t past_filled_line_below(const Lines& lines, std::size_t end) {
  for (std::size_t i = end; i < lines.size(); ++i) {
    if (!trim(lines[i]).empty()) return i + 1;
  }
  return end;
}

// The best list that the lines of a block give without a heading row. The line above or below may
// be the page's own row, which lacks its number.
std::optional<BoardList> guess_list(const Lines& lines, const Block& block) {
  std::optional<RowLayout> best;
  double best_fit = 0;
  const auto begin = filled_line_above(lines, block.begin);
  const auto end = past_filled_line_below(lines, block.end);
  for (const auto& layout : common_layouts()) {
    const auto sample = rows_of_lines(lines, begin, std::min(end, begin + kSampleLines), layout);
    const double fit = fit_of(sample.rows, layout);
    if (fit <= best_fit) continue;
    best_fit = fit;
    best = layout;
  }
  if (!best) return std::nullopt;
  auto found = rows_of_lines(lines, begin, end, *best);
  const auto first_line = found.rows.front().line;
  return make_list(first_line, *best, std::move(found), "rows alike");
}

// Where a list in a stream may begin: at its first number, or at a notice or marker before it.
std::vector<std::size_t> stream_starts(const std::vector<StreamUnit>& stream, bool cells) {
  const auto first = sequence_start(stream);
  if (!first) return {};
  std::vector<std::size_t> starts{*first};
  const std::size_t reach = cells ? 20 : 60;
  constexpr std::size_t kMaxStarts = 6;
  for (std::size_t i = *first; i > 0 && *first - i < reach && starts.size() < kMaxStarts; --i) {
    const auto word = stream[i - 1].text;
    if (is_notice_label(word) || marker_bytes(word) == word.size()) starts.push_back(i - 1);
  }
  return starts;
}

// How a stream without a heading row is best read.
struct StreamReading {
  double fit = 0;
  std::size_t begin = 0;
  RowLayout layout;
};

// Tries the common layouts, on the stream's beginning, from each place where a list may begin.
StreamReading find_stream_reading(const std::vector<StreamUnit>& stream, bool cells) {
  StreamReading best;
  auto starts = stream_starts(stream, cells);
  // The farthest first: of lists that fit equally well the longest counts.
  std::reverse(starts.begin(), starts.end());
  for (const auto begin : starts) {
    const auto end = std::min(stream.size(), begin + kSampleUnits);
    const std::vector<StreamUnit> sample(stream.begin() + static_cast<std::ptrdiff_t>(begin),
                                         stream.begin() + static_cast<std::ptrdiff_t>(end));
    for (const auto& layout : common_layouts()) {
      const auto rows = rows_of_stream(sample, layout, cells);
      const double fit = fit_of(rows, layout) + (rows.empty() ? 0 : placed_notices(rows));
      if (fit > best.fit) best = {fit, begin, layout};
    }
  }
  return best;
}

// A page without a heading row and without line ends, or with a cell a line.
std::optional<BoardList> guess_stream_list(const Lines& lines) {
  const auto cells = make_stream(lines, 0, lines.size(), {}, true);
  const auto words = make_stream(lines, 0, lines.size(), {}, false);
  const auto cell_reading = find_stream_reading(cells, true);
  const auto word_reading = find_stream_reading(words, false);
  const bool by_cells = cell_reading.fit >= word_reading.fit;
  const auto& reading = by_cells ? cell_reading : word_reading;
  if (reading.fit <= 0) return std::nullopt;
  auto stream = by_cells ? cells : words;
  stream.erase(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(reading.begin));
  LineRows found{rows_of_stream(stream, reading.layout, by_cells), 0};
  if (found.rows.empty()) return std::nullopt;
  found.end_line = found.rows.back().last_line + 1;
  const auto& first = stream[found.rows.front().unit];
  auto list = make_list(first.line, reading.layout, std::move(found), "rows alike");
  const auto line = lines[first.line];
  list.before = line.substr(0, static_cast<std::size_t>(first.text.data() - line.data()));
  return list;
}

}  // namespace

std::vector<BoardList> find_board_lists(const Lines& lines) {
  std::vector<BoardList> lists;
  const auto headings = find_headings(lines);
  for (std::size_t i = 0; i < headings.size(); ++i) {
    const auto end = i + 1 < headings.size() ? headings[i + 1].begin_line : lines.size();
    auto list = read_headed_list(lines, headings[i], end);
    if (is_believable(list)) lists.push_back(std::move(list));
  }
  if (lists.empty()) {
    for (const auto& block : row_like_blocks(lines)) {
      if (auto list = guess_list(lines, block)) lists.push_back(std::move(*list));
    }
  }
  if (lists.empty()) {
    if (auto list = guess_stream_list(lines)) lists.push_back(std::move(*list));
  }
  for (auto& list : lists) correct_rows(list.rows, list.layout);
  return lists;
}

}  // namespace sillok
