#include "common/text.h"

#include <gtest/gtest.h>
#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <random>
#include <string>
#include <vector>

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

// What normalize() and NormalizedText are by definition: ICU's folding of the whole text, then one
// character after the other; white space squeezed. Each byte of `text` has the source range of the
// folding step that made it.
struct DefinedText {
  std::string text;
  std::vector<NormalizedText::Range> ranges;
};

DefinedText define_text(const std::string& source) {
  UErrorCode status = U_ZERO_ERROR;
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  icu::Edits edits;
  icu::Normalizer2::getNFKCCasefoldInstance(status)->normalizeUTF8(0, source, sink, &edits, status);
  std::vector<NormalizedText::Range> ranges(folded.size());
  for (icu::Edits::Iterator it = edits.getFineIterator(); it.next(status);) {
    for (int i = 0; i < it.newLength(); ++i) {
      const auto begin = static_cast<std::size_t>(it.sourceIndex());
      const auto size = static_cast<std::size_t>(it.oldLength());
      const auto at = static_cast<std::size_t>(i);
      ranges[static_cast<std::size_t>(it.destinationIndex()) + at] =
          it.hasChange() ? NormalizedText::Range{begin, begin + size}
                         : NormalizedText::Range{begin + at, begin + at + 1};
    }
  }
  DefinedText defined;
  for (std::size_t at = 0; at < folded.size();) {
    std::size_t end = at;
    const auto c = static_cast<UChar32>(next_character(folded, end));
    const bool is_space = u_isUWhiteSpace(c) != 0;
    if (!is_space || (!defined.text.empty() && defined.text.back() != ' ')) {
      defined.text += is_space ? " " : folded.substr(at, end - at);
      for (std::size_t i = at; i < (is_space ? at + 1 : end); ++i) {
        defined.ranges.push_back(ranges[i]);
      }
    }
    at = end;
  }
  if (defined.text.ends_with(' ')) {
    defined.text.pop_back();
    defined.ranges.pop_back();
  }
  return defined;
}

// Characters that tell a shortcut around ICU from the real thing: what composes, decomposes,
// vanishes or is white space, beside plain Hangul and ASCII.
std::string random_text(std::mt19937& random) {
  static const char32_t kOdd[] = {
      0x1100, 0x1112, 0x1161,  0x1175,  0x11A8,  0x11AB, 0x11C2, 0x3131, 0x314F, 0xFFA1, 0xFFC2,
      0x0301, 0x0308, 0x0327,  0x3099,  0x309A,  0x304B, 0x30CF, 0xFF76, 0xFF9E, 0x00AD, 0x200B,
      0x200D, 0xFE0F, 0xFEFF,  0x00A0,  0x3000,  0x2028, 0x0085, 0x1680, 0x2009, 0x2026, 0x321C,
      0x2160, 0x00BD, 0x00B7,  0x201C,  0x300A,  0xFF21, 0xFF10, 0x00DF, 0x0130, 0x03A3, 0x4E2D,
      0xF900, 0x2F00, 0x1F600, 0x1D400, 0xE0001, 0xFFFD, 0xA000, 0xABFF, 0xD7A4, 0xD7B0, 0x115F};
  std::string text;
  const unsigned length = random() % 120;
  for (unsigned i = 0; i < length; ++i) {
    switch (random() % 8) {
      case 0:
        append_character(text, kOdd[random() % std::size(kOdd)]);
        break;
      case 1:
        append_character(text, 0x20 + random() % 0x5F);
        break;
      case 2:
        append_character(text, " \n\t  "[random() % 5]);
        break;
      default:
        append_character(text, 0xAC00 + random() % (random() % 2 ? 11172 : 28));
        if (random() % 3 == 0) append_character(text, 0xAC00 + 28 * (random() % 399));
    }
  }
  return text;
}

TEST(Normalize, IsIcusFoldingWithSpaceSqueezed) {
  std::mt19937 random(20250204);
  for (int round = 0; round < 4000; ++round) {
    const std::string source = random_text(random);
    const DefinedText defined = define_text(source);
    ASSERT_EQ(normalize(source), defined.text) << source;
    const NormalizedText text(source);
    ASSERT_EQ(text.text(), defined.text) << source;
    for (std::size_t i = 0; i < defined.text.size(); ++i) {
      ASSERT_EQ(text.source_range(i, i + 1), defined.ranges[i]) << source << " at " << i;
    }
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
