#include "indexer/html_post.h"

#include <algorithm>
#include <vector>

#include "indexer/board_labels.h"
#include "indexer/board_words.h"
#include "indexer/html_text.h"
#include "indexer/lines.h"
#include "indexer/text_density.h"

namespace sillok {
namespace {

using NodeId = HtmlTree::NodeId;
constexpr NodeId kNone = HtmlTree::kNone;

// "h1.np_18px (xe sketchbook5)".
std::string rule_of(const HtmlTree& tree, NodeId node, const FieldSelector& selector,
                    const BoardEngine& engine) {
  return std::string(selector.alternative(tree, node)) + " (" + std::string(engine.engine) + " " +
         std::string(engine.skin) + ")";
}

NodeId body_element(const HtmlTree& tree) {
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree[id].tag == GUMBO_TAG_BODY) return id;
  }
  return 0;
}

// The element that follows a comment; kNone when its parent ends first.
NodeId next_element(const HtmlTree& tree, NodeId node) {
  const NodeId parent = tree[node].parent;
  for (NodeId id = tree[node].end; id < tree[parent].end; id = tree[id].end) {
    if (tree[id].element) return id;
  }
  return kNone;
}

bool has_password_field(const HtmlTree& tree, NodeId node) {
  static const Selector kField("input[type=password]");
  return kField.first(tree, node) != kNone;
}

// The name alone, without what skins put behind it: "이장 (HOMEPAGE)", "이장 | 2006-09-11".
std::string author_name(std::string_view name) {
  for (const std::string_view separator : {" | ", "\t"}) {
    name = name.substr(0, name.find(separator));
  }
  name = trim_text(name);
  for (const auto& [open, close] : {std::pair{" (", ')'}, std::pair{" [", ']'}}) {
    const std::size_t at = name.rfind(open);
    if (at != name.npos && at > 0 && name.back() == close) name = trim_text(name.substr(0, at));
  }
  return std::string(name);
}

class BoardPostReader {
 public:
  BoardPostReader(const HtmlTree& tree, const BoardEngine* engine, const PageMetadata& metadata,
                  const HtmlList& list, const ListRow* own)
      : tree_(tree), engine_(engine), metadata_(metadata), list_(list), own_(own) {}

  std::optional<HtmlPost> read() {
    find_body();
    if (body_ == kNone) return std::nullopt;
    post_.body = body_text(tree_, body_);
    if (has_password_field(tree_, body_) && character_count(post_.body) < 200) {
      post_.withheld = true;
      return std::move(post_);
    }
    read_by_selectors();
    take_shown_title();
    if (post_.title.empty() || post_.author.empty() || !has_day()) read_by_words();
    if (labels_needed_ && !labelled_ && !shows_own_title()) return std::nullopt;
    if (post_.source.empty()) take_labelled_source();
    read_from_metadata();
    complete_title();
    take_source(post_, last_line_stands_alone(tree_, body_));
    const bool told = !post_.title.empty() || own_;
    return told || !post_.body.empty() ? std::optional<HtmlPost>(std::move(post_)) : std::nullopt;
  }

 private:
  bool has_day() const { return post_.date && known_day(*post_.date); }

  void find_body() {
    if (metadata_.document_mark != kNone) body_ = next_element(tree_, metadata_.document_mark);
    if (body_ != kNone) {
      post_.rules["body"] = "after <!--BeforeDocument-->";
    } else if (metadata_.memo_mark != kNone) {
      body_ = tree_[metadata_.memo_mark].parent;
      post_.rules["body"] = "around Zeroboard's comment at the memo's end";
    } else if (engine_) {
      body_ = engine_->body.first(tree_, 0);
      if (body_ != kNone) post_.rules["body"] = rule_of(tree_, body_, engine_->body, *engine_);
    }
    if (body_ == kNone) find_body_by_density();
  }

