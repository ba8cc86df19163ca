// Keywords are exact: what is found is what a scan of the normalized texts finds.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "common/analyzer.h"
#include "common/text.h"
#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

// The paragraphs of the archive's sources, each an article.
std::vector<Article> paragraphs() {
  std::vector<Article> articles;
  for (const char* name : {"news", "economy", "local"}) {
    std::ifstream file(std::string(SILLOK_SOURCE_DIR "/data/source/") + name + ".txt");
    std::string line;
    while (std::getline(file, line)) {
      if (line.size() < 60) continue;
      const std::string id = std::to_string(articles.size());
      const std::string_view title = truncate_utf8(line, 40);
      articles.push_back(make_article(id, std::string(title), line.substr(title.size())));
    }
  }
  return articles;
}

std::vector<std::string> characters_of(const std::string& text) {
  std::vector<std::string> characters;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    next_character(text, at);
    characters.push_back(text.substr(begin, at - begin));
  }
  return characters;
}

bool is_latin_or_digit(const std::string& character) {
  return character.size() == 1 && std::isalnum(static_cast<unsigned char>(character[0]));
}

// A scan that shares nothing with the searcher but normalize().
bool scan_finds(const std::string& normalized, const std::string& keyword) {
  for (std::size_t at = normalized.find(keyword); at != std::string::npos;
       at = normalized.find(keyword, at + 1)) {
    const std::size_t end = at + keyword.size();
    const bool cuts_left = at > 0 && is_latin_or_digit(keyword.substr(0, 1)) &&
                           is_latin_or_digit(normalized.substr(at - 1, 1));
    const bool cuts_right = end < normalized.size() &&
                            is_latin_or_digit(keyword.substr(keyword.size() - 1)) &&
                            is_latin_or_digit(normalized.substr(end, 1));
    if (!cuts_left && !cuts_right) return true;
  }
  return false;
}

class Exactness : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = new TemporaryDirectory;
    articles_ = new std::vector<Article>(paragraphs());
    write_archive(directory_->path() + "/archive.idx", *articles_);
  }
  static void TearDownTestSuite() {
    delete articles_;
    delete directory_;
  }

  static std::set<std::string> scan(const std::vector<std::string>& keywords) {
    std::set<std::string> ids;
    for (const Article& article : *articles_) {
      const std::string title = normalize(article.title);
      const std::string body = normalize(article.body);
      if (std::ranges::all_of(keywords, [&](const std::string& keyword) {
            return scan_finds(title, keyword) || scan_finds(body, keyword);
          })) {
        ids.insert(article.id);
      }
    }
    return ids;
  }

  static std::set<std::string> search(const std::string& query, Match match) {
    Searcher searcher(directory_->path() + "/archive.idx");
    SearchOptions options;
    options.limit.reset();
    options.match = match;
    options.with_snippets = false;
    const SearchResult result = searcher.search(query, options);
    std::set<std::string> ids;
    for (const Hit& hit : result.hits) ids.insert(hit.id);
    EXPECT_EQ(ids.size(), result.hits.size()) << "a hit came twice: " << query;
    EXPECT_TRUE(result.total_is_exact);
    EXPECT_EQ(result.total, result.hits.size());
    return ids;
  }

  static const std::vector<Article>& articles() { return *articles_; }

 private:
  static TemporaryDirectory* directory_;
  static std::vector<Article>* articles_;
};

TemporaryDirectory* Exactness::directory_ = nullptr;
std::vector<Article>* Exactness::articles_ = nullptr;

TEST_F(Exactness, AQuotedKeywordFindsWhatAScanFinds) {
  ASSERT_GT(articles().size(), 150u);
  std::mt19937 random(20250204);
  int across_space = 0;
  int with_latin = 0;
  for (int drawn = 0; drawn < 500;) {
    const Article& article = articles()[random() % articles().size()];
    const std::vector<std::string> text = characters_of(normalize(article.body));
    const std::size_t length = 1 + random() % 6;
    if (text.size() <= length) continue;
    const std::size_t begin = random() % (text.size() - length);
    std::string keyword;
    for (std::size_t i = begin; i < begin + length; ++i) keyword += text[i];
    if (keyword.front() == ' ' || keyword.back() == ' ') continue;
    if (split_runs(keyword).empty() || keyword.find('"') != std::string::npos ||
        keyword.find('\\') != std::string::npos) {
      continue;
    }
    across_space += keyword.find(' ') != std::string::npos;
    with_latin +=
        std::ranges::any_of(text.begin() + begin, text.begin() + begin + length, is_latin_or_digit);
    EXPECT_EQ(search("\"" + keyword + "\"", Match::automatic), scan({keyword})) << keyword;
    ++drawn;
  }
  EXPECT_GT(across_space, 50);
  EXPECT_GT(with_latin, 10);
}

TEST_F(Exactness, APhraseAroundAWholeWordFindsWhatAScanFinds) {
  std::mt19937 random(1126);
  int drawn = 0;
  for (int tries = 0; tries < 2000 && drawn < 200; ++tries) {
    const Article& article = articles()[random() % articles().size()];
    const std::string text = normalize(article.body);
    const std::vector<sillok::Run> runs = split_runs(text);
    if (runs.size() < 3) continue;
    const std::size_t first = random() % (runs.size() - 2);
    const sillok::Run& before = runs[first];
    const sillok::Run& after = runs[first + 2];
    // From the last syllable of a word to the first of the next but one: "을 한국은행이 기".
    if (before.script != Script::hangul || after.script != Script::hangul) continue;
    const std::string phrase = text.substr(before.end - 3, after.begin + 3 - (before.end - 3));
    if (phrase.find_first_of("\"\\") != std::string::npos) continue;
    EXPECT_EQ(search("\"" + phrase + "\"", Match::automatic), scan({phrase})) << phrase;
    ++drawn;
  }
  EXPECT_EQ(drawn, 200);
}

TEST_F(Exactness, TwoWordsFindWhatHoldsBothStems) {
  std::mt19937 random(42104);
  for (int drawn = 0; drawn < 150; ++drawn) {
    const Article& article = articles()[random() % articles().size()];
    const std::string text = normalize(article.body);
    std::vector<std::string> words;
    std::vector<std::string> stems;
    const auto runs = split_runs(text);
    for (std::size_t tries = 0; tries < 50 && words.size() < 2; ++tries) {
      const auto& run = runs[random() % runs.size()];
      const std::string word = text.substr(run.begin, run.end - run.begin);
      if (run.script != Script::hangul || run.syllables < 2) continue;
      words.push_back(word);
      stems.push_back(word.substr(0, stem_bytes(word)));
    }
    if (words.size() < 2) continue;
    EXPECT_EQ(search(words[0] + " " + words[1], Match::all), scan(stems)) << words[0] << words[1];
  }
}

}  // namespace
}  // namespace sillok
