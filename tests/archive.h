// What tests of searching start from: a directory of their own, and an index of given articles.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/article.h"
#include "indexer/document.h"
#include "indexer/index_writer.h"

namespace sillok {

// Removed with all it holds at the end of the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sillok-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp " + pattern);
    path_ = pattern;
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Publishes an index of `articles` (distinct keys) in the directory `index`.
inline void write_archive(const std::string& index, const std::vector<Article>& articles) {
  IndexDirectory directory(index);
  const std::string shard_path = directory.work_path() + "/shard";
  const auto shard = make_xapian_shard(shard_path);
  GenerationPlan plan;
  plan.sources = {{shard_path, {}}};
  for (const Article& article : articles) {
    shard->add(prepare_document(article));
    ++(article.kind == Article::Kind::row ? plan.totals.rows : plan.totals.articles);
    plan.totals.fingerprint += fingerprint_part(article_key(article), content_hash(article));
  }
  plan.fingerprint = plan.totals.fingerprint;
  shard->finish();
  const std::string generation = directory.work_path() + "/generation";
  write_generation(plan, generation);
  directory.publish({generation});
}

inline Article make_article(std::string id, std::string title, std::string body,
                            std::string date = "2025-02-04") {
  Article article;
  article.id = std::move(id);
  article.board = "news";
  article.title = std::move(title);
  article.body = std::move(body);
  article.date = std::move(date);
  return article;
}

}  // namespace sillok
