#include "indexer/address.h"

#include <algorithm>
#include <array>
#include <vector>

#include "common/charset.h"

namespace sillok {
namespace {

using Strings = std::vector<std::string>;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), is_digit);
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

std::string percent_decode(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      bytes.push_back(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
      i += 2;
    } else {
      bytes.push_back(text[i]);
    }
  }
  return decode_name(bytes).text;
}

Strings split(std::string_view text, char separator) {
  Strings parts;
  for (std::size_t i = 0; i <= text.size();) {
    const std::size_t end = std::min(text.find(separator, i), text.size());
    if (end > i) parts.emplace_back(text.substr(i, end - i));
    i = end + 1;
  }
  return parts;
}

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](auto end) { return text.ends_with(end); });
}

struct Parameter {
  std::string key;
  std::string value;
};

struct Address {
  std::string scheme;  // "http", "https" or empty
  std::string host;    // with port
  std::string path;    // as written
  std::string query;   // as written, without "?"
  bool rooted = false;

  bool absolute() const { return !host.empty(); }
};

// Where the query begins in a file name: "?" itself, escaped, or replaced by "@" (Windows).
std::size_t find_query(std::string_view name, std::size_t& mark_size) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '?') return mark_size = 1, i;
    if (name[i] == '@' && name.find('=', i) != name.npos) return mark_size = 1, i;
    const std::string_view rest = name.substr(i, 3);
    if (rest == "%3F" || rest == "%3f" || rest == "%40") return mark_size = 3, i;
  }
  return name.npos;
}

Address parse_address(std::string_view text) {
  Address address;
  text = text.substr(0, text.find('#'));
  const std::string start = to_lower(text.substr(0, 8));
  std::size_t host_begin = text.npos;
  if (start.starts_with("http://") || start.starts_with("https://")) {
    host_begin = text.find("//") + 2;
    address.scheme = start.substr(0, start.find(':'));
  } else if (start.starts_with("//")) {
    host_begin = 2;
  }
  if (host_begin != text.npos) {
    text.remove_prefix(host_begin);
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    address.host = to_lower(text.substr(0, end));
    address.host = address.host.substr(address.host.rfind('@') + 1);
    text.remove_prefix(end);
  }
  address.rooted = address.absolute() || text.starts_with('/');
  std::size_t mark_size = 0;
  const std::size_t query = find_query(text, mark_size);
  address.path = text.substr(0, query);
  if (query == text.npos) return address;
  const bool escaped = mark_size == 3;
  address.query = text.substr(query + mark_size);
  if (escaped) address.query = percent_decode(address.query);
  // wget -E and HTTrack append it.
  for (std::string_view suffix : {".html", ".htm"}) {
    if (address.query.ends_with(suffix)) address.query.resize(address.query.size() - suffix.size());
  }
  return address;
}

std::vector<Parameter> parse_query(const std::string& query) {
  std::vector<Parameter> parameters;
  for (const std::string& part : split(query, '&')) {
    std::string_view text = part;
    if (text.starts_with("amp;")) text.remove_prefix(4);
    const std::size_t equals = std::min(text.find('='), text.size());
    parameters.push_back({percent_decode(text.substr(0, equals)),
                          percent_decode(text.substr(std::min(equals + 1, text.size())))});
  }
  return parameters;
}

const std::string* find(const std::vector<Parameter>& parameters, std::string_view key) {
  for (const Parameter& p : parameters) {
    if (p.key == key && !p.value.empty()) return &p.value;
  }
  return nullptr;
}

// How an engine's parameters name a document. Where several shapes fit the first one counts.
struct QueryShape {
  std::string_view id_key;
  std::string_view board_key;  // empty: the address names no board
  bool board_needed;
  std::string_view also_key;  // must be there with this value; empty: nothing more is needed
  std::string_view also_value;
};

