// What is related: words that characterise matches, and the query that finds articles like one.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <string>
#include <vector>

#include "searcher/condition.h"
#include "searcher/query.h"
#include "sillok/searcher.h"

namespace sillok {

// The most that related words are looked for in: the best matches.
inline constexpr std::size_t kRelatedSample = 300;

// The words (stems) that occur in more of `sample` than `db` makes likely, by the log-likelihood
// ratio of Dunning (1993) over how many entries hold a word; at most `most`, the most telling
// first. Leaves out numbers, single syllables, what fewer than two entries hold, and the words of
// `needles`, which every match holds.
std::vector<RelatedWord> related_words(const Xapian::Database& db,
                                       const std::vector<const LoadedArticle*>& sample,
                                       const std::vector<Needle>& needles, std::size_t most);

// A query for articles like `loaded`: any of its most characteristic words (how often it holds
// them, the title's three times, against how many entries do), and not itself.
// Throws InputError when it holds no word that another entry has.
QueryNode query_like(const Xapian::Database& db, const LoadedArticle& loaded);

}  // namespace sillok
