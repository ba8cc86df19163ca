#include "indexer/html.h"

#include "indexer/html_text.h"

namespace sillok {

std::string html_fragment_to_text(std::string_view fragment, const HtmlLimits& limits) {
  if (fragment.find_first_of("<&") == fragment.npos) return text_to_lines(fragment);
  std::string why;
  const auto tree = HtmlTree::parse(fragment, limits, why);
  if (!tree) return text_to_lines(fragment);
  // Without an element that breaks lines it is text with a stray & or <b>: its own lines count.
  return breaks_lines(*tree) ? block_text(*tree, 0) : block_text_with_own_lines(*tree, 0);
}

}  // namespace sillok
