// The databases that an index consists of, and what an update does with them: what is added becomes
// one more database, entries that were replaced leave the others, and small databases are merged as
// the last step. Called by the indexer alone.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "indexer/index_writer.h"
#include "indexer/indexer.h"

namespace sillok {

// One of the databases, less some of its documents.
struct IndexPart {
  std::string path;
  Xapian::doccount documents = 0;      // before removal
  std::vector<Xapian::docid> removed;  // its own numbers, ascending
};

// The parts of an index, as its stub names them, and which of them hold `removed`, documents of the
// whole (ascending): Xapian numbers those of several databases in turns.
std::vector<IndexPart> read_parts(const std::vector<std::string>& databases,
                                  const std::vector<Xapian::docid>& removed = {});

// What is in force of the parts without what was removed, in the same order: a part itself, or a
// database in `work_path`, which exists. A part that shares its files with the one it was made from
// is the next revision of these; readers of the one before go on.
std::vector<std::string> remove_from_parts(const std::vector<IndexPart>& parts,
                                           const std::string& work_path, MergeKind merge);

// How many of the parts, the newest first as they are given, are to be merged; 0 when none are.
// When it is due: a part stays as it is while it holds more than three times what all newer ones
// hold, so there are few, about the logarithm to the base of four of what an index holds beside one
// update.
std::size_t count_parts_to_merge(const std::vector<IndexPart>& parts, PartMerging merging);

}  // namespace sillok
