#include "indexer/row_spool.h"

#include <gtest/gtest.h>

#include "tests/archive.h"

namespace sillok {
namespace {

TEST(RowSpool, RowsComeBackInOrderWithTheirNumbers) {
  const TemporaryDirectory directory;
  RowSpool spool(directory.path() + "/rows");
  const auto title = [](std::uint64_t i) {
    return std::to_string(i) + "번째 소식 " + std::string(i % 300, 'x');
  };
  constexpr std::uint64_t kRows = 20'000;
  for (std::uint64_t i = 0; i < kRows; ++i) {
    EXPECT_EQ(spool.next_number(), i);
    Article row = make_article("", title(i), "");
    row.kind = Article::Kind::row;
    row.number = i;
    spool.append(pack_article(row));
  }
  spool.finish();
  EXPECT_GT(spool.blocks(), 1u);
  std::uint64_t expected = 0;
  for (std::size_t block = 0; block < spool.blocks(); ++block) {
    spool.read_block(block, [&](std::uint64_t number, const Article& row) {
      EXPECT_EQ(number, expected);
      EXPECT_EQ(row.title, title(expected));
      ++expected;
    });
  }
  EXPECT_EQ(expected, kRows);
}

TEST(RowSpool, WithoutRowsThereIsNoFile) {
  const TemporaryDirectory directory;
  RowSpool spool(directory.path() + "/rows");
  spool.finish();
  EXPECT_EQ(spool.blocks(), 0u);
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

}  // namespace
}  // namespace sillok
