#include "searcher/explanation.h"

#include <algorithm>
#include <cstdio>

#include "common/schema.h"

namespace sillok {
namespace {

std::string number(double value) {
  char digits[40];
  std::snprintf(digits, sizeof digits, "%.2f", value);
  return digits;
}

// Weighs one document by terms, as weighting_scheme() does.
class TermScorer {
 public:
  TermScorer(const Xapian::Database& db, Xapian::docid docid)
      : db_(db),
        docid_(docid),
        length_(std::max(db.get_doclength(docid) / db.get_average_length(), kMinLength)) {}

  // BM25+ of the term in the document; 0 when it does not occur.
  double score(const std::string& term) const {
    auto posting = db_.postlist_begin(term);
    const auto end = db_.postlist_end(term);
    if (posting == end) return 0;
    posting.skip_to(docid_);
    if (posting == end || *posting != docid_) return 0;
    return bm25_plus(term_idf(term, TermStatistics(db_)), posting.get_wdf(), length_);
  }

 private:
  const Xapian::Database& db_;
  Xapian::docid docid_;
  double length_;
};

std::string first_stage_parts(const SearchPlan& plan, const Xapian::Database& db,
                              const RankedHit& hit, const Article& article) {
  const TermScorer scorer(db, hit.docid);
  std::string parts;
  const auto add = [&parts](const std::string& name, double score) {
    if (score > 0) parts.append(parts.empty() ? "" : ", ").append(name + " " + number(score));
  };
  for (const RankTerm& term : plan.rank().terms) {
    add(term.term, term.factor * scorer.score(term.term));
    const std::string title_term = std::string(kTitlePrefix) + term.term;
    add(title_term, term.factor * kRanking.title_part * scorer.score(title_term));
  }
  if (article.kind == Article::Kind::article) add("article", plan.article_bonus());
  return parts.empty() ? "nothing" : parts;
}

std::string second_stage_parts(const SearchPlan& plan, const RankedHit& hit,
                               const Article& article) {
  if (!hit.is_reranked) return "";
  const RankQuery& rank = plan.rank();
  return "  recency " + number(plan.recency().of(article)) + "\n  second stage " +
         number(second_stage_score(rank, hit.match)) + " = " + number(rank.total_weight) + " x (" +
         number(kRanking.window_weight) + " x window " + number(hit.match.window) + " + " +
         number(kRanking.title_weight) + " x title " + number(hit.match.title) + " + " +
         number(kRanking.order_weight) + " x order " + number(hit.match.order) + ")\n";
}

std::string describe_rank(const RankQuery& rank) {
  std::string text = "first stage, factor of each term:";
  for (const RankTerm& term : rank.terms) text += " " + term.term + " " + number(term.factor);
  text += "\nsecond stage, weight of each word:";
  for (const RankWord& word : rank.words) {
    text += " " + (word.kind == RankWord::Kind::date ? "a date" : word.stem) + " " +
            number(word.weight);
  }
  return text + "\nthe sum of factor x idf is " + number(rank.total_weight) + "\n";
}

std::string describe_bonuses(const SearchPlan& plan) {
  std::string text;
  const SearchOptions& options = plan.options();
  const double most = options.recency_strength * plan.rank().total_weight;
  const std::string& present = plan.months().present();
  if (most > 0 && options.recency_half_life_days > 0 && !present.empty()) {
    text += "recency: " + number(most) + " (" + number(options.recency_strength) +
            " of that sum) in " + present.substr(0, 4) + "-" + present.substr(4) +
            ", the archive's present; half of it every " + number(options.recency_half_life_days) +
            " days before; undated nothing\n";
  } else {
    text += "recency: off\n";
  }
  if (plan.article_bonus() > 0) {
    text += "articles: " + number(plan.article_bonus()) + " more than list rows\n";
  }
  return text;
}

}  // namespace

std::string explain_plan(const SearchPlan& plan) {
  std::string text =
      "query: " + print_query(plan.tree()) + "\nverified:\n" + describe_condition(plan.strict(), 1);
  if (plan.options().sort == Sort::relevance) {
    text += describe_rank(plan.rank()) + describe_bonuses(plan);
  }
  text += "xapian: " + plan.strict_tier().query.get_description() + "\n";
  if (plan.has_rest()) text += "rest: " + plan.rest_tier().query.get_description() + "\n";
  return text;
}

std::string explain_hit(const SearchPlan& plan, const Xapian::Database& db, const RankedHit& hit,
                        const Article& article) {
  if (plan.options().sort != Sort::relevance) return "sorted by a value, not by relevance\n";
  std::string text = "score " + number(hit.score);
  if (!hit.is_reranked) text += ", by the first stage alone";
  text += "\n  first stage " + number(hit.first_stage) + " = " +
          first_stage_parts(plan, db, hit, article) + "\n";
  return text + second_stage_parts(plan, hit, article);
}

}  // namespace sillok
