// sillok-search --save and --saved, as a user runs them.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/archive.h"
#include "tests/program.h"

namespace sillok {
namespace {

class SavedSearches : public testing::Test {
 protected:
  void SetUp() override {
    write_archive(path("news.idx"), {make_article("a", "기준금리 인하", "한국은행", "2025-01-01"),
                                     make_article("b", "기준금리 동결", "한국은행", "2025-02-01"),
                                     make_article("c", "환율 상승", "달러", "2025-02-02")});
  }

  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }

  ProgramResult run(std::vector<std::string> arguments) const {
    ProgramInput input;
    input.environment = {{"SILLOK_INDEX", path("news.idx")},
                         {"SILLOK_SAVED", path("settings/saved")}};
    return run_program(SILLOK_SEARCH_PROGRAM, arguments, input);
  }

 private:
  TemporaryDirectory directory_;
};

TEST_F(SavedSearches, SearchIsRunAndKeptWithItsOptions) {
  const ProgramResult first = run({"--save", "금리", "기준금리", "-동결", "--match", "all",
                                   "--format", "tsv", "--fields", "id"});
  EXPECT_EQ(first.out, "id\na\n");
  EXPECT_EQ(first.err, "");
  EXPECT_EQ(run({"--saved", "금리"}).out, "id\na\n");
  EXPECT_EQ(run({"--saved=금리", "--format", "csv", "--fields", "date"}).out, "date\n2025-01-01\n");
  EXPECT_EQ(run({"--saved", "금리", "-인하"}).status, 1);
}

TEST_F(SavedSearches, SameNameIsReplacedOthersStay) {
  run({"--save", "하나", "환율", "--count"});
  run({"--save", "둘 셋", "--count", "--", "-환율"});
  run({"--save", "하나", "기준금리", "--count"});
  EXPECT_EQ(run({"--saved", "하나"}).out, "2\n");
  EXPECT_EQ(run({"--saved", "둘 셋"}).out, "2\n");
  EXPECT_EQ(run({"--saved", "둘 셋", "--format", "json"}).status, 0);
}

TEST_F(SavedSearches, MistakesAreExplainedAndNotKept) {
  EXPECT_EQ(run({"--saved", "없음"}).err,
            "sillok-search: --saved: no search is saved as \"없음\"\n"
            "hint: save one with --save NAME QUERY\n");
  EXPECT_EQ(run({"--save", "금리", "--sort", "best", "환율"}).status, 2);
  EXPECT_EQ(run({"--save", "", "환율"}).status, 2);
  EXPECT_EQ(run({"--save", "a\tb", "환율"}).status, 2);
  EXPECT_EQ(run({"--save"}).status, 2);
  run({"--save", "금리", "기준금리"});
  EXPECT_NE(run({"--saved", "없음"}).err.find("hint: saved are 금리\n"), std::string::npos);
  std::ofstream(path("settings/saved"), std::ios::app) << "깨진 줄\n";
  const ProgramResult broken = run({"--saved", "금리"});
  EXPECT_EQ(broken.status, 2);
  EXPECT_NE(broken.err.find("settings/saved:2: the line is not"), std::string::npos) << broken.err;
}

}  // namespace
}  // namespace sillok
