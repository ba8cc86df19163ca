#include "searcher/snippet.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/text.h"

namespace sillok {
namespace {

// The text with what is highlighted between brackets.
std::string marked(const std::string& text, const std::vector<Highlight>& highlights) {
  std::string result;
  std::size_t at = 0;
  for (const auto& [begin, end] : highlights) {
    result += text.substr(at, begin - at) + "[" + text.substr(begin, end - begin) + "]";
    at = end;
  }
  return result + text.substr(at);
}

std::string marked_title(const std::string& text, const std::vector<std::string>& phrases) {
  std::vector<Needle> needles;
  for (const std::string& phrase : phrases) needles.push_back(*phrase_needle(phrase));
  return marked(text, find_highlights(text, needles));
}

std::string snippet_of(const std::string& body, const std::vector<std::string>& phrases,
                       std::size_t chars) {
  std::vector<WeightedNeedle> needles;
  for (const std::string& phrase : phrases) needles.push_back({*phrase_needle(phrase), 1});
  const Snippet snippet = make_snippet(body, needles, chars);
  return marked(snippet.text, snippet.highlights);
}

TEST(Highlights, CoverExactlyWhatMatched) {
  EXPECT_EQ(marked_title("‘스타게이트’를 발표", {"스타게이트"}), "‘[스타게이트]’를 발표");
  EXPECT_EQ(marked_title("ＡＩ 시대, KAIST", {"ai"}), "[ＡＩ] 시대, KAIST");
  EXPECT_EQ(marked_title("삼성전자", {"삼성", "성전"}), "[삼성전]자");
  EXPECT_EQ(marked_title("은행과 은행", {"은행"}), "[은행]과 [은행]");
  EXPECT_EQ(marked_title("국민  대표", {"국민 대표"}), "[국민  대표]");
  const std::string nfd = "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB";  // 한, decomposed
  EXPECT_EQ(marked_title("대" + nfd + "민국", {"한민"}), "대[" + nfd + "민]국");
}

TEST(Snippet, ShowsTheWindowThatHoldsMost) {
  const std::string filler = "강변구는 새 자전거길을 놓았다. 주민들은 반겼다. ";
  std::string body;
  for (int i = 0; i < 20; ++i) body += filler;
  body += "오픈AI는 스타게이트 계획을 밝혔다.\n투자액은 5000억 달러다. ";
  for (int i = 0; i < 20; ++i) body += filler;
  const std::string snippet = snippet_of(body, {"스타게이트", "투자"}, 60);
  EXPECT_NE(snippet.find("[스타게이트] 계획을 밝혔다. [투자]액은"), std::string::npos) << snippet;
  EXPECT_TRUE(snippet.starts_with("…")) << snippet;
  EXPECT_TRUE(snippet.ends_with("…")) << snippet;
}

TEST(Snippet, IsTheWholeBodyWhenItFits) {
  EXPECT_EQ(snippet_of("짧은\n\n기사", {"기사"}, 100), "짧은 [기사]");
}

TEST(Snippet, IsTheStartWhenNothingMatches) {
  EXPECT_EQ(snippet_of("하나 둘 셋 넷", {"없음"}, 5), "하나 둘…");
}

TEST(Snippet, OfNoBodyIsEmpty) {
  EXPECT_EQ(snippet_of("", {"기사"}, 100), "");
}

TEST(Snippet, HighlightsAreWholeCharactersInsideTheText) {
  const std::string body =
      "가나다라마바사아자차카타파하 ㈜한빛…전자 ＡＢＣ 거너더러머버서어저처커터퍼허";
  for (std::size_t chars = 1; chars < 50; ++chars) {
    const Snippet snippet =
        make_snippet(body, {{*phrase_needle("한빛...전자"), 1}, {*phrase_needle("abc"), 1}}, chars);
    EXPECT_EQ(to_valid_utf8(snippet.text), snippet.text);
    for (const auto& [begin, end] : snippet.highlights) {
      ASSERT_LT(begin, end);
      ASSERT_LE(end, snippet.text.size());
      const std::string part = snippet.text.substr(begin, end - begin);
      EXPECT_EQ(to_valid_utf8(part), part) << chars;
    }
  }
}

TEST(HeldParts, OfAWordThatTheArticleLacksAreItsLongestParts) {
  Article article;
  article.title = "스타 게이트";
  article.body = "게이트를 연다";
  const auto parts = held_parts({*phrase_needle("스타게이트")}, load_article(article));
  EXPECT_EQ(parts, (std::vector<Needle>{{"게이트", false}}));
}

}  // namespace
}  // namespace sillok
