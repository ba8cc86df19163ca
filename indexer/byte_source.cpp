#include "indexer/byte_source.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

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

// What gunzip and unzstd have in common: input blocks in, output blocks out, and an error that is
// thrown only after the bytes before it were given.
class Decompressor : public ByteSource {
 public:
  Decompressor(ByteSource& source, std::string name, std::function<void(std::size_t)> on_bytes)
      : source_(source), name_(std::move(name)), on_bytes_(std::move(on_bytes)) {
    buffer_.resize(kBlockBytes);
  }

  std::string_view next() override {
    if (!failure_.empty()) throw InputError(failure_);
    std::size_t size = 0;
    while (size < buffer_.size() && !is_done_) {
      if (input_.empty()) read_input();
      if (!failure_.empty()) break;
      size += step(buffer_.data() + size, buffer_.size() - size);
    }
    if (size == 0 && !failure_.empty()) throw InputError(failure_);
    if (size != 0) on_bytes_(size);
    return std::string_view(buffer_).substr(0, size);
  }

 protected:
  // Decompresses from input_ (empty: at its end) into `out`; gives the bytes made.
  virtual std::size_t step(char* out, std::size_t capacity) = 0;

  void fail(std::string_view why) { failure_ = name_ + ": " + std::string(why); }
  void finish() { is_done_ = true; }
  bool at_end() const { return at_end_; }

  std::string_view input_;

 private:
  void read_input() {
    if (at_end_) return;
    try {
      input_ = source_.next();
      at_end_ = input_.empty();
    } catch (const InputError& e) {
      failure_ = e.what();
    }
  }

  ByteSource& source_;
  std::string name_;
  std::function<void(std::size_t)> on_bytes_;
  std::string buffer_;
  std::string failure_;
  bool at_end_ = false;
  bool is_done_ = false;
};

class GzipSource : public Decompressor {
 public:
  GzipSource(ByteSource& source, std::string name, std::function<void(std::size_t)> on_bytes)
      : Decompressor(source, std::move(name), std::move(on_bytes)) {
    constexpr int kGzipWindowBits = 15 + 16;
    if (inflateInit2(&stream_, kGzipWindowBits) != Z_OK) throw std::bad_alloc();
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

 private:
  std::size_t step(char* out, std::size_t capacity) override {
    if (is_between_members_) return start_member();
    if (at_end()) {
      fail("gzip data is cut off");
      return 0;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input_.data()));
    stream_.avail_in = static_cast<uInt>(input_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(capacity);
    const int result = inflate(&stream_, Z_NO_FLUSH);
    input_.remove_prefix(input_.size() - stream_.avail_in);
    if (result == Z_STREAM_END)
      is_between_members_ = true;
    else if (result != Z_OK && result != Z_BUF_ERROR)
      fail("gzip data is damaged");
    return capacity - stream_.avail_out;
  }

  // Members follow each other at once; anything else behind one is padding.
  std::size_t start_member() {
    if (at_end() || input_.front() != '\x1f') {
      finish();
      return 0;
    }
    inflateReset(&stream_);
    is_between_members_ = false;
    return 0;
  }

  z_stream stream_{};
  bool is_between_members_ = false;
};

class ZstdSource : public Decompressor {
 public:
  ZstdSource(ByteSource& source, std::string name, std::function<void(std::size_t)> on_bytes)
      : Decompressor(source, std::move(name), std::move(on_bytes)), stream_(ZSTD_createDStream()) {
    if (!stream_) throw std::bad_alloc();
  }

 private:
  std::size_t step(char* out, std::size_t capacity) override {
    if (at_end() && is_whole_) {
      finish();
      return 0;
    }
    ZSTD_inBuffer in{input_.data(), input_.size(), 0};
    ZSTD_outBuffer into{out, capacity, 0};
    const std::size_t result = ZSTD_decompressStream(stream_.get(), &into, &in);
    if (ZSTD_isError(result)) {
      fail("zstd data is damaged");
      return into.pos;
    }
    is_whole_ = result == 0;
    if (at_end() && into.pos == 0 && !is_whole_) fail("zstd data is cut off");
    input_.remove_prefix(in.pos);
    return into.pos;
  }

  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::unique_ptr<ZSTD_DStream, Free> stream_;
  bool is_whole_ = true;  // the last frame is complete
};

// xz and bzip2, through libarchive's filters.
class FilteredSource : public ByteSource {
 public:
  FilteredSource(ByteSource& source, std::string name, std::function<void(std::size_t)> on_bytes)
      : source_(source),
        name_(std::move(name)),
        on_bytes_(std::move(on_bytes)),
        archive_(archive_read_new()) {
    archive_read_support_filter_xz(archive_.get());
    archive_read_support_filter_bzip2(archive_.get());
    archive_read_support_format_raw(archive_.get());
  }

  std::string_view next() override {
    archive_entry* entry = nullptr;
    if (!is_open_) {
      is_open_ = true;
      check(archive_read_open(archive_.get(), this, nullptr, read_source, nullptr));
      if (check(archive_read_next_header(archive_.get(), &entry)) == ARCHIVE_EOF) return {};
    }
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    do {
      if (check(archive_read_data_block(archive_.get(), &block, &size, &offset)) == ARCHIVE_EOF) {
        return {};
      }
    } while (size == 0);
    on_bytes_(size);
    return {static_cast<const char*>(block), size};
  }

 private:
  static la_ssize_t read_source(archive* archive, void* self, const void** block) {
    auto& source = *static_cast<FilteredSource*>(self);
    try {
      const auto bytes = source.source_.next();
      *block = bytes.data();
      return static_cast<la_ssize_t>(bytes.size());
    } catch (const InputError& e) {
      archive_set_error(archive, EIO, "%s", e.what());
      return -1;
    }
  }

  int check(int result) const {
    if (result == ARCHIVE_FATAL || result == ARCHIVE_FAILED) {
      const char* why = archive_error_string(archive_.get());
      throw InputError(name_ + ": " + (why != nullptr ? why : "compressed data is damaged"));
    }
    return result;
  }

  struct Free {
    void operator()(archive* a) const { archive_read_free(a); }
  };
  ByteSource& source_;
  std::string name_;
  std::function<void(std::size_t)> on_bytes_;
  std::unique_ptr<archive, Free> archive_;
  bool is_open_ = false;
};

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
    : name_(decode_name(path)), on_bytes_(std::move(on_bytes)) {
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

Compression find_compression(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\x1f\x8b\x08"sv)) return Compression::gzip;
  if (head.starts_with("\x28\xb5\x2f\xfd"sv)) return Compression::zstd;
  if (head.starts_with("\xfd"
                       "7zXZ\0"sv))
    return Compression::xz;
  const bool bzip2 = head.size() >= 10 && head.starts_with("BZh") && head[3] >= '1' &&
                     head[3] <= '9' && head.substr(4, 6) == "1AY&SY"sv;
  return bzip2 ? Compression::bzip2 : Compression::none;
}

std::unique_ptr<ByteSource> decompress(Compression compression, ByteSource& source,
                                       std::string name,
                                       std::function<void(std::size_t)> on_bytes) {
  switch (compression) {
    case Compression::gzip:
      return std::make_unique<GzipSource>(source, std::move(name), std::move(on_bytes));
    case Compression::zstd:
      return std::make_unique<ZstdSource>(source, std::move(name), std::move(on_bytes));
    default:
      return std::make_unique<FilteredSource>(source, std::move(name), std::move(on_bytes));
  }
}

}  // namespace sillok
