#include "common/text.h"

#include <gtest/gtest.h>

#include <string>

namespace sillok {
namespace {

TEST(Normalize, WhiteSpaceBecomesOneSpace) {
  EXPECT_EQ(normalize("  국민\r\n\t 대　통령 \n"), "국민 대 통령");
  EXPECT_EQ(normalize(" \n "), "");
  EXPECT_EQ(normalize(""), "");
}

TEST(Normalize, WidthCaseAndCompositionDoNotMatter) {
  EXPECT_EQ(normalize("ＡＩ Straße"), "ai strasse");
  EXPECT_EQ(normalize("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), "한");  // NFD, as macOS writes names
  EXPECT_EQ(normalize("ﾡ"), normalize("ㄱ"));
  EXPECT_EQ(normalize("한\xC2\xAD국"), "한국");  // a soft hyphen is no character
}

// Finds `needle` in the normalized text and returns the source slice that it came from.
std::string source_of(const std::string& source, const std::string& needle) {
  const NormalizedText text(source);
  const std::size_t begin = text.text().find(needle);
  if (begin == std::string::npos) return "(not found)";
  const NormalizedText::Range range = text.source_range(begin, begin + needle.size());
  return source.substr(range.begin, range.end - range.begin);
}

TEST(NormalizedText, EveryPartLeadsBackToItsSource) {
  EXPECT_EQ(source_of("가 ＡＩ  칩을", "ai 칩"), "ＡＩ  칩");
  EXPECT_EQ(source_of("  오픈AI…발표", "발표"), "발표");
  EXPECT_EQ(source_of("오픈AI…발표", "..."), "…");
  EXPECT_EQ(source_of("㈜한빛", "주"), "㈜");
  EXPECT_EQ(source_of("국민\n\n대표가", "국민 대표"), "국민\n\n대표");
  EXPECT_EQ(source_of("서\xC2\xAD울", "서울"), "서\xC2\xAD울");
  const std::string nfd = "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB";
  EXPECT_EQ(source_of("대" + nfd + "민국", "한민"), nfd + "민");
}

TEST(NormalizedText, IsTheNormalizationOfItsSource) {
  for (const char* source :
       {"", "  ", "한　국 ＡＩ\n…㈜ ", "\xE1\x84\x92\xE1\x85\xA1", "a\xE2\x80\xA8z"}) {
    EXPECT_EQ(NormalizedText(source).text(), normalize(source)) << source;
  }
}

TEST(Utf8, TruncationEndsOnAWholeCharacter) {
  EXPECT_EQ(truncate_utf8("한글", 5), "한");
  EXPECT_EQ(truncate_utf8("한글", 6), "한글");
  EXPECT_EQ(truncate_utf8("한글", 2), "");
}

TEST(Utf8, MalformedBytesBecomeReplacementCharacters) {
  EXPECT_EQ(to_valid_utf8("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(to_valid_utf8("한글"), "한글");
}

}  // namespace
}  // namespace sillok