constexpr std::array<QueryShape, 32> kShapes = {{
    {"document_srl", "mid", false, "", ""},          // XE, Rhymix
    {"wr_id", "bo_table", true, "", ""},             // gnuboard
    {"uid", "", false, "mod", "document"},           // KBoard
    {"kboard_content_redirect", "", false, "", ""},  // KBoard
    {"uid", "bid", true, "m", "bbs"},                // KimsQ
    {"uid", "bid", true, "", ""},                    // KimsQ
    {"uid", "c", true, "", ""},                      // KimsQ, by menu
    {"uid", "", false, "m", "bbs"},                  // KimsQ
    {"no", "id", true, "", ""},                      // Zeroboard
    {"nttId", "bbsId", true, "", ""},                // the public sector's framework
    {"nttNo", "bbsNo", true, "", ""},
    {"idxno", "", false, "", ""},  // news sites
    {"aid", "oid", true, "", ""},
    {"artid", "", false, "", ""},
    {"art_id", "", false, "", ""},
    {"arcid", "", false, "", ""},
    {"article_id", "", false, "", ""},
    {"articleid", "", false, "", ""},
    {"articleId", "", false, "", ""},
    {"newsid", "", false, "", ""},
    {"newsId", "", false, "", ""},
    {"news_id", "", false, "", ""},
    {"no", "board", true, "", ""},  // home-made boards
    {"no", "bbs", true, "", ""},
    {"no", "code", true, "", ""},
    {"no", "table", true, "", ""},
    {"num", "board", true, "", ""},
    {"num", "code", true, "", ""},
    {"idx", "board", true, "", ""},
    {"idx", "code", true, "", ""},
    {"seq", "board", true, "", ""},
    {"seq", "code", true, "", ""},
}};

// A script that changes, fetches or lists instead of showing a document.
bool is_other_script(std::string_view path) {
  static constexpr std::array<std::string_view, 24> kStarts = {
      "write",  "delete", "password", "move",     "good",      "link",       "download", "rss",
      "scrap",  "login",  "register", "formmail", "comment",   "vote",       "list_all", "del_",
      "modify", "reply",  "print",    "search",   "trackback", "view_image", "sns_",     "qrcode"};
  const std::string name = to_lower(path.substr(path.rfind('/') + 1));
  return name.find('.') != name.npos &&
         std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return name.starts_with(start); });
}

bool is_board_name(std::string_view name) {
  return !name.empty() && name.size() <= 80 && std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>' || c == '"';
  });
}

Strings path_segments(const std::string& path) {
  Strings segments;
  for (const std::string& segment : split(path, '/')) {
    if (segment == ".") continue;
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
      continue;
    }
    segments.push_back(percent_decode(segment));
  }
  return segments;
}

// The directory that stands for the board: XE's /news?document_srl=5, KBoard's /notice/?uid=5.
// Before a script it is where the engine is installed.
std::string board_in_path(const std::string& path) {
  const Strings segments = path_segments(path);
  if (segments.empty() || is_number(segments.back())) return {};
  const std::string& last = segments.back();
  return last.find('.') == last.npos && is_board_name(last) ? last : std::string();
}

const QueryShape* match_shape(const std::vector<Parameter>& parameters) {
  for (const QueryShape& shape : kShapes) {
    const std::string* id = find(parameters, shape.id_key);
    if (!id || !is_number(*id) || *id == "0") continue;
    if (shape.board_needed && !find(parameters, shape.board_key)) continue;
    if (!shape.also_key.empty()) {
      const std::string* also = find(parameters, shape.also_key);
      if (!also || *also != shape.also_value) continue;
    }
    return &shape;
  }
  return nullptr;
}

bool is_form(const std::vector<Parameter>& parameters) {
  const std::string* act = find(parameters, "act");
  if (act && *act != "dispBoardContent" && *act != "dispBoardContentView") return true;
  const std::string* mode = find(parameters, "mod");
  return mode && (*mode == "editor" || *mode == "write" || *mode == "remove" || *mode == "list");
}

enum class Purpose { read, act };

std::optional<BoardAddress> address_in_query(const Address& address,
                                             Purpose purpose = Purpose::read) {
  const auto parameters = parse_query(address.query);
  const QueryShape* shape = match_shape(parameters);
  const bool acts = is_form(parameters) || is_other_script(address.path);
  if (!shape || acts != (purpose == Purpose::act)) return std::nullopt;
  BoardAddress found{{}, *find(parameters, shape->id_key)};
  if (const std::string* board = find(parameters, shape->board_key)) found.board = *board;
  // Zeroboard's "id" names a board; elsewhere a numeric one is something else.
  if (shape->board_key == "id" && is_number(found.board)) return std::nullopt;
  const bool by_path = shape->id_key == "document_srl" || shape->also_value == "document";
  if (found.board.empty() && by_path) found.board = board_in_path(address.path);
  if (!found.board.empty() && !is_board_name(found.board)) return std::nullopt;
  return found;
}

