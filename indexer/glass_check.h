// Whether a shard or a merged database holds what was added, as Xapian reads it. Used by the
// glass_* files alone.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "indexer/document.h"
#include "indexer/glass_postings.h"
#include "indexer/glass_version.h"

namespace sillok::glass {

// Keeps every n-th element, n growing so that between kKept / 2 and kKept are kept.
template <typename T>
class Sample {
 public:
  // True when the next element is one to keep; it is then given to keep().
  bool wants_next() { return seen_++ % stride_ == 0; }

  void keep(T element) {
    kept_.push_back(std::move(element));
    if (kept_.size() < kKept) return;
    for (std::size_t i = 1; i < kKept / 2; ++i) kept_[i] = std::move(kept_[2 * i]);
    kept_.resize(kKept / 2);
    stride_ *= 2;
  }

  const std::vector<T>& kept() const { return kept_; }

 private:
  static constexpr std::size_t kKept = 64;
  std::vector<T> kept_;
  std::uint64_t seen_ = 0;
  std::uint64_t stride_ = 1;
};

class ShardSample {
 public:
  struct TermKept {
    std::string term;
    std::uint32_t wdf;
  };
  struct DocumentKept {
    std::uint32_t number;
    std::uint32_t length;
    std::uint64_t data_hash;
    std::size_t terms;
    std::vector<TermKept> some_terms;
    std::vector<std::pair<unsigned, std::string>> values;
  };

  void add_document(std::uint32_t number, const PreparedDocument& document);
  // One that another sample kept.
  void add_document(DocumentKept document) { documents_.keep(std::move(document)); }
  const std::vector<DocumentKept>& documents() const { return documents_.kept(); }
  void add_entry(const PostlistEntry& entry);

  // Throws IndexError naming the first difference.
  void check(const std::string& directory, const DatabaseStatistics& statistics,
             Termlists termlists) const;

 private:
  struct ListKept {
    std::string term;
    std::uint32_t documents;
    std::uint32_t occurrences;
  };

  Sample<DocumentKept> documents_;
  Sample<ListKept> lists_;
};

}  // namespace sillok::glass
