#include "indexer/warc.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include "indexer/http_body.h"

namespace sillok {
namespace {

constexpr std::size_t kMaxHeaderBytes = 64 << 10;
constexpr std::string_view kMagic = "WARC/";

// The bytes of a file as one stream, of which the next few can be looked at.
class Input {
 public:
  explicit Input(const std::function<std::string_view()>& next_block) : next_block_(next_block) {}

  // At least `size` bytes when the file has as many; valid until the next call.
  std::string_view peek(std::size_t size) {
    while (buffer_.size() - begin_ < size && !ended_) fill();
    return std::string_view(buffer_).substr(begin_);
  }

  void skip(std::uint64_t size) {
    while (size > 0) {
      const std::string_view seen = peek(1);
      if (seen.empty()) return;
      const std::size_t step = static_cast<std::size_t>(std::min<std::uint64_t>(size, seen.size()));
      begin_ += step;
      size -= step;
    }
  }

  // Moves to the next line that begins a record; false when there is none.
  bool find_record() {
    if (at_record_border_ && peek(kMagic.size()).starts_with(kMagic)) return true;
    for (;;) {
      const std::string_view seen = peek(kMagic.size() + 1);
      if (seen.size() <= kMagic.size()) return false;
      const std::size_t at = seen.find("\nWARC/");
      if (at != seen.npos) {
        begin_ += at + 1;
        return true;
      }
      begin_ += seen.size() - kMagic.size();
    }
  }

  // What follows begins a record: the file's beginning, or the end of a record whose length is
  // known.
  void mark_border(bool border) { at_record_border_ = border; }

 private:
  void fill() {
    if (begin_ > 0) {
      buffer_.erase(0, begin_);
      begin_ = 0;
    }
    const std::string_view block = next_block_();
    if (block.empty()) ended_ = true;
    buffer_ += block;
  }

  const std::function<std::string_view()>& next_block_;
  std::string buffer_;
  std::size_t begin_ = 0;
  bool ended_ = false;
  bool at_record_border_ = true;
};

// 2025-03-04T00:00:01Z, of WARC 1.1 also with a fraction; 0 when it is not a date.
std::int64_t parse_warc_date(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t size) -> int {
    int value = 0;
    if (at + size > text.size()) return -1;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + size, value);
    return error == std::errc() && end == text.data() + at + size ? value : -1;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 1970 || month < 1 || day < 1) return 0;
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return 0;
  std::int64_t seconds = sys_days(date).time_since_epoch().count() * std::int64_t{86400};
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (hour >= 0 && hour < 24 && minute >= 0 && minute < 60) seconds += hour * 3600 + minute * 60;
  if (second >= 0 && second < 61) seconds += second;
  return seconds;
}

std::string_view strip_angle_brackets(std::string_view uri) {
  return uri.size() > 2 && uri.front() == '<' && uri.back() == '>' ? uri.substr(1, uri.size() - 2)
                                                                   : uri;
}

bool is_page_type(std::string_view type) {
  return type == "text/html" || type == "application/xhtml+xml" || type == "text/plain";
}

class WarcReader {
 public:
  WarcReader(const std::function<std::string_view()>& next_block, const std::string& place,
             std::uint64_t max_body_bytes, const std::function<void(WarcPage)>& on_page,
             const std::function<void(Skip)>& on_skip)
      : input_(next_block),
        place_(place),
        max_body_bytes_(max_body_bytes),
        on_page_(on_page),
        on_skip_(on_skip) {}

  void read() {
    bool damaged = false;
    while (input_.find_record()) {
      const bool whole = read_record();
      input_.mark_border(whole);
      if (whole) continue;
      if (!damaged) on_skip_({place_, "damaged WARC record", "no usable header or length", true});
      damaged = true;
      input_.skip(kMagic.size());
    }
  }

 private:
  bool read_record() {
    const std::string_view seen = input_.peek(kMaxHeaderBytes).substr(0, kMaxHeaderBytes);
    const std::size_t header_end = find_header_end(seen);
    if (header_end == seen.npos) return false;
    const HeaderFields fields = parse_header_fields(seen.substr(0, header_end));
    const auto length = parse_size(fields.get("content-length"));
    if (!length) return false;
    input_.skip(header_end);
    const std::string type = fields.get("warc-type");
    if (type == "response" || type == "resource" || type == "conversion") {
      read_content(fields, *length, type == "response");
    } else {
      if (type == "revisit") skip_page(page_of(fields), "WARC revisit without content", "");
      input_.skip(*length);
    }
    return true;
  }

  static std::optional<std::uint64_t> parse_size(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty()
               ? std::optional(value)
               : std::nullopt;
  }

