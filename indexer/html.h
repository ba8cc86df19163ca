// HTML pages of boards and news sites to an article and list rows.
#pragma once

#include <string>
#include <string_view>

#include "indexer/html_tree.h"
#include "indexer/page.h"

namespace sillok {

// Reads a page of raw bytes: the charset is found here, as HTML may declare it. Never throws for
// what the page holds: a page without an article or rows gives a skip.
Parsed parse_html(std::string_view bytes, const PageContext& context,
                  const HtmlLimits& limits = {});

// The text of a record's body, which may be HTML or plain text (valid UTF-8): a line for each
// paragraph and <br>, entities decoded, scripts and styles left out, empty lines dropped. Text that
// is beyond a limit comes back as it is.
std::string html_fragment_to_text(std::string_view fragment, const HtmlLimits& limits = {});

}  // namespace sillok
