// Streams of bytes that a dump is made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sillok {

// Bytes to be read once, in order.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // The next bytes, empty at the end. Valid until the next call. Throws InputError when the rest
  // cannot be read; what came before is good.
  virtual std::string_view next() = 0;
};

// A source whose beginning can be looked at before it is read.
class PeekedSource : public ByteSource {
 public:
  explicit PeekedSource(ByteSource& source) : source_(source) {}

  // The first `bytes`, or fewer when there are no more. A failure is kept for next().
  std::string_view peek(std::size_t bytes);
  std::string_view next() override;

 private:
  ByteSource& source_;
  std::string ahead_;
  std::string given_;
  std::string failure_;
  bool has_failed_ = false;
};

// An open file. Seekable unless it is standard input.
class FileSource : public ByteSource {
 public:
  // "-" is standard input. `on_bytes` hears of every read. Throws InputError when the file cannot
  // be opened.
  FileSource(const std::string& path, std::function<void(std::size_t)> on_bytes);
  // Takes over an open descriptor.
  FileSource(int descriptor, std::string name);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::string_view next() override;

  // Moves as lseek() does; -1 when it cannot.
  std::int64_t seek(std::int64_t offset, int whence);
  bool is_seekable() const { return is_seekable_; }

 private:
  int descriptor_;
  std::string name_;
  std::function<void(std::size_t)> on_bytes_;
  std::string buffer_;
  bool is_seekable_ = false;
};

// Copies a source into a temporary file without a name, for formats that need to seek. A source
// that fails gives what came before.
std::unique_ptr<FileSource> spool_to_file(ByteSource& source, const std::string& name);

}  // namespace sillok
