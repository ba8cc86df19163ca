// Articles of sites that are no known board: what they say in JSON-LD and metadata, and the text
// that is densest in letters and poorest in links.
#include <algorithm>
#include <vector>

#include "indexer/address.h"
#include "indexer/board_words.h"
#include "indexer/html_post.h"
#include "indexer/html_text.h"
#include "indexer/lines.h"
#include "indexer/text_density.h"

namespace sillok {
namespace {

using NodeId = HtmlTree::NodeId;
constexpr NodeId kNone = HtmlTree::kNone;
constexpr std::size_t kMinArticleCharacters = 40;
constexpr std::size_t kMinUndeclaredCharacters = 120;

// What news systems name their text's element.
const Selector& article_body_selector() {
  static const Selector selector(
      "[itemprop=articleBody], #article-view-content-div, #articleBody, #articeBody, #dic_area, "
      "#newsct_article, #articleBodyContents, #article_body, #news_body_area, #newsEndContents, "
      ".article_body, .article-body, .article_txt, .article-text, .article_view, .news_body, "
      ".news_view, .newsct_body, .story-news, .entry-content, .post-content, .view_con");
  return selector;
}

class ArticleReader {
 public:
  ArticleReader(const HtmlTree& tree, const PageMetadata& metadata)
      : tree_(tree), metadata_(metadata), density_(tree) {}

  std::optional<HtmlPost> read() {
    find_body();
    if (!is_article()) return std::nullopt;
    read_title();
    read_date();
    read_author();
    drop_heading_lines();
    take_source(post_, body_ != kNone && last_line_stands_alone(tree_, body_));
    read_source();
    take(post_.category, linked().section, "category", "JSON-LD");
    take(post_.category, metadata_.first_of({"article:section"}), "category", "article:section");
    return std::move(post_);
  }

 private:
  const LinkedArticle& linked() const {
    static const LinkedArticle none;
    return metadata_.linked ? *metadata_.linked : none;
  }

  void take(std::string& field, std::string_view value, const char* name, const char* rule) {
    if (!field.empty() || value.empty()) return;
    field = value;
    post_.rules[name] = rule;
  }

  void find_body() {
    body_ = article_body_selector().first(tree_, 0);
    if (body_ != kNone) read_body("article body element");
    if (character_count(post_.body) < kMinArticleCharacters) {
      body_ = density_.densest();
      if (body_ != kNone) read_body("densest text");
    }
    const std::string written = text_to_lines(linked().body);
    if (character_count(written) > character_count(post_.body)) {
      post_.body = written;
      post_.rules["body"] = "JSON-LD";
      body_ = kNone;
    }
  }

  void read_body(const char* rule) {
    post_.body = block_text(tree_, body_, [this](NodeId id) {
      return is_page_frame(tree_, id) || is_block_of_links(id);
    });
    post_.rules["body"] = rule;
  }

  bool is_block_of_links(NodeId id) const {
    const bool grouping = tree_[id].tag == GUMBO_TAG_UL || tree_[id].tag == GUMBO_TAG_OL ||
                          tree_[id].tag == GUMBO_TAG_DIV || tree_[id].tag == GUMBO_TAG_DL ||
                          tree_[id].tag == GUMBO_TAG_TABLE;
    return grouping && density_.text(id) > 0 && density_.link_share(id) > 0.6;
  }

  // Enough text, most of it not links; less of it will do where the page declares an article or
  // holds little else.
  bool is_article() const {
    const std::size_t characters = character_count(post_.body);
    if (characters < kMinArticleCharacters) return false;
    const bool declared = metadata_.linked || metadata_.first_of({"og:type"}) == "article" ||
                          !metadata_.first_of({"article:published_time"}).empty();
    if (body_ == kNone || declared) return true;
    if (density_.link_share(body_) > 0.4) return false;
    const std::size_t all = density_.text(0);
    return characters >= kMinUndeclaredCharacters || characters * 2 >= all;
  }

  void read_title() {
    const std::string_view site = metadata_.first_of({"og:site_name"});
    take(post_.title, linked().headline, "title", "JSON-LD");
    take(post_.title, strip_site_name(metadata_.first_of({"og:title", "twitter:title"}), site),
         "title", "og:title");
    if (post_.title.empty()) take(post_.title, heading(), "title", "h1");
    const std::string_view name = site.empty() ? std::string_view(linked().publisher) : site;
    take(post_.title, strip_site_name(metadata_.title, name), "title", "<title>");
  }

