// The programs in the user's language, their help, manuals and configuration.
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "common/cli/catalogue.h"
#include "common/cli/configuration.h"
#include "common/cli/terminal.h"
#include "common/columns.h"
#include "sillok/error.h"
#include "tests/indexed.h"
#include "tests/program.h"

namespace sillok {
namespace {

const std::vector<std::string> kPrograms = {SILLOK_INDEX_PROGRAM, SILLOK_SEARCH_PROGRAM};

using Environment = std::vector<std::pair<std::string, std::string>>;

const Environment kKorean = {
    {"LC_ALL", "ko_KR.UTF-8"}, {"LANGUAGE", ""}, {"SILLOK_INDEX", ""}, {"SILLOK_CONFIG", ""}};
const Environment kEnglish = {
    {"LC_ALL", "C"}, {"LANGUAGE", ""}, {"SILLOK_INDEX", ""}, {"SILLOK_CONFIG", ""}};

ProgramInput with(Environment environment, const Environment& more = {}) {
  ProgramInput input;
  environment.insert(environment.end(), more.begin(), more.end());
  input.environment = std::move(environment);
  return input;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Help, FitsAScreenInBothLanguages) {
  for (const std::string& program : kPrograms) {
    for (const Environment& language : {kEnglish, kKorean}) {
      const ProgramResult help = run_program(program, {"--help"}, with(language));
      EXPECT_EQ(help.status, 0);
      const auto lines = lines_of(help.out);
      EXPECT_LE(lines.size(), 24u) << help.out;
      for (const std::string& line : lines) EXPECT_LE(text_columns(line), 80u) << line;
    }
  }
}

TEST(Help, AllIsWholeAndFitsTheWidth) {
  for (const std::string& program : kPrograms) {
    const std::string whole = run_program(program, {"--help", "all"}, with(kEnglish)).out;
    const std::string brief = run_program(program, {"--help"}, with(kEnglish)).out;
    EXPECT_GT(lines_of(whole).size(), lines_of(brief).size());
    for (const char* part : {"--version", "--generate", "--quiet", "Examples", "Exit status"}) {
      EXPECT_NE(whole.find(part), std::string::npos) << part;
    }
  }
}

TEST(Manual, IsMadeInBothLanguages) {
  for (const std::string& program : kPrograms) {
    const auto manual = [&](const Environment& language) {
      return run_program(program, {"--generate", "man"}, with(language)).out;
    };
    EXPECT_NE(manual(kEnglish).find(".SH NAME\n"), std::string::npos);
    EXPECT_NE(manual(kEnglish).find(".SH OPTIONS\n"), std::string::npos);
    EXPECT_NE(manual(kKorean).find(".SH 이름\n"), std::string::npos);
    EXPECT_NE(manual(kKorean).find(".SH 옵션\n"), std::string::npos);
  }
}

TEST(Language, ErrorsAndHintsAreSaidInIt) {
  const ProgramResult korean =
      run_program(SILLOK_SEARCH_PROGRAM, {"-d", "/없는/색인", "금리"}, with(kKorean));
  EXPECT_EQ(korean.status, 2);
  EXPECT_EQ(korean.err,
            "sillok-search: 색인 /없는/색인: 없습니다\n"
            "도움말: sillok-index -d /없는/색인(으)로 만드십시오\n");
  const ProgramResult english =
      run_program(SILLOK_SEARCH_PROGRAM, {"-d", "/없는/색인", "금리"}, with(kEnglish));
  EXPECT_EQ(english.err,
            "sillok-search: index /없는/색인: does not exist\n"
            "hint: make it with sillok-index -d /없는/색인\n");
}

void drop_all(std::string& text, const std::string& part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
    text.erase(at, part.size());
  }
}

// What is left of a text when the names of files and fields, units and marks of the programs are
// gone.
std::string latin_words_of(std::string text, const std::string& directory) {
  drop_all(text, directory);
  for (const char* known : {"sillok-search", "sillok-index", " ms)", " MB", "MB/s", ".jsonl"}) {
    drop_all(text, known);
  }
  std::string words;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (std::isalpha(static_cast<unsigned char>(text[i])) == 0) continue;
    const std::size_t begin = i;
    while (i < text.size() && std::isalpha(static_cast<unsigned char>(text[i])) != 0) ++i;
    if (i - begin > 1) words += text.substr(begin, i - begin) + " ";
  }
  return words;
}

