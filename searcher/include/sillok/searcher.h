// Searching an index of Korean articles. This header is the library's whole C++ interface besides
// <sillok/error.h>; it exposes neither Xapian nor ICU. The library never prints and never exits.
#pragma once

#include <sillok/error.h>
#include <sillok/export.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sillok {

enum class Match {
  automatic,  // articles that hold every word first, then the best of the rest
  all,        // only articles that hold every word
  any,        // articles that hold at least one word, best first
  phrase,     // the whole query as one literal phrase
};

enum class Sort { relevance, newest, oldest, number };

enum class Rows { yes, no, only };  // entries known only from a board's list

// What becomes of a query that finds nothing or little, when another spelling of it would find
// more.
enum class Suggest {
  off,
  show,   // SearchResult::suggestions
  apply,  // when nothing holds every word, the first suggestion is searched for in its place
};

// Near-identical articles, one agency text in several papers for example.
enum class Collapse {
  none,
  copies,  // are one hit, the earliest of those that match, and the others are listed with it
};

enum class Facet { source, author, board, year, month };

enum class Period { day, week, month, year };  // a week begins on Monday

// Byte range [first, second) of highlighted text in a UTF-8 string, on whole characters.
using Highlight = std::pair<std::size_t, std::size_t>;

// What words mean to the readers of an archive, beyond what the index knows. Only unquoted words
// are looked up.
struct Vocabulary {
  // Groups of one meaning, {"한은", "한국은행"}: a word of a group finds what holds any of the
  // group.
  std::vector<std::vector<std::string>> synonyms;
  // Words whose end is no josa: 한국은.
  std::vector<std::string> words;
};

struct LineProblem {
  std::size_t line = 0;  // from 1
  std::string problem;
};

// Add the lines of a UTF-8 text to `vocabulary`: groups "한은 = 한국은행", or a word a line; what
// follows "#" is a comment. Lines that cannot be read are left out and returned.
SILLOK_API std::vector<LineProblem> read_synonyms(std::string_view text, Vocabulary& vocabulary);
SILLOK_API std::vector<LineProblem> read_words(std::string_view text, Vocabulary& vocabulary);

struct SearchOptions {
  Match match = Match::automatic;
  // The query is words and nothing else: quotes, brackets, colons and signs are punctuation.
  bool plain = false;
  Sort sort = Sort::relevance;
  Rows rows = Rows::yes;
  std::shared_ptr<const Vocabulary> vocabulary;  // may be null
  // Unquoted 미국 finds 美 of a headline as well, 한자 finds 漢字, and the reverse.
  bool hanja = true;
  Suggest suggest = Suggest::off;
  // With copies, hits, `offset` and `limit` are groups: fills Hit::copies and
  // SearchResult::copies. By relevance a group stands where its best article does.
  Collapse collapse = Collapse::none;
  std::size_t offset = 0;
  std::optional<std::size_t> limit = 10;  // nullopt: every match
  // Days after which the recency bonus of an article halves; 0 turns recency off.
  double recency_half_life_days = 365;
  // Strength of the bonus: the score of an article of today is raised by this part of the best
  // possible score of the query, an undated one's by nothing.
  double recency_strength = 0.05;
  // Reads the text of the best matches to put them in order; false leaves them in the order that
  // the index alone gives, which is faster.
  bool rerank = true;
  // Inclusive range of days as typed, for example "2025-01" or "3m.."; empty is open.
  std::string from;
  std::string to;
  // What is counted over all matches, into SearchResult::tally; of Match::automatic over the
  // articles that hold every word.
  std::vector<Facet> facets;
  // The most frequent sources, authors and boards; nullopt: every one. Years and months are always
  // all given.
  std::optional<std::size_t> facet_values = 20;
  std::optional<Period> histogram;
  // Fills HistogramBucket::all; by month when no histogram is asked for.
  bool trend = false;
  // So many words that characterise the matches (the first 300 of them) against the whole index.
  std::size_t related_words = 0;
  bool with_snippets = true;
  std::size_t snippet_chars = 160;
  bool with_bodies = false;  // fill Hit::body
  bool explain = false;      // fill SearchResult::explanation and Hit::explanation
};

