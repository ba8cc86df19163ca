// sillok-index --alerts: what saved searches find in what is new, as a user runs it.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/archive.h"
#include "tests/program.h"

namespace sillok {
namespace {

using Arguments = std::vector<std::string>;

constexpr const char* kMonday =
    R"({"id":"1","title":"한은, 기준금리 2.75%로 인하","body":"한국은행이 기준금리를 내렸다.","date":"2025-02-25"}
{"id":"2","title":"스타게이트에 5천억 달러","body":"소프트뱅크가 스타게이트에 투자한다.","date":"2025-01-22"}
)";
constexpr const char* kTuesday =
    R"({"id":"2","title":"스타게이트에 5천억 달러","body":"스타게이트 투자에 금리가 변수다.","date":"2025-01-22"}
{"id":"3","title":"미 연준, 금리 동결","body":"연준이 기준금리를 그대로 두었다.","date":"2025-03-19"}
{"id":"4","title":"환율 상승","body":"원화가 약세다.","date":"2025-03-20"}
)";

class Alerts : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }

  ProgramInput input() const {
    ProgramInput input;
    input.environment = {{"SILLOK_SAVED", path("saved")}, {"SILLOK_CONFIG", "/dev/null"}};
    return input;
  }

  void save(const std::string& lines) const { std::ofstream(path("saved")) << lines; }

  ProgramResult index(const std::string& dump, Arguments options = {}) const {
    std::ofstream(path("dump.jsonl")) << dump;
    Arguments arguments = {"-q", "-d", path("news.idx"), "--board", "news"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back(path("dump.jsonl"));
    return run_program(SILLOK_INDEX_PROGRAM, arguments, input());
  }

  // "금리 added 1", a line each.
  static std::string told(const std::string& lines) {
    std::string text;
    for (std::size_t begin = 0; begin < lines.size();) {
      const std::size_t end = lines.find('\n', begin);
      const auto line = nlohmann::json::parse(lines.substr(begin, end - begin));
      text += line["search"].get<std::string>() + " " + line["change"].get<std::string>() + " " +
              line["id"].get<std::string>() + "\n";
      begin = end + 1;
    }
    return text;
  }

  std::string file(const std::string& name) const {
    std::ifstream stream(path(name));
    return {std::istreambuf_iterator<char>(stream), {}};
  }

 private:
  TemporaryDirectory directory_;
};

TEST_F(Alerts, TellOfEachNewArticleThatASavedSearchFinds) {
  run_program(SILLOK_SEARCH_PROGRAM, {"--save", "금리", "-d", path("news.idx"), "금리", "-n", "1"},
              input());
  save(file("saved") + "별문\t[\"스타게이트\"]\n");
  const ProgramResult first = index(kMonday, {"--alerts", "-"});
  EXPECT_EQ(first.status, 0);
  EXPECT_EQ(first.err, "");
  EXPECT_EQ(told(first.out), "금리 added 1\n별문 added 2\n");
  // An article that changed is new, one that is there already is not.
  EXPECT_EQ(told(index(kTuesday, {"--alerts", "-"}).out),
            "금리 changed 2\n금리 added 3\n별문 changed 2\n");
  EXPECT_EQ(index(kTuesday, {"--alerts", "-"}).out, "");
}

TEST_F(Alerts, LineSaysWhatWasFoundAndWhere) {
  save("금리\t[\"금리\"]\n");
  const auto line = nlohmann::json::parse(index(kMonday, {"--alerts", "-"}).out);
  EXPECT_EQ(line["key"], "news/1");
  EXPECT_EQ(line["title"], "한은, 기준금리 2.75%로 인하");
  EXPECT_EQ(line["title_highlights"].dump(), "[[14,20]]");
  EXPECT_EQ(line["date"], "2025-02-25");
  EXPECT_EQ(line["snippet"]["text"], "한국은행이 기준금리를 내렸다.");
}