TEST(Language, NothingIsSaidInEnglishToAKorean) {
  const TemporaryDirectory directory;
  const std::string index = directory.path() + "/색인";
  const std::string dump = write_file(
      directory.path() + "/기사.jsonl",
      R"({"번호":1,"게시판":"경제","제목":"스타게이트 착공","본문":"데이터센터를 짓는다.","날짜":"2025-01-22"})"
      "\n"
      R"({"번호":2,"게시판":"경제","제목":"금리 동결","본문":"중앙은행이 금리를 두었다.","날짜":"2025-02-04"})"
      "\n"
      R"({"번호":3,"게시판":"경제","제목":"","본문":""})"
      "\n"
      R"({"번호":2,"게시판":"경제","제목":"금리 동결","본문":"중앙은행이 금리를 두었다.","날짜":"2025-02-04"})"
      "\n");
  const auto words = [&](const std::string& program, const std::vector<std::string>& arguments) {
    const ProgramResult shown = run_program(program, arguments, with(kKorean));
    EXPECT_FALSE((shown.out + shown.err).empty());
    return latin_words_of(shown.out + shown.err, directory.path());
  };
  const auto indexed = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"-d", index, dump});
    return words(SILLOK_INDEX_PROGRAM, more);
  };
  const auto found = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"-d", index});
    return words(SILLOK_SEARCH_PROGRAM, more);
  };
  EXPECT_EQ(indexed({"--dry-run"}), "");
  EXPECT_EQ(indexed({}), "");
  EXPECT_EQ(indexed({"--prune"}), "");
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"스타게이트"},
           {"금리", "--limit", "1"},
           {"금리 스타게이트"},
           {"없는말"},
           {"스타게이투"},
           {"스타게이투", "--suggest", "apply"},
           {"*", "--facet", "source", "--facet", "author", "--facet", "board", "--facet", "year",
            "--facet", "month", "--histogram", "day", "--limit", "0"},
           {"*", "--trend", "--histogram", "month", "--facet-values", "1", "--facet", "board"},
           {"*", "--related-words", "3"},
           {"(금리"},
           {"제모:금리"},
           {"--show", "없음"},
           {"금리", "--limit", "많이"},
           {"금리", "--from", "언젠가"}}) {
    std::string rest = found(arguments);
    for (const char* option : {"show ", "limit ", "from ", "fields ", "id ", "key ", "all "}) {
      drop_all(rest, option);
    }
    EXPECT_EQ(rest, "") << arguments.front();
  }
}

TEST(Language, WhatTheUserWroteIsNotTakenForAMessage) {
  const ProgramResult shown =
      run_program(SILLOK_SEARCH_PROGRAM, {"-d", "/없는/secret post", "금리"}, with(kKorean));
  EXPECT_NE(shown.err.find("secret post"), std::string::npos) << shown.err;
}

TEST(Language, IsReadFromTheEnvironmentAsGettextDoes) {
  const auto of = [](const char* language, const char* all, const char* messages,
                     const char* lang) { return wanted_language(language, all, messages, lang); };
  EXPECT_EQ(of(nullptr, nullptr, nullptr, nullptr), "");
  EXPECT_EQ(of(nullptr, nullptr, nullptr, "ko_KR.UTF-8"), "ko");
  EXPECT_EQ(of("", "C", nullptr, "ko_KR.UTF-8"), "");
  EXPECT_EQ(of("ko:en", nullptr, nullptr, "en_US.UTF-8"), "ko");
  EXPECT_EQ(of("ko", nullptr, nullptr, "C"), "");
  EXPECT_EQ(of("en", nullptr, nullptr, "ko_KR"), "");
  EXPECT_EQ(of(nullptr, "", "ko", "en_US"), "ko");
}

TEST(Language, BrokenCatalogueIsRefused) {
  EXPECT_THROW(Catalogue(""), InputError);
  EXPECT_THROW(Catalogue(std::string(64, '\xde')), InputError);
  EXPECT_EQ(Catalogue().translate("nothing found"), "nothing found");
  EXPECT_EQ(Catalogue().translate_filled("3 hits"), "3 hits");
}

class ConfiguredSearch : public testing::Test {
 protected:
  ConfiguredSearch() {
    write_archive(index_, {make_article("1", "스타게이트 착공", "데이터센터를 짓는다."),
                           make_article("2", "한국은행 금리", "기준금리를 내렸다.")});
    configure("index = news.idx\nsynonyms = synonyms.txt\nrecency = 30d # 아님\n");
  }

  void configure(const std::string& text) {
    std::filesystem::create_directories(home_ + "/sillok");
    std::ofstream(home_ + "/sillok/config") << text;
  }

  ProgramResult search(const std::vector<std::string>& arguments, const Environment& more = {}) {
    Environment environment = {{"XDG_CONFIG_HOME", home_}};
    environment.insert(environment.end(), more.begin(), more.end());
    return run_program(SILLOK_SEARCH_PROGRAM, arguments, with(kEnglish, environment));
  }

  TemporaryDirectory directory_;
  std::string home_ = directory_.path();
  std::string index_ = home_ + "/sillok/news.idx";
};

TEST_F(ConfiguredSearch, FileHoldsDefaultsBesideItself) {
  configure("# 기본값\nindex = news.idx\n  limit=1\n");
  const ProgramResult found = search({"*", "--format", "tsv", "--fields", "id"});
  EXPECT_EQ(found.status, 0) << found.err;
  EXPECT_EQ(lines_of(found.out).size(), 2u);
  EXPECT_EQ(lines_of(search({"*", "--format", "tsv", "--limit", "2"}).out).size(), 3u);
}

