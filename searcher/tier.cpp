#include "searcher/tier.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/schema.h"

namespace sillok {
namespace {

constexpr std::size_t kVerifiedForCount = 100;  // candidates that are verified only to be counted

// The order of equal scores, that of kOrderSlot: newest first, then by key.
bool is_before_in_ties(const Article& a, const Article& b) {
  if (a.date != b.date) return a.date > b.date;
  if (a.time != b.time) return a.time > b.time;
  return article_key(a) > article_key(b);
}

bool ranks_before(const RankedHit& a, const RankedHit& b) {
  if (a.score != b.score) return a.score > b.score;
  return is_before_in_ties(a.loaded->article, b.loaded->article);
}

CandidateStream open_stream(const Xapian::Database& db, const TierQuery& query) {
  if (query.first_stage) return {db, query.query, *query.first_stage, *query.lengths};
  return {db, query.query, query.sort, !query.rank.terms.empty(), query.best_part};
}

}  // namespace

Tier::Tier(const Xapian::Database& db, TierQuery query,
           const std::unordered_set<Xapian::docid>* skip)
    : query_(std::move(query)),
      skip_(skip),
      stream_(open_stream(db, query_)),
      matcher_(query_.rank) {}

bool Tier::is_reranking() const {
  return query_.is_reranked && query_.sort == Sort::relevance && !query_.rank.words.empty();
}

// Appends the next candidate that holds; false when there is none.
bool Tier::read_hit(std::size_t expected) {
  while (const std::optional<Candidate> candidate = stream_.peek(expected)) {
    RankedHit hit;
    hit.docid = candidate->docid;
    hit.first_stage = hit.score = candidate->score;
    const bool is_skipped = skip_ != nullptr && skip_->contains(hit.docid);
    const bool will_be_reranked = is_reranking() && hits_.size() < kRanking.depth;
    if (!is_skipped && (will_be_reranked || !query_.is_exact)) {
      hit.loaded = std::make_shared<const LoadedArticle>(
          load_article(decode_article(stream_.take_stored(expected), *query_.dictionaries)));
    }
    if (!hit.loaded && !is_skipped && stream_.is_fetched()) hit.document = stream_.document();
    if (query_.with_signatures && !is_skipped && stream_.is_fetched()) {
      hit.signature = stream_.document().get_value(kCopySlot);
    }
    stream_.pop();
    ++examined_;
    if (is_skipped) continue;
    if (!query_.is_exact && !holds(query_.condition, *hit.loaded)) continue;
    if (hits_.size() >= kRanking.depth) hit.loaded.reset();
    hits_.push_back(std::move(hit));
    return true;
  }
  is_exhausted_ = true;
  return false;
}

void Tier::rerank(RankedHit& hit) {
  hit.is_reranked = true;
  hit.match = matcher_.match(*hit.loaded);
  hit.score = hit.first_stage + second_stage_score(query_.rank, hit.match) +
              query_.recency.of(hit.loaded->article);
}

// How many of the best no candidate that is left can pass.
std::size_t Tier::count_certain() {
  if (hits_.size() >= kRanking.depth) return hits_.size();
  const std::optional<Candidate> next = stream_.peek(kRanking.depth);
  if (!next) return hits_.size();
  const double bound = std::max(next->score, query_.article_bonus) +
                       most_second_stage_score(query_.rank) + query_.recency.most;
  return static_cast<std::size_t>(
      std::ranges::count_if(hits_, [bound](const RankedHit& hit) { return hit.score > bound; }));
}

void Tier::extend_reranked(std::size_t wanted) {
  if (certain_ >= std::min(wanted, kRanking.depth)) return;
  while (hits_.size() < kRanking.depth && !is_exhausted_) {
    if (hits_.size() >= wanted && count_certain() >= wanted) break;
    if (read_hit(kRanking.depth)) rerank(hits_.back());
  }
  std::ranges::sort(hits_, ranks_before);
  certain_ = count_certain();
}

void Tier::extend(std::size_t wanted) {
  if (is_reranking()) {
    extend_reranked(wanted);
    if (hits_.size() < kRanking.depth) return;
  }
  while (hits_.size() < wanted && !is_exhausted_) read_hit(wanted - hits_.size());
  certain_ = hits_.size();
}

void Tier::verify_few() {
  if (is_exhausted_ || query_.is_exact || stream_.count().likely > kVerifiedForCount) return;
  extend(std::numeric_limits<std::size_t>::max());
}

MatchCount Tier::count() {
  verify_few();
  if (is_exhausted_) return {hits_.size(), hits_.size()};
  const MatchCount candidates = stream_.count();
  if (query_.is_exact) return candidates;
  const double part =
      examined_ == 0 ? 1 : static_cast<double>(hits_.size()) / static_cast<double>(examined_);
  const auto likely = static_cast<std::uint64_t>(static_cast<double>(candidates.likely) * part);
  return {0, std::max<std::uint64_t>(hits_.size(), likely)};
}

}  // namespace sillok
