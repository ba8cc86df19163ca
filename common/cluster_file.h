// The file that lists the shards of an index that is divided: written by the indexer, read by the
// searcher.
#pragma once

#include <string_view>

namespace sillok {

// Its name in the directory of such an index.
inline constexpr std::string_view kClusterFileName = "cluster";

}  // namespace sillok
