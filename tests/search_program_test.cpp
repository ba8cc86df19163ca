// sillok-search as a user runs it: standard output, standard error and exit status.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/archive.h"
#include "tests/program.h"

namespace sillok {
namespace {

using Arguments = std::vector<std::string>;

Article numbered(std::uint64_t number, std::string title, std::string body, std::string date) {
  Article article = make_article("", std::move(title), std::move(body), std::move(date));
  article.number = number;
  return article;
}

std::vector<Article> news() {
  std::vector<Article> articles = {
      numbered(42142, "샘 올트먼 오늘 방한, 카카오와 동맹 맺는다",
               "소프트뱅크와 추진하는 ‘스타게이트’ 투자를 논의한다.\n카카오는 AI칩 협력을 넓힌다.",
               "2025-02-04"),
      numbered(42140, "카카오 실적 발표", "지난해 투자를 늘렸다고 밝혔다.", "2024-11-01"),
      make_article("p7", "네이버 \x1b[31m새 검색", "네이버가 검색을 바꾼다.", "2023-05-06"),
  };
  articles[0].author = "랭크뉴스";
  articles[0].source = "중앙일보";
  Article row = numbered(42141, "[속보] 스타게이트 합류", "", "2025-02-03");
  row.kind = Article::Kind::row;
  articles.push_back(row);
  return articles;
}

class SearchProgram : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    write_archive(index(), news());
    Article other = make_article("q1", "다른 보관소의 스타게이트", "본문", "2022-01-01");
    other.board = "old";
    write_archive(path("other.idx"), {other});
  }
  static void TearDownTestSuite() { directory_.reset(); }

  static std::string path(const std::string& name) { return directory_->path() + "/" + name; }
  static std::string index() { return path("news.idx"); }

  static ProgramResult run(Arguments arguments, ProgramInput input = {}) {
    input.environment.emplace_back("SILLOK_INDEX", index());
    input.environment.emplace_back("NO_COLOR", "");
    return run_program(SILLOK_SEARCH_PROGRAM, arguments, input);
  }

  // The ids that are found, one a line.
  static std::string ids(Arguments arguments) {
    arguments.insert(arguments.begin(), {"--format", "tsv", "--fields", "id"});
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.err, "");
    return result.out.substr(std::min(result.out.size(), result.out.find('\n') + 1));
  }

 private:
  static inline std::unique_ptr<TemporaryDirectory> directory_;
};

TEST_F(SearchProgram, CollapseShowsAgencyTextOnceAndCounts) {
  const std::string wire =
      "한국은행 금융통화위원회가 25일 기준금리를 연 3.00%에서 2.75%로 내렸다. 내수 부진과 미국의 "
      "관세 정책으로 "
      "성장세가 예상보다 빠르게 둔화하고 있다는 판단에서다. 한은은 올해 우리나라 경제성장률 "
      "전망치도 1.9%에서 "
      "1.5%로 크게 낮췄다. 이창용 총재는 기자간담회에서 물가상승률 안정세가 이어지고 있다며 추가 "
      "인하의 시기와 "
      "속도는 대내외 여건을 면밀히 점검하면서 결정하겠다고 말했다.";
  write_archive(path("wire.idx"), {make_article("w2", "기준금리 인하", wire + " 끝.", "2025-02-26"),
                                   make_article("w1", "한은, 금리 내렸다", wire, "2025-02-25"),
                                   make_article("w3", "금리", "금리 전망", "2025-02-27")});
  EXPECT_EQ(run({"-d", path("wire.idx"), "금리", "--collapse", "copies", "--sort", "newest",
                 "--format", "csv", "--fields", "id,copies"})
                .out,
            "id,copies\nw3,\nw1,news/w2\n");
  EXPECT_EQ(run({"-d", path("wire.idx"), "금리", "--collapse", "copies", "--count"}).out, "3\t2\n");
  EXPECT_EQ(run({"-d", path("wire.idx"), "금리", "--collapse", "none", "--count"}).out, "3\n");
  EXPECT_EQ(run({"금리", "--collapse", "twins"}).status, 2);
}

