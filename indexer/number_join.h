// Finds entries that are the same post though one is known by its document id and the other by its
// number alone: a board saved as HTML and as text in one dump.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "common/article.h"
#include "indexer/identity.h"

namespace sillok {

class NumberJoin {
 public:
  // Only entries of `boards` count. Each takes 40 bytes.
  explicit NumberJoin(std::set<std::string> boards) : boards_(std::move(boards)) {}

  // To be called once for each entry that stays.
  void add(const Article& article);

  // Calls `on_pair` with the keys of an entry with an id and of one without: number and title
  // agree, and no other entry with an id has the number. To be called once, after the last add().
  void for_each_pair(
      const std::function<void(const KeyHash& with_id, const KeyHash& without_id)>& on_pair);

 private:
  // What an entry says of a number. Without an id the number is the entry's key.
  struct Claim {
    KeyHash number;       // of number_key()
    KeyHash key;          // of an entry with an id; else zero
    std::uint64_t title;  // a hash

    bool has_id() const { return key != KeyHash{}; }
  };

  std::set<std::string> boards_;
  std::deque<Claim> claims_;  // grows without being copied
};

}  // namespace sillok
