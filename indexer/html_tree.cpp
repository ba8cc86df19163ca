#include "indexer/html_tree.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csetjmp>
#include <cstring>
#include <iterator>
#include <utility>

#include "common/include/sillok/error.h"

namespace sillok {
namespace {

std::uint64_t hash_of(char kind, std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325u ^ static_cast<unsigned char>(kind);
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return hash;
}

std::uint64_t hash_of(GumboTag tag) {
  return (static_cast<std::uint64_t>(tag) + 1) * 0x9E3779B97F4A7C15u;
}

std::uint64_t node_mark(std::uint64_t hash) {
  return 1ull << (hash >> 32 & 63);
}

std::uint16_t page_mark(std::uint64_t hash) {
  return static_cast<std::uint16_t>(hash >> 40 & 4095);
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

// Calls `use` for each class name of an attribute's value.
template <class Use>
void for_each_class(std::string_view classes, Use use) {
  for (std::size_t i = 0; i < classes.size();) {
    while (i < classes.size() && is_space(classes[i])) ++i;
    std::size_t end = i;
    while (end < classes.size() && !is_space(classes[end])) ++end;
    if (end > i) use(classes.substr(i, end - i));
    i = end;
  }
}

}  // namespace

// Gumbo frees a tree by recursion, and it does not expect an allocation to fail. Here nothing is
// freed but the whole, and past a budget the parser is left by a jump: it is C, and all that it
// owns lies in the arena.
struct HtmlTree::Arena {
  static constexpr std::size_t kBlock = 64 << 10;

  std::vector<std::unique_ptr<char[]>> blocks;
  char* next = nullptr;
  std::size_t left = 0;
  std::size_t used = 0;
  std::size_t allocations = 0;
  HtmlLimits limits;
  std::chrono::steady_clock::time_point deadline;
  std::jmp_buf leave;
  enum Budget { kWithin, kMemory, kTime };
  GumboOutput* output = nullptr;

  void check_budget(std::size_t size) {
    used += size;
    if (used > limits.tree_bytes) std::longjmp(leave, kMemory);
    if (++allocations % 256 == 0 && std::chrono::steady_clock::now() > deadline) {
      std::longjmp(leave, kTime);
    }
  }

  void* allocate(std::size_t size) {
    size = (size + 15) & ~std::size_t{15};
    check_budget(size);
    if (size > left) {
      const std::size_t block = std::max(size, kBlock);
      blocks.push_back(std::make_unique_for_overwrite<char[]>(block));
      next = blocks.back().get();
      left = block;
    }
    char* const result = next;
    next += size;
    left -= size;
    return result;
  }