  // The only <h1>, or the last before the text.
  std::string heading() const {
    std::string last;
    for (NodeId id = 0; id < tree_.size(); ++id) {
      if (tree_[id].tag != GUMBO_TAG_H1) continue;
      if (!last.empty() && body_ != kNone && id > body_) break;
      const std::string shown = line_text(tree_, id);
      if (!shown.empty()) last = shown;
    }
    return last;
  }

  void take_date(std::string_view text, const char* rule) {
    if (post_.date) return;
    const auto date = parse_board_date(trim_text(text));
    if (!date || !known_day(*date)) return;
    post_.date = date;
    post_.rules["date"] = rule;
  }

  void read_date() {
    take_date(linked().published, "JSON-LD");
    take_date(metadata_.first_of({"article:published_time", "og:article:published_time"}),
              "article:published_time");
    take_date(metadata_.first_of({"datepublished", "article:published", "pubdate", "dc.date",
                                  "dc.date.issued", "date", "regdate", "og:regdate"}),
              "metadata");
    for (NodeId id = 0; id < tree_.size() && !post_.date; ++id) {
      if (tree_[id].tag != GUMBO_TAG_TIME || in_frame(id)) continue;
      take_date(tree_.attribute(id, "datetime"), "<time datetime>");
      take_date(line_text(tree_, id), "<time>");
    }
    if (!post_.date) read_date_near_body();
  }

  bool in_frame(NodeId id) const {
    for (; id != kNone; id = tree_[id].parent) {
      if (is_page_frame(tree_, id)) return true;
    }
    return false;
  }

  // "입력 2025.02.04 14:32", on a line above the text or among its first.
  void read_date_near_body() {
    if (body_ == kNone) return;
    const std::string above = text_between(tree_, 0, body_);
    std::vector<std::string_view> lines = split_lines(above);
    std::reverse(lines.begin(), lines.end());
    if (lines.size() > 12) lines.resize(12);
    const auto first = split_lines(post_.body);
    lines.insert(lines.end(), first.begin(),
                 first.begin() + std::min<std::ptrdiff_t>(5, std::ssize(first)));
    for (const auto line : lines) {
      if (character_count(line) > 80) continue;
      const auto date = find_date(line);
      if (!date || !known_day(*date)) continue;
      post_.date = date;
      post_.rules["date"] = "line near the text";
      return;
    }
  }

  void read_author() {
    take(post_.author, linked().author, "author", "JSON-LD");
    std::string_view author = metadata_.first_of(
        {"article:author", "og:article:author", "dable:author", "author", "byl"});
    if (author.starts_with("http")) author = {};
    take(post_.author, author, "author", "metadata");
    static const Selector kByline(
        "[itemprop=author], [rel=author], .byline, .reporter, .writer, .author");
    const NodeId byline = kByline.first(tree_, 0);
    if (post_.author.empty() && byline != kNone && !in_frame(byline)) {
      const std::string shown = line_text(tree_, byline);
      if (character_count(shown) <= 30) take(post_.author, shown, "author", "byline");
    }
  }

  // The heading and the line of dates, where the text's element holds them too.
  void drop_heading_lines() {
    const auto lines = split_lines(post_.body);
    std::size_t first = 0;
    while (first < lines.size() && first < 6) {
      const auto line = lines[first];
      const bool dated = character_count(line) <= 60 && !ends_sentence(line) && find_date(line) &&
                         known_day(*find_date(line));
      const bool heading = same_title(line, post_.title);
      if (!dated && !heading && line != post_.author && !is_frame_line(line)) break;
      ++first;
    }
    std::string body;
    for (std::size_t i = first; i < lines.size(); ++i) {
      if (!body.empty()) body += '\n';
      body += lines[i];
    }
    post_.body = std::move(body);
  }

  void read_source() {
    if (!linked().publisher.empty()) {
      post_.source = linked().publisher;
      post_.rules["source"] = "JSON-LD";
    }
    take(post_.source, metadata_.first_of({"og:site_name"}), "source", "og:site_name");
  }

  const HtmlTree& tree_;
  const PageMetadata& metadata_;
  TextDensity density_;
  NodeId body_ = kNone;
  HtmlPost post_;
};

}  // namespace

std::optional<HtmlPost> read_article_html(const HtmlTree& tree, const PageMetadata& metadata) {
  return ArticleReader(tree, metadata).read();
}

}  // namespace sillok
