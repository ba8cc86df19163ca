#include "indexer/document.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <boost/sort/pdqsort/pdqsort.hpp>
#include <cstring>

#include "common/analyzer.h"
#include "common/copy_signature.h"
#include "common/date.h"
#include "common/schema.h"
#include "common/text.h"

namespace sillok {
namespace {

using TermCount = PreparedDocument::TermCount;

constexpr std::size_t kLeadingBytes = sizeof(std::uint64_t);

// A prefix as the leading bytes of a term.
struct Prefix {
  explicit constexpr Prefix(std::string_view text) : bytes(text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      leading |= std::uint64_t{static_cast<unsigned char>(text[i])} << (56 - 8 * i);
    }
  }

  std::string_view bytes;
  std::uint64_t leading = 0;
};

// The prefixes of a term family: of the whole text, of the title alone.
struct FamilyPrefixes {
  Prefix all;
  Prefix title;
};

const FamilyPrefixes& prefixes_of(TermFamily family) {
  static constexpr std::array<FamilyPrefixes, 4> kPrefixes = {{{Prefix("T"), Prefix("ST")},
                                                               {Prefix("B"), Prefix("SB")},
                                                               {Prefix("X"), Prefix("SX")},
                                                               {Prefix("H"), Prefix("SH")}}};
  return kPrefixes[static_cast<std::size_t>(family)];
}

// The leading bytes of a text of at most eight bytes. Two syllables and one are the usual sizes,
// which a copy of known size makes cheap.
std::uint64_t pack(std::string_view text) {
  std::uint64_t bytes = 0;
  if (text.size() == 6) {
    std::memcpy(&bytes, text.data(), 6);
  } else if (text.size() == 3) {
    std::memcpy(&bytes, text.data(), 3);
  } else {
    std::memcpy(&bytes, text.data(), text.size());
  }
  return __builtin_bswap64(bytes);
}

// The size is part of the hash: terms may end in NULs. `rest` is what is past the leading bytes.
std::uint32_t hash_term(std::uint64_t leading, std::size_t size, std::string_view rest) {
  const auto hash = static_cast<std::uint32_t>(((leading + size) * 0x9E3779B97F4A7C15u) >> 32);
  if (rest.empty()) return hash;
  return hash ^ static_cast<std::uint32_t>(XXH3_64bits(rest.data(), rest.size()));
}

std::uint64_t leading_bytes(std::string_view term) {
  return pack(term.substr(0, kLeadingBytes));
}

// Counts the terms of one document into it, through a hash table of their places.
class TermCounter {
 public:
  // Starts on a document without terms, whose text is of about `text_bytes` bytes.
  void start(PreparedDocument& document, std::size_t text_bytes) {
    document_ = &document;
    document.terms.reserve(text_bytes / kBytesOfTerm + 16);
    clear(std::bit_ceil(2 * document.terms.capacity()));
  }

  // Counts `prefix` + `text` `wdf` times. A long text is cut.
  void add(const Prefix& prefix, std::string_view text, std::uint32_t wdf) {
    const std::size_t size = prefix.bytes.size() + text.size();
    if (size <= kLeadingBytes) {
      add_short(prefix.leading | pack(text) >> 8 * prefix.bytes.size(), size, wdf);
    } else {
      add_long(prefix, text, wdf);
    }
  }

  // A whole term of any bytes.
  void add(std::string_view term, std::uint32_t wdf) { add(Prefix(""), term, wdf); }

 private:
  // Bytes of text for one distinct term, about.
  static constexpr std::size_t kBytesOfTerm = 6;

  void add_short(std::uint64_t leading, std::size_t size, std::uint32_t wdf) {
    const std::uint32_t hash = hash_term(leading, size, {});
    count(
        hash, wdf, [&](const TermCount& t) { return t.leading == leading && t.size == size; },
        [&] {
          return TermCount{leading, 0, static_cast<std::uint32_t>(size), wdf, hash};
        });
  }

  void add_long(const Prefix& prefix, std::string_view text, std::uint32_t wdf) {
    if (text.size() > kMaxTokenBytes && !prefix.bytes.empty()) {
      text = truncate_utf8(text, kMaxTokenBytes);
    }
    const std::size_t prefix_bytes = prefix.bytes.size();
    const std::size_t size = prefix_bytes + text.size();
    const std::uint64_t leading =
        prefix.leading | pack(text.substr(0, kLeadingBytes - prefix_bytes)) >> 8 * prefix_bytes;
    const std::string_view rest = text.substr(kLeadingBytes - prefix_bytes);
    const std::uint32_t hash = hash_term(leading, size, rest);
    count(
        hash, wdf,
        [&](const TermCount& t) {
          return t.leading == leading && t.size == size && document_->rest(t) == rest;
        },
        [&] {
          const auto offset = static_cast<std::uint32_t>(document_->long_terms.size());
          document_->long_terms.append(prefix.bytes).append(text);
          return TermCount{leading, offset, static_cast<std::uint32_t>(size), wdf, hash};
        });
  }

