// What is new for each saved search. The one part that knows both sides: sillok-index calls it when
// it has published, and it searches as sillok-search would.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/command_files.h"
#include "searcher/saved_search.h"
#include "sillok/error.h"

namespace sillok {

// What a run of sillok-index has published.
struct NewEntries {
  std::vector<std::string> indexes;    // the index as it is named, and its shards
  std::vector<std::string> databases;  // that hold what was added or changed, and nothing else
  // Whether the index held an entry of this key before.
  std::function<bool(std::string_view key)> was_known;
};

struct AlertSink {
  std::function<void(const std::string& line)> write;  // a JSON object and a line feed
  // A saved search that could not be run, or a line of its files that could not be read.
  std::function<void(const std::string& place, const Error& problem)> on_problem;
};

// Writes a line for each saved search and each new entry that it finds, the oldest first, and
// returns how many. A search finds what holds every word, or what its --match says, however many;
// one that names indexes with -d is run only when this is among them.
std::size_t write_alerts(const std::vector<SavedSearch>& searches, const NewEntries& entries,
                         const Variables& variable, const AlertSink& sink);

}  // namespace sillok
