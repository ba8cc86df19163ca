// Takes documents out of databases before they are merged.
#pragma once

#include <string>
#include <vector>

#include "indexer/shard_store.h"
#include "indexer/work_pool.h"

namespace sillok {

// The databases to merge instead of `databases`, in order, so that what they list as removed is
// gone. Those outside `work_path` are not touched: a copy is made there when need be. Where many
// documents go, the rest is written anew with `format`, at the end.
std::vector<std::string> remove_from_databases(const std::vector<ShardDatabase>& databases,
                                               const std::string& work_path,
                                               const ShardFormat& format, WorkPool& pool);

}  // namespace sillok
