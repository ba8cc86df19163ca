#include "indexer/number_join.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <tuple>

#include "common/text.h"

namespace sillok {

void NumberJoin::add(const Article& article) {
  if (!article.number || !boards_.contains(article.board)) return;
  const std::string title = normalize(article.title);
  claims_.push_back({hash_key(number_key(article)),
                     article.id.empty() ? KeyHash{} : hash_key(article_key(article)),
                     XXH3_64bits(title.data(), title.size())});
}

void NumberJoin::for_each_pair(
    const std::function<void(const KeyHash& with_id, const KeyHash& without_id)>& on_pair) {
  // Claims of one number side by side, the one without an id first: there is one at most.
  std::sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) {
    return std::make_tuple(a.number.high, a.number.low, a.has_id()) <
           std::make_tuple(b.number.high, b.number.low, b.has_id());
  });
  for (auto first = claims_.begin(); first != claims_.end();) {
    const auto end = std::find_if(
        first, claims_.end(), [&](const Claim& claim) { return claim.number != first->number; });
    const Claim& without_id = *first;
    const Claim& with_id = *(end - 1);
    if (end - first == 2 && !without_id.has_id() && with_id.has_id() &&
        without_id.title == with_id.title) {
      on_pair(with_id.key, without_id.number);
    }
    first = end;
  }
}

}  // namespace sillok
