#include "indexer/index_layout.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "common/cluster_file.h"
#include "indexer/index_writer.h"
#include "sillok/error.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

std::string shard_name(std::size_t number) {
  return "shard-" + std::to_string(number);
}

fs::path cluster_file(const std::string& path) {
  return fs::path(path) / kClusterFileName;
}

// How many shards the cluster file lists; 0 when there is none.
std::size_t listed_shards(const std::string& path) {
  std::ifstream file(cluster_file(path));
  std::size_t shards = 0;
  for (std::string line; std::getline(file, line);) {
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (line.empty() || line[0] == '#') continue;
    if (line != shard_name(++shards)) {
      throw IndexError(
          "index " + path + ": its cluster file lists \"" + line + "\", not " + shard_name(shards),
          "a file for searching shards elsewhere should lie elsewhere; restore this one");
    }
  }
  return shards;
}

std::vector<std::string> shard_paths(const std::string& path, std::size_t shards) {
  std::vector<std::string> paths;
  for (std::size_t i = 1; i <= shards; ++i) {
    paths.push_back((fs::path(path) / shard_name(i)).string());
  }
  return paths;
}

}  // namespace

std::vector<std::string> index_parts(const std::string& path, unsigned shards) {
  const std::size_t there = listed_shards(path);
  if (there > 0 && shards != 0 && shards != there) {
    throw UsageError("--shards: index " + path + " has " + std::to_string(there) + " already",
                     "leave out --shards, or make a new index of all dumps");
  }
  if (there > 0) return shard_paths(path, there);
  if (shards <= 1) return {path};
  std::error_code ignored;
  if (holds_index(path)) {
    throw UsageError("--shards: index " + path + " is not divided",
                     "make a new index of all dumps with --shards");
  }
  const bool is_other = fs::exists(path, ignored) && !fs::is_empty(path, ignored);
  if (is_other && !fs::exists(cluster_file(path).string() + ".new", ignored)) {
    throw UsageError("--shards: " + path + " holds something else", "name a new directory");
  }
  return shard_paths(path, shards);
}

void write_cluster_file(const std::string& path, const std::vector<std::string>& parts) {
  const fs::path file = cluster_file(path);
  std::error_code error;
  if (fs::exists(file, error)) return;
  fs::create_directories(path, error);
  const fs::path unfinished = file.string() + ".new";
  std::ofstream stream(unfinished, std::ios::trunc);
  stream << "# The shards of this index, which sillok-search -d takes.\n";
  for (std::size_t i = 1; i <= parts.size(); ++i) stream << shard_name(i) << '\n';
  stream.close();
  if (stream) fs::rename(unfinished, file, error);
  if (!stream || error) {
    throw IndexError("index " + path + ": the cluster file cannot be written",
                     "see that the disk is not full and that you may write there");
  }
}

std::size_t part_of(const KeyHash& key, std::size_t parts) {
  return static_cast<std::size_t>(key.low % parts);
}

}  // namespace sillok
