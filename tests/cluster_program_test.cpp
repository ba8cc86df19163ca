// sillok-search over a cluster file, as a user runs it.
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/archive.h"
#include "tests/program.h"
#include "tests/shard_server.h"

namespace sillok {
namespace {

using Arguments = std::vector<std::string>;

class ClusterProgram : public testing::Test {
 protected:
  void SetUp() override {
    write_archive(path("a.idx"), {make_article("a", "스타게이트 투자", "첫 소식", "2025-01-01")});
    write_archive(path("b.idx"), {make_article("b", "스타게이트 합류", "다음 소식", "2025-02-01")});
    server_ = std::make_unique<ShardServer>(path("b.idx"));
    std::ofstream(path("news.cluster")) << "a.idx  # here\n" << server_->name() << "\n";
  }

  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }

  ProgramResult run(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"-d", path("news.cluster"), "--sort", "newest"});
    return run_program(SILLOK_SEARCH_PROGRAM, arguments);
  }

  TemporaryDirectory directory_;
  std::unique_ptr<ShardServer> server_;
};

TEST_F(ClusterProgram, ShardsAnswerAsOneIndex) {
  const ProgramResult result = run({"스타게이트", "--format", "tsv", "--fields", "id"});
  EXPECT_EQ(result.out, "id\nb\na\n");
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(run({"--show", "b", "--fields", "title"}).out, "스타게이트 합류\n");
  const ProgramResult direct = run_program(
      SILLOK_SEARCH_PROGRAM, {"-d", server_->name(), "스타게이트", "--count", "--timeout", "5"});
  EXPECT_EQ(direct.out, "1\n");
}

TEST_F(ClusterProgram, ShardThatIsDownIsAnErrorOrAWarning) {
  server_->stop();
  const ProgramResult error = run({"스타게이트"});
  EXPECT_EQ(error.status, 2);
  EXPECT_EQ(error.out, "");
  EXPECT_EQ(error.err, "sillok-search: shard " + server_->name() + " (" + path("news.cluster") +
                           ":2): Couldn't connect: Connection refused\n"
                           "hint: see that xapian-tcpsrv runs there, raise --timeout, or search "
                           "the other shards with --partial\n");
  const ProgramResult rest = run({"스타게이트", "--partial", "--format", "json"});
  EXPECT_EQ(rest.status, 0);
  EXPECT_EQ(rest.err, "sillok-search: warning: shard " + server_->name() +
                          " is left out: Couldn't connect: Connection refused\n");
  const auto json = nlohmann::json::parse(rest.out);
  EXPECT_EQ(json["hits"].size(), 1u);
  EXPECT_EQ(json["missing_shards"][0]["shard"], server_->name());
}

TEST_F(ClusterProgram, BadClusterFilesAndOptionsAreExplained) {
  std::ofstream(path("news.cluster")) << "a.idx\nb.idx:port\nhost:\n";
  const ProgramResult line = run({"스타게이트"});
  EXPECT_EQ(line.status, 2);
  EXPECT_EQ(line.err.rfind("sillok-search: cluster file " + path("news.cluster") + ":3: ", 0), 0u)
      << line.err;
  for (const char* time : {"0", "-1", "soon", "1e9", "nan"}) {
    const ProgramResult result = run({"스타게이트", "--timeout", time});
    EXPECT_EQ(result.status, 2) << time;
    EXPECT_NE(result.err.find("is not a time to wait"), std::string::npos) << result.err;
  }
}

}  // namespace
}  // namespace sillok
