// Conditions to Xapian queries: which articles are worth verifying. No weights here: ranking.h.
#pragma once

#include <xapian.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/condition.h"
#include "searcher/term_statistics.h"

namespace sillok {

// Which bigrams an archive has with a given syllable in second place, found once a syllable: a
// term dictionary is sorted by the first.
class BigramCatalog {
 public:
  // A remote index sends its whole dictionary whatever is skipped: `is_remote` reads it once.
  explicit BigramCatalog(Xapian::Database db, bool is_remote = false)
      : db_(std::move(db)), is_remote_(is_remote) {}

  // The terms of `prefix` (B, or SB of titles) that end with `syllable`, a whole character. About
  // two seeks in the dictionary for every distinct first syllable of the archive: milliseconds.
  const std::vector<std::string>& ending_with(std::string_view prefix, std::string_view syllable);

 private:
  void read_all(const std::string& start);
  void find(const std::string& start, std::string_view syllable, std::vector<std::string>& terms);

  Xapian::Database db_;
  bool is_remote_;
  std::set<std::string> read_;  // prefixes whose terms are all in found_
  std::map<std::string, std::vector<std::string>> found_;
};

struct Candidates {
  Xapian::Query query;  // a superset of what the condition holds for
  bool is_exact;        // no more than that: nothing needs verifying
};

Candidates make_candidates(const Condition& condition, const Xapian::Database& db,
                           BigramCatalog& catalog);

// `condition` without the readings of Han that no article has.
Condition without_absent_readings(Condition condition, const TermStatistics& statistics);

// The terms of Han read as `needle` (a reading) that the index has, less the prefix of a title.
std::vector<std::string> reading_terms(const Needle& needle, const TermStatistics& statistics);

// Adds all terms that such readings in `condition` may have.
void append_reading_terms(const Condition& condition, std::vector<std::string>& terms);

// The fewest year, month and day terms that cover `dates`; an open end reaches to the first or
// last year that `db` has.
Xapian::Query date_query(const DateRange& dates, const Xapian::Database& db);

}  // namespace sillok
