// Other spellings of one word or phrase of a query. What the archive cannot have is left out as far
// as its terms tell.
#pragma once

#include <xapian.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/condition.h"
#include "searcher/suggest.h"

namespace sillok {

struct Respelling {
  Suggestion::Kind kind = Suggestion::Kind::typo;
  std::string text;
  bool is_phrase = false;  // to be asked for in quotes
  double cost = 0;         // the least likely have the most
  // Some articles have the word as it was typed, so that it may be right: it takes many more.
  bool is_doubtful = false;
};

// What was typed, as in the query; and what of it is searched for: normalized, less its josa.
struct TypedWord {
  std::string text;
  std::string stem;
};

// Typed with the keyboard in the other layout.
std::vector<Respelling> of_other_layout(const TypedWord& word, const Xapian::Database& db);

// Of which these are the initials.
std::vector<Respelling> of_initials(const TypedWord& word, const WordLists& words);

// But for one wrong key or two in a long word.
std::vector<Respelling> of_typos(const TypedWord& word, const WordLists& words);

// One word as several: 샘올트먼 as 샘 올트먼.
std::vector<Respelling> with_spaces(const TypedWord& word, const Xapian::Database& db);

// The words as one: 샘 올트먼 as 샘올트먼.
std::vector<Respelling> without_spaces(std::string_view words, const Xapian::Database& db);

// As the articles write it in the other script beside it: 오픈AI(OpenAI).
std::vector<Respelling> of_other_script(std::string_view words,
                                        std::span<const LoadedArticle* const> articles);

}  // namespace sillok
