// The version file of a glass database, and whether the Xapian at hand writes the same format.
// Used by the glass_* files alone.
#pragma once

#include <cstdint>
#include <string>

#include "indexer/glass_table.h"

namespace sillok::glass {

struct DatabaseStatistics {
  std::uint32_t documents = 0;
  std::uint32_t last_document = 0;
  std::uint32_t shortest = 0;  // length of the shortest document that has one; 0 when none has
  std::uint32_t longest = 0;
  std::uint32_t highest_wdf = 0;
  std::uint64_t total_length = 0;

  void forget_bounds() { shortest = longest = highest_wdf = 0; }
};

struct TableRoots {
  TableRoot postlist;
  TableRoot docdata;
  TableRoot termlist;
};

// Writes DIRECTORY/iamglass, which makes the tables beside it a database.
void write_version_file(const std::string& directory, const TableRoots& roots,
                        const DatabaseStatistics& statistics);

// Names another root for the termlist table, of a file that was written once. Everything else
// stays, of a database that Xapian has updated as well. Throws IndexError when the file is damaged.
void replace_termlist_root(const std::string& directory, const TableRoot& root);

// What a version file says of a database.
struct DatabaseHead {
  TableRoots roots;
  DatabaseStatistics statistics;
};

// Throws IndexError when the file is damaged or of another format, or when the database holds
// positions, spellings or synonyms, which this module does not know.
DatabaseHead read_version_file(const std::string& directory);

// Throws IndexError with a hint when the Xapian library writes another glass format than this
// module. Asks it once a process, by a small database under `scratch`, a directory that exists.
void check_format(const std::string& scratch);

}  // namespace sillok::glass
