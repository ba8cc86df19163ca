#include "indexer/decompression.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <new>
#include <utility>

#include "sillok/error.h"

namespace sillok {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{256} << 10;

// xz -9 takes 65 MiB; a dictionary that asks for more than this is an attack.
constexpr std::uint64_t kMaxXzBytes = std::uint64_t{256} << 20;

// What all formats have in common: input blocks in, output blocks out, and an error that is
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

class XzSource : public Decompressor {
 public:
  XzSource(ByteSource& source, std::string name, std::function<void(std::size_t)> on_bytes)
      : Decompressor(source, std::move(name), std::move(on_bytes)) {
    if (lzma_stream_decoder(&stream_, kMaxXzBytes, LZMA_CONCATENATED) != LZMA_OK) {
      throw std::bad_alloc();
    }
  }
  ~XzSource() override { lzma_end(&stream_); }
  XzSource(const XzSource&) = delete;
  XzSource& operator=(const XzSource&) = delete;

 private:
  std::size_t step(char* out, std::size_t capacity) override {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(input_.data());
    stream_.avail_in = input_.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out);
    stream_.avail_out = capacity;
    const lzma_ret result = lzma_code(&stream_, at_end() ? LZMA_FINISH : LZMA_RUN);
    input_.remove_prefix(input_.size() - stream_.avail_in);
    const std::size_t made = capacity - stream_.avail_out;
    if (result == LZMA_STREAM_END) {
      finish();
    } else if (result == LZMA_BUF_ERROR) {
      if (at_end() && made == 0) fail("xz data is cut off");
    } else if (result != LZMA_OK) {
      fail(result == LZMA_MEMLIMIT_ERROR ? "xz data asks for more than 256 MiB of memory"
                                         : "xz data is damaged");
    }
    return made;
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
};

class Bzip2Source : public Decompressor {
 public:
  Bzip2Source(ByteSource& source, std::string name, std::function<void(std::size_t)> on_bytes)
      : Decompressor(source, std::move(name), std::move(on_bytes)) {
    begin_stream();
  }
  ~Bzip2Source() override { BZ2_bzDecompressEnd(&stream_); }
  Bzip2Source(const Bzip2Source&) = delete;
  Bzip2Source& operator=(const Bzip2Source&) = delete;

 private:
  void begin_stream() {
    stream_ = {};
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
  }

  std::size_t step(char* out, std::size_t capacity) override {
    if (is_between_streams_) return start_stream();
    const bool was_at_end = at_end();
    stream_.next_in = const_cast<char*>(input_.data());
    stream_.avail_in = static_cast<unsigned>(input_.size());
    stream_.next_out = out;
    stream_.avail_out = static_cast<unsigned>(capacity);
    const int result = BZ2_bzDecompress(&stream_);
    input_.remove_prefix(input_.size() - stream_.avail_in);
    const std::size_t made = capacity - stream_.avail_out;
    if (result == BZ_STREAM_END)
      is_between_streams_ = true;
    else if (result != BZ_OK)
      fail("bzip2 data is damaged");
    else if (was_at_end && made == 0)
      fail("bzip2 data is cut off");
    return made;
  }

  // Streams follow each other at once; anything else behind one is padding.
  std::size_t start_stream() {
    if (at_end() || input_.front() != 'B') {
      finish();
      return 0;
    }
    BZ2_bzDecompressEnd(&stream_);
    begin_stream();
    is_between_streams_ = false;
    return 0;
  }

  bz_stream stream_{};
  bool is_between_streams_ = false;
};

}  // namespace

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
    case Compression::xz:
      return std::make_unique<XzSource>(source, std::move(name), std::move(on_bytes));
    case Compression::bzip2:
    case Compression::none:
      break;
  }
  return std::make_unique<Bzip2Source>(source, std::move(name), std::move(on_bytes));
}

}  // namespace sillok
