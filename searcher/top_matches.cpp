#include "searcher/top_matches.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include "common/schema.h"
#include "searcher/match_stream.h"

namespace sillok {
namespace {

constexpr std::size_t kKeptOfAll = 128;

constexpr Xapian::docid kEnd = PostingCursor::kEnd;

// The postings of one term and what they add to a score.
class WeightedPostings {
 public:
  // `frequency`: in how many documents it may have to be looked for, none of those of a term that
  // every match holds.
  WeightedPostings(std::shared_ptr<PostingCursor> postings, double weight,
                   Xapian::doccount frequency)
      : postings_(std::move(postings)), weight_(weight), frequency_(frequency) {}

  Xapian::doccount frequency() const { return frequency_; }
  Xapian::docid at() const { return postings_->at(); }
  double most() const { return weight_ * (kRanking.delta + kRanking.k1 + 1); }
  double score(double length) const { return bm25_plus(weight_, postings_->wdf(), length); }
  void advance() { postings_->advance(); }
  void seek(Xapian::docid docid) { postings_->seek(docid); }

 private:
  std::shared_ptr<PostingCursor> postings_;
  double weight_;
  Xapian::doccount frequency_;
};

// The best documents so far, the worst of them on top of a heap.
class Best {
 public:
  explicit Best(std::size_t size) : size_(size) {}

  std::size_t size() const { return size_; }

  // What a document must score more than to be among them.
  double threshold() const { return threshold_; }

  void add(ScoredDocument document) {
    if (document.score <= threshold_) return;
    if (heap_.size() == size_) {
      std::ranges::pop_heap(heap_, is_better);
      heap_.back() = document;
    } else {
      heap_.push_back(document);
    }
    std::ranges::push_heap(heap_, is_better);
    if (heap_.size() == size_) threshold_ = heap_.front().score;
  }

  std::vector<ScoredDocument> take() {
    std::ranges::sort(heap_, is_better);
    return std::move(heap_);
  }

 private:
  static bool is_better(const ScoredDocument& a, const ScoredDocument& b) {
    return a.score != b.score ? a.score > b.score : a.docid < b.docid;
  }

  std::size_t size_;
  double threshold_ = -1;  // every score is more
  std::vector<ScoredDocument> heap_;
};

// MaxScore (Turtle and Flood 1995) over windows of documents. Terms are in the order of the most
// that they add; those that cannot lift a document above the threshold together are not walked
// through but looked up for the documents of the others.
class Scorer {
 public:
  Scorer(const FirstStage& stage, std::size_t size, const Xapian::Database& db,
         SharedCursors cursors, DocumentLengths& lengths)
      : lengths_(lengths), best_(size), bonus_(stage.article_bonus) {
    for (const RankTerm& term : stage.terms) {
      add_term(term, db, cursors);
      RankTerm in_title{std::string(kTitlePrefix).append(term.term),
                        term.factor * kRanking.title_part, 0};
      in_title.frequency = db.get_termfreq(in_title.term);
      add_term(in_title, db, cursors);
    }
    std::ranges::sort(terms_, {}, [](const WeightedPostings& term) { return term.most(); });
    most_of_first_.push_back(bonus_);
    for (const WeightedPostings& term : terms_) {
      most_of_first_.push_back(most_of_first_.back() + term.most());
    }
    if (bonus_ > 0) articles_.emplace(cursors.of(std::string(kArticleTerm)), 0, 0);
  }

  TopMatches score_matches(MatchStream& matches) {
    asked_.resize(terms_.size());
    std::iota(asked_.begin(), asked_.end(), 0);
    std::ranges::sort(asked_, {}, [this](std::size_t t) { return terms_[t].frequency(); });
    scores_.resize(terms_.size());
    std::uint64_t count = 0;
    for (Xapian::docid docid = matches.seek(1); docid != 0; docid = matches.seek(docid + 1)) {
      ++count;
      add_match(docid);
    }
    return take(count);
  }

  // What holds a term and, if they are given, is among `matches`.
  TopMatches score_terms(MatchStream* matches) {
    while (true) {
      const std::size_t looked_up = count_looked_up();
      Xapian::docid first = kEnd;
      for (std::size_t t = looked_up; t < terms_.size(); ++t) {
        first = std::min(first, terms_[t].at());
      }
      if (first == kEnd) break;
      score_window(first / kWindow * kWindow, looked_up, matches);
    }
    return take(std::nullopt);
  }

 private:
  static constexpr Xapian::docid kWindow = 4096;

  TopMatches take(std::optional<std::uint64_t> count) {
    std::vector<ScoredDocument> best = best_.take();
    const bool is_all = count ? best.size() == *count : best.size() < best_.size();
    return {std::move(best), is_all, count};
  }

  void add_term(const RankTerm& term, const Xapian::Database& db, SharedCursors& cursors) {
    if (term.frequency == 0) return;
    const Xapian::doccount looked_for = cursors.has(term.term) ? 0 : term.frequency;
    terms_.emplace_back(cursors.of(term.term), term.factor * idf_of(term.frequency, db),
                        looked_for);
  }

  // How many of the first terms need not be walked through.
  std::size_t count_looked_up() const {
    const auto reaching = std::ranges::upper_bound(most_of_first_, best_.threshold());
    const auto reached = static_cast<std::size_t>(reaching - most_of_first_.begin());
    return reached == 0 ? 0 : reached - 1;
  }

