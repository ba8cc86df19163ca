// The second stage: the best window of an article's text (best_window of ranking.h).
#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "searcher/ranking.h"

namespace sillok {
namespace {

constexpr std::size_t kSyllableBytes = 3;

// How a part of a word counts, by where it stands in the word and in the text.
constexpr double kInsideRun = .8;
constexpr double kPartFromStart = .8;
constexpr double kPartFromMiddle = .6;
constexpr double kAcrossSpaceFromRunStart = .9;
constexpr double kAcrossSpaceInsideRun = .4;

// A word of the query found in a run of the text.
struct Occurrence {
  std::uint32_t run;
  std::uint32_t word;
  double match;  // 0 to 1
};

// Finds the query's words and their parts in one text. Linear in the text for a query of a few
// words: a position is looked at closer only when its syllable pair occurs in the query.
class WordFinder {
 public:
  explicit WordFinder(const std::vector<RankWord>& words) : words_(words) {
    for (std::uint32_t w = 0; w < words.size(); ++w) {
      const RankWord& word = words[w];
      if (!is_syllabic(word)) {
        whole_.push_back(w);
      } else if (word.syllables == 1) {
        single_.push_back(w);
      } else {
        for (std::size_t at = 0; at + 2 * kSyllableBytes <= word.stem.size();
             at += kSyllableBytes) {
          pairs_.push_back({pair_at(word.stem, at), w, static_cast<std::uint32_t>(at)});
          mark(pairs_.back().syllables);
        }
      }
    }
  }

  std::vector<Occurrence> find(std::string_view text, const std::vector<Run>& runs) {
    occurrences_.clear();
    for (std::uint32_t r = 0; r < runs.size(); ++r) {
      if (runs[r].is_syllabic()) {
        find_in_syllables(text, runs, r);
      } else {
        find_whole(text, runs[r], r);
      }
    }
    return std::move(occurrences_);
  }

 private:
  struct Pair {
    std::uint64_t syllables;
    std::uint32_t word;
    std::uint32_t at;  // byte offset in the word
  };

  static bool is_syllabic(const RankWord& word) {
    return (word.script == Script::hangul || word.script == Script::han) &&
           word.stem.size() == word.syllables * kSyllableBytes;
  }

  static std::uint64_t pair_at(std::string_view text, std::size_t at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, 2 * kSyllableBytes);
    return bytes;
  }

  static std::size_t filter_bit(std::uint64_t pair) { return (pair * 0x9E3779B97F4A7C15ull) >> 54; }
  void mark(std::uint64_t pair) { filter_[filter_bit(pair) / 64] |= 1ull << filter_bit(pair) % 64; }
  bool may_hold(std::uint64_t pair) const {
    return filter_[filter_bit(pair) / 64] >> filter_bit(pair) % 64 & 1;
  }

  void find_whole(std::string_view text, const Run& run, std::uint32_t r) {
    const std::string_view word = text.substr(run.begin, run.end - run.begin);
    for (const std::uint32_t w : whole_) {
      if (words_[w].stem == word) occurrences_.push_back({r, w, 1});
    }
  }

  void find_in_syllables(std::string_view text, const std::vector<Run>& runs, std::uint32_t r) {
    const Run& run = runs[r];
    find_single(text, run, r);
    const bool joins_next =
        r + 1 < runs.size() && runs[r + 1].after_space && runs[r + 1].is_syllabic();
    for (std::size_t at = run.begin; at + kSyllableBytes <= run.end; at += kSyllableBytes) {
      if (at + 2 * kSyllableBytes <= run.end) {
        find_pairs(text, runs, r, at, pair_at(text, at));
      } else if (joins_next && runs[r + 1].begin + kSyllableBytes <= text.size()) {
        find_pairs(text, runs, r, at, pair_across(text, at, runs[r + 1].begin));
      }
    }
  }

