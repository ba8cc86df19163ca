#include "searcher/field_hint.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "searcher/query_tokens.h"

namespace sillok {

namespace {

// Lower case and Hangul taken apart, so that one wrong stroke is one wrong character.
icu::UnicodeString strokes(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decomposition = icu::Normalizer2::getNFDInstance(status);
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  return decomposition->normalize(text, status).toLower();
}

// One character wrong, missing, too many, or two swapped.
bool is_one_slip(const icu::UnicodeString& a, const icu::UnicodeString& b) {
  const icu::UnicodeString& shorter = a.length() < b.length() ? a : b;
  const icu::UnicodeString& longer = a.length() < b.length() ? b : a;
  if (longer.length() - shorter.length() > 1) return false;
  int32_t first = 0;
  while (first < shorter.length() && shorter[first] == longer[first]) ++first;
  const auto tails_equal = [&](int32_t from_shorter, int32_t from_longer) {
    return shorter.tempSubString(from_shorter) == longer.tempSubString(from_longer);
  };
  if (longer.length() > shorter.length()) return tails_equal(first, first + 1);
  const bool is_swap = first + 1 < longer.length() && shorter[first] == longer[first + 1] &&
                       shorter[first + 1] == longer[first];
  return tails_equal(first + 1, first + 1) || (is_swap && tails_equal(first + 2, first + 2));
}

std::string hint_for(std::string_view text) {
  const std::size_t colon = text.find(':');
  // A name of two letters is one slip from too many.
  if (colon == std::string_view::npos || colon < 4 || colon + 1 == text.size()) return {};
  const std::string_view name = text.substr(0, colon);
  for (const std::string_view known : field_names()) {
    if (known.size() >= 4 && is_one_slip(strokes(name), strokes(known))) {
      return std::string(name) + ": is not a field; did you mean " + std::string(known) + ":";
    }
  }
  return {};
}

}  // namespace

std::string misspelled_field_hint(const QueryNode& query) {
  if (query.kind == QueryNode::Kind::word && query.field == QueryField::any) {
    return hint_for(query.text);
  }
  for (const QueryNode& child : query.children) {
    if (std::string hint = misspelled_field_hint(child); !hint.empty()) return hint;
  }
  return {};
}

}  // namespace sillok