TEST_F(SearchProgram, ExitStatusIsLikeGrep) {
  EXPECT_EQ(run({"스타게이트"}).status, 0);
  const ProgramResult nothing = run({"--match", "all", "없는낱말이다"});
  EXPECT_EQ(nothing.status, 1);
  EXPECT_EQ(nothing.err, "");
  const ProgramResult error = run({"스타게이트", "(투자"});
  EXPECT_EQ(error.status, 2);
  EXPECT_EQ(error.out, "");
  EXPECT_EQ(error.err,
            "sillok-search: query: the bracket is never closed\n"
            "  스타게이트 (투자\n"
            "             ^\n"
            "hint: add the closing ), or write \\( for the character\n");
}

TEST_F(SearchProgram, TextShowsWhatANewsReaderAsks) {
  const ProgramResult result = run({"\"샘 올트먼\""});
  EXPECT_EQ(
      result.out.substr(result.out.find('\n')),
      "\n\n"
      "1. 샘 올트먼 오늘 방한, 카카오와 동맹 맺는다\n"
      "   2025-02-04 · 중앙일보 · 랭크뉴스 · news#42142\n"
      "   소프트뱅크와 추진하는 ‘스타게이트’ 투자를 논의한다. 카카오는 AI칩 협력을 넓힌다.\n");
}

TEST_F(SearchProgram, WordToLeaveOutIsNoOption) {
  EXPECT_EQ(ids({"카카오", "-올트먼"}), "news#42140\n");
  EXPECT_EQ(ids({"-올트먼", "--rows", "no", "카카오", "-n5"}), "news#42140\n");
  EXPECT_EQ(ids({"--limit", "5", "--", "카카오", "-올트먼"}), "news#42140\n");
  EXPECT_EQ(ids({"-카카오", "--rows=no"}), "p7\n");
  EXPECT_EQ(ids({"-d" + index(), "-n1", "네이버", "-dog"}), "p7\n");
}

