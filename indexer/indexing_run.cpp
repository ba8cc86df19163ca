#include "indexer/indexing_run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>
#include <utility>

#include "indexer/glass_bulk.h"
#include "indexer/removal.h"

namespace sillok {

unsigned thread_count(unsigned wanted) {
  constexpr unsigned kMost = 256;
  return std::clamp(wanted != 0 ? wanted : std::thread::hardware_concurrency(), 1u, kMost);
}

namespace {

// Whether this Xapian takes tables that are written directly. `directory` is made and removed.
bool can_write_tables(const std::string& directory) {
  try {
    make_glass_shard(directory, {})->finish();
  } catch (const IndexError&) {
    return false;
  }
  std::filesystem::remove_all(directory);
  return true;
}

// `before` is the database that is added to; empty when there is none.
ShardFormat choose_shard_format(const IndexingOptions& options, const std::string& work_path,
                                const std::string& before) {
  const bool through_xapian =
      options.writer == ShardKind::xapian ||
      (options.writer == ShardKind::automatic && !can_write_tables(work_path + "/probe"));
  const bool termlists = options.termlists && (before.empty() || has_termlists(before));
  const std::size_t share = options.memory_bytes / thread_count(options.threads);
  const auto batch_bytes = [share](std::size_t part, std::size_t least, std::size_t most) {
    return std::clamp(share / part, least << 10, most << 10);
  };
  if (through_xapian) {
    if (!termlists) {
      throw IndexError("index " + options.index + ": Xapian's own writer makes no static index",
                       "leave out --static and --writer, or --rebuild an index that is static");
    }
    // Through Xapian's API a shard takes some 25 times its text while it is written, and beyond 2
    // MiB of text it gets slower.
    return {make_xapian_shard, batch_bytes(64, 128, 2048), false, MergeKind::xapian,
            TermOrder::sorted};
  }
  GlassOptions glass;
  glass.posting_bytes = share / 4;
  glass.termlists = termlists;
  return {[glass](const std::string& directory) { return make_glass_shard(directory, glass); },
          batch_bytes(256, 64, 1024), true, MergeKind::tables,
          termlists ? TermOrder::sorted : TermOrder::any};
}

std::string index_before(const IndexingOptions& options) {
  return options.rebuild || !holds_index(options.index) ? std::string() : options.index;
}

std::optional<IndexDirectory> open_directory(const IndexingOptions& options) {
  if (options.dry_run) return std::nullopt;
  return std::optional<IndexDirectory>(std::in_place, options.index);
}

}  // namespace

IndexingRun::IndexingRun(const IndexingOptions& options, const IndexingCallbacks& callbacks)
    : options_(options),
      callbacks_(callbacks),
      directory_(open_directory(options)),
      before_(index_before(options)),
      stored_(before_),
      report_(options.report) {
  const StoredEntriesOfThreads::Borrowed checks_the_version(stored_);
  const unsigned threads = thread_count(options.threads);
  pool_ = std::make_unique<WorkPool>(threads, options.memory_bytes / 8);
  std::string work;
  if (directory_) {
    work = directory_->work_path();
    format_ = choose_shard_format(
        options, work, before_.empty() ? std::string() : directory_->current_generation());
    spool_ = std::make_unique<RowSpool>(work + "/rows");
  }
  shards_ = std::make_unique<ShardStore>(work, format_, directory_ ? pool_.get() : nullptr);
  intake_ = std::make_unique<Intake>(report_, *shards_, spool_.get());
}

void IndexingRun::throw_if_stopped() const {
  if (callbacks_.stop == nullptr || !callbacks_.stop->load()) return;
  throw InterruptedError("stopped: nothing of this run was kept, the index is as it was");
}

void IndexingRun::report_progress(IndexingProgress::Stage stage) {
  throw_if_stopped();
  if (callbacks_.on_progress) callbacks_.on_progress({stage, dump_});
}

void IndexingRun::submit(std::size_t bytes, Parse parse) {
  throw_if_stopped();
  pool_->submit(bytes, [this, parse = std::move(parse)] {
    const StoredEntriesOfThreads::Borrowed stored(stored_);
    auto parsed = std::make_shared<std::vector<ParsedPiece>>(parse(stored.get()));
    return WorkPool::Task([this, parsed] {
      for (ParsedPiece& piece : *parsed) intake_->take(std::move(piece));
    });
  });
}

void IndexingRun::report_reading(const DumpProgress& progress) {
  dump_ = progress;
  report_progress(IndexingProgress::Stage::reading);
}

void IndexingRun::write_rows() {
  report_progress(IndexingProgress::Stage::rows);
  if (!spool_) return;
  shards_->flush();
  spool_->finish();
  pool_->wait();
  if (intake_->has_numbers_to_join()) {
    shards_->finish();
    intake_->join_by_number();
  }
  for (std::size_t block = 0; block < spool_->blocks(); ++block) {
    throw_if_stopped();
    pool_->submit(spool_->block_bytes(block), [this, block] {
      auto kept = std::make_shared<std::vector<std::pair<Article, std::uint64_t>>>();
      spool_->read_block(block, [&](std::uint64_t number, Article row) {
        if (!intake_->is_row_kept(number, row)) return;
        const std::uint64_t part = fingerprint_part(article_key(row), content_hash(row));
        kept->emplace_back(std::move(row), part);
      });
      return WorkPool::Task([this, kept] {
        for (auto& [row, part] : *kept) shards_->add(std::move(row), part);
      });
    });
  }
  pool_->wait();
  shards_->flush();
  pool_->wait();
  shards_->close();
}

void IndexingRun::find_removed() {
  if (before_.empty()) return;
  removed_before_ = intake_->identities().replaced_documents();
  const StoredEntries stored(before_);
  remove_keys(stored);
  if (options_.prune && !report_.is_complete()) {
    summary_.not_pruned = "part of the dump could not be read";
  } else if (options_.prune) {
    prune(stored);
  }
  std::sort(removed_before_.begin(), removed_before_.end());
  removed_before_.erase(std::unique(removed_before_.begin(), removed_before_.end()),
                        removed_before_.end());
}

void IndexingRun::remove_keys(const StoredEntries& stored) {
  for (const std::string& key : removed_keys_) {
    if (intake_->identities().contains(hash_key(key))) continue;
    const auto entry = stored.find(key);
    if (!entry) continue;
    removed_before_.push_back(entry->docid);
    ++summary_.pruned;
  }
}

void IndexingRun::prune(const StoredEntries& stored) {
  for (const std::string& board : intake_->boards()) {
    stored.for_each_in_board(board, [&](std::string_view key, const StoredEntry& entry) {
      if (intake_->identities().contains(hash_key(key))) return;
      removed_before_.push_back(entry.docid);
      ++summary_.pruned;
    });
  }
}

IndexTotals IndexingRun::totals_after() const {
  IndexTotals totals;
  if (!before_.empty()) {
    const StoredEntries stored(before_);
    totals = stored.totals();
    for (const Xapian::docid docid : removed_before_) {
      const IndexTotals part = stored.part_of(docid);
      totals.articles -= part.articles;
      totals.rows -= part.rows;
      totals.fingerprint -= part.fingerprint;
    }
  }
  totals.articles += summary_.posts.added.articles + summary_.posts.changed.articles;
  totals.rows += summary_.posts.added.rows + summary_.posts.changed.rows;
  totals.fingerprint += shards_->fingerprint();
  return totals;
}

void IndexingRun::publish() {
  report_progress(IndexingProgress::Stage::merging);
  std::vector<ShardDatabase> databases = shards_->databases();
  if (!before_.empty()) {
    databases.insert(databases.begin(),
                     {directory_->current_generation(), StoredEntries(before_).documents(),
                      removed_before_, nullptr});
  }
  GenerationPlan plan;
  plan.merge = format_.merge;
  plan.totals = summary_.index;
  if (plan.merge == MergeKind::tables) {
    for (ShardDatabase& database : databases) {
      plan.sources.push_back(
          {std::move(database.path), std::move(database.removed), database.shard});
    }
  } else {
    for (std::string& path :
         remove_from_databases(databases, directory_->work_path(), format_, *pool_)) {
      plan.sources.push_back({std::move(path), {}, nullptr});
    }
  }
  const std::string generation = directory_->work_path() + "/generation";
  write_generation(plan, generation);
  throw_if_stopped();
  directory_->publish(generation);
  summary_.is_published = true;
}

IndexingSummary IndexingRun::finish() {
  pool_->wait();
  report_.finish();
  write_rows();
  summary_.entries = report_.entries();
  summary_.articles = report_.articles();
  summary_.rows = report_.rows();
  summary_.skips = report_.skips();
  summary_.posts = intake_->identities().totals();
  summary_.repeated = summary_.articles + summary_.rows - intake_->identities().size();
  summary_.repeated_articles = report_.repeated();
  summary_.bytes_read = dump_.bytes_read;
  summary_.text_bytes = intake_->text_bytes();
  find_removed();
  summary_.index = totals_after();
  const bool is_changed =
      summary_.posts.added.all() > 0 || !removed_before_.empty() || before_.empty();
  if (directory_ && is_changed) publish();
  summary_.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  return std::move(summary_);
}

std::uint64_t IndexingSummary::skipped() const {
  std::uint64_t count = 0;
  for (const auto& [reason, group] : skips) count += group.count;
  return count;
}

}  // namespace sillok
