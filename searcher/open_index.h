// Opening indexes, one or several, and what they say of themselves.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "sillok/searcher.h"

namespace sillok {

struct OpenedIndex {
  Xapian::Database db;  // all of them as one
  IndexSummary summary;
};

// Throws IndexError naming the index that is missing, damaged or of another version.
OpenedIndex open_indexes(const std::vector<std::string>& paths);

}  // namespace sillok
