#include "searcher/command_line.h"

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "common/date.h"
#include "searcher/search_program.h"

namespace sillok {

namespace {

namespace po = boost::program_options;

constexpr const char* kBuiltInOrigin = "built in";

bool takes_value(const po::option_description& option) {
  return option.semantic()->max_tokens() > 0;
}

struct SplitArguments {
  std::vector<std::string> options;  // --name or --name=value
  std::vector<std::string> words;
};

// Separates the options, with their values, from the words of the query.
class ArgumentSplitter {
 public:
  explicit ArgumentSplitter(const std::vector<std::string>& arguments) : arguments_(arguments) {}

  SplitArguments run() {
    while (next_ < arguments_.size()) {
      const std::string& argument = arguments_[next_++];
      if (argument == "--") {
        split_.words.insert(split_.words.end(), arguments_.begin() + next_, arguments_.end());
        break;
      }
      if (argument.starts_with("--")) {
        add_long(argument);
      } else if (!add_short(argument)) {
        split_.words.push_back(argument);
      }
    }
    return std::move(split_);
  }

 private:
  void add_long(const std::string& argument) {
    const std::string name = argument.substr(2, argument.find('=') - 2);
    const po::option_description* option = description_.find_nothrow(name, false);
    if (option == nullptr) {
      throw UsageError("--" + name + ": no such option",
                       "see --help; words that begin with a dash go behind --");
    }
    if (argument.find('=') != std::string::npos || !takes_value(*option)) {
      split_.options.push_back(argument);
    } else {
      add_with_value(*option);
    }
  }

  // False for what is not an option: -카카오. A value may be attached when it is a number or a
  // path: -n5, -d/srv/archive.
  bool add_short(const std::string& argument) {
    if (argument.size() < 2 || argument[0] != '-') return false;
    const po::option_description* option = description_.find_nothrow(argument.substr(0, 2), false);
    refuse_misspelled(argument);
    if (option == nullptr) return false;
    if (argument.size() > 2) {
      const bool is_attached = takes_value(*option) &&
                               (argument.find_first_not_of("0123456789", 2) == std::string::npos ||
                                argument.find('/') != std::string::npos);
      if (is_attached) {
        split_.options.push_back("--" + option->long_name() + "=" + argument.substr(2));
      }
      return is_attached;
    }
    if (takes_value(*option)) {
      add_with_value(*option);
    } else {
      split_.options.push_back("--" + option->long_name());
    }
    return true;
  }

  // -limit is rather --limit than a word to leave out, -x rather an option than one letter.
  void refuse_misspelled(const std::string& argument) const {
    const std::string name = argument.substr(1, argument.find('=') - 1);
    const bool is_known = description_.find_nothrow(name, false) != nullptr;
    if (name.size() > 1 && is_known) {
      throw UsageError(argument + ": options have two dashes",
                       "write --" + name + ", or put the word behind --");
    }
    const bool is_letter =
        name.size() == 1 && std::isalpha(static_cast<unsigned char>(name[0])) != 0;
    if (is_letter && description_.find_nothrow(argument, false) == nullptr) {
      throw UsageError(argument + ": no such option",
                       "see --help; words that begin with a dash go behind --");
    }
  }

  void add_with_value(const po::option_description& option) {
    if (next_ == arguments_.size()) {
      throw UsageError("--" + option.long_name() + ": needs a value after it", "see --help");
    }
    split_.options.push_back("--" + option.long_name() + "=" + arguments_[next_++]);
  }

  const std::vector<std::string>& arguments_;
  po::options_description description_ = describe_options(search_program());
  std::size_t next_ = 0;
  SplitArguments split_;
};

// The values of the options that were given.
class Values {
 public:
  explicit Values(const std::vector<std::string>& options) {
    using namespace po::command_line_style;
    try {
      const po::options_description description = describe_options(search_program());
      po::store(po::command_line_parser(options)
                    .options(description)
                    .style(allow_long | long_allow_adjacent)
                    .run(),
                values_);
    } catch (const po::error& error) {
      throw UsageError(error.what(), "see --help");
    }
  }

  bool has(const std::string& name) const { return values_.count(name) > 0; }

