// Where the running text of an HTML page is: dense in letters, poor in links.
#pragma once

#include <cstddef>
#include <vector>

#include "indexer/html_text.h"
#include "indexer/html_tree.h"

namespace sillok {

// Menus, share bars, comments, footers: by their elements and by the names that sites give them.
bool is_page_frame(const HtmlTree& tree, HtmlTree::NodeId node);

// The amount of text below each node. Linear in the size of the page.
class TextDensity {
 public:
  // What `skip` names counts as the frame does: not at all.
  explicit TextDensity(const HtmlTree& tree, const SkipNode& skip = {});

  // Characters of visible text inside a node.
  std::size_t text(HtmlTree::NodeId node) const;
  // The part of them that is in links; 1 when there is no text.
  double link_share(HtmlTree::NodeId node) const;
  // The element that directly holds most running text; kNone when there is none.
  HtmlTree::NodeId densest() const;

 private:
  void measure(const SkipNode& skip);
  HtmlTree::NodeId container(HtmlTree::NodeId node) const;
  void credit(HtmlTree::NodeId text, double characters);

  const HtmlTree& tree_;
  std::vector<std::size_t> text_;    // of all nodes before each one
  std::vector<std::size_t> linked_;  // the same, in links
  std::vector<double> score_;
};

}  // namespace sillok
