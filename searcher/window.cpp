#include "searcher/window.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "common/text.h"
#include "searcher/needle.h"

namespace sillok {
namespace {

constexpr std::size_t kSyllableBytes = 3;

bool is_made_of_syllables(const RankWord& word) {
  return (word.script == Script::hangul || word.script == Script::han) &&
         word.stem.size() == word.syllables * kSyllableBytes;
}

std::uint64_t syllable_at(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, &text[at], kSyllableBytes);
  return bytes;
}

// Two syllables as one number.
std::uint64_t pair_of(std::uint64_t first, std::uint64_t second) {
  return first | second << 8 * kSyllableBytes;
}

// The first eight bytes of `text` from `at` on; zeros follow its end.
std::uint64_t eight_bytes(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  if (at + sizeof bytes <= text.size()) {
    std::memcpy(&bytes, &text[at], sizeof bytes);
  } else {
    std::memcpy(&bytes, &text[at], text.size() - at);
  }
  return bytes;
}

// The syllable at the beginning of `bytes` and the next one, over a space when one follows.
std::uint64_t leading_pair(std::uint64_t bytes) {
  constexpr std::uint64_t kSyllable = (1ull << 8 * kSyllableBytes) - 1;
  const bool is_across_space = (bytes >> 8 * kSyllableBytes & 0xFF) == ' ';
  const std::uint64_t rest = bytes >> 8 * (kSyllableBytes + (is_across_space ? 1 : 0));
  return pair_of(bytes & kSyllable, rest & kSyllable);
}

bool is_han(char32_t c) {
  return !is_hangul_syllable(c) && is_indexed_character(c) && !is_word_character(c);
}

// Whether the syllable at `at` is the first of its run.
bool begins_run(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const char32_t before = previous_character(text, at);
  const char32_t c = next_character(text, at);
  return is_hangul_syllable(c) ? !is_hangul_syllable(before) : !is_han(before);
}

// Whether nothing but a josa or ending stands between `at` and the end of the run, which holds the
// syllables before `at`.
bool ends_stem(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && is_hangul_syllable(previous_character(text, begin))) begin -= kSyllableBytes;
  std::size_t end = at;
  for (std::size_t next = at; next < text.size(); end = next) {
    if (!is_hangul_syllable(next_character(text, next))) break;
  }
  return end == at || begin + stem_bytes(text.substr(begin, end - begin)) <= at;
}

}  // namespace

void PairTable::add(std::string_view stem, std::uint32_t word) {
  for (std::size_t at = 0; at + 2 * kSyllableBytes <= stem.size(); at += kSyllableBytes) {
    const std::uint64_t syllables =
        pair_of(syllable_at(stem, at), syllable_at(stem, at + kSyllableBytes));
    pairs_.push_back({syllables, word, static_cast<std::uint32_t>(at)});
    filter_[bit_of(syllables) / 64] |= 1ull << bit_of(syllables) % 64;
    const Lead lead{stem[at + 1], stem[at + 2]};
    if (std::ranges::find(leads_, lead) == leads_.end()) leads_.push_back(lead);
  }
}

std::uint32_t PairTable::places(const char* text) const {
  char found[kBlock] = {};
  for (const Lead lead : leads_) {
    for (std::size_t i = 0; i < kBlock; ++i) {
      found[i] = static_cast<char>(found[i] |
                                   ((text[i + 1] == lead.second) & (text[i + 2] == lead.third)));
    }
  }
  std::uint32_t bits = 0;
  for (std::size_t eight = 0; eight < kBlock; eight += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, found + eight, sizeof bytes);
    // Moves the low bit of each byte into the top byte, the first of them lowest.
    bits |= static_cast<std::uint32_t>(bytes * 0x0102040810204080ull >> 56) << eight;
  }
  return bits;
}

TextMatcher::TextMatcher(const RankQuery& query) : words_(query.words) {
  for (std::uint32_t w = 0; w < words_.size(); ++w) {
    const RankWord& word = words_[w];
    if (!is_made_of_syllables(word)) {
      whole_.push_back(w);
    } else if (word.syllables == 1) {
      single_.push_back(w);
    } else {
      pairs_.add(word.stem, w);
    }
    total_ += word.weight;
  }
}

TextMatch TextMatcher::match(const LoadedArticle& loaded) {
  if (total_ == 0) return {};
  held_.assign(words_.size(), 0);
  neighbours_.assign(words_.size(), 0);
  find(loaded.title);
  for (const Occurrence& found : occurrences_) {
    held_[found.word] = std::max(held_[found.word], found.match);
  }
  double title = 0;
  for (std::size_t w = 0; w < words_.size(); ++w) title += words_[w].weight * held_[w];
  find(loaded.body);
  return {best_window(title) / total_, title / total_, share_in_order()};
}

void TextMatcher::find(std::string_view text) {
  text_ = text;
  occurrences_.clear();
  if (!pairs_.pairs().empty()) find_pairs();
  for (const std::uint32_t word : whole_) find_whole(word);
  for (const std::uint32_t word : single_) find_single(word);
  if (!whole_.empty() || !single_.empty()) {
    std::ranges::sort(occurrences_, {},
                      [](const Occurrence& found) { return std::pair(found.at, found.word); });
  }
  number_eojeols();
  note_neighbours();
}