  void score_window(Xapian::docid begin, std::size_t looked_up, MatchStream* matches) {
    for (std::size_t t = looked_up; t < terms_.size(); ++t) {
      WeightedPostings& term = terms_[t];
      for (; term.at() - begin < kWindow; term.advance()) {
        const Xapian::docid place = term.at() - begin;
        sums_[place] += term.score(lengths_.of(term.at()));
        is_touched_[place / 64] |= 1ull << place % 64;
      }
    }
    for (Xapian::docid word = 0; word < kWindow / 64; ++word) {
      for (; is_touched_[word] != 0; is_touched_[word] &= is_touched_[word] - 1) {
        const Xapian::docid place =
            word * 64 + static_cast<Xapian::docid>(std::countr_zero(is_touched_[word]));
        add_rest(begin + place, std::exchange(sums_[place], 0), looked_up, matches);
      }
    }
  }

  // Asks the terms that the match is known to hold and then the rarest first, whose postings are
  // mostly past it already, as long as what is left may be enough. The scores of what is kept are
  // added up in the order of add_rest(), for the same sum to the last digit.
  void add_match(Xapian::docid docid) {
    constexpr double kRoundingErrors = 1e-6;  // more than those of `most`
    const double length = lengths_.of(docid);
    double most = most_of_first_.back() + kRoundingErrors;
    for (const std::size_t t : asked_) {
      WeightedPostings& term = terms_[t];
      term.seek(docid);
      scores_[t] = term.at() == docid ? term.score(length) : 0;
      most -= term.most() - scores_[t];
      if (most <= best_.threshold()) return;
    }
    double sum = 0;
    for (std::size_t t = terms_.size(); t-- > 0;) sum += scores_[t];
    add(docid, sum);
  }

  // Adds what the first `looked_up` terms give, as long as that may be enough.
  void add_rest(Xapian::docid docid, double sum, std::size_t looked_up, MatchStream* matches) {
    if (sum + most_of_first_[looked_up] <= best_.threshold()) return;
    const double length = lengths_.of(docid);
    for (std::size_t t = looked_up; t-- > 0;) {
      terms_[t].seek(docid);
      if (terms_[t].at() == docid) sum += terms_[t].score(length);
      if (sum + most_of_first_[t] <= best_.threshold()) return;
    }
    if (sum + bonus_ <= best_.threshold()) return;
    if (matches != nullptr && matches->seek(docid) != docid) return;
    add(docid, sum);
  }

  void add(Xapian::docid docid, double sum) {
    if (articles_) {
      articles_->seek(docid);
      if (articles_->at() == docid) sum += bonus_;
    }
    best_.add({docid, sum});
  }

  DocumentLengths& lengths_;
  Best best_;
  double bonus_;
  std::vector<WeightedPostings> terms_;  // by most(), the least first
  std::vector<double> most_of_first_;    // of none, one, two … of them, with the bonus
  std::vector<std::size_t> asked_;  // the terms in the order in which a match is asked for them
  std::vector<double> scores_;      // of the terms, for one match
  std::optional<WeightedPostings> articles_;
  std::array<double, kWindow> sums_{};
  std::array<std::uint64_t, kWindow / 64> is_touched_{};
};

// Whether what is required is a choice: most of what holds a term matches then, and asking for that
// last is cheaper than scoring all matches.
bool is_wide(const Xapian::Query& required, const Xapian::Database& db) {
  constexpr Xapian::doccount kPartOfMost = 4;
  switch (required.get_type()) {
    case Xapian::Query::OP_FILTER:
      return is_wide(required.get_subquery(0), db) &&
             most_matches(required.get_subquery(1), db) > db.get_doccount() / kPartOfMost;
    case Xapian::Query::OP_OR:
      return true;
    case Xapian::Query::OP_AND_MAYBE:
    case Xapian::Query::OP_SCALE_WEIGHT:
      return is_wide(required.get_subquery(0), db);
    default:
      return false;
  }
}

// Of every match. What is required and what gives scores is mostly the same terms: they are walked
// through once. Where every match is looked at, to keep more of them is cheaper than to look again
// when some do not hold.
std::optional<TopMatches> score_all(const FirstStage& stage, std::size_t size,
                                    const Xapian::Database& db, DocumentLengths& lengths) {
  SharedCursors cursors(db);
  const std::unique_ptr<MatchStream> matches = make_match_stream(*stage.required, db, &cursors);
  if (!matches) return std::nullopt;
  return std::make_unique<Scorer>(stage, std::max(size, kKeptOfAll), db, cursors, lengths)
      ->score_matches(*matches);
}

}  // namespace

std::optional<TopMatches> find_top_matches(const FirstStage& stage, std::size_t size,
                                           const Xapian::Database& db, DocumentLengths& lengths) {
  const auto scorer = [&] {
    return std::make_unique<Scorer>(stage, size, db, SharedCursors(db), lengths);
  };
  if (!stage.required) return scorer()->score_terms(nullptr);
  if (!is_wide(*stage.required, db)) return score_all(stage, size, db, lengths);
  const std::unique_ptr<MatchStream> matches = make_match_stream(*stage.required, db);
  if (!matches) return std::nullopt;
  TopMatches found = scorer()->score_terms(matches.get());
  if (!found.is_all) return found;
  // What matches and holds none of the terms comes last.
  return score_all(stage, size, db, lengths);
}

}  // namespace sillok
