#include "searcher/suggest.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <utility>

#include "common/analyzer.h"
#include "common/schema.h"
#include "common/text.h"
#include "searcher/candidates.h"
#include "searcher/respelling.h"

namespace sillok {
namespace {

constexpr std::size_t kVerified = 20;    // candidates, of each suggestion
constexpr std::size_t kMostCounted = 8;  // suggestions
constexpr std::size_t kMostSuggested = 5;
constexpr std::uint64_t kTimesAsMany = 5;  // as the query finds
constexpr std::size_t kTwoSyllables = 6;   // bytes

struct Count {
  std::uint64_t matches = 0;
  bool is_exact = true;
};

Count count_matches(const OpenedIndex& opened, const Xapian::Query& query, bool is_exact,
                    const Condition& condition) {
  CandidateStream stream(opened.db, query, Sort::newest, false);
  std::size_t examined = 0;
  std::size_t held = 0;
  while (const auto candidate = stream.peek(kVerified)) {
    if (is_exact || examined == kVerified) break;
    ++examined;
    const LoadedArticle loaded =
        load_article(decode_article(stream.document().get_data(), opened.dictionaries));
    if (holds(condition, loaded)) ++held;
    stream.pop();
  }
  const MatchCount bounds = stream.count();
  if (is_exact) return {bounds.likely, bounds.is_exact()};
  if (bounds.likely <= examined) return {held, true};
  return {bounds.likely * held / std::max<std::size_t>(examined, 1), false};
}

// The parts of a query that may be mistyped: words, quoted text, and words side by side. A part
// knows its place to be replaced at: nodes of a copy of the tree.
struct Part {
  QueryNode* parent = nullptr;  // of words side by side: they begin at `first` of its children
  QueryNode* node = nullptr;
  std::size_t first = 0;
  std::string text;
};

bool is_text(const QueryNode& node) {
  return node.field == QueryField::any || node.field == QueryField::title;
}

bool is_plain_word(const QueryNode& node) {
  return node.kind == QueryNode::Kind::word && node.field == QueryField::any;
}

void collect_parts(QueryNode& node, std::vector<Part>& parts) {
  if (node.kind == QueryNode::Kind::negation || !is_text(node)) return;
  if (node.kind == QueryNode::Kind::word || node.kind == QueryNode::Kind::phrase) {
    parts.push_back({nullptr, &node, 0, node.text});
  }
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    collect_parts(node.children[i], parts);
    const bool is_pair = node.kind == QueryNode::Kind::loose && i + 1 < node.children.size() &&
                         is_plain_word(node.children[i]) && is_plain_word(node.children[i + 1]);
    if (is_pair) {
      parts.push_back({&node, nullptr, i, node.children[i].text + " " + node.children[i + 1].text});
    }
  }
}

class Suggester {
 public:
  Suggester(const PlanSources& sources, const WordLists& words, const SearchPlan& plan,
            std::span<const LoadedArticle* const> hits)
      : sources_(sources), words_(words), plan_(plan), hits_(hits), tree_(plan.tree()) {}

  std::vector<Suggestion> run() {
    std::vector<Part> parts;
    collect_parts(tree_, parts);
    for (const Part& part : parts) propose_for(part);
    std::ranges::stable_sort(proposals_, {}, &Proposal::cost);
    std::vector<Suggestion> suggestions;
    std::size_t counted = 0;
    for (const Proposal& proposal : proposals_) {
      if (++counted > kMostCounted || suggestions.size() == kMostSuggested) break;
      if (auto found = counted_suggestion(proposal)) suggestions.push_back(*std::move(found));
    }
    return suggestions;
  }

 private:
  struct Proposal {
    Suggestion suggestion;
    double cost = 0;
    std::uint64_t least = 0;  // matches that it must have
  };

  const Xapian::Database& db() const { return sources_.opened.db; }

  void propose_for(const Part& part) {
    const std::string normalized = normalize(part.text);
    propose(part, of_other_script(normalized, hits_));
    if (part.node == nullptr || part.node->kind == QueryNode::Kind::phrase) {
      propose(part, without_spaces(normalized, db()));
    }
    if (part.node == nullptr) return;
    if (part.node->kind == QueryNode::Kind::phrase) return propose_for_words_of(part, normalized);
    const std::optional<Needle> needle = sources_.wording.needle_of(part.text);
    if (!needle || sources_.wording.is_given(*needle)) return;
    propose(part, respellings({part.text, needle->text}));
    // What looks like a josa may be the end of a mistyped word: 올트만 for 올트먼.
    if (normalized != needle->text) propose(part, respellings({part.text, normalized}));
  }

  // One word after the other of quoted text.
  void propose_for_words_of(const Part& part, const std::string& text) {
    const auto propose_for_word = [&](std::size_t begin, std::size_t end) {
      const std::string word = text.substr(begin, end - begin);
      for (Respelling& other : respellings({word, word})) {
        other.text = text.substr(0, begin) + other.text + text.substr(end);
        other.is_phrase = true;
        propose(part, {other});
      }
    };
    for (const Run& run : split_runs(text)) {
      propose_for_word(run.begin, run.stem_end);
      if (run.has_josa()) propose_for_word(run.begin, run.end);
    }
  }

