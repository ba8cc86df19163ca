// Charsets: whatever the bytes and labels, what comes out is clean UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/charset.h"
#include "common/text.h"

namespace {

void require_clean(const std::string& text) {
  if (sillok::to_valid_utf8(text) != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static constexpr std::string_view kLabels[] = {"",       "euc-kr",    "utf-8",       "iso-8859-1",
                                                 "utf-16", "shift_jis", "iso-2022-kr", "gb18030"};
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(bytes + 1), size - 1);
  const std::string_view label = kLabels[bytes[0] % std::size(kLabels)];
  const bool forced = bytes[0] >= 0x80 && !label.empty();
  const auto decoded = sillok::decode_text(text, label, forced ? label : std::string_view());
  require_clean(decoded.text);
  if (decoded.text.find_first_of(std::string_view("\0\r", 2)) != std::string::npos) std::abort();
  if (decoded.verdict.confidence < 0 || decoded.verdict.confidence > 1) std::abort();
  if (decoded.verdict.undecodable > text.size()) std::abort();
  require_clean(sillok::decode_name(text).text);
  sillok::declared_html_charset(text);
  return 0;
}