  // Adds `wdf` to the term that `is_it` finds, or makes it.
  template <typename IsIt, typename Make>
  void count(std::uint32_t hash, std::uint32_t wdf, IsIt is_it, Make make) {
    document_->length += wdf;
    for (std::size_t at = hash >> shift_;; at = (at + 1) & (size_ - 1)) {
      if (slots_[at] == 0) {
        document_->terms.push_back(make());
        slots_[at] = static_cast<std::uint32_t>(document_->terms.size());
        if (2 * document_->terms.size() > size_) grow();
        return;
      }
      TermCount& found = document_->terms[slots_[at] - 1];
      if (is_it(found)) {
        found.wdf += wdf;
        return;
      }
    }
  }

  void clear(std::size_t size) {
    size_ = size;
    shift_ = 32 - static_cast<unsigned>(std::countr_zero(size));
    if (slots_.size() < size) slots_.resize(size);
    std::fill_n(slots_.begin(), size, 0);
  }

  void grow() {
    clear(2 * size_);
    for (std::size_t i = 0; i < document_->terms.size(); ++i) {
      std::size_t at = document_->terms[i].hash >> shift_;
      while (slots_[at] != 0) at = (at + 1) & (size_ - 1);
      slots_[at] = static_cast<std::uint32_t>(i + 1);
    }
  }

  PreparedDocument* document_ = nullptr;
  std::vector<std::uint32_t> slots_;  // places in the document's terms, from 1; 0 is free
  std::size_t size_ = 0;              // of the part of slots_ in use, a power of two
  unsigned shift_ = 0;
};

void add_title(std::string_view title, TermCounter& terms) {
  const std::string normalized = normalize(title);
  const std::vector<Run> runs = split_runs(normalized);
  for_each_term(normalized, runs, [&](const Term& term) {
    const FamilyPrefixes& prefixes = prefixes_of(term.family);
    terms.add(prefixes.all, term.text, kTitleWeight);
    terms.add(prefixes.title, term.text, 1);
  });
  for_each_reading(normalized, runs, [&](std::string_view reading) {
    const FamilyPrefixes& prefixes = prefixes_of(TermFamily::reading);
    terms.add(prefixes.all, reading, 0);
    terms.add(prefixes.title, reading, 0);
  });
}

// Returns the signature of the body.
std::string add_body(std::string_view body, TermCounter& terms) {
  const std::string normalized = normalize(body);
  const std::vector<Run> runs = split_runs(normalized);
  for_each_term(normalized, runs,
                [&](const Term& term) { terms.add(prefixes_of(term.family).all, term.text, 1); });
  for_each_reading(normalized, runs, [&](std::string_view reading) {
    terms.add(prefixes_of(TermFamily::reading).all, reading, 0);
  });
  std::string signature = copy_signature(normalized, runs);
  for (const std::string& term : band_terms(signature)) terms.add(term, 0);
  return signature;
}

// The day as "20250204"; empty when the article has none.
std::string compact_day(const Article& article) {
  const std::optional<Day> day = parse_iso_day(article.date);
  if (!day) return {};
  std::string digits = format_day(*day);
  std::erase(digits, '-');
  return digits;
}

void add_boolean_terms(const Article& article, std::string_view key, std::string_view day,
                       TermCounter& terms) {
  const auto add = [&](std::string_view term) { terms.add(term, 0); };
  const auto add_folded = [&](std::string_view prefix, std::string_view value) {
    if (!value.empty()) add(folded_term(prefix, value));
  };
  add(boolean_term(kKeyPrefix, key));
  add(article.kind == Article::Kind::row ? kRowTerm : kArticleTerm);
  add_folded(kIdPrefix, article.id);
  if (!article.id.empty() && article.number) {
    add(boolean_term(kNumberKeyPrefix, number_key(article)));
  }
  add_folded(kBoardPrefix, article.board);
  add_folded(kAuthorPrefix, article.author);
  add_folded(kSourcePrefix, article.source);
  if (day.empty()) return;
  add(boolean_term(kYearPrefix, day.substr(0, 4)));
  add(boolean_term(kMonthPrefix, day.substr(0, 6)));
  add(boolean_term(kDayPrefix, day));
}

// "143205" of "14:32:05", zeros for what is not there.
std::string compact_time(std::string_view time) {
  std::string digits;
  for (const char c : time) {
    if (c >= '0' && c <= '9' && digits.size() < 6) digits.push_back(c);
  }
  digits.resize(6, '0');
  return digits;
}

std::string order_value(const Article& article, std::string_view key, std::string_view day) {
  std::string order(day);
  if (day.empty()) {
    order = "0";
  } else {
    order += compact_time(article.time);
  }
  return order.append(1, '\0').append(key);
}

void add_values(const Article& article, std::string_view key, std::string_view day,
                PreparedDocument& document) {
  const auto add = [&](Slot slot, std::string value) {
    if (!value.empty()) document.values.emplace_back(slot, std::move(value));
  };
  add(kOrderSlot, order_value(article, key, day));
  add(kMonthSlot, std::string(day.substr(0, 6)));
  if (article.number) {
    add(kNumberSlot, number_bytes(*article.number).append(1, '\0').append(key));
  }
  add(kSourceSlot, bounded_value(article.source, kMaxFacetBytes));
  add(kAuthorSlot, bounded_value(article.author, kMaxFacetBytes));
  add(kBoardSlot, bounded_value(article.board, kMaxFacetBytes));
  add(kKindSlot, article.kind == Article::Kind::row ? "r" : "a");
  add(kContentSlot, number_bytes(content_hash(article)) + number_bytes(entry_precedence(article)));
  add(kDaySlot, std::string(day));
}

}  // namespace

