#include "searcher/candidates.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "common/schema.h"
#include "searcher/match_stream.h"
#include "searcher/ranking.h"

namespace sillok {
namespace {

using Query = Xapian::Query;

constexpr std::size_t kBatchGrowth = 4;
constexpr std::size_t kFetchedAtMost = 2000;  // texts of a batch that are asked for at once
constexpr std::size_t kReadAheadAtMost = 100;
constexpr double kScoreGrid = 1 << 20;

// Xapian adds a document's weights in an order that differs between indexes, so that equal articles
// get scores that differ in the last digits: those are rounded away.
double rounded(double weight) {
  return std::round(weight * kScoreGrid) / kScoreGrid;
}

Xapian::doccount bounded_count(std::size_t size) {
  constexpr std::size_t kMost = std::numeric_limits<Xapian::doccount>::max() / 2;
  return static_cast<Xapian::doccount>(std::min(size, kMost));
}

// Weights differ nearly everywhere: sort_ties() looks at dates where they do not, which is faster
// than that Xapian compares them.
void set_order(Xapian::Enquire& enquire, Sort sort, bool is_weighted, bool is_last_part) {
  const bool is_by_relevance = sort == Sort::relevance;
  if (is_by_relevance) {
    enquire.set_weighting_scheme(weighting_scheme());
    if (!is_weighted) enquire.set_sort_by_relevance_then_value(kOrderSlot, true);
    return;
  }
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  const bool is_by_number = sort == Sort::number && !is_last_part;
  enquire.set_sort_by_value(is_by_number ? kNumberSlot : kOrderSlot, sort != Sort::oldest);
}

std::vector<Query> parts_of(const Query& query, Sort sort, const FirstPart& first) {
  if (sort == Sort::relevance && !first.term.empty()) {
    // Without the term rather than without first.query: over remote indexes Xapian 1.4 gives
    // matches of a weighted query that stands after AND_NOT all the same.
    return {first.query, Query(Query::OP_AND_NOT, query, Query(first.term))};
  }
  if (sort != Sort::number) return {query};
  const Query numbered(Query::OP_VALUE_GE, kNumberSlot, number_bytes(0));
  return {Query(Query::OP_FILTER, query, numbered), Query(Query::OP_AND_NOT, query, numbered)};
}

}  // namespace

CandidateStream::CandidateStream(const Xapian::Database& db, const Xapian::Query& query, Sort sort,
                                 bool is_weighted, const FirstPart& first)
    : db_(db),
      query_(query),
      sort_(sort),
      is_weighted_(is_weighted && sort == Sort::relevance),
      parts_(parts_of(query, sort, first)),
      enquire_(db) {
  start_part();
}

void CandidateStream::start_part() {
  enquire_.set_query(parts_[part_]);
  set_order(enquire_, sort_, is_part_weighted(), part_ + 1 == parts_.size());
  batch_.clear();
  next_ = taken_ = 0;
  is_last_batch_ = false;
}

CandidateStream::CandidateStream(const Xapian::Database& db, const Xapian::Query& query,
                                 const FirstStage& stage, DocumentLengths& lengths)
    : CandidateStream(db, query, Sort::relevance, true) {
  stage_ = stage;
  lengths_ = &lengths;
}

std::optional<Candidate> CandidateStream::peek(std::size_t expected) {
  while (next_ == batch_.size()) {
    taken_ += batch_.size();
    if (!is_last_batch_) {
      // One more than expected: the last is left to the next batch, for it may tie.
      read_batch(std::max<std::size_t>(bounded_count(expected), taken_ * kBatchGrowth) + 1);
    } else if (part_ + 1 < parts_.size()) {
      ++part_;
      start_part();
    } else {
      batch_.clear();
      next_ = 0;
      return std::nullopt;
    }
  }
  return batch_[next_];
}

std::string CandidateStream::take_stored(std::size_t expected) {
  if (!stage_) return document().get_data();
  if (next_ >= ahead_begin_ + ahead_.size()) read_ahead(expected);
  return std::move(ahead_[next_ - ahead_begin_]);
}

void CandidateStream::read_ahead(std::size_t expected) {
  const std::size_t most = std::min(batch_.size() - next_, kReadAheadAtMost);
  std::vector<std::size_t> places(std::clamp<std::size_t>(expected, 1, most));
  std::iota(places.begin(), places.end(), next_);
  std::ranges::sort(places, {}, [this](std::size_t place) { return batch_[place].docid; });
  ahead_begin_ = next_;
  ahead_.assign(places.size(), "");
  for (const std::size_t place : places) {
    ahead_[place - ahead_begin_] = document_of(batch_[place]).get_data();
  }
}

void CandidateStream::read_batch(std::size_t size) {
  batch_.clear();
  ahead_.clear();
  next_ = ahead_begin_ = 0;
  if (!read_top_matches(size)) read_matches(size);
  if (!is_part_weighted()) return;
  if (!is_last_batch_) {
    // Those that tie with the last may have others among them that are not in this batch.
    const double last = batch_.back().score;
    while (!batch_.empty() && batch_.back().score == last) batch_.pop_back();
    if (batch_.empty()) return read_batch(size * kBatchGrowth);
  }
  sort_ties();
}

bool CandidateStream::read_top_matches(std::size_t size) {
  if (!stage_) return false;
  const std::optional<TopMatches> found = find_top_matches(*stage_, taken_ + size, db_, *lengths_);
  if (!found) {
    stage_.reset();
    return false;
  }
  if (found->count) count_ = MatchCount{*found->count, *found->count};
  is_last_batch_ = found->is_all;
  for (std::size_t i = taken_; i < found->best.size(); ++i) {
    batch_.push_back({found->best[i].docid, rounded(found->best[i].score), 0});
  }
  return true;
}

void CandidateStream::read_matches(std::size_t size) {
  found_ =
      enquire_.get_mset(bounded_count(taken_), bounded_count(size), bounded_count(kCountedAtLeast));
  if (parts_.size() == 1) {
    count_ = MatchCount{found_.get_matches_lower_bound(), found_.get_matches_estimated()};
  }
  is_last_batch_ = found_.size() < size;
  // One round trip for a remote index. Xapian 1.4 reads out of bounds when the batch is empty or
  // does not begin at the first match.
  is_fetched_ = taken_ == 0 && !found_.empty() && found_.size() <= kFetchedAtMost;
  if (is_fetched_) found_.fetch();
  for (Xapian::doccount place = 0; place < found_.size(); ++place) {
    const Xapian::MSetIterator it = found_[place];
    batch_.push_back({*it, rounded(it.get_weight()), place});
  }
}

Xapian::Document CandidateStream::document_of(const Candidate& candidate) const {
  if (stage_) return db_.get_document(candidate.docid, Xapian::DOC_ASSUME_VALID);
  return found_[candidate.place].get_document();
}

// Puts candidates whose rounded scores are equal in the order of their dates. They stand together.
void CandidateStream::sort_ties() {
  for (auto first = batch_.begin(); first != batch_.end();) {
    const auto last = std::find_if(first, batch_.end(), [first](const Candidate& candidate) {
      return candidate.score != first->score;
    });
    if (last - first > 1) {
      std::vector<std::pair<std::string, Candidate>> keyed;
      for (auto it = first; it != last; ++it) {
        keyed.emplace_back(document_of(*it).get_value(kOrderSlot), *it);
      }
      std::ranges::sort(keyed, std::greater<>(), [](const auto& one) { return one.first; });
      std::ranges::transform(keyed, first, [](const auto& one) { return one.second; });
    }
    first = last;
  }
}

MatchCount CandidateStream::count() {
  if (!count_ && stage_) count_ = count_stream(query_, db_);
  if (!count_) count_ = count_matches(db_, query_);
  return *count_;
}

MatchCount count_matches(const Xapian::Database& db, const Xapian::Query& query) {
  Xapian::Enquire enquire(db);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  const Xapian::MSet none = enquire.get_mset(0, 0, bounded_count(kCountedAtLeast));
  return {none.get_matches_lower_bound(), none.get_matches_estimated()};
}

}  // namespace sillok
