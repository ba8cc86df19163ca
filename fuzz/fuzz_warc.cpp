// WARC files: the same records whatever the blocks they arrive in, and none larger than allowed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "indexer/warc.h"

namespace {

constexpr std::uint64_t kMaxBody = 1 << 16;

std::vector<std::string> read(std::string_view file, std::size_t block) {
  std::vector<std::string> bodies;
  const auto next = [&]() -> std::string_view {
    const std::string_view part = file.substr(0, block);
    file.remove_prefix(part.size());
    return part;
  };
  sillok::for_each_warc_page(
      next, "a.warc", kMaxBody,
      [&](sillok::WarcPage page) {
        if (page.body.size() > kMaxBody + (64u << 10)) std::abort();
        bodies.push_back(page.url + "\n" + page.body);
      },
      [](sillok::Skip) {});
  return bodies;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(bytes), size);
  sillok::looks_like_warc(file);
  const auto whole = read(file, size + 1);
  if (read(file, 37) != whole) std::abort();
  return 0;
}