  // A skin that names nothing: then labels must show that there is a post.
  void find_body_by_density() {
    const TextDensity density(tree_, [this](NodeId id) { return is_list_row(id); });
    const NodeId densest = density.densest();
    if (densest == kNone || density.text(densest) < 20 || density.link_share(densest) > 0.4) return;
    body_ = densest;
    labels_needed_ = true;
    post_.rules["body"] = "densest text below labels";
  }

  bool is_list_row(NodeId id) const {
    const auto before = [](const HtmlRow& row, NodeId node) { return row.node < node; };
    const auto row = std::lower_bound(list_.rows.begin(), list_.rows.end(), id, before);
    return row != list_.rows.end() && row->node == id;
  }

  std::string text(NodeId node) const {
    return line_text(tree_, node,
                     [this](NodeId id) { return engine_->left_out.matches(tree_, id); });
  }

  void read_by_selectors() {
    if (!engine_) return;
    const auto take = [&](const FieldSelector& selector, std::string& field, const char* name) {
      const NodeId node = selector.first(tree_, 0);
      if (node == kNone || tree_.contains(body_, node)) return;
      field = engine_->left_out.matches(tree_, node) ? line_text(tree_, node) : text(node);
      if (!field.empty()) post_.rules[name] = rule_of(tree_, node, selector, *engine_);
    };
    take(engine_->title, post_.title, "title");
    take(engine_->author, post_.author, "author");
    take(engine_->category, post_.category, "category");
    post_.author = author_name(post_.author);
    if (post_.category.starts_with('[') && post_.category.ends_with(']')) {
      post_.category =
          trim_text(std::string_view(post_.category).substr(1, post_.category.size() - 2));
    }
    const NodeId date = engine_->date.first(tree_, 0);
    if (date == kNone) return;
    post_.date = date_of(tree_, date);
    if (post_.date) post_.rules["date"] = rule_of(tree_, date, engine_->date, *engine_);
  }

  // The lines above the text, without the list and the menus.
  std::string lines_above() const {
    const auto is_frame = [this](NodeId id) {
      return tree_[id].tag == GUMBO_TAG_NAV || is_list_row(id);
    };
    return text_between(tree_, body_element(tree_), body_, is_frame);
  }

  // The page's own row has the title that stands above the text.
  bool shows_own_title() const {
    return own_ && same_title(shown_title(tree_, body_, own_->title_text()), own_->title_text());
  }

  // What a page of no known engine calls itself, where it shows it above the text.
  void take_shown_title() {
    if (engine_ || own_ || !post_.title.empty()) return;
    for (const auto& [title, rule] : {std::pair(metadata_.first_of({"og:title"}), "og:title"),
                                      std::pair(std::string_view(metadata_.title), "<title>")}) {
      if (!post_.title.empty()) return;
      post_.title = shown_title(tree_, body_, title);
      if (!post_.title.empty()) post_.rules["title"] = rule;
    }
  }

  // Labels and headings, read as in a page of plain text.
  void read_by_words() {
    constexpr std::size_t kMaxLines = 30;
    const std::string above = lines_above();
    std::vector<std::string_view> lines = split_lines(above);
    if (lines.size() > kMaxLines) lines.erase(lines.begin(), lines.end() - kMaxLines);
    const bool empty_above = lines.empty();
    for (const auto line : split_lines(post_.body)) lines.push_back(line);
    if (empty_above) return;
    const OwnRow own = own_ ? OwnRow{own_->title_text(), own_->author_text()} : OwnRow{};
    const BoardPost read = read_board_post(lines, own);
    const bool named = read.rules.contains("title") || read.rules.contains("author");
    labelled_ = read.labelled && named && read.date;
    const auto take = [&](std::string& field, const std::string& value, const char* name) {
      if (!field.empty() || value.empty()) return;
      field = value;
      const auto rule = read.rules.find(name);
      post_.rules[name] = rule == read.rules.end() ? "heading" : rule->second;
    };
    // A first line is no title here: the body is known, and it may begin with a short line.
    if (read.title_labelled || !own.title.empty()) {
      take(post_.title, read.title.substr(0, read.title.find('\t')), "title");
    }
    const std::string author = author_name(read.author);
    const bool many_words = split_words(author).size() > 2;
    if (many_words && post_.title.empty() && !own_) {
      take(post_.title, author, "title");
    } else if (author != post_.title && author.find(" : ") == author.npos && !many_words) {
      take(post_.author, author, "author");
    }
    take(post_.category, read.category, "category");
    if (read.title_labelled || read.labelled) take(post_.source, read.source, "source");
    if (!has_day() && read.date && known_day(*read.date)) {
      post_.date = read.date;
      post_.rules["date"] = "label or line of its own";
    }
    if (!has_day() || post_.date->time.empty()) take_nearest_date(split_lines(above));
    if (post_.title.empty() && !own_) take_heading_line(split_lines(above));
  }

