// Rows in a stream of cells or words that lost its line ends: a cell a line, a page on one line.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "indexer/board_row.h"

namespace sillok {

struct StreamUnit {
  std::string_view text;
  std::size_t line = 0;
};

// The units of lines [begin, end): words, or whole cells (split at tabs) when `cells`. `first` is
// what is left of the line before `begin`.
std::vector<StreamUnit> make_stream(const std::vector<std::string_view>& lines, std::size_t begin,
                                    std::size_t end, std::string_view first, bool cells);

// Cuts the stream where one row is complete and the next begins: with the next number of the
// sequence, a marker or a notice.
std::vector<ListRow> rows_of_stream(const std::vector<StreamUnit>& stream, const RowLayout& layout,
                                    bool cells);

}  // namespace sillok
