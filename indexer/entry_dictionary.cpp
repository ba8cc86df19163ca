#include "indexer/entry_dictionary.h"

#include <algorithm>
#include <utility>

namespace sillok {
namespace {

// A quarter of what is seen, every fourth entry or so: more gives no better dictionary, and
// training takes a hundredth of a second.
constexpr std::size_t kSeenOfSampled = 4;
constexpr std::size_t kSampleBytes = std::size_t{16} << 10;  // of an entry, at most

// A dictionary saves some tenth of the text, and stands in each of a few databases.
constexpr std::size_t kTextOfDictionary = 32;
constexpr std::size_t kLeastBytes = std::size_t{16} << 10;
constexpr std::size_t kMostBytes = std::size_t{64} << 10;

}  // namespace

EntryDictionary::EntryDictionary(const std::string& index, DictionaryMetadata known)
    : metadata_(std::move(known)) {
  if (metadata_.empty()) return;
  const auto& [key, bytes] = *metadata_.begin();
  dictionary_ = std::make_shared<CompressionDictionary>(index, key, bytes);
  is_decided_ = true;
}

void EntryDictionary::add(const Article& article) {
  if (is_decided_) return;
  std::string packed = pack_article(article);
  seen_ += packed.size();
  if (sampled_ * kSeenOfSampled < seen_) {
    packed.resize(std::min(packed.size(), kSampleBytes));
    sampled_ += packed.size();
    samples_.push_back(std::move(packed));
  }
  if (seen_ >= kSeenBytes) decide();
}

void EntryDictionary::decide() {
  if (is_decided_) return;
  is_decided_ = true;
  const std::vector<std::string> samples = std::exchange(samples_, {});
  const std::size_t bytes = std::min(seen_ / kTextOfDictionary, kMostBytes);
  if (bytes < kLeastBytes) return;
  dictionary_ = CompressionDictionary::trained(samples, bytes);
  if (dictionary_) metadata_.emplace(dictionary_->key(), dictionary_->bytes());
}

}  // namespace sillok
