#include "indexer/index_command.h"

#include <array>
#include <boost/program_options.hpp>
#include <charconv>
#include <cstdio>
#include <string_view>

#include "common/charset.h"
#include "indexer/index_layout.h"
#include "indexer/index_program.h"

namespace sillok {
namespace {

namespace po = boost::program_options;

po::options_description describe() {
  po::options_description description = describe_options(index_program());
  description.add_options()("dump", po::value<std::vector<std::string>>());
  return description;
}

// The options that were given.
class GivenOptions {
 public:
  explicit GivenOptions(const std::vector<std::string>& arguments) {
    po::positional_options_description positional;
    positional.add("dump", -1);
    try {
      po::store(
          po::command_line_parser(arguments)
              .options(describe())
              .positional(positional)
              .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
              .run(),
          values_);
    } catch (const po::error& e) {
      throw UsageError(e.what(), "see sillok-index --help");
    }
  }

  bool has(const char* name) const { return values_.count(name) != 0; }

  std::vector<std::string> all(const char* name) const {
    return has(name) ? values_[name].as<std::vector<std::string>>() : std::vector<std::string>();
  }

  // The last one given.
  std::string text(const char* name) const { return has(name) ? all(name).back() : std::string(); }

  std::uint64_t number(const char* name, std::uint64_t otherwise, std::uint64_t least) const {
    if (!has(name)) return otherwise;
    const std::string digits = text(name);
    std::uint64_t number = 0;
    const auto [end, status] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (status != std::errc() || end != digits.data() + digits.size() || number < least) {
      throw UsageError("--" + std::string(name) + ": \"" + digits + "\" is not a number",
                       "give a whole number from " + std::to_string(least));
    }
    return number;
  }

  std::uint64_t size(const char* name, std::uint64_t otherwise) const {
    return has(name) ? parse_byte_size(name, text(name)) : otherwise;
  }

 private:
  po::variables_map values_;
};

ShardKind shard_kind_of(const GivenOptions& given) {
  const std::string name = given.text("writer");
  if (name.empty() || name == "auto") return ShardKind::automatic;
  if (name == "bulk") return ShardKind::bulk;
  if (name == "xapian") return ShardKind::xapian;
  throw UsageError("--writer: " + name + " is not a writer", "use auto, bulk or xapian");
}

unsigned shard_count_of(const GivenOptions& given) {
  const std::uint64_t shards = given.number("shards", 0, 1);
  if (shards > kMostShards) {
    throw UsageError("--shards: " + std::to_string(shards) + " is too many",
                     "give at most " + std::to_string(kMostShards));
  }
  return static_cast<unsigned>(shards);
}

DumpLimits limits_of(const GivenOptions& given) {
  DumpLimits limits;
  limits.entry_bytes = given.size("max-entry", limits.entry_bytes);
  limits.archive_depth = static_cast<unsigned>(given.number("max-depth", limits.archive_depth, 1));
  limits.members = given.number("max-members", limits.members, 1);
  limits.expansion_ratio = given.number("max-ratio", limits.expansion_ratio, 1);
  limits.expanded_bytes = given.size("max-expanded", limits.expanded_bytes);
  return limits;
}

ReadOptions read_options_of(const GivenOptions& given) {
  ReadOptions read;
  read.board = given.text("board");
  if (given.has("format")) read.format = parse_page_format(given.text("format"));
  read.fields = parse_field_map(given.all("map"));
  read.charset = given.text("charset");
  read.name_charset = given.text("name-charset");
  for (const std::string& charset : {read.charset, read.name_charset}) {
    if (!charset.empty()) decode_text({}, {}, charset);  // throws when it is unknown
  }
  read.limits = limits_of(given);
  read.html.depth = given.number("max-html-depth", read.html.depth, 1);
  read.html.parse_milliseconds =
      1000 * given.number("max-page-seconds", read.html.parse_milliseconds / 1000, 1);
  read.json_depth = given.number("max-json-depth", read.json_depth, 1);
  return read;
}

void check_named(const IndexCommand& command) {
  if (command.action == IndexCommand::Action::inspect) return;
  if (command.indexing.index.empty()) {
    throw UsageError("no index is named", "say where it is or will be: -d INDEX");
  }
  if (command.indexing.dumps.empty() && command.indexing.merging != PartMerging::all) {
    throw UsageError("no dump is named", "name files or directories, or - for standard input");
  }
}

}  // namespace

std::uint64_t parse_byte_size(const std::string& option, const std::string& text) {
  constexpr std::string_view kUnits = "KMGT";
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, number);
  std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  unsigned shift = 0;
  if (!unit.empty()) {
    const std::size_t power = kUnits.find(static_cast<char>(unit[0] & ~0x20));
    if (power != std::string_view::npos) {
      shift = 10 * static_cast<unsigned>(power + 1);
      unit.remove_prefix(1);
      if (unit == "iB" || unit == "B") unit = {};
    }
  }
  if (status != std::errc() || !unit.empty() || number == 0 || number > (~0ull >> 1) >> shift) {
    throw UsageError("--" + option + ": \"" + text + "\" is not a size",
                     "give a number of bytes, or 64K, 512M, 2G");
  }
  return number << shift;
}

IndexCommand parse_index_command(const std::vector<std::string>& arguments) {
  const GivenOptions given(arguments);
  IndexCommand command;
  if (given.has("help") || given.has("version")) {
    command.action = given.has("version") ? IndexCommand::Action::version
                     : given.all("dump") == std::vector<std::string>{"all"}
                         ? IndexCommand::Action::whole_help
                         : IndexCommand::Action::help;
    return command;
  }
  command.generated = given.text("generate");
  if (given.has("generate")) {
    command.action = IndexCommand::Action::generate;
    return command;
  }
  IndexingOptions& indexing = command.indexing;
  indexing.index = given.text("index");
  indexing.dumps = given.all("dump");
  indexing.read = read_options_of(given);
  indexing.memory_bytes = given.size("memory", indexing.memory_bytes);
  indexing.threads = static_cast<unsigned>(given.number("threads", 0, 1));
  indexing.writer = shard_kind_of(given);
  if (given.has("termlists")) indexing.termlists = Termlists::whole;
  if (given.has("static")) indexing.termlists = Termlists::none;
  if (given.has("termlists") && given.has("static")) {
    throw UsageError("--termlists and --static exclude each other", "leave one out");
  }
  if (given.has("optimize")) indexing.merging = PartMerging::all;
  if (given.has("no-merge")) indexing.merging = PartMerging::never;
  if (given.has("optimize") && given.has("no-merge")) {
    throw UsageError("--optimize and --no-merge exclude each other", "leave one out");
  }
  indexing.report = given.text("report");
  indexing.dry_run = given.has("dry-run");
  indexing.rebuild = given.has("rebuild");
  indexing.shards = shard_count_of(given);
  indexing.prune = given.has("prune");
  command.inspected = given.text("inspect");
  if (given.has("inspect")) command.action = IndexCommand::Action::inspect;
  command.is_strict = given.has("strict");
  command.alerts = given.text("alerts");
  if (!command.alerts.empty() && indexing.dry_run) {
    throw UsageError("--alerts and --dry-run do not go together", "leave one out");
  }
  command.is_quiet = given.has("quiet");
  command.is_verbose = given.has("verbose");
  check_named(command);
  return command;
}

}  // namespace sillok