  // Returns which budget ran out. Holds no object with a destructor across the jump.
  int parse(std::string_view html, const GumboOptions& options) {
    if (const int exceeded = setjmp(leave)) return exceeded;
    output = gumbo_parse_with_options(&options, html.data(), html.size());
    return kWithin;
  }
};

std::optional<HtmlTree> HtmlTree::parse(std::string_view html, const HtmlLimits& limits,
                                        std::string& why) {
  if (estimate_depth(html) > limits.depth) {
    why = "HTML nested too deep";
    return std::nullopt;
  }
  HtmlTree tree;
  tree.arena_ = std::make_shared<Arena>();
  Arena& arena = *tree.arena_;
  arena.limits = limits;
  arena.deadline =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(limits.parse_milliseconds);
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = [](void* a, std::size_t size) {
    return static_cast<Arena*>(a)->allocate(size);
  };
  options.deallocator = [](void*, void*) {};
  options.userdata = &arena;
  options.max_errors = 0;
  switch (arena.parse(html, options)) {
    case Arena::kMemory:
      why = "needs too much memory to parse";
      return std::nullopt;
    case Arena::kTime:
      why = "takes too long to parse";
      return std::nullopt;
    default:
      break;
  }
  tree.flatten(arena.output->document);
  return tree;
}

void HtmlTree::append(const GumboNode* source, NodeId parent) {
  Node node{Kind::element, GUMBO_TAG_LAST, parent, 0, 0, {}, {}, {}, nullptr};
  const auto mark = [&](std::uint64_t hash) {
    node.marks |= node_mark(hash);
    marks_.set(page_mark(hash));
  };
  switch (source->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
      node.element = &source->v.element;
      node.tag = node.element->tag;
      mark(hash_of(node.tag));
      for (unsigned i = 0; i < node.element->attributes.length; ++i) {
        const auto* a = static_cast<const GumboAttribute*>(node.element->attributes.data[i]);
        if (std::strcmp(a->name, "id") == 0) node.id = a->value;
        if (std::strcmp(a->name, "class") == 0) node.classes = a->value;
      }
      if (!node.id.empty()) mark(hash_of('#', node.id));
      for_each_class(node.classes, [&](std::string_view name) { mark(hash_of('.', name)); });
      break;
    case GUMBO_NODE_COMMENT:
      node.kind = Kind::comment;
      node.text = source->v.text.text;
      break;
    case GUMBO_NODE_DOCUMENT:
      break;
    default:
      node.kind = Kind::text;
      node.text = source->v.text.text;
  }
  nodes_.push_back(node);
}

void HtmlTree::flatten(const GumboNode* root) {
  struct Open {
    const GumboVector* children;
    unsigned next;
    NodeId id;
  };
  append(root, kNone);
  std::vector<Open> open{{&root->v.document.children, 0, 0}};
  while (!open.empty()) {
    Open& top = open.back();
    if (top.next == top.children->length) {
      nodes_[top.id].end = size();
      open.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(top.children->data[top.next++]);
    const NodeId id = size();
    append(child, top.id);
    if (nodes_[id].kind == Kind::element) {
      open.push_back({&child->v.element.children, 0, id});
    } else {
      nodes_[id].end = id + 1;
    }
  }
}

std::string_view HtmlTree::attribute(NodeId node, const char* name) const {
  const GumboElement* element = nodes_[node].element;
  if (!element) return {};
  const GumboAttribute* found = gumbo_get_attribute(&element->attributes, name);
  return found ? std::string_view(found->value) : std::string_view();
}

bool HtmlTree::may_have(const std::vector<std::uint16_t>& marks) const {
  return std::all_of(marks.begin(), marks.end(), [this](std::uint16_t m) { return marks_[m]; });
}

bool HtmlTree::has_class(NodeId node, std::string_view name) const {
  bool found = false;
  for_each_class(nodes_[node].classes, [&](std::string_view c) { found |= c == name; });
  return found;
}

Selector::Selector(std::string_view text) {
  const auto fail = [&] { throw UsageError("selector " + std::string(text) + ": cannot be read"); };
  alternatives_.emplace_back();
  bool directly = false;
  for (std::size_t i = 0; i < text.size();) {
    if (is_space(text[i])) {
      ++i;
    } else if (text[i] == ',') {
      if (alternatives_.back().compounds.empty()) fail();
      alternatives_.emplace_back();
      ++i;
    } else if (text[i] == '>') {
      directly = true;
      ++i;
    } else {
      const std::size_t end = std::min(text.find_first_of(" ,>\t\n", i), text.size());
      Chain& chain = alternatives_.back();
      chain.compounds.push_back(parse_compound(text.substr(i, end - i), chain.marks));
      chain.compounds.back().directly = std::exchange(directly, false);
      chain.named = !chain.compounds.back().id.empty() || !chain.compounds.back().classes.empty();
      chain.text += (chain.text.empty()                ? ""
                     : chain.compounds.back().directly ? " > "
                                                       : " ") +
                    std::string(text.substr(i, end - i));
      i = end;
    }
  }
  if (alternatives_.back().compounds.empty() || directly) fail();
}

Selector::Compound Selector::parse_compound(std::string_view text,
                                            std::vector<std::uint16_t>& page_marks) {
  const auto fail = [&] {
    throw UsageError("selector part " + std::string(text) + ": cannot be read");
  };
  Compound compound;
  const auto mark = [&](std::uint64_t hash) {
    compound.marks |= node_mark(hash);
    page_marks.push_back(page_mark(hash));
  };
  for (std::size_t i = 0; i < text.size();) {
    const char kind = text[i];
    const bool marked = kind == '#' || kind == '.' || kind == '[';
    const std::size_t begin = i + (marked ? 1 : 0);
    const std::size_t end = kind == '[' ? text.find(']', begin)
                                        : std::min(text.find_first_of("#.[", begin), text.size());
    if (end == text.npos || end == begin) fail();
    const std::string_view name = text.substr(begin, end - begin);
    if (kind == '#') {
      compound.id = name;
      mark(hash_of('#', name));
    } else if (kind == '.') {
      compound.classes.emplace_back(name);
      mark(hash_of('.', name));
    } else if (kind == '[') {
      const std::size_t equals = std::min(name.find('='), name.size());
      compound.value_is_prefix = equals > 0 && equals < name.size() && name[equals - 1] == '^';
      compound.attribute = name.substr(0, equals - (compound.value_is_prefix ? 1 : 0));
      if (equals < name.size()) compound.value = name.substr(equals + 1);
    } else {
      compound.tag = gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size()));
      if (compound.tag == GUMBO_TAG_UNKNOWN) fail();
      mark(hash_of(compound.tag));
    }
    i = end + (kind == '[' ? 1 : 0);
  }
  return compound;
}

bool Selector::matches(const HtmlTree& tree, HtmlTree::NodeId id, const Compound& compound) {
  const HtmlTree::Node& node = tree[id];
  if ((node.marks & compound.marks) != compound.marks || !node.element) return false;
  if (compound.tag != GUMBO_TAG_LAST && node.tag != compound.tag) return false;
  if (!compound.id.empty() && node.id != compound.id) return false;
  for (const std::string& name : compound.classes) {
    if (!tree.has_class(id, name)) return false;
  }
  if (compound.attribute.empty()) return true;
  const GumboAttribute* found =
      gumbo_get_attribute(&node.element->attributes, compound.attribute.c_str());
  if (!found) return false;
  const std::string_view value = found->value;
  return compound.value_is_prefix ? value.starts_with(compound.value)
                                  : compound.value.empty() || value == compound.value;
}

bool Selector::matches(const HtmlTree& tree, HtmlTree::NodeId node, const Chain& chain) {
  const std::vector<Compound>& compounds = chain.compounds;
  if (!matches(tree, node, compounds.back())) return false;
  bool directly = compounds.back().directly;
  std::size_t left = compounds.size() - 1;
  for (auto up = tree[node].parent; left > 0 && up != HtmlTree::kNone; up = tree[up].parent) {
    if (matches(tree, up, compounds[left - 1])) {
      directly = compounds[--left].directly;
    } else if (directly) {
      return false;
    }
  }
  return left == 0;
}

std::string_view Selector::alternative(const HtmlTree& tree, HtmlTree::NodeId node) const {
  for (const Chain& chain : alternatives_) {
    if (matches(tree, node, chain)) return chain.text;
  }
  return {};
}

bool Selector::matches(const HtmlTree& tree, HtmlTree::NodeId node) const {
  const bool bare = tree[node].id.empty() && tree[node].classes.empty();
  return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const Chain& chain) {
    return !(bare && chain.named) && matches(tree, node, chain);
  });
}

