// What a page says about itself outside its visible text: meta elements, JSON-LD, comments that
// mirrors and browsers leave, variables of scripts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/html_tree.h"

namespace sillok {

// A NewsArticle or the like from JSON-LD; absent values are empty.
struct LinkedArticle {
  std::string headline;
  std::string published;  // as written, ISO 8601
  std::string author;
  std::string publisher;
  std::string section;
  std::string body;
  std::string url;
};

struct PageMetadata {
  std::string title;          // of <title>
  std::string canonical;      // <link rel="canonical">
  std::string saved_from;     // the address in a comment of HTTrack, SingleFile or a browser
  std::int64_t saved_at = 0;  // Unix seconds, in a comment of HTTrack or SingleFile; 0: not said
  std::map<std::string, std::string, std::less<>> meta;  // by lower-case name or property
  std::optional<LinkedArticle> linked;
  std::string board;        // XE's current_mid, gnuboard's g5_bo_table
  std::string current_url;  // XE's current_url
  // XE's mark before a document's text: its id and where the mark stands.
  std::string document_id;
  HtmlTree::NodeId document_mark = HtmlTree::kNone;
  HtmlTree::NodeId memo_mark = HtmlTree::kNone;  // Zeroboard's comment at a text's end
  bool has_password_field = false;

  // The first of these that is there and not empty.
  std::string_view first_of(std::initializer_list<std::string_view> names) const;
};

PageMetadata read_metadata(const HtmlTree& tree);

}  // namespace sillok
