// The characters of a query to its tokens. Used by the parser alone.
#pragma once

#include <sillok/error.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/query.h"

namespace sillok {

struct QueryToken {
  enum class Kind { word, phrase, field, minus, op_and, op_or, op_not, op_near, open, close, end };
  Kind kind = Kind::end;
  std::size_t offset = 0;  // in the query
  bool glued = false;      // no white space before it
  // Of a word or phrase, escapes undone.
  std::string text;
  // The part of a word's text from its first letter or digit to its last, less a josa that follows
  // a closing mark; empty when nothing else is there.
  std::string core;
  bool starred = false;  // one "*" follows the core
  bool is_star = false;  // the word is "*" and nothing else
  QueryField field = QueryField::any;
  Proximity proximity;  // of op_near; 0 words when they are no number from 1 to kMaxProximityWords
};

// The tokens of `query` with an `end` token last. Throws QueryError for malformed UTF-8, a query
// that is too long and a quotation mark that is not closed.
std::vector<QueryToken> tokenize_query(std::string_view query);

// The words of a text that has no syntax: what lies between white space, as `word` tokens; those
// without a letter or digit are left out. Throws as tokenize_query does.
std::vector<QueryToken> plain_tokens(std::string_view query);

// The text of a word as tokenize_query reads it back.
std::string escape_word(std::string_view text);

// The text of a phrase, quoted, as tokenize_query reads it back.
std::string quote_phrase(std::string_view text);

// True when the text has a letter or a digit, without which nothing can be searched.
bool has_word_character(std::string_view text);

// Every name that a field has.
std::vector<std::string_view> field_names();

// The name by which queries print a field; empty for `any`.
std::string_view field_name(QueryField field);

// The error that shows `query` with a mark under the character at `offset`.
QueryError query_error(std::string_view query, std::size_t offset, const std::string& problem,
                       const std::string& hint);

}  // namespace sillok
