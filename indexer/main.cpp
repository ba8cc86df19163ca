// sillok-index: the command around the indexing library.
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/alerts.h"
#include "common/cli/catalogue.h"
#include "common/columns.h"
#include "common/text.h"
#include "indexer/index_command.h"
#include "indexer/index_program.h"
#include "indexer/inspect.h"

namespace sillok {
namespace {

constexpr int kDone = 0;
constexpr int kSkipped = 1;
constexpr int kFailed = 2;
constexpr int kInterrupted = 130;  // as shells count a SIGINT

std::atomic<bool> stop_requested = false;

// A second signal ends the program at once: the index is whole at any time.
void request_stop(int signal) {
  stop_requested = true;
  std::signal(signal, SIG_DFL);
}

// `place` is what the error is about, as it is.
void print_error(const Error& error, const std::string& place = {}) {
  const auto said = [](const std::string& text) {
    return printable(translated_filled(to_valid_utf8(text)));
  };
  std::string text = "sillok-index: " + printable(to_valid_utf8(place)) + said(error.what()) + "\n";
  if (!error.hint().empty()) text += translated("hint:") + " " + said(error.hint()) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

std::size_t terminal_columns() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2) return kUsual;
  return size.ws_col;
}

// One line on a terminal that is written over and in the end taken away.
class ProgressLine {
 public:
  explicit ProgressLine(bool is_shown) : is_shown_(is_shown) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const IndexingProgress& progress) {
    constexpr double kSecondsBetween = 0.1;
    if (!is_shown_) return;
    const double now = seconds();
    if (progress.stage == stage_ && now < last_ + kSecondsBetween) return;
    stage_ = progress.stage;
    last_ = now;
    const std::lock_guard lock(mutex_);
    const std::string line = format_progress(progress, now);
    const std::string shown(leading_columns(line, terminal_columns() - 1));
    std::fprintf(stderr, "\r\033[K%s", shown.c_str());
    is_dirty_ = true;
  }

  void clear() { print_above({}); }

  // Any thread may call it.
  void print_above(const std::string& lines) {
    const std::lock_guard lock(mutex_);
    std::fputs(((is_dirty_ ? "\r\033[K" : "") + lines).c_str(), stderr);
    is_dirty_ = false;
  }

 private:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  std::mutex mutex_;  // guards is_dirty_ and what is printed
  bool is_shown_;
  bool is_dirty_ = false;
  IndexingProgress::Stage stage_ = IndexingProgress::Stage::reading;
  double last_ = -1;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

bool is_live_terminal() {
  const char* const term = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

// Merging keeps some files of every part open.
void allow_many_files() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

std::string environment(const char* variable) {
  const char* const value = std::getenv(variable);
  return value == nullptr ? std::string() : std::string(value);
}

// What --alerts names: a file that holds the lines of one run, or standard output.
class AlertFile {
 public:
  // Throws InputError when the file cannot be written; what it holds stays as it is.
  explicit AlertFile(const std::string& path) : path_(path) {
    file_ = path == "-" ? stdout : std::fopen(path.c_str(), "ab");
    if (file_ == nullptr) fail();
  }
  ~AlertFile() {
    if (file_ != nullptr && file_ != stdout) std::fclose(file_);
  }
  AlertFile(const AlertFile&) = delete;
  AlertFile& operator=(const AlertFile&) = delete;

  void clear() {
    if (file_ != stdout && ftruncate(fileno(file_), 0) != 0 && errno != EINVAL) fail();
  }
  // What goes wrong is told by flush(): it is no matter of the search that the line is about.
  void write(const std::string& line) {
    if (error_ != 0 || std::fwrite(line.data(), 1, line.size(), file_) == line.size()) return;
    error_ = errno;
  }
  void flush() {
    if (error_ == 0 && std::fflush(file_) == 0) return;
    if (error_ != 0) errno = error_;
    fail();
  }

 private:
  [[noreturn]] void fail() const {
    throw InputError("--alerts " + path_ + ": " + std::strerror(errno),
                     "give a file that can be written, or - for standard output");
  }

  std::string path_;
  std::FILE* file_;
  int error_ = 0;  // the first
};

// Of all that was published; returns how many saved searches or their files gave trouble.
std::size_t alert(AlertFile& file, const Published& published) {
  std::size_t problems = 0;
  AlertSink sink;
  sink.write = [&file](const std::string& line) { file.write(line); };
  sink.on_problem = [&problems](const std::string& place, const Error& problem) {
    print_error(problem, place);
    ++problems;
  };
  try {
    const std::string searches = saved_searches_file(environment);
    write_alerts(
        read_saved_searches(searches, [&](const Error& problem) { sink.on_problem("", problem); }),
        {published.indexes, published.databases, published.was_known}, environment, sink);
  } catch (const UsageError& error) {
    sink.on_problem("", error);
  }
  file.flush();
  return problems;
}

int run_indexing(const IndexCommand& command) {
  allow_many_files();
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  ProgressLine progress(!command.is_quiet && is_live_terminal());
  IndexingCallbacks callbacks;
  callbacks.stop = &stop_requested;
  if (command.is_verbose) {
    callbacks.on_skip = [&progress](const Skip& skip) {
      progress.print_above(printable(skip.place) + ": " + skip_in_words(skip) + "\n");
    };
  }
  callbacks.on_progress = [&progress](const IndexingProgress& p) { progress.show(p); };
  std::optional<AlertFile> alerts;
  std::size_t problems = 0;
  if (!command.alerts.empty()) {
    alerts.emplace(command.alerts);
    callbacks.on_published = [&](const Published& published) {
      progress.clear();
      alerts->clear();
      problems = alert(*alerts, published);
    };
  }
  const IndexingSummary summary = index_dump(command.indexing, callbacks);
  progress.clear();
  if (alerts && !summary.is_published) alerts->clear();
  const bool is_output_taken = command.alerts == "-";
  if (!command.is_quiet) {
    std::fputs(format_summary(summary, command.indexing).c_str(),
               is_output_taken ? stderr : stdout);
  }
  return command.is_strict && summary.skipped() + problems > 0 ? kSkipped : kDone;
}

int run(const std::vector<std::string>& arguments) {
  const IndexCommand command = parse_index_command(arguments);
  switch (command.action) {
    case IndexCommand::Action::help:
      std::fputs(short_help(index_program()).c_str(), stdout);
      return kDone;
    case IndexCommand::Action::whole_help:
      std::fputs(whole_help(index_program()).c_str(), stdout);
      return kDone;
    case IndexCommand::Action::generate:
      std::fputs(generate(index_program(), command.generated).c_str(), stdout);
      return kDone;
    case IndexCommand::Action::version:
      std::fputs("sillok-index " SILLOK_VERSION "\n", stdout);
      return kDone;
    case IndexCommand::Action::inspect:
      std::fputs(inspect_file(command.inspected, command.indexing.read).c_str(), stdout);
      return kDone;
    case IndexCommand::Action::index:
      break;
  }
  return run_indexing(command);
}

int guarded_main(const std::vector<std::string>& arguments) {
  try {
    return run(arguments);
  } catch (const InterruptedError& error) {
    print_error(error);
    return kInterrupted;
  } catch (const Error& error) {
    print_error(error);
  } catch (const std::bad_alloc&) {
    print_error(Error("out of memory", "lower --memory"));
  } catch (const std::exception& error) {
    print_error(Error(error.what(), "please report this as a bug"));
  }
  return kFailed;
}

}  // namespace
}  // namespace sillok

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a summary that nobody reads is no error
  sillok::use_language_of_environment();
  return sillok::guarded_main(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
}
