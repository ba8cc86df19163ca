#include "indexer/found_entry.h"

#include <utility>

namespace sillok {
namespace {

// What the index holds of the post. An entry without an id takes over the id by which the index
// knows the post.
std::optional<StoredEntry> find_stored(Article& article, const StoredEntries& stored) {
  const bool has_id = !article.id.empty();
  if (auto found = stored.find(article_key(article)); found || !article.number) return found;
  const std::string by_number = number_key(article);
  const auto found = has_id ? stored.find(by_number) : stored.find_by_number(by_number);
  if (!found) return std::nullopt;
  const Article known = stored.article(found->docid);
  if (!same_title(known, article)) return std::nullopt;
  if (!has_id) article.id = known.id;
  return found;
}

}  // namespace

FoundEntry describe(Article article, const StoredEntries* stored) {
  FoundEntry found;
  const bool had_id = !article.id.empty();
  if (stored != nullptr) found.candidate.stored = find_stored(article, *stored);
  found.candidate.key = hash_key(article_key(article));
  found.candidate.precedence = entry_precedence(article);
  // Of two equal captures the one that has the id by itself stays, in every run.
  const bool took_id = !had_id && !article.id.empty();
  if (took_id && article.captured > 0) --found.candidate.precedence;
  found.candidate.content = content_hash(article);
  found.article = std::move(article);
  return found;
}

}  // namespace sillok
