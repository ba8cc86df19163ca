// Sorted entries on disk, their merging, and their way into the postlist table. Used by the
// glass_* files alone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "indexer/glass_entries.h"
#include "indexer/glass_table.h"
#include "indexer/glass_values.h"

namespace sillok::glass {

using EntrySink = std::function<void(const PostlistEntry&)>;

// Gives the entries of several sources in the order of keys. Lists of one key become one list: the
// documents of a source all come before those of the next.
void merge_entries(const std::vector<std::unique_ptr<EntrySource>>& sources, const EntrySink& sink);

// Writes entries to a file that read_run() reads.
class RunWriter {
 public:
  explicit RunWriter(const std::string& path) : file_(path) {}
  void add(const PostlistEntry& entry);
  void close() { file_.close(); }

 private:
  OutputFile file_;
  std::string head_;
};

// Throws IndexError when the file is not to be read to its end.
std::unique_ptr<EntrySource> read_run(const std::string& path);

// Bytes that an open run holds, entries longer than this aside.
inline constexpr std::size_t kRunBufferBytes = 128 << 10;

// Cuts entries into chunks on their way into the postlist table.
class PostlistWriter {
 public:
  explicit PostlistWriter(const std::string& path) : table_(path) {}
  // What stands first in the table: metadata by name, then value statistics.
  void add_front(const std::map<std::string, std::string>& metadata, const SlotStatistics& slots);
  void add(const PostlistEntry& entry);
  TableRoot finish() { return table_.finish(); }

 private:
  void add_chunks(const PostlistEntry& entry, std::size_t most_bytes);

  TableWriter table_;
  std::string key_;
  std::string tag_;
};

}  // namespace sillok::glass
