#include "indexer/html.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/expected.h"

namespace sillok {
namespace {

Parsed read(const std::string& bytes, const std::string& place, const std::string& url = {}) {
  PageContext context;
  context.place = place;
  context.board = "dumps";
  context.url = url;
  return parse_html(bytes, context);
}

TEST(Html, DumpsComeOutAsExpected) {
  const std::filesystem::path folder = std::string(SILLOK_SHARED_DIR) + "/dumps";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the shared dumps are not here";
  for (const auto& want : expected::load(folder / "expected.jsonl")) {
    if (!want.file.ends_with(".html")) continue;
    const Parsed parsed = read(expected::read_file(folder / want.file), want.file);
    expected::check_page(want, parsed.articles);
    EXPECT_TRUE(parsed.skips.empty());
  }
}

TEST(Html, PagesOfEveryEngineComeOutAsExpected) {
  const std::filesystem::path folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages";
  const auto expectations = expected::load(folder / "expected.jsonl");
  EXPECT_EQ(expectations.size(), 14u);
  for (const auto& want : expectations) {
    const Parsed parsed = read(expected::read_file(folder / want.file), want.file);
    expected::check_page(want, parsed.articles);
    EXPECT_TRUE(parsed.skips.empty());
    EXPECT_EQ(parsed.charset.undecodable, 0u);
  }
}

}  // namespace
}  // namespace sillok
