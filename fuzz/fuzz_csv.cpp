// CSV, as raw bytes: the header, whole records, and the rest as if it were the end of a file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fuzz/check_entries.h"
#include "indexer/records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  sillok::PageContext context;
  context.place = "a.csv";
  std::size_t consumed = 0;
  const auto header = sillok::parse_csv_header(text, {}, consumed);
  if (consumed > size || (header.columns.empty() && consumed != 0)) std::abort();
  if (header.columns.empty()) return 0;
  const auto records = text.substr(consumed);
  const auto whole = sillok::whole_csv_records(records, header.separator);
  if (whole > records.size()) std::abort();
  sillok::check_entries(sillok::parse_csv(records.substr(0, whole), 2, header, {}, context));
  sillok::check_entries(sillok::parse_csv(records.substr(whole), 2, header, {}, context));
  return 0;
}
