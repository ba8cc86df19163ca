// Takes what was parsed, in the order of the dump, and decides: articles that stay go to shards,
// rows that may stay to the spool, and every outcome is counted. One thread at a time.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "indexer/identity.h"
#include "indexer/parse.h"
#include "indexer/part_stores.h"
#include "indexer/report.h"
#include "indexer/row_spool.h"

namespace sillok {

class Intake {
 public:
  // All outlive the intake. `spool` is null when nothing is to be written.
  Intake(ReportWriter& report, PartStores shards, RowSpool* spool)
      : report_(report), shards_(std::move(shards)), spool_(spool) {}

  void take(ParsedPiece piece);

  // Whether the row of that number in the spool is the entry that stays for its post. May be
  // called by many threads at once when nothing more is taken.
  bool is_row_kept(std::uint64_t number, const Article& row) const;

  // Whether join_by_number() may find something.
  bool has_numbers_to_join() const { return !boards_to_join().empty(); }

  // Makes one post of an entry with an id and one without that are the same by number_key(). To be
  // called when everything was taken and the shards are finished.
  void join_by_number();

  const IdentityTable& identities() const { return identities_; }
  // Boards of which there was an entry.
  const std::set<std::string>& boards() const { return boards_; }
  std::uint64_t text_bytes() const { return text_bytes_; }

 private:
  void take_entry(FoundEntry found);
  void note_board(const Article& article);
  std::set<std::string> boards_to_join() const;

  ReportWriter& report_;
  PartStores shards_;
  RowSpool* spool_;
  IdentityTable identities_;
  std::set<std::string> boards_;
  std::set<std::string> boards_with_ids_;  // of numbered entries
  std::set<std::string> boards_without_ids_;
  std::uint64_t next_row_ = 0;
  std::uint64_t text_bytes_ = 0;
};

}  // namespace sillok
