#include "indexer/indexing_run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <thread>
#include <utility>

#include "indexer/glass_bulk.h"
#include "indexer/index_parts.h"
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

// `before` are the databases that are added to.
ShardFormat choose_shard_format(const IndexingOptions& options, const std::string& work_path,
                                const std::vector<std::string>& before, std::size_t parts) {
  const bool through_xapian =
      options.writer == ShardKind::xapian ||
      (options.writer == ShardKind::automatic && !can_write_tables(work_path + "/probe"));
  Termlists of_before = Termlists::whole;
  for (const std::string& database : before)
    of_before = std::min(of_before, termlists_of(database));
  const std::size_t share = options.memory_bytes / thread_count(options.threads) / parts;
  const auto batch_bytes = [share](std::size_t part, std::size_t least, std::size_t most) {
    return std::clamp(share / part, least << 10, most << 10);
  };
  if (through_xapian) {
    if (of_before != Termlists::whole || options.termlists == Termlists::none) {
      throw IndexError("index " + options.index + ": Xapian's own writer needs whole termlists",
                       "leave out --writer, or make the index anew with --rebuild --termlists");
    }
    // Through Xapian's API a shard takes some 25 times its text while it is written, and beyond 2
    // MiB of text it gets slower.
    return {make_xapian_shard, batch_bytes(64, 128, 2048), false, MergeKind::xapian,
            TermOrder::sorted};
  }
  GlassOptions glass;
  glass.posting_bytes = share / 4;
  glass.termlists = std::min(options.termlists, of_before);
  return {[glass](const std::string& directory) { return make_glass_shard(directory, glass); },
          batch_bytes(256, 64, 1024), true, MergeKind::tables,
          glass.termlists == Termlists::whole ? TermOrder::sorted : TermOrder::any};
}

// A row that stays, and where.
struct FoundRow {
  Article article;
  std::size_t part;
  std::uint64_t fingerprint;
};

// A first publication of several parts that was cut short leaves some without an index.
void publish_empty(IndexDirectory& directory, MergeKind merge) {
  const std::string generation = directory.work_path() + "/generation";
  write_generation({{}, merge, {}, 0}, generation);
  directory.publish({generation});
}

}  // namespace

void IndexingRun::open_parts() {
  const std::vector<std::string> paths = index_parts(options_.index, options_.shards);
  if (!options_.dry_run && paths.size() > 1) write_cluster_file(options_.index, paths);
  const bool is_new = options_.rebuild || std::ranges::none_of(paths, holds_index);
  for (const std::string& path : paths) {
    Part part;
    part.path = path;
    if (!options_.dry_run) {
      part.directory = std::make_unique<IndexDirectory>(path);
      part.format = choose_shard_format(
          options_, part.directory->work_path(),
          is_new ? std::vector<std::string>() : part.directory->databases(), paths.size());
      if (!is_new && !holds_index(path)) publish_empty(*part.directory, part.format.merge);
    }
    parts_.push_back(std::move(part));
  }
  if (is_new) return;
  std::ranges::copy_if(paths, std::back_inserter(before_), holds_index);
}

// `before` may be null.
void IndexingRun::open_stores(const StoredEntries* before) {
  dictionary_ = std::make_shared<EntryDictionary>(
      options_.index, before != nullptr ? before->dictionaries() : DictionaryMetadata());
  for (Part& part : parts_) {
    part.format.dictionary = dictionary_;
    const std::string work = part.directory ? part.directory->work_path() : std::string();
    part.shards =
        std::make_unique<ShardStore>(work, part.format, part.directory ? pool_.get() : nullptr);
  }
}

IndexingRun::IndexingRun(const IndexingOptions& options, const IndexingCallbacks& callbacks)
    : options_(options),
      callbacks_(callbacks),
      report_(options.report, callbacks.on_skip),
      pool_(std::make_unique<WorkPool>(thread_count(options.threads), options.memory_bytes / 8)) {
  open_parts();
  stored_ = std::make_unique<StoredEntriesOfThreads>(before_);
  const StoredEntriesOfThreads::Borrowed checks_the_version(*stored_);
  open_stores(checks_the_version.get());
  if (parts_.front().directory) {
    spool_ = std::make_unique<RowSpool>(parts_.front().directory->work_path() + "/rows");
  }
  std::vector<ShardStore*> stores;
  for (const Part& part : parts_) stores.push_back(part.shards.get());
  intake_ = std::make_unique<Intake>(report_, PartStores(std::move(stores)), spool_.get());
}

