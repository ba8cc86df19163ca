#include "indexer/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "common/charset.h"
#include "sillok/error.h"

namespace sillok {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{256} << 10;

std::string system_message(int error) {
  return std::generic_category().message(error);
}

}  // namespace

std::string_view PeekedSource::peek(std::size_t bytes) {
  while (ahead_.size() < bytes && !has_failed_) {
    try {
      const auto block = source_.next();
      if (block.empty()) break;
      ahead_.append(block);
    } catch (const InputError& e) {
      failure_ = e.what();
      has_failed_ = true;
    }
  }
  return std::string_view(ahead_).substr(0, bytes);
}

std::string_view PeekedSource::next() {
  if (!ahead_.empty()) {
    given_ = std::exchange(ahead_, {});
    return given_;
  }
  if (has_failed_) throw InputError(failure_);
  return source_.next();
}

FileSource::FileSource(const std::string& path, std::function<void(std::size_t)> on_bytes)
    : name_(decode_name(path).text), on_bytes_(std::move(on_bytes)) {
  descriptor_ = path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) throw InputError(name_ + ": " + system_message(errno));
  struct stat status {};
  is_seekable_ = fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
}

FileSource::FileSource(int descriptor, std::string name)
    : descriptor_(descriptor), name_(std::move(name)), is_seekable_(true) {}

FileSource::~FileSource() {
  close(descriptor_);
}

std::string_view FileSource::next() {
  buffer_.resize(kBlockBytes);
  ssize_t size = -1;
  do {
    size = read(descriptor_, buffer_.data(), buffer_.size());
  } while (size < 0 && errno == EINTR);
  if (size < 0) throw InputError(name_ + ": " + system_message(errno));
  if (on_bytes_) on_bytes_(static_cast<std::size_t>(size));
  return std::string_view(buffer_).substr(0, static_cast<std::size_t>(size));
}

std::int64_t FileSource::seek(std::int64_t offset, int whence) {
  return lseek(descriptor_, offset, whence);
}

std::unique_ptr<FileSource> spool_to_file(ByteSource& source, const std::string& name) {
  std::string path = (std::filesystem::temp_directory_path() / "sillok-XXXXXX").string();
  const int descriptor = mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) {
    throw InputError(name + ": no temporary file can be made: " + system_message(errno));
  }
  unlink(path.c_str());
  auto file = std::make_unique<FileSource>(descriptor, name);
  try {
    for (auto block = source.next(); !block.empty(); block = source.next()) {
      while (!block.empty()) {
        const auto size = write(descriptor, block.data(), block.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) {
          throw Error(name + ": temporary file: " + system_message(errno),
                      "set TMPDIR to a directory with more room");
        }
        block.remove_prefix(static_cast<std::size_t>(size));
      }
    }
  } catch (const InputError&) {
    // The reader of the file finds the end missing and says so.
  }
  file->seek(0, SEEK_SET);
  return file;
}

}  // namespace sillok
