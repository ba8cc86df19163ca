// HTTP messages as crawlers store them: header fields, and bodies with their codings undone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sillok {

// Fields of a WARC or HTTP header: names in lower case, values trimmed, continued lines joined;
// the first of equal names counts.
class HeaderFields {
 public:
  void add(std::string name, std::string value) {
    values_.emplace(std::move(name), std::move(value));
  }
  // Empty when absent.
  std::string get(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string() : found->second;
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// Where the content begins: past the first empty line. npos when there is none.
std::size_t find_header_end(std::string_view bytes);

// Parses the lines after the first one (which is the version or status line).
HeaderFields parse_header_fields(std::string_view header);

// The status in "HTTP/1.1 200 OK"; 0 when it is no such line.
int parse_status(std::string_view message);

struct ContentType {
  std::string type;     // lower case, without parameters
  std::string charset;  // as written; may be empty
};
ContentType parse_content_type(std::string_view value);

struct HttpBody {
  std::string bytes;
  std::string damage;  // why the body ends early, or empty
};

// Undoes chunked transfer coding and gzip or deflate content coding (zlib's wrapping or none). What
// the header says is only a hint: bodies stored with their codings undone under a header that
// still names them, and compressed ones without a word of it, come out right as well.
HttpBody decode_http_body(std::string_view body, const HeaderFields& header,
                          std::uint64_t max_bytes);

}  // namespace sillok
