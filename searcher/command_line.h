// The command line of sillok-search, as data. Opens no file and prints nothing.
#pragma once

#include <sillok/searcher.h>

#include <string>
#include <vector>

#include "searcher/output.h"

namespace sillok {

struct CommandLine {
  enum class Action { search, count, like, show, print_template, help, version };
  enum class Color { automatic, always, never };

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
  Color color = Color::automatic;
};

// Reads the arguments behind the program's name. Options may stand before and behind the query's
// words; an argument with one dash that is no option is a word to leave out (-카카오), and all
// behind "--" is query. `default_indexes`, separated by ":", is used when no --index is given.
// Throws UsageError.
CommandLine parse_command_line(const std::vector<std::string>& arguments,
                               const std::string& default_indexes);

std::string help_text();

}  // namespace sillok
