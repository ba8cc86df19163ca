// What -d may name: an index, one shard on another machine, or a cluster file that lists several.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sillok {

// An index that is a part of what is searched.
struct ShardAddress {
  std::string path;   // a directory; empty when it is remote
  std::string host;   // of an xapian-tcpsrv; empty when it is local
  unsigned port = 0;  // likewise
  std::string place;  // "news.cluster:3", where it is listed; empty when it was named directly

  bool is_remote() const { return !host.empty(); }
  // The path, or "host:port".
  std::string name() const;
};

// Reads a cluster file: a line each, the path of an index (relative to `directory`) or the
// "host:port" of an xapian-tcpsrv; what follows "#" is a comment. `file` is for messages and
// places. Throws InputError that names the line when one cannot be read or repeats another, or when
// the text lists nothing.
std::vector<ShardAddress> parse_cluster(std::string_view text, const std::string& file,
                                        const std::string& directory);

// The shards that `names` stand for, in their order: directories of indexes, directories with a
// cluster file, cluster files, "host:port". Throws IndexError when one does not exist, InputError
// as above.
std::vector<ShardAddress> list_shards(const std::vector<std::string>& names);

}  // namespace sillok
