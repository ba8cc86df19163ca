// Indexing a program's own records through <sillok/indexer.h>, as a program that embeds it does.
#include <gtest/gtest.h>
#include <sillok/indexer.h>
#include <sillok/searcher.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/archive.h"

namespace sillok {
namespace {

Record record(std::string id, std::string title,
              std::string body = "오픈AI가 데이터센터를 짓는다.") {
  Record made;
  made.board = "memo";
  made.id = std::move(id);
  made.title = std::move(title);
  made.body = std::move(body);
  made.date = "2025-02-10";
  return made;
}

class RecordIndexer : public testing::Test {
 protected:
  RecordIndexer() {
    Indexer indexer(index_);
    indexer.add(record("1", "스타게이트 설명회"));
    indexer.commit();
  }

  std::uint64_t count(std::string_view query) { return Searcher(index_).count(query).total; }

  // Enough text for the indexer to look up from it.
  static void add_many(Indexer& indexer) {
    std::string body;
    for (int i = 0; i < 2000; ++i) body += "데이터센터를 짓는다. ";
    for (int i = 0; i < 200; ++i) indexer.add(record("많음" + std::to_string(i), "수주", body));
  }

  TemporaryDirectory directory_;
  std::string index_ = directory_.path() + "/own.idx";
};

TEST_F(RecordIndexer, ProgressCountsRecordsAndTellsWhenACommitWrites) {
  std::vector<IndexerProgress> seen;
  IndexerOptions options;
  options.on_progress = [&](const IndexerProgress& progress) { seen.push_back(progress); };
  Indexer indexer(index_, options);
  add_many(indexer);
  EXPECT_FALSE(seen.empty()) << "while records are added";
  EXPECT_EQ(indexer.commit().added, 200u);
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.front().stage, IndexerProgress::Stage::adding);
  EXPECT_GT(seen.front().records, 0u);
  EXPECT_EQ(seen.back().stage, IndexerProgress::Stage::merging);
  EXPECT_EQ(seen.back().records, 200u);
  for (std::size_t i = 1; i < seen.size(); ++i) EXPECT_LE(seen[i - 1].records, seen[i].records);
}

TEST_F(RecordIndexer, AFlagStopsItAndTheIndexIsAsItWas) {
  std::atomic<bool> stop = false;
  IndexerOptions options;
  options.stop = &stop;
  Indexer indexer(index_, options);
  indexer.add(record("2", "남지 않을 글"));
  stop = true;
  EXPECT_THROW(add_many(indexer), InterruptedError);
  stop = false;
  indexer.add(record("3", "남지 않을 글"));
  stop = true;
  EXPECT_THROW(indexer.commit(), InterruptedError);
  EXPECT_EQ(count("*"), 1u);

  stop = false;  // and it can be used on
  indexer.add(record("4", "남을 글"));
  EXPECT_EQ(indexer.commit().articles, 2u);
  EXPECT_EQ(count("남지"), 0u);
}

TEST_F(RecordIndexer, WhatAProgressFunctionThrowsComesThrough) {
  IndexerOptions options;
  options.on_progress = [](const IndexerProgress& progress) {
    if (progress.stage == IndexerProgress::Stage::merging) throw std::out_of_range("그만");
  };
  Indexer indexer(index_, options);
  indexer.add(record("2", "남지 않을 글"));
  EXPECT_THROW(indexer.commit(), std::out_of_range);
  EXPECT_EQ(count("*"), 1u);
  EXPECT_NO_THROW(Indexer(index_).add(record("2", "다른 글"))) << "the lock went with it";
}

TEST_F(RecordIndexer, RecordsReplaceAndAreRemovedByKey) {
  Indexer indexer(index_);
  indexer.add(record("1", "스타게이트 착공"));
  indexer.add(record("2", "금리 동결"));
  const CommitSummary first = indexer.commit();
  EXPECT_EQ(first.added, 1u);
  EXPECT_EQ(first.changed, 1u);
  EXPECT_EQ(count("설명회"), 0u);
  indexer.add(record("2", "금리 동결"));
  indexer.remove("memo/1");
  indexer.remove("memo/없음");
  const CommitSummary second = indexer.commit();
  EXPECT_EQ(second.unchanged, 1u);
  EXPECT_EQ(second.removed, 1u);
  EXPECT_EQ(second.articles, 1u);
}

TEST_F(RecordIndexer, ABadRecordIsRefusedAndTheOthersStay) {
  Indexer indexer(index_);
  indexer.add(record("2", "좋은 글"));
  Record undated = record("3", "언제인가");
  undated.date = "어느 날";
  EXPECT_THROW(indexer.add(undated), InputError);
  EXPECT_THROW(indexer.add(record("4", "\xC0\xCC")), InputError);
  EXPECT_THROW(indexer.add(record("5", "", "")), InputError);
  EXPECT_EQ(indexer.commit().articles, 2u);
}

TEST_F(RecordIndexer, DiscardDropsWhatWasAddedSinceTheCommit) {
  Indexer indexer(index_);
  indexer.add(record("2", "버릴 글"));
  indexer.remove("memo/1");
  indexer.discard();
  indexer.add(record("3", "남을 글"));
  EXPECT_EQ(indexer.commit().articles, 2u);
  EXPECT_EQ(count("버릴"), 0u);
}

TEST_F(RecordIndexer, OneWriterAtATimeUntilItCommits) {
  Indexer first(index_);
  first.add(record("2", "글"));
  try {
    Indexer second(index_);
    FAIL() << "two writers";
  } catch (const IndexError& error) {
    EXPECT_EQ(error.problem(), IndexProblem::locked);
  }
  first.commit();
  Indexer second(index_);
  second.add(record("3", "글"));
  Indexer moved = std::move(second);
  EXPECT_EQ(moved.commit().articles, 3u);
}

TEST_F(RecordIndexer, ReadersSeeTheCommitWholeAfterReopening) {
  Searcher reader(index_);
  Indexer indexer(index_);
  add_many(indexer);
  indexer.commit();
  EXPECT_EQ(reader.count("*").total, 1u);
  EXPECT_TRUE(reader.reopen());
  EXPECT_EQ(reader.count("*").total, 201u);
  EXPECT_FALSE(reader.reopen());
}

}  // namespace
}  // namespace sillok
