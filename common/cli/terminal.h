// What the terminal behind standard output can do, and links to files for it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace sillok {

// The value of an environment variable, empty when it is not set.
using Variable = std::function<std::string(const char*)>;

// Whether a terminal takes colours, by TERM and NO_COLOR.
bool takes_colors(const Variable& variable);

// Whether a terminal is one of those known to take OSC 8 links; others may print them as rubbish.
bool takes_links(const Variable& variable);

// The address of the file that a place ("dump/posts.zip!a.html", "posts.jsonl:12") names, for a
// link: "file://host/srv/dump/posts.zip". Empty when there is no such file here.
std::string file_link(std::string_view place, std::string_view host);

}  // namespace sillok
