// An article as the writers take it: terms, values and the stored bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/article.h"

namespace sillok {

// One document, independent of how it is written. Terms are distinct; values are sorted by slot and
// not empty.
struct PreparedDocument {
  struct TermCount {
    // The first eight bytes as a big-endian number, zeros after a shorter term: most terms are a
    // prefix and two syllables, so this is all of them.
    std::uint64_t leading;
    std::uint32_t offset;  // into `long_terms`, of a term longer than eight bytes
    std::uint32_t size;    // at most kMaxTermBytes, NULs counted twice
    std::uint32_t wdf;     // 0 for boolean terms
    std::uint32_t hash;    // of the term, for tables of terms
  };
  std::string long_terms;
  std::vector<TermCount> terms;
  std::vector<std::pair<unsigned, std::string>> values;
  std::string data;
  std::uint32_t length = 0;  // the sum of all wdf

  std::string term(const TermCount& t) const;
  // The bytes of a term past the eighth.
  std::string_view rest(const TermCount& t) const {
    constexpr std::size_t kLeading = sizeof(t.leading);
    if (t.size <= kLeading) return {};
    return std::string_view(long_terms).substr(t.offset + kLeading, t.size - kLeading);
  }
  // Whether `a` sorts before `b` by its bytes.
  bool before(const TermCount& a, const TermCount& b) const;
  void sort_terms();
};

// The entry of `term`, whose bytes go to `long_terms` when it is long.
PreparedDocument::TermCount make_term_count(std::string_view term, std::uint32_t wdf,
                                            std::string& long_terms);

// What a database keeps of its documents one by one, beside the data. Only Xapian's own ways of
// deleting and of serving documents read it. What is stored of an article says its terms anew.
enum class Termlists {
  none,   // documents can be left out by writing the database anew; it cannot be served
  slots,  // the slots of their values: it can be served, and documents deleted (add_termlists())
  whole,  // their terms as well: whatever Xapian does
};

// Termlists need the terms of a document in the order of their bytes; posting lists do not.
enum class TermOrder { sorted, any };

// Analyzes and encodes. The only place that decides what is indexed.
// `dictionary` may be null.
PreparedDocument prepare_document(const Article& article, TermOrder order = TermOrder::sorted,
                                  const CompressionDictionary* dictionary = nullptr);

}  // namespace sillok
