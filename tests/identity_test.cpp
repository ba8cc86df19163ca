#include "indexer/identity.h"

#include <gtest/gtest.h>

#include <random>

namespace sillok {
namespace {

constexpr std::uint64_t kRow = std::uint64_t{1} << 62;
constexpr std::uint64_t kArticle = std::uint64_t{2} << 62;

Candidate candidate(const char* key, std::uint64_t precedence, std::uint64_t content = 1) {
  return {hash_key(key), precedence, content, std::nullopt};
}

Candidate stored_candidate(const char* key, std::uint64_t precedence, std::uint64_t content,
                           StoredEntry stored) {
  return {hash_key(key), precedence, content, stored};
}

Placement document(std::uint32_t index) {
  return {Placement::Kind::document, 7, index};
}

TEST(Identity, AnArticleReplacesARowAndNeverTheReverse) {
  IdentityTable table;
  EXPECT_EQ(table.offer(candidate("news/1", kRow), {Placement::Kind::row, 0, 0}).outcome,
            Outcome::added);
  const auto article = table.offer(candidate("news/1", kArticle), document(0));
  EXPECT_TRUE(article.is_placed);
  EXPECT_EQ(article.outcome, Outcome::repeated);
  EXPECT_EQ(article.superseded, (Placement{Placement::Kind::row, 0, 0}));
  const auto row = table.offer(candidate("news/1", kRow + 5), {Placement::Kind::row, 0, 1});
  EXPECT_FALSE(row.is_placed);
  EXPECT_EQ(table.placement_of(hash_key("news/1")), document(0));
  EXPECT_EQ(table.totals().added.articles, 1u);
  EXPECT_EQ(table.totals().added.rows, 0u);
}

TEST(Identity, TheLaterCaptureStaysWhateverTheOrder) {
  for (const bool later_first : {false, true}) {
    IdentityTable table;
    table.offer(candidate("news/1", kArticle + (later_first ? 200 : 100)), document(0));
    table.offer(candidate("news/1", kArticle + (later_first ? 100 : 200)), document(1));
    EXPECT_EQ(table.placement_of(hash_key("news/1")), document(later_first ? 0 : 1));
  }
}

TEST(Identity, OfEqualCapturesTheOneReadLaterStays) {
  IdentityTable table;
  table.offer(candidate("news/1", kArticle), document(0));
  EXPECT_EQ(table.offer(candidate("news/1", kArticle), document(1)).superseded, document(0));
}

TEST(Identity, WhatTheIndexHoldsStaysUnlessTheEntryIsNewerAndDifferent) {
  const StoredEntry stored{42, 1, kArticle + 100};
  struct Case {
    std::uint64_t precedence;
    std::uint64_t content;
    Outcome outcome;
  };
  for (const Case& c :
       {Case{kArticle + 100, 1, Outcome::unchanged}, Case{kArticle + 200, 1, Outcome::unchanged},
        Case{kArticle + 100, 2, Outcome::changed}, Case{kArticle + 200, 2, Outcome::changed},
        Case{kArticle + 50, 2, Outcome::unchanged}, Case{kRow + 500, 2, Outcome::unchanged}}) {
    IdentityTable table;
    const auto decision =
        table.offer(stored_candidate("news/1", c.precedence, c.content, stored), document(0));
    EXPECT_EQ(decision.outcome, c.outcome) << c.precedence << ' ' << c.content;
    EXPECT_EQ(decision.is_placed, c.outcome == Outcome::changed);
    EXPECT_EQ(table.replaced_documents().size(), c.outcome == Outcome::changed ? 1u : 0u);
  }
}

TEST(Identity, AnEntryThatComesBackToWhatTheIndexHoldsTakesTheReplacementBack) {
  const StoredEntry stored{42, 1, kArticle};
  IdentityTable table;
  table.offer(stored_candidate("news/1", kArticle, 2, stored), document(0));
  const auto back = table.offer(stored_candidate("news/1", kArticle, 1, stored), document(1));
  EXPECT_FALSE(back.is_placed);
  EXPECT_EQ(back.superseded, document(0));
  EXPECT_TRUE(table.replaced_documents().empty());
  EXPECT_EQ(table.totals().unchanged.articles, 1u);
}

TEST(Identity, ManyPostsAreKeptApartInFewBytes) {
  constexpr std::uint32_t kPosts = 200'000;
  IdentityTable table;
  for (std::uint32_t i = 0; i < kPosts; ++i) {
    table.offer(candidate(std::to_string(i).c_str(), kArticle), document(i));
  }
  EXPECT_EQ(table.size(), kPosts);
  for (std::uint32_t i = 0; i < kPosts; i += 97) {
    EXPECT_EQ(table.placement_of(hash_key(std::to_string(i))), document(i));
  }
  EXPECT_FALSE(table.contains(hash_key("-1")));
  EXPECT_LE(table.memory_bytes() / kPosts, 64u);
}

}  // namespace
}  // namespace sillok
