// The query language: text to a tree, and the tree back to text. Knows no Xapian.
//
//   query   = or
//   or      = and { "OR" and }
//   and     = loose { "AND" loose }
//   loose   = unary { unary }                    side by side: the match mode decides
//   unary   = ( "-" | "NOT" ) unary | near
//   near    = primary { ( "NEAR/n" | "ADJ" | "ADJ/n" ) primary }    of words and phrases
//   primary = "(" query ")" | phrase | word | word "*" | "*" | field ":" value
//   value   = word | word "*" | phrase | range | "(" query ")"
//   range   = point | point ".." | ".." point | point ".." point
//
// So 샘 올트먼 AND 카카오 OR 네이버 is ((샘 올트먼) AND 카카오) OR 네이버. Operators are upper
// case. A phrase stands in "…" or “…”; in it \" is a quotation mark and \\ a backslash. Elsewhere a
// backslash takes the next character as text: \AND, \(. A word loses the punctuation at its ends
// and a josa behind a closing mark (‘스타게이트’를); one that is nothing else is passed over. A
// name before ":" that is no field is text: 3:1.
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

// How two parts of a text must stand: at most `words` words (what lies between white space) from
// the one to the other; `in_order`: the first before the second. 1 is the next word.
struct Proximity {
  unsigned words = 1;
  bool in_order = false;

  bool operator==(const Proximity&) const = default;
};

inline constexpr unsigned kMaxProximityWords = 1000;

// As queries write it: NEAR/5, ADJ/2.
std::string print_proximity(const Proximity& proximity);

// A node owns its children. Text is as the user wrote it, escapes undone, not yet normalized; it
// has at least one letter or digit. A tree from parse_query or plain_query is canonical: `all`,
// `any` and `loose` have two children or more and none of their own kind, and a negation holds no
// negation.
struct QueryNode {
  enum class Kind {
    everything,  // "*"
    word,        // text; matches by its stem
    phrase,      // text; literal
    prefix,      // text before the "*"
    date,        // dates; one end is known; `field` is date
    number,      // first_number..last_number, inclusive; one end is known; `field` is number
    all,         // children joined by an explicit AND
    any,         // children joined by OR
    loose,       // children side by side: the match mode decides
    negation,    // one child
    near,        // children are words, phrases and prefixes of one field, links[i] from i to i + 1
  };
  Kind kind = Kind::everything;
  QueryField field = QueryField::any;
  std::string text;
  DateRange dates;
  std::optional<std::uint64_t> first_number;
  std::optional<std::uint64_t> last_number;
  std::vector<QueryNode> children;
  std::vector<Proximity> links;
  std::size_t offset = 0;  // byte offset in the query text

  bool operator==(const QueryNode&) const = default;
};

inline constexpr std::size_t kMaxQueryBytes = 16'384;
inline constexpr int kMaxQueryDepth = 50;

// `today` resolves dates such as "3m..". Throws QueryError, which shows the query with a mark under
// the place and says what was expected; an empty query is an error. Any bytes may come in.
QueryNode parse_query(std::string_view text, Day today);

// The words of a text without syntax, side by side: a pasted sentence, a question of a test set.
// Throws QueryError when it is malformed UTF-8, too long, or without a word.
QueryNode plain_query(std::string_view text);

// Prints a canonical tree so that parse_query(print_query(q)) is q, offsets aside.
std::string print_query(const QueryNode& node);

}  // namespace sillok
