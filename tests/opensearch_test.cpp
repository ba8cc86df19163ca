// Export to OpenSearch and Elasticsearch: the lines of a bulk, and what goes with them.
#include "searcher/opensearch.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/archive.h"
#include "tests/program.h"

namespace sillok {
namespace {

using Json = nlohmann::json;

Hit hit_with_everything() {
  Hit hit;
  hit.id = "42142";
  hit.key = "news/42142";
  hit.board = "news";
  hit.number = 42142;
  hit.title = "샘 올트먼 \"방한\"";
  hit.source = "중앙일보";
  hit.date = "2025-02-04";
  hit.time = "14:32";
  hit.body = "첫 문단.\n둘째 문단.\x1b";
  return hit;
}

TEST(OpenSearch, HitIsAnActionAndASource) {
  EXPECT_EQ(opensearch_bulk_lines(hit_with_everything(), "news-2025"),
            "{\"index\":{\"_index\":\"news-2025\",\"_id\":\"news/42142\"}}\n"
            "{\"id\":\"42142\",\"key\":\"news/42142\",\"board\":\"news\",\"number\":42142,"
            "\"title\":\"샘 올트먼 \\\"방한\\\"\",\"source\":\"중앙일보\",\"date\":\"2025-02-04\","
            "\"time\":\"14:32\",\"kind\":\"article\",\"body\":\"첫 문단.\\n둘째 문단.\\u001b\","
            "\"published\":\"2025-02-04T14:32:00+09:00\"}\n");
}

TEST(OpenSearch, MomentOfPublicationIsAsExactAsIsKnown) {
  const std::vector<std::vector<std::string>> cases = {
      {"2025-02-04", "14:32:05", "2025-02-04T14:32:05+09:00"},
      {"2025-02-04", "", "2025-02-04"},
      {"", "", ""},
      {"", "14:32", ""},
  };
  for (const auto& one : cases) {
    Hit hit = hit_with_everything();
    hit.date = one[0];
    hit.time = one[1];
    const std::string lines = opensearch_bulk_lines(hit, "x");
    const Json source = Json::parse(lines.substr(lines.find('\n')));
    EXPECT_EQ(source.value("published", ""), one[2]);
  }
}

TEST(OpenSearch, TemplateKnowsEveryField) {
  const Json mapping = Json::parse(opensearch_template())["template"]["mappings"];
  const std::string lines = opensearch_bulk_lines(hit_with_everything(), "x");
  const Json source = Json::parse(lines.substr(lines.find('\n')));
  for (const auto& [field, value] : source.items()) {
    EXPECT_TRUE(mapping["properties"].contains(field)) << field;
  }
}

std::vector<Article> busy_archive() {
  std::vector<Article> articles;
  for (int i = 0; i < 7000; ++i) {
    const int day = 1 + i / 300;  // more a month than are read at once
    Article article = make_article(
        "p" + std::to_string(i), "환율 소식", i % 2 == 0 ? "금리가 오른다" : "금이",
        day > 22 ? "" : "2025-02-" + std::string(day < 10 ? "0" : "") + std::to_string(day));
    articles.push_back(article);
  }
  return articles;
}

class OpenSearchExport : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    write_archive(directory_->path() + "/a.idx", busy_archive());
  }
  static void TearDownTestSuite() { directory_.reset(); }

  static ProgramResult run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"-d", directory_->path() + "/a.idx", "--format", "opensearch-bulk"});
    return run_program(SILLOK_SEARCH_PROGRAM, arguments);
  }

  // The ids of the actions and the dates of the sources, in their order.
  static std::pair<std::vector<std::string>, std::vector<std::string>> read(
      const std::string& out) {
    std::pair<std::vector<std::string>, std::vector<std::string>> lists;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) {
      lists.first.push_back(Json::parse(line)["index"]["_id"]);
      std::getline(lines, line);
      lists.second.push_back(Json::parse(line).value("date", ""));
    }
    return lists;
  }

 private:
  static inline std::unique_ptr<TemporaryDirectory> directory_;
};

TEST_F(OpenSearchExport, AllMatchesComeOnceOldestFirst) {
  const ProgramResult result = run({"환율 \"금리가\""});
  EXPECT_EQ(result.status, 0);
  auto [ids, dates] = read(result.out);
  EXPECT_EQ(ids.size(), 3500u);
  EXPECT_TRUE(std::is_sorted(dates.begin(), dates.end()));
  EXPECT_EQ(dates.front(), "");
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
}

TEST_F(OpenSearchExport, OrderAndPageAreThoseOfTheSearch) {
  const auto [ids, dates] = read(run({"*", "--sort", "newest", "--limit", "4000"}).out);
  ASSERT_EQ(ids.size(), 4000u);
  EXPECT_EQ(dates.front(), "2025-02-22");
  const auto page = read(run({"*", "--sort", "newest", "--offset", "3990", "-n", "10"}).out).first;
  EXPECT_EQ(page, std::vector<std::string>(ids.begin() + 3990, ids.end()));
  EXPECT_EQ(run({"없는낱말이다"}).status, 1);
}

TEST_F(OpenSearchExport, OptionsThatMakeNoSenseAreRefused) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"환율", "--fields", "id"},
                                             {"환율", "--count"},
                                             {"환율", "--facet", "source"},
                                             {"--batch", "-"},
                                             {"환율", "--bulk-index", "News"},
                                             {"환율", "--bulk-index", "_x"},
                                             {"환율", "--bulk-index", ""}}) {
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.status, 2) << testing::PrintToString(arguments);
    EXPECT_NE(result.err.find("hint: "), std::string::npos);
  }
  EXPECT_EQ(run({"--opensearch-template"}).out, opensearch_template());
}

}  // namespace
}  // namespace sillok
