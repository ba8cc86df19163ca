#include "indexer/board_row.h"

#include <algorithm>
#include <unordered_set>

#include "indexer/lines.h"

namespace sillok {

namespace {

using Units = std::vector<std::string_view>;

// A date spans at most this many words: "2013-09-30 (월) 오후 11:17:18", "Tue Feb 4 14:32:05 2025".
constexpr std::size_t kMaxDateWords = 6;

constexpr int kMissingDate = 10;
constexpr int kMissingAuthor = 4;
constexpr int kMissingCount = 1;

int missing_cost(Column column) {
  switch (column) {
    case Column::date:
      return kMissingDate;
    case Column::number:
      return 0;
    case Column::author:
      return kMissingAuthor;
    default:
      return kMissingCount;
  }
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty() && !word.empty()) text += ' ';
    text += word;
  }
  return text;
}

// "1,234", "1,234회", "12k", "-": what a column of counts holds.
bool is_count_cell(std::string_view word) {
  if (word == "-") return true;
  for (const std::string_view unit : {"회", "명", "개", "건"}) {
    if (word.ends_with(unit)) word.remove_suffix(unit.size());
  }
  return parse_count(word).has_value();
}

std::optional<std::uint64_t> count_of(std::string_view word) {
  if (word.ends_with("회")) word.remove_suffix(std::string_view("회").size());
  return parse_count(word);
}

bool is_plain_number(std::string_view word) {
  return parse_count(word) && word.find(',') == std::string_view::npos;
}

bool is_marker(std::string_view word) {
  return !word.empty() && marker_bytes(word) == word.size();
}

// Whether one unit may stand in the column. The title and dates are seen to elsewhere.
bool fits_column(std::string_view unit, Column column) {
  switch (column) {
    case Column::number:
      return is_plain_number(unit) || is_marker(unit) || is_notice_label(unit);
    case Column::views:
    case Column::votes:
    case Column::comments:
      return is_count_cell(unit);
    case Column::author:
    case Column::source:
    case Column::category:
      return !unit.empty();
    default:
      return true;
  }
}

// Whether a word may be part of a date: it holds a digit or is a word of dates. Asked before the
// date parser is.
bool is_date_word(std::string_view word) {
  static const std::unordered_set<std::string_view> kWords = {
      "오전",  "오후",   "am",     "pm",        "a.m.",    "p.m.",     "전",       "ago",
      "초",    "분",     "시간",   "일",        "주",      "달",       "개월",     "년",
      "방금",  "어제",   "그제",   "오늘",      "그저께",  "지금",     "sec",      "secs",
      "min",   "mins",   "hour",   "hours",     "day",     "days",     "week",     "weeks",
      "month", "months", "year",   "years",     "minute",  "minutes",  "second",   "seconds",
      "just",  "now",    "today",  "yesterday", "kst",     "gmt",      "utc",      "jan",
      "feb",   "mar",    "apr",    "may",       "jun",     "jul",      "aug",      "sep",
      "sept",  "oct",    "nov",    "dec",       "january", "february", "march",    "april",
      "june",  "july",   "august", "september", "october", "november", "december", "|",
      "-",     "/",      "방금전"};
  if (word.empty() || word.size() > 64) return false;
  if (word.find_first_of("0123456789") != std::string_view::npos) return true;
  if (word.front() == '(' || word.front() == '[') return word.size() <= 16;
  const auto first = split_words(word).front();
  const auto lower = ascii_lower(first.ends_with(',') ? first.substr(0, first.size() - 1) : first);
  return kWords.contains(lower) || lower.ends_with("요일") || lower == "mon" || lower == "tue" ||
         lower == "wed" || lower == "thu" || lower == "fri" || lower == "sat" || lower == "sun";
}

// Aligns columns with units from one end; the cheapest way to leave columns out wins. `from_end`
// reads both backwards.
class SideReader {
 public:
  SideReader(const Units& units, std::size_t begin, std::size_t end, std::vector<Column> columns,
             bool from_end, bool cells)
      : units_(units),
        begin_(begin),
        end_(end),
        columns_(std::move(columns)),
        from_end_(from_end),
        cells_(cells) {
    if (from_end_) std::reverse(columns_.begin(), columns_.end());
  }

  struct Taken {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  // Units of each column (empty range when it is missing), in the order of `columns`.
  const std::vector<Taken>& best() const { return best_; }
  std::size_t used() const { return best_used_; }
  int cost() const { return best_cost_; }
  const std::vector<Column>& columns() const { return columns_; }

  void read() {
    trial_.assign(columns_.size(), {});
    best_ = trial_;
    step(0, 0, 0);
  }

 private:
  // Unit number k counted from the side that is read.
  std::size_t unit_index(std::size_t k) const { return from_end_ ? end_ - 1 - k : begin_ + k; }

