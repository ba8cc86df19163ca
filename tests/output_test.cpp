#include "searcher/output.h"

#include <gtest/gtest.h>
#include <sillok/error.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "common/columns.h"

namespace sillok {
namespace {

Hit article() {
  Hit hit;
  hit.id = hit.key = "news#42142";
  hit.board = "news";
  hit.number = 42142;
  hit.title = "샘 올트먼 오늘 방한";
  hit.author = "랭크뉴스";
  hit.source = "중앙일보";
  hit.date = "2025-02-04";
  hit.place = "dump.zip!42142.txt";
  hit.body = "첫째 문단.\n둘째 문단.";
  hit.score = 12.5;
  hit.title_highlights = {{4, 13}};
  hit.snippet = {"‘스타게이트’ 투자", {{3, 18}}};
  return hit;
}

Hit row() {
  Hit hit;
  hit.id = "p7";
  hit.key = "news/p7";
  hit.board = "news";
  hit.title = "[속보] \"투자\", 확대";
  hit.is_row = true;
  hit.holds_all = false;
  hit.score = 13;
  return hit;
}

SearchResult result_of(std::vector<Hit> hits) {
  SearchResult result;
  result.query = "스타게이트  방한";
  result.parsed = "스타게이트 방한";
  result.total = hits.size();
  result.holding_all = 1;
  result.index = {60, 400, "00ff", 1, 2};
  result.took_ms = 0.71234;
  result.hits = std::move(hits);
  return result;
}

OutputOptions as(OutputFormat format) {
  OutputOptions options;
  options.format = format;
  return options;
}

TEST(Output, JsonIsTheContract) {
  EXPECT_EQ(
      format_result(result_of({article()}), as(OutputFormat::json)),
      R"({"schema":1,"query":"스타게이트  방한","parsed":"스타게이트 방한","match":"auto",)"
      R"("options":{"plain":false,"sort":"relevance","rerank":true,)"
      R"("recency_half_life_days":365.0,"recency_strength":0.05,"rows":"yes","hanja":true,)"
      R"("synonyms":0,"words":0,"suggest":"off","collapse":"none","from":null,"to":null,"offset":0,"limit":10},)"
      R"("total":1,"total_is":"exact","holding_all":1,)"
      R"("index":{"articles":60,"rows":400,"fingerprint":"00ff","analyzer":1,"schema":2},)"
      R"("took_ms":0.712,"hits":[)"
      "\n"
      R"({"id":"news#42142","board":"news","number":42142,"title":"샘 올트먼 오늘 방한",)"
      R"("author":"랭크뉴스","source":"중앙일보","date":"2025-02-04","time":null,"url":null,)"
      R"("place":"dump.zip!42142.txt","kind":"article","score":12.5,"holds_all":true,)"
      R"("title_highlights":[[4,13]],)"
      R"("snippet":{"text":"‘스타게이트’ 투자","highlights":[[3,18]]}})"
      "\n]}\n");
}

TEST(Output, JsonWithoutHitsIsWhole) {
  SearchResult result = result_of({});
  result.total_is_exact = false;
  result.options.match = Match::phrase;
  const auto parsed = nlohmann::json::parse(format_result(result, as(OutputFormat::json)));
  EXPECT_EQ(parsed["hits"], nlohmann::json::array());
  EXPECT_EQ(parsed["total_is"], "about");
  EXPECT_EQ(parsed["match"], "phrase");
}

TEST(Output, JsonTellsTheOptionsInForce) {
  SearchResult result = result_of({});
  result.options.sort = Sort::newest;
  result.options.rows = Rows::only;
  result.options.rerank = false;
  result.options.recency_half_life_days = 90;
  result.options.from = "2024";
  result.options.to = "2025-02";
  result.options.limit.reset();
  const auto options =
      nlohmann::json::parse(format_result(result, as(OutputFormat::json)))["options"];
  EXPECT_EQ(options["sort"], "newest");
  EXPECT_EQ(options["rows"], "only");
  EXPECT_EQ(options["rerank"], false);
  EXPECT_EQ(options["recency_half_life_days"], 90);
  EXPECT_EQ(options["from"], "2024-01-01");
  EXPECT_EQ(options["to"], "2025-02-28");
  EXPECT_EQ(options["limit"], nullptr);
}

TEST(Output, JsonHoldsAnyText) {
  Hit hit = article();
  hit.title.clear();
  for (char c = 1; c < 32; ++c) hit.title += c;
  hit.title += "\"\\/\x7F\u0085\u009B\u2028\u202E𠀀가";
  const std::string json = format_result(result_of({hit}), as(OutputFormat::jsonl));
  EXPECT_EQ(nlohmann::json::parse(json)["title"], hit.title);
  EXPECT_EQ(printable(json.substr(0, json.size() - 1)), json.substr(0, json.size() - 1));
}

SearchResult counted_result() {
  SearchResult result = result_of({});
  result.options.facets = {Facet::source};
  result.options.histogram = Period::month;
  result.options.trend = true;
  result.options.related_words = 5;
  result.related_words = {{"소프트뱅크", 31.254, 3, 7}, {"openai", 12, 2, 40}};
  result.related_sample = 4;
  result.tally.emplace();
  result.tally->matches = 4;
  result.tally->facets = {{Facet::source, {{"중앙일보", 2}, {"한겨레, 주간", 1}}, 3, 1, 0}};
  result.tally->histogram =
      Histogram{Period::month, {{"2025-01", 3, 12}, {"2025-02", 0, 5}, {"2025-03", 1, 8}}, 0};
  return result;
}

TEST(Output, JsonHoldsTheCountsThatWereAskedFor) {
  const std::string json = format_result(counted_result(), as(OutputFormat::json));
  const std::string counts =
      R"("counted":4,"counted_is":"exact","facets":{"source":{"values":[)"
      R"({"value":"중앙일보","count":2},{"value":"한겨레, 주간","count":1}],)"
      R"("distinct":3,"others":1,"absent":0}},)"
      R"("histogram":{"period":"month","buckets":[{"start":"2025-01","count":3},)"
      R"({"start":"2025-02","count":0},{"start":"2025-03","count":1}],"undated":0},)"
      R"("trend":{"period":"month","buckets":[{"start":"2025-01","count":3,"all":12,"share":0.25},)"
      R"({"start":"2025-02","count":0,"all":5,"share":0.0},)"
      R"({"start":"2025-03","count":1,"all":8,"share":0.125}],"undated":0},)"
      R"("related_words":[{"word":"소프트뱅크","score":31.25,"count":3,"all":7},)"
      R"({"word":"openai","score":12.0,"count":2,"all":40}],"related_sample":4,"hits":[]})";
  EXPECT_NE(json.find(counts), std::string::npos) << json;
}

TEST(Output, TableHoldsCountsInPlaceOfHits) {
  OutputOptions options = as(OutputFormat::csv);
  options.counts = true;
  EXPECT_EQ(output_header(options) + format_result(counted_result(), options),
            "part,value,count,count_is,all,share,score\n"
            "source,중앙일보,2,exact,,,\n"
            "source,\"한겨레, 주간\",1,exact,,,\n"
            "source:others,,1,exact,,,\n"
            "trend,2025-01,3,exact,12,0.250000,\n"
            "trend,2025-02,0,exact,5,0.000000,\n"
            "trend,2025-03,1,exact,8,0.125000,\n"
            "related_word,소프트뱅크,3,exact,7,,31.25\n"
            "related_word,openai,2,exact,40,,12.00\n");
}

TEST(Output, TextDrawsCountsAsBars) {
  OutputOptions options = as(OutputFormat::text);
  options.columns = 38;
  const std::string text = format_result(counted_result(), options);
  const std::string charts =
      "by month, share of all (4 matches)\n"
      "  2025-01  3 of 12   25.00%  █████████\n"
      "  2025-02   0 of 5    0.00%\n"
      "  2025-03   1 of 8   12.50%  ████▌\n"
      "\n"
      "by source (4 matches)\n"
      "  중앙일보      2  ███████████████████\n"
      "  한겨레, 주간  1  █████████▌\n"
      "  (1 more)      1\n"
      "\n"
      "related words (4 read)\n"
      "  소프트뱅크   3 of 7  ███████████████\n"
      "  openai      2 of 40  ██████\n";
  EXPECT_NE(text.find(charts), std::string::npos) << text;
}

TEST(Output, JsonlIsOneHitALine) {
  const std::string lines = format_result(result_of({article(), row()}), as(OutputFormat::jsonl));
  ASSERT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
  const auto second = nlohmann::json::parse(lines.substr(lines.find('\n')));
  EXPECT_EQ(second["id"], "p7");
  EXPECT_EQ(second["kind"], "row");
  EXPECT_EQ(second["number"], nullptr);
  EXPECT_EQ(second["holds_all"], false);
  EXPECT_FALSE(second.contains("body"));
}

TEST(Output, LinesOfABatchCarryTheQueryId) {
  const SearchResult result = result_of({article(), row()});
  OutputOptions options = as(OutputFormat::jsonl);
  options.query_id = "q\t1";
  const std::string lines = format_result(result, options);
  EXPECT_EQ(nlohmann::json::parse(lines.substr(0, lines.find('\n')))["query_id"], "q\t1");
  options.format = OutputFormat::json;
  const std::string json = format_result(result, options);
  EXPECT_EQ(json.find('\n'), json.size() - 1);
  EXPECT_EQ(nlohmann::json::parse(json)["query_id"], "q\t1");
  options.format = OutputFormat::tsv;
  options.fields = {HitField::id};
  EXPECT_EQ(output_header(options) + format_result(result, options),
            "query_id\tid\nq\\t1\tnews#42142\nq\\t1\tp7\n");
  options.format = OutputFormat::trec;
  EXPECT_EQ(format_result(result, options),
            "q_1 Q0 news#42142 1 12.5000 sillok\nq_1 Q0 p7 2 12.4999 sillok\n");
}

TEST(Output, TrecRanksGoOnWithThePageAndScoresFall) {
  SearchResult result = result_of({row(), article(), article()});
  result.options.offset = 10;
  result.hits[0].id = "id with\tspace";
  EXPECT_EQ(format_result(result, as(OutputFormat::trec)),
            "1 Q0 id_with_space 11 13.0000 sillok\n"
            "1 Q0 news#42142 12 12.5000 sillok\n"
            "1 Q0 news#42142 13 12.4999 sillok\n");
}

TEST(Output, TablesEscapeWhatSeparates) {
  Hit hit = row();
  hit.title = "첫 줄\n둘째\t칸 \\ \"따옴표\", \x1b[31m";
  OutputOptions options = as(OutputFormat::tsv);
  options.fields = parse_hit_fields("title,number,kind");
  EXPECT_EQ(output_header(options) + format_result(result_of({hit}), options),
            "number\ttitle\tkind\n"
            "\t첫 줄\\n둘째\\t칸 \\\\ \"따옴표\", \uFFFD[31m\trow\n");
  options.format = OutputFormat::csv;
  EXPECT_EQ(output_header(options) + format_result(result_of({hit}), options),
            "number,title,kind\n"
            ",\"첫 줄\n둘째\t칸 \\ \"\"따옴표\"\", \uFFFD[31m\",row\n");
}

TEST(Output, FieldsAreChosenByName) {
  OutputOptions options = as(OutputFormat::jsonl);
  options.fields = parse_hit_fields("body,id");
  EXPECT_EQ(format_result(result_of({article()}), options),
            "{\"id\":\"news#42142\",\"body\":\"첫째 문단.\\n둘째 문단.\"}\n");
  const auto all = parse_hit_fields("all");
  EXPECT_EQ(std::count(all.begin(), all.end(), HitField::body), 0);
  EXPECT_EQ(std::count(all.begin(), all.end(), HitField::category), 1);
  EXPECT_EQ(parse_hit_fields("all,body").size(), all.size() + 1);
  try {
    parse_hit_fields("id,titel");
    ADD_FAILURE();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "--fields: \"titel\" is not a field");
    EXPECT_NE(error.hint().find("title_highlights"), std::string::npos);
  }
  EXPECT_THROW(parse_hit_fields(""), UsageError);
  EXPECT_THROW(parse_output_format("xml"), UsageError);
}

TEST(Output, CountSaysWhenItIsAbout) {
  SearchResult result = result_of({});
  result.total = 1234;
  EXPECT_EQ(format_count(result, as(OutputFormat::text)), "1234\n");
  result.total_is_exact = false;
  OutputOptions options = as(OutputFormat::text);
  EXPECT_EQ(format_count(result, options), "about 1234\n");
  options.query_id = "q1";
  EXPECT_EQ(format_count(result, options), "q1\tabout 1234\n");
  options.format = OutputFormat::json;
  const auto parsed = nlohmann::json::parse(format_count(result, options));
  EXPECT_EQ(parsed["total"], 1234);
  EXPECT_FALSE(parsed.contains("hits"));
}

TEST(Output, CopiesAreListedWithTheHitTheyStandBehind) {
  Hit first = article();
  first.snippet = {};
  first.copies = {{"w2", "news/w2", "news", "방한", "", "한겨레", "2025-02-04", "10:20", ""},
                  {"w3", "news/w3", "news", "방한, 동맹", "", "", "", "", ""}};
  first.copy_count = 2;
  SearchResult result = result_of({first});
  result.total = result.holding_all = 1234;
  result.copies = CopyCounts{1234, 567, true};
  const auto json = nlohmann::json::parse(format_result(result, as(OutputFormat::json)));
  EXPECT_EQ(json["copies"].dump(), R"({"articles":1234,"counts_are":"exact","groups":567})");
  EXPECT_EQ(json["hits"][0]["copy_count"], 2);
  EXPECT_EQ(json["hits"][0]["copies"][0].dump(),
            R"({"author":null,"board":"news","date":"2025-02-04","id":"w2","key":"news/w2",)"
            R"("source":"한겨레","time":"10:20","title":"방한","url":null})");
  const std::string text = format_result(result, as(OutputFormat::text));
  EXPECT_NE(text.find("\ncopies count once: 567 of 1,234 are left\n"), text.npos) << text;
  EXPECT_NE(text.find("\n   2 copies: 한겨레 2025-02-04 10:20 (w2), (w3)\n"), text.npos) << text;
  OutputOptions csv = as(OutputFormat::csv);
  csv.fields = parse_hit_fields("id,copies");
  EXPECT_EQ(output_header(csv) + format_result(result, csv),
            "id,copies\nnews#42142,news/w2; news/w3\n");
  result.copies->is_exact = false;
  EXPECT_EQ(format_count(result, as(OutputFormat::text)), "1234\tabout 567\n");
}

TEST(Output, TextTellsTheRestApart) {
  EXPECT_EQ(format_result(result_of({article(), row()}), as(OutputFormat::text)),
            "스타게이트  방한: 2 hits, 1 with every word (0.7 ms)\n"
            "\n"
            "1. 샘 올트먼 오늘 방한\n"
            "   2025-02-04 · 중앙일보 · 랭크뉴스 · news#42142\n"
            "   ‘스타게이트’ 투자\n"
            "\n"
            "── the rest do not hold every word ──\n"
            "\n"
            "2. [속보] \"투자\", 확대\n"
            "   news · id:p7 · list row\n");
}

TEST(Output, TextTellsWhichPageItIs) {
  SearchResult result = result_of({article(), article()});
  result.total = 12345;
  result.total_is_exact = false;
  result.options.match = Match::any;
  result.options.offset = 8;
  const std::string text = format_result(result, as(OutputFormat::text));
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "스타게이트  방한: 9–10 of about 12,345 hits (0.7 ms)");
  EXPECT_NE(text.find("\n 9. 샘"), std::string::npos);
  EXPECT_NE(text.find("\n10. 샘"), std::string::npos);
}

