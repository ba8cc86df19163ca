#include "indexer/html_text.h"

#include <array>

namespace sillok {
namespace {

using NodeId = HtmlTree::NodeId;

enum class Shape : std::uint8_t { inline_, block, cell, line_break, hidden };

Shape shape_of(GumboTag tag) {
  static const auto kShapes = [] {
    std::array<Shape, GUMBO_TAG_LAST + 1> shapes{};
    for (GumboTag t :
         {GUMBO_TAG_ADDRESS, GUMBO_TAG_ARTICLE,  GUMBO_TAG_ASIDE,      GUMBO_TAG_BLOCKQUOTE,
          GUMBO_TAG_BODY,    GUMBO_TAG_CAPTION,  GUMBO_TAG_CENTER,     GUMBO_TAG_DD,
          GUMBO_TAG_DETAILS, GUMBO_TAG_DIR,      GUMBO_TAG_DIV,        GUMBO_TAG_DL,
          GUMBO_TAG_DT,      GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FIGURE,
          GUMBO_TAG_FOOTER,  GUMBO_TAG_FORM,     GUMBO_TAG_H1,         GUMBO_TAG_H2,
          GUMBO_TAG_H3,      GUMBO_TAG_H4,       GUMBO_TAG_H5,         GUMBO_TAG_H6,
          GUMBO_TAG_HEADER,  GUMBO_TAG_HGROUP,   GUMBO_TAG_HR,         GUMBO_TAG_LEGEND,
          GUMBO_TAG_LI,      GUMBO_TAG_MAIN,     GUMBO_TAG_MENU,       GUMBO_TAG_NAV,
          GUMBO_TAG_OL,      GUMBO_TAG_P,        GUMBO_TAG_PRE,        GUMBO_TAG_SECTION,
          GUMBO_TAG_SUMMARY, GUMBO_TAG_TABLE,    GUMBO_TAG_TBODY,      GUMBO_TAG_TFOOT,
          GUMBO_TAG_THEAD,   GUMBO_TAG_TR,       GUMBO_TAG_UL,         GUMBO_TAG_XMP,
          GUMBO_TAG_LISTING, GUMBO_TAG_PLAINTEXT}) {
      shapes[t] = Shape::block;
    }
    for (GumboTag t : {GUMBO_TAG_TD, GUMBO_TAG_TH}) shapes[t] = Shape::cell;
    shapes[GUMBO_TAG_BR] = Shape::line_break;
    for (GumboTag t : {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,  GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE,
                       GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED,    GUMBO_TAG_APPLET,
                       GUMBO_TAG_CANVAS, GUMBO_TAG_AUDIO,  GUMBO_TAG_VIDEO,    GUMBO_TAG_SVG,
                       GUMBO_TAG_MATH,   GUMBO_TAG_HEAD,   GUMBO_TAG_SELECT,   GUMBO_TAG_TEXTAREA,
                       GUMBO_TAG_BUTTON, GUMBO_TAG_INPUT,  GUMBO_TAG_NOFRAMES, GUMBO_TAG_MAP}) {
      shapes[t] = Shape::hidden;
    }
    return shapes;
  }();
  return kShapes[tag];
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

// style="display:none", however it is spaced and cased.
bool is_display_none(std::string_view style) {
  std::string squeezed;
  for (char c : style) {
    if (c != ' ' && c != '\t' && c != '\n') squeezed.push_back(lower(c));
  }
  return squeezed.find("display:none") != squeezed.npos ||
         squeezed.find("visibility:hidden") != squeezed.npos;
}

bool is_hidden(const HtmlTree& tree, NodeId id) {
  const HtmlTree::Node& node = tree[id];
  if (!node.element || node.element->attributes.length == 0) return false;
  if (gumbo_get_attribute(&node.element->attributes, "hidden")) return true;
  const std::string_view style = tree.attribute(id, "style");
  return !style.empty() && is_display_none(style);
}

// What news systems write as <em> or <span> and show as lines of their own: captions of pictures
// and the summary before the text.
bool is_caption(const HtmlTree& tree, NodeId id) {
  static const Selector kCaptions(
      ".img_desc, .caption, .photo_caption, .photo_desc, .txt_caption, .media_end_summary, "
      ".end_photo_org, .link_figure");
  return kCaptions.matches(tree, id);
}

struct TextForm {
  bool one_line = false;
  bool own_lines = false;       // line ends of the source count
  bool tabs_for_cells = false;  // else a space stands between cells
};

class LineWriter {
 public:
  explicit LineWriter(const TextForm& form)
      : one_line_(form.one_line), cell_end_(form.tabs_for_cells ? '\t' : ' ') {}

  void text(std::string_view text, bool preformatted) {
    if (!preformatted || one_line_) {
      append_collapsed(line_, text);
      return;
    }
    for (std::size_t i = 0; i <= text.size();) {
      const std::size_t end = std::min(text.find('\n', i), text.size());
      append_collapsed(line_, text.substr(i, end - i));
      if (end < text.size()) break_line();
      i = end + 1;
    }
  }

  void end_cell() {
    if (line_.empty()) return;
    if (line_.back() == ' ' || line_.back() == cell_end_)
      line_.back() = cell_end_;
    else
      line_.push_back(cell_end_);
  }

  void break_line() {
    if (one_line_) {
      append_collapsed(line_, " ");
      return;
    }
    const std::string_view trimmed = trim_text(line_);
    if (!trimmed.empty()) {
      if (!lines_.empty()) lines_.push_back('\n');
      lines_ += trimmed;
    }
    line_.clear();
  }

  std::string finish() {
    if (one_line_) return std::string(trim_text(line_));
    break_line();
    return std::move(lines_);
  }

 private:
  bool one_line_;
  char cell_end_;
  std::string line_;
  std::string lines_;
};

// What a picture alone in its cell says in place of a label: Zeroboard's skins have w_name.gif and
// w_subject.gif.
std::string_view picture_label(const HtmlTree& tree, NodeId image) {
  NodeId cell = tree[image].parent;
  while (cell != HtmlTree::kNone && shape_of(tree[cell].tag) != Shape::cell)
    cell = tree[cell].parent;
  if (cell == HtmlTree::kNone || !line_text(tree, cell).empty()) return {};
  const std::string_view source = tree.attribute(image, "src");
  std::string stem;
  for (char c : source.substr(source.rfind('/') + 1)) stem.push_back(lower(c));
  stem.resize(std::min(stem.find('.'), stem.size()));
  stem.erase(0, stem.find('_') == stem.npos ? 0 : stem.rfind('_') + 1);
  if (stem == "subject" || stem == "title") return "제목";
  if (stem == "name" || stem == "writer") return "글쓴이";
  if (stem == "date" || stem == "regdate") return "작성일";
  return {};
}

struct Range {
  NodeId begin;
  NodeId end;
};

std::string write_text(const HtmlTree& tree, Range range, const SkipNode& skip,
                       const TextForm& form) {
  LineWriter writer(form);
  std::vector<std::pair<NodeId, Shape>> open;  // blocks and cells, by where they end
  NodeId preformatted_end = form.own_lines ? range.end : 0;
  for (NodeId id = range.begin; id < range.end;) {
    while (!open.empty() && open.back().first <= id) {
      open.back().second == Shape::block ? writer.break_line() : writer.end_cell();
      open.pop_back();
    }
    const HtmlTree::Node& node = tree[id];
    if (node.kind != HtmlTree::Kind::element) {
      if (node.kind == HtmlTree::Kind::text) writer.text(node.text, id < preformatted_end);
      ++id;
      continue;
    }
    Shape shape = shape_of(node.tag);
    if (shape == Shape::inline_ && !node.classes.empty() && is_caption(tree, id)) {
      shape = Shape::block;
    }
    if (id != range.begin && (is_invisible(tree, id) || (skip && skip(id)))) {
      id = node.end;
      continue;
    }
    if (shape == Shape::block || shape == Shape::line_break) writer.break_line();
    if (shape == Shape::cell) writer.end_cell();
    if (form.tabs_for_cells && node.tag == GUMBO_TAG_IMG) {
      writer.text(picture_label(tree, id), false);
    }
    if (shape == Shape::block || shape == Shape::cell) open.emplace_back(node.end, shape);
    if (node.tag == GUMBO_TAG_PRE || node.tag == GUMBO_TAG_XMP) {
      preformatted_end = std::max(preformatted_end, node.end);
    }
    ++id;
  }
  return writer.finish();
}

// Length of the blank character at `i`: white space, no-break, zero-width and filler characters.
std::size_t blank_size(std::string_view text, std::size_t i) {
  const auto c = static_cast<unsigned char>(text[i]);
  if (c <= 0x20 || c == 0x7F) return 1;
  const std::string_view rest = text.substr(i);
  if (rest.starts_with("\u00A0")) return 2;
  for (std::string_view blank :
       {"\u3000", "\u200B", "\uFEFF", "\u2003", "\u2002", "\u2009", "\u3164", "\u2028", "\u2029"}) {
    if (rest.starts_with(blank)) return 3;
  }
  return 0;
}

}  // namespace

void append_collapsed(std::string& line, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    // Only these bytes begin a blank character.
    if (c > 0x20 && c != 0xC2 && c != 0xE2 && c != 0xEF) {
      ++i;
      continue;
    }
    const std::string_view rest = text.substr(i);
    const bool wide = rest.starts_with("\u00A0");
    const bool nothing = rest.starts_with("\u200B") || rest.starts_with("\uFEFF");
    if (c > 0x20 && !wide && !nothing) {
      ++i;
      continue;
    }
    line.append(text, copied, i - copied);
    if (!nothing && !line.empty() && line.back() != ' ') line.push_back(' ');
    i += nothing ? 3 : wide ? 2 : 1;
    copied = i;
  }
  line.append(text, copied);
}

std::string_view trim_text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t blank = blank_size(text, 0);
    if (blank == 0) break;
    text.remove_prefix(blank);
  }
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) --last;
    if (blank_size(text, last) == 0) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

