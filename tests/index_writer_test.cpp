#include "indexer/index_writer.h"

#include <gtest/gtest.h>

#include "common/schema.h"
#include "sillok/error.h"
#include "tests/indexed.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> generations(const std::string& index) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(index)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(IndexDirectory, XapianOpensThePublishedIndexByItsDirectory) {
  const TemporaryDirectory directory;
  write_archive(directory.path(), {make_article("1", "예산안", "본문")});
  EXPECT_EQ(Xapian::Database(directory.path()).get_doccount(), 1u);
  EXPECT_EQ(generations(directory.path()), (std::vector<std::string>{"generation-1"}));
}

TEST(IndexDirectory, OneWriterKeepsASecondOut) {
  const TemporaryDirectory directory;
  const IndexDirectory first(directory.path());
  try {
    const IndexDirectory second(directory.path());
    FAIL();
  } catch (const IndexError& e) {
    EXPECT_NE(std::string(e.what()).find("another sillok-index"), std::string::npos);
    EXPECT_FALSE(e.hint().empty());
  }
}

TEST(IndexDirectory, ADirectoryOfSomethingElseIsRefusedAndUntouched) {
  const TemporaryDirectory directory;
  write_file(directory.path() + "/논문.txt", "중요한 글");
  EXPECT_THROW(IndexDirectory{directory.path()}, IndexError);
  EXPECT_EQ(std::distance(fs::directory_iterator(directory.path()), {}), 1);
}

TEST(IndexDirectory, WhatAKilledWriterLeftIsRemovedByTheNext) {
  const TemporaryDirectory directory;
  write_archive(directory.path(), {make_article("1", "예산안", "본문")});
  write_file(directory.path() + "/work/shard-0/postlist.glass", "half");
  write_file(directory.path() + "/generation-2/postlist.glass", "half");
  { const IndexDirectory next(directory.path()); }
  EXPECT_EQ(generations(directory.path()), (std::vector<std::string>{"generation-1"}));
  EXPECT_EQ(entries_of(directory.path()).size(), 1u);
}

TEST(IndexDirectory, TheGenerationBeforeStaysForReadersThatAreAboutToOpenIt) {
  const TemporaryDirectory directory;
  write_archive(directory.path(), {make_article("1", "하나", "본문")});
  const Xapian::Database reader(directory.path());
  write_archive(directory.path(), {make_article("2", "둘", "본문")});
  EXPECT_EQ(generations(directory.path()),
            (std::vector<std::string>{"generation-1", "generation-2"}));
  write_archive(directory.path(), {make_article("3", "셋", "본문")});
  EXPECT_EQ(generations(directory.path()),
            (std::vector<std::string>{"generation-2", "generation-3"}));
  // The first reader still reads what it opened, though the files' names are gone.
  EXPECT_EQ(decode_article(reader.get_document(1).get_data(), {}).title, "하나");
  EXPECT_EQ(reader.get_termfreq("T본문"), 1u);
  EXPECT_EQ(entries_of(directory.path()), (std::vector<std::string>{"a news/3 셋|본문"}));
}

TEST(StoredEntries, AreFoundByTheirKeys) {
  const TemporaryDirectory directory;
  const Article article = make_article("1", "예산안", "본문");
  write_archive(directory.path(), {article});
  const StoredEntries entries(directory.path());
  const auto found = entries.find("news/1");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->content, content_hash(article));
  EXPECT_EQ(found->precedence, entry_precedence(article));
  EXPECT_FALSE(entries.find("news/2"));
}

TEST(Generation, ThatDoesNotHoldWhatItShouldIsNotWritten) {
  const TemporaryDirectory directory;
  const std::string shard_path = directory.path() + "/shard";
  const auto shard = make_xapian_shard(shard_path);
  shard->add(prepare_document(make_article("1", "예산안", "본문")));
  shard->finish();
  GenerationPlan plan;
  plan.sources = {{shard_path, {}}};
  plan.totals.articles = 2;
  for (const MergeKind merge : {MergeKind::tables, MergeKind::xapian}) {
    plan.merge = merge;
    EXPECT_THROW(write_generation(plan, directory.path() + "/generation"), IndexError);
    std::filesystem::remove_all(directory.path() + "/generation");
  }
}

TEST(Databases, LoseTheDocumentsThatAreRemoved) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/shard";
  const auto shard = make_xapian_shard(path);
  for (const char* id : {"0", "1", "2"}) {
    shard->add(prepare_document(make_article(id, "예산안", "본문")));
  }
  shard->finish();
  remove_documents(path, {2});
  EXPECT_EQ(list_documents(path), (std::vector<Xapian::docid>{1, 3}));
  EXPECT_EQ(read_articles(path, {3})[0].id, "2");
}

}  // namespace
}  // namespace sillok
