#include "common/article.h"

#define XXH_INLINE_ALL
#include <xxhash.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

#include "common/schema.h"
#include "common/text.h"
#include "sillok/error.h"

namespace sillok {
namespace {

// The stored form is a format byte and, compressed as one zstd frame that knows its size and the id
// of its dictionary, if it has one, the packed form:
//
//   flags      1 byte: 1 row, 2 notice, 4 has a number, 8 its capture is certain, 16 withheld
//   number     varint, only when flagged
//   captured   varint of the zigzag form
//   fields     in the order of kFields: varint of the size, then the bytes
//
// A varint has seven bits a byte, low ones first, the top bit set on all but the last byte.
constexpr char kPlainZstd = 1;
constexpr std::uint64_t kMaxPackedBytes = 1ull << 30;  // more is damage

constexpr unsigned char kRowFlag = 1;
constexpr unsigned char kNoticeFlag = 2;
constexpr unsigned char kNumberFlag = 4;
constexpr unsigned char kCertainFlag = 8;
constexpr unsigned char kWithheldFlag = 16;

constexpr std::array<std::string Article::*, 11> kFields = {
    &Article::id,     &Article::board,    &Article::title, &Article::author,
    &Article::source, &Article::category, &Article::date,  &Article::time,
    &Article::url,    &Article::body,     &Article::place};

void append_varint(std::string& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
  bytes.push_back(static_cast<char>(value));
}

void append_field(std::string& bytes, std::string_view value) {
  append_varint(bytes, value.size());
  bytes.append(value);
}

unsigned char flags_of(const Article& article) {
  return static_cast<unsigned char>((article.kind == Article::Kind::row ? kRowFlag : 0) |
                                    (article.notice ? kNoticeFlag : 0) |
                                    (article.number ? kNumberFlag : 0));
}

[[noreturn]] void throw_damaged() {
  throw IndexError("a stored article is damaged", "rebuild the index with sillok-index --rebuild",
                   IndexProblem::damaged);
}

// Takes values off the front of the packed form.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }

  unsigned char byte() { return static_cast<unsigned char>(take(1)[0]); }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const unsigned char next = byte();
      value |= static_cast<std::uint64_t>(next & 0x7F) << shift;
      if (next < 0x80) return value;
    }
    throw_damaged();
  }

  std::string_view field() { return take(varint()); }

 private:
  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) throw_damaged();
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
};

ZSTD_CCtx* compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                                  ZSTD_freeCCtx);
  if (!context) throw std::bad_alloc();
  return context.get();
}

ZSTD_DCtx* decompressor() {
  thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                                  ZSTD_freeDCtx);
  if (!context) throw std::bad_alloc();
  return context.get();
}

// The dictionary that a frame was compressed with; null when it was without one.
const ZSTD_DDict* dictionary_of(std::string_view frame, const ArticleDictionaries& dictionaries) {
  const unsigned id = ZSTD_getDictID_fromFrame(frame.data(), frame.size());
  if (id == 0) return nullptr;
  const ZSTD_DDict* const dictionary = dictionaries.find(id);
  if (dictionary == nullptr) {
    throw IndexError(
        "the dictionary of the stored articles is missing: " + hex_number(id).substr(8),
        "open each index by itself, with several -d or a cluster file, or rebuild it "
        "with sillok-index --rebuild",
        IndexProblem::damaged);
  }
  return dictionary;
}

// The board as a key's first part: what follows it can begin with no other character.
std::string escaped_board(std::string_view board) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string escaped;
  escaped.reserve(board.size());
  for (const char c : board) {
    if (c == '/' || c == '#' || c == '~' || c == '%') {
      escaped.push_back('%');
      escaped.push_back(kDigits[c >> 4]);
      escaped.push_back(kDigits[c & 15]);
    } else {
      escaped.push_back(c);
    }
  }
  return escaped;
}

std::string unnamed_hash(const Article& article) {
  std::string identity;
  for (const auto field : {&Article::title, &Article::author, &Article::date}) {
    append_field(identity, article.*field);
  }
  return hex_hash(identity);
}

}  // namespace

std::string article_key(const Article& article) {
  std::string key = escaped_board(article.board);
  if (!article.id.empty()) {
    key.append("/").append(article.id);
  } else if (article.number) {
    key.append("#").append(std::to_string(*article.number));
  } else {
    key.append("~").append(unnamed_hash(article));
  }
  return bounded_value(key, kMaxTermBytes - kKeyPrefix.size());
}

std::string number_key(const Article& article) {
  if (!article.number) return {};
  return bounded_value(escaped_board(article.board) + "#" + std::to_string(*article.number),
                       kMaxTermBytes - kKeyPrefix.size());
}

