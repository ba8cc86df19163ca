#include "searcher/match_stream.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sillok {
namespace {

using Query = Xapian::Query;
using Streams = std::vector<std::unique_ptr<MatchStream>>;

class TermStream : public MatchStream {
 public:
  explicit TermStream(std::shared_ptr<PostingCursor> postings) : postings_(std::move(postings)) {}

  Xapian::docid seek(Xapian::docid docid) override {
    postings_->seek(docid);
    return postings_->at() == PostingCursor::kEnd ? 0 : postings_->at();
  }

 private:
  std::shared_ptr<PostingCursor> postings_;
};

// One of what must all hold. A term is not asked through a virtual call: it is asked most.
class Part {
 public:
  explicit Part(std::shared_ptr<PostingCursor> postings) : postings_(std::move(postings)) {}
  explicit Part(std::unique_ptr<MatchStream> matches) : matches_(std::move(matches)) {}

  // The first at or after `docid`, PostingCursor::kEnd when there is none.
  Xapian::docid seek(Xapian::docid docid) {
    if (postings_) {
      postings_->seek(docid);
      return postings_->at();
    }
    const Xapian::docid found = matches_->seek(docid);
    return found == 0 ? PostingCursor::kEnd : found;
  }

 private:
  std::shared_ptr<PostingCursor> postings_;
  std::unique_ptr<MatchStream> matches_;
};

class AllOf : public MatchStream {
 public:
  explicit AllOf(std::vector<Part> parts) : parts_(std::move(parts)) {}

  // What a frequent part skips is asked of the rarest first: it skips most.
  Xapian::docid seek(Xapian::docid docid) override {
    for (std::size_t next = 0; next < parts_.size();) {
      const Xapian::docid found = parts_[next].seek(docid);
      if (found == PostingCursor::kEnd) return 0;
      next = found == docid || next == 0 ? next + 1 : 0;
      docid = found;
    }
    return docid;
  }

 private:
  std::vector<Part> parts_;  // the rarest first
};

class AnyOf : public MatchStream {
 public:
  explicit AnyOf(Streams parts) : parts_(std::move(parts)) {}

  Xapian::docid seek(Xapian::docid docid) override {
    Xapian::docid first = 0;
    for (const auto& part : parts_) {
      const Xapian::docid found = part->seek(docid);
      if (found != 0 && (first == 0 || found < first)) first = found;
    }
    return first;
  }

 private:
  Streams parts_;
};

class AndNot : public MatchStream {
 public:
  AndNot(std::unique_ptr<MatchStream> wanted, std::unique_ptr<MatchStream> excluded)
      : wanted_(std::move(wanted)), excluded_(std::move(excluded)) {}

  Xapian::docid seek(Xapian::docid docid) override {
    docid = wanted_->seek(docid);
    while (docid != 0 && excluded_->seek(docid) == docid) docid = wanted_->seek(docid + 1);
    return docid;
  }

 private:
  std::unique_ptr<MatchStream> wanted_;
  std::unique_ptr<MatchStream> excluded_;
};

// The subqueries; an empty list when one of them cannot be a stream.
Streams streams_of(const std::vector<Query>& queries, const Xapian::Database& db,
                   SharedCursors* shared) {
  Streams streams;
  for (const Query& query : queries) {
    streams.push_back(make_match_stream(query, db, shared));
    if (!streams.back()) return {};
  }
  return streams;
}

std::vector<Query> subqueries(const Query& query) {
  std::vector<Query> parts;
  for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) {
    parts.push_back(query.get_subquery(i));
  }
  return parts;
}

// Appends what must hold, each once, for matches of `query`: of conjunctions within it their parts.
void append_required(const Query& query, std::vector<Query>& required) {
  switch (query.get_type()) {
    case Query::OP_AND:
    case Query::OP_FILTER:
      for (const Query& part : subqueries(query)) append_required(part, required);
      return;
    case Query::OP_AND_MAYBE:
    case Query::OP_SCALE_WEIGHT:
      append_required(query.get_subquery(0), required);
      return;
    case Query::LEAF_TERM: {
      const auto is_same = [&](const Query& known) {
        return known.get_type() == Query::LEAF_TERM &&
               *known.get_terms_begin() == *query.get_terms_begin();
      };
      if (std::ranges::none_of(required, is_same)) required.push_back(query);
      return;
    }
    default:
      required.push_back(query);
  }
}

