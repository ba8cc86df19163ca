#include "common/word_list.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/keystrokes.h"
#include "tests/archive.h"

namespace sillok {
namespace {

class WordListTest : public testing::Test {
 protected:
  std::string path() const { return directory_.path() + "/words"; }
  void write(const std::string& bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }
  WordList list_of(std::vector<CountedWord> words) const {
    write(encode_word_list(std::move(words)));
    return WordList(path());
  }
  static std::string joined(std::vector<WordList::Found> found) {
    std::ranges::sort(found, {}, [](const auto& one) { return std::pair(one.distance, one.text); });
    std::string text;
    for (const auto& one : found) {
      text += std::string(one.text) + ":" + std::to_string(one.distance) + " ";
    }
    return text;
  }

 private:
  TemporaryDirectory directory_;
};

TEST_F(WordListTest, FindsWordsByTheKeysThatAreWrong) {
  const WordList list = list_of({{"스타게이트", 30},
                                 {"스타케이트", 1},
                                 {"스타벅스", 9},
                                 {"openai", 12},
                                 {"금리", 40},
                                 {"글리", 1},
                                 {"한국은행", 7}});
  ASSERT_EQ(list.size(), 7u);
  const std::vector<std::tuple<const char*, unsigned, const char*>> cases = {
      {"스타게이투", 1, "스타게이트:1 "},
      {"스타개이투", 2, "스타게이트:2 "},
      {"스타게이트", 1, "스타게이트:0 스타케이트:1 "},
      {"슽ㅏ게이트", 0, "스타게이트:0 "},
      {"opneai", 1, "openai:1 "},
      {"금이", 1, "금리:1 "},
      {"한국은헹", 1, "한국은행:1 "},
      {"카카오", 2, ""},
  };
  for (const auto& [word, distance, expected] : cases) {
    EXPECT_EQ(joined(list.words_near(keystrokes(word), distance)), expected) << word;
  }
  EXPECT_NEAR(list.words_near(keystrokes("스타게이트"), 0).at(0).entries, 30, 2);
}

TEST_F(WordListTest, FindsWordsByTheirInitials) {
  const WordList list = list_of({{"스타게이트", 30}, {"사태가안타", 1}, {"스타벅스", 9}});
  EXPECT_EQ(joined(list.words_of_initials("ㅅㅌㄱㅇㅌ")), "사태가안타:0 스타게이트:0 ");
  EXPECT_EQ(joined(list.words_of_initials("ㅅㅌㅂㅅ")), "스타벅스:0 ");
  EXPECT_EQ(joined(list.words_of_initials("ㅋㅋㅇ")), "");
}

TEST_F(WordListTest, LongWordsAreFoundWhole) {
  const std::string longest(kMaxWordKeys, 'a');
  const std::string with_other_end = longest.substr(1) + "b";
  const WordList list =
      list_of({{longest, 1}, {with_other_end, 1}, {"가나다라마바사아자차카타파하거", 1}});
  EXPECT_EQ(joined(list.words_near(longest, 1)), longest + ":0 " + with_other_end + ":1 ");
  EXPECT_EQ(joined(list.words_near(keystrokes("가나다라마바사아자차카타파하고"), 1)),
            "가나다라마바사아자차카타파하거:1 ");
  EXPECT_TRUE(list.words_near(longest + "a", 1).empty());
}

TEST_F(WordListTest, NumbersShortWordsAndOtherScriptsAreNotListed) {
  for (const char* word : {"스타", "gpt", "gpt4", "오픈"})
    EXPECT_TRUE(is_listed_word(word)) << word;
  for (const char* word : {"금", "ai", "2025", "5g", "漢字", "", "ᄏᄏ"}) {
    EXPECT_FALSE(is_listed_word(word)) << word;
  }
}

// Damage that the checksum does not show: whatever the list says, nothing beyond it is read.
TEST_F(WordListTest, AHostileFileIsReadWithinItsBounds) {
  constexpr std::size_t kHeaderBytes = 20;
  const std::string good =
      encode_word_list({{"스타게이트", 30}, {"스타벅스", 2}, {std::string(20, 'a'), 1}});
  std::string content(1000, '\0');
  content.resize(ZSTD_decompress(content.data(), content.size(), good.data() + kHeaderBytes,
                                 good.size() - kHeaderBytes));
  std::mt19937 random(3);
  std::size_t opened = 0;
  for (int round = 0; round < 600; ++round) {
    std::string bad = content;
    for (int i = 0; i < 3; ++i) bad[random() % bad.size()] = static_cast<char>(random());
    std::string file = good.substr(0, kHeaderBytes);
    if (round % 4 == 0) file[8 + random() % 12] ^= static_cast<char>(1u << random() % 8);
    std::string frame(ZSTD_compressBound(bad.size()), '\0');
    frame.resize(ZSTD_compress(frame.data(), frame.size(), bad.data(), bad.size(), 1));
    write(file + frame);
    const WordList list(path());
    opened += list.is_open() ? 1 : 0;
    list.words_near("tmxkrpdlxm", 2);
    list.words_of_initials("ㅅㅌㄱㅇㅌ");
  }
  EXPECT_GT(opened, 20u);
}

TEST_F(WordListTest, ADamagedFileHoldsNoWords) {
  EXPECT_FALSE(WordList(path()).is_open());
  const std::string good = encode_word_list({{"스타게이트", 30}, {"금리", 2}});
  write("");
  EXPECT_FALSE(WordList(path()).is_open());
  for (std::size_t size : {std::size_t{8}, std::size_t{20}, good.size() - 1}) {
    write(good.substr(0, size));
    EXPECT_FALSE(WordList(path()).is_open()) << size;
  }
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string bad = good;
    for (int i = 0; i < 4; ++i) bad[random() % bad.size()] = static_cast<char>(random());
    write(bad);
    const WordList list(path());
    list.words_near("tmxkrpdlxm", 2);
    list.words_of_initials("ㅅㅌㄱㅇㅌ");
  }
}

unsigned plain_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (unsigned i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (unsigned j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

// Words of few letters and syllables: many are near each other.
std::string random_word(std::mt19937& random) {
  constexpr const char* kCharacters[] = {"a", "b", "c", "가", "각", "나", "고"};
  const bool is_latin = random() % 2 == 0;
  std::string word;
  for (std::size_t left = 3 + random() % 7; left > 0; --left) {
    word += kCharacters[is_latin ? random() % 3 : 3 + random() % 4];
  }
  return word;
}

TEST_F(WordListTest, FindsWhatTheWholeTableOfDistancesSays) {
  std::mt19937 random(5);
  std::set<std::string> texts;
  while (texts.size() < 1500) texts.insert(random_word(random));
  std::vector<CountedWord> words;
  for (const std::string& text : texts) words.push_back({text, 1});
  const WordList list = list_of(words);
  for (int round = 0; round < 60; ++round) {
    const std::string typed = keystrokes(random_word(random));
    for (unsigned most = 0; most <= kMostMistakes; ++most) {
      std::vector<WordList::Found> expected;
      for (const std::string& text : texts) {
        const unsigned distance = plain_distance(typed, keystrokes(text));
        if (distance <= most) expected.push_back({text, distance, 1});
      }
      EXPECT_EQ(joined(list.words_near(typed, most)), joined(expected)) << typed << " " << most;
    }
  }
}

}  // namespace
}  // namespace sillok
