#include "searcher/command_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "common/text.h"

namespace sillok {
namespace {

std::string read_text_file(const std::string& option, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  if (file) file.peek();  // a directory opens, but cannot be read
  if (file || file.eof()) text.assign(std::istreambuf_iterator<char>(file), {});
  if (!file && !file.eof()) {
    throw InputError(option + " " + path + ": " + std::strerror(errno), "give a text file");
  }
  return text;
}

}  // namespace

std::string saved_searches_file(const Variables& variable) {
  for (const auto& [name, rest] :
       {std::pair{"SILLOK_SAVED", ""}, std::pair{"XDG_CONFIG_HOME", "/sillok/saved"},
        std::pair{"HOME", "/.config/sillok/saved"}}) {
    if (const std::string place = variable(name); !place.empty()) return place + rest;
  }
  throw UsageError("no place is known for saved searches", "name a file in SILLOK_SAVED");
}

Configuration read_configuration(const std::vector<std::string>& arguments,
                                 const Variables& variable) {
  const auto options_end = std::ranges::find(arguments, "--");
  if (std::find(arguments.begin(), options_end, "--no-config") != options_end) return {};
  const std::string path = configuration_path(variable);
  if (path.empty()) return {};
  return Configuration(to_valid_utf8(read_text_file("SILLOK_CONFIG:", path)), path,
                       variable("HOME"));
}

std::shared_ptr<const Vocabulary> read_vocabulary(
    const CommandLine& command,
    const std::function<void(const std::string& place, const Error& problem)>& on_problem) {
  const auto vocabulary = std::make_shared<Vocabulary>();
  const auto read = [&](const std::string& option, const std::vector<std::string>& paths,
                        auto read_lines) {
    for (const std::string& path : paths) {
      for (const LineProblem& bad : read_lines(read_text_file(option, path), *vocabulary)) {
        on_problem(path + ":" + std::to_string(bad.line) + ": ", Error("the line " + bad.problem));
      }
    }
  };
  read("--synonyms", command.synonym_paths, read_synonyms);
  read("--words", command.word_paths, read_words);
  return vocabulary;
}

}  // namespace sillok