  // The board's own fields, a label and a value a line, stand above the text.
  void take_labelled_source() {
    constexpr std::size_t kMaxCharacters = 40;
    const std::string above = lines_above();
    for (const auto line : split_lines(above)) {
      if (character_count(line) > kMaxCharacters) continue;
      const auto label = match_label(line);
      if (!label || label->label != Label::source) continue;
      const std::string name = source_name(line);
      if (name.empty() || name == line || name.find("://") != name.npos) continue;
      post_.source = name;
      post_.rules["source"] = "label";
      return;
    }
  }

  // A skin without labels: of the lines and cells just above the text the longest that is neither
  // a label nor of the frame.
  void take_heading_line(std::vector<std::string_view> above) {
    constexpr std::size_t kMaxLines = 8;
    if (above.size() > kMaxLines) above.erase(above.begin(), above.end() - kMaxLines);
    std::string_view best;
    for (const auto line : above) {
      for (const auto cell : split_cells(line, '\t')) {
        if (character_count(cell) > character_count(best) && may_be_heading(cell)) best = cell;
      }
    }
    if (best.empty()) return;
    post_.title = best;
    post_.rules["title"] = "longest line above the text";
  }

  // A date in the midst of a line, as "(2006-09-11 10:20:30, Hit : 3)"; the nearest above the text.
  void take_nearest_date(std::vector<std::string_view> above) {
    constexpr std::size_t kMaxLines = 12;
    constexpr std::size_t kMaxCharacters = 120;
    std::reverse(above.begin(), above.end());
    if (above.size() > kMaxLines) above.resize(kMaxLines);
    for (const auto line : above) {
      if (character_count(line) > kMaxCharacters) continue;
      const auto date = find_date(line);
      if (!date || !known_day(*date)) continue;
      const bool agrees = !has_day() || known_day(*post_.date) == known_day(*date);
      if (agrees) {
        post_.date = date;
        post_.rules["date"] = "line above the text";
      }
      return;
    }
  }

  void read_from_metadata() {
    const auto take = [&](std::string& field, std::string_view value, const char* name,
                          const char* rule) {
      if (!field.empty() || value.empty()) return;
      field = value;
      post_.rules[name] = rule;
    };
    take(post_.author, metadata_.first_of({"og:article:author", "article:author", "author"}),
         "author", "metadata");
    const std::string_view published =
        metadata_.first_of({"og:article:published_time", "article:published_time"});
    const auto date = parse_board_date(published);
    if (date && known_day(*date) && (!has_day() || post_.date->time.empty())) {
      const bool same_day = has_day() && known_day(*post_.date) == known_day(*date);
      if (!has_day() || same_day) {
        post_.date = date;
        post_.rules["date"] = "article:published_time";
      }
    }
    if (own_) return;
    take(post_.title,
         strip_site_name(metadata_.first_of({"og:title"}), metadata_.first_of({"og:site_name"})),
         "title", "og:title");
    if (!engine_ || engine_->title_element_names_post) {
      take(post_.title, head_of_title(), "title", "<title>");
    }
  }

