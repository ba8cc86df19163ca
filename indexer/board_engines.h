// What the pages of each board engine look like: one table of descriptions, selectors as data.
// docs/engines.md says how to add one.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "indexer/html_tree.h"

namespace sillok {

// A selector with its text, which reports quote; an empty one matches nothing.
class FieldSelector {
 public:
  FieldSelector(const char* text) : text_(text) {  // NOLINT: the table's entries become selectors
    if (!text_.empty()) selector_.emplace(text_);
  }

  std::string_view text() const { return text_; }
  HtmlTree::NodeId first(const HtmlTree& tree, HtmlTree::NodeId scope) const {
    return selector_ ? selector_->first(tree, scope) : HtmlTree::kNone;
  }
  std::vector<HtmlTree::NodeId> all(const HtmlTree& tree, HtmlTree::NodeId scope) const {
    return selector_ ? selector_->all(tree, scope) : std::vector<HtmlTree::NodeId>{};
  }
  std::string_view alternative(const HtmlTree& tree, HtmlTree::NodeId node) const {
    return selector_ ? selector_->alternative(tree, node) : std::string_view();
  }
  bool matches(const HtmlTree& tree, HtmlTree::NodeId node) const {
    return selector_ && selector_->matches(tree, node);
  }

 private:
  std::string_view text_;
  std::optional<Selector> selector_;
};

// One skin of one engine. Where a selector finds nothing, or is empty, the readers fall back on
// what the pages say in words: labels such as 글쓴이, header cells such as 번호 and 제목.
struct BoardEngine {
  std::string_view engine;  // "xe", "gnuboard5", ...
  std::string_view skin;
  FieldSelector sign;  // any match says that the page is of this skin

  // Whether <title> holds the post's title; Zeroboard's holds the board's name.
  bool title_element_names_post = true;

  // A read page.
  FieldSelector title;
  FieldSelector author;
  FieldSelector date;
  FieldSelector category;
  FieldSelector body;
  FieldSelector left_out;        // inside all of these: counts, icons, menus
  FieldSelector document_field;  // a form field whose value is the document id
  FieldSelector board_field;     // a form field whose value is the board

  // A list. The cells are looked for inside a row.
  FieldSelector row;
  FieldSelector row_number;
  FieldSelector row_title;
  FieldSelector row_author;
  FieldSelector row_date;
  FieldSelector row_category;
  FieldSelector row_notice;   // the row itself, or something in it
  FieldSelector row_current;  // the same, of the row of the page's own article
};

// The first description whose sign is on the page; nullptr when it is no known engine's.
const BoardEngine* detect_engine(const HtmlTree& tree);

// All descriptions, in the order in which they are tried.
const std::vector<BoardEngine>& board_engines();

}  // namespace sillok
