// Opening indexes, one or several, local or remote, and what they say of themselves.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "common/article_dictionary.h"
#include "searcher/cluster.h"
#include "sillok/searcher.h"

namespace sillok {

struct OpenedIndex {
  Xapian::Database db;  // all of them as one
  ArticleDictionaries dictionaries;
  IndexSummary summary;
  std::vector<MissingShard> missing;  // left out, when OpenOptions::partial allows it
};

// Opens all `shards` but those named in `left_out`, the remote ones at once. Throws IndexError
// naming the shard that is missing, unreachable, damaged or of another version; with
// options.partial only when none is left.
OpenedIndex open_indexes(const std::vector<ShardAddress>& shards, const OpenOptions& options,
                         const std::vector<MissingShard>& left_out = {});

// What is wrong, without the address that Xapian puts in its own messages.
std::string problem_of(const Xapian::Error& error);

// The shard that an error of the network is about, by Xapian's words for it; null when it is not
// known.
const ShardAddress* shard_of(const Xapian::Error& error, const std::vector<ShardAddress>& shards);

// The error for the user: names the shard and says what to do.
IndexError unreachable(const ShardAddress& shard, const std::string& problem);

}  // namespace sillok
