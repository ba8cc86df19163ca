#include "searcher/copies.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "common/copy_signature.h"
#include "common/schema.h"

namespace sillok {
namespace {

constexpr std::size_t kSeedsAtOnce = 64;              // matches whose bands make one query
constexpr Xapian::doccount kCandidatesAtMost = 5000;  // of one query, those with most bands first
constexpr std::size_t kNodesAtMost = 2000;            // where looking for more of a group ends
constexpr Xapian::doccount kSameSignatureAtMost = 1000;
constexpr std::size_t kComparedInBand = 100;

constexpr std::string_view kUnknownAge = "9";  // after all days

// From a value of kOrderSlot, "YYYYMMDDhhmmss" NUL and the key. Midnight is taken for an unknown
// time: of the articles of a day those come first whose time is known.
std::string age_of(const std::string& order) {
  constexpr std::size_t kDayDigits = 8;
  const std::size_t nul = order.find('\0');
  const std::string key = nul == std::string::npos ? order : order.substr(nul);
  if (nul == std::string::npos || nul <= kDayDigits) return std::string(kUnknownAge) + key;
  const std::string time = order.substr(kDayDigits, nul - kDayDigits);
  return order.substr(0, kDayDigits) + (time == "000000" ? "999999" : time) + key;
}

std::size_t find_root(std::vector<std::uint32_t>& parents, std::uint32_t node) {
  while (parents[node] != node) node = parents[node] = parents[parents[node]];
  return node;
}

}  // namespace

CopyGroups::CopyGroups(const Xapian::Database& db, std::vector<TierQuery> tiers)
    : db_(db), tiers_(std::move(tiers)) {
  for (const TierQuery& tier : tiers_) {
    matches_ = matches_.empty() ? tier.query : matches_ | tier.query;
  }
}

std::size_t CopyGroups::root_of(Nodes& nodes, std::size_t node) {
  while (nodes[node].parent != node) node = nodes[node].parent = nodes[nodes[node].parent].parent;
  return node;
}

// What shares a band with one of `frontier`, and is a candidate of the search. The signature and
// the date come with the list itself, so that no document has to be asked for.
Xapian::MSet CopyGroups::read_candidates(std::span<const Node> frontier) const {
  std::vector<std::string> terms;
  for (const Node& node : frontier) {
    for (std::string& term : band_terms(node.match.signature)) terms.push_back(std::move(term));
  }
  const Xapian::Query bands(Xapian::Query::OP_OR, terms.begin(), terms.end());
  Xapian::Enquire enquire(db_);
  enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, bands, matches_));
  enquire.set_weighting_scheme(Xapian::CoordWeight());
  enquire.set_sort_by_relevance_then_value(kOrderSlot, false);
  enquire.set_collapse_key(kCopySlot, kSameSignatureAtMost);
  return enquire.get_mset(0, kCandidatesAtMost);
}

// The first tier that the candidate is a hit of; false when there is none.
bool CopyGroups::find_tier(Xapian::docid docid, unsigned& tier) const {
  if (tiers_.size() == 1 && tiers_.front().is_exact) return true;
  const LoadedArticle loaded = load_article(
      decode_article(db_.get_document(docid).get_data(), *tiers_.front().dictionaries));
  for (tier = 0; tier < tiers_.size(); ++tier) {
    if (holds(tiers_[tier].condition, loaded)) return true;
  }
  return false;
}

