// What the index proposes for one query, one article after the other, in an order that depends on
// the archive alone: not on how it is split into indexes, nor on how many are asked for at a time.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "searcher/match_count.h"
#include "searcher/top_matches.h"
#include "sillok/searcher.h"

namespace sillok {

struct Candidate {
  Xapian::docid docid = 0;
  double score = 0;            // of the first stage; 0 when sorted by a value
  Xapian::doccount place = 0;  // in the batch that it came with, of Xapian's matcher
};

// Matches that are read before all others: those with one term. Empty: there are none such.
struct FirstPart {
  std::string term;
  Xapian::Query query;  // the matches with `term`, cheaper to find than among all matches
};

MatchCount count_matches(const Xapian::Database& db, const Xapian::Query& query);

// Sorts by score, then newest first, then by key; or by date or number, then by key. Entries that
// have no number come after those that have one, newest first.
class CandidateStream {
 public:
  // `is_weighted`: whether terms of the text make the scores. The matches of `first`, unless it
  // is empty, come before the others of `query`, whose text has no weight.
  CandidateStream(const Xapian::Database& db, const Xapian::Query& query, Sort sort,
                  bool is_weighted, const FirstPart& first = {});

  // The same candidates as those of a weighted `query`, found by `stage` where it can.
  CandidateStream(const Xapian::Database& db, const Xapian::Query& query, const FirstStage& stage,
                  DocumentLengths& lengths);

  // The next candidate; nullopt at the end. Reads as many as `expected` at a time, more and more.
  std::optional<Candidate> peek(std::size_t expected);
  void pop() { ++next_; }

  // The document of the candidate that peek() has just returned.
  Xapian::Document document() const { return document_of(batch_[next_]); }

  // Its stored article, once. Reads those of as many as `expected` at a time: in the order of the
  // index, so that blocks are read once.
  std::string take_stored(std::size_t expected);

  // Whether documents of its batch are at hand already, so that keeping document() saves asking a
  // remote index again.
  bool is_fetched() const { return is_fetched_; }

  // How many candidates there are.
  MatchCount count();

 private:
  void read_batch(std::size_t size);
  bool read_top_matches(std::size_t size);
  void read_matches(std::size_t size);
  Xapian::Document document_of(const Candidate& candidate) const;
  void sort_ties();
  void read_ahead(std::size_t expected);
  void start_part();
  bool is_part_weighted() const { return is_weighted_ && part_ == 0; }

  Xapian::Database db_;
  Xapian::Query query_;
  Sort sort_;
  bool is_weighted_;
  std::optional<FirstStage> stage_;  // none: all is Xapian's matcher's
  DocumentLengths* lengths_ = nullptr;
  std::vector<Xapian::Query> parts_;  // what is read one after the other
  std::size_t part_ = 0;
  Xapian::Enquire enquire_;
  Xapian::MSet found_;
  std::vector<Candidate> batch_;    // of found_, as far as its order is certain
  std::size_t next_ = 0;            // in batch_
  std::size_t taken_ = 0;           // of this part, before batch_
  std::vector<std::string> ahead_;  // stored articles of batch_ from ahead_begin_ on
  std::size_t ahead_begin_ = 0;
  bool is_last_batch_ = false;
  bool is_fetched_ = false;
  std::optional<MatchCount> count_;
};

}  // namespace sillok
