// sillok-index: the command around the indexing library.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "common/columns.h"
#include "common/text.h"
#include "indexer/index_command.h"
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

void print_error(const Error& error) {
  std::string text = "sillok-index: " + printable(to_valid_utf8(error.what())) + "\n";
  if (!error.hint().empty()) text += "hint: " + printable(to_valid_utf8(error.hint())) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
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
    std::fprintf(stderr, "\r\033[K%s", format_progress(progress, now).c_str());
    is_dirty_ = true;
  }

  void clear() {
    if (is_dirty_) std::fputs("\r\033[K", stderr);
    is_dirty_ = false;
  }

 private:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

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

int run_indexing(const IndexCommand& command) {
  allow_many_files();
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  ProgressLine progress(!command.is_quiet && is_live_terminal());
  IndexingCallbacks callbacks;
  callbacks.stop = &stop_requested;
  callbacks.on_progress = [&progress](const IndexingProgress& p) { progress.show(p); };
  const IndexingSummary summary = index_dump(command.indexing, callbacks);
  progress.clear();
  if (!command.is_quiet) std::fputs(format_summary(summary, command.indexing).c_str(), stdout);
  return command.is_strict && summary.skipped() > 0 ? kSkipped : kDone;
}

int run(const std::vector<std::string>& arguments) {
  const IndexCommand command = parse_index_command(arguments);
  switch (command.action) {
    case IndexCommand::Action::help:
      std::fputs(index_help_text().c_str(), stdout);
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
  return sillok::guarded_main(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
}
