// What an article must satisfy to be a hit: the query with its match mode applied, checked on the
// stored text. The index only proposes candidates (xapian_query.h); this decides.
#pragma once

#include <string>
#include <vector>

#include "common/article.h"
#include "searcher/needle.h"
#include "searcher/query.h"
#include "searcher/wording.h"

namespace sillok {

// An article with its text normalized once, for verifying, re-ranking and highlighting.
struct LoadedArticle {
  Article article;
  std::string title;  // normalized
  std::string body;   // normalized
};

LoadedArticle load_article(Article article);

struct Condition {
  enum class Kind {
    everything,
    text,    // the needle occurs in the title or body
    title,   // the needle occurs in the title
    field,   // board, author, source or id is the needle's text, or begins with it
    date,    // the article's day lies in `dates`
    number,  // the board's number lies in first..last
    all,
    any,
    negation,  // of the one child
    near,      // children are `text` or `title`, or `any` of such; links[i] from i to i + 1
  };
  Kind kind = Kind::everything;
  Needle needle;
  QueryField field = QueryField::any;
  DateRange dates;
  std::optional<std::uint64_t> first_number;
  std::optional<std::uint64_t> last_number;
  std::vector<Condition> children;
  std::vector<Proximity> links;

  bool operator==(const Condition&) const = default;
};

// How the words that stand side by side count.
enum class Looseness {
  all,   // each must be held
  any,   // one must be held
  rest,  // unquoted words need not be held; everything else must
};

// The condition of a parsed query. Words that hold nothing that is indexed, such as "…", ask for
// nothing; throws UsageError when the whole query asks for nothing. An unquoted word may be held as
// any of what `wording` gives for it.
Condition make_condition(const QueryNode& query, Looseness looseness, const Wording& wording = {});

bool holds(const Condition& condition, const LoadedArticle& loaded);

// For --explain: a line a node, children indented.
std::string describe_condition(const Condition& condition, int indent = 0);

}  // namespace sillok
