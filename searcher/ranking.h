// Relevance: the first stage, a weighted OR over the index, and the second, which reads the text of
// the best. All parameters of both stand here; bench/RELEVANCE.md has what each one gives.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "searcher/condition.h"
#include "searcher/query.h"

namespace sillok {

// BM25+ (Lv and Zhai 2011) with full length normalization.
struct RankingParameters {
  double k1 = 1.2;
  double b = 1;
  double delta = 1;

  // Factors of the query's terms, multiplied.
  double bigram = 1;
  double bigram_half_in_josa = .5;
  double bigram_in_josa = .2;
  double first_bigram = 1.6;  // of its run
  double stem = .5;           // the token of a Hangul run of two syllables or more
  double syllable = 1;        // the token of one syllable
  double cross = .4;
  double cross_after_josa = .2;
  double number =
      5;  // a term that begins with a digit; one stands against several of a Hangul word
  double latin = 1.6;

  // Second stage: score + window_weight * W * window, W being the sum of factor * idf.
  double window_weight = .8;
  std::uint32_t window_runs = 15;
  std::size_t depth = 100;  // how many of the best are re-ranked
};

inline constexpr RankingParameters kRanking;

// A term of the first stage.
struct RankTerm {
  std::string term;  // with its prefix
  double factor = 1;
};

// A word of the query as the second stage looks for it.
struct RankWord {
  std::string stem;  // normalized, less its josa
  Script script = Script::hangul;
  std::uint32_t syllables = 0;
  double weight = 0;  // idf of its token, or the least of its bigrams' when no text has the token
};

struct RankQuery {
  std::vector<RankTerm> terms;
  std::vector<RankWord> words;
  double total_weight = 0;  // W
};

// What of a query is to be ranked by: its words, phrases and prefixes outside negations. Words that
// stand side by side are read as one text.
std::vector<std::string> ranking_texts(const QueryNode& query);

// Question words (무엇, 누구, …) are left out when other words remain.
RankQuery make_rank_query(const std::vector<std::string>& texts, const Xapian::Database& db);

// The OR of the terms, to be scored by weighting_scheme(); matches nothing when there are none.
Xapian::Query first_stage_query(const RankQuery& query);
Xapian::BM25PlusWeight weighting_scheme();

// How well the best window of the text holds the query's words, 0 to 1: over windows of
// `window_runs` runs the largest sum(weight * match) / sum(weight).
double best_window(const RankQuery& query, const LoadedArticle& loaded);

}  // namespace sillok
