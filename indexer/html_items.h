// Lists that are no tables: the elements that repeat, each around the links to one document.
// Called by html_list for boards of which no row has a description.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/html_tree.h"

namespace sillok {

// Names the document that an address leads to; empty for every other address.
using DocumentKey = std::function<std::string(std::string_view href)>;

// The largest elements that link to one document only, of one tag and under one parent: a group
// for each parent, in document order. Groups of fewer than three are left out.
std::vector<std::vector<HtmlTree::NodeId>> find_item_groups(const HtmlTree& tree,
                                                            const DocumentKey& key_of);

// Where an item shows its title: the innermost element of such a class or the heading; kNone when
// only a link can tell.
HtmlTree::NodeId item_title(const HtmlTree& tree, HtmlTree::NodeId item);

// The first element of an item, apart from its title, whose class says that it names a person.
HtmlTree::NodeId item_author(const HtmlTree& tree, HtmlTree::NodeId item, HtmlTree::NodeId title);

// The first element before the title that shows a number, a marker (») or 공지; kNone when none.
HtmlTree::NodeId item_number(const HtmlTree& tree, HtmlTree::NodeId item, HtmlTree::NodeId title);

}  // namespace sillok
