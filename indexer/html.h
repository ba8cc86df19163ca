// HTML pages of boards and news sites to an article and list rows.
#pragma once

#include <string_view>

#include "indexer/page.h"

namespace sillok {

// Reads a page of raw bytes: the charset is found here, as HTML may declare it. Never throws for
// what the page holds: a page without an article or rows gives a skip.
Parsed parse_html(std::string_view bytes, const PageContext& context);

}  // namespace sillok
