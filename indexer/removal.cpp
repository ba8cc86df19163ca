#include "indexer/removal.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

namespace sillok {
namespace {

namespace fs = std::filesystem;

// Deleting a document takes about as long as writing this many.
constexpr std::uint64_t kWritesPerDelete = 10;

constexpr std::size_t kArticlesPerWork = 500;
constexpr std::size_t kBytesPerArticle = 4096;  // roughly, for the bound of the pool

void rewrite_rest(const ShardDatabase& database, ShardStore& rewritten, WorkPool& pool) {
  const std::vector<Xapian::docid> rest = list_documents(database.path, database.removed);
  for (std::size_t begin = 0; begin < rest.size(); begin += kArticlesPerWork) {
    const std::size_t end = std::min(begin + kArticlesPerWork, rest.size());
    const std::vector<Xapian::docid> part(rest.begin() + static_cast<std::ptrdiff_t>(begin),
                                          rest.begin() + static_cast<std::ptrdiff_t>(end));
    pool.submit(part.size() * kBytesPerArticle, [path = database.path, part, &rewritten] {
      auto articles = std::make_shared<std::vector<Article>>(read_articles(path, part));
      return WorkPool::Task([articles, &rewritten] {
        for (Article& article : *articles) rewritten.add(std::move(article), 0);
      });
    });
  }
}

}  // namespace

std::vector<std::string> remove_from_databases(const std::vector<ShardDatabase>& databases,
                                               const std::string& work_path,
                                               const ShardFormat& format, WorkPool& pool) {
  std::vector<std::string> sources;
  const std::string rewritten_path = work_path + "/rewritten";
  fs::create_directory(rewritten_path);
  ShardStore rewritten(rewritten_path, format, &pool);
  for (const ShardDatabase& database : databases) {
    if (database.removed.size() * kWritesPerDelete > database.documents) {
      rewrite_rest(database, rewritten, pool);
      continue;
    }
    sources.push_back(database.path);
    if (database.removed.empty()) continue;
    const bool is_ours = database.path.starts_with(work_path + "/");
    if (!is_ours) sources.back() = work_path + "/copy";
    pool.run(0, [&database, path = sources.back(), is_ours] {
      if (!is_ours) fs::copy(database.path, path, fs::copy_options::recursive);
      remove_documents(path, database.removed);
    });
  }
  pool.wait();
  rewritten.flush();
  pool.wait();
  rewritten.close();
  for (ShardDatabase& database : rewritten.databases()) sources.push_back(std::move(database.path));
  return sources;
}

}  // namespace sillok
