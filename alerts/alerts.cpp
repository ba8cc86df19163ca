#include "alerts/alerts.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "common/cli/catalogue.h"
#include "searcher/cluster.h"
#include "searcher/output_json.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

bool is_same_place(const std::string& a, const std::string& b) {
  std::error_code ignored;
  return fs::equivalent(a, b, ignored);
}

// Whether `name`, of an index or a file that lists several, stands for a part of the new index.
bool names_one_of(const std::string& name, const std::vector<std::string>& indexes) {
  const auto is_one = [&](const std::string& path) {
    return std::ranges::any_of(
        indexes, [&](const std::string& index) { return is_same_place(path, index); });
  };
  if (is_one(name)) return true;
  try {
    return std::ranges::any_of(list_shards({name}), [&](const ShardAddress& shard) {
      return !shard.is_remote() && is_one(shard.path);
    });
  } catch (const Error&) {
    return false;  // whatever it is, it is another
  }
}

// A search that names no index is for all.
bool is_for(const CommandLine& command, const NewEntries& entries) {
  bool names_any = false;
  for (const Setting& setting : command.settings) {
    if (setting.key != "index" || setting.origin != kCommandLineOrigin) continue;
    if (names_one_of(setting.value, entries.indexes)) return true;
    names_any = true;
  }
  return !names_any;
}

void check_is_query(const CommandLine& command) {
  const bool is_query =
      command.action == CommandLine::Action::search || command.action == CommandLine::Action::count;
  if (is_query && command.batch_path.empty()) return;
  throw UsageError("the saved search is no query that new articles can be held against",
                   "save one with words, without --like, --show and --batch");
}

// The options by which each new entry is found, whatever was to be shown of them.
SearchOptions options_for_all(const CommandLine& command) {
  SearchOptions options = command.search;
  if (options.match == Match::automatic) options.match = Match::all;
  options.sort = Sort::oldest;
  options.offset = 0;
  options.limit.reset();
  options.with_bodies = options.explain = false;
  options.with_snippets = true;
  return options;
}

std::string alert_line(const std::string& name, const Hit& hit, bool is_changed) {
  using enum HitField;
  Json line = Json::object();
  line["search"] = name;
  line["change"] = is_changed ? "changed" : "added";
  line.update(hit_object(hit, {id, key, board, number, title, author, source, date, time, url,
                               place, kind, title_highlights, snippet}));
  return dump_json(line) + "\n";
}

std::size_t write_alerts_of(const SavedSearch& search, const NewEntries& entries,
                            const Variables& variable, const AlertSink& sink) {
  CommandLine command = parse_command_line(
      search.arguments, {entries.indexes.front(), read_configuration(search.arguments, variable)});
  if (!is_for(command, entries)) return 0;
  check_is_query(command);
  command.search.vocabulary = read_vocabulary(command, sink.on_problem);
  std::size_t written = 0;
  Searcher(entries.databases).visit(command.query, options_for_all(command), [&](const Hit& hit) {
    sink.write(alert_line(search.name, hit, entries.was_known(hit.key)));
    ++written;
  });
  return written;
}

}  // namespace

std::size_t write_alerts(const std::vector<SavedSearch>& searches, const NewEntries& entries,
                         const Variables& variable, const AlertSink& sink) {
  std::size_t written = 0;
  for (const SavedSearch& search : searches) {
    try {
      written += write_alerts_of(search, entries, variable, sink);
    } catch (const Error& error) {
      sink.on_problem(phrased("saved search {1}: ", {search.name}), error);
    }
  }
  return written;
}

}  // namespace sillok
