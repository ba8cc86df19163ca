// The command line of sillok-search, as data. Opens no file and prints nothing.
#pragma once

#include <sillok/searcher.h>

#include <string>
#include <vector>

#include "common/cli/configuration.h"
#include "searcher/output.h"

namespace sillok {

// Setting::origin of what an argument sets.
inline constexpr const char* kCommandLineOrigin = "command line";

struct CommandLine {
  enum class Action {
    search,
    count,
    like,
    show,
    print_template,
    print_config,
    generate,
    help,
    whole_help,
    version
  };
  enum class When { automatic, always, never };

  Action action = Action::search;
  std::vector<std::string> indexes;
  std::string query;               // of search and count
  std::vector<std::string> shown;  // of show: ids or keys
  std::string model;               // of like: an id or key
  // Queries of search and count, "id<TAB>text" a line, "-" for standard input; empty: none.
  std::string batch_path;
  std::vector<std::string> synonym_paths;  // files of the vocabulary, which the caller reads
  std::vector<std::string> word_paths;
  OpenOptions open;
  SearchOptions search;
  OutputOptions output;  // colour and columns are left to the caller, who knows the terminal
  When color = When::automatic;
  When hyperlinks = When::automatic;
  bool is_quiet = false;
  bool is_verbose = false;
  std::vector<Setting> settings;  // in force, and where each comes from
  std::string generated;          // of generate: "man", "bash", ...
};

// What holds unless the command line says otherwise.
struct Defaults {
  std::string indexes;  // separated by ":"; before those of the configuration
  Configuration configuration;
};

// Reads the arguments behind the program's name. Options may stand before and behind the query's
// words; an argument with one dash that is no option is a word to leave out (-카카오), and all
// behind "--" is query. Throws UsageError.
CommandLine parse_command_line(const std::vector<std::string>& arguments, const Defaults& defaults);

}  // namespace sillok
