// What a result says of an article.
#pragma once

#include "common/article.h"
#include "searcher/condition.h"
#include "sillok/searcher.h"

namespace sillok {

// Without what depends on the query: score, snippet, highlights, the body.
Hit hit_of(const LoadedArticle& loaded);

// One of the copies that a hit stands for.
Copy copy_of(const Article& article);

}  // namespace sillok
