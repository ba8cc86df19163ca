// Whether parts of a text stand near each other.
#pragma once

#include "searcher/condition.h"

namespace sillok {

// Whether the title or the body (of a condition on titles the title) has an occurrence of each
// child so that each is as near to the next as its link says. Occurrences do not overlap.
bool near_holds(const Condition& condition, const LoadedArticle& loaded);

}  // namespace sillok