  // gnuboard: "제목 > 게시판 | 사이트".
  std::string head_of_title() const {
    std::string_view title = metadata_.title;
    title = title.substr(0, title.rfind(" > "));
    return std::string(trim_text(title));
  }

  bool may_be_heading(std::string_view line) const {
    constexpr std::size_t kMaxCharacters = 150;
    const auto size = character_count(line);
    if (size < 4 || size > kMaxCharacters || line == post_.author) return false;
    if (is_frame_line(line) || is_footer_heading(line) || (find_date(line) && size < 40))
      return false;
    return parse_label_line(line).values.empty() && line.find_first_not_of("*-=~ ") != line.npos;
  }

  // "새 소식 › 문화 ›": the board, then the category; text without such signs as it is.
  static std::string_view category_of_path(std::string_view path) {
    constexpr std::string_view kSign = "›";
    if (!path.ends_with(kSign)) return path;
    path = trim_text(path.substr(0, path.size() - kSign.size()));
    const std::size_t at = path.rfind(kSign);
    return at == path.npos ? std::string_view() : trim_text(path.substr(at + kSign.size()));
  }

  // The row, or <title>, may know the whole of a title that the page cuts off, and tells a category
  // in front of the title from the title itself.
  void complete_title() {
    const bool named = !engine_ || engine_->title_element_names_post;
    if (!own_ && !named) return;
    const std::string row_title = own_ ? own_->title_text() : head_of_title();
    if (post_.title.empty()) {
      post_.title = row_title;
      post_.rules["title"] = "its row";
      return;
    }
    if (post_.title == row_title || row_title.empty()) return;
    if (same_title(post_.title, row_title)) {
      const bool row_is_longer =
          remove_spaces(row_title).size() > remove_spaces(post_.title).size();
      if (row_is_longer) post_.title = row_title;
      return;
    }
    if (post_.title.size() <= row_title.size() || !post_.title.ends_with(row_title)) return;
    std::string_view front =
        trim_text(std::string_view(post_.title).substr(0, post_.title.size() - row_title.size()));
    while (!front.empty() && std::string_view("[]|<>()").find(front.front()) != front.npos) {
      front.remove_prefix(1);
    }
    while (!front.empty() && std::string_view("[]|<>() ").find(front.back()) != front.npos) {
      front.remove_suffix(1);
    }
    if (front.empty() || character_count(front) > 20) return;
    front = category_of_path(front);
    if (post_.category.empty() && !front.empty()) {
      post_.category = front;
      post_.rules["category"] = "in front of the title, but not in its row";
    }
    post_.title = row_title;
  }

  const HtmlTree& tree_;
  const BoardEngine* engine_;
  const PageMetadata& metadata_;
  const HtmlList& list_;
  const ListRow* own_;
  NodeId body_ = kNone;
  bool labels_needed_ = false;
  bool labelled_ = false;
  HtmlPost post_;
};

// "저작권자 ⓒ 한결신문 무단전재 및 재배포 금지": the name behind the sign; empty when none is
// clear.
std::string press_in_copyright(std::string_view line) {
  for (const std::string_view sign : {"ⓒ", "©", "(c)", "(C)"}) {
    const std::size_t at = line.find(sign);
    if (at == line.npos) continue;
    for (std::string_view word : split_words(line.substr(at + sign.size()))) {
      while (!word.empty() && std::string_view(".,<>()[]'\"").find(word.back()) != word.npos) {
        word.remove_suffix(1);
      }
      while (!word.empty() && std::string_view("<>()['\"").find(word.front()) != word.npos) {
        word.remove_prefix(1);
      }
      if (is_press_name(word)) return std::string(word);
    }
  }
  return {};
}

}  // namespace

std::optional<HtmlPost> read_board_html(const HtmlTree& tree, const BoardEngine* engine,
                                        const PageMetadata& metadata, const HtmlList& list,
                                        const ListRow* own) {
  return BoardPostReader(tree, engine, metadata, list, own).read();
}