PreparedDocument::TermCount make_term_count(std::string_view term, std::uint32_t wdf,
                                            std::string& long_terms) {
  TermCount count{leading_bytes(term), 0, static_cast<std::uint32_t>(term.size()), wdf, 0};
  if (term.size() > kLeadingBytes) {
    count.offset = static_cast<std::uint32_t>(long_terms.size());
    long_terms.append(term);
  }
  count.hash =
      hash_term(count.leading, term.size(), term.substr(std::min(term.size(), kLeadingBytes)));
  return count;
}

std::string PreparedDocument::term(const TermCount& t) const {
  if (t.size > kLeadingBytes) return long_terms.substr(t.offset, t.size);
  std::string bytes(t.size, '\0');
  for (std::size_t i = 0; i < t.size; ++i) bytes[i] = static_cast<char>(t.leading >> (56 - 8 * i));
  return bytes;
}

bool PreparedDocument::before(const TermCount& a, const TermCount& b) const {
  if (a.leading != b.leading) return a.leading < b.leading;
  // A short term is all leading bytes, so it begins the other.
  if (std::min(a.size, b.size) <= kLeadingBytes) return a.size < b.size;
  return rest(a) < rest(b);
}

void PreparedDocument::sort_terms() {
  struct Key {
    std::uint64_t leading;
    std::uint32_t place;
  };
  thread_local std::vector<Key> keys;
  keys.clear();
  for (std::uint32_t place = 0; place < terms.size(); ++place) {
    keys.push_back({terms[place].leading, place});
  }
  boost::sort::pdqsort_branchless(keys.begin(), keys.end(),
                                  [](const Key& a, const Key& b) { return a.leading < b.leading; });
  std::vector<TermCount> sorted;
  sorted.reserve(terms.size());
  for (const Key& key : keys) sorted.push_back(terms[key.place]);
  const auto rest_before = [this](const TermCount& a, const TermCount& b) { return before(a, b); };
  for (auto first = sorted.begin(); first != sorted.end();) {
    auto last = std::next(first);
    while (last != sorted.end() && last->leading == first->leading) ++last;
    if (last - first > 1) std::sort(first, last, rest_before);
    first = last;
  }
  terms = std::move(sorted);
}

PreparedDocument prepare_document(const Article& article, TermOrder order,
                                  const CompressionDictionary* dictionary) {
  PreparedDocument document;
  const std::string key = article_key(article);
  const std::string day = compact_day(article);
  thread_local TermCounter terms;  // keeps its memory from article to article
  terms.start(document, article.title.size() + article.body.size());
  add_title(article.title, terms);
  std::string signature = add_body(article.body, terms);
  add_boolean_terms(article, key, day, terms);
  if (order == TermOrder::sorted) document.sort_terms();
  add_values(article, key, day, document);
  if (!signature.empty()) document.values.emplace_back(kCopySlot, std::move(signature));
  document.data = encode_article(article, dictionary);
  return document;
}

}  // namespace sillok
