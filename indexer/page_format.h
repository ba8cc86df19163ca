// What a piece of a dump is, found from its first bytes.
#pragma once

#include <string>
#include <string_view>

#include "indexer/records.h"

namespace sillok {

enum class PageFormat { text, html, jsonl, csv, warc, none };

// "text", "html", "jsonl", "csv", "warc".
std::string_view page_format_name(PageFormat format);

// The format of that name. Throws UsageError for other names.
PageFormat parse_page_format(std::string_view name);

struct Recognition {
  PageFormat format = PageFormat::none;
  bool is_json_array = false;  // jsonl whose records are in an array
  std::string reason;          // why it is none: "binary file", "XML"
};

// Whether the bytes begin with the byte order mark of UTF-16.
bool is_utf16(std::string_view head);

// `head` is the beginning of an entry, or the whole of a short one, as raw bytes; some kilobytes
// do. `name` is asked only where the bytes leave two readings.
Recognition recognize_format(std::string_view head, std::string_view name, const FieldMap& map);

}  // namespace sillok