TEST_F(SearchProgram, MisspelledOptionsAreExplained) {
  const ProgramResult unknown = run({"--limt", "5", "카카오"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_EQ(unknown.err,
            "sillok-search: --limt: no such option\n"
            "hint: see --help; words that begin with a dash go behind --\n");
  EXPECT_EQ(run({"-limit", "5", "카카오"}).err,
            "sillok-search: -limit: options have two dashes\n"
            "hint: write --limit, or put the word behind --\n");
  const std::vector<Arguments> refused = {
      {},
      {"--limit"},
      {"카카오", "--limit", "many"},
      {"카카오", "--limit", "-1"},
      {"카카오", "--offset", "99999999999999999999999"},
      {"카카오", "--match", "some"},
      {"카카오", "--sort", "best"},
      {"카카오", "--rows", "maybe"},
      {"카카오", "--format", "xml"},
      {"카카오", "--fields", "titel"},
      {"카카오", "--color", "red"},
      {"카카오", "--recency", "soon"},
      {"카카오", "--recency", "-5d"},
      {"카카오", "--recency", "nan"},
      {"카카오", "--from", "미정"},
      {"카카오", "--to", "2025-13"},
      {"카카오", "--from", "2025", "--to", "2024"},
      {"카카오", "--from", "..2024"},
      {"카카오", "-v"},
      {"--batch", path("")},
      {"카카오", "--show", "p7"},
      {"--show", "p7", "--count"},
      {"카카오", "--batch", "-"},
      {"--explain=yes", "카카오"},
      {"\xFF"},
  };
  for (const Arguments& arguments : refused) {
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.status, 2) << testing::PrintToString(arguments);
    EXPECT_EQ(result.out, "") << testing::PrintToString(arguments);
    EXPECT_NE(result.err.find("\nhint: "), std::string::npos) << result.err;
  }
}

TEST_F(SearchProgram, MisspelledFieldIsHintedAtWhenNothingIsFound) {
  EXPECT_EQ(run({"재목:방한", "--match", "all"}).err,
            "hint: 재목: is not a field; did you mean 제목:\n");
  EXPECT_EQ(run({"제목:방한"}).err, "");
}

TEST_F(SearchProgram, OptionsNarrowAndOrder) {
  EXPECT_EQ(ids({"*", "--sort", "newest"}), "news#42142\nnews#42141\nnews#42140\np7\n");
  EXPECT_EQ(ids({"*", "--sort", "oldest", "--limit", "2", "--offset", "1"}),
            "news#42140\nnews#42141\n");
  EXPECT_EQ(ids({"*", "--sort", "newest", "--rows", "only"}), "news#42141\n");
  EXPECT_EQ(ids({"*", "--sort", "newest", "--from", "2024", "--to", "2025-02-03"}),
            "news#42141\nnews#42140\n");
  EXPECT_EQ(ids({"네이버", "--recency", "off", "--match", "phrase"}), "p7\n");
  EXPECT_EQ(ids({"카카오", "--sort", "newest", "--sort", "oldest", "--limit", "1"}),
            "news#42140\n");
}

TEST_F(SearchProgram, CountIsOfTheArticlesWithEveryWord) {
  EXPECT_EQ(run({"카카오", "투자", "--count"}).out, "2\n");
  EXPECT_EQ(run({"-c", "없는낱말이다"}).out, "0\n");
  EXPECT_EQ(run({"-c", "없는낱말이다"}).status, 1);
}

TEST_F(SearchProgram, CountsComeAsChartsAndAsATable) {
  const ProgramResult text = run({"스타게이트", "--histogram", "month", "--facet", "author"});
  EXPECT_EQ(text.status, 0);
  EXPECT_NE(text.out.find("by month (2 matches)\n  2025-02  2  █"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("  랭크뉴스  1  █"), std::string::npos) << text.out;
  const ProgramResult table = run({"투자", "--format", "csv", "--histogram", "month"});
  EXPECT_EQ(table.out,
            "part,value,count,count_is,all,share,score\n"
            "histogram,2024-11,1,exact,,,\n"
            "histogram,2024-12,0,exact,,,\n"
            "histogram,2025-01,0,exact,,,\n"
            "histogram,2025-02,1,exact,,,\n");
}

TEST_F(SearchProgram, CountsAreRefusedWhereTheyHaveNoPlace) {
  const std::vector<std::pair<Arguments, const char*>> cases = {
      {{"투자", "--facet", "press"}, "known are source, author, board, year, month"},
      {{"투자", "--histogram", "decade"}, "known are day, week, month, year"},
      {{"투자", "--trend", "--format", "jsonl"}, "use --format text, json, tsv or csv"},
      {{"투자", "--trend", "--format", "csv", "-n", "5"}, "leave out --limit"},
      {{"투자", "--trend", "--count"}, "do not go together"},
  };
  for (const auto& [arguments, expected] : cases) {
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find(expected), std::string::npos) << result.err;
  }
}

TEST_F(SearchProgram, SynonymsComeFromAFileWhoseBadLinesAreReported) {
  std::ofstream(path("synonyms.txt")) << "# 이름\n올트먼 알트만\n알트만 = 올트먼\n";
  const ProgramResult result =
      run({"알트만", "--synonyms", path("synonyms.txt"), "--format", "tsv", "--fields", "number"});
  EXPECT_EQ(result.out, "number\n42142\n");
  EXPECT_NE(result.err.find("synonyms.txt:2: the line holds no \"=\""), std::string::npos)
      << result.err;
  EXPECT_EQ(run({"알트만", "--words", path("nothing.txt")}).status, 2);
  EXPECT_EQ(run({"알트만", "--words", path("")}).status, 2);
}

TEST_F(SearchProgram, IndexesComeFromOptionsOrTheEnvironment) {
  const std::string other = path("other.idx");
  EXPECT_EQ(ids({"-d", other, "스타게이트"}), "q1\n");
  const std::string both = ids({"-d", other, "--index=" + index(), "스타게이트", "--sort=oldest"});
  EXPECT_EQ(both, "q1\nnews#42141\nnews#42142\n");
  ProgramInput input;
  input.environment = {{"SILLOK_INDEX", index() + ":" + other}};
  const Arguments arguments = {"스타게이트", "--format", "trec"};
  const ProgramResult result = run_program(SILLOK_SEARCH_PROGRAM, arguments, input);
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 3);
  input.environment = {{"SILLOK_INDEX", ""}};
  EXPECT_EQ(run_program(SILLOK_SEARCH_PROGRAM, arguments, input).err,
            "sillok-search: no index is given\nhint: name it with -d INDEX or in SILLOK_INDEX\n");
  const ProgramResult missing = run({"-d", path("none.idx"), "스타게이트"});
  EXPECT_EQ(missing.status, 2);
  EXPECT_NE(missing.err.find("none.idx"), std::string::npos);
}