struct Snippet {
  std::string text;
  std::vector<Highlight> highlights;
};

// Another article of a hit's group: what tells where and when it was published.
struct Copy {
  std::string id;
  std::string key;
  std::string board;
  std::string title;
  std::string author;
  std::string source;
  std::string date;
  std::string time;
  std::string url;
};

// One result. Absent values are empty or nullopt. All text is UTF-8.
struct Hit {
  std::string id;   // the record's own id, else its key
  std::string key;  // unique in the archive: "board/id", "board#number" or "board~hash"
  std::string board;
  std::optional<std::uint64_t> number;
  std::string title;
  std::string author;
  std::string source;
  std::string category;
  std::string date;  // "2025-02-04"
  std::string time;  // "14:32"
  std::string url;
  std::string place;
  std::string body;
  bool is_row = false;
  bool holds_all = true;  // false for "the best of the rest" of Match::automatic
  double score = 0;
  std::vector<Highlight> title_highlights;
  Snippet snippet;
  // Collapse::copies: the others of its group that match, the earliest first: by day, then by time
  // (unknown times last in their day, unknown days last of all), then by key. At most 100 are
  // listed.
  std::vector<Copy> copies;
  std::uint64_t copy_count = 0;  // how many there are
  std::string explanation;
};

// A shard that is left out of what is searched, as OpenOptions::partial allows.
struct MissingShard {
  std::string name;     // its path, or "host:port"
  std::string problem;  // why
};

struct IndexSummary {
  std::uint64_t articles = 0;
  std::uint64_t rows = 0;
  std::string fingerprint;  // equal archives have equal fingerprints
  int analyzer_version = 0;
  int schema_version = 0;
};

struct FacetValue {
  std::string value;  // as written, in its most frequent spelling; "2025", "2025-02"
  std::uint64_t count = 0;
};

struct FacetCounts {
  Facet facet = Facet::source;
  std::vector<FacetValue> values;  // most frequent first, years and months in order
  std::uint64_t distinct = 0;      // how many values there are
  std::uint64_t others = 0;        // matches with a value that is not among `values`
  std::uint64_t absent = 0;        // matches without a value
};

struct HistogramBucket {
  std::string start;        // "2025-02-04", of a month "2025-02", of a year "2025"
  std::uint64_t count = 0;  // matches
  std::uint64_t all = 0;    // every entry of the index that the options let in, for trend
};

// Without gaps from the first day asked for, else that of the first match, to the last.
struct Histogram {
  Period period = Period::month;
  std::vector<HistogramBucket> buckets;
  std::uint64_t undated = 0;
};

// Counts over all matches, whatever part of them is listed.
struct Tally {
  std::uint64_t matches = 0;
  bool is_exact = true;  // false: estimated from a sample that was verified
  std::vector<FacetCounts> facets;
  std::optional<Histogram> histogram;
};

// How many entries hold every word (or match as SearchOptions::match says), and how many are left
// when near-identical ones count once.
struct CopyCounts {
  std::uint64_t articles = 0;
  std::uint64_t groups = 0;
  bool is_exact = true;  // false: estimated
};

// A word that occurs in more of the matches than the index makes likely.
struct RelatedWord {
  std::string word;         // normalized: a stem, or a Latin word in lower case
  double score = 0;         // log-likelihood ratio, Dunning 1993; the larger the more telling
  std::uint64_t count = 0;  // how many of the matches that were read hold it
  std::uint64_t all = 0;    // how many entries of the index do
};

// Another query, of words that the index has, which finds more.
struct Suggestion {
  enum class Kind {
    typo,      // wrong, lost, added or swapped keys: 스타게이투
    spacing,   // 샘올트먼 for 샘 올트먼, and the reverse
    keyboard,  // typed in the other layout: tmxkrpdlxm for 스타게이트
    initials,  // ㅅㅌㄱㅇㅌ for 스타게이트
    spelling,  // as matches write it in the other script beside it: 오픈AI(OpenAI)
  };
  Kind kind = Kind::typo;
  std::string query;  // the whole of it, to be searched for without `plain`
  std::string from;   // what of the query as given it replaces, and by what
  std::string to;
  std::uint64_t count = 0;  // how many entries it finds, with the same options
  bool count_is_exact = true;
};

