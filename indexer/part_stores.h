// The shard stores of a run, one for each part of the index (index_layout.h), as one: an article
// goes to the part that its identity belongs to.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "indexer/index_layout.h"
#include "indexer/shard_store.h"

namespace sillok {

// One thread at a time calls it. A batch's number says which part it is of as well.
class PartStores {
 public:
  // The stores outlive it.
  explicit PartStores(std::vector<ShardStore*> stores) : stores_(std::move(stores)) {}

  // Where the next article of that identity will be.
  Placement next_placement(const KeyHash& key) const {
    const std::size_t part = part_of(key, stores_.size());
    return {Placement::Kind::document,
            static_cast<std::uint32_t>(stores_[part]->next_batch() * stores_.size() + part),
            stores_[part]->next_index()};
  }

  void add(const KeyHash& key, Article article, std::uint64_t fingerprint_part) {
    stores_[part_of(key, stores_.size())]->add(std::move(article), fingerprint_part);
  }

  void remove(const Placement& placement) {
    stores_[placement.batch % stores_.size()]->remove(
        placement.batch / static_cast<std::uint32_t>(stores_.size()), placement.index);
  }

  std::vector<ShardDatabase> databases() const {
    std::vector<ShardDatabase> all;
    for (const ShardStore* store : stores_) {
      for (ShardDatabase& database : store->databases()) all.push_back(std::move(database));
    }
    return all;
  }

 private:
  std::vector<ShardStore*> stores_;
};

}  // namespace sillok
