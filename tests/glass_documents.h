// Documents to write in two ways and compare, for the test and the long check of the bulk writer.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/schema.h"
#include "indexer/document.h"
#include "indexer/index_writer.h"

namespace sillok {

using Documents = std::vector<PreparedDocument>;

inline PreparedDocument make_document(const std::map<std::string, std::uint32_t>& terms,
                                      const std::map<unsigned, std::string>& values,
                                      std::string data) {
  PreparedDocument document;
  for (const auto& [term, wdf] : terms) {
    document.terms.push_back(make_term_count(term, wdf, document.long_terms));
    document.length += wdf;
  }
  document.values.assign(values.begin(), values.end());
  document.data = std::move(data);
  return document;
}

// Documents of the shapes that break writers: of every length, with hostile terms and values.
class DocumentMaker {
 public:
  static constexpr unsigned kSlots[] = {0, 1, 7, 127, 128, 300, 70000, 0xfffffffe};

  explicit DocumentMaker(unsigned seed) : random_(seed) {}

  // One document in twenty has no terms, one in ten no values, many no data.
  PreparedDocument make() {
    std::map<std::string, std::uint32_t> terms;
    if (!one_in(20)) {
      terms["T공통"] = 1 + pick(3);
      terms["Ka"] = 0;
      for (unsigned n = pick(one_in(30) ? 3000 : 60); n > 0; --n) terms[term()] = wdf();
    }
    std::map<unsigned, std::string> values;
    if (!one_in(10)) {
      for (const unsigned slot : kSlots) {
        if (!one_in(3)) values[slot] = bytes(1 + pick(one_in(50) ? 5000 : 30));
      }
    }
    return make_document(terms, values, bytes(data_bytes()));
  }

  Documents make(std::size_t count) {
    Documents documents;
    while (documents.size() < count) documents.push_back(make());
    return documents;
  }

  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }
  bool one_in(unsigned n) { return pick(n) == 0; }

  std::string bytes(std::size_t count) {
    std::string out;
    while (out.size() < count) out += static_cast<char>(random_());
    return out;
  }

 private:
  std::string term() {
    if (one_in(40)) return hostile_term();
    constexpr const char* kPrefixes[] = {"T", "B", "X", "ST", "SB", "SX", "S", "Y", "SS"};
    std::string out = kPrefixes[one_in(20) ? pick(std::size(kPrefixes)) : pick(6)];
    for (unsigned n = 1 + pick(3); n > 0; --n) {
      // Syllables, and now and then their neighbours: a jamo, a private character.
      const unsigned code = one_in(30) ? 0xABFE + pick(0x2BA8) : 0xAC00 + pick(1 + pick(2000));
      out += static_cast<char>(0xE0 | code >> 12);
      out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
      out += static_cast<char>(0x80 | (code & 0x3f));
    }
    return out;
  }

  std::string hostile_term() {
    std::string out;
    const std::size_t most = one_in(3) ? kMaxTermBytes : 1 + pick(kMaxTermBytes);
    const std::string alphabet = one_in(2) ? std::string("\0\xff\x01", 3) : std::string("a\0", 2);
    for (std::size_t size = 0;;) {
      const char byte = alphabet[pick(static_cast<unsigned>(alphabet.size()))];
      size += byte == '\0' ? 2 : 1;
      if (size > most) break;
      out += byte;
    }
    return out.empty() ? std::string(1, '\0') : out;
  }

  std::uint32_t wdf() {
    constexpr std::uint32_t kUnusual[] = {0, 2, 3, 31, 32, 126, 127, 128, 16383, 16384, 5'000'000};
    return one_in(4) ? kUnusual[pick(std::size(kUnusual))] : 1;
  }

  std::size_t data_bytes() {
    constexpr std::size_t kEdges[] = {0,    1,     17,    18,    19,     2035,   2036,
                                      2037, 2038,  2042,  2043,  2044,   4080,   8181,
                                      8192, 65534, 65535, 65536, 131070, 131071, 300'000};
    return one_in(8) ? kEdges[pick(std::size(kEdges))] : pick(1500);
  }

  std::mt19937_64 random_;
};

}  // namespace sillok
