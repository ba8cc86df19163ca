// sillok-search: the command around libsillok.
#include <sillok/searcher.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/cli/catalogue.h"
#include "common/cli/configuration.h"
#include "common/cli/terminal.h"
#include "common/columns.h"
#include "common/text.h"
#include "searcher/command_files.h"
#include "searcher/command_line.h"
#include "searcher/field_hint.h"
#include "searcher/opensearch.h"
#include "searcher/query.h"
#include "searcher/saved_search.h"
#include "searcher/search_program.h"

namespace sillok {

namespace {

constexpr int kFound = 0;
constexpr int kNothing = 1;
constexpr int kFailed = 2;

// Thrown when nobody reads standard output any more, which is no error.
struct PipeClosed {};

bool is_quiet = false;

void write_output(std::string_view text) {
  if (is_quiet) return;
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return;
  if (errno == EPIPE) throw PipeClosed();
  throw Error(std::string("standard output: ") + std::strerror(errno));
}

void flush_output() {
  if (std::fflush(stdout) == 0) return;
  if (errno == EPIPE) throw PipeClosed();
  throw Error(std::string("standard output: ") + std::strerror(errno));
}

// The message may quote a query or a file name: its lines stay, control characters go.
void report(const std::string& place, const Error& error) {
  std::string text = "sillok-search: " + place;
  const auto* const query_error = dynamic_cast<const QueryError*>(&error);
  std::string message = to_valid_utf8(error.what());
  if (query_error != nullptr) {
    const std::string problem = to_valid_utf8(query_error->problem());
    message.replace(0, std::min(message.find('\n'), message.size()), translated_filled(problem));
  } else {
    message = translated_filled(message);
  }
  for (std::size_t begin = 0; begin <= message.size();) {
    const std::size_t end = std::min(message.find('\n', begin), message.size());
    text += printable(std::string_view(message).substr(begin, end - begin)) + '\n';
    begin = end + 1;
  }
  if (!error.hint().empty()) {
    text += translated("hint:") + " " + printable(translated_filled(to_valid_utf8(error.hint()))) +
            '\n';
  }
  std::fwrite(text.data(), 1, text.size(), stderr);
}

std::string environment(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? std::string() : std::string(value);
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

void fit_terminal(CommandLine& command) {
  const bool is_terminal = isatty(STDOUT_FILENO) == 1;
  const auto wants = [is_terminal](CommandLine::When when, bool (*takes)(const Variable&)) {
    if (when != CommandLine::When::automatic) return when == CommandLine::When::always;
    return is_terminal && takes(environment);
  };
  command.output.color = wants(command.color, takes_colors);
  if (wants(command.hyperlinks, takes_links)) {
    command.output.link_to = [host = host_name()](const Hit& hit) {
      return file_link(hit.place, host);
    };
  }
  winsize size{};
  if (is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
    command.output.columns = size.ws_col;
  }
}

void hint_at_field(const SearchResult& result) {
  const std::string hint = misspelled_field_hint(parse_query(result.parsed, today_in_korea()));
  if (hint.empty()) return;
  flush_output();
  std::fputs((translated("hint:") + " " + printable(translated_filled(hint)) + "\n").c_str(),
             stderr);
}

// Says once which shards are left out.
class MissingShardWarnings {
 public:
  void show(const std::vector<MissingShard>& missing) {
    for (const MissingShard& shard : missing) {
      if (std::ranges::find(known_, shard.name) != known_.end()) continue;
      known_.push_back(shard.name);
      report(translated("warning:") + " ",
             Error("shard " + shard.name + " is left out: " + shard.problem));
    }
  }

 private:
  std::vector<std::string> known_;
};

// Where the output itself has no place for suggestions.
void report_suggestions(const SearchResult& result, const CommandLine& command) {
  const OutputFormat format = command.output.format;
  const bool counts = command.action == CommandLine::Action::count;
  const bool is_shown = format == OutputFormat::json ||
                        (counts ? format == OutputFormat::jsonl : format == OutputFormat::text);
  if (is_shown) return;
  flush_output();
  for (const std::string& line : suggestion_lines(result)) {
    std::fputs((translated("hint:") + " " + line + "\n").c_str(), stderr);
  }
}

int run_query(Searcher& searcher, const CommandLine& command, const std::string& query,
              const OutputOptions& output) {
  const bool counts = command.action == CommandLine::Action::count;
  const SearchResult result =
      counts ? searcher.count(query, command.search) : searcher.search(query, command.search);
  write_output(counts ? format_count(result, output) : format_result(result, output));
  if (!is_quiet) report_suggestions(result, command);
  if (result.holding_all == 0 && !command.search.plain && !is_quiet) hint_at_field(result);
  return result.total > 0 ? kFound : kNothing;
}

// Hits one by one, however many.
int stream_hits(Searcher& searcher, const CommandLine& command) {
  const SearchResult result = searcher.visit(command.query, command.search, [&](const Hit& hit) {
    write_output(format_hit(hit, command.output));
  });
  if (result.total == 0 && !command.search.plain && !is_quiet) hint_at_field(result);
  return result.total > 0 ? kFound : kNothing;
}

int run_like(Searcher& searcher, const CommandLine& command) {
  const SearchResult result = searcher.like(command.model, command.search);
  write_output(format_result(result, command.output));
  return result.total > 0 ? kFound : kNothing;
}

int show_entries(Searcher& searcher, const CommandLine& command) {
  std::vector<Hit> entries;
  int status = kFound;
  for (const std::string& name : command.shown) {
    std::vector<Hit> found = searcher.fetch(name);
    if (found.empty()) {
      report("", Error("--show: no entry is named \"" + name + "\"",
                       "ids and keys are those that --fields id,key prints"));
      status = kNothing;
    }
    entries.insert(entries.end(), std::make_move_iterator(found.begin()),
                   std::make_move_iterator(found.end()));
  }
  if (!entries.empty()) write_output(format_entries(entries, command.output));
  return status;
}

// A line of a batch: "id<TAB>text".
int run_batch_line(Searcher& searcher, const CommandLine& command, const std::string& line) {
  const std::size_t tab = line.find('\t');
  if (tab == std::string::npos || tab == 0) {
    throw UsageError("the line is not an id, a tab and a query", "write q1<TAB>스타게이트");
  }
  OutputOptions output = command.output;
  output.query_id = to_valid_utf8(line.substr(0, tab));
  return run_query(searcher, command, line.substr(tab + 1), output);
}

// The worst of failing, finding something and finding nothing, in this order.
int worse_status(int a, int b) {
  if (a == kFailed || b == kFailed) return kFailed;
  return a == kFound || b == kFound ? kFound : kNothing;
}

[[noreturn]] void throw_unreadable_batch(const CommandLine& command) {
  throw InputError("--batch " + command.batch_path + ": " + std::strerror(errno),
                   "give a file of lines id<TAB>query, or - for standard input");
}

int run_batch(Searcher& searcher, const CommandLine& command) {
  const bool is_input = command.batch_path == "-";
  std::ifstream file;
  if (!is_input) file.open(command.batch_path);
  if (!is_input && !file) throw_unreadable_batch(command);
  std::istream& lines = is_input ? std::cin : file;
  int status = kNothing;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    try {
      status = worse_status(status, run_batch_line(searcher, command, line));
    } catch (const UsageError& error) {
      report(command.batch_path + ":" + std::to_string(number) + ": ", error);
      status = kFailed;
    }
    if (is_input) flush_output();
  }
  if (lines.bad()) throw_unreadable_batch(command);
  return status;
}

std::string print_settings(const std::vector<Setting>& settings) {
  std::string text;
  for (const Setting& setting : settings) {
    text += printable(to_valid_utf8(setting.key + " = " + setting.value)) + "  (" +
            translated(to_valid_utf8(setting.origin)) + ")\n";
  }
  return text;
}

// What --verbose tells, on standard error.
void tell_what_is_opened(const Searcher& searcher, const CommandLine& command) {
  const IndexSummary index = searcher.summary();
  const std::string text =
      print_settings(command.settings) +
      phrased("index: {1} articles, {2} rows, {3}",
              {std::to_string(index.articles), std::to_string(index.rows), index.fingerprint}) +
      "\n";
  std::fputs(text.c_str(), stderr);
}

// Actions that open no index.
bool run_without_index(const CommandLine& command) {
  switch (command.action) {
    case CommandLine::Action::help:
      write_output(short_help(search_program()));
      return true;
    case CommandLine::Action::whole_help:
      write_output(whole_help(search_program()));
      return true;
    case CommandLine::Action::version:
      write_output("sillok-search " SILLOK_VERSION "\n");
      return true;
    case CommandLine::Action::generate:
      write_output(generate(search_program(), command.generated));
      return true;
    case CommandLine::Action::print_template:
      write_output(opensearch_template());
      return true;
    case CommandLine::Action::print_config:
      write_output(print_settings(command.settings));
      return true;
    default:
      return false;
  }
}

int run_action(Searcher& searcher, const CommandLine& command) {
  if (command.action == CommandLine::Action::show) return show_entries(searcher, command);
  OutputOptions output = command.output;
  if (!command.batch_path.empty()) output.query_id = "";
  if (command.action == CommandLine::Action::search ||
      command.action == CommandLine::Action::like) {
    write_output(output_header(output));
  }
  if (command.action == CommandLine::Action::like) return run_like(searcher, command);
  if (!command.batch_path.empty()) return run_batch(searcher, command);
  if (is_streamed(output.format)) return stream_hits(searcher, command);
  return run_query(searcher, command, command.query, output);
}

int run(const CommandLine& command) {
  if (run_without_index(command)) return kFound;
  Searcher searcher(command.indexes, command.open);
  if (command.is_verbose) tell_what_is_opened(searcher, command);
  MissingShardWarnings warnings;
  warnings.show(searcher.missing_shards());
  const int status = run_action(searcher, command);
  warnings.show(searcher.missing_shards());
  return status;
}

int run_arguments(std::vector<std::string> arguments) {
  if (const auto name = take_option(arguments, "saved")) {
    SavedSearch search = saved_search(saved_searches_file(environment), *name);
    const auto words_end = std::ranges::find(search.arguments, "--");
    search.arguments.insert(words_end, arguments.begin(), arguments.end());
    arguments = std::move(search.arguments);
  }
  const auto save_as = take_option(arguments, "save");
  CommandLine command = parse_command_line(
      arguments, {environment("SILLOK_INDEX"), read_configuration(arguments, environment)});
  if (save_as) save_search(saved_searches_file(environment), {*save_as, arguments});
  is_quiet = command.is_quiet;
  fit_terminal(command);
  command.search.vocabulary = read_vocabulary(command, report);
  return run(command);
}

int guarded_main(const std::vector<std::string>& arguments) {
  try {
    const int status = run_arguments(arguments);
    flush_output();
    return status;
  } catch (const PipeClosed&) {
    return kFound;
  } catch (const Error& error) {
    report("", error);
  } catch (const std::bad_alloc&) {
    report("", Error("out of memory", "lower --limit"));
  } catch (const std::exception& error) {
    report("", Error(error.what(), "please report this as a bug"));
  }
  std::fflush(stdout);
  return kFailed;
}

}  // namespace

}  // namespace sillok

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  sillok::use_language_of_environment();
  return sillok::guarded_main(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
}
