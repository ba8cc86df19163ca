#include "searcher/term_statistics.h"

#include <cstddef>

namespace sillok {
namespace {

constexpr std::size_t kMostKnown = 200'000;

}  // namespace

void TermStatistics::learn(std::vector<std::string> terms) const {
  if (!is_remote_) return;
  std::erase_if(terms, [&](const std::string& term) { return known_.contains(term); });
  if (terms.empty()) return;
  if (known_.size() > kMostKnown) known_.clear();
  Xapian::Enquire enquire(db_);
  enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
  // For no hits at all: what comes back are the statistics that hits would be weighted by.
  const Xapian::MSet none = enquire.get_mset(0, 0);
  for (std::string& term : terms) {
    const Xapian::doccount frequency = none.get_termfreq(term);
    known_.emplace(std::move(term), frequency);
  }
}

Xapian::doccount TermStatistics::holding(const std::string& term) const {
  if (!is_remote_) return db_.get_termfreq(term);
  const auto found = known_.find(term);
  if (found != known_.end()) return found->second;
  return known_[term] = db_.get_termfreq(term);
}

}  // namespace sillok
