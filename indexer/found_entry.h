// An entry as the decision which of a post's entries stays wants it.
#pragma once

#include "common/article.h"
#include "indexer/identity.h"
#include "indexer/index_writer.h"

namespace sillok {

// An entry, and what the decision needs of it.
struct FoundEntry {
  Article article;
  Candidate candidate;
};

// Looks the entry up in `stored`, the index before this run; null when there is none.
FoundEntry describe(Article article, const StoredEntries* stored);

}  // namespace sillok
