// An index that grew by many updates answers as one that was made at once.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "indexer/index_layout.h"
#include "sillok/searcher.h"
#include "tests/answers.h"
#include "tests/indexed.h"
#include "tests/shard_server.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWords[] = {"예산안을", "시의회가", "반도체", "환율이",     "공공병원",
                                  "폭염에",   "5G",       "AI칩",   "스타게이트", "올트먼",
                                  "금",       "금리를",   "女",     "빚",         "이"};
constexpr const char* kSources[] = {"중앙일보", "한겨레", "YTN"};

const std::vector<std::string> kQueries = {
    "환율", "예산안 시의회", "\"스타게이트 올트먼\"", "AI*",     "금", "女", "\"이\"",
    "빚",   "-환율 금리",    "출처:한겨레 반도체",    "고친 글", "*"};

// Updates of one board: each brings new posts, new captures of older ones, and list rows of some
// whose article may come earlier or later.
std::vector<std::string> make_updates(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::string> updates;
  for (int update = 0; update < 9; ++update) {
    std::string lines;
    const int first = update == 0 ? 0 : 80 + update * 12;
    const int last = update == 0 ? 100 : first + 20;  // the first eight of them stand there already
    for (int number = first; number < last; ++number) {
      std::string body = update == 0 ? "" : "고친 글 ";
      for (unsigned word = 0; word < 3 + random() % 30; ++word) {
        body.append(kWords[random() % std::size(kWords)]).append(" ");
      }
      const bool is_row = number % 9 == 0;
      lines += R"({"board":"news","number":)" + std::to_string(number + 1) + R"(,"title":"소식 )" +
               kWords[static_cast<unsigned>(number) % std::size(kWords)] + R"(","source":")" +
               kSources[static_cast<unsigned>(number) % std::size(kSources)] +
               R"(","date":"2025-02-)" + std::to_string(10 + number % 15) + "\"" +
               (is_row && update % 2 == 0 ? "" : R"(,"body":")" + body + "\"") + "}\n";
    }
    updates.push_back(lines);
  }
  return updates;
}

struct Way {
  const char* name;
  unsigned shards;
  Termlists termlists;
  PartMerging merging;
  ShardKind writer;
};

constexpr Way kWays[] = {
    {"never merged", 0, Termlists::slots, PartMerging::never, ShardKind::automatic},
    {"merged when due", 0, Termlists::slots, PartMerging::due, ShardKind::automatic},
    {"static, never merged", 0, Termlists::none, PartMerging::never, ShardKind::automatic},
    {"static, merged when due", 0, Termlists::none, PartMerging::due, ShardKind::automatic},
    {"in three shards, never merged", 3, Termlists::slots, PartMerging::never,
     ShardKind::automatic},
    {"in three shards, all merged", 3, Termlists::slots, PartMerging::all, ShardKind::automatic},
    {"with termlists, merged when due", 0, Termlists::whole, PartMerging::due,
     ShardKind::automatic},
    {"written by Xapian", 0, Termlists::whole, PartMerging::never, ShardKind::xapian},
};

class UpdatedIndex : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }

  // Files of rising age, so that the later capture stays however they are read.
  std::vector<std::string> write_updates() const {
    std::vector<std::string> files;
    for (const std::string& lines : make_updates(5)) {
      const auto age = static_cast<std::int64_t>(1'700'000'000 + files.size());
      files.push_back(write_file(path(std::to_string(files.size()) + ".jsonl"), lines, age));
    }
    return files;
  }

  IndexingOptions options_of(const Way& way, const std::string& index) const {
    IndexingOptions options = indexing(index, {});
    options.shards = way.shards;
    options.termlists = way.termlists;
    options.merging = way.merging;
    options.writer = way.writer;
    return options;
  }

  // Makes the index anew, an update a file; returns what the next update takes.
  IndexingOptions update(const Way& way, const std::string& index,
                         const std::vector<std::string>& files) const {
    fs::remove_all(index);
    IndexingOptions options = options_of(way, index);
    for (const std::string& file : files) {
      options.dumps = {file};
      index_dump(options);
    }
    return options;
  }

  // The names of the servers of the index's parts.
  static std::vector<std::string> serve(const std::string& index,
                                        std::vector<std::unique_ptr<ShardServer>>& servers) {
    std::vector<std::string> names;
    for (const std::string& part : index_parts(index, 0)) {
      names.push_back(servers.emplace_back(std::make_unique<ShardServer>(part))->name());
    }
    return names;
  }

  static void expect_same_answers(const std::vector<std::string>& updated, const std::string& whole,
                                  const std::string& name) {
    Searcher found(updated);
    Searcher expected(whole);
    EXPECT_EQ(found.summary().fingerprint, expected.summary().fingerprint) << name;
    for (const std::string& query : kQueries) {
      for (const SearchOptions& options : every_way()) {
        ASSERT_EQ(text_of(found.search(query, options)), text_of(expected.search(query, options)))
            << name << ": " << query;
      }
    }
  }

 private:
  TemporaryDirectory directory_;
};

TEST_F(UpdatedIndex, AnswersAsOneMadeAtOnce) {
  const std::vector<std::string> files = write_updates();
  const std::string whole = path("whole.idx");
  index_dump(indexing(whole, files));
  for (const Way& way : kWays) {
    const std::string index = path("updated.idx");
    update(way, index, files);
    expect_same_answers({index}, whole, way.name);
    if (way.termlists == Termlists::none) continue;
    std::vector<std::unique_ptr<ShardServer>> servers;
    expect_same_answers(serve(index, servers), whole, std::string(way.name) + ", remote");
    if (HasFatalFailure()) return;
  }
}

TEST_F(UpdatedIndex, LosesWhatAFullDumpLacks) {
  const std::vector<std::string> files = write_updates();
  std::string full;
  for (int number = 1; number <= 200; number += 3) {
    full += R"({"board":"news","number":)" + std::to_string(number) +
            R"(,"title":"환율 소식","date":"2025-02-11","body":"금리를 내렸다"})" + "\n";
  }
  const std::string last = write_file(path("full.jsonl"), full, 1'700'001'000);
  const std::string whole = path("whole.idx");
  index_dump(indexing(whole, {last}));
  for (const Way& way : kWays) {
    const std::string index = path("updated.idx");
    IndexingOptions options = update(way, index, files);
    options.dumps = {last};
    options.prune = true;
    const IndexingSummary summary = index_dump(options);
    EXPECT_GT(summary.pruned, 50u) << way.name;
    EXPECT_FALSE(index_dump(options).is_published) << way.name;
    expect_same_answers({index}, whole, way.name);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace sillok
