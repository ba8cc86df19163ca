// JSONL and CSV files to articles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/page.h"

namespace sillok {

// From a dump's own field name to ours; an empty name of ours drops the field. Theirs win over
// the names known by themselves (id, number, 번호, title, 제목, ...).
using FieldMap = std::map<std::string, std::string>;

// Parses "theirs=ours" options. Throws UsageError when ours is not a field.
FieldMap parse_field_map(const std::vector<std::string>& options);

// Parses whole lines, the first being line `first_line` of the entry. A line that is not a JSON
// object, is nested deeper than `max_depth`, or has neither title nor body, gives a skip with its
// place "path:line"; the rest goes on.
inline constexpr std::size_t kJsonDepth = 64;
Parsed parse_jsonl(std::string_view lines, std::uint64_t first_line, const FieldMap& map,
                   const PageContext& context, std::size_t max_depth = kJsonDepth);

struct CsvHeader {
  char separator = ',';              // comma, semicolon or tab, found from the header
  std::vector<std::string> columns;  // as written
};

// Reads the header record; nullopt-like empty columns when the first record is no header that
// names at least a title or a body. `consumed` is the bytes up to the first record after it.
CsvHeader parse_csv_header(std::string_view bytes, const FieldMap& map, std::size_t& consumed);

// Bytes of `bytes` that are whole records (quotes may hold line ends); 0 when none is whole.
std::size_t whole_csv_records(std::string_view bytes, char separator);

Parsed parse_csv(std::string_view records, std::uint64_t first_line, const CsvHeader& header,
                 const FieldMap& map, const PageContext& context);

}  // namespace sillok
