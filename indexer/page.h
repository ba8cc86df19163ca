// What the parsers hand to the indexer: a piece of a dump, and the entries found in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/charset.h"

namespace sillok {

// Where a page was found and what its surroundings tell.
struct PageContext {
  std::string place;          // "dump.zip!a/b.txt"
  std::string board;          // from --board, else the containing directory; may be empty
  bool board_forced = false;  // --board was given: it overrules what the page says
  std::string url;            // from a WARC header or a mirror's file name; may be empty
  std::int64_t captured = 0;  // Unix seconds: WARC date, else the file's time; 0 when unknown
  bool captured_by_crawler = false;  // it is the crawler's own date, not a file's time
  std::string declared_charset;      // from an HTTP header
  std::string forced_charset;        // --charset
};

// A part of the input that gave no entry, and why.
struct Skip {
  std::string place;
  std::string reason;  // a short phrase that groups well: "login page", "not JSON"
  std::string detail;  // what was found; may be empty
  // Posts of the dump may be missing because of it, so that nothing may be concluded from their
  // absence.
  bool is_loss = false;
};

// How a field was found, for --inspect: "title" -> "h1.np_18px (sketchbook5)".
using FieldRules = std::map<std::string, std::string>;

// What one page, line or record yielded. Articles carry kind article or row.
struct Parsed {
  std::string format;  // "text", "html", "jsonl", "csv"
  std::string engine;  // "rhymix", "gnuboard5", ...; empty when not a board page
  CharsetVerdict charset;
  std::vector<Article> articles;
  std::vector<Skip> skips;
  FieldRules rules;
};

}  // namespace sillok
