// The lists of a board page: where they are, their columns, their rows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/board_row.h"

namespace sillok {

struct BoardList {
  std::size_t begin_line = 0;  // the heading row, or the first row when there is none
  std::size_t end_line = 0;    // past the last row
  std::string_view before;     // what stands in front of the heading row on its own line
  RowLayout layout;
  std::vector<ListRow> rows;  // corrected by what they have in common
  std::string rule;           // how it was recognized: "headings", "headings, a cell a line", ...
};

// The lists of a page in order; they do not overlap. Linear in the size of the page.
std::vector<BoardList> find_board_lists(const std::vector<std::string_view>& lines);

}  // namespace sillok
