#include "searcher/related.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>
#include <utility>

#include "common/analyzer.h"
#include "common/schema.h"
#include "common/text.h"

namespace sillok {
namespace {

constexpr std::size_t kLikeWords = 20;        // of an article's query
constexpr double kCommonPart = .1;            // words that more of the entries hold say little
constexpr std::uint64_t kCommonAtLeast = 50;  // unless the archive is small

bool is_telling(const Run& run) {
  return run.script != Script::digit && (run.script != Script::hangul || run.syllables >= 2) &&
         run.stem_end - run.begin >= 2 && run.stem_end - run.begin <= kMaxTokenBytes;
}

// Calls `on_word` with the stem of every Hangul, Latin or Han word of a normalized text.
template <typename OnWord>
void for_each_word(const std::string& text, OnWord on_word) {
  for (const Run& run : split_runs(text)) {
    if (run.script != Script::han && is_telling(run)) {
      on_word(std::string_view(text).substr(run.begin, run.stem_end - run.begin));
    }
  }
}

double entropy_part(double count, double total) {
  return count > 0 ? count * std::log(count / total) : 0;
}

// -2 log lambda of the table {inside with, outside with; inside without, outside without}.
double log_likelihood_ratio(double inside, double sample, double everywhere, double all) {
  const double outside = everywhere - inside;
  const double rest = all - sample;
  const double whole = entropy_part(inside, all) + entropy_part(outside, all) +
                       entropy_part(sample - inside, all) + entropy_part(rest - outside, all);
  const double columns = entropy_part(sample, all) + entropy_part(rest, all);
  const double rows = entropy_part(everywhere, all) + entropy_part(all - everywhere, all);
  return 2 * (whole - columns - rows);
}

std::uint64_t entries_with(const Xapian::Database& db, std::string_view word) {
  return db.get_termfreq(std::string(kTokenPrefix).append(word));
}

// Whether the word belongs to what was searched for: a part of it, or a compound that holds it.
bool is_of_query(std::string_view word, const std::vector<Needle>& needles) {
  constexpr std::size_t kTwoSyllables = 6;
  return std::ranges::any_of(needles, [&](const Needle& needle) {
    return needle.text.find(word) != std::string::npos ||
           (needle.text.size() >= kTwoSyllables && word.find(needle.text) != std::string::npos);
  });
}

// Words by how many of the sample hold them, the most first.
std::vector<std::pair<std::string, std::uint64_t>> counted_words(
    const std::vector<const LoadedArticle*>& sample) {
  std::unordered_map<std::string, std::uint64_t> counts;
  for (const LoadedArticle* loaded : sample) {
    std::set<std::string_view> words;
    for (const std::string* text : {&loaded->title, &loaded->body}) {
      for_each_word(*text, [&](std::string_view word) { words.insert(word); });
    }
    for (const std::string_view word : words) ++counts[std::string(word)];
  }
  std::erase_if(counts, [](const auto& counted) { return counted.second < 2; });
  std::vector<std::pair<std::string, std::uint64_t>> words(counts.begin(), counts.end());
  std::ranges::sort(words, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return words;
}

void keep_best(RelatedWord word, std::size_t most, std::vector<RelatedWord>& best) {
  const auto place =
      std::ranges::upper_bound(best, word.score, std::greater(), &RelatedWord::score);
  best.insert(place, std::move(word));
  if (best.size() > most) best.pop_back();
}

struct LikeWord {
  std::string text;
  double weight;
};

std::vector<LikeWord> characteristic_words(const Xapian::Database& db,
                                           const LoadedArticle& loaded) {
  std::unordered_map<std::string, double> counts;
  for_each_word(loaded.title,
                [&](std::string_view word) { counts[std::string(word)] += kTitleWeight; });
  for_each_word(loaded.body, [&](std::string_view word) { counts[std::string(word)] += 1; });
  const auto all = static_cast<double>(db.get_doccount());
  std::vector<LikeWord> words;
  for (const auto& [word, count] : counts) {
    const std::uint64_t entries = entries_with(db, word);
    const bool is_common =
        entries > kCommonAtLeast && static_cast<double>(entries) > kCommonPart * all;
    if (entries < 2 || is_common) continue;
    const double idf = std::log((all + 1) / static_cast<double>(entries));
    words.push_back({word, (1 + std::log(count)) * idf});
  }
  std::ranges::sort(words, [](const LikeWord& a, const LikeWord& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.text < b.text;
  });
  if (words.size() > kLikeWords) words.resize(kLikeWords);
  return words;
}

QueryNode text_node(QueryNode::Kind kind, QueryField field, std::string text) {
  QueryNode node;
  node.kind = kind;
  node.field = field;
  node.text = std::move(text);
  return node;
}

}  // namespace

std::vector<RelatedWord> related_words(const Xapian::Database& db,
                                       const std::vector<const LoadedArticle*>& sample,
                                       const std::vector<Needle>& needles, std::size_t most) {
  const auto all = static_cast<double>(db.get_doccount());
  const auto size = static_cast<double>(sample.size());
  std::vector<RelatedWord> best;
  if (most == 0) return best;
  for (auto& [word, count] : counted_words(sample)) {
    const auto inside = static_cast<double>(count);
    // A word that no other entry holds scores the most; the following are in fewer of the sample.
    const double at_most = log_likelihood_ratio(inside, size, inside, all);
    if (best.size() == most && at_most <= best.back().score) break;
    if (is_of_query(word, needles)) continue;
    const std::uint64_t entries = std::max(count, entries_with(db, word));
    const auto everywhere = static_cast<double>(entries);
    if (inside * all <= everywhere * size) continue;  // rarer here than elsewhere
    keep_best(
        {std::move(word), log_likelihood_ratio(inside, size, everywhere, all), count, entries},
        most, best);
  }
  return best;
}

QueryNode query_like(const Xapian::Database& db, const LoadedArticle& loaded) {
  const std::string key = article_key(loaded.article);
  QueryNode any;
  any.kind = QueryNode::Kind::any;
  for (LikeWord& word : characteristic_words(db, loaded)) {
    any.children.push_back(text_node(QueryNode::Kind::word, QueryField::any, std::move(word.text)));
  }
  if (any.children.empty()) {
    throw InputError("entry " + key + ": has no word that another entry holds",
                     "search for its title instead");
  }
  QueryNode others;
  others.kind = QueryNode::Kind::negation;
  others.children.push_back(text_node(QueryNode::Kind::phrase, QueryField::id, key));
  QueryNode query;
  query.kind = QueryNode::Kind::all;
  query.children.push_back(any.children.size() == 1 ? std::move(any.children.front())
                                                    : std::move(any));
  query.children.push_back(std::move(others));
  return query;
}

}  // namespace sillok
