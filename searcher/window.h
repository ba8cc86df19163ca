// The second stage: how an article's text holds the query's words.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "searcher/ranking.h"

namespace sillok {

// The syllables of the query's words in pairs, with filters that most of a text fails.
class PairTable {
 public:
  struct Pair {
    std::uint64_t syllables;
    std::uint32_t word;
    std::uint32_t at;  // byte offset in the word
  };

  struct Single {
    std::uint64_t syllable;
    std::uint32_t word;
  };

  // `stem` is made of syllables; one alone is no pair but is looked for with them.
  void add(std::string_view stem, std::uint32_t word);
  const std::vector<Pair>& pairs() const { return pairs_; }
  const std::vector<Single>& singles() const { return singles_; }
  bool is_empty() const { return leads_.empty(); }

  // Sets a bit for each of the kBlock places from `text` on at which one may begin; two more
  // bytes than that are read. Looks at whole blocks without branches.
  static constexpr std::size_t kBlock = 32;
  std::uint32_t places(const char* text) const;

  bool may_hold(std::uint64_t syllables) const {
    return (filter_[bit_of(syllables) / 64] >> bit_of(syllables) % 64 & 1) != 0;
  }

 private:
  static std::size_t bit_of(std::uint64_t syllables) {
    return (syllables * 0x9E3779B97F4A7C15ull) >> 54;
  }

  void add_lead(std::string_view syllable);

  // The last two of the three bytes of a syllable that begins a pair or is alone.
  struct Lead {
    char second;
    char third;
    bool operator==(const Lead&) const = default;
  };

  std::vector<Pair> pairs_;
  std::vector<Single> singles_;
  std::vector<Lead> leads_;
  std::uint64_t filter_[16] = {};
};

// Finds a query's words and their parts in one article after the other. Linear in the text for a
// query of a few dozen words.
class TextMatcher {
 public:
  // `query` must outlive the matcher.
  explicit TextMatcher(const RankQuery& query);

  TextMatch match(const LoadedArticle& loaded);

 private:
  // A word of the query, or a part of it, found in the text.
  struct Occurrence {
    std::size_t at;        // byte offset
    std::uint32_t eojeol;  // how many spaces stand before it
    std::uint32_t word;
    double match;  // 0 to 1
  };

  void find(std::string_view text);
  void find_whole(std::uint32_t word);
  void find_dates(std::uint32_t word);
  void find_syllables();
  void try_syllables(std::size_t at);
  void append_pairs(std::size_t at, std::uint64_t syllables);
  void number_eojeols();
  double follow(std::size_t at, const PairTable::Pair& pair) const;
  void note_neighbours();
  double best_window(double title);
  double share_in_order() const;

  const std::vector<RankWord>& words_;
  double total_ = 0;                  // of the words' weights
  std::vector<std::uint32_t> whole_;  // words found only as a whole run
  std::vector<std::uint32_t> dates_;
  PairTable table_;  // words made of syllables

  std::string_view text_;
  std::vector<Occurrence> occurrences_;
  std::vector<double> held_;  // the title's best match of each word
  std::vector<double> best_match_;
  std::vector<double> neighbours_;
};

}  // namespace sillok