  // At least one unit must remain for the title.
  bool available(std::size_t used, std::size_t count) const { return used + count < end_ - begin_; }

  void step(std::size_t column, std::size_t used, int cost) {
    if (cost >= best_cost_) return;
    if (column == columns_.size()) {
      best_cost_ = cost;
      best_ = trial_;
      best_used_ = used;
      return;
    }
    if (columns_[column] == Column::date)
      take_date(column, used, cost);
    else
      take_unit(column, used, cost);
    trial_[column] = {};
    step(column + 1, used, cost + missing_cost(columns_[column]));
  }

  void take(std::size_t column, std::size_t used, std::size_t count, int cost) {
    const std::size_t first = unit_index(used);
    const std::size_t last = unit_index(used + count - 1);
    trial_[column] = {std::min(first, last), std::max(first, last) + 1};
    step(column + 1, used + count, cost);
  }

  void take_unit(std::size_t column, std::size_t used, int cost) {
    if (!available(used, 1)) return;
    const auto unit = units_[unit_index(used)];
    if (columns_[column] == Column::number && is_marker(unit))
      take_markers(column, used, cost);
    else if (fits_column(unit, columns_[column]))
      take(column, used, 1, cost);
    else if (cells_ && unit.empty())
      take(column, used, 1, cost + missing_cost(columns_[column]));
  }

  // "» »»»»»": one marker may be many.
  void take_markers(std::size_t column, std::size_t used, int cost) {
    std::size_t count = 1;
    while (available(used, count + 1) && is_marker(units_[unit_index(used + count)])) ++count;
    take(column, used, count, cost);
  }

  void take_date(std::size_t column, std::size_t used, int cost) {
    std::size_t longest = 0;
    while (longest < (cells_ ? 2 : kMaxDateWords) && available(used, longest + 1) &&
           is_date_word(units_[unit_index(used + longest)])) {
      ++longest;
    }
    for (std::size_t count = longest; count > 0; --count) {
      const std::size_t a = unit_index(used);
      const std::size_t b = unit_index(used + count - 1);
      const Units words(units_.begin() + std::min(a, b), units_.begin() + std::max(a, b) + 1);
      if (parse_board_date(join_words(words))) {
        take(column, used, count, cost);
        return;
      }
    }
    if (cells_ && available(used, 1) && units_[unit_index(used)].empty()) {
      take(column, used, 1, cost + missing_cost(Column::date));
    }
  }

  const Units& units_;
  std::size_t begin_;
  std::size_t end_;
  std::vector<Column> columns_;
  bool from_end_;
  bool cells_;
  std::vector<Taken> trial_;
  std::vector<Taken> best_;
  std::size_t best_used_ = 0;
  int best_cost_ = 1000;
};

void store_number(ListRow& row, std::string_view word) {
  if (is_marker(word)) {
    row.marked = true;
  } else if (is_notice_label(word)) {
    row.notice = true;
  } else {
    row.number = parse_count(word);
    row.number_word = word;
  }
}

// Puts what one column holds into the row.
void store_column(ListRow& row, Column column, const Units& units) {
  const std::string text = join_words(units);
  switch (column) {
    case Column::number:
      store_number(row, text);
      break;
    case Column::category:
      row.category = text;
      break;
    case Column::author:
      for (const auto word : split_words(text)) row.author.emplace_back(word);
      break;
    case Column::source:
      row.source = text;
      break;
    case Column::date:
      row.date = parse_board_date(text);
      break;
    case Column::views:
      row.views = count_of(text);
      break;
    default:
      break;
  }
}

void store_side(ListRow& row, const SideReader& side, const Units& units) {
  for (std::size_t i = 0; i < side.columns().size(); ++i) {
    const auto taken = side.best()[i];
    if (taken.begin == taken.end) continue;
    store_column(row, side.columns()[i],
                 Units(units.begin() + taken.begin, units.begin() + taken.end));
  }
}

// Reads what stands in the place of the number: markers, a notice's label, digits, an empty cell.
// Gives the units that it takes; a marker glued to a unit is taken off it.
std::size_t read_number(ListRow& row, Units& units, bool cells) {
  std::size_t at = 0;
  while (at < units.size()) {
    const std::size_t marker = marker_bytes(units[at]);
    if (marker == 0) break;
    row.marked = true;
    if (marker < units[at].size()) {
      units[at] = trim(units[at].substr(marker));
      break;
    }
    ++at;
  }
  if (at == units.size()) return at;
  auto word = units[at];
  if (word.starts_with("No.")) word.remove_prefix(3);
  if (is_plain_number(word) || is_notice_label(word)) {
    store_number(row, word);
    return at + 1;
  }
  if (cells && word.empty() && !row.marked) return at + 1;
  return at;
}

// The units of a row that has exactly the cells of its layout need no search.
bool store_whole_cells(ListRow& row, const RowUnits& in, const RowLayout& layout) {
  if (!in.cells || in.units.size() != layout.size()) return false;
  std::vector<Column> columns = layout.left;
  columns.push_back(Column::title);
  columns.insert(columns.end(), layout.right.begin(), layout.right.end());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto cell = in.units[i];
    if (cell.empty()) continue;
    if (columns[i] == Column::date && !parse_board_date(cell)) return false;
    if (columns[i] == Column::title) continue;
    if (columns[i] != Column::number && !fits_column(cell, columns[i])) return false;
  }
  ListRow trial;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Units cell{in.units[i]};
    if (columns[i] == Column::number) {
      if (!cell[0].empty() && read_number(trial, cell, true) == 0) return false;
      continue;
    }
    if (cell[0].empty()) {
      if (columns[i] == Column::title) return false;
      trial.missing += missing_cost(columns[i]);
      continue;
    }
    if (columns[i] == Column::title)
      trial.title.emplace_back(cell[0]);
    else
      store_column(trial, columns[i], cell);
  }
  row = std::move(trial);
  return true;
}

