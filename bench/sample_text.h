// Korean text for the benchmarks: the paragraphs of the archive in data/, repeated.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/article.h"

namespace sillok {

inline std::string sample_text() {
  std::string text;
  for (const char* name : {"news", "economy", "local"}) {
    const std::string path = std::string(SILLOK_SOURCE_DIR "/data/source/") + name + ".txt";
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    text.append(std::istreambuf_iterator<char>(file), {});
  }
  return text;
}

// Articles of about three kilobytes each, as news has them.
inline std::vector<Article> sample_articles() {
  constexpr std::size_t kBodyBytes = 3000;
  const std::string text = sample_text();
  std::vector<Article> articles;
  for (std::size_t at = 0; at + kBodyBytes < text.size(); at += kBodyBytes) {
    std::size_t begin = text.find(' ', at) + 1;
    std::size_t end = text.find(' ', begin + kBodyBytes - 200);
    Article article;
    article.id = std::to_string(articles.size());
    article.board = "news";
    article.date = "2025-02-04";
    article.title = text.substr(begin, text.find(' ', begin + 60) - begin);
    article.body = text.substr(begin, end - begin);
    articles.push_back(std::move(article));
  }
  return articles;
}

}  // namespace sillok
