#include "indexer/json_array.h"

namespace sillok {

void JsonArraySplitter::split(std::string_view bytes, std::string& lines) {
  for (const char c : bytes) {
    if (is_in_string_) {
      lines += c;
      if (is_escaped_) {
        is_escaped_ = false;
      } else if (c == '\\') {
        is_escaped_ = true;
      } else if (c == '"') {
        is_in_string_ = false;
      }
      continue;
    }
    const bool opens = c == '{' || c == '[';
    const bool closes = c == '}' || c == ']';
    if (opens) ++depth_;
    const bool is_of_record = depth_ > 1;
    if (closes) --depth_;
    if (!is_of_record) continue;
    is_in_string_ = c == '"';
    // The line ends of a record that is written over several lines.
    lines += c == '\n' || c == '\r' ? ' ' : c;
    if (closes && depth_ == 1) lines += '\n';
  }
}

}  // namespace sillok