std::vector<HtmlTree::NodeId> Selector::all(const HtmlTree& tree, HtmlTree::NodeId scope) const {
  std::vector<HtmlTree::NodeId> found;
  for (const Chain& chain : alternatives_) {
    if (!tree.may_have(chain.marks)) continue;
    for (auto node = scope + 1; node < tree[scope].end; ++node) {
      if (matches(tree, node, chain)) found.push_back(node);
    }
    if (!found.empty()) break;
  }
  return found;
}

HtmlTree::NodeId Selector::first(const HtmlTree& tree, HtmlTree::NodeId scope) const {
  for (const Chain& chain : alternatives_) {
    if (!tree.may_have(chain.marks)) continue;
    for (auto node = scope + 1; node < tree[scope].end; ++node) {
      if (matches(tree, node, chain)) return node;
    }
  }
  return HtmlTree::kNone;
}

namespace {

// Elements that never hold others, or that the next of their kind closes by itself.
bool never_nests(const char* padded_name) {
  const std::string_view name(padded_name, strnlen(padded_name, 8));
  static constexpr std::string_view kNames[] = {
      "area",  "base",   "basefont", "bgsound", "br",     "col", "dd",    "dt",   "embed",  "frame",
      "hr",    "image",  "img",      "input",   "keygen", "li",  "link",  "meta", "option", "p",
      "param", "source", "tbody",    "td",      "tfoot",  "th",  "thead", "tr",   "track",  "wbr"};
  return std::binary_search(std::begin(kNames), std::end(kNames), name);
}

// The first eight letters of the tag name at `begin`, lower case and padded; all zero when there
// is none.
std::array<char, 8> tag_name(std::string_view html, std::size_t begin) {
  std::array<char, 8> name{};
  for (std::size_t i = 0; i < name.size() && begin + i < html.size(); ++i) {
    const char c = html[begin + i];
    const bool digit = c >= '0' && c <= '9';
    const char lower = static_cast<char>(c | 0x20);
    if (!digit && !(lower >= 'a' && lower <= 'z')) break;
    name[i] = digit ? c : lower;
  }
  return name;
}

}  // namespace

std::size_t estimate_depth(std::string_view html) {
  std::vector<std::array<char, 8>> open;
  std::size_t deepest = 0;
  for (std::size_t i = 0; (i = html.find('<', i)) != html.npos;) {
    ++i;
    if (html.substr(i).starts_with('\\')) ++i;  // scripts write "<\/div>"
    const bool closing = html.substr(i).starts_with('/');
    const auto tag = tag_name(html, i + (closing ? 1 : 0));
    if (tag[0] == '\0' || never_nests(tag.data())) continue;
    if (!closing) {
      open.push_back(tag);
      deepest = std::max(deepest, open.size());
      continue;
    }
    // A look at all of a deep page for each closing tag would take forever.
    const auto oldest = open.rbegin() + std::min<std::ptrdiff_t>(64, std::ssize(open));
    const auto match = std::find(open.rbegin(), oldest, tag);
    if (match != oldest) open.erase(std::prev(match.base()), open.end());
  }
  return deepest;
}

}  // namespace sillok