  static std::uint64_t pair_across(std::string_view text, std::size_t at, std::size_t next) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, kSyllableBytes);
    std::memcpy(reinterpret_cast<char*>(&bytes) + kSyllableBytes, text.data() + next,
                kSyllableBytes);
    return bytes;
  }

  void find_single(std::string_view text, const Run& run, std::uint32_t r) {
    for (const std::uint32_t w : single_) {
      const std::string& stem = words_[w].stem;
      const std::string_view word = text.substr(run.begin, run.end - run.begin);
      if (word.starts_with(stem)) {
        occurrences_.push_back({r, w, 1});
      } else if (word.find(stem) != std::string_view::npos) {
        occurrences_.push_back({r, w, kInsideRun});
      }
    }
  }

  void find_pairs(std::string_view text, const std::vector<Run>& runs, std::uint32_t r,
                  std::size_t at, std::uint64_t syllables) {
    if (!may_hold(syllables)) return;
    for (const Pair& pair : pairs_) {
      if (pair.syllables == syllables) extend(text, runs, r, at, pair);
    }
  }

  // Follows the word from `pair` on through the text, over a space when it must.
  void extend(std::string_view text, const std::vector<Run>& runs, std::uint32_t r, std::size_t at,
              const Pair& pair) {
    const std::string& stem = words_[pair.word].stem;
    std::uint32_t run = r;
    std::size_t text_at = at;
    std::size_t stem_at = pair.at;
    while (stem_at < stem.size()) {
      if (text_at + kSyllableBytes > runs[run].end) {
        if (run + 1 >= runs.size() || !runs[run + 1].after_space || !runs[run + 1].is_syllabic()) {
          break;
        }
        text_at = runs[++run].begin;
      }
      if (text.compare(text_at, kSyllableBytes, stem, stem_at, kSyllableBytes) != 0) break;
      text_at += kSyllableBytes;
      stem_at += kSyllableBytes;
    }
    const std::size_t bytes = stem_at - pair.at;
    const bool at_run_start = at == runs[r].begin;
    double match;
    if (bytes == stem.size()) {
      match = at_run_start || run != r ? 1 : kInsideRun;
    } else {
      match = static_cast<double>(bytes) / static_cast<double>(stem.size()) *
              (pair.at == 0 ? kPartFromStart : kPartFromMiddle) *
              (at_run_start || run != r ? 1 : kInsideRun);
    }
    if (run != r) match *= at_run_start ? kAcrossSpaceFromRunStart : kAcrossSpaceInsideRun;
    occurrences_.push_back({r, pair.word, match});
  }

  const std::vector<RankWord>& words_;
  std::vector<std::uint32_t> whole_;   // words found only as a whole run
  std::vector<std::uint32_t> single_;  // words of one syllable
  std::vector<Pair> pairs_;
  std::uint64_t filter_[16] = {};
  std::vector<Occurrence> occurrences_;
};

// The largest sum over words of weight * best match within `window` runs. The occurrences are in
// order of their runs.
double best_sum(const std::vector<Occurrence>& occurrences, const std::vector<RankWord>& words,
                std::uint32_t window) {
  std::vector<double> best_match(words.size());
  double best = 0;
  for (std::size_t first = 0; first < occurrences.size(); ++first) {
    std::fill(best_match.begin(), best_match.end(), 0);
    double sum = 0;
    const std::uint32_t end = occurrences[first].run + window;
    for (std::size_t i = first; i < occurrences.size() && occurrences[i].run < end; ++i) {
      double& known = best_match[occurrences[i].word];
      if (occurrences[i].match <= known) continue;
      sum += words[occurrences[i].word].weight * (occurrences[i].match - known);
      known = occurrences[i].match;
    }
    best = std::max(best, sum);
  }
  return best;
}

}  // namespace

double best_window(const RankQuery& query, const LoadedArticle& loaded) {
  double weights = 0;
  for (const RankWord& word : query.words) weights += word.weight;
  if (weights == 0) return 0;
  WordFinder finder(query.words);
  double best = 0;
  for (const std::string* text : {&loaded.title, &loaded.body}) {
    best = std::max(
        best, best_sum(finder.find(*text, split_runs(*text)), query.words, kRanking.window_runs));
  }
  return best / weights;
}

}  // namespace sillok
