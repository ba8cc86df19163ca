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

// Documents are numbered from 1 without gaps, batch after batch.
void ShardStore::append_batch(const Batch& batch, ShardDatabase& database) {
  std::vector<std::uint32_t> removed = batch.removed;
  std::sort(removed.begin(), removed.end());
  for (const std::uint32_t index : removed) {
    const auto gaps = std::lower_bound(batch.left_out.begin(), batch.left_out.end(), index) -
                      batch.left_out.begin();
    database.removed.push_back(database.documents + index - static_cast<Xapian::docid>(gaps) + 1);
  }
  database.documents += batch.documents();
}

ShardStore::ShardStore(std::string directory, ShardFormat format, WorkPool* pool)
    : directory_(std::move(directory)),
      format_(std::move(format)),
      pool_(pool),
      pending_(std::make_shared<Pending>()),
      batches_(1) {}

void ShardStore::add(Article article, std::uint64_t fingerprint_part) {
  fingerprint_ += fingerprint_part;
  batches_.back().fingerprint_parts.push_back(fingerprint_part);
  pending_->bytes += text_bytes(article);
  if (pool_ != nullptr && waits_for_dictionary()) format_.dictionary->add(article);
  pending_->articles.push_back(pool_ != nullptr ? std::move(article) : Article());
  pending_->is_removed.push_back(false);
  if (pending_->bytes >= format_.batch_bytes) flush();
}

void ShardStore::remove(std::uint32_t batch, std::uint32_t index) {
  fingerprint_ -= batches_[batch].fingerprint_parts[index];
  if (batch == next_batch()) {
    pending_->is_removed[index] = true;
    pending_->articles[index] = {};
  } else {
    batches_[batch].removed.push_back(index);
  }
}

void ShardStore::flush() {
  if (pending_->articles.empty() && waiting_.empty()) return;
  const std::size_t number = next_batch();
  for (std::uint32_t i = 0; i < pending_->is_removed.size(); ++i) {
    if (pending_->is_removed[i]) batches_.back().left_out.push_back(i);
  }
  const bool is_empty = batches_.back().documents() == 0;
  const auto pending = std::exchange(pending_, std::make_shared<Pending>());
  {
    const std::lock_guard lock(mutex_);
    batches_.emplace_back();
  }
  if (pool_ != nullptr && !is_empty) waiting_.push_back({pending, number});
  if (waits_for_dictionary()) return;
  for (const WaitingBatch& waiting : std::exchange(waiting_, {})) {
    send(waiting.pending, waiting.batch);
  }
}

bool ShardStore::waits_for_dictionary() const {
  return format_.dictionary != nullptr && !format_.dictionary->is_decided();
}

void ShardStore::send(const std::shared_ptr<Pending>& pending, std::size_t batch) {
  if (format_.keeps_open) {
    pool_->run(pending->bytes,
               [this, pending, batch] { write_batch(*pending, batch, take_shard()); });
  } else {
    // Made here, so that shards are in the order of their batches.
    const std::lock_guard lock(mutex_);
    const std::uint32_t shard = make_shard().number;
    pool_->run(pending->bytes, [this, pending, batch, shard] {
      write_batch(*pending, batch, {nullptr, shard, 0});
    });
  }
}

// Needs mutex_.
ShardStore::OpenShard ShardStore::make_shard() {
  OpenShard shard;
  shard.number = shards_made_++;
  groups_.resize(shard.number / kGroupShards + 1);
  return shard;
}

ShardStore::OpenShard ShardStore::take_shard() {
  const std::lock_guard lock(mutex_);
  if (open_.empty()) return make_shard();
  OpenShard shard = std::move(open_.back());
  open_.pop_back();
  return shard;
}

void ShardStore::write_batch(const Pending& pending, std::size_t batch, OpenShard shard) {
  if (!shard.writer) shard.writer = format_.make(shard_path(shard.number));
  const std::uint32_t documents_before = shard.documents;
  const CompressionDictionary* const dictionary =
      format_.dictionary ? format_.dictionary->get() : nullptr;
  for (std::size_t i = 0; i < pending.articles.size(); ++i) {
    if (!pending.is_removed[i]) {
      shard.documents =
          shard.writer->add(prepare_document(pending.articles[i], format_.order, dictionary));
    }
  }
  {
    const std::lock_guard lock(mutex_);
    batches_[batch].shard = shard.number;
    batches_[batch].documents_before = documents_before;
    if (format_.keeps_open) {
      open_.push_back(std::move(shard));
      return;
    }
  }
  finish_shard(std::move(shard));
}

void ShardStore::finish_shard(OpenShard shard) {
  shard.writer->finish();
  shard.writer.reset();
  std::size_t oldest = 0;
  {
    const std::lock_guard lock(mutex_);
    ++groups_[shard.number / kGroupShards].written;
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

void ShardStore::finish() {
  if (pool_ == nullptr) return;
  for (OpenShard& shard : std::exchange(open_, {})) {
    pool_->run(0, [this, open = std::make_shared<OpenShard>(std::move(shard))] {
      finish_shard(std::move(*open));
    });
  }
  pool_->wait();
}

void ShardStore::close() {
  if (pool_ == nullptr) return;
  for (OpenShard& shard : open_) pool_->run(0, [&shard] { shard.writer->close(); });
  pool_->wait();
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
  std::vector<const Batch*> written;
  for (const Batch& batch : batches_) {
    if (batch.documents() > 0) written.push_back(&batch);
  }
  std::sort(written.begin(), written.end(), [](const Batch* a, const Batch* b) {
    return std::pair(a->shard, a->documents_before) < std::pair(b->shard, b->documents_before);
  });
  std::vector<ShardDatabase> databases;
  for (const Batch* batch : written) {
    const std::size_t group = batch->shard / kGroupShards;
    const std::string path =
        groups_[group].is_merged ? group_path(group) : shard_path(batch->shard);
    if (databases.empty() || databases.back().path != path) {
      const auto open = std::find_if(open_.begin(), open_.end(), [&](const OpenShard& shard) {
        return shard.number == batch->shard;
      });
      databases.push_back({path, 0, {}, open == open_.end() ? nullptr : open->writer.get()});
    }
    append_batch(*batch, databases.back());
  }
  return databases;
}

std::string ShardStore::shard_path(std::size_t shard) const {
  return directory_ + "/shard-" + std::to_string(shard);
}

std::string ShardStore::group_path(std::size_t group) const {
  return directory_ + "/group-" + std::to_string(group);
}

}  // namespace sillok
