// Entries of the postlist table on their way from memory or disk. Used by the glass_* files alone.
#pragma once

#include <cstdint>
#include <string_view>

namespace sillok::glass {

// An entry of the postlist table before it is cut into chunks. `documents` is 0 for what is not a
// posting list: then `bytes` is the tag. A posting list's bytes are the wdf of the first document,
// then for each further one its distance less 1 and its wdf. The list of document lengths is a
// posting list under kLengthsKey, with the length for wdf.
struct PostlistEntry {
  std::string_view key;
  std::uint32_t documents = 0;
  std::uint32_t occurrences = 0;  // the sum of wdf, as far as 32 bits go
  std::uint32_t first = 0;        // numbers of the first and last document
  std::uint32_t last = 0;
  std::string_view bytes;
};

// Gives entries in the order of their keys.
class EntrySource {
 public:
  virtual ~EntrySource() = default;
  // The next entry, null at the end. Valid until the next call.
  virtual const PostlistEntry* next() = 0;
};

}  // namespace sillok::glass
