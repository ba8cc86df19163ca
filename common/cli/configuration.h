// The optional file with a user's defaults. Used by sillok-search; the library never reads it.
//
//   # ~/.config/sillok/config
//   index = ~/archive/news.idx       several lines: several indexes
//   synonyms = synonyms.txt          a path without "/" at its beginning is beside this file
//   recency = 90d
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

struct Setting {
  std::string key;
  std::string value;
  std::string origin;  // where it was set: "/home/kim/.config/sillok/config:3"
};

class Configuration {
 public:
  Configuration() = default;
  // Reads the text of the file at `path`; `home` replaces "~". Throws UsageError that names the
  // line when it is no setting or its key is unknown.
  Configuration(std::string_view text, const std::string& path, const std::string& home);

  const std::vector<Setting>& settings() const { return settings_; }
  std::vector<Setting> all(std::string_view key) const;

 private:
  std::vector<Setting> settings_;
};

// The file to read: what SILLOK_CONFIG names, whether it is there or not; else the first that is
// there of $XDG_CONFIG_HOME/sillok/config (~/.config) and those of $XDG_CONFIG_DIRS (/etc/xdg).
// Empty when there is none. `variable` gives the value of an environment variable, empty when it is
// not set.
std::string configuration_path(const std::function<std::string(const char*)>& variable);

}  // namespace sillok
