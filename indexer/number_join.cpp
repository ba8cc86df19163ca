#include "indexer/number_join.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "common/text.h"

namespace sillok {

void NumberJoin::add(const Article& article) {
  if (!article.number || !boards_.contains(article.board)) return;
  Claims& claims = claims_[number_key(article)];
  const std::string title = normalize(article.title);
  const std::uint64_t title_hash = XXH3_64bits(title.data(), title.size());
  const KeyHash key = hash_key(article_key(article));
  if (article.id.empty()) {
    ++claims.without_id;
    claims.key_without_id = key;
    claims.title_without_id = title_hash;
  } else {
    ++claims.with_id;
    claims.key_with_id = key;
    claims.title_with_id = title_hash;
  }
}

std::vector<std::pair<KeyHash, KeyHash>> NumberJoin::same_posts() const {
  std::vector<std::pair<KeyHash, KeyHash>> pairs;
  for (const auto& [number, claims] : claims_) {
    if (claims.with_id == 1 && claims.without_id == 1 &&
        claims.title_with_id == claims.title_without_id) {
      pairs.emplace_back(claims.key_with_id, claims.key_without_id);
    }
  }
  return pairs;
}

}  // namespace sillok
