// Articles of sites that are no known board: what they say in JSON-LD and metadata, and the text
// that is densest in letters and poorest in links.
#include <algorithm>
#include <vector>

#include "indexer/address.h"
#include "indexer/board_labels.h"
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

// What news systems name their text's element; boards have no such names.
const Selector& news_body_selector() {
  static const Selector selector(
      "[itemprop=articleBody], #article-view-content-div, #articleBody, #articeBody, #dic_area, "
      "#newsct_article, #articleBodyContents, #news_body_area, #newsEndContents");
  return selector;
}

// The same, and what others use as well.
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
    if (body_ == kNone || declares_article(tree_, metadata_)) return true;
    if (density_.link_share(body_) > 0.4) return false;
    const std::size_t all = density_.text(0);
    return characters >= kMinUndeclaredCharacters || characters * 2 >= all;
  }

  void read_title() {
    const std::string_view site = metadata_.first_of({"og:site_name"});
    take(post_.title, linked().headline, "title", "JSON-LD");
    const std::string_view declared = metadata_.first_of({"og:title", "twitter:title"});
    take(post_.title, shown_title(tree_, body_, declared), "title", "og:title");
    take(post_.title, strip_site_name(declared, site), "title", "og:title");
    take(post_.title, shown_title(tree_, body_, metadata_.title), "title", "heading as in <title>");
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

  // The last lines of what stands above the text, the nearest first.
  static std::vector<std::string_view> nearest_lines(std::string_view above) {
    std::vector<std::string_view> lines = split_lines(above);
    std::reverse(lines.begin(), lines.end());
    if (lines.size() > 12) lines.resize(12);
    return lines;
  }

  // "입력 2025.02.04 14:32", on a line above the text or among its first.
  void read_date_near_body() {
    if (body_ == kNone) return;
    const std::string above = text_between(tree_, 0, body_);
    std::vector<std::string_view> lines = nearest_lines(above);
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
    constexpr std::string_view kNaver = " | 네이버";
    take(post_.author, linked().author, "author", "JSON-LD");
    std::string_view author = metadata_.first_of(
        {"article:author", "og:article:author", "dable:author", "author", "byl"});
    if (author.starts_with("http")) author = {};
    // Naver's pages name the press here.
    if (author.ends_with(kNaver)) {
      take(post_.source, author.substr(0, author.size() - kNaver.size()), "source", "metadata");
      author = {};
    }
    take(post_.author, author, "author", "metadata");
    static const Selector kByline(
        "[itemprop=author], [rel=author], .media_end_head_journalist_name, .byline .author, "
        ".byline, .reporter, .writer, .author, .nickname, .nick");
    const NodeId byline = kByline.first(tree_, 0);
    if (post_.author.empty() && byline != kNone && !in_frame(byline)) {
      const std::string shown = line_text(tree_, byline);
      if (character_count(shown) <= 30) take_labelled_author(shown, "byline");
      if (character_count(shown) <= 30) take(post_.author, shown, "author", "byline");
    }
    if (post_.author.empty() && body_ != kNone) read_author_above();
  }

  void take_labelled_author(std::string_view line, const char* rule) {
    for (const LabelledValue& labelled : parse_label_line(line).values) {
      if (labelled.label == Label::author) take(post_.author, labelled.value, "author", rule);
    }
  }

  // "김민수 기자", alone or before an address.
  void take_reporter(std::string_view text) {
    const auto words = split_words(text);
    if (words.size() < 2 || words[1] != "기자") return;
    // What follows may be an address or the date.
    const auto rest =
        static_cast<std::size_t>(words.size() > 3 ? words[2].data() - text.data() : 0);
    if (rest > 0 && !find_date(text.substr(rest))) return;
    const auto characters = character_count(words[0]);
    if (characters < 2 || characters > 4) return;
    take(post_.author, std::string(words[0]) + " 기자", "author", "line above the text");
  }

  // "기자명 김민수 기자" or "김민수 기자 kms@jbh.kr", on a line above the text.
  void read_author_above() {
    const std::string above = text_between(tree_, 0, body_);
    for (const auto line : nearest_lines(above)) {
      if (character_count(line) > 80) continue;
      take_labelled_author(line, "label");
      for (const auto cell : split_cells(line, '\t')) take_reporter(cell);
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
    // "제목 - 한결신문".
    const std::string_view title = metadata_.title;
    if (title.size() <= post_.title.size() || post_.title.empty()) return;
    if (title.ends_with(post_.title)) {
      std::string_view head = title.substr(0, title.size() - post_.title.size());
      while (!head.empty() && std::string_view(" :|>").find(head.back()) != head.npos) {
        head.remove_suffix(1);
      }
      if (is_press_name(head)) take(post_.source, head, "source", "<title>");
    }
    if (!title.starts_with(post_.title)) return;
    std::string_view tail = title.substr(post_.title.size());
    for (const std::string_view mark : {" ", "-", "|", ":", "<", ">", "–", " "}) {
      while (tail.starts_with(mark)) tail.remove_prefix(mark.size());
    }
    if (is_press_name(tail)) take(post_.source, tail, "source", "<title>");
  }

  const HtmlTree& tree_;
  const PageMetadata& metadata_;
  TextDensity density_;
  NodeId body_ = kNone;
  HtmlPost post_;
};

}  // namespace

bool declares_article(const HtmlTree& tree, const PageMetadata& metadata) {
  return metadata.linked || metadata.first_of({"og:type"}) == "article" ||
         !metadata.first_of({"article:published_time"}).empty() ||
         news_body_selector().first(tree, 0) != kNone;
}

std::optional<HtmlPost> read_article_html(const HtmlTree& tree, const PageMetadata& metadata) {
  return ArticleReader(tree, metadata).read();
}

}  // namespace sillok
