// Pages of a board as text, made from rows in every layout that boards have.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "indexer/board_words.h"

namespace sillok::pages {

struct Row {
  std::string number;  // empty: a notice
  std::string title;
  std::string author;
  std::string date;
  std::string views;
  std::string votes = "0";
  std::string category = "사회";
};

enum class Break { lines, tabs, bars, cells, none };  // what parts rows and cells

struct Layout {
  std::vector<Column> columns;
  Break breaks = Break::lines;
  bool heading = true;
  bool english = false;
  std::string marker = "»";  // in place of the current row's number; "=" keeps the number
};

inline std::string heading_of(Column column, bool english) {
  switch (column) {
    case Column::number:
      return english ? "No." : "번호";
    case Column::title:
      return english ? "Subject" : "제목";
    case Column::author:
      return english ? "Author" : "글쓴이";
    case Column::date:
      return english ? "Date" : "날짜";
    case Column::views:
      return english ? "Views" : "조회 수";
    case Column::votes:
      return english ? "Votes" : "추천";
    default:
      return english ? "Category" : "분류";
  }
}

inline std::string cell_of(Column column, const Row& row, bool current, const Layout& layout) {
  switch (column) {
    case Column::number:
      if (row.number.empty()) return layout.english ? "Notice" : "공지";
      return current && layout.marker != "=" ? layout.marker : row.number;
    case Column::title:
      return row.title;
    case Column::author:
      return row.author;
    case Column::date:
      return row.date;
    case Column::views:
      return row.views;
    case Column::votes:
      return row.votes;
    default:
      return row.category;
  }
}

inline std::string line_of(const std::vector<std::string>& cells, Break breaks) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i != 0) {
      line += breaks == Break::tabs    ? "\t"
              : breaks == Break::bars  ? " | "
              : breaks == Break::cells ? "\n"
                                       : " ";
    }
    line += cells[i];
  }
  return line + (breaks == Break::none ? " " : "\n");
}

// The list alone; rows[current] is the page's own (no row when it is beyond the last).
inline std::string list_of(const std::vector<Row>& rows, std::size_t current,
                           const Layout& layout) {
  std::string text;
  std::vector<std::string> cells;
  if (layout.heading) {
    for (const auto column : layout.columns) cells.push_back(heading_of(column, layout.english));
    text += line_of(cells, layout.breaks);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    cells.clear();
    for (const auto column : layout.columns) {
      auto cell = cell_of(column, rows[i], i == current, layout);
      const bool dropped =
          cell.empty() && layout.breaks != Break::tabs && layout.breaks != Break::bars;
      if (!dropped) cells.push_back(std::move(cell));
    }
    text += line_of(cells, layout.breaks);
  }
  return text;
}

}  // namespace sillok::pages
