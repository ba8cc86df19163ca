#include "indexer/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "sillok/error.h"

namespace sillok {

namespace {

using namespace std::string_view_literals;

// The thread's character set is UTF-8 while it lives: libarchive converts the names that are
// stored as Unicode to the locale's, and drops them where that has no Hangul.
class Utf8Locale {
 public:
  Utf8Locale() : utf8_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (utf8_ != nullptr) before_ = uselocale(utf8_);
  }
  ~Utf8Locale() {
    if (utf8_ == nullptr) return;
    uselocale(before_);
    freelocale(utf8_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t utf8_;
  locale_t before_ = nullptr;
};

// The checksum in a tar header is the sum of its bytes, its own eight taken as spaces.
bool has_tar_checksum(std::string_view head) {
  constexpr std::size_t kAt = 148;
  constexpr std::size_t kSize = 8;
  if (head.size() < 512) return false;
  unsigned sum = 0;
  for (std::size_t i = 0; i < 512; ++i) {
    const bool own = i >= kAt && i < kAt + kSize;
    sum += own ? ' ' : static_cast<unsigned char>(head[i]);
  }
  unsigned stored = 0;
  bool any = false;
  for (const char c : head.substr(kAt, kSize)) {
    if (c >= '0' && c <= '7') {
      stored = stored * 8 + static_cast<unsigned>(c - '0');
      any = true;
    } else if (any) {
      break;
    } else if (c != ' ') {
      return false;
    }
  }
  return any && stored == sum;
}

DecodedText member_name(archive_entry* entry, std::string_view charset) {
  for (const char* name : {archive_entry_pathname(entry), archive_entry_pathname_utf8(entry)}) {
    if (name != nullptr && *name != '\0') return decode_name(name, charset);
  }
  return {};
}

}  // namespace

ArchiveFormat find_archive_format(std::string_view head) {
  if (head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv)) {
    return ArchiveFormat::zip;
  }
  if (head.starts_with("7z\xbc\xaf\x27\x1c"sv)) return ArchiveFormat::seven_zip;
  return has_tar_checksum(head) ? ArchiveFormat::tar : ArchiveFormat::none;
}

struct ArchiveReader::Handle {
  Handle(ByteSource& from, std::string archive_name, std::string charset_of_names)
      : source(from),
        name(std::move(archive_name)),
        name_charset(std::move(charset_of_names)),
        reader(archive_read_new()) {}
  ~Handle() { archive_read_free(reader); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  static la_ssize_t read(archive* a, void* self, const void** block) {
    auto& handle = *static_cast<Handle*>(self);
    try {
      const auto bytes = handle.source.next();
      *block = bytes.data();
      return static_cast<la_ssize_t>(bytes.size());
    } catch (const InputError& e) {
      handle.source_failure = e.what();
      archive_set_error(a, EIO, "%s", e.what());
      return -1;
    }
  }

  static la_int64_t seek(archive*, void* self, la_int64_t offset, int whence) {
    auto& file = dynamic_cast<FileSource&>(static_cast<Handle*>(self)->source);
    const auto at = file.seek(offset, whence);
    return at < 0 ? ARCHIVE_FATAL : at;
  }

  [[noreturn]] void fail() const {
    if (!source_failure.empty()) throw InputError(source_failure);
    const char* why = archive_error_string(reader);
    throw InputError(name + ": " + (why != nullptr ? why : "archive is damaged"));
  }

  ByteSource& source;
  std::string name;
  std::string name_charset;
  archive* reader;
  std::string source_failure;
};

ArchiveReader::ArchiveReader(ArchiveFormat format, ByteSource& source, std::string name,
                             std::string name_charset)
    : handle_(std::make_unique<Handle>(source, std::move(name), std::move(name_charset))) {
  const Utf8Locale locale;
  archive* reader = handle_->reader;
  if (format == ArchiveFormat::tar) archive_read_support_format_tar(reader);
  if (format == ArchiveFormat::zip) archive_read_support_format_zip(reader);
  if (format == ArchiveFormat::seven_zip) archive_read_support_format_7zip(reader);
  archive_read_set_read_callback(reader, Handle::read);
  archive_read_set_callback_data(reader, handle_.get());
  const auto* file = dynamic_cast<const FileSource*>(&source);
  if (file != nullptr && file->is_seekable()) {
    archive_read_set_seek_callback(reader, Handle::seek);
  }
  if (archive_read_open1(reader) != ARCHIVE_OK) handle_->fail();
}

ArchiveReader::~ArchiveReader() = default;

bool ArchiveReader::next_member(ArchiveMember& member) {
  const Utf8Locale locale;
  archive_entry* entry = nullptr;
  int result = ARCHIVE_RETRY;
  for (int tries = 0; result == ARCHIVE_RETRY && tries < 3; ++tries) {
    result = archive_read_next_header(handle_->reader, &entry);
  }
  if (result == ARCHIVE_EOF) return false;
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN) handle_->fail();
  member.name = member_name(entry, handle_->name_charset);
  member.modified = archive_entry_mtime_is_set(entry) ? archive_entry_mtime(entry) : 0;
  // Entries of old zip programs have no type: they are files unless their name says otherwise.
  const auto type = archive_entry_filetype(entry);
  member.is_directory = type == AE_IFDIR || (type == 0 && member.name.text.ends_with('/'));
  member.is_link = archive_entry_hardlink(entry) != nullptr ||
                   (type != AE_IFREG && type != 0 && !member.is_directory);
  member.is_encrypted = archive_entry_is_encrypted(entry) != 0;
  return true;
}

std::string_view ArchiveReader::next() {
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  int result = ARCHIVE_OK;
  do {
    result = archive_read_data_block(handle_->reader, &block, &size, &offset);
  } while ((result == ARCHIVE_OK || result == ARCHIVE_WARN || result == ARCHIVE_RETRY) &&
           size == 0);
  if (result == ARCHIVE_EOF) return {};
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN) handle_->fail();
  return {static_cast<const char*>(block), size};
}

}  // namespace sillok