TEST(Output, TextWithoutHitsSaysSo) {
  EXPECT_EQ(format_result(result_of({}), as(OutputFormat::text)),
            "스타게이트  방한: nothing found (0.7 ms)\n");
}

TEST(Output, ColorMarksWhatMatched) {
  OutputOptions options = as(OutputFormat::text);
  options.color = true;
  const std::string text = format_result(result_of({article()}), options);
  EXPECT_NE(text.find("1. \x1b[1m샘 \x1b[0m\x1b[1;31m올트먼\x1b[0m\x1b[1m 오늘 방한\x1b[0m\n"),
            std::string::npos);
  EXPECT_NE(text.find("‘\x1b[0m\x1b[1;31m스타게이트\x1b[0m’"), std::string::npos);
}

TEST(Output, TextIsWrappedToTheTerminal) {
  OutputOptions options = as(OutputFormat::text);
  options.columns = 31;
  options.fields = parse_hit_fields("title,snippet");
  Hit hit = article();
  hit.title = "대통령은 어제 기자회견을 열고 투자 계획을 발표했다";
  hit.snippet.text = "가나다라마바사아자차카타파하가나다라마바사 e\u0301e\u0301e\u0301";
  hit.snippet.highlights = {};
  SearchResult result = result_of({hit});
  result.query = "가";
  EXPECT_EQ(format_result(result, options),
            "가: 1 hit (0.7 ms)\n"
            "\n"
            "1. 대통령은 어제 기자회견을\n"
            "   열고 투자 계획을 발표했다\n"
            "   가나다라마바사아자차카타파하\n"
            "   가나다라마바사 e\u0301e\u0301e\u0301\n");
}

