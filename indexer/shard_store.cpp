#include "indexer/shard_store.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace sillok {
namespace {

namespace fs = std::filesystem;

// An article in memory beside its texts.
constexpr std::size_t kArticleOverhead = 512;

std::size_t text_bytes(const Article& article) {
  return article.title.size() + article.body.size() + kArticleOverhead;
}

}  // namespace

// Documents are numbered from 1 without gaps, shard after shard.
void ShardStore::append_shard(const Shard& shard, ShardDatabase& database) {
  std::vector<std::uint32_t> removed = shard.removed;
  std::sort(removed.begin(), removed.end());
  for (const std::uint32_t index : removed) {
    const auto gaps = std::lower_bound(shard.left_out.begin(), shard.left_out.end(), index) -
                      shard.left_out.begin();
    database.removed.push_back(database.documents + index - static_cast<Xapian::docid>(gaps) + 1);
  }
  database.documents += shard.documents();
}

ShardStore::ShardStore(std::string directory, ShardFormat format, WorkPool* pool)
    : directory_(std::move(directory)),
      format_(std::move(format)),
      pool_(pool),
      batch_(std::make_shared<Batch>()),
      shards_(1) {}

void ShardStore::add(Article article, std::uint64_t fingerprint_part) {
  fingerprint_ += fingerprint_part;
  shards_.back().fingerprint_parts.push_back(fingerprint_part);
  batch_->bytes += text_bytes(article);
  batch_->articles.push_back(pool_ != nullptr ? std::move(article) : Article());
  batch_->is_removed.push_back(false);
  if (batch_->bytes >= format_.text_bytes) flush();
}

void ShardStore::remove(std::uint32_t shard, std::uint32_t index) {
  fingerprint_ -= shards_[shard].fingerprint_parts[index];
  if (shard + 1 == shards_.size()) {
    batch_->is_removed[index] = true;
    batch_->articles[index] = {};
  } else {
    shards_[shard].removed.push_back(index);
  }
}

void ShardStore::flush() {
  if (batch_->articles.empty()) return;
  const std::size_t number = shards_.size() - 1;
  for (std::uint32_t i = 0; i < batch_->is_removed.size(); ++i) {
    if (batch_->is_removed[i]) shards_.back().left_out.push_back(i);
  }
  const auto batch = std::exchange(batch_, std::make_shared<Batch>());
  shards_.emplace_back();
  if (pool_ == nullptr) return;
  {
    const std::lock_guard lock(mutex_);
    groups_.resize(number / kGroupShards + 1);
  }
  pool_->run(batch->bytes, [this, batch, number] {
    write_shard(*batch, number);
    note_written(number);
  });
}

void ShardStore::write_shard(const Batch& batch, std::size_t shard) {
  if (std::find(batch.is_removed.begin(), batch.is_removed.end(), false) ==
      batch.is_removed.end()) {
    return;
  }
  const auto writer = format_.make(shard_path(shard));
  for (std::size_t i = 0; i < batch.articles.size(); ++i) {
    if (!batch.is_removed[i]) writer->add(prepare_document(batch.articles[i]));
  }
  writer->finish();
}

void ShardStore::note_written(std::size_t shard) {
  std::size_t oldest = 0;
  {
    const std::lock_guard lock(mutex_);
    ++groups_[shard / kGroupShards].written;
    const auto can_merge = [](const Group& group) {
      return group.written == kGroupShards && !group.is_merged;
    };
    if (std::count_if(groups_.begin(), groups_.end(), can_merge) <= kWholeGroupsLeft) return;
    const auto group = std::find_if(groups_.begin(), groups_.end(), can_merge);
    group->is_merged = true;
    oldest = static_cast<std::size_t>(group - groups_.begin());
  }
  pool_->run(0, [this, oldest] { merge_group(oldest); });
}

void ShardStore::merge_group(std::size_t group) {
  std::vector<std::string> sources;
  for (std::size_t i = group * kGroupShards; i < (group + 1) * kGroupShards; ++i) {
    if (fs::exists(shard_path(i))) sources.push_back(shard_path(i));
  }
  if (!sources.empty()) merge_databases(sources, group_path(group));
  for (const std::string& source : sources) fs::remove_all(source);
}

std::vector<ShardDatabase> ShardStore::databases() const {
  std::vector<ShardDatabase> databases;
  for (std::size_t i = 0; i + 1 < shards_.size(); ++i) {
    const bool is_merged = groups_[i / kGroupShards].is_merged;
    if (!is_merged || i % kGroupShards == 0) {
      databases.push_back({is_merged ? group_path(i / kGroupShards) : shard_path(i), 0, {}});
    }
    append_shard(shards_[i], databases.back());
  }
  std::erase_if(databases, [](const ShardDatabase& d) { return d.documents == 0; });
  return databases;
}

std::string ShardStore::shard_path(std::size_t shard) const {
  return directory_ + "/shard-" + std::to_string(shard);
}

std::string ShardStore::group_path(std::size_t group) const {
  return directory_ + "/group-" + std::to_string(group);
}

}  // namespace sillok
