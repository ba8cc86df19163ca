// How many entries of an opened index hold a term. Xapian asks one remote shard after the other for
// one term after the other, so the terms of a query are asked for together here, and each once.
#pragma once

#include <xapian.h>

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sillok {

// Not shared between threads, as the database is not.
class TermStatistics {
 public:
  // Unless it `is_remote` the index is asked each time, which costs little where it lies.
  TermStatistics(Xapian::Database db, bool is_remote = false)
      : db_(std::move(db)), is_remote_(is_remote) {}

  bool is_remote() const { return is_remote_; }
  const Xapian::Database& db() const { return db_; }

  // Asks for those that are not known yet, of all shards in two round trips.
  void learn(std::vector<std::string> terms) const;

  // How many entries hold the term.
  Xapian::doccount holding(const std::string& term) const;

 private:
  Xapian::Database db_;
  bool is_remote_;
  mutable std::unordered_map<std::string, Xapian::doccount> known_;  // of a remote index
};

}  // namespace sillok
