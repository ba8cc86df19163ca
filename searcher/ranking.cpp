#include "searcher/ranking.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>

#include "common/josa.h"
#include "common/schema.h"
#include "common/text.h"

namespace sillok {
namespace {

// They ask; what answers does not hold them.
constexpr std::array<std::string_view, 12> kQuestionWords = {
    "무엇", "누구", "어디", "언제", "어느", "어떤", "몇", "무슨", "얼마", "어떻게", "왜", "누가"};

// They ask for a date, those of kAskedDates when 은 or 는 makes them what is asked for.
constexpr std::array<std::string_view, 5> kDateQuestions = {"언제", "며칠", "몇년", "몇월", "몇일"};
constexpr std::array<std::string_view, 3> kDateUnits = {"년", "월", "일"};
constexpr std::array<std::string_view, 6> kAskedDates = {"연도", "년도", "날짜",
                                                         "시기", "날",   "해"};

constexpr std::size_t kSyllableBytes = 3;

std::string index_term(const Term& term) {
  return std::string(family_prefix(term.family)).append(truncate_utf8(term.text, kMaxTokenBytes));
}

double bigram_factor(const Term& term, const Run& run) {
  const RankingParameters& p = kRanking;
  double factor = p.bigram;
  if (term.josa_syllables == 1) factor *= p.bigram_half_in_josa;
  if (term.josa_syllables == 2) factor *= p.bigram_in_josa;
  if (term.begin == run.begin) factor *= p.first_bigram;
  return factor;
}

double token_factor(const Run& run) {
  switch (run.script) {
    case Script::digit:
      return kRanking.number;
    case Script::latin:
      return kRanking.latin;
    case Script::han:
      return 1;
    case Script::hangul:
      break;
  }
  return run.syllables == 1 ? kRanking.syllable : kRanking.stem;
}

double factor_of(const Term& term, const Run& run) {
  switch (term.family) {
    case TermFamily::bigram:
      return bigram_factor(term, run);
    case TermFamily::cross:
      return term.josa_syllables > 0 ? kRanking.cross_after_josa : kRanking.cross;
    case TermFamily::reading:
    case TermFamily::token:
      break;
  }
  return token_factor(run);
}

std::string_view slice(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  return text.substr(begin, end - begin);
}

bool is_question_word(std::string_view text, const Run& run) {
  return std::ranges::find(kQuestionWords, slice(text, run.begin, run.stem_end)) !=
         kQuestionWords.end();
}

std::string token_of(std::string_view stem) {
  return std::string(kTokenPrefix).append(stem, 0, kMaxTokenBytes);
}

bool starts_with_any(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
}

// Whether the run is one syllable and a josa or ending, which may be the word's own: 딸의, 회의.
bool may_have_lone_stem(std::string_view text, const Run& run) {
  return run.script == Script::hangul && run.syllables > 1 &&
         is_ending(slice(text, run.begin + kSyllableBytes, run.end));
}

// The run of what a question asks for, when 은 or 는 says so: the last but for question words, and
// not the first. runs.size() when there is none.
std::size_t asked_run(std::string_view text, const std::vector<Run>& runs) {
  std::size_t last = runs.size();
  while (last > 0 && is_question_word(text, runs[last - 1])) --last;
  if (last < 2) return runs.size();
  const Run& run = runs[last - 1];
  const bool has_short_josa = run.script == Script::hangul && run.syllables == 2;  // 해는
  const std::string_view josa = has_short_josa ? slice(text, run.begin + kSyllableBytes, run.end)
                                               : slice(text, run.stem_end, run.end);
  return josa == "은" || josa == "는" ? last - 1 : runs.size();
}

bool asks_for_date(std::string_view text, const std::vector<Run>& runs, std::size_t asked) {
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const std::string_view word = slice(text, runs[r].begin, runs[r].end);
    if (starts_with_any(word, kDateQuestions)) return true;
    if (word == "몇" && r + 1 < runs.size() &&
        starts_with_any(text.substr(runs[r + 1].begin), kDateUnits)) {
      return true;
    }
    if (r == asked &&
        std::ranges::find(kAskedDates, word.substr(0, word.size() - kSyllableBytes)) !=
            kAskedDates.end()) {
      return true;
    }
  }
  return false;
}

// Collects the terms of one text, adding up the factors of repeats.
class RankQueryBuilder {
 public:
  // `is_one_word`: the query has no other word.
  RankQueryBuilder(const TermStatistics& statistics, bool is_one_word)
      : statistics_(statistics), is_one_word_(is_one_word) {}

