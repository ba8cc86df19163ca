#include "searcher/hits.h"

namespace sillok {

Hit hit_of(const LoadedArticle& loaded) {
  const Article& article = loaded.article;
  Hit hit;
  hit.key = article_key(article);
  hit.id = article_name(article, hit.key);
  hit.board = article.board;
  hit.number = article.number;
  hit.title = article.title;
  hit.author = article.author;
  hit.source = article.source;
  hit.category = article.category;
  hit.date = article.date;
  hit.time = article.time;
  hit.url = article.url;
  hit.place = article.place;
  hit.is_row = article.kind == Article::Kind::row;
  return hit;
}

Copy copy_of(const Article& article) {
  Copy copy;
  copy.key = article_key(article);
  copy.id = article_name(article, copy.key);
  copy.board = article.board;
  copy.title = article.title;
  copy.author = article.author;
  copy.source = article.source;
  copy.date = article.date;
  copy.time = article.time;
  copy.url = article.url;
  return copy;
}

}  // namespace sillok
