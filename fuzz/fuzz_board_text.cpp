// Board pages saved as text, after decoding.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/text.h"
#include "fuzz/check_entries.h"
#include "indexer/board_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto text =
      sillok::to_valid_utf8(std::string_view(reinterpret_cast<const char*>(bytes), size));
  sillok::PageContext context;
  context.place = "page.txt";
  const auto parsed = sillok::parse_board_text(text, context);
  sillok::check_entries(parsed);
  const auto articles =
      std::count_if(parsed.articles.begin(), parsed.articles.end(),
                    [](const auto& entry) { return entry.kind == sillok::Article::Kind::article; });
  if (articles > 1 || parsed.articles.empty() == parsed.skips.empty()) std::abort();
  return 0;
}