  void add(const std::string& text, bool keep_question_words) {
    const std::vector<Run> runs = split_runs(text);
    const std::size_t asked = asked_run(text, runs);
    asks_for_date_ = asks_for_date_ || asks_for_date(text, runs, asked);
    const auto is_dropped = [&](std::uint32_t run) {
      return !keep_question_words && is_question_word(text, runs[run]);
    };
    std::vector<double> least_bigram_idf(runs.size(), 0);
    for_each_term(text, runs, [&](const Term& term) {
      const bool is_cross = term.family == TermFamily::cross;
      if (is_dropped(term.run) || (is_cross && is_dropped(term.run + 1))) return;
      const double idf = add_term(term, runs[term.run]);
      if (term.family == TermFamily::bigram && term.josa_syllables == 0 && idf > 0) {
        double& least = least_bigram_idf[term.run];
        least = least == 0 ? idf : std::min(least, idf);
      }
    });
    for (std::uint32_t r = 0; r < runs.size(); ++r) {
      if (!is_dropped(r)) add_word(text, runs[r], least_bigram_idf[r], r == asked);
    }
  }

  RankQuery take() {
    if (asks_for_date_ && !query_.words.empty()) add_date();
    return std::move(query_);
  }

 private:
  double add_term(const Term& term, const Run& run) {
    std::string name = index_term(term);
    const Xapian::doccount frequency = statistics_.holding(name);
    if (frequency == 0) return 0;
    const double idf = idf_of(frequency, statistics_.db());
    const double factor = factor_of(term, run);
    query_.total_weight += factor * idf;
    const auto [known, is_new] = positions_.try_emplace(name, query_.terms.size());
    if (is_new) {
      query_.terms.push_back({std::move(name), factor, frequency});
    } else {
      query_.terms[known->second].factor += factor;
    }
    return idf;
  }

  void add_word(const std::string& text, const Run& run, double least_bigram_idf, bool is_asked) {
    RankWord word;
    word.stem = slice(text, run.begin, run.stem_end);
    word.script = run.script;
    Xapian::doccount frequency = statistics_.holding(token_of(word.stem));
    if (!is_one_word_ && may_have_lone_stem(text, run)) {
      const std::string lone = word.stem.substr(0, kSyllableBytes);
      const Xapian::doccount alone = statistics_.holding(token_of(lone));
      if (alone > 0 && alone >= frequency) {
        word.stem = lone;
        frequency = std::min(alone + frequency, statistics_.db().get_doccount());
      }
    }
    word.syllables = static_cast<std::uint32_t>(word.stem.size() / kSyllableBytes);
    if (std::ranges::any_of(query_.words,
                            [&](const RankWord& known) { return known.stem == word.stem; })) {
      return;
    }
    word.weight = frequency > 0 ? idf_of(frequency, statistics_.db()) : least_bigram_idf;
    if (run.script == Script::digit) word.weight *= kRanking.number_word;
    if (run.script == Script::latin) word.weight *= kRanking.latin_word;
    if (is_asked) word.weight *= kRanking.asked_word;
    if (word.weight > 0) query_.words.push_back(std::move(word));
  }

  void add_date() {
    RankWord date;
    date.kind = RankWord::Kind::date;
    for (const RankWord& word : query_.words) date.weight += word.weight;
    date.weight *= kRanking.date_word / static_cast<double>(query_.words.size());
    query_.words.push_back(std::move(date));
  }

