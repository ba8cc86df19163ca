// Results as a person reads them on a terminal. Used by output.cpp.
#pragma once

#include <sillok/searcher.h>

#include <string>
#include <vector>

#include "searcher/output.h"

namespace sillok {

// A line with the totals and the query, then the hits; in Match::automatic under a line that says
// so those that do not hold every word.
std::string format_text_result(const SearchResult& result, const std::vector<HitField>& fields,
                               const OutputOptions& options);

// Whole entries, a blank line between two.
std::string format_text_entries(const std::vector<Hit>& entries,
                                const std::vector<HitField>& fields, const OutputOptions& options);

}  // namespace sillok
