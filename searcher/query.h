// The query language: text to a tree, and the tree back to text. Knows no Xapian.
//
//   query   = or
//   or      = and { "OR" and }
//   and     = unary { [ "AND" ] unary }          juxtaposition: the match mode decides
//   unary   = ( "-" | "NOT" ) unary | primary
//   primary = "(" query ")" | phrase | word | word "*" | field ":" value | "*"
//   value   = word | phrase | range
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"

namespace sillok {

enum class QueryField { any, title, author, source, board, number, date, id };

// A node owns its children. Text is as the user wrote it, not yet normalized.
struct QueryNode {
  enum class Kind {
    everything,  // "*"
    word,        // text; matches by its stem
    phrase,      // text; literal
    prefix,      // text before the "*"
    date,        // dates
    number,      // first..last
    all,         // children joined by an explicit AND
    any,         // children joined by OR
    loose,       // children side by side: the match mode decides
    negation,    // one child
  };
  Kind kind = Kind::everything;
  QueryField field = QueryField::any;
  std::string text;
  DateRange dates;
  std::optional<std::uint64_t> first_number;
  std::optional<std::uint64_t> last_number;
  std::vector<QueryNode> children;
  std::size_t offset = 0;  // byte offset in the query text

  bool operator==(const QueryNode&) const = default;
};

inline constexpr std::size_t kMaxQueryBytes = 16 * 1024;
inline constexpr int kMaxQueryDepth = 50;

// Throws UsageError that shows the query with a mark under the place. An empty query is an error.
QueryNode parse_query(std::string_view text, Day today);

// Prints the tree as a canonical query: parse_query(print_query(q)) is q, offsets aside.
std::string print_query(const QueryNode& node);

}  // namespace sillok