  std::vector<std::string> all(const std::string& name) const {
    return has(name) ? values_[name].as<std::vector<std::string>>() : std::vector<std::string>();
  }

  // The last one wins, so that an alias can be overruled; empty when there is none.
  std::string last(const std::string& name) const { return has(name) ? all(name).back() : ""; }

  // Sets `target` to the choice of that name.
  template <typename Value, std::size_t size>
  void choose(const std::string& name,
              const std::array<std::pair<std::string_view, Value>, size>& choices,
              Value& target) const {
    if (has(name)) target = choice_of(name, last(name), choices);
  }

  // Every choice that was made, without repeats.
  template <typename Value, std::size_t size>
  std::vector<Value> choose_all(
      const std::string& name,
      const std::array<std::pair<std::string_view, Value>, size>& choices) const {
    std::vector<Value> chosen;
    for (const std::string& text : all(name)) {
      const Value value = choice_of(name, text, choices);
      if (std::ranges::find(chosen, value) == chosen.end()) chosen.push_back(value);
    }
    return chosen;
  }

 private:
  template <typename Value, std::size_t size>
  static Value choice_of(const std::string& name, const std::string& text,
                         const std::array<std::pair<std::string_view, Value>, size>& choices) {
    std::string known;
    for (const auto& [choice, value] : choices) {
      if (choice == text) return value;
      known += (known.empty() ? "" : ", ") + std::string(choice);
    }
    throw UsageError("--" + name + ": \"" + text + "\" is not one of its values",
                     "known are " + known);
  }

