// The text that a part of an HTML page shows: lines as a reader sees them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "indexer/html_tree.h"

namespace sillok {

// True for what is to be left out, with all inside.
using SkipNode = std::function<bool(HtmlTree::NodeId)>;

// True for an element that begins and ends a line.
bool is_block(GumboTag tag);

// True for elements that show no text of their own, and for those that the page hides.
bool is_invisible(const HtmlTree& tree, HtmlTree::NodeId node);

// The visible text inside `node`, a line for each paragraph, cell row, caption and <br>; white
// space collapsed, empty lines dropped, lines joined by "\n". Scripts, styles, form controls,
// embedded objects and what the page itself hides are left out.
std::string block_text(const HtmlTree& tree, HtmlTree::NodeId node, const SkipNode& skip = {});

// The same, but the line ends of the source break lines too, as in <pre>.
std::string block_text_with_own_lines(const HtmlTree& tree, HtmlTree::NodeId node);

// The lines that stand between two places of the document, the cells of a table row separated by
// tabs and pictures of labels (w_subject.gif) as the label: what surrounds a post.
std::string text_between(const HtmlTree& tree, HtmlTree::NodeId begin, HtmlTree::NodeId end,
                         const SkipNode& skip = {});

// Whether any element below the body breaks lines.
bool breaks_lines(const HtmlTree& tree);

// The same on one line, for cells and titles.
std::string line_text(const HtmlTree& tree, HtmlTree::NodeId node, const SkipNode& skip = {});

// Appends `text` with runs of white space (no-break spaces too) as one space, none at the start of
// a line. Zero-width spaces go.
void append_collapsed(std::string& line, std::string_view text);

// Plain text the same way: white space collapsed inside its lines, empty lines dropped.
std::string text_to_lines(std::string_view text);

// Without white space and invisible fillers at the ends.
std::string_view trim_text(std::string_view text);

}  // namespace sillok
