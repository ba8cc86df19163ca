#include "common/analyzer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "common/text.h"

namespace sillok {
namespace {

std::string terms_of(std::string_view text) {
  const std::string normalized = normalize(text);
  std::string printed;
  for_each_term(normalized, split_runs(normalized), [&](const Term& term) {
    if (!printed.empty()) printed += ' ';
    printed.append(family_prefix(term.family)).append(term.text);
    printed.append(term.josa_syllables, '*');
  });
  return printed;
}

TEST(Analyzer, CutsAnEojeolIntoItsStemAndBigrams) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"스타게이트를", "T스타게이트 B스타 B타게 B게이 B이트 B트를*"},
      {"예산안에서는", "T예산안 B예산 B산안 B안에* B에서** B서는**"},
      {"국민 대", "T국민 B국민 X민대 T대"},
      {"‘국민’ 대", "T국민 B국민 T대"},
      {"금을", "T금을 B금을"},
      {"AI칩", "Tai T칩"},
      {"5G서비스", "T5g T서비스 B서비 B비스"},
      {"44사이즈비키니", "T44 T사이즈비키니 B사이 B이즈 B즈비 B비키 B키니"},
      {"GPT-4o", "Tgpt T4o"},
      {"10.1", "T10 T1"},
      {"1,500원", "T1 T500 T원"},
      {"일본(日本)", "T일본 B일본 T日 B日本 T本"},
      {"ㅋㅋㅋ", "Tᄏᄏᄏ Bᄏᄏ Bᄏᄏ"},
      {"", ""},
      {"!?…", ""},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(terms_of(text), expected) << text;
}

TEST(Analyzer, SpellingsOfTheSameCharactersGiveTheSameTerms) {
  EXPECT_EQ(terms_of("스타게이트"), terms_of("스타게이트"));
  EXPECT_EQ(terms_of("ＯｐｅｎＡＩ"), terms_of("openai"));
  EXPECT_EQ(terms_of("ﾊﾝｸﾞﾙ"), terms_of("ハングル"));
  EXPECT_EQ(terms_of("㈜한빛"), terms_of("(주)한빛"));
}

TEST(Analyzer, TwoSyllablesOfAStemStay) {
  EXPECT_EQ(stem_bytes("국민은"), std::string("국민").size());
  EXPECT_EQ(stem_bytes("한은"), std::string("한은").size());
  EXPECT_EQ(stem_bytes("정부에서는"), std::string("정부").size());
  EXPECT_EQ(stem_bytes("스타게이트"), std::string("스타게이트").size());
}

TEST(Analyzer, RunsKeepTheirPlaceInTheText) {
  const std::string text = normalize("오픈AI는 4일");
  const auto runs = split_runs(text);
  std::vector<std::string> slices;
  for (const auto& run : runs) slices.push_back(text.substr(run.begin, run.end - run.begin));
  EXPECT_EQ(slices, (std::vector<std::string>{"오픈", "ai", "는", "4", "일"}));
  EXPECT_FALSE(runs[1].after_space);
  EXPECT_TRUE(runs[3].after_space);
}

TEST(Analyzer, CombiningMarksStayInTheirWord) {
  EXPECT_EQ(terms_of("कि"), "Tकि");
  EXPECT_EQ(terms_of("x\xCC\x81y"), "Tx\xCC\x81y");
}

}  // namespace
}  // namespace sillok
