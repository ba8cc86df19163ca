// The members of a tar, zip or 7z archive, one after the other.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/charset.h"
#include "indexer/byte_source.h"

namespace sillok {

enum class ArchiveFormat { none, tar, zip, seven_zip };

// What the first 512 bytes say. Office documents and the like are zip archives as well.
ArchiveFormat find_archive_format(std::string_view head);

struct ArchiveMember {
  DecodedText name;  // as stored: it may hold "../"
  std::int64_t modified = 0;
  bool is_directory = false;
  bool is_link = false;  // or a device: it has no data of its own
  bool is_encrypted = false;
};

class ArchiveReader : public ByteSource {
 public:
  // `source` outlives the reader; zip and 7z are read by seeking when it is a seekable file. Names
  // do not depend on the program's locale; `name_charset` is for those that are not UTF-8, empty:
  // found.
  ArchiveReader(ArchiveFormat format, ByteSource& source, std::string name,
                std::string name_charset);
  ~ArchiveReader() override;
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  // The next member; false at the end. What is left of the one before is passed over. Throws
  // InputError when the archive cannot be read any further.
  bool next_member(ArchiveMember& member);

  // The next bytes of the member.
  std::string_view next() override;

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace sillok
