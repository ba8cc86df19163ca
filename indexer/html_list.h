// The list of a board's page: its rows, whatever skin drew them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/board_engines.h"
#include "indexer/board_row.h"
#include "indexer/html_tree.h"

namespace sillok {

struct HtmlRow {
  ListRow row;
  HtmlTree::NodeId node = HtmlTree::kNone;
  std::string board;
  std::string id;   // the document id in the title's link; may be empty
  std::string url;  // absolute, or empty
};

struct HtmlList {
  std::vector<HtmlRow> rows;
  std::string rule;  // how the rows were found
};

// Reads the page's main list. `engine` may be null: then a table counts whose headings name a
// title and another column, or whose rows link to documents. `base` is the page's address, to
// resolve links; it may be empty.
HtmlList read_html_list(const HtmlTree& tree, const BoardEngine* engine, std::string_view base);

// The date in a cell or line that may hold more, as "작성일 25-01-09 17:21" or
// "(2006-08-15 08:21:00, Hit : 3)".
std::optional<BoardDate> find_date(std::string_view text);

// The date that `node` shows: a <time datetime>, else its text, else a title attribute; whichever
// tells the whole day.
std::optional<BoardDate> date_of(const HtmlTree& tree, HtmlTree::NodeId node);

}  // namespace sillok
