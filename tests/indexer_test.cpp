#include "indexer/indexer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "common/schema.h"
#include "tests/indexed.h"

namespace sillok {
namespace {

using Lines = std::vector<std::string>;

std::string post(int number, const std::string& title, const std::string& body,
                 const std::string& more = {}) {
  return R"({"board":"news","number":)" + std::to_string(number) + R"(,"title":")" + title +
         R"(","body":")" + body + "\"" + more + "}\n";
}

std::string row(int number, const std::string& title) {
  return R"({"board":"news","number":)" + std::to_string(number) + R"(,"title":")" + title +
         R"(","date":"2025-02-04"})" + "\n";
}

// A page of a board as text: an article and a list whose marked row is its own.
std::string page(int own, int newest, const std::string& body) {
  std::string text = "메뉴 건너뛰기\n\n" + body + "\n\n한결신문\n\n번호 제목 글쓴이 날짜\n";
  for (int number = newest; number > newest - 10; --number) {
    text += (number == own ? std::string("»") : std::to_string(number)) + " " +
            std::to_string(number) + "번째 소식을 전합니다 소식통 2025.02.04\n";
  }
  return text;
}

class Indexer : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  std::string index() const { return path("뉴스.idx"); }
  std::string dump(const std::string& bytes, std::int64_t modified = 1'700'000'000) const {
    return write_file(path("dump.jsonl"), bytes, modified);
  }
  IndexingSummary run(const std::vector<std::string>& dumps) const {
    return index_dump(indexing(index(), dumps));
  }

 private:
  TemporaryDirectory directory_;
};

TEST_F(Indexer, PutsADumpIntoASearchableIndex) {
  const auto summary = run({dump(post(1, "예산안 통과", "국회는 예산안을 처리했다.") +
                                 post(2, "폭설 예보", "내일 눈이 온다."))});
  EXPECT_EQ(summary.posts.added.articles, 2u);
  EXPECT_TRUE(summary.is_published);
  EXPECT_EQ(entries_of(index()), (Lines{"a news#1 예산안 통과|국회는 예산안을 처리했다.",
                                        "a news#2 폭설 예보|내일 눈이 온다."}));
  const Xapian::Database db(index());
  EXPECT_EQ(db.get_termfreq("B예산"), 1u);
  EXPECT_NO_THROW(check_schema(db, index()));
}

