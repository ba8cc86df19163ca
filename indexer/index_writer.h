// Writing an index: shards from any number of threads, then one compacted generation, published
// by a rename so that a reader sees the old archive or the new one whole.
//
//   INDEX/                 a directory
//     iamsillok            the stub (XAPIANDB format) that names the current generation
//     generation-7/        a compacted glass database, never written to after publication
//     lock                 held by the one writer
//     work-<pid>/          shards under way; removed when the writer ends, or by the next one
//
// (The stub's file is named so that Xapian itself opens INDEX as a database.)
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/document.h"

namespace sillok {

// A shard under way: the seam behind which a writer may be replaced. Not shared between threads.
class ShardWriter {
 public:
  virtual ~ShardWriter() = default;
  // Adds a document and returns its number in the shard, from 1 in order of adding.
  virtual std::uint32_t add(const PreparedDocument& document) = 0;
  // Bytes of memory it holds, roughly: the caller closes the shard when it is large enough.
  virtual std::size_t memory_bytes() const = 0;
  // Completes the shard's database on disk. Nothing may be added afterwards. Throws IndexError when
  // what was written does not check.
  virtual void finish() = 0;
};

// Through Xapian's own API: the reference, and the way for small updates.
std::unique_ptr<ShardWriter> make_xapian_shard(const std::string& directory);

}  // namespace sillok
