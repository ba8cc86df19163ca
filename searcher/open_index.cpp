#include "searcher/open_index.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <limits>
#include <optional>
#include <sstream>
#include <utility>

#include "common/analyzer.h"
#include "common/schema.h"

namespace sillok {
namespace {

// One shard opened, or why it was not.
struct OpenedShard {
  Xapian::Database db;
  ArticleDictionaries dictionaries;
  std::uint64_t articles = 0;
  std::uint64_t rows = 0;
  std::uint64_t fingerprint = 0;
  std::optional<IndexError> error;
  std::string problem;  // of the error, without the shard's name
};

std::string place_of(const ShardAddress& shard) {
  return shard.place.empty() ? std::string() : " (" + shard.place + ")";
}

unsigned milliseconds(double seconds) {
  constexpr double kMost = std::numeric_limits<int>::max();
  return static_cast<unsigned>(std::clamp(std::ceil(seconds * 1000), 1.0, kMost));
}

Xapian::Database connect(const ShardAddress& shard, const OpenOptions& options) {
  return Xapian::Remote::open(shard.host, shard.port, milliseconds(options.timeout_seconds),
                              milliseconds(options.connect_seconds));
}

// Between reading which databases an index consists of and opening them a writer may have removed
// one, so it is tried again.
Xapian::Database open_local(const std::string& path) {
  constexpr int kTries = 5;
  for (int tried = 1;; ++tried) {
    try {
      return Xapian::Database(path);
    } catch (const Xapian::DatabaseOpeningError&) {
      if (tried == kTries) throw;
    } catch (const Xapian::DatabaseModifiedError&) {
      if (tried == kTries) throw;
    }
  }
}

// A stub file may name databases of several indexes; Xapian tells the metadata of the first alone.
void read_dictionaries_of_stub(const std::string& path, ArticleDictionaries& dictionaries) {
  std::ifstream stub(path);
  std::string type;
  std::string name;
  for (std::string line; std::getline(stub, line);) {
    std::istringstream parts(line);
    if (!(parts >> type >> name) || type.front() == '#' || type == "remote") continue;
    const std::string database = (std::filesystem::path(path).parent_path() / name).string();
    dictionaries.add(database, read_dictionaries(Xapian::Database(database)));
  }
}

void read_summary(const ShardAddress& shard, OpenedShard& opened) {
  check_schema(opened.db, shard.name());
  opened.dictionaries.add(shard.name(), read_dictionaries(opened.db));
  if (!shard.is_remote() && std::filesystem::is_regular_file(shard.path)) {
    read_dictionaries_of_stub(shard.path, opened.dictionaries);
  }
  opened.fingerprint = std::strtoull(opened.db.get_metadata(kMetaFingerprint).c_str(), nullptr, 16);
  opened.articles = opened.db.get_termfreq(std::string(kArticleTerm));
  opened.rows = opened.db.get_termfreq(std::string(kRowTerm));
}

OpenedShard open_shard(const ShardAddress& shard, const OpenOptions& options) {
  OpenedShard opened;
  const auto fail = [&](const IndexError& error, std::string problem) {
    opened.error = error;
    opened.problem = std::move(problem);
  };
  try {
    if (!shard.is_remote() && !std::filesystem::exists(shard.path)) {
      fail(IndexError("index " + shard.path + place_of(shard) + ": does not exist",
                      "make it with sillok-index -d " + shard.path, IndexProblem::missing),
           "does not exist");
      return opened;
    }
    opened.db = shard.is_remote() ? connect(shard, options) : open_local(shard.path);
    read_summary(shard, opened);
  } catch (const Xapian::NetworkError& error) {
    fail(unreachable(shard, problem_of(error)), problem_of(error));
  } catch (const Xapian::Error& error) {
    fail(IndexError(
             "index " + shard.name() + place_of(shard) + ": cannot be opened: " + error.get_msg(),
             "check that it is a directory made by sillok-index", index_problem_of(error)),
         problem_of(error));
  } catch (const IndexError& error) {
    fail(error, error.what());
  }
  return opened;
}

std::vector<OpenedShard> open_shards(const std::vector<ShardAddress>& shards,
                                     const OpenOptions& options) {
  std::vector<std::future<OpenedShard>> pending;
  for (const ShardAddress& shard : shards) {
    const auto policy = shard.is_remote() ? std::launch::async : std::launch::deferred;
    pending.push_back(std::async(policy, [&] { return open_shard(shard, options); }));
  }
  std::vector<OpenedShard> opened;
  for (auto& shard : pending) opened.push_back(shard.get());
  return opened;
}

}  // namespace

std::string problem_of(const Xapian::Error& error) {
  const char* const system = error.get_error_string();
  return error.get_msg() + (system != nullptr ? std::string(": ") + system : "");
}

const ShardAddress* shard_of(const Xapian::Error& error, const std::vector<ShardAddress>& shards) {
  const auto found = std::ranges::find_if(shards, [&](const ShardAddress& shard) {
    const std::string address = "(" + shard.host + ":" + std::to_string(shard.port) + ")";
    return shard.is_remote() && error.get_context().find(address) != std::string::npos;
  });
  return found == shards.end() ? nullptr : &*found;
}

IndexError unreachable(const ShardAddress& shard, const std::string& problem) {
  return IndexError("shard " + shard.name() + place_of(shard) + ": " + problem,
                    "see that xapian-tcpsrv runs there, raise --timeout, or search the other "
                    "shards with --partial");
}

OpenedIndex open_indexes(const std::vector<ShardAddress>& shards, const OpenOptions& options,
                         const std::vector<MissingShard>& left_out) {
  OpenedIndex opened;
  opened.missing = left_out;
  std::vector<ShardAddress> wanted;
  std::ranges::copy_if(shards, std::back_inserter(wanted), [&](const ShardAddress& shard) {
    return std::ranges::find(left_out, shard.name(), &MissingShard::name) == left_out.end();
  });
  std::optional<IndexError> error;
  std::uint64_t fingerprint = 0;
  std::vector<OpenedShard> all = open_shards(wanted, options);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].error) {
      if (!options.partial) throw *all[i].error;
      if (!error) error = all[i].error;
      opened.missing.push_back({wanted[i].name(), all[i].problem});
      continue;
    }
    // Fingerprints are sums, so those of several indexes add up to that of their union.
    fingerprint += all[i].fingerprint;
    opened.summary.articles += all[i].articles;
    opened.summary.rows += all[i].rows;
    opened.db.add_database(all[i].db);
    opened.dictionaries.add(all[i].dictionaries);
  }
  if (opened.missing.size() == shards.size()) {
    throw error.value_or(IndexError("no shard can be searched", "see that xapian-tcpsrv runs"));
  }
  opened.summary.fingerprint = hex_number(fingerprint);
  opened.summary.analyzer_version = kAnalyzerVersion;
  opened.summary.schema_version = kSchemaVersion;
  return opened;
}

}  // namespace sillok