std::vector<Query> rarest_first(const std::vector<Query>& queries, const Xapian::Database& db) {
  std::vector<std::pair<Xapian::doccount, Query>> counted;
  for (const Query& query : queries) counted.emplace_back(most_matches(query, db), query);
  std::ranges::stable_sort(counted, {}, [](const auto& one) { return one.first; });
  std::vector<Query> sorted;
  for (auto& [matches, query] : counted) sorted.push_back(std::move(query));
  return sorted;
}

std::shared_ptr<PostingCursor> cursor_of(const Query& term, const Xapian::Database& db,
                                         SharedCursors* shared) {
  const std::string name = *term.get_terms_begin();
  return shared != nullptr ? shared->of(name) : std::make_shared<PostingCursor>(name, db);
}

std::unique_ptr<MatchStream> make_all_of(const Query& query, const Xapian::Database& db,
                                         SharedCursors* shared) {
  std::vector<Query> required;
  append_required(query, required);
  std::vector<Part> parts;
  for (const Query& one : rarest_first(required, db)) {
    if (one.get_type() == Query::LEAF_TERM) {
      parts.emplace_back(cursor_of(one, db, shared));
      continue;
    }
    std::unique_ptr<MatchStream> matches = make_match_stream(one, db, shared);
    if (!matches) return nullptr;
    parts.emplace_back(std::move(matches));
  }
  return parts.empty() ? nullptr : std::make_unique<AllOf>(std::move(parts));
}

}  // namespace

std::unique_ptr<MatchStream> make_match_stream(const Query& query, const Xapian::Database& db,
                                               SharedCursors* shared) {
  switch (query.get_type()) {
    case Query::LEAF_TERM:
      return std::make_unique<TermStream>(cursor_of(query, db, shared));
    case Query::LEAF_MATCH_NOTHING:
      return std::make_unique<AnyOf>(Streams());
    case Query::OP_AND_MAYBE:
    case Query::OP_SCALE_WEIGHT:
      return make_match_stream(query.get_subquery(0), db, shared);
    case Query::OP_AND:
    case Query::OP_FILTER:
      return make_all_of(query, db, shared);
    // What need not hold must not move the cursors of what must.
    case Query::OP_OR: {
      Streams parts = streams_of(subqueries(query), db, nullptr);
      return parts.empty() ? nullptr : std::make_unique<AnyOf>(std::move(parts));
    }
    case Query::OP_AND_NOT: {
      auto wanted = make_match_stream(query.get_subquery(0), db, shared);
      auto excluded = make_match_stream(query.get_subquery(1), db, nullptr);
      if (!wanted || !excluded) return nullptr;
      return std::make_unique<AndNot>(std::move(wanted), std::move(excluded));
    }
    default:
      return nullptr;
  }
}

Xapian::doccount most_matches(const Query& query, const Xapian::Database& db) {
  switch (query.get_type()) {
    case Query::LEAF_TERM:
      return db.get_termfreq(*query.get_terms_begin());
    case Query::OP_OR: {
      Xapian::doccount sum = 0;
      for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) {
        sum += std::min(most_matches(query.get_subquery(i), db), db.get_doccount() - sum);
      }
      return sum;
    }
    case Query::OP_AND:
    case Query::OP_FILTER: {
      Xapian::doccount least = db.get_doccount();
      for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) {
        least = std::min(least, most_matches(query.get_subquery(i), db));
      }
      return least;
    }
    case Query::OP_AND_NOT:
    case Query::OP_AND_MAYBE:
    case Query::OP_SCALE_WEIGHT:
      return most_matches(query.get_subquery(0), db);
    default:
      return db.get_doccount();
  }
}

std::optional<MatchCount> count_stream(const Xapian::Query& query, const Xapian::Database& db) {
  const std::unique_ptr<MatchStream> matches = make_match_stream(query, db);
  if (!matches) return std::nullopt;
  std::uint64_t counted = 0;
  Xapian::docid docid = matches->seek(1);
  for (; docid != 0 && counted < kCountedAtLeast; docid = matches->seek(docid + 1)) ++counted;
  if (docid == 0) return MatchCount{counted, counted};
  return MatchCount{counted, std::max(counted + 1, counted * db.get_lastdocid() / docid)};
}

}  // namespace sillok