TEST_F(Alerts, FileHoldsTheLinesOfOneRun) {
  save("금리\t[\"금리\"]\n");
  index(kMonday, {"--alerts", path("alerts.jsonl")});
  EXPECT_EQ(told(file("alerts.jsonl")), "금리 added 1\n");
  index(kTuesday, {"--alerts", path("alerts.jsonl")});
  EXPECT_EQ(told(file("alerts.jsonl")), "금리 changed 2\n금리 added 3\n");
  index(kTuesday, {"--alerts", path("alerts.jsonl")});
  EXPECT_EQ(file("alerts.jsonl"), "");
}

TEST_F(Alerts, BadSearchIsReportedAndTheRestGoOn) {
  save(
      "괄호\t[\"(금리\"]\n"
      "no tab\n"
      "옵션\t[\"--sort\",\"best\",\"금리\"]\n"
      "닮은\t[\"--like\",\"news/1\"]\n"
      "금리\t[\"금리\"]\n");
  const ProgramResult result = index(kMonday, {"--alerts", "-"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(told(result.out), "금리 added 1\n");
  for (const char* part : {"saved search 괄호: ", ":2: the line is not a name",
                           "saved search 옵션: ", "saved search 닮은: "}) {
    EXPECT_NE(result.err.find(part), std::string::npos) << part << result.err;
  }
  EXPECT_EQ(index(kTuesday, {"--alerts", "-", "--strict"}).status, 1);
}

TEST_F(Alerts, SearchOfAnotherIndexIsNotRun) {
  write_archive(path("other.idx"), {make_article("o", "금리", "금리")});
  std::ofstream(path("both.cluster")) << "other.idx\nnews.idx\n";
  save("other\t[\"-d\",\"" + path("other.idx") + "\",\"금리\"]\n" + "nowhere\t[\"-d\",\"" +
       path("nowhere.idx") + "\",\"금리\"]\n" + "both\t[\"-d\",\"" + path("both.cluster") +
       "\",\"금리\"]\n" + "any\t[\"금리\"]\n");
  EXPECT_EQ(told(index(kMonday, {"--alerts", "-"}).out), "both added 1\nany added 1\n");
}

TEST_F(Alerts, SearchKeepsItsConditionsButNotItsPage) {
  std::ofstream(path("synonyms.txt")) << "연준 = 금통위\n한은 = 한국은행\n";
  save(
      "기간\t[\"금리\",\"--from\",\"2025-03\",\"--count\"]\n"
      "둘째\t[\"금리\",\"--offset\",\"1\",\"--sort\",\"newest\"]\n"
      "동의어\t[\"금통위\",\"--synonyms\",\"" +
      path("synonyms.txt") + "\"]\n");
  EXPECT_EQ(told(index(kMonday, {"--alerts", "-"}).out), "둘째 added 1\n");
  EXPECT_EQ(told(index(kTuesday, {"--alerts", "-"}).out),
            "기간 added 3\n둘째 changed 2\n둘째 added 3\n동의어 added 3\n");
}

TEST_F(Alerts, ShardsAreOneArchive) {
  save("금리\t[\"금리\"]\n");
  EXPECT_EQ(told(index(kMonday, {"--alerts", "-", "--shards", "3"}).out), "금리 added 1\n");
  EXPECT_EQ(told(index(kTuesday, {"--alerts", "-"}).out), "금리 changed 2\n금리 added 3\n");
}

TEST_F(Alerts, MistakesAreSaidBeforeAnythingIsIndexed) {
  save("금리\t[\"금리\"]\n");
  EXPECT_EQ(index(kMonday, {"--alerts", path("no/such/file")}).status, 2);
  EXPECT_EQ(index(kMonday, {"--alerts", "-", "--dry-run"}).status, 2);
  EXPECT_FALSE(std::filesystem::exists(path("news.idx")));
}

}  // namespace
}  // namespace sillok
