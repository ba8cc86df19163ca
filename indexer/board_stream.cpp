#include "indexer/board_stream.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "indexer/lines.h"

namespace sillok {

namespace {

// Neighbours in a list differ by one; deleted posts leave gaps in ids.
constexpr std::uint64_t kMaxNumberStep = 60;

// What may stand between two rows (a blank cell, a picture's text) before the list is over.
constexpr std::size_t kMaxJunkUnits = 4;

// Enough for thousands of rows; a longer stream is no list.
constexpr std::size_t kMaxStreamUnits = 30'000;

class StreamReader {
 public:
  StreamReader(const std::vector<StreamUnit>& stream, const RowLayout& layout, bool cells)
      : stream_(stream), layout_(layout), cells_(cells) {}

  std::vector<ListRow> read() {
    std::size_t at = first_start();
    while (at < stream_.size()) {
      auto row = next_row(at);
      if (!row) break;
      remember(*row);
      rows_.push_back(std::move(*row));
    }
    return std::move(rows_);
  }

 private:
  std::size_t first_start() const {
    for (std::size_t at = 0; at < stream_.size() && at <= kMaxJunkUnits; ++at) {
      if (is_start(at)) return at;
    }
    return 0;
  }

  // Whether a row may begin here: at a marker, a notice's label, a number near the last one; in
  // other layouts at whatever their first column holds.
  bool is_start(std::size_t at) const {
    const auto word = stream_[at].text;
    const auto first = layout_.left.empty() ? Column::title : layout_.left.front();
    if (first == Column::date) return parse_board_date(word).has_value();
    if (first != Column::number) return true;
    if (marker_bytes(word) != 0 || is_notice_label(word)) return true;
    const auto number = parse_count(word);
    if (!number || word.find(',') != std::string_view::npos) return false;
    if (!last_number_) return true;
    const bool down = *number < *last_number_;
    const auto step = down ? *last_number_ - *number : *number - *last_number_;
    return step != 0 && step <= kMaxNumberStep && (!descending_ || *descending_ == down);
  }

  // What stands below a list: buttons, pages.
  bool is_list_end(std::size_t at) const {
    static constexpr std::array<std::string_view, 9> kWords = {
        "Board", "Prev", "글쓰기", "목록", "[1]", "이전", "처음", "쓰기", "[처음]"};
    const auto unit = stream_[at].text;
    if (std::find(kWords.begin(), kWords.end(), unit) != kWords.end()) return true;
    return cells_ && split_words(unit).size() > 1 && is_frame_line(unit);
  }

  std::optional<ListRow> parse(std::size_t begin, std::size_t end) const {
    RowUnits row{{}, cells_};
    for (std::size_t i = begin; i < end; ++i) row.units.push_back(stream_[i].text);
    auto parsed = parse_row(row, layout_);
    if (parsed) {
      parsed->line = stream_[begin].line;
      parsed->last_line = stream_[end - 1].line;
      parsed->unit = begin;
    }
    return parsed;
  }

  // How much a row lacks of what its layout promises.
  int lack_of(const ListRow& row) const {
    const bool placed = row.number || row.marked || row.notice;
    return 2 * row.missing + (layout_.has(Column::number) && !placed ? 1 : 0);
  }

  // The row that begins at `at`, which moves past it; nullopt at the end of the list. Where the
  // next might begin at several units (a count is a number as well), the fullest row wins.
  std::optional<ListRow> next_row(std::size_t& at) {
    if (is_list_end(at)) return std::nullopt;
    std::optional<ListRow> best;
    std::size_t best_end = at;
    std::size_t limit = std::min(stream_.size(), at + kMaxRowUnits);
    for (std::size_t end = at + 2; end < limit; ++end) {
      if (!is_start(end) || !may_end_row(stream_[end - 1].text, layout_)) continue;
      auto row = parse(at, end);
      if (!row || (best && lack_of(*row) >= lack_of(*best))) continue;
      best = std::move(row);
      best_end = end;
      if (lack_of(*best) == 0) break;
      limit = std::min(limit, end + layout_.size());
    }
    if (!best) return last_row(at, std::min(stream_.size(), at + kMaxRowUnits));
    if (auto split = split_row(at, best_end)) return split;
    at = best_end;
    return best;
  }

  // A row without a number may hide behind the one before it: "... author date title author date".
  std::optional<ListRow> split_row(std::size_t& at, std::size_t end) const {
    if (!layout_.has(Column::date)) return std::nullopt;
    for (std::size_t middle = at + 2; middle + 2 <= end; ++middle) {
      if (!may_end_row(stream_[middle - 1].text, layout_)) continue;
      auto row = parse(at, middle);
      const bool whole = cells_ && middle - at == layout_.size() && end - middle + 1 == middle - at;
      if (!row || !row->date || (!whole && authors_.count(row->author_text()) == 0)) continue;
      const auto rest = parse(middle, end);
      if (!rest || !rest->date || rest->number || rest->title_text().empty()) continue;
      at = middle;
      return row;
    }
    return std::nullopt;
  }

  // No start follows: the last row ends where its columns do, at best after a known author.
  std::optional<ListRow> last_row(std::size_t& at, std::size_t limit) {
    std::optional<ListRow> best;
    std::size_t best_end = at;
    const bool ends_with_author = !layout_.right.empty() && layout_.right.back() == Column::author;
    for (std::size_t end = at + 2; end <= limit; ++end) {
      if (!may_end_row(stream_[end - 1].text, layout_)) continue;
      auto row = parse(at, end);
      if (!row || (!row->number && !row->marked && !row->notice && rows_.empty())) continue;
      const bool known = authors_.count(row->author_text()) != 0;
      const bool best_known = best && authors_.count(best->author_text()) != 0;
      const bool later_author = ends_with_author && known && !cells_;
      const bool better = !best || later_author || (known && !best_known) ||
                          (known == best_known && lack_of(*row) < lack_of(*best));
      if (better) {
        best = std::move(row);
        best_end = end;
      }
    }
    at = best ? best_end : stream_.size();
    return best;
  }

  void remember(const ListRow& row) {
    if (!row.author.empty()) authors_.insert(row.author_text());
    if (!row.number || row.notice) return;
    if (last_number_ && *last_number_ != *row.number) {
      descending_ = *row.number < *last_number_;
    }
    last_number_ = row.number;
  }

  const std::vector<StreamUnit>& stream_;
  const RowLayout& layout_;
  bool cells_;
  std::vector<ListRow> rows_;
  std::set<std::string> authors_;
  std::optional<std::uint64_t> last_number_;
  std::optional<bool> descending_;
};

}  // namespace

std::vector<StreamUnit> make_stream(const std::vector<std::string_view>& lines, std::size_t begin,
                                    std::size_t end, std::string_view first, bool cells) {
  std::vector<StreamUnit> stream;
  const auto add = [&](std::string_view line, std::size_t number) {
    const auto units = cells ? split_cells(line, '\t') : split_words(line);
    for (const auto unit : units) {
      if (!unit.empty()) stream.push_back({unit, number});
    }
  };
  add(first, begin == 0 ? 0 : begin - 1);
  for (std::size_t line = begin; line < end && stream.size() < kMaxStreamUnits; ++line) {
    add(lines[line], line);
  }
  return stream;
}

std::vector<ListRow> rows_of_stream(const std::vector<StreamUnit>& stream, const RowLayout& layout,
                                    bool cells) {
  if (stream.empty()) return {};
  return StreamReader(stream, layout, cells).read();
}

}  // namespace sillok
