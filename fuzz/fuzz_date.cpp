// Dates: cells of boards and ranges of queries.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/date.h"
#include "sillok/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace std::chrono;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const sillok::Day today = 2025y / February / 4d;
  if (const auto date = sillok::parse_board_date(text)) {
    for (const auto day : {sillok::known_day(*date), sillok::resolve_day(*date, today)}) {
      if (day && sillok::parse_iso_day(sillok::format_day(*day)) != day) std::abort();
    }
  }
  try {
    const auto range = sillok::parse_date_range(text, today);
    if (range.first && range.last && *range.first > *range.last) std::abort();
  } catch (const sillok::UsageError&) {
  }
  return 0;
}
