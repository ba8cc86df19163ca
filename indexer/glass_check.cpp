#include "indexer/glass_check.h"

#include <xapian.h>
#include <xxhash.h>

#include <iterator>
#include <string_view>

#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

constexpr std::size_t kTermsOfDocument = 8;

// The database being checked, and how a difference is told.
struct Checked {
  const std::string& directory;
  Xapian::Database database;

  void same(std::uint64_t found, std::uint64_t added, const std::string& what) const {
    if (found == added) return;
    throw IndexError(directory + ": the database written does not check: " + what + " is " +
                         std::to_string(found) + ", but " + std::to_string(added) + " was added",
                     "check memory and disk; --writer xapian writes in another way");
  }
};

void check_statistics(const Checked& shard, const DatabaseStatistics& statistics) {
  const Xapian::Database& database = shard.database;
  shard.same(database.get_doccount(), statistics.documents, "the number of documents");
  shard.same(database.get_lastdocid(), statistics.last_document, "the last document");
  shard.same(database.get_total_length(), statistics.total_length, "the sum of lengths");
  shard.same(database.get_doclength_lower_bound(), statistics.shortest, "the shortest length");
  shard.same(database.get_doclength_upper_bound(), statistics.longest, "the longest length");
}

std::string term_of_key(std::string_view key) {
  std::string term;
  for (std::size_t at = 0; at < key.size(); ++at) {
    term += key[at];
    if (key[at] == '\0') ++at;
  }
  return term;
}

}  // namespace

void ShardSample::add_document(std::uint32_t number, const PreparedDocument& document) {
  if (!documents_.wants_next()) return;
  const auto& terms = document.terms;
  DocumentKept kept{.number = number,
                    .length = document.length,
                    .data_hash = XXH3_64bits(document.data.data(), document.data.size()),
                    .terms = terms.size(),
                    .some_terms = {},
                    .values = document.values};
  const std::size_t stride = terms.size() / kTermsOfDocument + 1;
  for (std::size_t i = 0; i < terms.size(); i += stride) {
    kept.some_terms.push_back({document.term(terms[i]), terms[i].wdf});
  }
  documents_.keep(std::move(kept));
}

void ShardSample::add_entry(const PostlistEntry& entry) {
  if (entry.documents == 0 || entry.key == kLengthsKey || !lists_.wants_next()) return;
  lists_.keep({term_of_key(entry.key), entry.documents, entry.occurrences});
}

void ShardSample::check(const std::string& directory, const DatabaseStatistics& statistics,
                        Termlists termlists) const try {
  const Checked shard{directory, Xapian::Database(directory)};
  check_statistics(shard, statistics);
  for (const ListKept& list : lists_.kept()) {
    const std::string of_term = " of the term " + list.term;
    shard.same(shard.database.get_termfreq(list.term), list.documents, "the frequency" + of_term);
    shard.same(shard.database.get_collection_freq(list.term), list.occurrences,
               "the sum of occurrences" + of_term);
  }
  for (const DocumentKept& kept : documents_.kept()) {
    const std::string of_document = " of document " + std::to_string(kept.number);
    const Xapian::Document document = shard.database.get_document(kept.number);
    const std::string data = document.get_data();
    shard.same(XXH3_64bits(data.data(), data.size()), kept.data_hash,
               "the data's hash" + of_document);
    shard.same(shard.database.get_doclength(kept.number), kept.length, "the length" + of_document);
    for (const auto& [slot, value] : kept.values) {
      shard.same(document.get_value(slot) == value, true,
                 "equality of value " + std::to_string(slot) + of_document);
    }
    for (const TermKept& term : kept.some_terms) {
      Xapian::PostingIterator posting = shard.database.postlist_begin(term.term);
      posting.skip_to(kept.number);
      const bool found =
          posting != shard.database.postlist_end(term.term) && *posting == kept.number;
      shard.same(found ? posting.get_wdf() : UINT64_MAX, term.wdf,
                 "the wdf of " + term.term + of_document);
    }
    if (termlists == Termlists::whole) {
      shard.same(document.termlist_count(), kept.terms, "the number of terms" + of_document);
    }
  }
} catch (const Xapian::Error& error) {
  throw IndexError(directory + ": the database written cannot be read: " + error.get_description(),
                   "check memory and disk; --writer xapian writes in another way");
}

}  // namespace sillok::glass
