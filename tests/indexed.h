// Dumps written for a test, and what an index holds, as text to compare.
#pragma once

#include <utime.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/article.h"
#include "indexer/indexer.h"
#include "tests/archive.h"

namespace sillok {

// A file of a dump; directories come by themselves.
inline std::string write_file(const std::string& path, std::string_view bytes,
                              std::int64_t modified = 0) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  if (modified != 0) {
    const utimbuf times{modified, modified};
    utime(path.c_str(), &times);
  }
  return path;
}

inline IndexingOptions indexing(const std::string& index, std::vector<std::string> dumps) {
  IndexingOptions options;
  options.index = index;
  options.dumps = std::move(dumps);
  return options;
}

// Every entry of the index, "a news/1 제목|본문" or "r news#2 제목|", sorted.
inline std::vector<std::string> entries_of(const std::string& index) {
  const Xapian::Database db(index);
  ArticleDictionaries dictionaries;
  dictionaries.add(index, read_dictionaries(db));
  std::vector<std::string> entries;
  for (auto it = db.postlist_begin(""); it != db.postlist_end(""); ++it) {
    const Article article = decode_article(db.get_document(*it).get_data(), dictionaries);
    entries.push_back((article.kind == Article::Kind::row ? "r " : "a ") + article_key(article) +
                      " " + article.title + "|" + article.body);
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace sillok
