// The indexing half of <sillok/sillok.h>.
#include <sillok/indexer.h>
#include <sillok/sillok.h>

#include <utility>

#include "common/c_error.h"

struct sillok_indexer {
  sillok_indexer(const char* path, const sillok::IndexerOptions& options)
      : indexer(path, options) {}

  sillok::Indexer indexer;
};

namespace sillok {
namespace {

sillok_indexer_options default_options() {
  const IndexerOptions defaults;
  sillok_indexer_options options{};
  options.size = sizeof options;
  options.memory_bytes = defaults.memory_bytes;
  return options;
}

IndexerOptions indexer_options(const sillok_indexer_options* given) {
  constexpr std::size_t kLeastMemory = std::size_t{1} << 20;
  const sillok_indexer_options known =
      read_stamped(given, default_options(), "sillok_indexer_options");
  if (known.memory_bytes < kLeastMemory) {
    throw UsageError("sillok_indexer_options.memory_bytes: " + std::to_string(known.memory_bytes) +
                         " is too little",
                     "give at least 1 MiB");
  }
  IndexerOptions options;
  options.memory_bytes = known.memory_bytes;
  options.threads = known.threads;
  options.rebuild = known.rebuild != 0;
  if (known.on_progress == nullptr) return options;
  options.on_progress = [callback = known.on_progress,
                         context = known.context](const IndexerProgress& progress) {
    const int is_merging = progress.stage == IndexerProgress::Stage::merging ? 1 : 0;
    if (callback(context, progress.records, is_merging) == 0) return;
    throw InterruptedError("stopped: nothing since the last commit was kept");
  };
  return options;
}

Record record_of(const sillok_record* given) {
  const sillok_record known = read_stamped(given, sillok_record{}, "sillok_record");
  Record record;
  record.id = text_or_empty(known.id);
  record.board = text_or_empty(known.board);
  if (known.has_number != 0) record.number = known.number;
  record.title = text_or_empty(known.title);
  record.author = text_or_empty(known.author);
  record.source = text_or_empty(known.source);
  record.category = text_or_empty(known.category);
  record.date = text_or_empty(known.date);
  record.time = text_or_empty(known.time);
  record.url = text_or_empty(known.url);
  record.body = text_or_empty(known.body);
  record.place = text_or_empty(known.place);
  record.captured = known.captured;
  record.is_row = known.is_row != 0;
  return record;
}

}  // namespace
}  // namespace sillok

extern "C" {

void sillok_indexer_options_init(sillok_indexer_options* options, size_t size) {
  sillok::write_stamped(options, size, sillok::default_options());
}

sillok_status sillok_indexer_open(const char* path, const sillok_indexer_options* options,
                                  sillok_indexer** indexer, sillok_error** error) {
  if (indexer != nullptr) *indexer = nullptr;
  return sillok::guarded_call(error, SILLOK_BAD_ARGUMENT, [&] {
    sillok::require(indexer, "indexer");
    sillok::require(path, "path");
    *indexer = new sillok_indexer(path, sillok::indexer_options(options));
  });
}

void sillok_record_init(sillok_record* record, size_t size) {
  sillok::write_stamped(record, size, sillok_record{});
}

sillok_status sillok_indexer_add(sillok_indexer* indexer, const sillok_record* record,
                                 sillok_error** error) {
  return sillok::guarded_call(error, SILLOK_BAD_ARGUMENT, [&] {
    sillok::require(indexer, "indexer");
    sillok::require(record, "record");
    indexer->indexer.add(sillok::record_of(record));
  });
}

sillok_status sillok_indexer_remove(sillok_indexer* indexer, const char* key,
                                    sillok_error** error) {
  return sillok::guarded_call(error, SILLOK_BAD_ARGUMENT, [&] {
    sillok::require(indexer, "indexer");
    sillok::require(key, "key");
    indexer->indexer.remove(key);
  });
}

sillok_status sillok_indexer_commit(sillok_indexer* indexer, sillok_commit* done,
                                    sillok_error** error) {
  return sillok::guarded_call(error, SILLOK_BAD_ARGUMENT, [&] {
    sillok::require(indexer, "indexer");
    if (done != nullptr) sillok::check_stamp(done->size, "sillok_commit");
    const sillok::CommitSummary summary = indexer->indexer.commit();
    if (done == nullptr) return;
    sillok::write_stamped(
        done, done->size,
        sillok_commit{done->size, summary.added, summary.changed, summary.unchanged,
                      summary.removed, summary.articles, summary.rows});
  });
}

sillok_status sillok_indexer_discard(sillok_indexer* indexer, sillok_error** error) {
  return sillok::guarded_call(error, SILLOK_BAD_ARGUMENT, [&] {
    sillok::require(indexer, "indexer");
    indexer->indexer.discard();
  });
}

void sillok_indexer_close(sillok_indexer* indexer) {
  delete indexer;
}

}  // extern "C"
