#include "searcher/collapse.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "common/schema.h"

namespace sillok {
namespace {

constexpr std::size_t kReadAtLeast = 20;
constexpr std::size_t kReadAtMost = 200;

std::string signature_of(const Xapian::Database& db, const RankedHit& hit) {
  if (hit.signature) return *hit.signature;
  return db.get_document(hit.docid).get_value(kCopySlot);
}

// The part of groups in the matches, 1 when there are no copies, seen on a sample of them: the mean
// of 1 / (size of the group).
double part_of_groups(const Xapian::Database& db, const std::vector<Xapian::docid>& sample,
                      CopyGroups& groups) {
  std::vector<SignedMatch> matches;
  for (const Xapian::docid docid : sample) {
    matches.push_back({docid, db.get_document(docid).get_value(kCopySlot), 0});
  }
  groups.find(matches);
  double parts = 0;
  for (const Xapian::docid docid : sample) {
    const CopyGroup* const group = groups.group_of(docid);
    parts += group == nullptr ? 1 : 1 / static_cast<double>(group->members.size());
  }
  return sample.empty() ? 1 : parts / static_cast<double>(sample.size());
}

CopyCounts count_signatures(const MatchValues& values) {
  const auto& signatures = values.of_slot.at(kCopySlot);
  std::vector<std::string_view> distinct;
  std::uint64_t with_signature = 0;
  for (const auto& [signature, count] : signatures) {
    distinct.push_back(signature);
    with_signature += count;
  }
  return {values.matches, values.matches - with_signature + count_groups(distinct), true};
}

}  // namespace

void CollapsedList::find_groups(const Tier& tier, unsigned number) {
  std::vector<SignedMatch> matches;
  for (const RankedHit& hit : tier.hits().subspan(taken_[number])) {
    matches.push_back({hit.docid, signature_of(db_, hit), number});
  }
  groups_.find(matches);
}

void CollapsedList::take(const RankedHit& hit, unsigned number) {
  CopyGroup* const group = groups_.group_of(hit.docid);
  if (group == nullptr) {
    hits_.push_back({hit, number, nullptr});
    return;
  }
  const CopyGroup::Member& leader = group->leader();
  if (group->is_listed || (sort_ != Sort::relevance && leader.docid != hit.docid)) return;
  group->is_listed = true;
  CollapsedHit listed{hit, leader.tier, group};
  if (leader.docid != hit.docid) {
    listed.hit = RankedHit();
    listed.hit.docid = leader.docid;
    listed.hit.first_stage = hit.first_stage;
    listed.hit.score = hit.score;
  }
  hits_.push_back(std::move(listed));
}

void CollapsedList::read(Tier& tier, unsigned number, std::size_t wanted) {
  std::size_t& next = taken_[number];
  while (hits_.size() < wanted) {
    if (next == tier.hits().size()) {
      tier.extend(next + std::clamp(wanted - hits_.size(), kReadAtLeast, kReadAtMost));
      if (next == tier.hits().size()) return;
      find_groups(tier, number);
    }
    take(tier.hits()[next++], number);
  }
}

std::size_t CollapsedList::listed(unsigned number) const {
  return static_cast<std::size_t>(std::ranges::count(hits_, number, &CollapsedHit::tier));
}

CopyCounts count_copies(const Xapian::Database& db, const TallySources& sources, CopyGroups& groups,
                        Xapian::doccount grouped_at_most) {
  const std::uint64_t candidates = count_matches(db, sources.matches).likely;
  if (candidates <=
      (sources.is_exact ? grouped_at_most : std::min(grouped_at_most, kVerifiedForTally))) {
    return count_signatures(count_values(db, sources, {kCopySlot}));
  }
  const MatchSample sample = sample_matches(db, sources, candidates);
  const double matches = static_cast<double>(candidates) * sample.matching_part;
  const auto rounded = [](double number) {
    return static_cast<std::uint64_t>(std::llround(number));
  };
  return {rounded(matches), rounded(matches * part_of_groups(db, sample.matches, groups)), false};
}

}  // namespace sillok
