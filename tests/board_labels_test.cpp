#include "indexer/board_labels.h"

#include <gtest/gtest.h>

namespace sillok {
namespace {

TEST(BoardLabels, BulletsBeforeANameGoAsWholeCharacters) {
  for (const char* bullet : {"♣", "▣", "■", "▶", "·", "-", "◆ "}) {
    const auto line = parse_label_line(std::string(bullet) + " 들꽃지기 | 조회 : 376");
    ASSERT_EQ(line.values.size(), 2U) << bullet;
    EXPECT_EQ(line.values[0].value, "들꽃지기") << bullet;
    EXPECT_EQ(line.values[0].label, Label::author);
  }
}

}  // namespace
}  // namespace sillok
