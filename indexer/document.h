// An article as the writers take it: sorted terms, values and the stored bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/article.h"

namespace sillok {

// One document, independent of how it is written. Terms are slices of one buffer, sorted by their
// bytes and distinct; values are sorted by slot and not empty.
struct PreparedDocument {
  struct TermCount {
    std::uint32_t offset;  // into `term_bytes`
    std::uint32_t size;    // at most kMaxTermBytes, NULs counted twice
    std::uint32_t wdf;     // 0 for boolean terms
  };
  std::string term_bytes;
  std::vector<TermCount> terms;
  std::vector<std::pair<unsigned, std::string>> values;
  std::string data;
  std::uint32_t length = 0;  // the sum of all wdf

  std::string_view term(const TermCount& t) const {
    return std::string_view(term_bytes).substr(t.offset, t.size);
  }
};

// Analyzes and encodes. The only place that decides what is indexed.
PreparedDocument prepare_document(const Article& article);

}  // namespace sillok
