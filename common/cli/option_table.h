// The options of a program as data: the parser, --help, the manual and the completions of the
// shells are made from the same table. Used by both programs.
#pragma once

#include <boost/program_options.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sillok {

struct Option {
  const char* name;   // long name, or long and short name as Boost writes them: "limit,n"
  const char* value;  // what the value is called; empty when it takes none. FILE, INDEX and DUMP
                      // are completed as paths.
  const char* help;
  const char* choices = "";  // the values there are, separated by spaces; empty: any
  bool everyday = false;     // listed by --help, not only by --help all
};

struct OptionGroup {
  const char* title;
  std::span<const Option> options;
};

// What stands beside a thing that is to be explained.
using Explained = std::pair<const char*, const char*>;

struct Program {
  const char* name;      // "sillok-search"
  const char* summary;   // what it does, as the manual's first line wants it
  const char* synopsis;  // its arguments
  const char* operand;   // what an argument that is no option is: "DUMP" is a path, "QUERY" is not
  std::span<const char* const> description;  // paragraphs of the manual
  std::span<const OptionGroup> groups;
  std::span<const char* const> quick;  // lines behind the options of --help
  std::span<const Explained> examples;
  std::span<const Explained> exit_status;
  std::span<const Explained> environment;
  std::span<const char* const> query_words;  // what a query may begin with, for completion
  const char* see_also;                      // manuals: "sillok-query(7)"
};

// "limit" and "n" of "limit,n".
std::string_view long_name(const Option& option);
std::string_view short_name(const Option& option);

// For Boost. An option with a value may be repeated: its value is a vector of strings.
boost::program_options::options_description describe_options(const Program& program);

// What --help prints, at most 24 lines of 80 columns, and --help all.
std::string short_help(const Program& program);
std::string whole_help(const Program& program);

// What --generate prints: "man", "bash", "zsh" or "fish". Throws UsageError for another name.
std::string generate(const Program& program, std::string_view what);

}  // namespace sillok
