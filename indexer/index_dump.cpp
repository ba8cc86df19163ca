// From a dump to a published index.
#include <algorithm>
#include <memory>
#include <utility>

#include "indexer/indexer.h"
#include "indexer/indexing_run.h"
#include "indexer/parse.h"

namespace sillok {
namespace {

// A parsed page may take its thread's half of the memory; what is being written is not read.
ReadOptions bounded_reading(const IndexingOptions& options) {
  constexpr std::size_t kLeast = std::size_t{32} << 20;
  ReadOptions read = options.read;
  read.excluded = {options.index, options.report};
  const std::size_t share = options.memory_bytes / thread_count(options.threads);
  read.html.tree_bytes = std::clamp(share / 2, kLeast, std::max(kLeast, read.html.tree_bytes));
  return read;
}

}  // namespace

IndexingSummary index_dump(const IndexingOptions& options, const IndexingCallbacks& callbacks) {
  const ReadOptions read = bounded_reading(options);  // outlives the run's threads
  IndexingRun run(options, callbacks);
  const auto submit = [&](Unit unit) {
    const std::size_t bytes = unit.bytes;
    run.submit(bytes, [&read, unit = std::make_shared<const Unit>(std::move(unit))](
                          const StoredEntries* stored) {
      std::vector<ParsedPiece> parsed;
      for (const Piece& piece : unit->pieces) parsed.push_back(parse_piece(piece, read, stored));
      return parsed;
    });
  };
  read_dump(options.dumps, read, submit,
            [&run](const DumpProgress& progress) { run.report_reading(progress); });
  return run.finish();
}

}  // namespace sillok