  void read_content(const HeaderFields& fields, std::uint64_t length, bool response) {
    WarcPage page = page_of(fields);
    if (length > max_body_bytes_ + kMaxHeaderBytes) {
      lose_page(page, "entry too large", std::to_string(length) + " bytes");
      input_.skip(length);
      return;
    }
    const std::string content = take_content(page, static_cast<std::size_t>(length));
    const bool http = response && content.starts_with("HTTP/");
    if (http) {
      take_http(page, content);
    } else {
      page.status = 200;
      const ContentType content_type = parse_content_type(fields.get("content-type"));
      page.content_type = content_type.type;
      page.declared_charset = content_type.charset;
      page.body = content;
    }
    hand_over(page);
  }

  static WarcPage page_of(const HeaderFields& fields) {
    WarcPage page;
    page.url = strip_angle_brackets(fields.get("warc-target-uri"));
    page.captured = parse_warc_date(fields.get("warc-date"));
    return page;
  }

  // What the record holds: `length` bytes, or fewer when the file ends inside it or another record
  // begins there.
  std::string take_content(WarcPage& page, std::size_t length) {
    constexpr std::string_view kBorder = "\r\n\r\n";
    const std::string_view seen = input_.peek(length + kBorder.size());
    std::string content(seen.substr(0, length));
    const bool ends_well = seen.size() <= length || seen.substr(length).starts_with("\r\n");
    const std::size_t next =
        content.size() < length || !ends_well ? find_next_record(content) : content.npos;
    if (next != content.npos) {
      content.resize(next);
      damage_ = "the record's length reaches into the next one";
    } else if (content.size() < length) {
      page.is_cut = true;
      damage_ = "the file ends inside it";
    }
    input_.skip(content.size());
    return content;
  }

  // Where the content ends and a record begins; npos when none does.
  static std::size_t find_next_record(std::string_view content) {
    const std::size_t at = content.find("\r\n\r\nWARC/1.");
    const bool is_record = at != content.npos &&
                           content.substr(at, kMaxHeaderBytes).find("WARC-Type:") != content.npos;
    return is_record ? at : content.npos;
  }

  void take_http(WarcPage& page, const std::string& content) {
    const std::size_t header_end = find_header_end(content);
    const std::size_t body_begin = header_end == content.npos ? content.size() : header_end;
    const HeaderFields http = parse_header_fields(std::string_view(content).substr(0, body_begin));
    page.status = parse_status(content);
    const ContentType content_type = parse_content_type(http.get("content-type"));
    page.content_type = content_type.type;
    page.declared_charset = content_type.charset;
    if (page.status < 200 || page.status > 299) return;
    if (!page.content_type.empty() && !is_page_type(page.content_type)) return;
    HttpBody body =
        decode_http_body(std::string_view(content).substr(body_begin), http, max_body_bytes_);
    page.body = std::move(body.bytes);
    if (damage_.empty()) damage_ = std::move(body.damage);
    page.is_cut |= !damage_.empty();
  }

  // Gives the page to the caller or says why not.
  void hand_over(WarcPage& page) {
    const std::string damage = std::exchange(damage_, {});
    if (page.url.starts_with("dns:") || page.content_type == "text/dns") return;
    if (page.status < 200 || page.status > 299) {
      on_skip_(
          {place_of(page), "HTTP status " + std::to_string(page.status), {}, page.status >= 500});
      return;
    }
    if (page.content_type.empty()) page.content_type = guess_type(page.body);
    if (!is_page_type(page.content_type)) {
      skip_page(page, "not HTML", page.content_type);
      return;
    }
    if (!damage.empty()) lose_page(page, "damaged WARC record", damage);
    if (page.body.empty()) {
      if (damage.empty()) skip_page(page, "empty file", "");
      return;
    }
    on_page_(std::move(page));
  }

  static std::string guess_type(std::string_view body) {
    const std::string_view head = body.substr(0, 512);
    const bool tags = head.find('<') != head.npos && head.find('\0') == head.npos;
    return tags ? "text/html" : "application/octet-stream";
  }

  std::string place_of(const WarcPage& page) const {
    return page.url.empty() ? place_ : place_ + "!" + page.url;
  }

  void skip_page(const WarcPage& page, std::string reason, std::string detail) {
    on_skip_({place_of(page), std::move(reason), std::move(detail)});
  }
  // Skips all of it or its end.
  void lose_page(const WarcPage& page, std::string reason, std::string detail) {
    on_skip_({place_of(page), std::move(reason), std::move(detail), true});
  }

  Input input_;
  const std::string& place_;
  const std::uint64_t max_body_bytes_;
  const std::function<void(WarcPage)>& on_page_;
  const std::function<void(Skip)>& on_skip_;
  std::string damage_;
};

}  // namespace

void for_each_warc_page(const std::function<std::string_view()>& next_block,
                        const std::string& place, std::uint64_t max_body_bytes,
                        const std::function<void(WarcPage)>& on_page,
                        const std::function<void(Skip)>& on_skip) {
  WarcReader(next_block, place, max_body_bytes, on_page, on_skip).read();
}

bool looks_like_warc(std::string_view bytes) {
  return bytes.starts_with(kMagic) && bytes.size() > 6 && bytes[5] >= '0' && bytes[5] <= '9' &&
         bytes[6] == '.';
}

}  // namespace sillok
