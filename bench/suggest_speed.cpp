// Latency of searches that find nothing and are answered with suggestions, on an archive of so many
// distinct words.
//
// usage: suggest_speed [WORDS [QUERIES]]
//
// Makes an archive of WORDS (default 1,000,000) distinct words of two to seven random syllables, a
// tenth of them Latin, in articles of 200 words; then asks QUERIES (default 500) words of it, each
// spoilt in one of five ways: a wrong key, two in a long word, the other layout, initials, two
// words without their space. Prints latencies, and how often the word is the first suggestion.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "common/keystrokes.h"
#include "common/text.h"
#include "common/word_list.h"
#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

using Random = std::mt19937;

// Syllables as common as those of Korean text: few of them make most of it.
std::string random_word(Random& random) {
  std::string word;
  if (random() % 10 == 0) {
    for (unsigned i = 4 + random() % 7; i > 0; --i) word += static_cast<char>('a' + random() % 26);
    return word;
  }
  for (unsigned i = 2 + random() % 6; i > 0; --i) {
    const double place = std::generate_canonical<double, 32>(random);
    const auto syllable = static_cast<char32_t>(place * place * 2350);
    append_character(word, 0xAC00 + syllable * 4 + syllable % 3);
  }
  return word;
}

std::vector<std::string> distinct_words(std::size_t count, Random& random) {
  std::set<std::string> words;
  while (words.size() < count) words.insert(random_word(random));
  std::vector<std::string> shuffled(words.begin(), words.end());
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  return shuffled;
}

void write_words(const std::string& index, const std::vector<std::string>& words) {
  constexpr std::size_t kWordsOfArticle = 200;
  std::vector<Article> articles;
  for (std::size_t i = 0; i < words.size(); i += kWordsOfArticle) {
    std::string body;
    for (std::size_t w = i; w < std::min(i + kWordsOfArticle, words.size()); ++w) {
      body += words[w] + " ";
    }
    articles.push_back(make_article(std::to_string(i), "제목", std::move(body)));
  }
  write_archive(index, articles);
}

// The word with a wrong key.
std::string spoilt(const std::string& word, Random& random) {
  std::vector<char32_t> characters;
  for (std::size_t at = 0; at < word.size();) characters.push_back(next_character(word, at));
  char32_t& c = characters[random() % characters.size()];
  if (is_hangul_syllable(c)) {
    const char32_t place = c - 0xAC00;
    c = 0xAC00 + (place / 588 + 1 + random() % 18) % 19 * 588 + place % 588;
  } else {
    c = 'a' + (c - 'a' + 1 + random() % 25) % 26;
  }
  std::string text;
  for (const char32_t one : characters) append_character(text, one);
  return text;
}

struct Case {
  const char* name;
  std::string (*query)(const std::string& word, const std::string& next, Random& random);
};

constexpr Case kCases[] = {
    {"one wrong key", [](const std::string& word, const std::string&,
                         Random& random) { return spoilt(word, random); }},
    {"two wrong keys",
     [](const std::string& word, const std::string&, Random& random) {
       return keystrokes(word).size() < 12 ? spoilt(word, random)
                                           : spoilt(spoilt(word, random), random);
     }},
    {"other layout",
     [](const std::string& word, const std::string&, Random&) { return keystrokes(word); }},
    {"initials", [](const std::string& word, const std::string&,
                    Random&) { return initials(word).value_or(word); }},
    {"no space",
     [](const std::string& word, const std::string& next, Random&) { return word + next; }},
};

double percentile(const std::vector<double>& sorted, double part) {
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * sorted.size()))];
}

void measure(Searcher& searcher, const Case& kind, const std::vector<std::string>& words,
             std::size_t queries, Random& random) {
  std::vector<double> took;
  std::vector<double> took_without;
  const auto timed = [&](const std::string& query, Suggest suggest) {
    SearchOptions options;
    options.suggest = suggest;
    const auto start = std::chrono::steady_clock::now();
    SearchResult result = searcher.search(query, options);
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    (suggest == Suggest::off ? took_without : took).push_back(time.count());
    return result;
  };
  std::size_t found = 0;
  for (std::size_t i = 0; took.size() < queries; ++i) {
    const std::string& word = words[i];
    if (static_cast<unsigned char>(word.front()) < 0x80) continue;
    const std::string query = kind.query(word, words[i + 1], random);
    timed(query, Suggest::off);
    const SearchResult result = timed(query, Suggest::show);
    if (!result.suggestions.empty() && result.suggestions.front().to.starts_with(word)) ++found;
  }
  std::ranges::sort(took);
  std::ranges::sort(took_without);
  std::printf(
      "%-16s p50 %5.2f ms  p95 %5.2f ms  most %5.2f ms; off p50 %5.2f ms  p95 %5.2f ms; "
      "first suggestion right %3.0f%%\n",
      kind.name, percentile(took, .5), percentile(took, .95), took.back(),
      percentile(took_without, .5), percentile(took_without, .95),
      100.0 * static_cast<double>(found) / static_cast<double>(queries));
}

void run(std::size_t count, std::size_t queries) {
  const TemporaryDirectory directory;
  const std::string index = directory.path() + "/words.idx";
  Random random(20250204);
  const std::vector<std::string> words = distinct_words(count, random);
  write_words(index, words);
  const auto bytes = std::filesystem::file_size(index + "/generation-1/" + kWordListName);
  std::printf("%zu distinct words: the list has %.1f MB, %.1f bytes a word\n", words.size(),
              static_cast<double>(bytes) / 1e6,
              static_cast<double>(bytes) / static_cast<double>(words.size()));
  Searcher searcher(index);
  for (const Case& kind : kCases) measure(searcher, kind, words, queries, random);
}

}  // namespace
}  // namespace sillok

int main(int argc, char** argv) {
  const auto argument = [&](int place, std::size_t otherwise) {
    return argc > place ? static_cast<std::size_t>(std::atoll(argv[place])) : otherwise;
  };
  sillok::run(argument(1, 1'000'000), argument(2, 500));
}
