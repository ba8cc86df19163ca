// Undoing gzip, zstd, xz and bzip2, for `dump`.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/byte_source.h"

namespace sillok {

enum class Compression { none, gzip, zstd, xz, bzip2 };

// What the first bytes say; 10 bytes do.
Compression find_compression(std::string_view head);

// Decompresses `source`, joined members and frames one after the other. A stream that is cut off
// or damaged gives all that can be decoded before that place, then throws InputError, as it does
// when `on_bytes` (which hears of every block) throws. `name` is for messages.
std::unique_ptr<ByteSource> decompress(Compression compression, ByteSource& source,
                                       std::string name, std::function<void(std::size_t)> on_bytes);

}  // namespace sillok