bool is_year(std::string_view text) {
  return text.size() == 4 && is_number(text) && (text.starts_with("19") || text.starts_with("20"));
}

bool is_month_or_day(std::string_view text) {
  return (text.size() == 1 || text.size() == 2) && is_number(text) &&
         std::stoi(std::string(text)) <= 31;
}

// How many of the last segments, before `end`, are a date: year, year/month, year/month/day or
// one segment such as 20250204 or 202502.
std::size_t date_segments(const Strings& segments, std::size_t end) {
  const auto at = [&](std::size_t back) -> std::string_view {
    return back <= end ? std::string_view(segments[end - back]) : std::string_view();
  };
  if (is_month_or_day(at(1)) && is_month_or_day(at(2)) && is_year(at(3))) return 3;
  if (is_month_or_day(at(1)) && is_year(at(2))) return 2;
  if (is_year(at(1))) return 1;
  const std::string_view last = at(1);
  const bool compact = is_number(last) && (last.size() == 8 || last.size() == 6) &&
                       is_year(last.substr(0, 4)) && last.substr(4, 2) >= "01" &&
                       last.substr(4, 2) <= "12" && (last.size() == 6 || last.substr(6) <= "31");
  if (compact) return 1;
  if (is_month_or_day(last) && at(2).size() == 6 && is_year(at(2).substr(0, 4))) return 2;
  if (at(1).size() == 4 && is_number(last) && is_year(at(2))) return 2;  // 2025/0204
  return 0;
}

// What a number counts when it follows this segment: pages, categories, people.
bool counts_something_else(std::string_view segment) {
  static constexpr std::array<std::string_view, 32> kNames = {
      "page",     "pages",   "p",        "category", "categories", "cat",     "tag",     "tags",
      "author",   "authors", "user",     "users",    "member",     "members", "profile", "archive",
      "archives", "search",  "list",     "lists",    "date",       "year",    "month",   "section",
      "sections", "comment", "comments", "feed",     "rss",        "offset",  "sort",    "login"};
  return std::find(kNames.begin(), kNames.end(), to_lower(segment)) != kNames.end();
}

void strip_page_suffix(std::string& name) {
  for (std::string_view suffix :
       {".html", ".htm", ".php", ".asp", ".aspx", ".jsp", ".do", ".shtml", ".amp"}) {
    if (name.ends_with(suffix)) {
      name.resize(name.size() - suffix.size());
      return;
    }
  }
}

std::optional<BoardAddress> address_in_path(const Address& address) {
  Strings segments = path_segments(address.path);
  if (!segments.empty() && segments.back().starts_with("index.")) segments.pop_back();
  if (!segments.empty() && segments.back() == "amp") segments.pop_back();
  if (segments.empty()) return std::nullopt;
  strip_page_suffix(segments.back());
  const std::string id = segments.back();
  if (!is_number(id) || id == "0" || date_segments(segments, segments.size()) > 0) {
    return std::nullopt;
  }
  std::size_t board = segments.size() - 1;
  board -= date_segments(segments, board);
  if (board == 0) return BoardAddress{{}, id};
  const std::string& name = segments[board - 1];
  if (counts_something_else(name)) return std::nullopt;
  const bool script = name.find('.') != name.npos;
  return BoardAddress{script || !is_board_name(name) ? std::string() : name, id};
}

bool is_host(std::string_view name) {
  name = name.substr(0, name.find_first_of(":+"));
  const std::size_t dot = name.rfind('.');
  if (dot == name.npos || dot == 0 || name.size() > 253) return false;
  const std::string last = to_lower(name.substr(dot + 1));
  if (last.size() < 2 || last.size() > 12) return false;
  if (!std::all_of(last.begin(), last.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
    return false;
  }
  static constexpr std::array<std::string_view, 24> kFileEndings = {
      "zip", "tar", "gz",   "tgz", "xz",  "bz2",  "zst",   "html", "htm", "txt", "php",   "asp",
      "jsp", "csv", "json", "xml", "git", "warc", "jsonl", "bak",  "old", "idx", "files", "dump"};
  if (std::find(kFileEndings.begin(), kFileEndings.end(), last) != kFileEndings.end()) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    const char l = lower(c);
    return is_digit(c) || (l >= 'a' && l <= 'z') || c == '.' || c == '-' || c == '_';
  });
}