  const TermStatistics& statistics_;
  bool is_one_word_;
  bool asks_for_date_ = false;
  RankQuery query_;
  std::unordered_map<std::string, std::size_t> positions_;
};

void collect_texts(const QueryNode& node, std::vector<std::string>& texts) {
  switch (node.kind) {
    case QueryNode::Kind::word:
    case QueryNode::Kind::phrase:
    case QueryNode::Kind::prefix:
      if (node.field == QueryField::any || node.field == QueryField::title) {
        texts.push_back(normalize(node.text));
      }
      return;
    case QueryNode::Kind::all:
    case QueryNode::Kind::any:
    case QueryNode::Kind::near:
      for (const QueryNode& child : node.children) collect_texts(child, texts);
      return;
    case QueryNode::Kind::loose:
      break;
    default:
      return;
  }
  std::string side_by_side;
  for (const QueryNode& child : node.children) {
    if (child.kind == QueryNode::Kind::word && child.field == QueryField::any) {
      side_by_side.append(side_by_side.empty() ? "" : " ").append(child.text);
    } else {
      collect_texts(child, texts);
    }
  }
  if (!side_by_side.empty()) texts.push_back(normalize(side_by_side));
}

std::size_t count_other_than_question_words(const std::vector<std::string>& texts) {
  std::size_t count = 0;
  for (const std::string& text : texts) {
    for (const Run& run : split_runs(text)) count += is_question_word(text, run) ? 0 : 1;
  }
  return count;
}

}  // namespace

std::vector<std::string> ranking_texts(const QueryNode& query) {
  std::vector<std::string> texts;
  collect_texts(query, texts);
  return texts;
}

RankQuery make_rank_query(const std::vector<std::string>& texts, const TermStatistics& statistics) {
  const std::size_t others = count_other_than_question_words(texts);
  RankQueryBuilder builder(statistics, others < 2);
  for (const std::string& text : texts) builder.add(text, others == 0);
  return builder.take();
}

std::vector<std::string> terms_to_weigh(const std::vector<std::string>& texts) {
  std::vector<std::string> terms;
  for (const std::string& text : texts) {
    const std::vector<Run> runs = split_runs(text);
    for_each_term(text, runs, [&](const Term& term) { terms.push_back(index_term(term)); });
    for (const Run& run : runs) {
      terms.push_back(token_of(slice(text, run.begin, run.stem_end)));
      if (may_have_lone_stem(text, run)) {
        terms.push_back(token_of(slice(text, run.begin, run.begin + kSyllableBytes)));
      }
    }
  }
  return terms;
}

Xapian::Query first_stage_query(const RankQuery& query) {
  std::vector<Xapian::Query> parts;
  parts.reserve(2 * query.terms.size());
  for (const RankTerm& term : query.terms) {
    parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(term.term), term.factor);
    parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT,
                       Xapian::Query(std::string(kTitlePrefix).append(term.term)),
                       term.factor * kRanking.title_part);
  }
  return Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
}

Xapian::BM25PlusWeight weighting_scheme() {
  return Xapian::BM25PlusWeight(kRanking.k1, 0, 1, kRanking.b, kMinLength, kRanking.delta);
}

double term_idf(const std::string& term, const TermStatistics& statistics) {
  return idf_of(statistics.holding(term), statistics.db());
}

double idf_of(Xapian::doccount frequency, const Xapian::Database& db) {
  const double documents = db.get_doccount();
  return frequency > 0 ? std::log((documents + 1) / frequency) : 0;
}

// A term with a wdf of 0 scores idf * delta.
Xapian::Query constant_query(const std::string& term, double weight,
                             const TermStatistics& statistics) {
  const double score = bm25_plus(term_idf(term, statistics), 0, 1);
  if (score <= 0) return Xapian::Query::MatchNothing;
  return {Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(term), weight / score};
}

double second_stage_score(const RankQuery& query, const TextMatch& match) {
  return query.total_weight *
         (kRanking.window_weight * match.window + kRanking.title_weight * match.title +
          kRanking.order_weight * match.order);
}

double most_second_stage_score(const RankQuery& query) {
  return second_stage_score(query, {1 + kRanking.lead, 1, 1});
}

}  // namespace sillok
