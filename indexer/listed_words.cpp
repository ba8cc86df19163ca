#include "indexer/listed_words.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "common/schema.h"
#include "common/word_list.h"
#include "sillok/error.h"

namespace sillok {
namespace {

constexpr std::size_t kMostWords = 2'000'000;

void keep_most_frequent(std::vector<CountedWord>& words) {
  if (words.size() <= kMostWords) return;
  const auto last = words.begin() + kMostWords;
  std::nth_element(words.begin(), last, words.end(), [](const auto& a, const auto& b) {
    return a.entries != b.entries ? a.entries > b.entries : a.text < b.text;
  });
  words.erase(last, words.end());
}

}  // namespace

void write_word_list(const Xapian::Database& db, const std::string& directory) {
  std::vector<CountedWord> words;
  const std::string prefix(kTokenPrefix);
  for (auto term = db.allterms_begin(prefix); term != db.allterms_end(prefix); ++term) {
    const std::string text = (*term).substr(prefix.size());
    if (is_listed_word(text)) words.push_back({text, term.get_termfreq()});
    if (words.size() == 2 * kMostWords) keep_most_frequent(words);
  }
  keep_most_frequent(words);
  const std::string path = (std::filesystem::path(directory) / kWordListName).string();
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << encode_word_list(std::move(words));
  file.close();
  if (!file) throw IndexError("index: the list of words cannot be written: " + path);
}

}  // namespace sillok
