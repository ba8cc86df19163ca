#include "indexer/dump.h"

namespace sillok {

std::string containing_directory(std::string_view place) {
  constexpr std::string_view kArchiveSuffixes[] = {".zip", ".tar", ".tgz", ".txz", ".7z",
                                                   ".gz",  ".xz",  ".zst", ".bz2"};
  const auto strip_suffixes = [&](std::string_view name) {
    for (bool found = true; found;) {
      found = false;
      for (const auto suffix : kArchiveSuffixes) {
        if (name.size() > suffix.size() && name.ends_with(suffix)) {
          name.remove_suffix(suffix.size());
          found = true;
        }
      }
    }
    return name;
  };
  // Steps outwards: a directory inside the archive, else the archive's own name, else its parent.
  const auto end = place.find_last_of("/!");
  if (end == std::string_view::npos) return {};
  const auto outer = place.substr(0, end);
  auto name = outer.substr(outer.find_last_of("/!") + 1);
  if (place[end] == '!') name = strip_suffixes(name);
  return name == "." || name == ".." ? std::string() : std::string(name);
}

}  // namespace sillok
