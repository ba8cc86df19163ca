#include "common/keystrokes.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sillok {
namespace {

TEST(Keystrokes, AreThoseOfTheKoreanKeyboard) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"스타게이트", "tmxkrpdlxm"}, {"예산", "dPtks"},    {"값", "rkqt"},    {"의회", "dmlghl"},
      {"ㅐㅔ두먀", "openai"},       {"OpenAI", "openai"}, {"5G", "5g"},      {"오픈AI", "dhvmsai"},
      {"ㅅㅌㄱㅇㅌ", "txrdx"},      {"漢字", ""},         {"샘 올트먼", ""}, {"", ""},
  };
  for (const auto& [text, keys] : cases) EXPECT_EQ(keystrokes(text), keys) << text;
}

TEST(Keystrokes, OfTheOtherLayoutAreReadAsHangul) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"tmxkrpdlxm", "스타게이트"},
      {"dPtks", "예산"},
      {"rkqtdms", "값은"},
      {"dmlghl", "의회"},
      {"gksrnrdmsgod", "한국은행"},
      {"EKfrlaks", "딸기만"},
      {"ekfrdmf", "닭을"},
      {"TMxk", "쓰타"},
      {"openai", ""},
      {"nvidia", ""},
      {"tmx", "슽"},
      {"gpt4", ""},
      {"", ""},
      {"스타", ""},
  };
  for (const auto& [text, hangul] : cases) {
    EXPECT_EQ(typed_in_hangul(text).value_or(""), hangul) << text;
  }
}

TEST(Keystrokes, InitialsAreTheFirstConsonants) {
  EXPECT_EQ(initials("스타게이트"), "ㅅㅌㄱㅇㅌ");
  EXPECT_EQ(initials("딸기"), "ㄸㄱ");
  EXPECT_EQ(initials("ㅅㅌㄱㅇㅌ"), "ㅅㅌㄱㅇㅌ");
  EXPECT_EQ(initials("\xE1\x84\x89\xE1\x84\x90"), "ㅅㅌ");  // as they are once normalized
  EXPECT_EQ(initials("AI"), std::nullopt);
  EXPECT_TRUE(is_initials("ㅅㅌ"));
  EXPECT_FALSE(is_initials("ㅅ"));
  EXPECT_FALSE(is_initials("스타"));
  EXPECT_FALSE(is_initials("ㅐㅔ"));
}

}  // namespace
}  // namespace sillok
