#include "indexer/text_density.h"

#include "indexer/lines.h"

namespace sillok {
namespace {

using NodeId = HtmlTree::NodeId;
constexpr NodeId kNone = HtmlTree::kNone;

bool is_container(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CENTER:
      return true;
    default:
      return false;
  }
}

const Selector& frame_selector() {
  static const Selector selector(
      "nav, aside, footer, form, .nav, .gnb, .lnb, .menu, .sidebar, .footer, .breadcrumb, "
      ".pagination, .paging, .sns, .share, .share_area, .social, .comment, .comments, .reply, "
      ".related, .relation, .recommend, .copyright, .banner, .ad, .ads, .tags, .tag_list, "
      "#comment, #comments, #footer, #header, #nav, #gnb, #sidebar, #aside, #reply");
  return selector;
}

}  // namespace

bool is_page_frame(const HtmlTree& tree, NodeId node) {
  return frame_selector().matches(tree, node);
}

TextDensity::TextDensity(const HtmlTree& tree, const SkipNode& skip) : tree_(tree) {
  text_.assign(tree.size() + 1, 0);
  linked_.assign(tree.size() + 1, 0);
  score_.assign(tree.size(), 0);
  measure(skip);
}

std::size_t TextDensity::text(NodeId node) const {
  return text_[tree_[node].end] - text_[node];
}

double TextDensity::link_share(NodeId node) const {
  const std::size_t all = text(node);
  if (all == 0) return 1;
  return static_cast<double>(linked_[tree_[node].end] - linked_[node]) / static_cast<double>(all);
}

NodeId TextDensity::densest() const {
  NodeId best = kNone;
  double best_score = 0;
  for (NodeId id = 0; id < tree_.size(); ++id) {
    if (score_[id] == 0) continue;
    const double score = score_[id] * (1 - link_share(id));
    if (score > best_score) {
      best = id;
      best_score = score;
    }
  }
  return best;
}

void TextDensity::measure(const SkipNode& skip) {
  NodeId hidden_end = 0;
  NodeId link_end = 0;
  for (NodeId id = 0; id < tree_.size(); ++id) {
    text_[id + 1] = text_[id];
    linked_[id + 1] = linked_[id];
    const HtmlTree::Node& node = tree_[id];
    if (node.element && id >= hidden_end &&
        (is_invisible(tree_, id) || is_page_frame(tree_, id) || (skip && skip(id)))) {
      hidden_end = node.end;
    }
    if (node.tag == GUMBO_TAG_A && id >= link_end) link_end = node.end;
    if (node.kind != HtmlTree::Kind::text || id < hidden_end) continue;
    const std::size_t characters = character_count(trim_text(node.text));
    text_[id + 1] += characters;
    if (id < link_end) {
      linked_[id + 1] += characters;
    } else if (characters >= 10) {
      credit(id, static_cast<double>(characters));
    }
  }
}

NodeId TextDensity::container(NodeId node) const {
  node = tree_[node].parent;
  while (node != kNone && !is_container(tree_[node].tag)) node = tree_[node].parent;
  return node;
}

// Running text counts for the element around its paragraph, and half for the one around that.
void TextDensity::credit(NodeId text, double characters) {
  const NodeId inner = container(text);
  if (inner == kNone) return;
  score_[inner] += characters;
  const NodeId outer = container(inner);
  if (outer != kNone) score_[outer] += characters / 2;
}

}  // namespace sillok
