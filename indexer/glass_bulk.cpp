#include "indexer/glass_bulk.h"

#include <filesystem>
#include <utility>

#include "indexer/glass_shard.h"

namespace sillok {

std::unique_ptr<ShardWriter> make_glass_shard(const std::string& directory, GlassOptions options) {
  return std::make_unique<glass::GlassShard>(directory, std::move(options));
}

bool has_termlists(const std::string& directory) {
  return std::filesystem::exists(directory + "/termlist.glass");
}

}  // namespace sillok
