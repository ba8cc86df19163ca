// The first stage over local indexes: the same scores as first_stage_query() under
// weighting_scheme() gives, several times faster than Xapian's matcher, which looks at one document
// after the other in a tree of terms.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "searcher/document_lengths.h"
#include "searcher/ranking.h"

namespace sillok {

struct FirstStage {
  std::vector<RankTerm> terms;
  // What matches: of terms, see make_match_stream(). None: what holds one of `terms` or of their
  // like in titles.
  std::optional<Xapian::Query> required;
  double article_bonus = 0;  // for documents with kArticleTerm
};

struct ScoredDocument {
  Xapian::docid docid = 0;
  double score = 0;
};

struct TopMatches {
  std::vector<ScoredDocument> best;    // by score, then docid
  bool is_all = false;                 // there are no other matches
  std::optional<std::uint64_t> count;  // of all matches, when they were counted on the way
};

// The `size` best, or more where that costs little; nullopt when `required` is none of those
// queries.
std::optional<TopMatches> find_top_matches(const FirstStage& stage, std::size_t size,
                                           const Xapian::Database& db, DocumentLengths& lengths);

}  // namespace sillok
