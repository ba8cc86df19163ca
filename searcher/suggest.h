// What a reader may have meant whose query finds nothing or little.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/word_list.h"
#include "searcher/condition.h"
#include "searcher/search_plan.h"
#include "sillok/searcher.h"

namespace sillok {

// Fewer matches than this are few.
inline constexpr std::uint64_t kFewMatches = 5;

// The lists of words of opened indexes, and which of them have none: remote ones, and those that
// are no directories of sillok-index.
struct WordLists {
  std::vector<WordList> lists;
  std::vector<std::string> unlisted;
};

// The options with which a suggestion of a search with `options` is to be searched for.
SearchOptions options_for_suggestion(SearchOptions options);

WordLists open_word_lists(const std::vector<std::string>& paths);

// Queries that differ from the plan's by one word and find at least one article, the likeliest
// first. `hits` are the matches of the plan, all of them, fewer than kFewMatches; with any, what is
// suggested must find more.
std::vector<Suggestion> suggest(const PlanSources& sources, const WordLists& words,
                                const SearchPlan& plan, std::span<const LoadedArticle* const> hits);

}  // namespace sillok
