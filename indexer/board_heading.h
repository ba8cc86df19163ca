// The heading row of a board's list: 번호 제목 글쓴이 날짜, in any order and layout.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "indexer/board_words.h"

namespace sillok {

struct Heading {
  std::size_t begin_line = 0;
  std::size_t end_line = 0;     // past its last line
  std::vector<Column> columns;  // in reading order; a title among them
  std::string_view before;      // on its first line, in front of it
  std::string_view after;       // on its last line, behind it
};

// Every heading row of a page, cells on one line or on lines of their own, or in the midst of a
// longer line. What follows decides whether it really heads a list.
std::vector<Heading> find_headings(const std::vector<std::string_view>& lines);

}  // namespace sillok