TEST_F(SearchProgram, JsonHoldsTheHitAndItsHighlights) {
  const ProgramResult result = run({"스타게이트", "--rows", "no", "--format", "json"});
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["schema"], 1);
  EXPECT_EQ(json["parsed"], "스타게이트");
  EXPECT_EQ(json["match"], "auto");
  EXPECT_EQ(json["index"]["articles"], 3);
  EXPECT_EQ(json["index"]["rows"], 1);
  ASSERT_EQ(json["hits"].size(), 1u);
  const auto& hit = json["hits"][0];
  EXPECT_EQ(hit["number"], 42142);
  EXPECT_EQ(hit["time"], nullptr);
  const auto span = hit["snippet"]["highlights"][0];
  const std::string text = hit["snippet"]["text"];
  EXPECT_EQ(text.substr(span[0], span[1].get<std::size_t>() - span[0].get<std::size_t>()),
            "스타게이트");
}

TEST_F(SearchProgram, BodyComesWhenAskedFor) {
  const Arguments arguments = {"\"샘 올트먼\"", "--format", "jsonl", "--fields"};
  const auto fields = [&](const std::string& names) {
    Arguments with_fields = arguments;
    with_fields.push_back(names);
    return nlohmann::json::parse(run(with_fields).out);
  };
  EXPECT_FALSE(fields("all").contains("body"));
  EXPECT_EQ(fields("all,body")["body"], news()[0].body);
  EXPECT_EQ(fields("id,body").size(), 2u);
}

TEST_F(SearchProgram, ShowPrintsTheWholeArticle) {
  EXPECT_EQ(run({"--show", "news#42142", "--fields", "title,body"}).out,
            "샘 올트먼 오늘 방한, 카카오와 동맹 맺는다\n\n"
            "소프트뱅크와 추진하는 ‘스타게이트’ 투자를 논의한다.\n카카오는 AI칩 협력을 넓힌다.\n");
  EXPECT_EQ(nlohmann::json::parse(run({"--show", "p7", "--format", "json"}).out)["key"], "news/p7");
  const ProgramResult missing = run({"--show", "p8"});
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.err,
            "sillok-search: --show: no entry is named \"p8\"\n"
            "hint: ids and keys are those that --fields id,key prints\n");
}

TEST_F(SearchProgram, HostileTitleReachesNoTerminalRaw) {
  for (const char* format : {"text", "json", "jsonl", "tsv", "csv", "trec"}) {
    const ProgramResult result = run({"네이버", "--format", format});
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.out.find('\x1b'), std::string::npos) << result.out;
  }
  const ProgramResult error = run({"\"\x1b[2J"});
  EXPECT_EQ(error.err.find('\x1b'), std::string::npos) << error.err;
}

