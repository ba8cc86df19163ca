// The second stage: how an article's text holds the query's words (match_text of ranking.h).
#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "searcher/ranking.h"

namespace sillok {
namespace {

constexpr std::size_t kSyllableBytes = 3;

// A word of the query found in a run of the text.
struct Occurrence {
  std::uint32_t run;
  std::uint32_t word;
  double match;  // 0 to 1
};

bool is_made_of_syllables(const RankWord& word) {
  return (word.script == Script::hangul || word.script == Script::han) &&
         word.stem.size() == word.syllables * kSyllableBytes;
}

// Two syllables as a number; the bytes of `first` and `second` must be there.
std::uint64_t pair_of(const char* first, const char* second) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, first, kSyllableBytes);
  std::memcpy(reinterpret_cast<char*>(&bytes) + kSyllableBytes, second, kSyllableBytes);
  return bytes;
}

// The syllable pairs of the query's words, with a filter that most pairs of a text fail.
class PairTable {
 public:
  struct Pair {
    std::uint64_t syllables;
    std::uint32_t word;
    std::uint32_t at;  // byte offset in the word
  };

  void add(std::string_view stem, std::uint32_t word) {
    for (std::size_t at = 0; at + 2 * kSyllableBytes <= stem.size(); at += kSyllableBytes) {
      const std::uint64_t syllables = pair_of(&stem[at], &stem[at + kSyllableBytes]);
      pairs_.push_back({syllables, word, static_cast<std::uint32_t>(at)});
      filter_[bit_of(syllables) / 64] |= 1ull << bit_of(syllables) % 64;
    }
  }

  bool may_hold(std::uint64_t syllables) const {
    return (filter_[bit_of(syllables) / 64] >> bit_of(syllables) % 64 & 1) != 0;
  }

  const std::vector<Pair>& pairs() const { return pairs_; }

 private:
  static std::size_t bit_of(std::uint64_t syllables) {
    return (syllables * 0x9E3779B97F4A7C15ull) >> 54;
  }

  std::vector<Pair> pairs_;
  std::uint64_t filter_[16] = {};
};