  std::vector<Respelling> respellings(const TypedWord& word) const {
    const std::uint64_t known = matches_of(word.stem);
    if (known >= kFewMatches) return {};
    std::vector<Respelling> all;
    for (const auto& some :
         {of_other_layout(word, db()), of_initials(word, words_), with_spaces(word, db())}) {
      all.insert(all.end(), some.begin(), some.end());
    }
    // Two syllables are a key from many a word: what the archive has, such as 한은, was meant.
    const bool is_short = word.stem.size() <= kTwoSyllables;
    if (known == 0 || !is_short) std::ranges::copy(of_typos(word, words_), std::back_inserter(all));
    for (Respelling& other : all) other.is_doubtful = known > 0;
    return all;
  }

  std::uint64_t matches_of(const std::string& stem) const {
    const Xapian::doccount entries = db().get_termfreq(std::string(kTokenPrefix) + stem);
    if (entries >= kFewMatches) return entries;
    Condition alone;
    alone.kind = Condition::Kind::text;
    alone.needle.text = stem;
    const Candidates found = make_candidates(alone, db(), sources_.bigrams);
    return count_matches(sources_.opened, found.query, found.is_exact, alone).matches;
  }

  void propose(const Part& part, const std::vector<Respelling>& respellings) {
    for (const Respelling& other : respellings) {
      const std::string query = query_with(part, other);
      if (std::ranges::any_of(
              proposals_, [&](const Proposal& known) { return known.suggestion.query == query; })) {
        continue;
      }
      const std::uint64_t hits = hits_.size();
      proposals_.push_back({{other.kind, query, part.text, other.text, 0, true},
                            other.cost,
                            std::max(hits + 1, other.is_doubtful ? hits * kTimesAsMany : 0)});
    }
  }

  // The query with the part spelled otherwise; the tree is as before afterwards.
  std::string query_with(const Part& part, const Respelling& other) {
    QueryNode& target = part.node != nullptr ? *part.node : *part.parent;
    const QueryNode before = target;
    QueryNode spelled = part.node != nullptr ? target : target.children[part.first];
    spelled.kind = other.is_phrase ? QueryNode::Kind::phrase : QueryNode::Kind::word;
    spelled.text = other.text;
    if (part.node != nullptr) {
      target = std::move(spelled);
    } else {
      const auto first = target.children.begin() + static_cast<std::ptrdiff_t>(part.first);
      *first = std::move(spelled);
      target.children.erase(first + 1);
    }
    std::string query = print_query(tree_);
    target = before;
    return query;
  }

  std::optional<Suggestion> counted_suggestion(const Proposal& proposal) const {
    const SearchOptions options = options_for_suggestion(plan_.options());
    const SearchPlan plan(sources_, proposal.suggestion.query, options);
    const TallySources found = plan.tally_sources();
    const Count count =
        count_matches(sources_.opened, found.matches, found.is_exact, *found.condition);
    if (count.matches < proposal.least) return std::nullopt;
    Suggestion suggestion = proposal.suggestion;
    suggestion.count = count.matches;
    suggestion.count_is_exact = count.is_exact;
    return suggestion;
  }

  const PlanSources& sources_;
  const WordLists& words_;
  const SearchPlan& plan_;
  std::span<const LoadedArticle* const> hits_;
  QueryNode tree_;
  std::vector<Proposal> proposals_;
};

// The directories of databases that a stub names; those that it does not name by a path are remote.
void read_stub(const std::filesystem::path& stub, const std::string& name, WordLists& words) {
  std::ifstream lines(stub);
  std::size_t databases = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    std::string type;
    std::string where;
    if (!(parts >> type >> where) || type.front() == '#') continue;
    ++databases;
    WordList list(type == "remote" ? "" : (stub.parent_path() / where / kWordListName).string());
    if (list.is_open()) {
      words.lists.push_back(std::move(list));
    } else {
      words.unlisted.push_back(name);
    }
  }
  if (databases == 0) words.unlisted.push_back(name);
}

}  // namespace

SearchOptions options_for_suggestion(SearchOptions options) {
  options.plain = false;
  if (options.match == Match::phrase) options.match = Match::all;
  return options;
}

WordLists open_word_lists(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  constexpr const char* kStubName = "XAPIANDB";
  WordLists words;
  for (const std::string& path : paths) {
    WordList beside((fs::path(path) / kWordListName).string());
    if (beside.is_open()) {
      words.lists.push_back(std::move(beside));
    } else if (fs::is_directory(path)) {
      read_stub(fs::path(path) / kStubName, path, words);
    } else {
      read_stub(path, path, words);
    }
  }
  // clang 14 does not take what std::ranges::unique() of this standard library gives.
  words.unlisted.erase(std::unique(words.unlisted.begin(), words.unlisted.end()),
                       words.unlisted.end());
  return words;
}

std::vector<Suggestion> suggest(const PlanSources& sources, const WordLists& words,
                                const SearchPlan& plan,
                                std::span<const LoadedArticle* const> hits) {
  return Suggester(sources, words, plan, hits).run();
}

}  // namespace sillok
