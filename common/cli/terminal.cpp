#include "common/cli/terminal.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>

namespace sillok {
namespace {

namespace fs = std::filesystem;

long number_of(const std::string& text) {
  long number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// As RFC 3986 wants it; the bytes of UTF-8 are escaped each.
std::string escaped_path(std::string_view path) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
  }
  return out;
}

bool is_file(const std::string& path) {
  std::error_code ignored;
  return !path.empty() && fs::is_regular_file(path, ignored);
}

}  // namespace

bool takes_colors(const Variable& variable) {
  return variable("TERM") != "dumb" && variable("NO_COLOR").empty();
}

bool takes_links(const Variable& variable) {
  const std::string term = variable("TERM");
  if (term == "dumb" || term == "linux" || term.starts_with("screen") || term.starts_with("tmux")) {
    return false;
  }
  if (number_of(variable("VTE_VERSION")) >= 5000) return true;
  for (const char* name : {"KONSOLE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM"}) {
    if (!variable(name).empty()) return true;
  }
  const std::string program = variable("TERM_PROGRAM");
  for (const char* name : {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"}) {
    if (program == name) return true;
  }
  for (const char* name : {"xterm-kitty", "alacritty", "foot", "contour", "xterm-ghostty"}) {
    if (term.starts_with(name)) return true;
  }
  return false;
}

std::string file_link(std::string_view place, std::string_view host) {
  std::string path(place);
  while (!is_file(path)) {
    const std::size_t end = path.find_last_of("!:");
    if (end == std::string::npos) return {};
    path.erase(end);
  }
  std::error_code failed;
  const std::string absolute = fs::absolute(path, failed).lexically_normal().string();
  if (failed) return {};
  return "file://" + std::string(host) + escaped_path(absolute);
}

}  // namespace sillok
