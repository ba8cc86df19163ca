// A dump to pieces that can be parsed independently of each other: pages whole, records in bunches
// of about a mebibyte.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "indexer/dump.h"
#include "indexer/html_tree.h"
#include "indexer/page.h"
#include "indexer/page_format.h"
#include "indexer/records.h"

namespace sillok {

// How a dump is to be read.
struct ReadOptions {
  std::string board;                 // of everything; empty: from the page or its directory
  std::optional<PageFormat> format;  // nothing: found from the content
  FieldMap fields;
  std::string charset;       // overrules what documents declare; empty: found
  std::string name_charset;  // of names that are not UTF-8; empty: found
  DumpLimits limits;
  std::vector<std::string> excluded;  // files and directories that are no part of the dump
  HtmlLimits html;
  std::size_t json_depth = kJsonDepth;
};

// A page, or a run of whole records, or nothing but skips. Pieces of one entry follow each other.
struct Piece {
  std::uint64_t entry = 0;  // number of the page or file in the dump, from 1
  PageFormat format = PageFormat::none;
  PageContext context;
  CharsetVerdict name_charset;
  bool capture_certain = false;  // context.captured comes from the crawler
  std::int64_t file_time = 0;    // for records that do not say when they were captured
  std::string bytes;
  std::uint64_t first_line = 1;
  std::shared_ptr<const CsvHeader> header;
  std::vector<Skip> skips;
};

// Some pieces, together worth handing to a thread.
struct Unit {
  std::vector<Piece> pieces;
  std::size_t bytes = 0;
};

// Reads everything below `paths` and gives it to `on_unit` in order. Both callbacks may throw to
// stop. Throws InputError when a path does not exist.
void read_dump(const std::vector<std::string>& paths, const ReadOptions& options,
               const std::function<void(Unit)>& on_unit,
               const std::function<void(const DumpProgress&)>& on_progress);

}  // namespace sillok
