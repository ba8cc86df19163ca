#include "searcher/tier.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/schema.h"

namespace sillok {
namespace {

constexpr std::size_t kCountedAtLeast = 1000;   // matches that are counted rather than estimated
constexpr std::size_t kVerifiedForCount = 300;  // candidates that are verified only to be counted
constexpr std::size_t kBatchGrowth = 4;

bool sorts_by_value(Sort sort) {
  return sort != Sort::relevance;
}

}  // namespace

Tier::Tier(Xapian::Database db, TierQuery query, const std::unordered_set<Xapian::docid>* skip)
    : db_(std::move(db)), query_(std::move(query)), skip_(skip), enquire_(db_) {
  enquire_.set_query(query_.query);
  if (sorts_by_value(query_.sort)) {
    enquire_.set_weighting_scheme(Xapian::BoolWeight());
  } else {
    enquire_.set_weighting_scheme(weighting_scheme());
  }
  switch (query_.sort) {
    case Sort::relevance:
      enquire_.set_sort_by_relevance_then_value(kOrderSlot, true);
      break;
    case Sort::newest:
      enquire_.set_sort_by_value(kOrderSlot, true);
      break;
    case Sort::oldest:
      enquire_.set_sort_by_value(kOrderSlot, false);
      break;
    case Sort::number:
      enquire_.set_sort_by_value(kNumberSlot, true);
      break;
  }
}

Xapian::MSet Tier::candidates(std::size_t first, std::size_t size) {
  constexpr std::size_t kMost = std::numeric_limits<Xapian::doccount>::max() / 2;
  return enquire_.get_mset(static_cast<Xapian::doccount>(first),
                           static_cast<Xapian::doccount>(std::min(size, kMost)),
                           static_cast<Xapian::doccount>(kCountedAtLeast));
}

void Tier::take(const Xapian::MSetIterator& candidate) {
  const Xapian::docid docid = *candidate;
  if (skip_ != nullptr && skip_->contains(docid)) {
    ++skipped_;
    return;
  }
  RankedHit hit;
  hit.docid = docid;
  hit.first_stage = hit.score = candidate.get_weight();
  const bool is_kept = hits_.size() < kRanking.depth;
  if (!query_.is_exact || is_kept) {
    auto loaded = std::make_shared<const LoadedArticle>(
        load_article(decode_article(candidate.get_document().get_data())));
    if (!query_.is_exact && !holds(query_.condition, *loaded)) return;
    if (is_kept) hit.loaded = std::move(loaded);
  }
  hits_.push_back(std::move(hit));
}

void Tier::read_batch(std::size_t wanted) {
  const std::size_t size = std::max({wanted - hits_.size(), examined_ * kBatchGrowth,
                                     examined_ == 0 ? std::size_t{0} : kRanking.depth});
  const Xapian::MSet batch = candidates(examined_, size);
  least_candidates_ = batch.get_matches_lower_bound();
  likely_candidates_ = batch.get_matches_estimated();
  // One round trip for a remote index. Xapian 1.4 reads out of bounds when the batch is empty or
  // does not begin at the first match.
  if (examined_ == 0 && !batch.empty()) batch.fetch();
  for (auto candidate = batch.begin(); candidate != batch.end(); ++candidate) {
    if (hits_.size() == wanted) return;
    take(candidate);
    ++examined_;
  }
  if (batch.size() < size) is_exhausted_ = true;
}

void Tier::rerank() {
  is_reranked_ = true;
  const auto depth = static_cast<std::ptrdiff_t>(std::min(kRanking.depth, hits_.size()));
  for (auto hit = hits_.begin(); hit != hits_.begin() + depth; ++hit) {
    hit->window = best_window(query_.rank, *hit->loaded);
    hit->score += kRanking.window_weight * query_.rank.total_weight * hit->window;
  }
  std::stable_sort(hits_.begin(), hits_.begin() + depth,
                   [](const RankedHit& a, const RankedHit& b) { return a.score > b.score; });
}

void Tier::extend(std::size_t wanted) {
  const bool is_reranking = query_.sort == Sort::relevance && !query_.rank.words.empty();
  if (is_reranking) wanted = std::max(wanted, kRanking.depth);
  while (hits_.size() < wanted && !is_exhausted_) read_batch(wanted);
  if (is_reranking && !is_reranked_) rerank();
}

Tier::Count Tier::count() {
  if (examined_ == 0 && !is_exhausted_) {
    const Xapian::MSet none = candidates(0, 0);
    least_candidates_ = none.get_matches_lower_bound();
    likely_candidates_ = none.get_matches_estimated();
  }
  if (!query_.is_exact && likely_candidates_ <= kVerifiedForCount) {
    extend(std::numeric_limits<std::size_t>::max());
  }
  if (is_exhausted_) return {hits_.size(), true};
  if (query_.is_exact) {
    return {likely_candidates_ - skipped_, least_candidates_ == likely_candidates_};
  }
  const double part =
      examined_ == 0 ? 1 : static_cast<double>(hits_.size()) / static_cast<double>(examined_);
  return {
      std::max<std::uint64_t>(
          hits_.size(), static_cast<std::uint64_t>(static_cast<double>(likely_candidates_) * part)),
      false};
}

}  // namespace sillok
