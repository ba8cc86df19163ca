// JSON lines, as raw bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/check_entries.h"
#include "indexer/records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view lines(reinterpret_cast<const char*>(bytes), size);
  sillok::PageContext context;
  context.place = "a.jsonl";
  sillok::check_entries(sillok::parse_jsonl(lines, 1, {}, context));
  return 0;
}