// Finds what are copies of the nodes [first, last), joins and appends them.
void CopyGroups::expand(Nodes& nodes, std::size_t first, std::size_t last,
                        std::unordered_map<Xapian::docid, std::size_t>& known) const {
  const Xapian::MSet found = read_candidates(std::span(nodes).subspan(first, last - first));
  for (auto it = found.begin(); it != found.end(); ++it) {
    const std::string signature = it.get_collapse_key();
    auto place = known.find(*it);
    for (std::size_t i = first; i < last; ++i) {
      if (!are_copies(nodes[i].match.signature, signature)) continue;
      if (place == known.end()) {
        unsigned tier = 0;
        if (!find_tier(*it, tier)) break;
        place = known.emplace(*it, nodes.size()).first;
        nodes.push_back({{*it, signature, tier}, {}, nodes.size()});
      }
      nodes[root_of(nodes, place->second)].parent = root_of(nodes, i);
    }
    if (place != known.end()) nodes[place->second].age = age_of(it.get_sort_key());
  }
}

void CopyGroups::keep_groups(Nodes& nodes) {
  std::map<std::size_t, std::vector<std::size_t>> by_root;
  for (std::size_t i = 0; i < nodes.size(); ++i) by_root[root_of(nodes, i)].push_back(i);
  for (const auto& [root, members] : by_root) {
    if (members.size() == 1) continue;
    CopyGroup* group = nullptr;
    for (const std::size_t i : members) {
      const auto known = group_of_.find(nodes[i].match.docid);
      if (known != group_of_.end()) group = known->second;
    }
    if (group == nullptr) group = groups_.emplace_back(std::make_unique<CopyGroup>()).get();
    for (const std::size_t i : members) {
      if (!group_of_.emplace(nodes[i].match.docid, group).second) continue;
      group->members.push_back({nodes[i].match.docid, nodes[i].age, nodes[i].match.tier});
    }
    if (group->is_listed) continue;
    std::ranges::sort(group->members, [](const auto& a, const auto& b) {
      return std::tie(a.tier, a.age) < std::tie(b.tier, b.age);
    });
  }
}

void CopyGroups::find(std::span<const SignedMatch> matches) {
  for (std::size_t begin = 0; begin < matches.size(); begin += kSeedsAtOnce) {
    Nodes nodes;
    std::unordered_map<Xapian::docid, std::size_t> known;
    const std::size_t end = std::min(matches.size(), begin + kSeedsAtOnce);
    for (const SignedMatch& match : matches.subspan(begin, end - begin)) {
      if (match.signature.empty() || group_of_.contains(match.docid)) continue;
      if (!known.emplace(match.docid, nodes.size()).second) continue;
      nodes.push_back({match, std::string(kUnknownAge), nodes.size()});
    }
    for (std::size_t first = 0; first < nodes.size() && nodes.size() < kNodesAtMost;) {
      const std::size_t last = std::min(nodes.size(), first + kSeedsAtOnce);
      expand(nodes, first, last, known);
      first = last;
    }
    keep_groups(nodes);
  }
}

CopyGroup* CopyGroups::group_of(Xapian::docid docid) {
  const auto found = group_of_.find(docid);
  return found == group_of_.end() ? nullptr : found->second;
}

std::size_t count_groups(const std::vector<std::string_view>& signatures) {
  std::vector<std::uint32_t> parents(signatures.size());
  std::iota(parents.begin(), parents.end(), 0);
  std::size_t groups = signatures.size();
  std::vector<std::pair<std::string_view, std::uint32_t>> banded(signatures.size());
  for (std::size_t band = 0; band < kSignatureBands; ++band) {
    for (std::uint32_t i = 0; i < signatures.size(); ++i) {
      banded[i] = {signatures[i].substr(2 * band, 2), i};
    }
    std::ranges::sort(banded);
    for (std::size_t i = 0; i < banded.size(); ++i) {
      for (std::size_t k = i; k-- > 0 && i - k <= kComparedInBand;) {
        if (banded[k].first != banded[i].first) break;
        const std::size_t a = find_root(parents, banded[i].second);
        const std::size_t b = find_root(parents, banded[k].second);
        if (a == b || !are_copies(signatures[banded[i].second], signatures[banded[k].second])) {
          continue;
        }
        parents[a] = static_cast<std::uint32_t>(b);
        --groups;
      }
    }
  }
  return groups;
}

}  // namespace sillok
