// The dictionary that the entries of one run are compressed with: the index's own, or one that is
// trained with the first entries.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/article_dictionary.h"

namespace sillok {

// Until it is decided one thread at a time calls it; afterwards any thread may ask.
class EntryDictionary {
 public:
  // `known` are those of the index that is added to. One of them is taken; when there is none, one
  // is trained.
  EntryDictionary(const std::string& index, DictionaryMetadata known);

  bool is_decided() const { return is_decided_; }

  // Learns from an entry that waits to be compressed. Decides when it has seen kSeenBytes.
  void add(const Article& article);

  // Decides with what it has seen. Of little text there is none: it would take more than it saves.
  void decide();

  // Once it is decided; null when there is none.
  const CompressionDictionary* get() const { return dictionary_.get(); }

  // What a database needs whose entries were compressed with it, and those that were known.
  const DictionaryMetadata& metadata() const { return metadata_; }

 private:
  static constexpr std::size_t kSeenBytes = std::size_t{2} << 20;

  DictionaryMetadata metadata_;
  std::shared_ptr<const CompressionDictionary> dictionary_;
  std::vector<std::string> samples_;
  std::size_t seen_ = 0;
  std::size_t sampled_ = 0;
  bool is_decided_ = false;
};

}  // namespace sillok
