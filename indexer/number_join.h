// Finds entries that are the same post though one is known by its document id and the other by its
// number alone: a board saved as HTML and as text in one dump.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/article.h"
#include "indexer/identity.h"

namespace sillok {

class NumberJoin {
 public:
  // Only entries of `boards` count.
  explicit NumberJoin(std::set<std::string> boards) : boards_(std::move(boards)) {}

  // To be called once for each entry that stays.
  void add(const Article& article);

  // The keys of an entry with an id and of one without: number and title agree, and no other entry
  // with an id has the number.
  std::vector<std::pair<KeyHash, KeyHash>> same_posts() const;

 private:
  struct Claims {
    std::uint32_t with_id = 0;     // how many
    std::uint32_t without_id = 0;  // one at most, as the number is its key
    KeyHash key_with_id;
    KeyHash key_without_id;
    std::uint64_t title_with_id = 0;
    std::uint64_t title_without_id = 0;
  };

  std::set<std::string> boards_;
  std::map<std::string, Claims> claims_;  // by number_key()
};

}  // namespace sillok
