// Paths, standard input and archives to a stream of entries. Knows nothing of their contents.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/page.h"

namespace sillok {

// Bounds against bombs and breakage; each ends in a skip that names it.
struct DumpLimits {
  std::uint64_t entry_bytes = 64ull << 20;    // a page that must be whole in memory
  unsigned archive_depth = 2;                 // archives inside archives; 1 is none
  std::uint64_t members = 50'000'000;         // of one archive
  std::uint64_t expansion_ratio = 1000;       // bytes out against bytes in, past the first 64 MiB
  std::uint64_t expanded_bytes = 1ull << 44;  // from one archive
};

// One file or archive member, readable once, in order.
class Entry {
 public:
  virtual ~Entry() = default;
  // "path" or "path!member", UTF-8. Standard input is "-".
  virtual const std::string& place() const = 0;
  // How the last part of the place, the file's or member's name, was read.
  virtual const CharsetVerdict& name_charset() const = 0;
  // Modification time, Unix seconds; 0 when unknown.
  virtual std::int64_t modified() const = 0;
  // The next bytes, empty at the end. Valid until the next call. Throws InputError when the rest
  // cannot be read (damaged archive, unreadable file, a limit): what came before stays good.
  virtual std::string_view next_block() = 0;
};

struct DumpProgress {
  std::uint64_t bytes_read = 0;   // of the files on disk, compressed as they are
  std::uint64_t bytes_total = 0;  // 0 when unknown (standard input)
};

// Calls `on_entry` for every file of `paths` (directories recursively, in byte order of names,
// symbolic links to files followed, to directories not) and for every member of the archives
// among them, found by content: tar, tar.gz/.xz/.zst/.bz2, zip, 7z, and single files compressed
// with gzip, xz, zstd or bzip2. A WARC file, plain or gzip, is one entry. What cannot be read is
// given to `on_skip` and the rest goes on. Throws InputError only when a path of `paths` does not
// exist. `name_charset` is the charset of names that are not UTF-8; empty: found.
void for_each_entry(const std::vector<std::string>& paths, const DumpLimits& limits,
                    const std::string& name_charset, const std::function<void(Entry&)>& on_entry,
                    const std::function<void(Skip)>& on_skip,
                    const std::function<void(const DumpProgress&)>& on_progress = {});

// The directory that contains `place`'s file or member: the board when nothing else tells it.
// "dump/news/1.txt" -> "news", "a.zip!news/1.txt" -> "news", "a.zip!1.txt" -> "a", "1.txt" -> "".
std::string containing_directory(std::string_view place);

}  // namespace sillok
