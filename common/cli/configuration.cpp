#include "common/cli/configuration.h"

#include <sillok/error.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace sillok {
namespace {

namespace fs = std::filesystem;

struct Key {
  std::string_view name;
  bool is_path;
};

constexpr std::array kKeys = {Key{"index", true},    Key{"synonyms", true},   Key{"words", true},
                              Key{"recency", false}, Key{"limit", false},     Key{"hanja", false},
                              Key{"color", false},   Key{"hyperlinks", false}};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

// A comment begins at a "#" behind white space.
std::string_view without_comment(std::string_view text) {
  return text.substr(0, std::min(text.find(" #"), text.find("\t#")));
}

std::string known_keys() {
  std::string names;
  for (const Key& key : kKeys) names += (names.empty() ? "" : ", ") + std::string(key.name);
  return names;
}

std::string resolved_path(std::string_view value, const std::string& file,
                          const std::string& home) {
  if (value.find('/') == std::string_view::npos && value.find(':') != std::string_view::npos) {
    return std::string(value);  // host:port
  }
  if (value == "~" || value.starts_with("~/")) return home + std::string(value.substr(1));
  return (fs::path(file).parent_path() / value).lexically_normal().string();
}

}  // namespace

Configuration::Configuration(std::string_view text, const std::string& path,
                             const std::string& home) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view raw = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(raw.size() + 1, text.size()));
    const std::string_view line = trimmed(raw);
    if (line.empty() || line.front() == '#') continue;
    const std::string origin = path + ":" + std::to_string(number);
    const std::size_t equals = line.find('=');
    const std::string_view name = trimmed(line.substr(0, equals));
    const auto* const key = std::ranges::find(kKeys, name, &Key::name);
    if (equals == std::string_view::npos || key == kKeys.end()) {
      throw UsageError(origin + ": \"" + std::string(line) + "\" is no setting",
                       "write key = value; keys are " + known_keys());
    }
    const std::string_view value = trimmed(without_comment(line.substr(equals + 1)));
    settings_.push_back({std::string(name),
                         key->is_path ? resolved_path(value, path, home) : std::string(value),
                         origin});
  }
}

std::vector<Setting> Configuration::all(std::string_view key) const {
  std::vector<Setting> found;
  for (const Setting& setting : settings_) {
    if (setting.key == key) found.push_back(setting);
  }
  return found;
}

std::string configuration_path(const std::function<std::string(const char*)>& variable) {
  const std::string named = variable("SILLOK_CONFIG");
  if (!named.empty()) return named;
  std::vector<std::string> places;
  if (const std::string own = variable("XDG_CONFIG_HOME"); !own.empty()) {
    places.push_back(own);
  } else if (const std::string home = variable("HOME"); !home.empty()) {
    places.push_back(home + "/.config");
  }
  std::string shared = variable("XDG_CONFIG_DIRS");
  if (shared.empty()) shared = "/etc/xdg";
  for (std::size_t begin = 0; begin <= shared.size();) {
    const std::size_t end = std::min(shared.find(':', begin), shared.size());
    if (end > begin) places.push_back(shared.substr(begin, end - begin));
    begin = end + 1;
  }
  for (const std::string& place : places) {
    std::error_code ignored;
    const std::string path = place + "/sillok/config";
    if (fs::is_regular_file(path, ignored)) return path;
  }
  return {};
}

}  // namespace sillok