std::string join(const Address& address) {
  std::string text = address.absolute()
                         ? (address.scheme.empty() ? "http" : address.scheme) + "://" + address.host
                         : std::string();
  text += address.path.empty() && address.absolute() ? "/" : address.path;
  if (!address.query.empty()) text += "?" + address.query;
  return text;
}

}  // namespace

std::optional<BoardAddress> parse_board_address(std::string_view text) {
  const Address address = parse_address(text);
  if (!address.query.empty()) {
    if (auto found = address_in_query(address)) return found;
    if (is_form(parse_query(address.query))) return std::nullopt;
  }
  if (!address.rooted) return std::nullopt;
  // /news?page=2 has no number in its path; /news/55054?page=2 has.
  return address_in_path(address);
}

std::optional<BoardAddress> parse_action_address(std::string_view text) {
  const Address address = parse_address(text);
  if (address.query.empty()) return std::nullopt;
  return address_in_query(address, Purpose::act);
}

std::string mirror_address(std::string_view place) {
  place = place.substr(place.rfind('!') + 1);
  const Strings parts = split(place, '/');
  for (std::size_t i = parts.size(); i-- > 0;) {
    if (!is_host(parts[i]) || i + 1 == parts.size()) continue;
    std::string text = "http://" + parts[i];
    std::replace(text.begin() + 7, text.end(), '+', ':');
    for (std::size_t j = i + 1; j < parts.size(); ++j) text += "/" + parts[j];
    return join(parse_address(text));
  }
  if (parts.empty()) return {};
  const Address name = parse_address(parts.back());
  return address_in_query(name) ? join(name) : std::string();
}

std::string resolve_address(std::string_view base_text, std::string_view reference) {
  while (!reference.empty() && static_cast<unsigned char>(reference.front()) <= 0x20) {
    reference.remove_prefix(1);
  }
  while (!reference.empty() && static_cast<unsigned char>(reference.back()) <= 0x20) {
    reference.remove_suffix(1);
  }
  const std::size_t colon = reference.find_first_of(":/?#");
  const bool other_scheme = colon != reference.npos && reference[colon] == ':' &&
                            !to_lower(reference.substr(0, colon)).starts_with("http");
  if (reference.empty() || other_scheme || reference.starts_with('#')) return {};
  Address target = parse_address(reference);
  const Address base = parse_address(base_text);
  if (target.absolute()) {
    if (target.scheme.empty()) target.scheme = base.scheme;
    return join(target);
  }
  if (!base.absolute()) return {};
  std::string path = target.path;
  if (path.empty()) {
    path = base.path;
  } else if (!target.rooted) {
    path = base.path.substr(0, base.path.rfind('/') + 1) + path;
  }
  target.path.clear();
  for (const std::string& segment : split(path, '/')) {
    if (segment == ".") continue;
    if (segment == "..") {
      target.path.resize(target.path.empty() ? 0 : target.path.rfind('/'));
    } else {
      target.path += "/" + segment;
    }
  }
  if (ends_with_any(path, {"/", "/.", "/.."}) || target.path.empty()) target.path += "/";
  target.scheme = base.scheme;
  target.host = base.host;
  return join(target);
}

std::string canonical_address(std::string_view text) {
  Address address = parse_address(text);
  if (address.query.empty() || !parse_board_address(text)) return join(address);
  const auto parameters = parse_query(address.query);
  const QueryShape* shape = match_shape(parameters);
  std::string kept;
  for (const std::string& part : split(address.query, '&')) {
    const std::string key = percent_decode(std::string_view(part).substr(0, part.find('=')));
    const bool names = shape && (key == shape->id_key || key == shape->board_key ||
                                 key == shape->also_key || key == "m" || key == "c");
    if (names) kept += (kept.empty() ? "" : "&") + part;
  }
  address.query = kept;
  return join(address);
}

std::string address_host(std::string_view text) {
  const Address address = parse_address(text);
  return address.host.substr(0, address.host.find(':'));
}

}  // namespace sillok
