// Words written in Han: found by their Hangul and the reverse, exact in quotes.
#include "common/hanja.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "common/analyzer.h"
#include "common/text.h"
#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

std::string found(Searcher& searcher, const std::string& query, bool hanja = true) {
  SearchOptions options;
  options.match = Match::all;
  options.hanja = hanja;
  std::vector<std::string> ids;
  for (const Hit& hit : searcher.search(query, options).hits) ids.push_back(hit.id);
  std::ranges::sort(ids);
  std::string joined;
  for (const std::string& id : ids) joined += id + " ";
  return joined;
}

std::string readings_of_text(std::string_view text) {
  const std::string normalized = normalize(text);
  std::vector<std::string> readings;
  for_each_reading(normalized, split_runs(normalized),
                   [&](std::string_view reading) { readings.emplace_back(reading); });
  std::string joined;
  for (const std::string& reading : readings) joined += (joined.empty() ? "" : " ") + reading;
  return joined;
}

TEST(Hanja, CharactersAreReadAsKoreanReadsThem) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"漢字", "한자"},     {"女子", "녀자 여자"}, {"勞動", "노동 로동"},
      {"李", "이 리"},      {"率", "률 율 솔 수"}, {"日本", "일본"},
      {"漢字를", "한자를"}, {"한글", ""},          {"ひらがな", ""},
  };
  for (const auto& [han, expected] : cases) {
    std::vector<std::string> spellings = hangul_spellings(han, 16);
    std::istringstream words(expected);
    for (std::string word; words >> word;) {
      EXPECT_TRUE(std::ranges::find(spellings, word) != spellings.end()) << han << " " << word;
    }
    EXPECT_EQ(spellings.empty(), std::string_view(expected).empty()) << han;
  }
  EXPECT_EQ(hangul_spellings("樂樂樂樂", 16).size(), 16u);
}

TEST(Hanja, ReadingsAreIndexedAcrossTheEdgesOfHan) {
  EXPECT_EQ(readings_of_text("漢字"), "한자");
  EXPECT_EQ(readings_of_text("漢字는"), "한자 자는");
  EXPECT_EQ(readings_of_text("反이민"), "반이 번이");
  EXPECT_EQ(readings_of_text("국립美術館"), "립미 미술 술관");
  EXPECT_EQ(readings_of_text("漢 字"), "");
  EXPECT_EQ(readings_of_text("漢AI字"), "");
  EXPECT_EQ(readings_of_text("金\xEF\xA4\x8A"), "금금 금김 김금 김김");  // U+F90A is 金 as well
  EXPECT_EQ(readings_of_text("한글뿐"), "");
}

TEST(Hanja, WordsAreFoundByTheirReadingAndTheReverse) {
  const TemporaryDirectory directory;
  const std::string index = directory.path() + "/news.idx";
  write_archive(index, {make_article("1", "漢字 교육 논란", "초등학교에서 가르친다."),
                        make_article("2", "한자 시험", "한자를 배운다."),
                        make_article("3", "女子 배구 결승", "勞動者도 응원했다."),
                        make_article("4", "여자 축구", "노동자 대회."),
                        make_article("5", "非核化 협상", "反이민 정책과 國會議事堂."),
                        make_article("6", "비핵화 회담", "국회의사당 앞."),
                        make_article("7", "\xEF\xA5\xB9女", "里長 회의"),  // U+F979, 凉
                        make_article("8", "비핵 선언, 핵화살 한 자루", "한 자를 넘다. 女 자문단")});
  const std::vector<std::tuple<const char*, bool, const char*>> cases = {
      {"한자", true, "1 2 "},
      {"漢字", true, "1 2 "},
      {"한자", false, "2 "},
      {"\"한자\"", true, "2 "},
      {"\"漢字\"", true, "1 "},
      {"한자를", true, "1 2 "},
      {"여자", true, "3 4 "},
      {"女子", true, "3 4 "},
      {"녀자", true, "3 "},
      {"노동자", true, "3 4 "},
      {"勞動者", true, "3 4 "},
      {"비핵화", true, "5 6 "},
      {"\"비핵화\"", true, "6 "},
      {"비핵화", false, "6 "},
      {"반이민", true, "5 "},
      {"국회의사당", true, "5 6 "},
      {"의사당", true, "5 6 "},
      {"량녀", true, "7 "},
      {"양녀", true, "7 "},
      {"이장", true, "7 "},
      {"제목:한자", true, "1 2 "},
      {"제목:노동자", true, ""},
      {"교육 -漢字", true, ""},
      {"회담 -非核化", true, ""},
      {"한자 OR 여자", true, "1 2 3 4 "},
  };
  Searcher searcher(index);
  for (const auto& [query, hanja, expected] : cases) {
    EXPECT_EQ(found(searcher, query, hanja), expected) << query;
  }
}

TEST(Hanja, TheHanIsHighlightedWhenItsReadingWasAskedFor) {
  const TemporaryDirectory directory;
  const std::string index = directory.path() + "/news.idx";
  write_archive(index, {make_article("1", "새 漢字 사전", "뜻풀이가 달린 漢字辭典, 反이민 정책")});
  Searcher searcher(index);
  const auto marked = [&](const std::string& query) {
    const Hit hit = searcher.search(query).hits.at(0);
    std::string text;
    for (const auto& [begin, end] : hit.title_highlights) {
      text += hit.title.substr(begin, end - begin) + " ";
    }
    for (const auto& [begin, end] : hit.snippet.highlights) {
      text += hit.snippet.text.substr(begin, end - begin) + " ";
    }
    return text;
  };
  EXPECT_EQ(marked("한자"), "漢字 漢字 ");
  EXPECT_EQ(marked("한자사전"), "漢字辭典 ");
  EXPECT_EQ(marked("반이민"), "反이민 ");
}

TEST(HanShorthand, HeadlinesAreFoundByTheirWordAndTheReverse) {
  const TemporaryDirectory directory;
  const std::string index = directory.path() + "/news.idx";
  write_archive(index, {make_article("1", "美·中 정상회담 열린다", "두 나라가 만난다."),
                        make_article("2", "미국 금리 인상", "연준이 올렸다."),
                        make_article("3", "韓美日 훈련", "바다에서 했다."),
                        make_article("4", "美術館 새 단장", "美しい 그림."),
                        make_article("5", "靑, 美대선에 \"지켜볼 것\"", "짧게 답했다."),
                        make_article("6", "檢 압수수색… 野 반발", "與는 말을 아꼈다.")});
  const std::vector<std::tuple<const char*, bool, const char*>> cases = {
      {"미국", true, "1 2 3 5 "},   {"미국의", true, "1 2 3 5 "}, {"미국", false, "2 "},
      {"\"美\"", true, "1 3 4 5 "}, {"\"미국\"", true, "2 "},     {"검찰", true, "6 "},
      {"여당 야당", true, "6 "},    {"청와대 미국", true, "5 "},  {"일본", true, "3 "},
      {"중국 -미국", true, ""},     {"제목:여당", true, ""},      {"제목:야당", true, "6 "},
  };
  Searcher searcher(index);
  for (const auto& [query, hanja, expected] : cases) {
    EXPECT_EQ(found(searcher, query, hanja), expected) << query;
  }
  const SearchResult found = searcher.search("미국 훈련");
  ASSERT_FALSE(found.hits.empty());
  EXPECT_EQ(found.hits.front().title_highlights.front(), Highlight(3, 6));
  SearchOptions all;
  all.match = Match::all;
  EXPECT_EQ(searcher.search("美 금리", all).total, 1u);
}

}  // namespace
}  // namespace sillok
