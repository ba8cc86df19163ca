// Groups of near-identical articles among the matches of a search, found through the bands of their
// signatures (common/copy_signature.h): whatever was indexed when, in one index or in several.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "searcher/tier.h"

namespace sillok {

struct SignedMatch {
  Xapian::docid docid = 0;
  std::string signature;  // empty: alone in any case
  unsigned tier = 0;      // the first of the search's tiers that it is a hit of
};

struct CopyGroup {
  struct Member {
    Xapian::docid docid = 0;
    std::string age;    // sorts the earliest first
    unsigned tier = 0;  // as SignedMatch
  };
  // Those of the first tier before others, then the earliest first.
  std::vector<Member> members;
  bool is_listed = false;  // for the owner of the list

  const Member& leader() const { return members.front(); }
};

// Two articles are of one group when they are copies, or both copies of a third, and so on. Holds
// some hundred bytes for each match that has a copy and was asked for.
class CopyGroups {
 public:
  // `tiers` are what the search gives, the best first.
  CopyGroups(const Xapian::Database& db, std::vector<TierQuery> tiers);

  // Finds the groups of matches. One query for all of them, and one for each step away from them:
  // so many round trips to remote indexes.
  void find(std::span<const SignedMatch> matches);

  // The group of a match that find() was called for; null: it has no copy.
  CopyGroup* group_of(Xapian::docid docid);

 private:
  // An article that was found, while groups are being found.
  struct Node {
    SignedMatch match;
    std::string age;
    std::size_t parent;  // itself: the root of its group
  };
  using Nodes = std::vector<Node>;

  static std::size_t root_of(Nodes& nodes, std::size_t node);
  Xapian::MSet read_candidates(std::span<const Node> frontier) const;
  bool find_tier(Xapian::docid docid, unsigned& tier) const;
  void expand(Nodes& nodes, std::size_t first, std::size_t last,
              std::unordered_map<Xapian::docid, std::size_t>& known) const;
  void keep_groups(Nodes& nodes);

  Xapian::Database db_;
  std::vector<TierQuery> tiers_;
  Xapian::Query matches_;
  std::vector<std::unique_ptr<CopyGroup>> groups_;
  std::unordered_map<Xapian::docid, CopyGroup*> group_of_;
};

// How many groups distinct signatures make. A few hundred bytes each while it counts.
std::size_t count_groups(const std::vector<std::string_view>& signatures);

}  // namespace sillok