struct SearchResult {
  std::string query;   // as given
  std::string parsed;  // as understood, in canonical form
  SearchOptions options;
  std::uint64_t total = 0;
  bool total_is_exact = true;
  std::uint64_t holding_all = 0;     // how many hold every word; exact when total is
  std::optional<Tally> tally;        // when something was to be counted
  std::optional<CopyCounts> copies;  // Collapse::copies
  std::vector<RelatedWord> related_words;
  std::uint64_t related_sample = 0;  // how many matches were read for them
  // For fewer than five matches, the likeliest first, at most five.
  std::vector<Suggestion> suggestions;
  // Suggest::apply: what was searched for in place of `query`, of which `parsed` is the canonical
  // form.
  std::optional<Suggestion> applied;
  // Opened indexes, remote ones for example, whose words were not looked through for typos and
  // initials, when suggestions were sought.
  std::vector<std::string> unlisted_indexes;
  IndexSummary index;
  std::vector<MissingShard> missing_shards;
  double took_ms = 0;
  std::vector<Hit> hits;
  std::string explanation;
};

struct OpenOptions {
  // Go on without shards that cannot be opened or do not answer: SearchResult::missing_shards.
  bool partial = false;
  // How long to wait for a connection to a remote shard, and for each of its answers.
  double connect_seconds = 3;
  double timeout_seconds = 10;
};

// One or several opened indexes. Not to be shared between threads: one Searcher a thread. Keeps
// reading the generation it opened until reopen(), even when the index is republished meanwhile. A
// remote shard that has closed an idle connection is connected to again.
class SILLOK_API Searcher {
 public:
  // Opens what `paths` name, each an index, the "host:port" of an xapian-tcpsrv that serves one, or
  // a cluster file: one of these a line, paths relative to the file, "#" before comments. All are
  // searched as one index. Throws IndexError when one is missing, out of reach, damaged or of
  // another version, InputError when a cluster file cannot be read.
  explicit Searcher(const std::vector<std::string>& paths, const OpenOptions& options = {});
  explicit Searcher(const std::string& path, const OpenOptions& options = {});
  ~Searcher();
  Searcher(Searcher&&) noexcept;
  Searcher& operator=(Searcher&&) noexcept;
  Searcher(const Searcher&) = delete;
  Searcher& operator=(const Searcher&) = delete;

  // Throws QueryError when the query does not parse, IndexError when the index cannot be read.
  SearchResult search(std::string_view query, const SearchOptions& options = {});

  // The number of matches without reading hits.
  SearchResult count(std::string_view query, const SearchOptions& options = {});

  // Gives the hits that search() would list to `on_hit`, one by one in the same order, and returns
  // the rest of the result. However many there are, memory holds the text of few: sorted by date
  // (and not Match::automatic) those of one day, sorted otherwise some dozen bytes for each hit as
  // well. What `on_hit` throws comes through. Throws IndexError when a shard is lost on the way.
  SearchResult visit(std::string_view query, const SearchOptions& options,
                     const std::function<void(const Hit&)>& on_hit);

  // Entries like the one of that name, which is not among them: those that hold any of its most
  // characteristic words, best first. The result's query is the one that was run; options.match and
  // options.plain are not looked at. Throws InputError when no entry or several have the name, or
  // when no other entry shares a word with it.
  SearchResult like(std::string_view id_or_key, const SearchOptions& options = {});

  // Every entry of that name: a key names one at most, an id may name one in each board. The whole
  // article, body included.
  std::vector<Hit> fetch(std::string_view id_or_key);

  IndexSummary summary() const;

  // Those that are left out now. Empty unless OpenOptions::partial.
  std::vector<MissingShard> missing_shards() const;

  // Reads cluster files again, tries shards that were left out again, and moves to the newest
  // published generation. True when something was newer.
  bool reopen();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sillok
