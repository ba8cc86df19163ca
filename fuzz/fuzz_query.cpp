// Queries: whatever parses prints to a query that parses to the same; the rest is refused at a
// place inside the text.
#include <sillok/error.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "searcher/field_hint.h"
#include "searcher/query.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace std::chrono;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const sillok::Day today = 2025y / February / 4d;
  std::string printed;
  try {
    const sillok::QueryNode query = sillok::parse_query(text, today);
    printed = sillok::print_query(query);
    sillok::misspelled_field_hint(query);
  } catch (const sillok::QueryError& error) {
    if (error.offset() > size) std::abort();
  }
  // Escapes may double the bytes, past the limit for one query.
  if (!printed.empty() && printed.size() <= sillok::kMaxQueryBytes) {
    if (sillok::print_query(sillok::parse_query(printed, today)) != printed) std::abort();
  }
  try {
    sillok::plain_query(text);
  } catch (const sillok::QueryError& error) {
    if (error.offset() > size) std::abort();
  }
  return 0;
}
