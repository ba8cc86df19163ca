#include "searcher/snippet.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <string>

#include "common/analyzer.h"
#include "common/text.h"

namespace sillok {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::size_t kSyllableBytes = 3;

// An occurrence of a needle in a text, in bytes of the text.
struct Found {
  std::size_t begin;
  std::size_t end;
  std::size_t needle;
};

std::vector<Found> find_all(const NormalizedText& text, const std::vector<Needle>& needles) {
  std::vector<Found> found;
  for (std::size_t n = 0; n < needles.size(); ++n) {
    std::size_t at = find_needle(text.text(), needles[n]);
    while (at != std::string::npos) {
      const auto range = text.source_range(at, at + needles[n].text.size());
      found.push_back({range.begin, range.end, n});
      at = find_needle(text.text(), needles[n], at + needles[n].text.size());
    }
  }
  std::ranges::sort(found, [](const Found& a, const Found& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  return found;
}

void append_joined(std::vector<Highlight>& highlights, Highlight next) {
  if (!highlights.empty() && next.first <= highlights.back().second) {
    highlights.back().second = std::max(highlights.back().second, next.second);
  } else {
    highlights.push_back(next);
  }
}

std::string squeeze(std::string_view text) {
  std::string squeezed(text.size(), ' ');
  char* const bytes = squeezed.data();
  std::size_t size = 0;
  bool is_after_space = true;
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    bytes[size] = is_space ? ' ' : c;
    size += is_space && is_after_space ? 0 : 1;
    is_after_space = is_space;
  }
  squeezed.resize(size - (size > 0 && is_after_space ? 1 : 0));
  return squeezed;
}

// The offset `chars` characters after `from` (before it when negative), at most the text's ends.
std::size_t move_characters(std::string_view text, std::size_t from, std::ptrdiff_t chars) {
  for (; chars > 0 && from < text.size(); --chars) from += utf8_bytes(text[from]);
  for (; chars < 0 && from > 0; ++chars) {
    do {
      --from;
    } while (from > 0 && U8_IS_TRAIL(text[from]));
  }
  return std::min(from, text.size());
}

// Which occurrences begin the window with the most weight: the index of the first. Distinct needles
// count whole, repeats a tenth.
std::size_t best_first(const std::vector<Found>& found, const std::vector<WeightedNeedle>& needles,
                       std::size_t window_bytes) {
  std::size_t best = 0;
  double best_weight = -1;
  std::vector<bool> seen(needles.size());
  for (std::size_t first = 0; first < found.size(); ++first) {
    std::fill(seen.begin(), seen.end(), false);
    double weight = 0;
    for (std::size_t i = first; i < found.size(); ++i) {
      if (found[i].end > found[first].begin + window_bytes) break;
      weight += needles[found[i].needle].weight * (seen[found[i].needle] ? .1 : 1);
      seen[found[i].needle] = true;
    }
    if (weight > best_weight) {
      best_weight = weight;
      best = first;
    }
  }
  return best;
}

// Moves `at` forward to the next eojeol's start, unless that passes `limit`.
std::size_t next_eojeol(std::string_view text, std::size_t at, std::size_t limit) {
  if (at == 0 || text[at - 1] == ' ') return at;
  const std::size_t space = text.find(' ', at);
  return space != std::string_view::npos && space + 1 <= limit ? space + 1 : at;
}

std::size_t previous_eojeol_end(std::string_view text, std::size_t at, std::size_t limit) {
  if (at == text.size() || text[at] == ' ') return at;
  const std::size_t space = text.rfind(' ', at);
  return space != std::string_view::npos && space >= limit ? space : at;
}

// The window around the best occurrences: a quarter of it before them, to show their context.
Highlight choose_window(std::string_view text, const std::vector<Found>& found,
                        const std::vector<WeightedNeedle>& needles, std::size_t max_chars) {
  const auto chars = static_cast<std::ptrdiff_t>(max_chars);
  if (found.empty()) {
    return {0, previous_eojeol_end(text, move_characters(text, 0, chars), 1)};
  }
  const std::size_t first = best_first(found, needles, max_chars * kSyllableBytes * 3 / 4);
  const std::size_t anchor = found[first].begin;
  std::size_t begin = move_characters(text, anchor, -chars / 4);
  begin = next_eojeol(text, begin, anchor);
  std::size_t end = move_characters(text, begin, chars);
  if (end == text.size()) {  // room is left at the end: show more of the start
    begin = std::min(begin, next_eojeol(text, move_characters(text, end, -chars), anchor));
  }
  end = std::max(end, found[first].end);
  return {begin, std::max(previous_eojeol_end(text, end, found[first].end), found[first].end)};
}

// The longest parts of a Hangul needle that one of the texts holds.
void append_longest_parts(const Needle& needle, const LoadedArticle& loaded,
                          std::vector<Needle>& parts) {
  const std::string& text = needle.text;
  if (needle.spelling != Needle::Spelling::literal) return;
  const bool is_hangul = std::ranges::all_of(
      split_runs(text), [](const Run& run) { return run.script == Script::hangul; });
  const std::size_t syllables = text.size() / kSyllableBytes;
  if (!is_hangul || syllables < 3 || text.size() % kSyllableBytes != 0) return;
  for (std::size_t length = syllables - 1; length >= 2; --length) {
    const std::size_t before = parts.size();
    for (std::size_t at = 0; at + length <= syllables; ++at) {
      Needle part{text.substr(at * kSyllableBytes, length * kSyllableBytes), false};
      if (find_needle(loaded.title, part) != std::string::npos ||
          find_needle(loaded.body, part) != std::string::npos) {
        parts.push_back(std::move(part));
      }
    }
    if (parts.size() > before) return;
  }
}

}  // namespace

std::vector<Needle> positive_needles(const Condition& condition) {
  std::vector<Needle> needles;
  if (condition.kind == Condition::Kind::text || condition.kind == Condition::Kind::title) {
    needles.push_back(condition.needle);
  }
  if (condition.kind == Condition::Kind::negation) return needles;
  for (const Condition& child : condition.children) {
    for (Needle& needle : positive_needles(child)) {
      if (std::ranges::find(needles, needle) == needles.end()) {
        needles.push_back(std::move(needle));
      }
    }
  }
  return needles;
}

std::vector<Needle> held_parts(const std::vector<Needle>& needles, const LoadedArticle& loaded) {
  std::vector<Needle> held;
  const auto is_held = [&](const Needle& needle) {
    return find_needle(loaded.title, needle) != std::string::npos ||
           find_needle(loaded.body, needle) != std::string::npos;
  };
  const auto is_held_in_han = [&](const Needle& needle) {
    const Needle reading{needle.text, false, Needle::Spelling::reading};
    return std::ranges::find(needles, reading) != needles.end() && is_held(reading);
  };
  for (const Needle& needle : needles) {
    if (is_held(needle)) {
      held.push_back(needle);
    } else if (!is_held_in_han(needle)) {
      append_longest_parts(needle, loaded, held);
    }
  }
  return held;
}

std::vector<Highlight> find_highlights(std::string_view text, const std::vector<Needle>& needles) {
  std::vector<Highlight> highlights;
  for (const Found& found : find_all(NormalizedText(text), needles)) {
    append_joined(highlights, {found.begin, found.end});
  }
  return highlights;
}

Snippet make_snippet(std::string_view body, const std::vector<WeightedNeedle>& needles,
                     std::size_t max_chars) {
  const std::string text = squeeze(body);
  if (text.empty() || max_chars == 0) return {};
  std::vector<Needle> plain;
  for (const WeightedNeedle& weighted : needles) plain.push_back(weighted.needle);
  const std::vector<Found> found = find_all(NormalizedText(text), plain);
  const auto [begin, end] = choose_window(text, found, needles, max_chars);
  Snippet snippet;
  if (begin > 0) snippet.text = kEllipsis;
  const std::size_t shift = snippet.text.size();
  snippet.text.append(text, begin, end - begin);
  if (end < text.size()) snippet.text += kEllipsis;
  for (const Found& one : found) {
    if (one.begin < begin || one.end > end) continue;
    append_joined(snippet.highlights, {one.begin - begin + shift, one.end - begin + shift});
  }
  return snippet;
}

}  // namespace sillok
