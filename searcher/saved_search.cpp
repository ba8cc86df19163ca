#include "searcher/saved_search.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "common/text.h"
#include "sillok/error.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

bool is_name(std::string_view name) {
  return !name.empty() && to_valid_utf8(name) == name && name[0] != '-' &&
         std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

std::optional<SavedSearch> parse_line(std::string_view line) {
  const std::size_t tab = line.find('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  SavedSearch search;
  search.name = line.substr(0, tab);
  const Json arguments = Json::parse(line.substr(tab + 1), nullptr, false);
  const auto is_string = [](const Json& value) { return value.is_string(); };
  if (!is_name(search.name) || !arguments.is_array() ||
      !std::ranges::all_of(arguments, is_string)) {
    return std::nullopt;
  }
  search.arguments = arguments.get<std::vector<std::string>>();
  return search;
}

[[noreturn]] void throw_problem(const Error& problem) {
  throw InputError(problem.what(), problem.hint());
}

[[noreturn]] void throw_unwritable(const std::string& file, const std::string& problem) {
  throw InputError("saved searches " + file + ": cannot be written: " + problem,
                   "name another file in SILLOK_SAVED");
}

}  // namespace

std::vector<SavedSearch> parse_saved_searches(std::string_view text, const std::string& file) {
  return parse_saved_searches(text, file, throw_problem);
}

std::vector<SavedSearch> parse_saved_searches(
    std::string_view text, const std::string& file,
    const std::function<void(const Error& problem)>& on_problem) {
  std::vector<SavedSearch> searches;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.empty() || line[0] == '#') continue;
    std::optional<SavedSearch> search = parse_line(line);
    if (!search) {
      on_problem(
          InputError("saved searches " + file + ":" + std::to_string(number) +
                         ": the line is not a name, a tab and a list of arguments",
                     "write 금리<TAB>[\"기준금리\",\"--sort\",\"newest\"], or remove the line"));
      continue;
    }
    searches.push_back(*std::move(search));
  }
  return searches;
}

std::string format_saved_searches(const std::vector<SavedSearch>& searches) {
  std::string text;
  for (const SavedSearch& search : searches) {
    text += search.name + '\t' + Json(search.arguments).dump() + '\n';
  }
  return text;
}

std::vector<SavedSearch> read_saved_searches(const std::string& file) {
  return read_saved_searches(file, throw_problem);
}

std::vector<SavedSearch> read_saved_searches(
    const std::string& file, const std::function<void(const Error& problem)>& on_problem) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return {};
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.is_open() || stream.bad()) {
    throw InputError("saved searches " + file + ": cannot be read",
                     "see that you may read it, or name another file in SILLOK_SAVED");
  }
  return parse_saved_searches(text, file, on_problem);
}

SavedSearch saved_search(const std::string& file, const std::string& name) {
  const std::vector<SavedSearch> searches = read_saved_searches(file);
  const auto found = std::ranges::find(searches, name, &SavedSearch::name);
  if (found != searches.end()) return *found;
  std::string names;
  for (const SavedSearch& search : searches) names += (names.empty() ? "" : ", ") + search.name;
  throw UsageError("--saved: no search is saved as \"" + name + "\"",
                   names.empty() ? "save one with --save NAME QUERY" : "saved are " + names);
}

void save_search(const std::string& file, const SavedSearch& search) {
  if (!is_name(search.name)) {
    throw UsageError("--save: \"" + search.name + "\" is no name",
                     "write a word or two, such as 기준금리");
  }
  std::vector<SavedSearch> searches = read_saved_searches(file);
  std::erase_if(searches, [&](const SavedSearch& other) { return other.name == search.name; });
  searches.push_back(search);
  std::error_code error;
  const fs::path directory = fs::path(file).parent_path();
  if (!directory.empty()) fs::create_directories(directory, error);
  const std::string unfinished = file + ".new";
  std::ofstream stream(unfinished, std::ios::binary | std::ios::trunc);
  stream << format_saved_searches(searches);
  stream.close();
  if (!stream) throw_unwritable(file, std::strerror(errno));
  fs::rename(unfinished, file, error);
  if (error) throw_unwritable(file, error.message());
}

std::optional<std::string> take_option(std::vector<std::string>& arguments, std::string_view name) {
  const std::string option = "--" + std::string(name);
  std::optional<std::string> value;
  for (auto it = arguments.begin(); it != arguments.end() && *it != "--";) {
    if (it->starts_with(option + "=")) {
      value = it->substr(option.size() + 1);
      it = arguments.erase(it);
    } else if (*it == option) {
      if (std::next(it) == arguments.end()) {
        throw UsageError(option + ": needs a value after it", "see --help");
      }
      value = *std::next(it);
      it = arguments.erase(it, it + 2);
    } else {
      ++it;
    }
  }
  return value;
}

}  // namespace sillok
