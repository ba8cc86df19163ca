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
#include "searcher/term_statistics.h"

namespace sillok {

// The score of an article is
//
//   first stage    sum of factor * BM25+ over the query's terms (a title counts kTitleWeight times)
//                  + title_part * the same over the title's terms
//                  + article_bonus * W for what is more than a list row
//   second stage   (window_weight * window + title_weight * title + order_weight * order) * W
//                  + the recency bonus, of the best `depth`
//
// where W is the sum of factor * idf over the query's terms that the index has, so that all shares
// are parts of what the query can reach.
struct RankingParameters {
  // BM25+ (Lv and Zhai 2011) with full length normalization.
  double k1 = .9;
  double b = 1;
  double delta = .7;

  // Factors of the query's terms, multiplied.
  double bigram = 1;
  double bigram_half_in_josa = .5;
  double bigram_in_josa = .2;
  double first_bigram = 1.6;  // of its run
  double stem = .5;           // the token of a Hangul run of two syllables or more
  double syllable = 1;        // the token of one syllable
  double cross = .4;
  double cross_after_josa = .2;
  double number = 5;  // begins with a digit; one term stands against several of a Hangul word
  double latin = 1.6;

  double title_part = .1;
  double article_bonus = 1.5;

  // The words of the second stage weigh their idf times these.
  double number_word = 1.5;
  double latin_word = 1.2;
  double asked_word = .6;  // the last one when 은 or 는 ends it: 방주에서 내린 날짜는?
  double date_word = .5;   // a date that is asked for, times the mean of the other words' weights

  // How well what stands in the text matches a word, multiplied; the whole stem at a run's start is
  // 1. A part of n syllables of m, two or more, is n / m.
  double inside_run = .7;        // other syllables of the run stand before it
  double before_run_end = .9;    // more than a josa or ending follows in the run
  double part_from_middle = .6;  // not the word's first syllables
  double across_space = .9;
  double across_space_inside_run = .4;
  // A word of one syllable; 1 where nothing but a josa or ending is with it in the run.
  double syllable_at_start = .4;
  double syllable_at_end = .6;  // a josa or ending may follow
  double syllable_inside = .2;

  double window_weight = .8;
  std::uint32_t window_eojeols = 15;
  double lead = .2;  // what a window at the start of the body gains; it fades over lead_eojeols
  double lead_eojeols = 45;
  double title_weight = .1;
  double order_weight = .2;
  std::size_t depth = 20;  // how many of the best are re-ranked
};

inline constexpr RankingParameters kRanking;

// Shorter documents, in parts of the average length, count as this long.
inline constexpr double kMinLength = .5;

// A term of the first stage.
struct RankTerm {
  std::string term;  // with its prefix
  double factor = 1;
  Xapian::doccount frequency = 0;  // entries that have it
};

// A word of the query as the second stage looks for it.
struct RankWord {
  // date: any date or year, which the query asks for.
  enum class Kind : std::uint8_t { text, date };

  Kind kind = Kind::text;
  std::string stem;  // normalized, less its josa; empty of a date
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

// Question words (무엇, 누구, …) are left out when other words remain; when a date is asked for
// (언제, 몇 년, 날짜는) it counts as a word. The second stage takes 딸의 for 딸 when other words
// remain and at least as many entries have 딸 alone as have 딸의.
RankQuery make_rank_query(const std::vector<std::string>& texts, const TermStatistics& statistics);

// The terms whose statistics that takes.
std::vector<std::string> terms_to_weigh(const std::vector<std::string>& texts);

// The OR of the terms, to be scored by weighting_scheme(); matches nothing when there are none.
Xapian::Query first_stage_query(const RankQuery& query);
Xapian::BM25PlusWeight weighting_scheme();

// The weights that it gives: the idf of a term of the index, 0 when it has none, and with it the
// score of a document that is `length` times as long as the average.
double term_idf(const std::string& term, const TermStatistics& statistics);
double idf_of(Xapian::doccount frequency, const Xapian::Database& db);
inline double bm25_plus(double idf, double wdf, double length) {
  const double saturation = kRanking.k1 * (kRanking.b * length + 1 - kRanking.b) + wdf;
  return idf * (kRanking.delta + (kRanking.k1 + 1) * wdf / saturation);
}

// Scores `weight`, above 0, for every document of a boolean term of the index, under
// weighting_scheme().
Xapian::Query constant_query(const std::string& term, double weight,
                             const TermStatistics& statistics);

// What the second stage (window.h) sees in one article.
struct TextMatch {
  // The largest sum(weight * match) / sum(weight) over windows of the body of `window_eojeols`, in
  // which what the title holds counts as found: 0 to 1 + lead.
  double window = 0;
  double title = 0;  // the same of the title alone, 0 to 1
  // The share of the query's pairs of words side by side that stand so, in that order, in the title
  // or body: of n words of equal weight at most (n - 1) / n.
  double order = 0;
};

// The second stage's share of the score, and the most it can be.
double second_stage_score(const RankQuery& query, const TextMatch& match);
double most_second_stage_score(const RankQuery& query);

}  // namespace sillok
