#include "searcher/window.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "common/josa.h"
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

constexpr std::uint64_t kSyllableMask = (1ull << 8 * kSyllableBytes) - 1;

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
  const bool is_across_space = (bytes >> 8 * kSyllableBytes & 0xFF) == ' ';
  const std::uint64_t rest = bytes >> 8 * (kSyllableBytes + (is_across_space ? 1 : 0));
  return pair_of(bytes & kSyllableMask, rest & kSyllableMask);
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

// Where the Hangul from `at` on ends.
std::size_t hangul_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  for (std::size_t next = at; next < text.size(); end = next) {
    if (!is_hangul_syllable(next_character(text, next))) break;
  }
  return end;
}

// Whether nothing but a josa or ending stands between `at` and the end of the run, which holds the
// syllables before `at`.
bool ends_stem(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && is_hangul_syllable(previous_character(text, begin))) begin -= kSyllableBytes;
  const std::size_t end = hangul_end(text, at);
  return end == at || begin + stem_bytes(text.substr(begin, end - begin)) <= at;
}

// How well the syllable at `at` is a word of one syllable.
double lone_match(std::string_view text, std::size_t at) {
  const std::size_t end = at + kSyllableBytes;
  const std::string_view rest = text.substr(end, hangul_end(text, end) - end);
  const bool is_at_end = rest.empty() || is_ending(rest);
  if (begins_run(text, at)) return is_at_end ? 1 : kRanking.syllable_at_start;
  return is_at_end ? kRanking.syllable_at_end : kRanking.syllable_inside;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Whether the number before `end` is part of a date, or a year alone: 3월, 2013년, (2013).
bool is_date(std::string_view text, std::string_view number, std::size_t end) {
  if (number.size() > 4) return false;
  const std::string_view unit = text.substr(end, kSyllableBytes);
  return unit == "년" || unit == "월" || unit == "일" ||
         (number.size() == 4 && (number[0] == '1' || number[0] == '2'));
}

}  // namespace

void PairTable::add_lead(std::string_view syllable) {
  const Lead lead{syllable[1], syllable[2]};
  if (std::ranges::find(leads_, lead) == leads_.end()) leads_.push_back(lead);
}

void PairTable::add(std::string_view stem, std::uint32_t word) {
  if (stem.size() == kSyllableBytes) {
    singles_.push_back({syllable_at(stem, 0), word});
    add_lead(stem);
  }
  for (std::size_t at = 0; at + 2 * kSyllableBytes <= stem.size(); at += kSyllableBytes) {
    const std::uint64_t syllables =
        pair_of(syllable_at(stem, at), syllable_at(stem, at + kSyllableBytes));
    pairs_.push_back({syllables, word, static_cast<std::uint32_t>(at)});
    filter_[bit_of(syllables) / 64] |= 1ull << bit_of(syllables) % 64;
    add_lead(stem.substr(at, kSyllableBytes));
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
    if (word.kind == RankWord::Kind::date) {
      dates_.push_back(w);
    } else if (!is_made_of_syllables(word)) {
      whole_.push_back(w);
    } else {
      table_.add(word.stem, w);
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
  if (!table_.is_empty()) find_syllables();
  for (const std::uint32_t word : whole_) find_whole(word);
  for (const std::uint32_t word : dates_) find_dates(word);
  if (!whole_.empty() || !dates_.empty()) {
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

void TextMatcher::find_dates(std::uint32_t word) {
  for (std::size_t at = 0; at < text_.size(); ++at) {
    if (!is_digit(text_[at])) continue;
    std::size_t end = at;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    if (is_date(text_, text_.substr(at, end - at), end)) occurrences_.push_back({at, 0, word, 1});
    at = end;
  }
}

void TextMatcher::find_syllables() {
  std::size_t at = 0;
  for (; at + PairTable::kBlock + kSyllableBytes <= text_.size(); at += PairTable::kBlock) {
    for (std::uint32_t places = table_.places(&text_[at]); places != 0; places &= places - 1) {
      try_syllables(at + static_cast<std::size_t>(std::countr_zero(places)));
    }
  }
  for (; at + kSyllableBytes <= text_.size(); ++at) try_syllables(at);
}

// Where no character begins no syllable does: their lead bytes are lead bytes only.
void TextMatcher::try_syllables(std::size_t at) {
  if (at + kSyllableBytes > text_.size()) return;
  const std::uint64_t bytes = eight_bytes(text_, at);
  for (const PairTable::Single& single : table_.singles()) {
    if (single.syllable == (bytes & kSyllableMask)) {
      occurrences_.push_back({at, 0, single.word, lone_match(text_, at)});
    }
  }
  if (at + 2 * kSyllableBytes > text_.size()) return;
  const std::uint64_t syllables = leading_pair(bytes);
  if (table_.may_hold(syllables)) append_pairs(at, syllables);
}

void TextMatcher::append_pairs(std::size_t at, std::uint64_t syllables) {
  for (const PairTable::Pair& pair : table_.pairs()) {
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
