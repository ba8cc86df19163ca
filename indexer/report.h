// What was done with each entry of a dump: one JSON line an entry, and sums over all.
//
// A line of the report, keys without a value left out:
//   {"place": "dump.zip!a.html", "format": "html", "engine": "rhymix",
//    "charset": {"declared": "euc-kr", "detected": "windows-949", "confidence": 0.98,
//                "undecodable": 0, "repaired": false},
//    "name_charset": {"detected": "windows-949", ...},
//    "articles": 1, "rows": 19, "added": 20, "changed": 0, "unchanged": 0, "repeated": 0,
//    "replaced": [{"post": "news/123", "was": "row"}],
//    "skipped": "login page", "skips": [{"place": ..., "reason": ..., "detail": ...}]}
// "replaced" are the posts of which this entry takes the place of an earlier one: "row" or
// "article" of this dump, "row of the index" or "article of the index". "skipped" stands where the
// entry gave nothing at all, with the first reason.
#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/identity.h"
#include "indexer/parse.h"

namespace sillok {

// What an entry took the place of.
enum class Replaced : std::uint8_t { nothing, row, article, row_of_index, article_of_index };

// What became of one entry.
struct EntryReport {
  std::uint64_t entry = 0;
  std::string place;
  std::string format;
  std::string engine;
  CharsetVerdict charset;
  CharsetVerdict name_charset;
  std::uint64_t articles = 0;
  std::uint64_t rows = 0;
  std::uint64_t added = 0;
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t repeated = 0;
  std::vector<std::pair<std::string, Replaced>> replaced;  // the first of the posts
  std::uint64_t skip_count = 0;
  std::vector<Skip> skips;  // the first of them
};

std::string report_line(const EntryReport& report);

// Skips with the same reason.
struct SkipGroup {
  std::uint64_t count = 0;
  Skip example;  // the first
};
using SkipGroups = std::map<std::string, SkipGroup>;

struct RepeatedArticles {
  std::uint64_t count = 0;
  std::string example_place;  // the first
  std::string example_key;
};

// Gathers the pieces of each entry, in order, and writes its line when the next one begins.
class ReportWriter {
 public:
  using OnSkip = std::function<void(const Skip&)>;
  // Throws UsageError when a file is named and cannot be written. `on_skip` may be empty.
  explicit ReportWriter(std::string path, OnSkip on_skip = {});

  // To be called for each piece before its entries are counted.
  void begin_piece(const ParsedPiece& piece);
  // Counts one entry of the piece.
  void count(const Article& article, Outcome outcome, Replaced replaced);
  // Throws IndexError when the file could not be written.
  void finish();

  std::uint64_t entries() const { return entries_; }
  std::uint64_t articles() const { return articles_; }
  std::uint64_t rows() const { return rows_; }
  // Articles that another entry of the dump stands for, or that stand for an earlier one.
  const RepeatedArticles& repeated() const { return repeated_; }
  const SkipGroups& skips() const { return skips_; }
  // False when part of the input could not be read, so that posts may be missing.
  bool is_complete() const { return is_complete_; }

 private:
  void count_repeated(const Article& article);
  void end_entry();

  std::string path_;
  OnSkip on_skip_;
  std::ofstream file_;
  EntryReport current_;
  std::uint64_t entries_ = 0;
  std::uint64_t articles_ = 0;
  std::uint64_t rows_ = 0;
  RepeatedArticles repeated_;
  SkipGroups skips_;
  bool is_complete_ = true;
};

}  // namespace sillok