void IndexingRun::throw_if_stopped() const {
  if (callbacks_.stop == nullptr || !callbacks_.stop->load()) return;
  if (options_.rebuild) {
    throw InterruptedError("stopped: nothing of this run was kept, the index is as it was");
  }
  if (before_.empty()) {
    throw InterruptedError("stopped: nothing of this run was kept; there is no index " +
                           options_.index + " yet");
  }
  const IndexTotals kept = StoredEntries(before_).totals();
  throw InterruptedError("stopped: nothing of this run was kept; " + options_.index +
                         " is as it was, with " + std::to_string(kept.articles) + " articles and " +
                         std::to_string(kept.rows) + " rows");
}

void IndexingRun::report_progress(IndexingProgress::Stage stage) {
  throw_if_stopped();
  if (callbacks_.on_progress) callbacks_.on_progress({stage, dump_});
}

void IndexingRun::submit(std::size_t bytes, Parse parse) {
  throw_if_stopped();
  pool_->submit(bytes, [this, parse = std::move(parse)] {
    const StoredEntriesOfThreads::Borrowed stored(*stored_);
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

void IndexingRun::flush_shards() {
  dictionary_->decide();
  for (Part& part : parts_) part.shards->flush();
}

void IndexingRun::finish_shards() {
  for (Part& part : parts_) part.shards->finish();
}

void IndexingRun::close_shards() {
  for (Part& part : parts_) part.shards->close();
}

void IndexingRun::write_rows() {
  report_progress(IndexingProgress::Stage::rows);
  if (!spool_) return;
  flush_shards();
  spool_->finish();
  pool_->wait();
  if (intake_->has_numbers_to_join()) {
    finish_shards();
    intake_->join_by_number();
  }
  for (std::size_t block = 0; block < spool_->blocks(); ++block) {
    throw_if_stopped();
    pool_->submit(spool_->block_bytes(block), [this, block] {
      auto kept = std::make_shared<std::vector<FoundRow>>();
      spool_->read_block(block, [&](std::uint64_t number, Article row) {
        if (!intake_->is_row_kept(number, row)) return;
        const std::string key = article_key(row);
        const std::uint64_t fingerprint = fingerprint_part(key, content_hash(row));
        kept->push_back({std::move(row), part_of(hash_key(key), parts_.size()), fingerprint});
      });
      return WorkPool::Task([this, kept] {
        for (FoundRow& row : *kept) {
          Part& part = parts_[row.part];
          part.shards->add(std::move(row.article), row.fingerprint);
          ++part.rows;
        }
      });
    });
  }
  pool_->wait();
  flush_shards();
  pool_->wait();
  close_shards();
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
  for (const Part& part : parts_) totals.fingerprint += part.shards->fingerprint();
  return totals;
}

// The documents of the whole are numbered by turns over all databases of all parts.
void IndexingRun::divide_removed() {
  std::vector<std::string> paths;
  if (before_.empty()) return;
  for (const Part& part : parts_) {
    std::ranges::move(part.directory->databases(), std::back_inserter(paths));
  }
  std::vector<IndexPart> databases = read_parts(paths, removed_before_);
  auto next = std::make_move_iterator(databases.begin());
  for (Part& part : parts_) {
    const auto end = next + static_cast<std::ptrdiff_t>(part.directory->databases().size());
    part.databases.assign(next, end);
    next = end;
  }
}

// What `part` holds when `added` is added and what is removed is gone.
IndexTotals IndexingRun::totals_of(const Part& part, const IndexTotals& added) const {
  IndexTotals totals = added;
  if (before_.empty()) return totals;
  totals += StoredEntries(part.path).totals();
  for (const IndexPart& database : part.databases) {
    if (database.removed.empty()) continue;
    const StoredEntries stored(database.path);
    for (const Xapian::docid docid : database.removed) {
      const IndexTotals gone = stored.part_of(docid);
      totals.articles -= gone.articles;
      totals.rows -= gone.rows;
      totals.fingerprint -= gone.fingerprint;
    }
  }
  return totals;
}

// The database of what this run adds to the part, which may be nothing.
std::string IndexingRun::write_added(Part& part) {
  const std::vector<ShardDatabase> shards = part.shards->databases();
  GenerationPlan plan;
  plan.merge = part.format.merge;
  for (const ShardDatabase& shard : shards) {
    plan.totals.articles += shard.documents - shard.removed.size();
  }
  plan.totals.articles -= part.rows;
  plan.totals.rows = part.rows;
  plan.totals.fingerprint = part.shards->fingerprint();
  part.totals = totals_of(part, plan.totals);
  plan.fingerprint = part.totals.fingerprint;
  plan.dictionaries = dictionary_->metadata();
  if (plan.merge == MergeKind::tables) {
    for (const ShardDatabase& shard : shards) {
      plan.sources.push_back({shard.path, shard.removed, shard.shard});
    }
  } else {
    for (std::string& path :
         remove_from_databases(shards, part.directory->work_path(), part.format, *pool_)) {
      plan.sources.push_back({std::move(path), {}, nullptr});
    }
  }
  std::string added = part.directory->work_path() + "/added";
  write_generation(plan, added);
  return added;
}

void IndexingRun::write_part(Part& part) {
  const bool loses = std::ranges::any_of(
      part.databases, [](const IndexPart& database) { return !database.removed.empty(); });
  if (!before_.empty() && !loses && part.shards->databases().empty()) return;
  part.published = {write_added(part)};
  std::ranges::move(
      remove_from_parts(part.databases, part.directory->work_path(), part.format.merge),
      std::back_inserter(part.published));
  check_totals(part.published, part.totals);
}

// Everything is written before anything is published, so that the parts change at nearly one time.
void IndexingRun::publish() {
  report_progress(IndexingProgress::Stage::merging);
  divide_removed();
  for (Part& part : parts_) {
    write_part(part);
    throw_if_stopped();
  }
  for (Part& part : parts_) {
    if (!part.published.empty()) part.directory->publish(part.published);
  }
  summary_.is_published = true;
  if (callbacks_.on_published) tell_what_is_new();
}

// Before databases are merged, when those of this run still stand alone.
void IndexingRun::tell_what_is_new() {
  Published published;
  published.indexes = {options_.index};
  for (const Part& part : parts_) {
    published.indexes.push_back(part.path);
    if (part.published.empty()) continue;
    published.databases.push_back(part.directory->databases().front());
  }
  const StoredEntriesOfThreads::Borrowed before(*stored_);
  published.was_known = [&before](std::string_view key) {
    return before.get() != nullptr && before.get()->find(key).has_value();
  };
  callbacks_.on_published(published);
}

// Merges databases of the published part where there are too many, and publishes that.
void IndexingRun::merge_part(Part& part) {
  const std::vector<IndexPart> databases = read_parts(part.directory->databases());
  const std::size_t merged = count_parts_to_merge(databases, options_.merging);
  summary_.parts += databases.size();
  if (merged == 0) return;
  const auto begin = std::chrono::steady_clock::now();
  const IndexTotals totals = StoredEntries(part.path).totals();
  GenerationPlan plan;
  plan.merge = part.format.merge;
  plan.fingerprint = totals.fingerprint;
  for (std::size_t i = merged; i-- > 0;) {  // the oldest first, as they were read
    plan.sources.push_back({databases[i].path, {}, nullptr});
    plan.totals += read_totals(Xapian::Database(databases[i].path));
  }
  std::vector<std::string> published = {part.directory->work_path() + "/merged"};
  for (std::size_t i = merged; i < databases.size(); ++i) published.push_back(databases[i].path);
  write_generation(plan, published.front());
  check_totals(published, totals);
  part.directory->publish(published);
  summary_.merged_parts += merged;
  summary_.parts -= merged - 1;
  summary_.merging_seconds +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
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
  if (!options_.dry_run && is_changed) publish();
  if (!options_.dry_run && (is_changed || options_.merging == PartMerging::all)) {
    for (Part& part : parts_) merge_part(part);
  }
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
