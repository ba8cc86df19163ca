#include "searcher/hits.h"

namespace sillok {
namespace {

// A hit or a copy with what both say.
template <typename Entry>
Entry entry_of(const Article& article) {
  Entry entry;
  entry.key = article_key(article);
  entry.id = article_name(article, entry.key);
  entry.board = article.board;
  entry.title = article.title;
  entry.author = article.author;
  entry.source = article.source;
  entry.date = article.date;
  entry.time = article.time;
  entry.url = article.url;
  return entry;
}

}  // namespace

Hit hit_of(const LoadedArticle& loaded) {
  const Article& article = loaded.article;
  Hit hit = entry_of<Hit>(article);
  hit.number = article.number;
  hit.category = article.category;
  hit.place = article.place;
  hit.is_row = article.kind == Article::Kind::row;
  return hit;
}

Copy copy_of(const Article& article) {
  return entry_of<Copy>(article);
}

}  // namespace sillok
