#include "searcher/needle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/text.h"

namespace sillok {
namespace {

bool occurs(const std::optional<Needle>& needle, std::string_view text) {
  return needle && find_needle(normalize(text), *needle) != std::string::npos;
}

struct Case {
  const char* keyword;
  const char* text;
  bool is_found;
};

TEST(PhraseNeedle, IsLiteral) {
  const std::vector<Case> cases = {
      {"스타게이트", "스타게이트를 짓는다", true},
      {"스타게이트", "‘스타게이트’로", true},
      {"스타게이트", "구글스타게이트", true},
      {"스타게이트", "스타의 게이트", false},
      {"스타게이트", "스타 게이트", false},
      {"국민 대", "국민 대표", true},
      {"국민 대", "국민\n\n대표", true},
      {"국민 대", "국민대표", false},
      {"민대", "국민 대한", false},
      {"AI", "생성형 AI칩", true},
      {"AI", "KAIST", false},
      {"AI", "ai", true},
      {"AI", "OpenAI", false},
      {"오픈AI(OpenAI)", "오픈AI(OpenAI)는", true},
      {"5G", "5G서비스", true},
      {"5G", "15G", false},
      {"10.1", "10.1%", true},
      {"10.1", "110.1", false},
      {"10.1", "10.15", false},
      {"1,500원", "요금 1,500원을", true},
      {"C++", "C++ 언어", true},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(occurs(phrase_needle(c.keyword), c.text), c.is_found) << c.keyword << " / " << c.text;
  }
}

TEST(PrefixNeedle, MatchesWhereAWordBegins) {
  const std::vector<Case> cases = {
      {"AI", "AIST", true},        {"AI", "KAIST", false},       {"스타", "스타게이트", true},
      {"스타", "구글스타", false}, {"스타", "AI스타트업", true}, {"대", "국민 대표", true},
      {"대", "국민대표", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(occurs(prefix_needle(c.keyword), c.text), c.is_found) << c.keyword << " / " << c.text;
  }
}

TEST(WordNeedle, LosesItsJosaAndThePunctuationAroundIt) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"스타게이트를", "스타게이트"},
      {"‘스타게이트’로", "스타게이트’로"},
      {"스타게이트,", "스타게이트"},
      {"(스타게이트)", "스타게이트"},
      {"국민은", "국민"},
      {"한은", "한은"},
      {"AI는", "ai"},
      {"AI칩을", "ai칩을"},
      {"5만", "5만"},
      {"GPT-4o를", "gpt-4o"},
      {"美의", "美"},
  };
  for (const auto& [word, stem] : cases) {
    const auto needle = word_needle(word);
    ASSERT_TRUE(needle) << word;
    EXPECT_EQ(needle->text, stem) << word;
  }
  EXPECT_FALSE(word_needle("…"));
  EXPECT_FALSE(word_needle(""));
}

TEST(FindNeedle, GoesOnFromWhereItIsTold) {
  const Needle needle{"은행", false};
  EXPECT_EQ(find_needle("은행 은행", needle, 1), 7u);
  EXPECT_EQ(find_needle("은행 은행", needle, 8), std::string::npos);
  EXPECT_EQ(find_needle("은행", Needle{}, 0), std::string::npos);
}

}  // namespace
}  // namespace sillok
