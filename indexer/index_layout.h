// Where an index lies: in one directory, or divided into shards by the hash of identity, each an
// index of its own.
//
//   INDEX/cluster   lists the shards, a line each; what sillok-search -d reads
//   INDEX/shard-1/  an index (index_writer.h)
//   INDEX/shard-2/  …
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "indexer/identity.h"

namespace sillok {

inline constexpr unsigned kMostShards = 1000;

// The directories of the index at `path`: itself, or its shards in order. `shards` is how many are
// wanted, 0 for as many as there are. Throws UsageError when there are others already, IndexError
// when the cluster file lists something else than the index's own shards.
std::vector<std::string> index_parts(const std::string& path, unsigned shards);

// Makes the directory of an index of several `parts` and its cluster file, unless it is there.
void write_cluster_file(const std::string& path, const std::vector<std::string>& parts);

// Which of `parts` parts an entry belongs to.
std::size_t part_of(const KeyHash& key, std::size_t parts);

}  // namespace sillok
