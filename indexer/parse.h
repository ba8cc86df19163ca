// A piece of a dump to entries that are ready for the decision which of them stay. Runs on many
// threads at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/article.h"
#include "indexer/dump_reader.h"
#include "indexer/found_entry.h"
#include "indexer/page.h"

namespace sillok {

struct ParsedPiece {
  std::uint64_t entry = 0;
  std::string place;
  std::string format;
  std::string engine;
  CharsetVerdict charset;
  CharsetVerdict name_charset;
  std::vector<FoundEntry> found;
  std::vector<Skip> skips;
};

// What the parser of the piece's format yields, completed by what the surroundings tell.
Parsed parse_page(const Piece& piece, const ReadOptions& options);

// Parses, and looks each entry up in `stored`, the index before this run; null when there is none.
ParsedPiece parse_piece(const Piece& piece, const ReadOptions& options,
                        const StoredEntries* stored);

}  // namespace sillok
