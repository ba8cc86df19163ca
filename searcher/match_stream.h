// The matches of a query of terms, one after the other.
#pragma once

#include <xapian.h>

#include <memory>
#include <optional>

#include "searcher/match_count.h"
#include "searcher/posting_cursor.h"

namespace sillok {

class MatchStream {
 public:
  virtual ~MatchStream() = default;

  // The first match at or after `docid`; 0 when there is none. `docid` must not fall from one call
  // to the next.
  virtual Xapian::docid seek(Xapian::docid docid) = 0;
};

// nullptr when `query` is more than terms joined by AND, OR, AND NOT, AND MAYBE and filters,
// weights aside. At a match the `shared` cursors of the terms that every match holds are there too;
// whoever shares them may move them to matches alone.
std::unique_ptr<MatchStream> make_match_stream(const Xapian::Query& query,
                                               const Xapian::Database& db,
                                               SharedCursors* shared = nullptr);

// How many matches such a query has at most.
Xapian::doccount most_matches(const Xapian::Query& query, const Xapian::Database& db);

// Counts the first kCountedAtLeast matches; how many more there are is likely from where they end.
// nullopt for another query.
std::optional<MatchCount> count_stream(const Xapian::Query& query, const Xapian::Database& db);

}  // namespace sillok