  po::variables_map values_;
};

constexpr std::array<std::pair<std::string_view, Match>, 4> kMatches = {{
    {"auto", Match::automatic},
    {"all", Match::all},
    {"any", Match::any},
    {"phrase", Match::phrase},
}};
constexpr std::array<std::pair<std::string_view, Sort>, 4> kSorts = {{
    {"relevance", Sort::relevance},
    {"newest", Sort::newest},
    {"oldest", Sort::oldest},
    {"number", Sort::number},
}};
constexpr std::array<std::pair<std::string_view, Rows>, 3> kRows = {{
    {"yes", Rows::yes},
    {"no", Rows::no},
    {"only", Rows::only},
}};
constexpr std::array<std::pair<std::string_view, Suggest>, 3> kSuggests = {{
    {"off", Suggest::off},
    {"show", Suggest::show},
    {"apply", Suggest::apply},
}};
constexpr std::array<std::pair<std::string_view, Collapse>, 2> kCollapses = {{
    {"copies", Collapse::copies},
    {"none", Collapse::none},
}};
constexpr std::array<std::pair<std::string_view, bool>, 2> kSwitches = {{
    {"on", true},
    {"off", false},
}};
constexpr std::array<std::pair<std::string_view, Facet>, 5> kFacets = {{
    {"source", Facet::source},
    {"author", Facet::author},
    {"board", Facet::board},
    {"year", Facet::year},
    {"month", Facet::month},
}};
constexpr std::array<std::pair<std::string_view, Period>, 4> kPeriods = {{
    {"day", Period::day},
    {"week", Period::week},
    {"month", Period::month},
    {"year", Period::year},
}};
constexpr std::array<std::pair<std::string_view, CommandLine::When>, 3> kWhenChoices = {{
    {"auto", CommandLine::When::automatic},
    {"always", CommandLine::When::always},
    {"never", CommandLine::When::never},
}};

std::size_t parse_amount(const std::string& name, const std::string& text) {
  std::size_t amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    throw UsageError("--" + name + ": \"" + text + "\" is not a number",
                     name == "limit" || name == "facet-values" ? "write a whole number, or all"
                                                               : "write a whole number");
  }
  return amount;
}

// nullopt for "all".
std::optional<std::size_t> parse_limit(const std::string& name, const std::string& text) {
  if (text == "all") return std::nullopt;
  return parse_amount(name, text);
}

// A time to wait, above 0.
double parse_seconds(const std::string& name, const std::string& text) {
  constexpr double kMost = 86400;
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  if (!is_whole || !(seconds > 0 && seconds <= kMost)) {
    throw UsageError("--" + name + ": \"" + text + "\" is not a time to wait",
                     "write seconds, such as 5 or 0.5");
  }
  return seconds;
}

OpenOptions read_open_options(const Values& values) {
  OpenOptions open;
  open.partial = values.has("partial");
  if (values.has("timeout"))
    open.timeout_seconds = parse_seconds("timeout", values.last("timeout"));
  if (values.has("connect-timeout")) {
    open.connect_seconds = parse_seconds("connect-timeout", values.last("connect-timeout"));
  }
  return open;
}

// "90d", "8w", "6m", "2y", or days without a letter; "off" is 0.
double parse_half_life_days(const std::string& text) {
  if (text == "off") return 0;
  double amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::array<std::pair<std::string_view, double>, 5> kDays = {
      {{"", 1}, {"d", 1}, {"w", 7}, {"m", 30.4375}, {"y", 365.25}}};
  const auto* const days =
      std::ranges::find(kDays, unit, [](const auto& pair) { return pair.first; });
  if (error != std::errc() || days == kDays.end() || !std::isfinite(amount) || amount <= 0) {
    throw UsageError("--recency: \"" + text + "\" is not a half-life",
                     "write 90d, 8w, 6m or 2y, or off");
  }
  return amount * days->second;
}

// The range as typed, once it is known to have the end that the option sets.
std::string checked_date(const Values& values, const std::string& name,
                         std::optional<Day> DateRange::*end) {
  std::string text = values.last(name);
  if (!values.has(name)) return text;
  DateRange range;
  try {
    range = parse_date_range(text, today_in_korea());
  } catch (const UsageError& error) {
    throw UsageError("--" + name + ": " + error.what(), error.hint());
  }
  if (!(range.*end)) {
    throw UsageError("--" + name + ": \"" + text + "\" is open at that end",
                     "write a day, month or year, such as 2025-01");
  }
  return text;
}

std::vector<std::string> split_paths(const std::string& paths) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= paths.size();) {
    const std::size_t end = std::min(paths.find(':', begin), paths.size());
    if (end > begin) parts.push_back(paths.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

SearchOptions read_search_options(const Values& values) {
  SearchOptions search;
  values.choose("match", kMatches, search.match);
  values.choose("sort", kSorts, search.sort);
  values.choose("rows", kRows, search.rows);
  values.choose("hanja", kSwitches, search.hanja);
  values.choose("rerank", kSwitches, search.rerank);
  const bool is_one_query = !values.has("batch") && !values.has("plain") && !values.has("count");
  if (is_one_query) search.suggest = Suggest::show;
  values.choose("suggest", kSuggests, search.suggest);
  values.choose("collapse", kCollapses, search.collapse);
  search.plain = values.has("plain");
  search.explain = values.has("explain");
  search.from = checked_date(values, "from", &DateRange::first);
  search.to = checked_date(values, "to", &DateRange::last);
  if (values.has("limit")) search.limit = parse_limit("limit", values.last("limit"));
  if (values.has("offset")) search.offset = parse_amount("offset", values.last("offset"));
  if (values.has("recency"))
    search.recency_half_life_days = parse_half_life_days(values.last("recency"));
  return search;
}

void read_count_options(const Values& values, SearchOptions& search) {
  search.facets = values.choose_all("facet", kFacets);
  if (values.has("facet-values")) {
    search.facet_values = parse_limit("facet-values", values.last("facet-values"));
  }
  if (values.has("histogram")) {
    values.choose("histogram", kPeriods, search.histogram.emplace());
  }
  search.trend = values.has("trend");
  if (values.has("related-words")) {
    search.related_words = parse_amount("related-words", values.last("related-words"));
  }
}

// What OpenSearch and Elasticsearch take for the name of an index.
std::string checked_bulk_index(const std::string& name) {
  constexpr std::size_t kMostBytes = 255;
  const bool is_good =
      !name.empty() && name.size() <= kMostBytes && name != "." && name != ".." &&
      name.find_first_of("\\/*?\"<>| ,#:ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos &&
      std::string_view("-_+").find(name[0]) == std::string_view::npos;
  if (!is_good) {
    throw UsageError("--bulk-index: \"" + name + "\" is no name for an index",
                     "write small letters and digits, such as news-2025");
  }
  return name;
}

OutputOptions read_output_options(const Values& values) {
  OutputOptions output;
  if (values.has("format")) output.format = parse_output_format(values.last("format"));
  if (values.has("fields")) output.fields = parse_hit_fields(values.last("fields"));
  if (values.has("bulk-index")) output.bulk_index = checked_bulk_index(values.last("bulk-index"));
  return output;
}

// Reads from the stored text no more than will be printed.
void limit_to_printed(SearchOptions& search, const OutputOptions& output) {
  const auto wants = [&](HitField field) {
    return std::ranges::find(output.fields, field) != output.fields.end();
  };
  search.with_bodies = wants(HitField::body);
  search.with_snippets =
      output.format != OutputFormat::trec &&
      (output.fields.empty() || wants(HitField::snippet) || wants(HitField::title_highlights) ||
       (output.format == OutputFormat::text && wants(HitField::title)));
}

void refuse_together(const Values& values, const std::string& name,
                     std::initializer_list<const char*> others) {
  for (const char* other : others) {
    if (values.has(name) && values.has(other)) {
      throw UsageError("--" + name + " and --" + other + " do not go together", "leave one out");
    }
  }
}

// The counts are a part of text and JSON; a table holds them or hits, a list of hits cannot.
void fit_counts_to_format(const Values& values, const Values& given, CommandLine& command) {
  const char* counting = nullptr;
  for (const char* name : {"related-words", "trend", "histogram", "facet"}) {
    if (values.has(name)) counting = name;
  }
  if (counting == nullptr) return;
  refuse_together(values, counting, {"count", "show"});
  switch (command.output.format) {
    case OutputFormat::text:
    case OutputFormat::json:
      return;
    case OutputFormat::tsv:
    case OutputFormat::csv:
      break;
    case OutputFormat::jsonl:
    case OutputFormat::trec:
    case OutputFormat::opensearch_bulk:
      throw UsageError("--" + std::string(counting) + ": this format holds hits only",
                       "use --format text, json, tsv or csv");
  }
  if (given.has("limit") && command.search.limit != 0) {
    throw UsageError("--" + std::string(counting) + ": a table holds hits or counts",
                     "leave out --limit, or run it twice");
  }
  command.search.limit = 0;
  command.output.counts = true;
}

// A bulk is whole articles, every one that holds the words, in the order of dates.
void fit_to_bulk(const Values& values, CommandLine& command) {
  if (command.output.format != OutputFormat::opensearch_bulk) return;
  for (const char* other : {"batch", "count", "fields", "explain"}) {
    if (values.has(other)) {
      throw UsageError("--" + std::string(other) + " does not go with --format opensearch-bulk",
                       "leave one out");
    }
  }
  command.search.with_bodies = true;
  command.search.with_snippets = false;
  if (values.has("like")) return;
  if (!values.has("limit")) command.search.limit.reset();
  if (!values.has("sort")) command.search.sort = Sort::oldest;
  if (!values.has("match")) command.search.match = Match::all;
}

void check_action(const CommandLine& command, const Values& values) {
  refuse_together(values, "show", {"batch", "count", "like"});
  refuse_together(values, "like", {"batch", "count", "match", "plain", "suggest"});
  const char* source = nullptr;
  for (const char* name : {"batch", "like", "show"}) {
    if (values.has(name)) source = name;
  }
  const bool has_source = source != nullptr;
  if (has_source && !command.query.empty()) {
    throw UsageError("--" + std::string(source) + " takes no query beside it",
                     "leave out \"" + command.query + "\"");
  }
  if (!has_source && command.query.empty()) {
    throw UsageError("no query is given", "for example: sillok-search -d INDEX 스타게이트");
  }
  if (command.indexes.empty()) {
    throw UsageError("no index is given", "name it with -d INDEX or in SILLOK_INDEX");
  }
}

// The keys of the configuration file, and what holds when nobody sets them.
constexpr std::array<std::pair<const char*, const char*>, 8> kSettings = {{
    {"index", ""},
    {"synonyms", ""},
    {"words", ""},
    {"recency", "365d"},
    {"limit", "10"},
    {"hanja", "on"},
    {"color", "auto"},
    {"hyperlinks", "auto"},
}};

// What is set, and by whom: the command line, else SILLOK_INDEX, else the configuration file.
std::vector<Setting> settings_in_force(const Values& given, const Defaults& defaults) {
  std::vector<Setting> settings;
  for (const auto& [key, built_in] : kSettings) {
    const std::string name = key;
    if (given.has(name)) {
      for (const std::string& value : given.all(name)) {
        settings.push_back({name, value, kCommandLineOrigin});
      }
    } else if (name == "index" && !defaults.indexes.empty()) {
      for (const std::string& path : split_paths(defaults.indexes)) {
        settings.push_back({name, path, "SILLOK_INDEX"});
      }
    } else if (const auto configured = defaults.configuration.all(name); !configured.empty()) {
      settings.insert(settings.end(), configured.begin(), configured.end());
    } else if (*built_in != '\0') {
      settings.push_back({name, built_in, kBuiltInOrigin});
    }
  }
  return settings;
}

// The options as if all that is set had been given.
std::vector<std::string> options_of(const std::vector<Setting>& settings,
                                    const std::vector<std::string>& given) {
  std::vector<std::string> options = given;
  for (const Setting& setting : settings) {
    if (setting.origin == kCommandLineOrigin || setting.origin == kBuiltInOrigin) continue;
    options.push_back("--" + setting.key + "=" + setting.value);
  }
  return options;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

// Tells where the value came from that is wrong, unless it was typed.
[[noreturn]] void rethrow_with_origin(const UsageError& error,
                                      const std::vector<Setting>& settings) {
  const std::string_view message = error.what();
  for (const Setting& setting : settings) {
    if (setting.origin == kCommandLineOrigin || setting.origin == kBuiltInOrigin) continue;
    if (!message.starts_with("--" + setting.key + ":")) continue;
    throw UsageError(std::string(message) + " (set in " + setting.origin + ")", error.hint());
  }
  throw;
}

CommandLine read_command_line(const SplitArguments& split, const Values& given,
                              const std::vector<Setting>& settings) {
  const Values values(options_of(settings, split.options));
  CommandLine command;
  if (given.has("help") || given.has("version")) {
    command.action = given.has("version") ? CommandLine::Action::version
                     : split.words == std::vector<std::string>{"all"}
                         ? CommandLine::Action::whole_help
                         : CommandLine::Action::help;
    return command;
  }
  if (given.has("opensearch-template")) {
    command.action = CommandLine::Action::print_template;
    return command;
  }
  command.generated = given.last("generate");
  if (given.has("generate")) {
    command.action = CommandLine::Action::generate;
    return command;
  }
  command.settings = settings;
  command.indexes = values.all("index");
  command.query = joined(split.words);
  command.shown = values.all("show");
  command.synonym_paths = values.all("synonyms");
  command.word_paths = values.all("words");
  command.model = values.last("like");
  command.batch_path = values.last("batch");
  command.open = read_open_options(values);
  command.search = read_search_options(values);
  read_count_options(values, command.search);
  command.output = read_output_options(values);
  limit_to_printed(command.search, command.output);
  command.output.copies = command.search.collapse == Collapse::copies;
  values.choose("color", kWhenChoices, command.color);
  values.choose("hyperlinks", kWhenChoices, command.hyperlinks);
  command.is_quiet = given.has("quiet");
  command.is_verbose = given.has("verbose");
  if (values.has("count")) {
    command.action = CommandLine::Action::count;
    // What holds some of the words is of no interest to who counts.
    if (!values.has("match")) command.search.match = Match::all;
  }
  if (values.has("like")) command.action = CommandLine::Action::like;
  if (values.has("show")) command.action = CommandLine::Action::show;
  if (given.has("print-config")) {
    command.action = CommandLine::Action::print_config;
    return command;
  }
  check_action(command, values);
  fit_to_bulk(given, command);
  fit_counts_to_format(values, given, command);
  return command;
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& arguments,
                               const Defaults& defaults) {
  const SplitArguments split = ArgumentSplitter(arguments).run();
  const Values given(split.options);
  const std::vector<Setting> settings = settings_in_force(given, defaults);
  try {
    return read_command_line(split, given, settings);
  } catch (const UsageError& error) {
    rethrow_with_origin(error, settings);
  }
}

}  // namespace sillok
