// sillok-index as a user runs it: standard output, standard error, exit status, and what is left
// when it is killed.
#include <gtest/gtest.h>
#include <pty.h>
#include <signal.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/indexed.h"
#include "tests/program.h"

namespace sillok {
namespace {

using Arguments = std::vector<std::string>;

std::string record(int number, const std::string& title, const std::string& body = "본문") {
  return R"({"board":"news","number":)" + std::to_string(number) + R"(,"title":")" + title +
         R"(","body":")" + body + "\"}\n";
}

// The program with its standard input held open by the test.
class RunningIndexer {
 public:
  explicit RunningIndexer(const Arguments& arguments) {
    int in[2];
    if (pipe(in) != 0) throw std::runtime_error("pipe");
    child_ = fork();
    if (child_ == 0) {
      dup2(in[0], STDIN_FILENO);
      close(in[0]);
      close(in[1]);
      program_detail::execute(SILLOK_INDEX_PROGRAM, arguments, {});
    }
    close(in[0]);
    input_ = in[1];
  }
  ~RunningIndexer() { close(input_); }
  RunningIndexer(const RunningIndexer&) = delete;
  RunningIndexer& operator=(const RunningIndexer&) = delete;

  // Returns when the program has read all but what a pipe holds.
  void feed(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = write(input_, bytes.data(), bytes.size());
      if (written <= 0) throw std::runtime_error("the program stopped reading");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void send(int signal) { kill(child_, signal); }

  // The exit status, or 128 and the signal.
  int end() {
    close(input_);
    input_ = -1;
    int status = 0;
    waitpid(child_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t child_ = -1;
  int input_ = -1;
};

class IndexProgram : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  std::string index() const { return path("뉴스.idx"); }
  std::string dump(const std::string& bytes) const {
    return write_file(path("자료/dump.jsonl"), bytes, 1'700'000'000);
  }
  ProgramResult run(Arguments arguments, const ProgramInput& input = {}) const {
    arguments.insert(arguments.begin(), {"-d", index()});
    return run_program(SILLOK_INDEX_PROGRAM, arguments, input);
  }

 private:
  TemporaryDirectory directory_;
};

// Some megabytes of records.
std::string many_records() {
  std::string bytes;
  for (int i = 1000; bytes.size() < (4u << 20); ++i) {
    std::string body;
    for (int n = 0; n < 30; ++n) body += std::to_string(i + n) + "번째 문장을 이어서 적는다. ";
    bytes += record(i, "소식 " + std::to_string(i), body);
  }
  return bytes;
}

TEST_F(IndexProgram, SaysWhatItDid) {
  const ProgramResult first = run({dump(record(1, "예산안 통과") + "{\"title\":\n")});
  EXPECT_EQ(first.status, 0);
  EXPECT_EQ(first.err, "");
  EXPECT_NE(first.out.find("read       1 entry with 1 article, 0 rows\n"), std::string::npos)
      << first.out;
  EXPECT_NE(first.out.find("added      1 article, 0 rows\n"), std::string::npos);
  EXPECT_NE(first.out.find("skipped    1 "), std::string::npos);
  EXPECT_NE(first.out.find("dump.jsonl:2"), std::string::npos);
  EXPECT_NE(first.out.find("the index holds 1 article, 0 rows\n"), std::string::npos);
  const ProgramResult again = run({path("자료")});
  EXPECT_NE(again.out.find("added      0 articles, 0 rows\n"), std::string::npos);
  EXPECT_NE(again.out.find("nothing new"), std::string::npos);
  EXPECT_EQ(run({"--quiet", path("자료")}).out, "");
}

TEST_F(IndexProgram, ExitStatusTellsStrictSkipsAndErrors) {
  const std::string good = dump(record(1, "예산안"));
  EXPECT_EQ(run({"--strict", good}).status, 0);
  const std::string cut = write_file(path("cut.jsonl"), record(2, "폭설") + "{\"tit");
  EXPECT_EQ(run({cut}).status, 0);
  EXPECT_EQ(run({"--strict", cut}).status, 1);
  EXPECT_EQ(run({path("nowhere")}).status, 2);
}

TEST_F(IndexProgram, ErrorsNameTheThingAndGiveAHint) {
  const std::vector<std::pair<Arguments, std::string>> cases = {
      {{}, "no dump is named"},
      {{path("없는 곳")}, "없는 곳"},
      {{"--memory", "lots", "x"}, "--memory: \"lots\" is not a size"},
      {{"--threads", "0", "x"}, "--threads: \"0\""},
      {{"--format", "pdf", "x"}, "--format: pdf"},
      {{"--charset", "klingon", "x"}, "klingon"},
      {{"--map", "내용", "x"}, "내용"},
      {{"--writer", "pen", "x"}, "--writer: pen"},
      {{"--nonsense", "x"}, "--nonsense"},
  };
  for (const auto& [arguments, expected] : cases) {
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.status, 2) << expected;
    EXPECT_EQ(result.out, "") << expected;
    EXPECT_NE(result.err.find("sillok-index: "), std::string::npos) << expected;
    EXPECT_NE(result.err.find(expected), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("\nhint: "), std::string::npos) << result.err;
  }
}

TEST_F(IndexProgram, WholeHelpNamesEveryOption) {
  const ProgramResult help = run({"--help", "all"});
  EXPECT_EQ(help.status, 0);
  for (const char* option : {"--board", "--format", "--map", "--charset", "--memory", "--threads",
                             "--report", "--dry-run", "--strict", "--rebuild", "--prune",
                             "--inspect", "--writer", "--max-entry", "--quiet", "--version"}) {
    EXPECT_NE(help.out.find(option), std::string::npos) << option;
  }
  EXPECT_EQ(run({"--version"}).out.substr(0, 13), "sillok-index ");
}

TEST_F(IndexProgram, KoreanNamesWorkInTheCLocale) {
  write_file(path("자료/정치/예산.jsonl"), R"({"number":1,"title":"예산안","body":"본문"})");
  ProgramInput input;
  input.environment = {{"LC_ALL", "C"}};
  const ProgramResult result = run({"--report", path("보고.jsonl"), path("자료")}, input);
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(entries_of(index()), (Arguments{"a 정치#1 예산안|본문"}));
}

TEST_F(IndexProgram, ReportHasALineForEachEntry) {
  write_file(path("d/news/1.jsonl"), record(1, "예산안") + record(1, "예산안(정정)"));
  write_file(path("d/news/2.txt"), "");
  EXPECT_EQ(run({"--report", path("report.jsonl"), path("d")}).status, 0);
  std::ifstream file(path("report.jsonl"));
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["place"], path("d/news/1.jsonl"));
  EXPECT_EQ(lines[0]["format"], "jsonl");
  EXPECT_EQ(lines[0]["articles"], 2);
  EXPECT_EQ(lines[0]["added"], 1);
  EXPECT_EQ(lines[0]["repeated"], 1);
  EXPECT_EQ(lines[0]["replaced"].dump(), R"([{"post":"news#1","was":"article"}])");
  EXPECT_EQ(lines[0]["charset"]["detected"], "UTF-8");
  EXPECT_FALSE(lines[0].contains("name_charset"));
  EXPECT_EQ(lines[1]["skipped"], "empty file");
}

TEST_F(IndexProgram, ReportTellsTheCharsetOfNames) {
  write_file(path("d/news/\xBB\xE7\xC8\xB8\xBB\xE7\xB0\xC7.jsonl"), record(1, "예산안"));  // CP949
  const auto report_of = [&](const Arguments& more) {
    Arguments arguments{"--report", path("report.jsonl"), path("d")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    EXPECT_EQ(run(arguments).status, 0);
    return nlohmann::json::parse(std::ifstream(path("report.jsonl")));
  };
  const auto found = report_of({});
  EXPECT_EQ(found["place"], path("d/news/사회사건.jsonl"));
  EXPECT_EQ(found["name_charset"]["detected"], "windows-949");
  const auto forced = report_of({"--name-charset", "latin1"});
  EXPECT_EQ(forced["place"], path("d/news/»çÈ¸»ç°Ç.jsonl"));
  EXPECT_EQ(forced["name_charset"]["confidence"], 1);
}

TEST_F(IndexProgram, ReadsStandardInput) {
  ProgramInput input;
  input.text = record(1, "예산안");
  EXPECT_EQ(run({"-"}, input).status, 0);
  EXPECT_EQ(entries_of(index()), (Arguments{"a news#1 예산안|본문"}));
}

TEST_F(IndexProgram, InspectShowsFieldsAndTheRulesThatFoundThem) {
  const std::string file =
      write_file(path("news/1.txt"),
                 "메뉴 건너뛰기\n\n국회가 예산안을 처리했다. 표결은 밤늦게 끝났다.\n\n한결신문\n\n"
                 "번호 제목 글쓴이 날짜\n43 폭설 예보 소식통 2025.02.04\n"
                 "» 예산안 통과 소식통 2025.02.04\n41 선거 일정 소식통 2025.02.03\n");
  const ProgramResult result = run_program(SILLOK_INDEX_PROGRAM, {"--inspect", file});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_NE(result.out.find("article news#42"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("title     예산안 통과  <- "), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("rows 2"), std::string::npos) << result.out;
}

TEST_F(IndexProgram, KilledInTheMiddleItLeavesTheIndexWholeAndTheNextRunGoesOn) {
  run({dump(record(1, "예산안"))});
  {
    RunningIndexer running({"-d", index(), "--quiet", "-"});
    running.feed(many_records());
    running.send(SIGKILL);
    EXPECT_EQ(running.end(), 128 + SIGKILL);
  }
  EXPECT_EQ(entries_of(index()), (Arguments{"a news#1 예산안|본문"}));
  EXPECT_EQ(run({dump(record(2, "폭설"))}).status, 0);
  EXPECT_EQ(entries_of(index()), (Arguments{"a news#1 예산안|본문", "a news#2 폭설|본문"}));
  EXPECT_FALSE(std::filesystem::exists(index() + "/work"));
}

TEST_F(IndexProgram, InterruptedItCleansUpAndSaysThatNothingWasKept) {
  run({dump(record(1, "예산안"))});
  RunningIndexer running({"-d", index(), "--quiet", "-"});
  running.feed(many_records());
  running.send(SIGINT);
  EXPECT_EQ(running.end(), 130);
  EXPECT_EQ(entries_of(index()).size(), 1u);
  EXPECT_FALSE(std::filesystem::exists(index() + "/work"));
}

TEST_F(IndexProgram, ASecondWriterIsKeptOut) {
  RunningIndexer running({"-d", index(), "--quiet", "-"});
  running.feed(many_records());
  const ProgramResult second = run({dump(record(1, "예산안"))});
  EXPECT_EQ(second.status, 2);
  EXPECT_NE(second.err.find("another sillok-index is writing it"), std::string::npos) << second.err;
  EXPECT_EQ(running.end(), 0);
}

TEST_F(IndexProgram, AReaderSeesTheOldIndexOrTheNewOneWhole) {
  run({dump(record(1, "예산안"))});
  std::atomic<bool> is_done = false;
  std::atomic<int> strange = 0;
  std::thread reader([&] {
    while (!is_done) {
      try {
        const Xapian::Database db(index());
        const Xapian::doccount count = db.get_doccount();
        const bool is_whole = count >= 1 && db.get_termfreq("T본문") == count &&
                              db.get_termfreq("Qnews#" + std::to_string(count)) == 1;
        if (!is_whole) ++strange;
      } catch (const Xapian::DatabaseError&) {
        // Two generations were published between reading the stub and opening: a reader tries
        // again.
      }
    }
  });
  for (int number = 2; number <= 8; ++number) {
    EXPECT_EQ(run({dump(record(number, "소식"))}).status, 0);
  }
  is_done = true;
  reader.join();
  EXPECT_EQ(strange.load(), 0);
  EXPECT_EQ(entries_of(index()).size(), 8u);
}

// What the program writes to a terminal on standard error.
std::string terminal_output(const Arguments& arguments) {
  int master = -1;
  int terminal = -1;
  if (openpty(&master, &terminal, nullptr, nullptr, nullptr) != 0) return "no terminal";
  const pid_t child = fork();
  if (child == 0) {
    close(master);
    dup2(terminal, STDERR_FILENO);
    program_detail::execute(SILLOK_INDEX_PROGRAM, arguments, {"", {{"TERM", "xterm"}}});
  }
  close(terminal);
  std::string output;
  char buffer[4096];
  for (ssize_t size = read(master, buffer, sizeof buffer); size > 0;
       size = read(master, buffer, sizeof buffer)) {
    output.append(buffer, static_cast<std::size_t>(size));
  }
  close(master);
  waitpid(child, nullptr, 0);
  return output;
}

TEST_F(IndexProgram, ProgressIsShownOnATerminalAndTakenAwayInTheEnd) {
  const std::string file = dump(many_records());
  const std::string output = terminal_output({"-d", index(), file});
  EXPECT_NE(output.find("reading "), std::string::npos) << output;
  EXPECT_NE(output.find("merging"), std::string::npos) << output;
  EXPECT_TRUE(output.ends_with("\r\033[K")) << output;
  EXPECT_EQ(terminal_output({"-d", index(), "--quiet", file}), "");
  EXPECT_EQ(run({"--rebuild", file}).err, "");
}

}  // namespace
}  // namespace sillok
