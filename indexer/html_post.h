// The post that an HTML page shows: a board's read page, or an article of any other site.
#pragma once

#include <optional>
#include <string>

#include "common/date.h"
#include "indexer/board_engines.h"
#include "indexer/board_post.h"
#include "indexer/html_list.h"
#include "indexer/page_metadata.h"

namespace sillok {

struct HtmlPost {
  std::string title;
  std::string author;
  std::string source;
  std::string category;
  std::optional<BoardDate> date;
  std::string body;       // paragraphs separated by "\n"
  bool withheld = false;  // a form asks for the password of a secret post
  FieldRules rules;
};

// The post of a board's read page; nullopt when the page shows none. `engine` is null for an
// unknown board, then labels must show that there is a post. `own` is the post's own row in
// `list`, or null.
std::optional<HtmlPost> read_board_html(const HtmlTree& tree, const BoardEngine* engine,
                                        const PageMetadata& metadata, const HtmlList& list,
                                        const ListRow* own);

// The text of the element above `body` that `title` begins with, the longest of several: <title>
// and og:title put the site's or the board's name behind it. Empty when there is none, or no body.
std::string shown_title(const HtmlTree& tree, HtmlTree::NodeId body, std::string_view title);

// The page says, in JSON-LD, metadata or the name of its text's element, that it is an article.
bool declares_article(const HtmlTree& tree, const PageMetadata& metadata);

// The article of a page that is no board's: JSON-LD, metadata, then the densest text. nullopt when
// the page is a list of links or says too little.
std::optional<HtmlPost> read_article_html(const HtmlTree& tree, const PageMetadata& metadata);

// Takes the press off the end of a body, and copyright lines; fills `source` where it is empty.
void take_source(HtmlPost& post, bool last_paragraph_stands_alone);

// Whether the last line of text inside `node` is an element of its own.
bool last_line_stands_alone(const HtmlTree& tree, HtmlTree::NodeId node);

// The text of a post inside `node`: without share bars, menus and what belongs to the frame.
std::string body_text(const HtmlTree& tree, HtmlTree::NodeId node);

// `title` without the site's name behind a dash or bar.
std::string strip_site_name(std::string_view title, std::string_view site);

}  // namespace sillok