void TextMatcher::find_whole(std::uint32_t word) {
  const Needle needle{words_[word].stem, false};
  for (std::size_t at = find_needle(text_, needle); at != std::string_view::npos;
       at = find_needle(text_, needle, at + needle.text.size())) {
    occurrences_.push_back({at, 0, word, 1});
  }
}

void TextMatcher::find_single(std::uint32_t word) {
  const std::string& syllable = words_[word].stem;
  for (std::size_t at = text_.find(syllable); at != std::string_view::npos;
       at = text_.find(syllable, at + syllable.size())) {
    occurrences_.push_back({at, 0, word, begins_run(text_, at) ? 1 : kRanking.inside_run});
  }
}

void TextMatcher::find_pairs() {
  std::size_t at = 0;
  for (; at + PairTable::kBlock + kSyllableBytes <= text_.size(); at += PairTable::kBlock) {
    for (std::uint32_t places = pairs_.places(&text_[at]); places != 0; places &= places - 1) {
      try_pairs(at + static_cast<std::size_t>(std::countr_zero(places)));
    }
  }
  for (; at + 2 * kSyllableBytes <= text_.size(); ++at) try_pairs(at);
}

// Where no character begins no pair does: the lead bytes of syllables are lead bytes only.
void TextMatcher::try_pairs(std::size_t at) {
  if (at + 2 * kSyllableBytes > text_.size()) return;
  const std::uint64_t syllables = leading_pair(eight_bytes(text_, at));
  if (pairs_.may_hold(syllables)) append_pairs(at, syllables);
}

void TextMatcher::append_pairs(std::size_t at, std::uint64_t syllables) {
  for (const PairTable::Pair& pair : pairs_.pairs()) {
    if (pair.syllables == syllables) {
      occurrences_.push_back({at, 0, pair.word, follow(at, pair)});
    }
  }
}

void TextMatcher::number_eojeols() {
  std::size_t counted = 0;
  std::uint32_t eojeol = 0;
  for (Occurrence& found : occurrences_) {
    const std::string_view between = text_.substr(counted, found.at - counted);
    eojeol += static_cast<std::uint32_t>(std::ranges::count(between, ' '));
    found.eojeol = eojeol;
    counted = found.at;
  }
}

// How well the text from `at` on, over spaces when it must, is the word of `pair`.
double TextMatcher::follow(std::size_t at, const PairTable::Pair& pair) const {
  const std::string& stem = words_[pair.word].stem;
  std::size_t text_at = at;
  std::size_t stem_at = pair.at;
  bool is_across_space = false;
  while (stem_at < stem.size()) {
    const std::size_t next = text_at + (text_at < text_.size() && text_[text_at] == ' ' ? 1 : 0);
    if (text_.substr(next, kSyllableBytes)
            .compare(std::string_view(stem).substr(stem_at, kSyllableBytes)) != 0)
      break;
    is_across_space = is_across_space || next > text_at;
    text_at = next + kSyllableBytes;
    stem_at += kSyllableBytes;
  }
  const bool at_run_start = begins_run(text_, at);
  const double part = static_cast<double>(stem_at - pair.at) / static_cast<double>(stem.size());
  double match = part;
  if (pair.at > 0) match *= kRanking.part_from_middle;
  if (is_across_space) {
    return match * (at_run_start ? kRanking.across_space : kRanking.across_space_inside_run);
  }
  if (part == 1 && !ends_stem(text_, text_at)) match *= kRanking.before_run_end;
  return at_run_start ? match : match * kRanking.inside_run;
}

// Of each word and the one before it in the query, how well both match where the text has the one
// and then, in the same or the next eojeol, the other.
void TextMatcher::note_neighbours() {
  for (std::size_t first = 0; first < occurrences_.size(); ++first) {
    const Occurrence& before = occurrences_[first];
    for (std::size_t i = first + 1; i < occurrences_.size(); ++i) {
      const Occurrence& after = occurrences_[i];
      if (after.eojeol > before.eojeol + 1) break;
      if (after.word != before.word + 1) continue;
      neighbours_[after.word] =
          std::max(neighbours_[after.word], std::min(before.match, after.match));
    }
  }
}

double TextMatcher::share_in_order() const {
  double sum = 0;
  for (std::size_t w = 1; w < words_.size(); ++w) {
    sum += neighbours_[w] * (words_[w - 1].weight + words_[w].weight);
  }
  return sum / (2 * total_);
}

// The largest sum over words of weight * best match within `window_eojeols` of the body, in
// which what the title holds counts as found; early windows gain.
double TextMatcher::best_window(double title) {
  double best = title * (1 + kRanking.lead);
  for (std::size_t first = 0; first < occurrences_.size(); ++first) {
    best_match_ = held_;
    double sum = title;
    const std::uint32_t begin = occurrences_[first].eojeol;
    for (std::size_t i = first;
         i < occurrences_.size() && occurrences_[i].eojeol < begin + kRanking.window_eojeols; ++i) {
      const Occurrence& found = occurrences_[i];
      double& known = best_match_[found.word];
      if (found.match <= known) continue;
      sum += words_[found.word].weight * (found.match - known);
      known = found.match;
    }
    if (sum * (1 + kRanking.lead) <= best) continue;
    const double depth = static_cast<double>(begin) / kRanking.lead_eojeols;
    best = std::max(best, sum * (1 + kRanking.lead * std::exp(-depth)));
  }
  return best;
}

}  // namespace sillok
