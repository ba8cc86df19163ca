// A parsed HTML page as a flat array of nodes, and selectors over it: a bounded wrapper around
// gumbo, so that no page, however deep or broken, overflows a stack or eats the memory.
#pragma once

#include <gumbo.h>

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

// A page beyond a limit is not parsed at all.
struct HtmlLimits {
  std::size_t depth = 1000;                  // elements inside elements
  std::size_t tree_bytes = 512ull << 20;     // memory of one parsed page
  std::uint64_t parse_milliseconds = 20000;  // for pages made to take forever
};

// Nodes stand in document order, so a node's descendants are the range (node, end).
class HtmlTree {
 public:
  using NodeId = std::uint32_t;
  static constexpr NodeId kNone = UINT32_MAX;

  enum class Kind : std::uint8_t { element, text, comment };

  struct Node {
    Kind kind;
    GumboTag tag;  // of an element
    NodeId parent;
    NodeId end;                // one past the last descendant
    std::uint64_t marks = 0;   // a Bloom filter of the tag, id and classes
    std::string_view text;     // of text and comments, entities decoded
    std::string_view id;       // attribute
    std::string_view classes;  // attribute, as written
    const GumboElement* element = nullptr;
  };

  // Parses a whole page, or nothing when it is beyond a limit; `why` then names it.
  static std::optional<HtmlTree> parse(std::string_view html, const HtmlLimits& limits,
                                       std::string& why);

  NodeId size() const { return static_cast<NodeId>(nodes_.size()); }
  const Node& operator[](NodeId node) const { return nodes_[node]; }

  // The value of an attribute; empty when absent. Names are lower case.
  std::string_view attribute(NodeId node, const char* name) const;
  bool has_class(NodeId node, std::string_view name) const;
  // False when no node of the page carries these marks, so that no search is needed.
  bool may_have(const std::vector<std::uint16_t>& marks) const;
  bool contains(NodeId ancestor, NodeId node) const {
    return ancestor <= node && node < nodes_[ancestor].end;
  }

 private:
  struct Arena;
  HtmlTree() = default;
  void flatten(const GumboNode* root);
  void append(const GumboNode* source, NodeId parent);

  std::shared_ptr<Arena> arena_;  // owns what the nodes point into
  std::vector<Node> nodes_;
  std::bitset<4096> marks_;  // of all nodes: finer than a node's own, for a page has many
};

// A list of alternatives, comma-separated; each a chain of ancestors: "tag", "#id", ".class",
// "[name=value]", "[name^=start]" joined without a space, a space for "somewhere inside", ">" for
// "directly inside". The first alternative that matches anything is the one that counts.
class Selector {
 public:
  // Throws UsageError when `text` is not of that form.
  explicit Selector(std::string_view text);

  // Matches inside `scope`, itself excluded, in document order.
  std::vector<HtmlTree::NodeId> all(const HtmlTree& tree, HtmlTree::NodeId scope) const;
  HtmlTree::NodeId first(const HtmlTree& tree, HtmlTree::NodeId scope) const;
  // The text of the alternative that matches `node`; empty when none does.
  std::string_view alternative(const HtmlTree& tree, HtmlTree::NodeId node) const;
  // Whether `node` is matched by any alternative.
  bool matches(const HtmlTree& tree, HtmlTree::NodeId node) const;

 private:
  struct Compound {
    GumboTag tag = GUMBO_TAG_LAST;  // any
    std::string id;
    std::vector<std::string> classes;
    std::string attribute;
    std::string value;
    bool value_is_prefix = false;
    bool directly = false;  // inside the one before
    std::uint64_t marks = 0;
  };
  struct Chain {
    std::vector<Compound> compounds;
    std::vector<std::uint16_t> marks;  // of all compounds, as a page has them
    std::string text;
    bool named = false;  // the last compound asks for an id or a class
  };

  static Compound parse_compound(std::string_view text, std::vector<std::uint16_t>& page_marks);
  static bool matches(const HtmlTree& tree, HtmlTree::NodeId node, const Compound& compound);
  static bool matches(const HtmlTree& tree, HtmlTree::NodeId node, const Chain& chain);

  std::vector<Chain> alternatives_;
};

// The deepest nesting that the tags of `html` can give: cheap, and never far below the parser's.
std::size_t estimate_depth(std::string_view html);

}  // namespace sillok
