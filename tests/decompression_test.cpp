#include "indexer/decompression.h"

#include <bzlib.h>
#include <gtest/gtest.h>
#include <lzma.h>
#include <zstd.h>

#include <string>
#include <utility>
#include <vector>

#include "sillok/error.h"
#include "tests/gzip.h"

namespace sillok {
namespace {

// Gives its bytes in small blocks, as files and archives do.
class StringSource : public ByteSource {
 public:
  explicit StringSource(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string_view next() override {
    const std::string_view block = std::string_view(bytes_).substr(at_, 5000);
    at_ += block.size();
    return block;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

// Lines that compress to about half, so that there are several blocks in any format.
std::string sample(std::size_t lines) {
  std::string text;
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < lines; ++i) {
    text += "번호 " + std::to_string(i) + " 제목 ";
    for (int k = 0; k < 3; ++k) text += std::to_string(state = state * 1664525u + 1013904223u);
    text += '\n';
  }
  return text;
}

std::string zstd(std::string_view text) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

std::string xz(std::string_view text) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  EXPECT_EQ(lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, nullptr,
                                    reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                    reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size()),
            LZMA_OK);
  out.resize(size);
  return out;
}

std::string bzip2(std::string_view text) {
  std::string out(text.size() + text.size() / 100 + 600, '\0');
  auto size = static_cast<unsigned>(out.size());
  EXPECT_EQ(BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()),
                                     static_cast<unsigned>(text.size()), 1, 0, 0),
            BZ_OK);
  out.resize(size);
  return out;
}

struct Format {
  const char* name;
  Compression compression;
  std::string (*compress)(std::string_view);
  std::size_t block_bytes;  // at most so much is undecodable before a cut
};
const Format kFormats[] = {{"gzip", Compression::gzip, gzip, 1 << 16},
                           {"zstd", Compression::zstd, zstd, 1 << 17},
                           {"xz", Compression::xz, xz, 1 << 16},
                           {"bzip2", Compression::bzip2, bzip2, 110'000}};

struct Read {
  std::string bytes;
  std::string failure;
};
Read read(Compression compression, std::string bytes) {
  StringSource source(std::move(bytes));
  const auto plain = decompress(compression, source, "a", [](std::size_t) {});
  Read result;
  try {
    for (auto block = plain->next(); !block.empty(); block = plain->next()) result.bytes += block;
  } catch (const InputError& e) {
    result.failure = e.what();
  }
  return result;
}

TEST(Decompression, JoinedStreamsAreReadAsOne) {
  const std::string text = sample(8000);
  for (const Format& format : kFormats) {
    const std::string packed = format.compress(text);
    EXPECT_EQ(find_compression(packed), format.compression) << format.name;
    const Read found = read(format.compression, packed + format.compress("끝") + packed);
    EXPECT_TRUE(found.bytes == text + "끝" + text) << format.name;
    EXPECT_EQ(found.failure, "") << format.name;
  }
}

// The end of each format is a checksum or an index: all of the text stands before it.
TEST(Decompression, AStreamWithoutItsEndGivesItsLastBlock) {
  const std::string text = sample(8000);
  for (const Format& format : kFormats) {
    const std::string packed = format.compress(text);
    const Read found = read(format.compression, packed.substr(0, packed.size() - 3));
    EXPECT_TRUE(found.bytes == text) << format.name << ' ' << found.bytes.size();
    EXPECT_NE(found.failure.find("cut off"), std::string::npos) << found.failure;
  }
}

TEST(Decompression, WhatStandsBeforeACutComesOut) {
  const std::string text = sample(16000);
  for (const Format& format : kFormats) {
    const std::string packed = format.compress(text);
    for (int eighth = 1; eighth < 8; ++eighth) {
      const Read found = read(format.compression, packed.substr(0, packed.size() * eighth / 8));
      EXPECT_TRUE(text.starts_with(found.bytes)) << format.name;
      EXPECT_GT(found.bytes.size() + format.block_bytes * 3 / 2, text.size() * eighth / 8)
          << format.name << ' ' << eighth;
      EXPECT_NE(found.failure.find("cut off"), std::string::npos) << format.name << found.failure;
    }
  }
}

TEST(Decompression, DamageIsReportedBehindWhatIsGood) {
  const std::string text = sample(16000);
  for (const Format& format : kFormats) {
    std::string packed = format.compress(text);
    for (std::size_t i = 0; i < 64; ++i) packed[packed.size() * 3 / 4 + i] ^= 0x5A;
    const Read found = read(format.compression, packed);
    EXPECT_NE(found.failure.find("damaged"), std::string::npos) << format.name << found.failure;
    EXPECT_GT(found.bytes.size(), text.size() / 4) << format.name;
    EXPECT_EQ(found.bytes.substr(0, text.size() / 4), text.substr(0, text.size() / 4));
  }
}

}  // namespace
}  // namespace sillok
