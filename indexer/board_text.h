// Plain-text board pages to an article and list rows.
#pragma once

#include <string_view>

#include "indexer/page.h"

namespace sillok {

// Reads a page saved as text (UTF-8). Gives at most one article, and a row for every other line
// of the board's list. A page that is neither gives a skip ("login page", "error page",
// "no article", "empty file").
Parsed parse_board_text(std::string_view text, const PageContext& context);

}  // namespace sillok
