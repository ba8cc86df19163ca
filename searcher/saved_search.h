// Searches that are kept under a name: the arguments of sillok-search, a line each in a text file.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sillok/error.h"

namespace sillok {

struct SavedSearch {
  std::string name;
  std::vector<std::string> arguments;  // options and words as they were typed, without --save
};

// Reads lines "NAME<TAB>[\"argument\",…]" (JSON). Throws InputError that names the line that cannot
// be read.
std::vector<SavedSearch> parse_saved_searches(std::string_view text, const std::string& file);
// Gives what is wrong with a line to `on_problem` and goes on.
std::vector<SavedSearch> parse_saved_searches(
    std::string_view text, const std::string& file,
    const std::function<void(const Error& problem)>& on_problem);
std::string format_saved_searches(const std::vector<SavedSearch>& searches);

// What `file` holds; nothing when it does not exist. Throws InputError.
std::vector<SavedSearch> read_saved_searches(const std::string& file);
// Those lines that can be read.
std::vector<SavedSearch> read_saved_searches(
    const std::string& file, const std::function<void(const Error& problem)>& on_problem);

// The search of that name. Throws UsageError that lists the names there are.
SavedSearch saved_search(const std::string& file, const std::string& name);

// Keeps `search`, in the place of one of the same name. The file is replaced whole, its directory
// made. Throws UsageError when the name is none, InputError when the file cannot be written.
void save_search(const std::string& file, const SavedSearch& search);

// Takes `--name VALUE` or `--name=VALUE` out of arguments that stand before "--"; the last counts.
// Throws UsageError when there is no value.
std::optional<std::string> take_option(std::vector<std::string>& arguments, std::string_view name);

}  // namespace sillok