TEST_F(Indexer, TheSameDumpAgainAddsNothingAndPublishesNothing) {
  const std::string file = dump(post(1, "예산안 통과", "본문") + row(2, "폭설 예보"));
  run({file});
  const std::string uuid = Xapian::Database(index()).get_uuid();
  for (const std::int64_t modified : {1'700'000'000, 1'700'000'500, 1'600'000'000}) {
    dump(post(1, "예산안 통과", "본문") + row(2, "폭설 예보"), modified);
    const auto again = run({file});
    EXPECT_EQ(again.posts.added.all() + again.posts.changed.all(), 0u);
    EXPECT_EQ(again.posts.unchanged.articles, 1u);
    EXPECT_EQ(again.posts.unchanged.rows, 1u);
    EXPECT_FALSE(again.is_published);
  }
  EXPECT_EQ(Xapian::Database(index()).get_uuid(), uuid);
}

TEST_F(Indexer, AnotherDumpAddsAndAChangedPostIsReplaced) {
  run({dump(post(1, "예산안", "처음") + post(2, "폭설", "본문"))});
  const auto summary =
      run({dump(post(1, "예산안", "고침") + post(3, "선거", "본문"), 1'700'000'100)});
  EXPECT_EQ(summary.posts.added.articles, 1u);
  EXPECT_EQ(summary.posts.changed.articles, 1u);
  EXPECT_EQ(entries_of(index()),
            (Lines{"a news#1 예산안|고침", "a news#2 폭설|본문", "a news#3 선거|본문"}));
}

TEST_F(Indexer, AnOlderCaptureDoesNotReplaceWhatTheIndexHolds) {
  run({dump(post(1, "예산안", "나중"), 1'700'000'100)});
  const auto summary = run({dump(post(1, "예산안", "먼저"), 1'700'000'000)});
  EXPECT_EQ(summary.posts.unchanged.articles, 1u);
  EXPECT_EQ(entries_of(index()), (Lines{"a news#1 예산안|나중"}));
}

TEST_F(Indexer, ARecordsOwnCaptureTimeOutranksItsFilesTime) {
  const std::string crawled = R"(,"crawled_at":"2023-01-01T00:00:00Z")";
  run({dump(post(1, "예산안", "긁은 때를 안다", crawled) + post(1, "예산안", "때를 모른다"))});
  EXPECT_EQ(entries_of(index()), (Lines{"a news#1 예산안|긁은 때를 안다"}));
}

TEST_F(Indexer, RowsOfTenPagesBecomeTheArticlesTheyName) {
  Lines expected;
  for (int own = 100; own <= 109; ++own) {
    write_file(path("news/" + std::to_string(own) + ".txt"),
               page(own, own + 4, std::to_string(own) + "쪽의 기사 본문이다. 글이 이어진다."));
  }
  const auto summary = run({path("news")});
  EXPECT_EQ(summary.articles, 10u);
  EXPECT_EQ(summary.rows, 90u);
  EXPECT_EQ(summary.posts.added.articles, 10u);
  EXPECT_EQ(summary.posts.added.rows, 9u);  // 95 to 99 and 110 to 113
  for (const std::string& entry : entries_of(index())) {
    const bool is_article = entry.find("쪽의 기사") != std::string::npos;
    EXPECT_EQ(entry[0], is_article ? 'a' : 'r') << entry;
  }
}

TEST_F(Indexer, ARowNeverReplacesAnArticleOfAnEarlierRun) {
  run({dump(post(1, "예산안", "본문") + row(2, "폭설"))});
  const auto summary = run({dump(row(1, "예산안") + post(2, "폭설", "눈이 왔다."), 1'800'000'000)});
  EXPECT_EQ(summary.posts.changed.articles, 1u);
  EXPECT_EQ(entries_of(index()), (Lines{"a news#1 예산안|본문", "a news#2 폭설|눈이 왔다."}));
}

TEST_F(Indexer, TheOutcomeDependsNeitherOnThreadsNorOnTheBoundOfMemory) {
  // Posts come up to five times with captures in any order, spread over many shards.
  std::mt19937 random(42);
  std::vector<std::string> records;
  for (int i = 0; i < 3000; ++i) {
    const int number = static_cast<int>(random() % 1000);
    const std::string crawled = R"(,"crawled_at":)" + std::to_string(1'600'000'000 + random() % 50);
    std::string body;
    for (int n = 0; n < 40; ++n) body += "낱말" + std::to_string(random() % 500) + "이 있다. ";
    records.push_back(random() % 4 == 0 ? row(number, "제목 " + std::to_string(i))
                                        : post(number, "제목 " + std::to_string(i), body, crawled));
  }
  std::string bytes;
  for (const std::string& record : records) bytes += record;
  dump(bytes);
  Lines first;
  std::string fingerprint;
  for (const unsigned threads : {1u, 2u, 7u}) {
    IndexingOptions options = indexing(path("idx" + std::to_string(threads)), {path("dump.jsonl")});
    options.threads = threads;
    options.memory_bytes = std::size_t{1} << 20;
    const auto summary = index_dump(options);
    const Lines entries = entries_of(options.index);
    EXPECT_EQ(entries.size(), summary.posts.added.all());
    if (first.empty()) first = entries;
    EXPECT_EQ(entries, first);
    const Xapian::Database db(options.index);
    if (fingerprint.empty()) fingerprint = db.get_metadata(kMetaFingerprint);
    EXPECT_EQ(db.get_metadata(kMetaFingerprint), fingerprint);
    EXPECT_EQ(Xapian::Database::check(options.index + "/generation-1"), 0u);
  }
}

TEST_F(Indexer, BothWritersMakeTheSameIndex) {
  dump(post(1, "예산안 통과", "국회는 예산안을 처리했다.") + row(2, "AI칩·5G서비스"));
  Lines terms[2];
  for (const ShardKind writer : {ShardKind::bulk, ShardKind::xapian}) {
    IndexingOptions options =
        indexing(path(writer == ShardKind::bulk ? "b" : "x"), {path("dump.jsonl")});
    options.writer = writer;
    index_dump(options);
    const Xapian::Database db(options.index);
    for (auto it = db.allterms_begin(); it != db.allterms_end(); ++it) {
      terms[writer == ShardKind::bulk].push_back(*it + " " + std::to_string(it.get_termfreq()));
    }
  }
  EXPECT_EQ(terms[0], terms[1]);
}

TEST_F(Indexer, AStaticIndexTakesUpdatesAndStaysStatic) {
  IndexingOptions options =
      indexing(index(), {dump(post(1, "예산안", "본문") + post(2, "폭설", "본문"))});
  options.termlists = Termlists::none;
  index_dump(options);
  run({dump(post(1, "예산안", "바뀐 본문") + post(3, "산불", "본문"), 1'700'000'001)});
  const Lines expected = {"a news#1 예산안|바뀐 본문", "a news#2 폭설|본문", "a news#3 산불|본문"};
  EXPECT_EQ(entries_of(index()), expected);
  EXPECT_EQ(Xapian::Database(index()).get_termfreq("T바뀐"), 1u);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(index())) {
    EXPECT_NE(entry.path().filename(), "termlist.glass");
  }
  // Xapian's own writer needs whole termlists, and says so.
  options = indexing(index(), {dump(post(4, "지진", "본문"), 1'700'000'002)});
  options.writer = ShardKind::xapian;
  try {
    index_dump(options);
    FAIL();
  } catch (const IndexError& e) {
    EXPECT_NE(std::string(e.what()).find("termlists"), std::string::npos);
    EXPECT_FALSE(e.hint().empty());
  }
  EXPECT_EQ(entries_of(index()), expected);
}

TEST_F(Indexer, PruneDropsWhatAFullDumpOfTheBoardLacks) {
  run({dump(post(1, "예산안", "본문") + post(2, "지워질 글", "본문") +
            R"({"board":"free","number":1,"title":"다른 게시판","body":"본문"})" + "\n")});
  IndexingOptions options = indexing(index(), {dump(post(1, "예산안", "본문"))});
  options.prune = true;
  const auto summary = index_dump(options);
  EXPECT_EQ(summary.pruned, 1u);
  EXPECT_EQ(entries_of(index()), (Lines{"a free#1 다른 게시판|본문", "a news#1 예산안|본문"}));
}

TEST_F(Indexer, PruneDropsNothingWhenTheDumpCouldNotBeReadWhole) {
  run({dump(post(1, "예산안", "본문") + post(2, "있는 글", "본문"))});
  IndexingOptions options =
      indexing(index(), {dump(post(1, "예산안", "본문") + R"({"board":"news","numb)")});
  options.prune = true;
  const auto summary = index_dump(options);
  EXPECT_EQ(summary.pruned, 0u);
  EXPECT_FALSE(summary.not_pruned.empty());
  EXPECT_EQ(entries_of(index()).size(), 2u);
}

TEST_F(Indexer, RebuildStartsAfresh) {
  run({dump(post(1, "예산안", "본문"))});
  IndexingOptions options = indexing(index(), {dump(post(2, "폭설", "본문"))});
  options.rebuild = true;
  index_dump(options);
  EXPECT_EQ(entries_of(index()), (Lines{"a news#2 폭설|본문"}));
}

TEST_F(Indexer, DryRunCountsAndWritesNothing) {
  IndexingOptions options = indexing(index(), {dump(post(1, "예산안", "본문") + row(2, "폭설"))});
  options.dry_run = true;
  options.report = path("report.jsonl");
  const auto summary = index_dump(options);
  EXPECT_EQ(summary.posts.added.all(), 2u);
  EXPECT_FALSE(std::filesystem::exists(index()));
  EXPECT_TRUE(std::filesystem::exists(options.report));
}

TEST_F(Indexer, FingerprintIsThatOfTheEntriesHoweverTheyCameIn) {
  run({dump(post(1, "예산안", "처음") + post(2, "폭설", "본문") + row(3, "선거"))});
  run({dump(post(1, "예산안", "고침") + post(3, "선거", "본문"), 1'700'000'100)});
  IndexingOptions other = indexing(path("other.idx"), {});
  other.dumps = {
      dump(post(3, "선거", "본문") + post(2, "폭설", "본문") + post(1, "예산안", "고침"))};
  index_dump(other);
  EXPECT_EQ(Xapian::Database(index()).get_metadata(kMetaFingerprint),
            Xapian::Database(other.index).get_metadata(kMetaFingerprint));
}

TEST_F(Indexer, BadInputIsReportedWithItsPlaceAndTheRestGoesOn) {
  write_file(path("d/news/empty.txt"), "");
  write_file(path("d/news/good.jsonl"),
             post(1, "예산안", "본문") + "{\"title\": \"잘린\n" + post(2, "폭설", "본문"));
  write_file(path("d/news/image.png"), std::string("\x89PNG\r\n\x1a\n\0\0\0", 11));
  write_file(path("d/news/login.txt"), "로그인\n아이디\n비밀번호\n로그인 유지\n");
  const auto summary = run({path("d")});
  EXPECT_EQ(summary.posts.added.articles, 2u);
  EXPECT_EQ(summary.skipped(), 4u);
  EXPECT_EQ(summary.skips.at("empty file").example.place, path("d/news/empty.txt"));
}

TEST_F(Indexer, RecordsInAnArrayOrInUtf16AreReadToo) {
  write_file(
      path("d/news/array.json"),
      R"([{"number":1,"title":"예산안","body":"본문"},{"number":2,"title":"폭설","body":"눈"}])");
  std::string utf16 = "\xFF\xFE";
  for (const char16_t c : std::u16string(u"번호\t제목\t본문\r\n3\t선거\t투표\r\n")) {
    utf16 += static_cast<char>(c & 0xFF);
    utf16 += static_cast<char>(c >> 8);
  }
  write_file(path("d/news/excel.csv"), utf16);
  run({path("d")});
  EXPECT_EQ(entries_of(index()),
            (Lines{"a news#1 예산안|본문", "a news#2 폭설|눈", "a news#3 선거|투표"}));
}

TEST_F(Indexer, AnIndexInsideTheDumpIsNotReadAsPartOfIt) {
  write_file(path("d/news/posts.jsonl"), post(1, "예산안", "본문"));
  IndexingOptions options = indexing(path("d/뉴스.idx"), {path("d")});
  options.report = path("d/report.jsonl");
  for (int run = 0; run < 2; ++run) {
    const auto summary = index_dump(options);
    EXPECT_EQ(summary.entries, 1u);
    EXPECT_EQ(summary.skipped(), 0u);
  }
}

TEST_F(Indexer, AStoppedRunLeavesTheIndexAsItWas) {
  run({dump(post(1, "예산안", "본문"))});
  const std::atomic<bool> stop = true;
  IndexingCallbacks callbacks;
  callbacks.stop = &stop;
  EXPECT_THROW(index_dump(indexing(index(), {dump(post(2, "폭설", "본문"))}), callbacks),
               InterruptedError);
  EXPECT_EQ(entries_of(index()), (Lines{"a news#1 예산안|본문"}));
}

TEST_F(Indexer, AMissingDumpIsAnErrorAndTheIndexStays) {
  run({dump(post(1, "예산안", "본문"))});
  EXPECT_THROW(run({path("nowhere")}), InputError);
  EXPECT_EQ(entries_of(index()).size(), 1u);
}

TEST_F(Indexer, AnEntryWithAnIdAndOneWithTheSameNumberAndTitleAreOnePost) {
  const auto with_id = [](const char* id, int number, const char* title, const char* body) {
    return R"({"board":"news","id":")" + std::string(id) + R"(","number":)" +
           std::to_string(number) + R"(,"title":")" + title + R"(","body":")" + body + "\"}\n";
  };
  const auto id_row = [](const char* id, int number, const char* title) {
    return R"({"board":"news","id":")" + std::string(id) + R"(","number":)" +
           std::to_string(number) + R"(,"title":")" + title + R"(","date":"2025-02-04"})" + "\n";
  };
  const std::string mixed = id_row("901", 7, "예산안 통과") + post(7, "예산안 통과", "본문") +
                            with_id("902", 8, "폭설", "눈이 왔다.") +
                            post(8, "폭설", "다른 눈이다.") + id_row("903", 9, "선거") +
                            post(9, "다른 제목", "본문") + id_row("904", 10, "둘이다") +
                            id_row("905", 10, "둘이다") + post(10, "둘이다", "본문");
  const Lines expected = {"a news#10 둘이다|본문",   "a news#7 예산안 통과|본문",
                          "a news#9 다른 제목|본문", "a news/902 폭설|눈이 왔다.",
                          "r news/903 선거|",        "r news/904 둘이다|",
                          "r news/905 둘이다|"};
  run({dump(mixed)});
  EXPECT_EQ(entries_of(index()), expected);
  for (int again = 0; again < 2; ++again) {
    run({dump(mixed)});
    EXPECT_EQ(entries_of(index()), expected);
  }
  EXPECT_FALSE(run({dump(mixed)}).is_published);
  // Over two runs, in either order.
  for (const bool id_first : {true, false}) {
    const std::string first = id_first ? id_row("901", 7, "예산안") : row(7, "예산안");
    const std::string second =
        id_first ? post(7, "예산안", "본문") : with_id("901", 7, "예산안", "본문");
    IndexingOptions options = indexing(path(id_first ? "1" : "2"), {dump(first)});
    index_dump(options);
    dump(second);
    EXPECT_EQ(index_dump(options).posts.changed.articles, 1u);
    EXPECT_EQ(entries_of(options.index), (Lines{"a news/901 예산안|본문"})) << id_first;
    EXPECT_FALSE(index_dump(options).is_published);
  }
}

TEST_F(Indexer, TheBoardIsTheDirectoryWhereverTheProgramStarts) {
  write_file(path("정치/posts.jsonl"), R"({"number":1,"title":"예산안","body":"본문"})");
  run({path("정치/posts.jsonl")});
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(path("정치"));
  const auto again = index_dump(indexing(index(), {"posts.jsonl"}));
  std::filesystem::current_path(before);
  EXPECT_EQ(again.posts.unchanged.articles, 1u);
  EXPECT_EQ(entries_of(index()), (Lines{"a 정치#1 예산안|본문"}));
}

}  // namespace
}  // namespace sillok