// Reads a row whose borders must be found.
bool store_searched(ListRow& row, const RowUnits& in, const RowLayout& layout) {
  Units units = in.units;
  std::size_t begin = 0;
  std::vector<Column> left = layout.left;
  if (!left.empty() && left.front() == Column::number) {
    left.erase(left.begin());
    begin = read_number(row, units, in.cells);
  }
  std::size_t end = units.size();
  if (begin >= end) return false;
  SideReader right_side(units, begin, end, layout.right, true, in.cells);
  right_side.read();
  end -= right_side.used();
  SideReader left_side(units, begin, end, left, false, in.cells);
  left_side.read();
  begin += left_side.used();
  store_side(row, right_side, units);
  store_side(row, left_side, units);
  row.missing += right_side.cost() + left_side.cost();
  for (std::size_t i = begin; i < end; ++i) {
    if (!units[i].empty()) row.title.emplace_back(units[i]);
  }
  return !row.title.empty();
}

// "삭제된 글입니다." has no author: its last word is not one.
void join_withheld_title(ListRow& row, const RowLayout& layout) {
  const bool follows = !layout.right.empty() && layout.right.front() == Column::author;
  if (row.cells || !follows || row.author.empty()) return;
  const auto& last = row.author.back();
  const bool ends_it =
      last.ends_with("니다") || last.ends_with("니다.") || last == "글" || last == "됨";
  if (!ends_it || !is_withheld_title(row.title_text() + " " + row.author_text())) return;
  row.title.insert(row.title.end(), row.author.begin(), row.author.end());
  row.author.clear();
}

}  // namespace

bool RowLayout::has(Column column) const {
  return std::find(left.begin(), left.end(), column) != left.end() ||
         std::find(right.begin(), right.end(), column) != right.end();
}

bool may_end_row(std::string_view unit, const RowLayout& layout) {
  if (layout.right.empty()) return true;
  // Counts may be left out: then the column before them ends the row.
  for (auto column = layout.right.rbegin(); column != layout.right.rend(); ++column) {
    if (*column == Column::date) return is_date_word(unit);
    if (!fits_column(unit, *column) || missing_cost(*column) >= kMissingAuthor) {
      if (missing_cost(*column) >= kMissingAuthor) return fits_column(unit, *column);
      continue;
    }
    return true;
  }
  return true;
}

RowLayout make_layout(const std::vector<Column>& columns) {
  RowLayout layout;
  const auto title = std::find(columns.begin(), columns.end(), Column::title);
  layout.left.assign(columns.begin(), title);
  if (title != columns.end()) layout.right.assign(title + 1, columns.end());
  return layout;
}

std::string ListRow::title_text() const {
  return join(title);
}
std::string ListRow::author_text() const {
  return join(author);
}

std::optional<ListRow> parse_row(const RowUnits& in, const RowLayout& layout) {
  if (in.units.empty() || in.units.size() > kMaxRowUnits) return std::nullopt;
  ListRow row;
  if (!store_whole_cells(row, in, layout) && !store_searched(row, in, layout)) {
    return std::nullopt;
  }
  row.cells = in.cells;
  join_withheld_title(row, layout);
  const bool has_place = row.number || row.marked || row.notice;
  const bool anchored = has_place || row.date || (row.missing == 0 && row.views);
  row.complete = anchored && row.missing < kMissingAuthor;
  const bool withheld = has_place && is_withheld_title(row.title_text());
  if (!row.complete && !withheld) return std::nullopt;
  return row;
}

}  // namespace sillok