void take_source(HtmlPost& post, bool last_paragraph_stands_alone) {
  std::vector<std::string_view> lines = split_lines(post.body);
  std::string by_copyright;
  for (std::size_t looked_at = 0; looked_at < 4 && !lines.empty(); ++looked_at) {
    const std::string_view last = lines.back();
    if (!is_copyright_line(last) || last.ends_with("다.")) break;
    if (by_copyright.empty()) by_copyright = press_in_copyright(last);
    lines.pop_back();
    last_paragraph_stands_alone = true;
  }
  if (!lines.empty() && !post.source.empty() && source_name(lines.back()) == post.source) {
    lines.pop_back();
  } else if (lines.size() > 1 && post.source.empty() &&
             is_source_line(lines.back(), lines[lines.size() - 2], last_paragraph_stands_alone)) {
    post.source = source_name(lines.back());
    post.rules["source"] = "last paragraph, the name alone";
    lines.pop_back();
  } else if (post.source.empty() && !by_copyright.empty()) {
    post.source = by_copyright;
    post.rules["source"] = "copyright line";
  }
  std::string body;
  for (const auto line : lines) {
    if (!body.empty()) body += '\n';
    body += line;
  }
  post.body = std::move(body);
}

bool last_line_stands_alone(const HtmlTree& tree, NodeId node) {
  for (NodeId id = tree[node].end; id-- > node + 1;) {
    if (tree[id].kind != HtmlTree::Kind::text || trim_text(tree[id].text).empty()) continue;
    NodeId block = tree[id].parent;
    while (block != node && !is_block(tree[block].tag)) block = tree[block].parent;
    return block != node && block_text(tree, block).find('\n') == std::string::npos;
  }
  return false;
}

std::string body_text(const HtmlTree& tree, NodeId node) {
  static const Selector kFrame(
      ".document_popup_menu, .sns, .sns_share, .share, .share_area, .social, .tags, .tag_list, "
      ".copyright, .fileList, .kboard-document-options-group, nav, form");
  return block_text(tree, node, [&](NodeId id) { return kFrame.matches(tree, id); });
}

// "한결신문::제목", "한결신문|제목".
static bool follows_site_name(std::string_view title, std::string_view heading) {
  if (heading.size() >= title.size() || !title.ends_with(heading)) return false;
  title.remove_suffix(heading.size());
  return title.ends_with("::") || title.ends_with('|') || title.ends_with('>');
}

std::string shown_title(const HtmlTree& tree, NodeId body, std::string_view title) {
  constexpr std::size_t kMaxNodes = 40;
  constexpr std::size_t kMinCharacters = 4;
  if (body == kNone || title.empty()) return {};
  const std::string squeezed = remove_spaces(title);
  std::string best;
  for (NodeId id = body_element(tree); id < body; ++id) {
    const HtmlTree::Node& node = tree[id];
    if (!node.element || node.tag == GUMBO_TAG_A || node.end - id > kMaxNodes) continue;
    std::string shown = line_text(tree, id);
    if (shown.size() <= best.size() || character_count(shown) < kMinCharacters) continue;
    const std::string heading = remove_spaces(shown);
    if (squeezed.starts_with(heading) || follows_site_name(squeezed, heading)) {
      best = std::move(shown);
    }
  }
  return best;
}

std::string strip_site_name(std::string_view title, std::string_view site) {
  title = trim_text(title);
  for (const std::string_view separator :
       {" - ", " | ", " : ", " :: ", " < ", " > ", " – ", "::", "|"}) {
    const std::size_t at = title.rfind(separator);
    if (at == title.npos || at == 0) continue;
    const std::string_view tail = trim_text(title.substr(at + separator.size()));
    if (!site.empty() && remove_spaces(tail) == remove_spaces(site)) {
      return std::string(trim_text(title.substr(0, at)));
    }
  }
  return std::string(title);
}

}  // namespace sillok
