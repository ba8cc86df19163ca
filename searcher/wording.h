// What an unquoted word of a query stands for besides its stem: a reader's synonyms, the Han of
// headlines, and the words whose end is no josa. Used where the tree becomes a condition and where
// it is ranked.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/needle.h"
#include "searcher/query.h"
#include "sillok/searcher.h"

namespace sillok {

class Wording {
 public:
  Wording() = default;
  // With `hanja` 미국 may be found as 美, 한자 as 漢字, and the reverse.
  Wording(const Vocabulary& vocabulary, bool hanja);

  // word_needle(), but of a word of the list only what stands behind it is taken off: 한국은에서
  // gives 한국은.
  std::optional<Needle> needle_of(std::string_view word) const;

  // Whether the vocabulary has the needle of a word.
  bool is_given(const Needle& needle) const;

  // What else the needle of a word may be found as; not itself.
  std::vector<Needle> alternatives(const Needle& needle) const;

 private:
  bool hanja_ = false;
  std::set<std::string, std::less<>> words_;
  std::map<std::string, std::set<std::string>> synonyms_;
};

// The alternatives of every unquoted word outside negations, as texts to rank by, less readings:
// those are ranked by terms of their own.
std::vector<std::string> alternative_texts(const QueryNode& query, const Wording& wording);

}  // namespace sillok
