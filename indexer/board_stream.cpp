#include "indexer/board_stream.h"

#include <algorithm>
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
constexpr std::size_t kMaxStreamUnits = 100'000;

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

  // Whether a row may begin here: at a marker, a notice's label, a number near the last one.
  bool is_start(std::size_t at) const {
    const auto word = stream_[at].text;
    if (marker_bytes(word) != 0 || is_notice_label(word)) return true;
    if (!layout_.has(Column::number) || layout_.left.empty() ||
        layout_.left.front() != Column::number) {
      return begins_after_row(at);
    }
    const auto number = parse_count(word);
    if (!number || word.find(',') != std::string_view::npos) return false;
    if (!last_number_) return true;
    const bool down = *number < *last_number_;
    const auto step = down ? *last_number_ - *number : *number - *last_number_;
    return step != 0 && step <= kMaxNumberStep && (!descending_ || *descending_ == down);
  }

  // Lists without numbers in front: a row may begin wherever the one before is complete.
  static bool begins_after_row(std::size_t) { return true; }

  std::optional<ListRow> parse(std::size_t begin, std::size_t end) const {
    RowUnits row{{}, cells_};
    for (std::size_t i = begin; i < end; ++i) row.units.push_back(stream_[i].text);
    auto parsed = parse_row(row, layout_);
    if (parsed) parsed->line = stream_[begin].line;
    return parsed;
  }

  // The row that begins at `at`, which moves past it; nullopt at the end of the list.
  std::optional<ListRow> next_row(std::size_t& at) {
    const std::size_t limit = std::min(stream_.size(), at + kMaxRowUnits);
    for (std::size_t end = at + 2; end <= limit; ++end) {
      if (end < stream_.size() && !is_start(end)) continue;
      if (auto row = parse(at, end)) {
        if (auto split = split_row(at, end)) return split;
        at = end;
        return row;
      }
    }
    return last_row(at, limit);
  }

  // A row without a number may hide behind the one before it: "... author date title author date".
  std::optional<ListRow> split_row(std::size_t& at, std::size_t end) const {
    if (!layout_.has(Column::date) || authors_.empty()) return std::nullopt;
    for (std::size_t middle = at + 2; middle + 2 <= end; ++middle) {
      auto row = parse(at, middle);
      if (!row || !row->date || authors_.count(row->author_text()) == 0) continue;
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
    for (std::size_t end = at + 2; end <= limit; ++end) {
      auto row = parse(at, end);
      if (!row || (!row->number && !row->marked && !row->notice && rows_.empty())) continue;
      const bool known = authors_.count(row->author_text()) != 0;
      const bool better = !best || row->missing < best->missing ||
                          (known && authors_.count(best->author_text()) == 0);
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