std::string text_to_lines(std::string_view text) {
  LineWriter writer({});
  writer.text(text, true);
  return writer.finish();
}

std::string block_text(const HtmlTree& tree, NodeId node, const SkipNode& skip) {
  return write_text(tree, {node, tree[node].end}, skip, {});
}

std::string block_text_with_own_lines(const HtmlTree& tree, NodeId node) {
  return write_text(tree, {node, tree[node].end}, {}, {.own_lines = true});
}

std::string text_between(const HtmlTree& tree, NodeId begin, NodeId end, const SkipNode& skip) {
  return write_text(tree, {begin, end}, skip, {.tabs_for_cells = true});
}

bool is_block(GumboTag tag) {
  return shape_of(tag) == Shape::block;
}

bool is_invisible(const HtmlTree& tree, NodeId node) {
  return tree[node].element && (shape_of(tree[node].tag) == Shape::hidden || is_hidden(tree, node));
}

bool breaks_lines(const HtmlTree& tree) {
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (!tree[id].element || tree[id].tag == GUMBO_TAG_BODY) continue;
    const Shape shape = shape_of(tree[id].tag);
    if (shape == Shape::block || shape == Shape::line_break) return true;
  }
  return false;
}

std::string line_text(const HtmlTree& tree, NodeId node, const SkipNode& skip) {
  return write_text(tree, {node, tree[node].end}, skip, {.one_line = true});
}

}  // namespace sillok