// Finds the query's words and their parts in an article. Linear in its text for a query of a few
// words.
class Matcher {
 public:
  explicit Matcher(const std::vector<RankWord>& words) : words_(words) {
    for (std::uint32_t w = 0; w < words.size(); ++w) {
      const RankWord& word = words[w];
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

  TextMatch match(const LoadedArticle& loaded) {
    if (total_ == 0) return {};
    held_.assign(words_.size(), 0);
    find(loaded.title);
    for (const Occurrence& found : occurrences_) {
      held_[found.word] = std::max(held_[found.word], found.match);
    }
    double title = 0;
    for (std::size_t w = 0; w < words_.size(); ++w) title += words_[w].weight * held_[w];
    find(loaded.body);
    return {best_window(title) / total_, title / total_};
  }

 private:
  void find(std::string_view text) {
    text_ = text;
    runs_ = cut_runs(text);
    occurrences_.clear();
    for (std::uint32_t r = 0; r < runs_.size(); ++r) {
      if (runs_[r].is_syllabic()) {
        find_in_syllables(r);
      } else {
        find_whole(r);
      }
    }
  }

  std::string_view text_of(const Run& run) const {
    return text_.substr(run.begin, run.end - run.begin);
  }

  // Whether a word may go on from run `r` to the next, over nothing but a space.
  bool joins_next(std::uint32_t r) const {
    return r + 1 < runs_.size() && runs_[r + 1].after_space && runs_[r + 1].is_syllabic() &&
           runs_[r + 1].begin + kSyllableBytes <= text_.size();
  }

  void find_whole(std::uint32_t r) {
    for (const std::uint32_t w : whole_) {
      if (words_[w].stem == text_of(runs_[r])) occurrences_.push_back({r, w, 1});
    }
  }

  void find_single(std::uint32_t r) {
    for (const std::uint32_t w : single_) {
      const std::size_t at = text_of(runs_[r]).find(words_[w].stem);
      if (at == std::string_view::npos) continue;
      occurrences_.push_back({r, w, at == 0 ? 1 : kRanking.inside_run});
    }
  }

  void find_in_syllables(std::uint32_t r) {
    const Run& run = runs_[r];
    if (!single_.empty()) find_single(r);
    std::size_t at = run.begin;
    for (; at + 2 * kSyllableBytes <= run.end; at += kSyllableBytes) {
      find_pairs(r, at, pair_of(&text_[at], &text_[at + kSyllableBytes]));
    }
    if (at + kSyllableBytes <= run.end && joins_next(r)) {
      find_pairs(r, at, pair_of(&text_[at], &text_[runs_[r + 1].begin]));
    }
  }

  void find_pairs(std::uint32_t r, std::size_t at, std::uint64_t syllables) {
    if (!pairs_.may_hold(syllables)) return;
    for (const PairTable::Pair& pair : pairs_.pairs()) {
      if (pair.syllables == syllables) {
        occurrences_.push_back({r, pair.word, follow(r, at, pair)});
      }
    }
  }

  // How well the text from `at` in run `r` on, over a space when it must, is the word of `pair`.
  double follow(std::uint32_t r, std::size_t at, const PairTable::Pair& pair) const {
    const std::string& stem = words_[pair.word].stem;
    std::uint32_t run = r;
    std::size_t text_at = at;
    std::size_t stem_at = pair.at;
    while (stem_at < stem.size()) {
      if (text_at + kSyllableBytes > runs_[run].end) {
        if (!joins_next(run)) break;
        text_at = runs_[++run].begin;
      }
      if (text_.compare(text_at, kSyllableBytes, stem, stem_at, kSyllableBytes) != 0) break;
      text_at += kSyllableBytes;
      stem_at += kSyllableBytes;
    }
    const bool at_run_start = at == runs_[r].begin;
    const double part = static_cast<double>(stem_at - pair.at) / static_cast<double>(stem.size());
    double match = part;
    if (pair.at > 0) match *= kRanking.part_from_middle;
    if (run != r) {
      return match * (at_run_start ? kRanking.across_space : kRanking.across_space_inside_run);
    }
    if (part == 1 && !ends_a_stem(runs_[r], text_at)) match *= kRanking.before_run_end;
    return at_run_start ? match : match * kRanking.inside_run;
  }

  // Whether nothing but a josa or ending follows in the run.
  bool ends_a_stem(const Run& run, std::size_t position) const {
    return position == run.end || run.begin + stem_bytes(text_of(run)) <= position;
  }

  // The largest sum over words of weight * best match within `window_runs` runs of the body, in
  // which what the title holds counts as found; early windows gain.
  double best_window(double title) {
    double best = title * (1 + kRanking.lead);
    for (std::size_t first = 0; first < occurrences_.size(); ++first) {
      best_match_ = held_;
      double sum = title;
      const std::uint32_t begin = occurrences_[first].run;
      for (std::size_t i = first;
           i < occurrences_.size() && occurrences_[i].run < begin + kRanking.window_runs; ++i) {
        const Occurrence& found = occurrences_[i];
        double& known = best_match_[found.word];
        if (found.match <= known) continue;
        sum += words_[found.word].weight * (found.match - known);
        known = found.match;
      }
      if (sum * (1 + kRanking.lead) <= best) continue;
      const double depth = static_cast<double>(begin) / kRanking.lead_runs;
      best = std::max(best, sum * (1 + kRanking.lead * std::exp(-depth)));
    }
    return best;
  }

  const std::vector<RankWord>& words_;
  double total_ = 0;
  std::vector<std::uint32_t> whole_;   // words found only as a whole run
  std::vector<std::uint32_t> single_;  // words of one syllable
  PairTable pairs_;

  std::string_view text_;
  std::vector<Run> runs_;
  std::vector<Occurrence> occurrences_;
  std::vector<double> held_;  // the title's best match of each word
  std::vector<double> best_match_;
};

}  // namespace

TextMatch match_text(const RankQuery& query, const LoadedArticle& loaded) {
  return Matcher(query.words).match(loaded);
}

}  // namespace sillok
