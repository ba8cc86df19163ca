// A place in the posting list of a term.
#pragma once

#include <xapian.h>

#include <limits>
#include <map>
#include <memory>
#include <string>

namespace sillok {

class PostingCursor {
 public:
  static constexpr Xapian::docid kEnd = std::numeric_limits<Xapian::docid>::max();

  PostingCursor(const std::string& term, const Xapian::Database& db)
      : postings_(db.postlist_begin(term)), end_(db.postlist_end(term)) {
    note();
  }

  Xapian::docid at() const { return at_; }  // kEnd behind the last
  Xapian::termcount wdf() const { return postings_.get_wdf(); }

  void advance() {
    ++postings_;
    note();
  }

  // To the first document at or after `docid`, unless it is past that.
  void seek(Xapian::docid docid) {
    if (at_ >= docid) return;
    postings_.skip_to(docid);
    note();
  }

 private:
  void note() { at_ = postings_ == end_ ? kEnd : *postings_; }

  Xapian::PostingIterator postings_;
  Xapian::PostingIterator end_;
  Xapian::docid at_ = 0;
};

// Cursors by their terms, for those that walk through the same documents together.
class SharedCursors {
 public:
  explicit SharedCursors(const Xapian::Database& db) : db_(db) {}

  bool has(const std::string& term) const { return cursors_.contains(term); }

  std::shared_ptr<PostingCursor> of(const std::string& term) {
    std::shared_ptr<PostingCursor>& cursor = cursors_[term];
    if (!cursor) cursor = std::make_shared<PostingCursor>(term, db_);
    return cursor;
  }

 private:
  Xapian::Database db_;
  std::map<std::string, std::shared_ptr<PostingCursor>> cursors_;
};

}  // namespace sillok
