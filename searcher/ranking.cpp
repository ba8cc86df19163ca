#include "searcher/ranking.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

#include "common/schema.h"
#include "common/text.h"

namespace sillok {
namespace {

// They ask; what answers does not hold them.
constexpr std::array<std::string_view, 12> kQuestionWords = {
    "무엇", "누구", "어디", "언제", "어느", "어떤", "몇", "무슨", "얼마", "어떻게", "왜", "누가"};

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

// Collects the terms of one text, adding up the factors of repeats.
class RankQueryBuilder {
 public:
  explicit RankQueryBuilder(const TermStatistics& statistics) : statistics_(statistics) {}

  void add(const std::string& text, bool keep_question_words) {
    const std::vector<Run> runs = split_runs(text);
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
      if (!is_dropped(r)) add_word(text, runs[r], least_bigram_idf[r]);
    }
  }

  RankQuery take() { return std::move(query_); }

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

  void add_word(const std::string& text, const Run& run, double least_bigram_idf) {
    RankWord word;
    word.stem = slice(text, run.begin, run.stem_end);
    word.script = run.script;
    word.syllables = static_cast<std::uint32_t>(word.stem.size() / 3);
    if (std::ranges::any_of(query_.words,
                            [&](const RankWord& known) { return known.stem == word.stem; })) {
      return;
    }
    word.weight = term_idf(token_of(word.stem), statistics_);
    if (word.weight == 0) word.weight = least_bigram_idf;
    if (run.is_syllabic() && word.syllables == 1) word.weight *= kRanking.lone_syllable;
    if (run.script == Script::digit) word.weight *= kRanking.number_word;
    if (run.script == Script::latin) word.weight *= kRanking.latin_word;
    if (word.weight > 0) query_.words.push_back(std::move(word));
  }

  const TermStatistics& statistics_;
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

bool has_other_than_question_words(const std::vector<std::string>& texts) {
  return std::ranges::any_of(texts, [](const std::string& text) {
    return std::ranges::any_of(split_runs(text),
                               [&](const Run& run) { return !is_question_word(text, run); });
  });
}

}  // namespace

std::vector<std::string> ranking_texts(const QueryNode& query) {
  std::vector<std::string> texts;
  collect_texts(query, texts);
  return texts;
}

RankQuery make_rank_query(const std::vector<std::string>& texts, const TermStatistics& statistics) {
  RankQueryBuilder builder(statistics);
  const bool keep_question_words = !has_other_than_question_words(texts);
  for (const std::string& text : texts) builder.add(text, keep_question_words);
  return builder.take();
}

std::vector<std::string> terms_to_weigh(const std::vector<std::string>& texts) {
  std::vector<std::string> terms;
  for (const std::string& text : texts) {
    const std::vector<Run> runs = split_runs(text);
    for_each_term(text, runs, [&](const Term& term) { terms.push_back(index_term(term)); });
    for (const Run& run : runs) terms.push_back(token_of(slice(text, run.begin, run.stem_end)));
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
