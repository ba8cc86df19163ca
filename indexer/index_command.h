// The command line of sillok-index, as data, and what it prints, as text. Opens no file and prints
// nothing.
#pragma once

#include <string>
#include <vector>

#include "indexer/indexer.h"

namespace sillok {

struct IndexCommand {
  enum class Action { index, inspect, generate, help, whole_help, version };

  Action action = Action::index;
  IndexingOptions indexing;
  std::string inspected;  // a file
  bool is_strict = false;
  std::string alerts;  // a file for what saved searches find in what is new, "-"; empty: none
  bool is_quiet = false;
  bool is_verbose = false;
  std::string generated;  // of generate: "man", "bash", ...
};

// Reads the arguments behind the program's name. Throws UsageError.
IndexCommand parse_index_command(const std::vector<std::string>& arguments);

// "1500", "64K", "512M", "2G", "1T" (powers of 1024) in bytes. Throws UsageError that names
// `option`.
std::uint64_t parse_byte_size(const std::string& option, const std::string& text);

// The lines at the end of a run.
std::string format_summary(const IndexingSummary& summary, const IndexingOptions& options);

// One line that says how far a run is, after `seconds`.
// Why a part was skipped, "login page (로그인)", and what was found alone, in the user's language.
std::string skip_in_words(const Skip& skip);
std::string detail_in_words(const Skip& skip);

std::string format_progress(const IndexingProgress& progress, double seconds);

}  // namespace sillok
