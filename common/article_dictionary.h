// The zstd dictionaries of an archive: what its entries have in common, so that each is stored as
// what is its own. The indexer trains one when it makes an index and compresses with it; it stands
// in the metadata of every database whose entries need it, under its id, which each stored entry
// names.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct ZSTD_CDict_s;
struct ZSTD_DDict_s;

namespace sillok {

// Metadata of a database: dictionaries by their keys there.
using DictionaryMetadata = std::map<std::string, std::string>;

// The dictionaries in the metadata of `db`. Of several databases as one Xapian tells only the
// first's. Throws what Xapian throws.
DictionaryMetadata read_dictionaries(const Xapian::Database& db);

// What entries are compressed with. Threads may share it.
class CompressionDictionary {
 public:
  // Of its key and bytes in the metadata of `index`. Throws IndexError when they are damaged.
  CompressionDictionary(std::string_view index, std::string key, std::string bytes);

  // Trained with samples of what is to be compressed; null when zstd finds nothing that they have
  // in common. `bytes` is how large it may become.
  static std::shared_ptr<const CompressionDictionary> trained(
      const std::vector<std::string>& samples, std::size_t bytes);

  const std::string& key() const { return key_; }
  const std::string& bytes() const { return bytes_; }
  const ZSTD_CDict_s* prepared() const { return prepared_.get(); }

 private:
  std::string key_;
  std::string bytes_;
  std::shared_ptr<const ZSTD_CDict_s> prepared_;
};

// What entries of one or several indexes are decompressed with. Threads may share it while nothing
// is added.
class ArticleDictionaries {
 public:
  // Throws IndexError that names `index` when one is damaged.
  void add(std::string_view index, const DictionaryMetadata& metadata);
  void add(const ArticleDictionaries& others);

  // The dictionary of that id; null when there is none.
  const ZSTD_DDict_s* find(std::uint32_t id) const;

 private:
  std::map<std::uint32_t, std::shared_ptr<const ZSTD_DDict_s>> by_id_;
};

// zstd's level for entries, with a dictionary and without.
inline constexpr int kArticleCompressionLevel = 3;

}  // namespace sillok