bool same_title(const Article& a, const Article& b) {
  return a.title == b.title || normalize(a.title) == normalize(b.title);
}

std::string_view article_name(const Article& article, std::string_view key) {
  return article.id.empty() ? key : article.id;
}

std::uint64_t entry_precedence(const Article& article) {
  // From the top: 2 bits of kind, whether the capture is certain, whether the title is the post's
  // own, 60 bits of time. A withheld row has the time alone.
  constexpr std::int64_t kMaxCaptured = (1ll << 60) - 1;
  const auto captured =
      static_cast<std::uint64_t>(std::clamp<std::int64_t>(article.captured, 0, kMaxCaptured));
  if (article.withheld) return captured;
  std::uint64_t kind = 2;
  if (article.kind == Article::Kind::row) kind = article.date.empty() || article.notice ? 0 : 1;
  return kind << 62 | static_cast<std::uint64_t>(article.capture_certain) << 61 | 1ull << 60 |
         captured;
}

bool is_article_precedence(std::uint64_t precedence) {
  return precedence >> 62 == 2;
}

std::string pack_article(const Article& article) {
  std::string packed;
  packed.reserve(article.body.size() + article.title.size() + 256);
  packed.push_back(static_cast<char>(flags_of(article) |
                                     (article.capture_certain ? kCertainFlag : 0) |
                                     (article.withheld ? kWithheldFlag : 0)));
  if (article.number) append_varint(packed, *article.number);
  const auto captured = static_cast<std::uint64_t>(article.captured);
  append_varint(packed, (captured << 1) ^ (article.captured < 0 ? ~0ull : 0));
  for (const auto field : kFields) append_field(packed, article.*field);
  return packed;
}

Article unpack_article(std::string_view packed) {
  Unpacker unpacker(packed);
  Article article;
  const unsigned char flags = unpacker.byte();
  if ((flags & kRowFlag) != 0) article.kind = Article::Kind::row;
  article.notice = (flags & kNoticeFlag) != 0;
  article.capture_certain = (flags & kCertainFlag) != 0;
  article.withheld = (flags & kWithheldFlag) != 0;
  if ((flags & kNumberFlag) != 0) article.number = unpacker.varint();
  const std::uint64_t zigzag = unpacker.varint();
  article.captured = std::bit_cast<std::int64_t>((zigzag >> 1) ^ (0 - (zigzag & 1)));
  for (const auto field : kFields) article.*field = unpacker.field();
  if (!unpacker.at_end()) throw_damaged();
  return article;
}

std::uint64_t content_hash(const Article& article) {
  std::string head;
  head.push_back(static_cast<char>(flags_of(article)));
  append_varint(head, article.number.value_or(0));
  for (const auto field : kFields) {
    if (field == &Article::place || field == &Article::body) continue;
    append_field(head, article.*field);
  }
  return XXH3_64bits_withSeed(article.body.data(), article.body.size(),
                              XXH3_64bits(head.data(), head.size()));
}

std::string encode_article(const Article& article, const CompressionDictionary* dictionary) {
  const std::string packed = pack_article(article);
  std::string stored(1 + ZSTD_compressBound(packed.size()), kPlainZstd);
  char* const frame = stored.data() + 1;
  const std::size_t size =
      dictionary != nullptr
          ? ZSTD_compress_usingCDict(compressor(), frame, stored.size() - 1, packed.data(),
                                     packed.size(), dictionary->prepared())
          : ZSTD_compressCCtx(compressor(), frame, stored.size() - 1, packed.data(), packed.size(),
                              kArticleCompressionLevel);
  if (ZSTD_isError(size) != 0) {
    throw Error(std::string("an article cannot be compressed: ") + ZSTD_getErrorName(size));
  }
  stored.resize(1 + size);
  return stored;
}

Article decode_article(std::string_view bytes, const ArticleDictionaries& dictionaries) {
  if (bytes.empty() || bytes[0] != kPlainZstd) throw_damaged();
  bytes.remove_prefix(1);
  const unsigned long long packed_bytes = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (packed_bytes > kMaxPackedBytes) throw_damaged();  // so are zstd's two error values
  const ZSTD_DDict* const dictionary = dictionary_of(bytes, dictionaries);
  const auto packed = std::make_unique_for_overwrite<char[]>(packed_bytes);
  const std::size_t size = ZSTD_decompress_usingDDict(decompressor(), packed.get(), packed_bytes,
                                                      bytes.data(), bytes.size(), dictionary);
  if (ZSTD_isError(size) != 0 || size != packed_bytes) throw_damaged();
  return unpack_article({packed.get(), size});
}

}  // namespace sillok