TEST_F(SearchProgram, ColorIsForTerminalsUnlessAskedFor) {
  EXPECT_EQ(run({"스타게이트"}).out.find('\x1b'), std::string::npos);
  EXPECT_EQ(run({"스타게이트", "--color", "never"}).out.find('\x1b'), std::string::npos);
  ProgramInput input;
  input.environment = {{"NO_COLOR", "1"}, {"SILLOK_INDEX", index()}};
  const Arguments arguments = {"스타게이트", "--color", "always"};
  const std::string out = run_program(SILLOK_SEARCH_PROGRAM, arguments, input).out;
  EXPECT_NE(out.find("\x1b[1;31m스타게이트\x1b[0m"), std::string::npos) << out;
}

TEST_F(SearchProgram, BatchRunsALineAtATime) {
  ProgramInput input;
  input.text =
      "\xEF\xBB\xBFq1\t\"샘 올트먼\"\r\n"
      "\n"
      "q2\t(투자\n"
      "without a tab\n"
      "q3\t네이버 검색";
  const ProgramResult result = run({"--batch", "-", "--format", "trec", "--match", "all"}, input);
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.out.rfind("q1 Q0 news#42142 1 ", 0), 0u) << result.out;
  EXPECT_NE(result.out.find("\nq3 Q0 p7 1 "), std::string::npos) << result.out;
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 2);
  EXPECT_EQ(result.err,
            "sillok-search: -:3: query: the bracket is never closed\n"
            "  (투자\n"
            "  ^\n"
            "hint: add the closing ), or write \\( for the character\n"
            "sillok-search: -:4: the line is not an id, a tab and a query\n"
            "hint: write q1<TAB>스타게이트\n");
}

TEST_F(SearchProgram, BatchOfPlainTextHasNoSyntaxErrors) {
  std::ofstream(path("questions.tsv"))
      << "1\t“때린 건 여자\" (올트먼: 누구인가?\n2\t-네이버 AND *\n";
  const ProgramResult result =
      run({"--batch", path("questions.tsv"), "--plain", "--format", "jsonl", "--match", "any"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "");
  EXPECT_NE(result.out.find("{\"query_id\":\"2\",\"id\":\"p7\""), std::string::npos) << result.out;
  EXPECT_EQ(run({"--batch", path("absent.tsv")}).status, 2);
}

TEST_F(SearchProgram, BatchWithNothingFoundSaysSo) {
  ProgramInput input;
  input.text = "1\t없는낱말이다\n";
  EXPECT_EQ(run({"--batch", "-", "--format", "tsv", "--match", "all"}, input).status, 1);
  input.text += "2\t카카오\n";
  const ProgramResult counts = run({"--batch", "-", "--count"}, input);
  EXPECT_EQ(counts.status, 0);
  EXPECT_EQ(counts.out, "1\t0\n2\t2\n");
}

TEST_F(SearchProgram, ClosedPipeIsNoError) {
  ProgramInput input;
  input.with_closed_output = true;
  const ProgramResult result = run({"*", "--format", "json"}, input);
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "");
}

TEST_F(SearchProgram, FullDiskIsAnError) {
  const ProgramResult result = run_program(
      "/bin/sh",
      {"-c", std::string("exec ") + SILLOK_SEARCH_PROGRAM + " -d " + index() + " '*' >/dev/full"});
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find("sillok-search: standard output: "), std::string::npos) << result.err;
}

TEST_F(SearchProgram, HelpFitsAScreen) {
  const ProgramResult help = run({"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_EQ(run({"-h"}).out, help.out);
  EXPECT_LT(std::count(help.out.begin(), help.out.end(), '\n'), 50);
  EXPECT_EQ(run({"--version"}).out.rfind("sillok-search ", 0), 0u);
}

}  // namespace
}  // namespace sillok
