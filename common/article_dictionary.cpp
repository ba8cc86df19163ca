#include "common/article_dictionary.h"

// For the choice of the segments' size; what else is used of it is zstd's stable interface.
#define ZDICT_STATIC_LINKING_ONLY
#define XXH_INLINE_ALL
#include <xxhash.h>
#include <zdict.h>
#include <zstd.h>

#include <cstring>
#include <new>
#include <utility>

#include "common/schema.h"
#include "sillok/error.h"

namespace sillok {
namespace {

// A dictionary begins with four bytes that say so and four of its id.
constexpr std::size_t kIdBegin = 4;
constexpr std::size_t kHeadBytes = 8;

// The id is a hash of what follows it, so that damage shows, and two dictionaries are two. zstd
// leaves those from 2^15 up to 2^31 to everybody.
std::uint32_t id_of(std::string_view bytes) {
  constexpr std::uint32_t kFirst = 1u << 15;
  constexpr std::uint32_t kEnd = 1u << 31;
  bytes.remove_prefix(kHeadBytes);
  return kFirst + XXH32(bytes.data(), bytes.size(), 0) % (kEnd - kFirst);
}

std::string key_of(std::uint32_t id) {
  return kMetaDictionaryPrefix + hex_number(id).substr(8);
}

[[noreturn]] void throw_damaged(std::string_view index) {
  throw IndexError("index " + std::string(index) + ": the dictionary of its articles is damaged",
                   "rebuild the index with sillok-index --rebuild", IndexProblem::damaged);
}

std::uint32_t checked_id(std::string_view index, const std::string& key, std::string_view bytes) {
  const std::uint32_t id = ZSTD_getDictID_fromDict(bytes.data(), bytes.size());
  if (bytes.size() <= kHeadBytes || id == 0 || id != id_of(bytes) || key != key_of(id)) {
    throw_damaged(index);
  }
  return id;
}

void set_id(std::string& bytes) {
  const std::uint32_t id = id_of(bytes);
  for (unsigned i = 0; i < 4; ++i) bytes[kIdBegin + i] = static_cast<char>(id >> 8 * i);
}

}  // namespace

DictionaryMetadata read_dictionaries(const Xapian::Database& db) {
  DictionaryMetadata dictionaries;
  const std::string prefix = kMetaDictionaryPrefix;
  for (auto key = db.metadata_keys_begin(prefix); key != db.metadata_keys_end(prefix); ++key) {
    dictionaries.emplace(*key, db.get_metadata(*key));
  }
  return dictionaries;
}

CompressionDictionary::CompressionDictionary(std::string_view index, std::string key,
                                             std::string bytes)
    : key_(std::move(key)), bytes_(std::move(bytes)) {
  checked_id(index, key_, bytes_);
  prepared_ = {
      ZSTD_createCDict(bytes_.data(), bytes_.size(), kArticleCompressionLevel),
      [](const ZSTD_CDict* dictionary) { ZSTD_freeCDict(const_cast<ZSTD_CDict*>(dictionary)); }};
  if (!prepared_) throw_damaged(index);
}

std::shared_ptr<const CompressionDictionary> CompressionDictionary::trained(
    const std::vector<std::string>& samples, std::size_t bytes) {
  std::string all;
  std::vector<std::size_t> sizes;
  for (const std::string& sample : samples) {
    all += sample;
    sizes.push_back(sample.size());
  }
  // One pass with segments of 256 bytes and a table of 2^18 counts: on Korean text other values
  // save at most a hundredth more.
  ZDICT_fastCover_params_t parameters{};
  parameters.k = 256;
  parameters.d = 8;
  parameters.f = 18;
  parameters.accel = 1;
  parameters.zParams.compressionLevel = kArticleCompressionLevel;
  std::string dictionary(bytes, '\0');
  const std::size_t size = ZDICT_trainFromBuffer_fastCover(
      dictionary.data(), dictionary.size(), all.data(), sizes.data(),
      static_cast<unsigned>(sizes.size()), parameters);
  if (ZDICT_isError(size) != 0 || size <= kHeadBytes) return nullptr;
  dictionary.resize(size);
  set_id(dictionary);
  const std::string key = key_of(id_of(dictionary));
  return std::make_shared<CompressionDictionary>("", key, std::move(dictionary));
}

void ArticleDictionaries::add(std::string_view index, const DictionaryMetadata& metadata) {
  for (const auto& [key, bytes] : metadata) {
    const std::uint32_t id = checked_id(index, key, bytes);
    if (by_id_.contains(id)) continue;
    std::shared_ptr<const ZSTD_DDict> prepared(
        ZSTD_createDDict(bytes.data(), bytes.size()),
        [](const ZSTD_DDict* dictionary) { ZSTD_freeDDict(const_cast<ZSTD_DDict*>(dictionary)); });
    if (!prepared) throw_damaged(index);
    by_id_.emplace(id, std::move(prepared));
  }
}

void ArticleDictionaries::add(const ArticleDictionaries& others) {
  by_id_.insert(others.by_id_.begin(), others.by_id_.end());
}

const ZSTD_DDict* ArticleDictionaries::find(std::uint32_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second.get();
}

}  // namespace sillok
