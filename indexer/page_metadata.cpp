#include "indexer/page_metadata.h"

#include <simdjson.h>

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>
#include <vector>

#include "indexer/html.h"
#include "indexer/html_text.h"

namespace sillok {
namespace {

using NodeId = HtmlTree::NodeId;
using simdjson::dom::element;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return result;
}

std::string first_string(element value, int depth = 0);

// A name, the name of a person or organisation, or those of several.
std::string name_of(element value, int depth) {
  if (depth > 4) return {};
  if (value.is_array()) {
    std::string names;
    for (element item : value.get_array()) {
      const std::string name = name_of(item, depth + 1);
      if (!name.empty()) names += (names.empty() ? "" : ", ") + name;
    }
    return names;
  }
  return first_string(value, depth);
}

std::string first_string(element value, int depth) {
  if (value.is_string()) return std::string(trim_text(value.get_string().value()));
  element inner;
  if (depth > 4) return {};
  if (value.is_object()) {
    for (const char* key : {"name", "@value", "url", "@id"}) {
      if (!value.at_key(key).get(inner)) return first_string(inner, depth + 1);
    }
  } else if (value.is_array() && value.get_array().size() > 0 && !value.at(0).get(inner)) {
    return first_string(inner, depth + 1);
  }
  return {};
}

std::string member(element object, const char* key, bool names = false) {
  element value;
  if (object.at_key(key).get(value)) return {};
  return names ? name_of(value, 0) : first_string(value);
}

// A text whose site wrote HTML's entities into it, as a script has none.
std::string text_member(element object, const char* key) {
  const std::string text = member(object, key);
  return text.find('&') == text.npos ? text : html_fragment_to_text(text);
}

bool is_article_type(std::string_view type) {
  static constexpr std::string_view kTypes[] = {
      "NewsArticle",        "Article",     "ReportageNewsArticle",   "AnalysisNewsArticle",
      "OpinionNewsArticle", "BlogPosting", "DiscussionForumPosting", "Report"};
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

bool is_article(element object) {
  element type;
  if (object.at_key("@type").get(type)) return false;
  if (type.is_string()) return is_article_type(type.get_string().value());
  if (!type.is_array()) return false;
  for (element one : type.get_array()) {
    if (one.is_string() && is_article_type(one.get_string().value())) return true;
  }
  return false;
}

// The article somewhere in a JSON-LD document: itself, in a list, or in its "@graph".
std::optional<element> find_article(element value, int depth = 0) {
  if (depth > 6) return std::nullopt;
  if (value.is_array()) {
    for (element item : value.get_array()) {
      if (auto found = find_article(item, depth + 1)) return found;
    }
    return std::nullopt;
  }
  if (!value.is_object()) return std::nullopt;
  if (is_article(value)) return value;
  for (const char* key : {"@graph", "mainEntity", "itemListElement"}) {
    element inner;
    if (value.at_key(key).get(inner)) continue;
    if (auto found = find_article(inner, depth + 1)) return found;
  }
  return std::nullopt;
}

std::optional<LinkedArticle> read_linked_article(std::string_view json) {
  thread_local simdjson::dom::parser parser;
  element root;
  if (json.empty() || json.size() > (4u << 20) || parser.parse(json.data(), json.size()).get(root))
    return {};
  const auto found = find_article(root);
  if (!found) return {};
  LinkedArticle article;
  article.headline = text_member(*found, "headline");
  if (article.headline.empty()) article.headline = text_member(*found, "name");
  article.published = member(*found, "datePublished");
  if (article.published.empty()) article.published = member(*found, "dateCreated");
  article.author = member(*found, "author", true);
  article.publisher = member(*found, "publisher");
  article.section = member(*found, "articleSection");
  article.body = member(*found, "articleBody");
  article.url = member(*found, "mainEntityOfPage");
  if (article.url.empty()) article.url = member(*found, "url");
  return article;
}

std::string_view part_between(std::string_view text, std::string_view before,
                              std::string_view ends) {
  const std::size_t begin = text.find(before);
  if (begin == text.npos) return {};
  text.remove_prefix(begin + before.size());
  return text.substr(0, text.find_first_of(ends));
}

// The page's address in a comment that a mirror or a browser left.
std::string saved_address(std::string_view comment) {
  if (comment.size() > 4096) return {};
  if (comment.find("HTTrack") != comment.npos) {
    const std::string_view address = part_between(comment, "Mirrored from ", " \t\r\n");
    if (!address.empty()) {
      return address.starts_with("http") ? std::string(address) : "http://" + std::string(address);
    }
  }
  if (comment.find("SingleFile") != comment.npos) {
    return std::string(part_between(comment, "url: ", " \t\r\n"));
  }
  // "saved from url=(0034)https://...": the number is the address's length.
  const std::string_view address = part_between(comment, "saved from url=(", " \t\r\n");
  const std::size_t close = address.find(')');
  return close == address.npos ? std::string() : std::string(address.substr(close + 1));
}

// When a mirror or a browser took the page, in Unix seconds: "Tue, 04 Feb 2025 01:02:03 GMT" of
// HTTrack, "Tue Feb 04 2025 10:02:03 GMT+0900" of SingleFile. 0 when the comment does not say it.
std::int64_t saved_time(std::string_view comment) {
  if (comment.size() > 4096) return 0;
  const bool is_httrack = comment.find("HTTrack") != comment.npos;
  std::string_view date = is_httrack ? part_between(comment, "], ", "\r\n")
                                     : part_between(comment, "saved date: ", "\r\n");
  date.remove_prefix(std::min(date.size(), date.find(' ') + 1));  // the day of the week
  std::tm parts{};
  std::istringstream in{std::string(date)};
  in.imbue(std::locale::classic());
  in >> std::get_time(&parts, is_httrack ? "%d %b %Y %H:%M:%S GMT" : "%b %d %Y %H:%M:%S GMT");
  if (!in || parts.tm_year < 90) return 0;
  int zone = 0;  // hours and minutes as one number: +0900
  if (!is_httrack && !(in >> zone)) return 0;
  return timegm(&parts) - (zone / 100 * 60 + zone % 100) * 60;
}

// The string that a script assigns to `name`; empty when it does not.
std::string assigned_string(std::string_view script, std::string_view name) {
  for (std::size_t at = 0; (at = script.find(name, at)) != script.npos; at += name.size()) {
    std::size_t i = script.find_first_not_of(" \t", at + name.size());
    if (i == script.npos || script[i] != '=') continue;
    i = script.find_first_not_of(" \t", i + 1);
    if (i == script.npos || (script[i] != '"' && script[i] != '\'')) continue;
    const std::size_t end = script.find(script[i], i + 1);
    if (end == script.npos || end - i > 500) return {};
    return std::string(script.substr(i + 1, end - i - 1));
  }
  return {};
}

void read_script(const HtmlTree& tree, NodeId id, PageMetadata& metadata) {
  std::string_view text;
  for (NodeId child = id + 1; child < tree[id].end; ++child) {
    if (tree[child].kind == HtmlTree::Kind::text) text = tree[child].text;
  }
  if (lower(tree.attribute(id, "type")) == "application/ld+json") {
    if (!metadata.linked) metadata.linked = read_linked_article(text);
    return;
  }
  if (text.size() > 65536) return;
  for (std::string_view name : {"current_mid", "g5_bo_table", "g4_bo_table"}) {
    if (metadata.board.empty()) metadata.board = assigned_string(text, name);
  }
  if (metadata.current_url.empty()) metadata.current_url = assigned_string(text, "current_url");
}

void read_comment(std::string_view comment, NodeId id, PageMetadata& metadata) {
  if (metadata.saved_from.empty()) {
    metadata.saved_from = saved_address(comment);
    if (!metadata.saved_from.empty()) metadata.saved_at = saved_time(comment);
  }
  if (comment == "\"<" && metadata.memo_mark == HtmlTree::kNone) metadata.memo_mark = id;
  if (metadata.document_mark != HtmlTree::kNone || !comment.starts_with("BeforeDocument(")) return;
  metadata.document_mark = id;
  const std::string_view number = part_between(comment, "(", ",)");
  const bool digits = number.find_first_not_of("0123456789") == number.npos;
  if (digits && number != "0") metadata.document_id = number;
}

void read_element(const HtmlTree& tree, NodeId id, PageMetadata& metadata) {
  switch (tree[id].tag) {
    case GUMBO_TAG_TITLE:
      if (metadata.title.empty()) metadata.title = line_text(tree, id);
      break;
    case GUMBO_TAG_META: {
      std::string_view name = tree.attribute(id, "property");
      if (name.empty()) name = tree.attribute(id, "name");
      if (name.empty()) name = tree.attribute(id, "itemprop");
      const std::string_view content = trim_text(tree.attribute(id, "content"));
      if (!name.empty() && !content.empty()) metadata.meta.emplace(lower(name), content);
      break;
    }
    case GUMBO_TAG_LINK:
      if (metadata.canonical.empty() && lower(tree.attribute(id, "rel")) == "canonical") {
        metadata.canonical = trim_text(tree.attribute(id, "href"));
      }
      break;
    case GUMBO_TAG_SCRIPT:
      read_script(tree, id, metadata);
      break;
    case GUMBO_TAG_INPUT:
      metadata.has_password_field |= lower(tree.attribute(id, "type")) == "password";
      break;
    default:
      break;
  }
}

}  // namespace

std::string_view PageMetadata::first_of(std::initializer_list<std::string_view> names) const {
  for (std::string_view name : names) {
    const auto found = meta.find(name);
    if (found != meta.end()) return found->second;
  }
  return {};
}

PageMetadata read_metadata(const HtmlTree& tree) {
  PageMetadata metadata;
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree[id].kind == HtmlTree::Kind::comment) {
      read_comment(tree[id].text, id, metadata);
    } else if (tree[id].element) {
      read_element(tree, id, metadata);
    }
  }
  return metadata;
}

}  // namespace sillok
