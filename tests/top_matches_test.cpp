// The first stage over local indexes gives what Xapian's matcher gives.
#include "searcher/top_matches.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "common/schema.h"
#include "searcher/match_stream.h"

namespace sillok {
namespace {

using Query = Xapian::Query;

constexpr Xapian::docid kDocuments = 9000;  // more than two windows

const std::vector<std::string> kTerms = {"B금리", "B인상", "T금리", "X리인", "B환율", "B드문"};

Query or_of(const std::vector<Query>& parts) {
  return {Query::OP_OR, parts.begin(), parts.end()};
}

// Each term in another share of the documents, now and then in titles as well; gaps among docids.
Xapian::Database make_archive() {
  Xapian::WritableDatabase db("", Xapian::DB_BACKEND_INMEMORY);
  std::mt19937 random(7);
  const auto one_in = [&random](unsigned many) { return random() % many == 0; };
  for (Xapian::docid docid = 1; docid <= kDocuments; ++docid) {
    Xapian::Document document;
    document.add_term("T말", 20 + random() % 300);
    for (std::size_t t = 0; t < kTerms.size(); ++t) {
      if (!one_in(2 + static_cast<unsigned>(t * t * 20))) continue;
      document.add_term(kTerms[t], 1 + random() % 5);
      if (one_in(3)) document.add_term(std::string(kTitlePrefix) + kTerms[t], 1);
    }
    if (one_in(2)) document.add_boolean_term(std::string(kArticleTerm));
    if (one_in(5)) document.add_boolean_term("DM202501");
    if (docid % 10 != 0) db.replace_document(docid, document);
  }
  return db;
}

class TopMatchesTest : public testing::Test {
 protected:
  TopMatchesTest() {
    for (const std::string& term : kTerms) {
      rank_.terms.push_back(
          {term, .5 + static_cast<double>(term.size() % 3), db_.get_termfreq(term)});
    }
  }

  // Scores of the matches of `required` (all that hold a term without one) by docid.
  std::map<Xapian::docid, double> by_xapian(const std::optional<Query>& required, double bonus) {
    Query query = first_stage_query(rank_);
    if (required) query = Query(Query::OP_AND_MAYBE, Query(0.0, *required), query);
    if (bonus > 0) {
      query =
          Query(Query::OP_AND_MAYBE, query, constant_query(std::string(kArticleTerm), bonus, db_));
    }
    Xapian::Enquire enquire(db_);
    enquire.set_query(query);
    enquire.set_weighting_scheme(weighting_scheme());
    const Xapian::MSet found = enquire.get_mset(0, kDocuments, kDocuments);
    std::map<Xapian::docid, double> scores;
    for (auto it = found.begin(); it != found.end(); ++it) scores[*it] = it.get_weight();
    return scores;
  }

  void expect_same(const std::optional<Query>& required, double bonus) {
    const std::map<Xapian::docid, double> all = by_xapian(required, bonus);
    std::vector<double> expected;
    for (const auto& [docid, score] : all) expected.push_back(score);
    std::ranges::sort(expected, std::greater<>());
    for (const std::size_t size : {1u, 10u, 51u, 2000u, kDocuments}) {
      const auto found = find_top_matches({rank_.terms, required, bonus}, size, db_, lengths_);
      ASSERT_TRUE(found.has_value());
      ASSERT_GE(found->best.size(), std::min(size, expected.size()));
      ASSERT_EQ(found->is_all, found->best.size() == expected.size());
      for (std::size_t i = 0; i < found->best.size(); ++i) {
        ASSERT_TRUE(all.contains(found->best[i].docid)) << "place " << i;
        ASSERT_NEAR(found->best[i].score, expected[i], 1e-9) << "place " << i << " of " << size;
        ASSERT_NEAR(found->best[i].score, all.at(found->best[i].docid), 1e-9);
      }
      ASSERT_EQ(found->count.value_or(all.size()), all.size());
    }
    if (!required) return;
    const auto count = count_stream(*required, db_);
    ASSERT_TRUE(count.has_value());
    EXPECT_EQ(count->least, std::min(all.size(), kCountedAtLeast));
    EXPECT_EQ(count->is_exact(), all.size() <= kCountedAtLeast);
    EXPECT_NEAR(static_cast<double>(count->likely), static_cast<double>(all.size()),
                static_cast<double>(all.size()) / 5);
  }

  Xapian::Database db_ = make_archive();
  DocumentLengths lengths_{db_};
  RankQuery rank_;
};

TEST_F(TopMatchesTest, ScoresLikeXapian) {
  const Query rate("B금리");
  const Query raise("B인상");
  const Query rare("B드문");
  const Query month("DM202501");
  const std::vector<std::optional<Query>> required = {
      std::nullopt,
      rate,
      Query(Query::OP_AND, rate, raise),
      Query(Query::OP_FILTER, or_of({raise, rare}), month),
      or_of({Query(Query::OP_AND, rate, raise), rare}),
      or_of({rare, month}),  // most hold no term
      Query(Query::OP_AND_NOT, raise, or_of({rare, month})),
      Query(Query::OP_AND, raise, Query("B없는")),
  };
  for (const auto& query : required) {
    SCOPED_TRACE(query ? query->get_description() : "any term");
    expect_same(query, 0);
    expect_same(query, 30);
  }
}

TEST_F(TopMatchesTest, LeavesOtherQueriesToXapian) {
  for (const Query& query :
       {Query(Query::OP_WILDCARD, "B금"), Query::MatchAll,
        Query(Query::OP_AND_NOT, Query::MatchAll, Query("B금리")),
        Query(Query::OP_FILTER, Query("B금리"), Query(Query::OP_VALUE_GE, kNumberSlot, "1"))}) {
    EXPECT_FALSE(find_top_matches({rank_.terms, query, 0}, 10, db_, lengths_))
        << query.get_description();
    EXPECT_FALSE(count_stream(query, db_)) << query.get_description();
  }
}

}  // namespace
}  // namespace sillok