TEST(Output, HostileTextReachesNoTerminalRaw) {
  Hit hit = article();
  for (std::string* text : {&hit.title, &hit.author, &hit.source, &hit.board, &hit.id,
                            &hit.snippet.text, &hit.explanation, &hit.body}) {
    *text += "\x1b]0;owned\x07 \u009B31m \r\b\u202E";
  }
  hit.snippet.highlights = {{0, 100}};
  SearchResult result = result_of({hit});
  result.query = "\x1b[2J";
  for (const OutputFormat format : {OutputFormat::text, OutputFormat::json, OutputFormat::jsonl,
                                    OutputFormat::tsv, OutputFormat::trec}) {
    const std::string text = format_result(result, as(format)) + format_count(result, as(format));
    EXPECT_EQ(text.find_first_of("\x1b\x07\r\b"), std::string::npos) << text;
    EXPECT_EQ(text.find("\u009B"), std::string::npos) << text;
    EXPECT_EQ(text.find("\u202E"), std::string::npos) << text;
  }
}

TEST(Output, EntriesAreShownWhole) {
  EXPECT_EQ(format_entries({article(), row()}, as(OutputFormat::text)),
            "샘 올트먼 오늘 방한\n"
            "2025-02-04 · 중앙일보 · 랭크뉴스 · news#42142\n"
            "key: news#42142\n"
            "place: dump.zip!42142.txt\n"
            "\n"
            "첫째 문단.\n"
            "둘째 문단.\n"
            "\n"
            "[속보] \"투자\", 확대\n"
            "news · id:p7 · list row\n"
            "key: news/p7\n");
  const std::string json = format_entries({article()}, as(OutputFormat::json));
  EXPECT_EQ(nlohmann::json::parse(json)["body"], "첫째 문단.\n둘째 문단.");
  EXPECT_THROW(format_entries({article()}, as(OutputFormat::trec)), UsageError);
}

}  // namespace
}  // namespace sillok
