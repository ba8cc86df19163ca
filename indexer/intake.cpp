#include "indexer/intake.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "indexer/number_join.h"

namespace sillok {
namespace {

Placement row_placement(std::uint64_t number) {
  return {Placement::Kind::row, static_cast<std::uint32_t>(number >> 32),
          static_cast<std::uint32_t>(number)};
}

Replaced replaced_by(const IdentityTable::Decision& decision, const Candidate& candidate) {
  if (decision.superseded.kind == Placement::Kind::document) return Replaced::article;
  if (decision.superseded.kind == Placement::Kind::row) return Replaced::row;
  if (decision.outcome != Outcome::changed) return Replaced::nothing;
  return is_article_precedence(candidate.stored->precedence) ? Replaced::article_of_index
                                                             : Replaced::row_of_index;
}

}  // namespace

void Intake::take(ParsedPiece piece) {
  report_.begin_piece(piece);
  for (FoundEntry& found : piece.found) take_entry(std::move(found));
}

void Intake::take_entry(FoundEntry found) {
  Article& article = found.article;
  const bool is_row = article.kind == Article::Kind::row;
  text_bytes_ += article.title.size() + article.body.size();
  note_board(article);
  const Placement placement =
      is_row ? row_placement(next_row_) : shards_.next_placement(found.candidate.key);
  const IdentityTable::Decision decision = identities_.offer(found.candidate, placement);
  report_.count(article, decision.outcome, replaced_by(decision, found.candidate));
  if (decision.superseded.kind == Placement::Kind::document) {
    shards_.remove(decision.superseded);
  }
  if (!decision.is_placed) return;
  if (!is_row) {
    const std::uint64_t part = fingerprint_part(article_key(article), found.candidate.content);
    shards_.add(found.candidate.key, std::move(article), part);
    return;
  }
  ++next_row_;
  if (spool_ != nullptr) spool_->append(pack_article(article));
}

void Intake::note_board(const Article& article) {
  boards_.insert(article.board);
  if (article.number) {
    (article.id.empty() ? boards_without_ids_ : boards_with_ids_).insert(article.board);
  }
}

// Those with entries that have an id and entries that have none.
std::set<std::string> Intake::boards_to_join() const {
  std::set<std::string> boards;
  if (spool_ == nullptr) return boards;
  std::set_intersection(boards_with_ids_.begin(), boards_with_ids_.end(),
                        boards_without_ids_.begin(), boards_without_ids_.end(),
                        std::inserter(boards, boards.begin()));
  return boards;
}

void Intake::join_by_number() {
  NumberJoin join(boards_to_join());
  for (const ShardDatabase& database : shards_.databases()) {
    for_each_article(database.path, database.removed, [&](const Article& a) { join.add(a); });
  }
  for (std::size_t block = 0; block < spool_->blocks(); ++block) {
    spool_->read_block(block, [&](std::uint64_t number, const Article& row) {
      if (is_row_kept(number, row)) join.add(row);
    });
  }
  join.for_each_pair([this](const KeyHash& with_id, const KeyHash& without_id) {
    const auto superseded = identities_.join(with_id, without_id);
    if (superseded && superseded->kind == Placement::Kind::document) {
      shards_.remove(*superseded);
    }
  });
}

bool Intake::is_row_kept(std::uint64_t number, const Article& row) const {
  return identities_.placement_of(hash_key(article_key(row))) == row_placement(number);
}

}  // namespace sillok
