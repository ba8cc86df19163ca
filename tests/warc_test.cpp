#include "indexer/warc.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <string>
#include <vector>

#include "indexer/html.h"
#include "tests/expected.h"

namespace sillok {
namespace {

struct Found {
  std::vector<WarcPage> pages;
  std::vector<Skip> skips;
};

Found read(const std::string& bytes, std::size_t block = 700) {
  Found found;
  std::size_t at = 0;
  const auto next = [&]() -> std::string_view {
    const std::string_view part = std::string_view(bytes).substr(at, block);
    at += part.size();
    return part;
  };
  for_each_warc_page(
      next, "a.warc", 1 << 20, [&](WarcPage page) { found.pages.push_back(std::move(page)); },
      [&](Skip skip) { found.skips.push_back(std::move(skip)); });
  return found;
}

std::string gunzip(const std::string& bytes) {
  std::string result;
  z_stream stream{};
  inflateInit2(&stream, 15 + 32);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  char block[4096];
  while (stream.avail_in > 0) {
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof block;
    const int status = inflate(&stream, Z_NO_FLUSH);
    result.append(block, sizeof block - stream.avail_out);
    if (status == Z_STREAM_END)
      inflateReset(&stream);
    else if (status != Z_OK)
      break;
  }
  inflateEnd(&stream);
  return result;
}

TEST(Warc, DumpsComeOutAsExpected) {
  const std::filesystem::path folder = std::string(SILLOK_SHARED_DIR) + "/dumps";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the shared dumps are not here";
  std::size_t checked = 0;
  for (const auto& want : expected::load(folder / "expected.jsonl")) {
    if (!want.file.ends_with(".warc.gz")) continue;
    const Found found = read(gunzip(expected::read_file(folder / want.file)));
    EXPECT_EQ(found.pages.size(), 2u);
    ASSERT_EQ(found.skips.size(), 1u);
    EXPECT_EQ(found.skips[0].reason, "HTTP status 404");
    for (const WarcPage& page : found.pages) {
      if (page.url != want.member) continue;
      PageContext context;
      context.place = context.url = page.url;
      context.captured = page.captured;
      context.declared_charset = page.declared_charset;
      const Parsed parsed = parse_html(page.body, context);
      expected::check_page(want, parsed.articles);
      ++checked;
    }
  }
  EXPECT_EQ(checked, 2u);
}

}  // namespace
}  // namespace sillok
