#include "indexer/document.h"

#include <algorithm>
#include <array>
#include <boost/sort/pdqsort/pdqsort.hpp>
#include <cstring>

#include "common/analyzer.h"
#include "common/date.h"
#include "common/schema.h"
#include "common/text.h"

namespace sillok {
namespace {

// Gathers the terms of one article with repeats, then gives them sorted and counted.
//
// Most terms are a prefix and at most two syllables: eight bytes, kept as one big-endian number
// padded with zeros. Numbers sort as the terms do, because no such term holds a NUL.
class TermCounter {
 public:
  // Counts `prefix` + `text` `wdf` times. A long text is cut; it holds no NUL.
  void add(std::string_view prefix, std::string_view text, std::uint32_t wdf) {
    if (prefix.size() + text.size() <= sizeof(std::uint64_t)) {
      const std::uint64_t packed = pack(prefix, text);
      for (std::uint32_t i = 0; i < wdf; ++i) short_.push_back(packed);
    } else {
      add_long(std::string(prefix).append(truncate_utf8(text, kMaxTokenBytes)), wdf);
    }
  }

  // A whole term of any bytes.
  void add_long(std::string_view term, std::uint32_t wdf) {
    long_.push_back({static_cast<std::uint32_t>(long_bytes_.size()),
                     static_cast<std::uint32_t>(term.size()), wdf});
    long_bytes_.append(term);
  }

  void clear() {
    short_.clear();
    long_.clear();
    long_bytes_.clear();
  }

  // Fills the terms and the length of `document`.
  void count_into(PreparedDocument& document);

 private:
  static std::uint64_t pack(std::string_view prefix, std::string_view text) {
    std::uint64_t packed = 0;
    for (const char c : prefix) packed = packed << 8 | static_cast<unsigned char>(c);
    for (const char c : text) packed = packed << 8 | static_cast<unsigned char>(c);
    return packed << 8 * (sizeof packed - prefix.size() - text.size());
  }

  using TermCount = PreparedDocument::TermCount;
  std::vector<std::uint64_t> short_;
  std::vector<TermCount> long_;
  std::string long_bytes_;
};

void append_term(std::string_view term, std::uint32_t wdf, PreparedDocument& document) {
  document.length += wdf;
  if (!document.terms.empty() && document.term(document.terms.back()) == term) {
    document.terms.back().wdf += wdf;
    return;
  }
  document.terms.push_back({static_cast<std::uint32_t>(document.term_bytes.size()),
                            static_cast<std::uint32_t>(term.size()), wdf});
  document.term_bytes.append(term);
}

// The bytes of a packed term.
struct UnpackedTerm {
  explicit UnpackedTerm(std::uint64_t packed) {
    for (std::size_t i = bytes.size(); i-- > 0; packed >>= 8) bytes[i] = static_cast<char>(packed);
    while (size > 0 && bytes[size - 1] == '\0') --size;
  }
  std::string_view view() const { return {bytes.data(), size}; }

  std::array<char, sizeof(std::uint64_t)> bytes;
  std::size_t size = sizeof(std::uint64_t);
};

void TermCounter::count_into(PreparedDocument& document) {
  boost::sort::pdqsort_branchless(short_.begin(), short_.end());
  const auto long_view = [this](const TermCount& t) {
    return std::string_view(long_bytes_).substr(t.offset, t.size);
  };
  std::sort(long_.begin(), long_.end(),
            [&](const TermCount& a, const TermCount& b) { return long_view(a) < long_view(b); });
  document.terms.reserve(short_.size() / 2 + long_.size());
  document.term_bytes.reserve(short_.size() * 4 + long_bytes_.size());
  auto next_long = long_.begin();
  for (auto first = short_.begin(); first != short_.end();) {
    const auto last =
        std::find_if(first, short_.end(), [first](std::uint64_t t) { return t != *first; });
    const UnpackedTerm term(*first);
    for (; next_long != long_.end() && long_view(*next_long) <= term.view(); ++next_long) {
      append_term(long_view(*next_long), next_long->wdf, document);
    }
    append_term(term.view(), static_cast<std::uint32_t>(last - first), document);
    first = last;
  }
  for (; next_long != long_.end(); ++next_long) {
    append_term(long_view(*next_long), next_long->wdf, document);
  }
}

void add_title(std::string_view title, TermCounter& terms) {
  const std::string normalized = normalize(title);
  std::string prefix;
  for_each_term(normalized, split_runs(normalized), [&](const Term& term) {
    const std::string_view family = family_prefix(term.family);
    terms.add(family, term.text, kTitleWeight);
    prefix.assign(kTitlePrefix).append(family);
    terms.add(prefix, term.text, 1);
  });
}

void add_body(std::string_view body, TermCounter& terms) {
  const std::string normalized = normalize(body);
  for_each_term(normalized, split_runs(normalized),
                [&](const Term& term) { terms.add(family_prefix(term.family), term.text, 1); });
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
  const auto add = [&](std::string_view term) { terms.add_long(term, 0); };
  const auto add_folded = [&](std::string_view prefix, std::string_view value) {
    if (!value.empty()) add(folded_term(prefix, value));
  };
  add(boolean_term(kKeyPrefix, key));
  add(article.kind == Article::Kind::row ? kRowTerm : kArticleTerm);
  add_folded(kIdPrefix, article.id);
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

PreparedDocument prepare_document(const Article& article) {
  thread_local TermCounter terms;  // keeps its memory from article to article
  terms.clear();
  PreparedDocument document;
  const std::string key = article_key(article);
  const std::string day = compact_day(article);
  add_title(article.title, terms);
  add_body(article.body, terms);
  add_boolean_terms(article, key, day, terms);
  terms.count_into(document);
  add_values(article, key, day, document);
  document.data = encode_article(article);
  return document;
}

}  // namespace sillok
