#include "indexer/html_items.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>

#include "indexer/board_words.h"
#include "indexer/html_text.h"
#include "indexer/lines.h"

namespace sillok {
namespace {

using NodeId = HtmlTree::NodeId;
constexpr NodeId kNone = HtmlTree::kNone;
constexpr std::size_t kMaxNameCharacters = 40;

struct DocumentLink {
  NodeId node;
  std::string key;
};

// A link within running text, as of a comment that points to another post: what stands beside it
// is more than a label. Dates and counts beside a row's link are not in Hangul.
bool stands_in_prose(const HtmlTree& tree, NodeId link) {
  constexpr std::size_t kMaxSyllables = 6;
  const NodeId parent = tree[link].parent;
  if (parent == kNone) return false;
  std::size_t syllables = 0;
  for (NodeId id = parent + 1; id < tree[parent].end; id = tree[id].end) {
    if (tree[id].kind != HtmlTree::Kind::text) continue;
    const std::string_view text = tree[id].text;
    syllables += static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; }));
  }
  return syllables > kMaxSyllables;
}

std::vector<DocumentLink> document_links(const HtmlTree& tree, const DocumentKey& key_of) {
  std::vector<DocumentLink> links;
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree[id].tag != GUMBO_TAG_A) continue;
    std::string key = key_of(tree.attribute(id, "href"));
    if (!key.empty() && !stands_in_prose(tree, id)) links.push_back({id, std::move(key)});
  }
  return links;
}

// Whether the links next to `links[at]` that stand inside `node` lead where it does.
bool links_one_document(const HtmlTree& tree, NodeId node, const std::vector<DocumentLink>& links,
                        std::size_t at) {
  for (std::size_t i = at; i > 0 && links[i - 1].node > node; --i) {
    if (links[i - 1].key != links[at].key) return false;
  }
  for (std::size_t i = at + 1; i < links.size() && links[i].node < tree[node].end; ++i) {
    if (links[i].key != links[at].key) return false;
  }
  return true;
}

// A class whose name holds one of these parts: "bl-subj", "card-title", "list_writer".
bool class_holds(const HtmlTree& tree, NodeId node, std::initializer_list<std::string_view> parts) {
  const std::string_view classes = tree[node].classes;
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return classes.find(part) != classes.npos; });
}

bool is_heading(GumboTag tag) {
  return tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2 || tag == GUMBO_TAG_H3 || tag == GUMBO_TAG_H4 ||
         tag == GUMBO_TAG_H5 || tag == GUMBO_TAG_H6;
}

}  // namespace

std::vector<std::vector<NodeId>> find_item_groups(const HtmlTree& tree, const DocumentKey& key_of) {
  constexpr std::size_t kFewest = 3;
  const std::vector<DocumentLink> links = document_links(tree, key_of);
  if (links.size() < kFewest) return {};
  std::map<std::pair<NodeId, GumboTag>, std::vector<NodeId>> groups;
  for (std::size_t i = 0; i < links.size(); ++i) {
    NodeId item = links[i].node;
    for (NodeId up = tree[item].parent; up != kNone && links_one_document(tree, up, links, i);
         up = tree[up].parent) {
      item = up;
    }
    const NodeId parent = tree[item].parent;
    if (parent == kNone) continue;
    std::vector<NodeId>& group = groups[{parent, tree[item].tag}];
    if (group.empty() || group.back() != item) group.push_back(item);
  }
  std::vector<std::vector<NodeId>> found;
  for (auto& [parent, group] : groups) {
    if (group.size() >= kFewest) found.push_back(std::move(group));
  }
  return found;
}

NodeId item_title(const HtmlTree& tree, NodeId item) {
  NodeId title = kNone;
  for (NodeId id = item + 1; id < tree[item].end; ++id) {
    if (!tree[id].element) continue;
    const bool named = is_heading(tree[id].tag) || class_holds(tree, id, {"subj", "sbj", "tit"});
    if (!named || (title != kNone && !tree.contains(title, id))) continue;
    if (!line_text(tree, id).empty()) title = id;
  }
  return title;
}

NodeId item_author(const HtmlTree& tree, NodeId item, NodeId title) {
  for (NodeId id = item + 1; id < tree[item].end; ++id) {
    if (!tree[id].element || title == kNone) continue;
    if (tree.contains(title, id) || tree.contains(id, title)) continue;
    const bool named =
        class_holds(tree, id, {"name", "writer", "author", "nick", "member", "guest"});
    if (!named) continue;
    const std::string shown = line_text(tree, id);
    if (!shown.empty() && character_count(shown) <= 2 * kMaxNameCharacters) return id;
  }
  return kNone;
}

NodeId item_number(const HtmlTree& tree, NodeId item, NodeId title) {
  for (NodeId id = item + 1; id < tree[item].end && (title == kNone || id < title); ++id) {
    if (!tree[id].element || tree.contains(id, title)) continue;
    const std::string shown = line_text(tree, id);
    if (shown.empty()) continue;
    const bool marker = marker_bytes(shown) == shown.size() || shown == "열람";
    if (parse_count(shown) || marker || is_notice_label(shown)) return id;
  }
  return kNone;
}

}  // namespace sillok
