// WARC files to pages: records, HTTP headers, transfer and content codings.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "indexer/page.h"

namespace sillok {

struct WarcPage {
  std::string url;
  std::int64_t captured = 0;  // WARC-Date, Unix seconds
  std::string declared_charset;
  std::string content_type;  // lower case, without parameters
  int status = 0;            // HTTP status
  std::string body;          // codings undone
  bool is_cut = false;       // the body's end is missing or damaged
};

// Reads WARC 1.0 and 1.1 from `next_block` (already gunzipped; empty at the end). Each response or
// resource or conversion record goes to `on_page` when it is a page of status 200 to 299, else to
// `on_skip` with its reason ("HTTP status 404", "not HTML"), as revisits do, whose page is stored
// elsewhere. A file that is cut or damaged gives what came before and a skip; of a record whose
// length is wrong, what lies before the next record.
void for_each_warc_page(const std::function<std::string_view()>& next_block,
                        const std::string& place, std::uint64_t max_body_bytes,
                        const std::function<void(WarcPage)>& on_page,
                        const std::function<void(Skip)>& on_skip);

// True when the first bytes of a file are a WARC record's.
bool looks_like_warc(std::string_view bytes);

}  // namespace sillok