TEST_F(ConfiguredSearch, PrintConfigTellsWhatIsInForceAndFromWhere) {
  configure("index = news.idx\nrecency = 30d\n");
  const std::string file = home_ + "/sillok/config";
  EXPECT_EQ(search({"--print-config", "--limit", "3"}).out,
            "index = " + index_ + "  (" + file + ":1)\nrecency = 30d  (" + file +
                ":2)\nlimit = 3  (command line)\nhanja = on  (built in)\n"
                "color = auto  (built in)\nhyperlinks = auto  (built in)\n");
  EXPECT_EQ(lines_of(search({"--print-config"}, {{"SILLOK_INDEX", "a:b"}}).out)[1],
            "index = b  (SILLOK_INDEX)");
}

TEST_F(ConfiguredSearch, NoConfigLeavesItUnread) {
  configure("무엇\n");
  EXPECT_EQ(search({"--no-config", "-d", index_, "금리"}).status, 0);
  const ProgramResult bad = search({"-d", index_, "금리"});
  EXPECT_EQ(bad.status, 2);
  EXPECT_NE(bad.err.find("/sillok/config:1: \"무엇\" is no setting"), std::string::npos) << bad.err;
}

TEST_F(ConfiguredSearch, BadValueIsFoundWhereItWasSet) {
  configure("index = news.idx\nlimit = 열\ncolor = 빨강\n");
  EXPECT_EQ(search({"금리"}).err, "sillok-search: --limit: \"열\" is not a number (set in " +
                                      home_ +
                                      "/sillok/config:2)\nhint: write a whole number, or all\n");
  EXPECT_NE(search({"금리", "--limit", "3"}).err.find("(set in " + home_ + "/sillok/config:3)"),
            std::string::npos);
  EXPECT_EQ(search({"금리", "--limit", "셋", "--color", "never"}).err.find("set in"),
            std::string::npos);
}

TEST_F(ConfiguredSearch, NamedFileMustBeThere) {
  const ProgramResult none = search({"금리"}, {{"SILLOK_CONFIG", home_ + "/none"}});
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("none"), std::string::npos);
}

TEST_F(ConfiguredSearch, QuietPrintsNothingAndTheStatusTells) {
  const ProgramResult found = search({"-d", index_, "-q", "금리", "--no-config"});
  EXPECT_EQ(found.out + found.err, "");
  EXPECT_EQ(found.status, 0);
  EXPECT_EQ(search({"-d", index_, "-q", "없는말", "--no-config"}).status, 1);
}

TEST_F(ConfiguredSearch, VerboseTellsOnStandardError) {
  const ProgramResult found = search({"-d", index_, "--verbose", "금리", "--no-config"});
  EXPECT_NE(found.err.find("index = " + index_ + "  (command line)"), std::string::npos);
  EXPECT_NE(found.err.find("2 articles, 0 rows"), std::string::npos);
}

TEST(Hyperlinks, LeadToTheFileBehindAPlace) {
  const TemporaryDirectory directory;
  const std::string file = directory.path() + "/글 모음.zip";
  std::ofstream(file) << "zip";
  const std::string link = "file://host" + directory.path() + "/%EA%B8%80%20%EB%AA%A8%EC%9D%8C.zip";
  EXPECT_EQ(file_link(file, "host"), link);
  EXPECT_EQ(file_link(file + "!a/b.html", "host"), link);
  EXPECT_EQ(file_link(file + ":12", "host"), link);
  EXPECT_EQ(file_link(directory.path() + "/none.txt", "host"), "");
}

TEST(Hyperlinks, AreForTerminalsKnownToTakeThem) {
  const auto takes = [](std::vector<std::pair<std::string, std::string>> set) {
    return takes_links([set](const char* name) {
      for (const auto& [key, value] : set) {
        if (key == name) return value;
      }
      return std::string();
    });
  };
  EXPECT_TRUE(takes({{"TERM", "xterm-256color"}, {"VTE_VERSION", "6800"}}));
  EXPECT_TRUE(takes({{"TERM", "xterm-kitty"}}));
  EXPECT_FALSE(takes({{"TERM", "xterm-256color"}}));
  EXPECT_FALSE(takes({{"TERM", "tmux-256color"}, {"VTE_VERSION", "6800"}}));
  EXPECT_FALSE(takes({{"TERM", "linux"}, {"VTE_VERSION", "6800"}}));
}

TEST_F(ConfiguredSearch, TitleLinksWhenAsked) {
  const std::string linked =
      search({"-d", index_, "금리", "--no-config", "--hyperlinks", "always"}).out;
  EXPECT_EQ(linked.find("\x1b]8;;"), std::string::npos) << "the article has no file";
}

}  // namespace
}  // namespace sillok
