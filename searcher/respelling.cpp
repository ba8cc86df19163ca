#include "searcher/respelling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "common/analyzer.h"
#include "common/keystrokes.h"
#include "common/schema.h"
#include "common/text.h"

namespace sillok {
namespace {

using Kind = Suggestion::Kind;

constexpr std::size_t kMostOfAKind = 3;

bool is_latin_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

template <typename Predicate>
bool any_character(std::string_view text, Predicate predicate) {
  for (std::size_t position = 0; position < text.size();) {
    if (predicate(next_character(text, position))) return true;
  }
  return false;
}

bool has_hangul(std::string_view text) {
  return any_character(text, is_hangul_syllable);
}
bool has_latin(std::string_view text) {
  return any_character(text, is_latin_letter);
}
bool is_all_latin(std::string_view text) {
  return !text.empty() && !any_character(text, [](char32_t c) { return !is_latin_letter(c); });
}

// Whether every bigram of a Hangul word, or a Latin word itself, is a term.
bool may_occur(std::string_view normalized, const Xapian::Database& db) {
  bool occurs = true;
  for_each_term(normalized, cut_runs(normalized), [&](const Term& term) {
    if (term.family == TermFamily::token && has_hangul(term.text)) return;
    occurs = occurs && db.term_exists(std::string(family_prefix(term.family)).append(term.text));
  });
  return occurs;
}

// The best, of words that several indexes list the same.
std::vector<Respelling> best_of(Kind kind, const std::vector<WordList::Found>& found) {
  struct Total {
    unsigned distance = 0;
    double entries = 0;
  };
  std::map<std::string_view, Total> totals;
  for (const WordList::Found& word : found) {
    Total& total = totals[word.text];
    total.distance = word.distance;
    total.entries += word.entries;
  }
  // A word with one more mistake must be in thirty times as many articles.
  constexpr double kMistake = 5;
  std::vector<Respelling> best;
  for (const auto& [text, total] : totals) {
    best.push_back({kind, std::string(text), false,
                    kMistake * total.distance - std::log2(std::max(1.0, total.entries))});
  }
  std::ranges::stable_sort(best, {}, &Respelling::cost);
  if (best.size() > kMostOfAKind) best.resize(kMostOfAKind);
  return best;
}

unsigned forgiven_mistakes(std::size_t keys) {
  constexpr std::size_t kFewestForOne = 4;
  constexpr std::size_t kFewestForTwo = 9;
  return keys < kFewestForOne ? 0 : keys < kFewestForTwo ? 1 : 2;
}

// The ways to cut a word so that each part is a word of the archive and, in Hangul, neighbours
// stand side by side somewhere in it.
class SpaceFinder {
 public:
  SpaceFinder(std::string_view word, const Xapian::Database& db) : db_(db) {
    for (std::size_t at = 0; at < word.size(); at += utf8_bytes(word[at])) {
      characters_.push_back(word.substr(at, utf8_bytes(word[at])));
    }
    best_.resize(characters_.size() + 1);
    best_[0] = Cut{0, 0, 0};
  }

  // The words of the cut with the fewest, joined by spaces; nullopt when there is no cut.
  std::optional<std::string> run() {
    const std::size_t size = characters_.size();
    for (std::size_t end = 1; end <= size; ++end) {
      if (end < size && !may_cut(end)) continue;
      for (std::size_t begin = 0; begin < end; ++begin) try_word(begin, end);
    }
    if (!best_[size] || best_[size]->words < 2) return std::nullopt;
    std::string text;
    for (std::size_t end = size; end > 0; end = best_[end]->begin) {
      std::string word = joined(best_[end]->begin, end);
      text = text.empty() ? word : word + " " + text;
    }
    return text;
  }

 private:
  struct Cut {
    std::size_t begin;  // of the last word
    std::size_t words;
    double rarity;  // of all words
  };

  static constexpr std::size_t kMostWords = 4;

  std::string joined(std::size_t begin, std::size_t end) const {
    std::string text;
    for (std::size_t i = begin; i < end; ++i) text += characters_[i];
    return text;
  }

  bool may_cut(std::size_t at) const {
    if (!has_hangul(characters_[at])) return true;
    return db_.term_exists(
        std::string(kCrossPrefix).append(characters_[at - 1]).append(characters_[at]));
  }

  void try_word(std::size_t begin, std::size_t end) {
    const std::optional<Cut>& before = best_[begin];
    const bool is_whole = begin == 0 && end == characters_.size();
    if (!before || before->words == kMostWords || is_whole) return;
    const bool is_short_latin = end - begin < 2 && !has_hangul(characters_[begin]);
    if (is_short_latin) return;
    const double entries = db_.get_termfreq(std::string(kTokenPrefix) + joined(begin, end));
    if (entries == 0) return;
    const Cut cut{begin, before->words + 1, before->rarity - std::log(entries)};
    std::optional<Cut>& best = best_[end];
    if (!best || std::pair(cut.words, cut.rarity) < std::pair(best->words, best->rarity))
      best = cut;
  }

  const Xapian::Database& db_;
  std::vector<std::string_view> characters_;
  std::vector<std::optional<Cut>> best_;  // of the characters before each place
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The last `count` words of what stands before a bracket; empty when there are fewer in the
// sentence.
std::string_view last_words(std::string_view text, std::size_t count) {
  text = trimmed(text);
  std::size_t begin = text.size();
  for (; count > 0 && begin > 0; --count) {
    const std::size_t space = begin < text.size() ? text.rfind(' ', begin - 2) : text.rfind(' ');
    begin = space == std::string_view::npos ? 0 : space + 1;
  }
  text.remove_prefix(begin);
  const std::size_t mark = text.find_last_of("\"'([,.“‘");
  if (mark != std::string_view::npos && static_cast<unsigned char>(text[mark]) < 0x80) {
    text.remove_prefix(mark + 1);
  }
  return text;
}

// Gathers what stands beside occurrences of a word as its other spelling.
class PairFinder {
 public:
  explicit PairFinder(std::string_view words)
      : needle_{std::string(words), false},
        spaces_(static_cast<std::size_t>(std::ranges::count(words, ' '))) {}

  void read(std::string_view text) {
    for (std::size_t at = find_needle(text, needle_); at != std::string_view::npos;
         at = find_needle(text, needle_, at + needle_.text.size())) {
      const std::size_t end = at + needle_.text.size();
      if (end < text.size() && text[end] == '(') {
        const std::size_t close = text.find(')', end);
        if (close != std::string_view::npos) add(text.substr(end + 1, close - end - 1));
      }
      if (at > 0 && text[at - 1] == '(' && end < text.size() && text[end] == ')') {
        add(last_words(text.substr(0, at - 1), spaces_ + 1));
      }
    }
  }

  const std::set<std::string>& found() const { return found_; }

 private:
  void add(std::string_view other) {
    constexpr std::size_t kMostBytes = 60;
    other = trimmed(other);
    const bool is_name = !other.empty() && other.size() <= kMostBytes &&
                         other.find_first_of(",;:") == std::string_view::npos;
    const bool is_other_script = has_hangul(needle_.text) == has_hangul(other)
                                     ? has_latin(needle_.text) != has_latin(other)
                                     : has_hangul(other) || has_latin(other);
    if (is_name && is_other_script && other != needle_.text) found_.emplace(other);
  }

  Needle needle_;
  std::size_t spaces_;
  std::set<std::string> found_;
};

}  // namespace

std::vector<Respelling> of_other_layout(const TypedWord& word, const Xapian::Database& db) {
  std::vector<Respelling> found;
  const auto add = [&](const std::string& text) {
    const std::optional<Needle> needle = word_needle(text);
    const bool is_short = !needle || needle->text.size() < 3 || needle->text == word.stem;
    if (!is_short && may_occur(needle->text, db)) {
      found.push_back({Kind::keyboard, needle->text, false, 0});
    }
  };
  if (is_all_latin(word.text)) {
    constexpr std::size_t kTwoSyllables = 6;
    for (const std::string& typed : {word.text, normalize(word.text)}) {
      const std::optional<std::string> hangul = typed_in_hangul(typed);
      if (hangul && hangul->size() >= kTwoSyllables && found.empty()) add(*hangul);
    }
  } else if (!has_latin(word.text)) {
    const std::string keys = keystrokes(word.text);
    if (is_all_latin(keys)) add(keys);
  }
  return found;
}

std::vector<Respelling> of_initials(const TypedWord& word, const WordLists& words) {
  if (!is_initials(word.text)) return {};
  const std::string letters = *initials(word.text);
  std::vector<WordList::Found> found;
  for (const WordList& list : words.lists) {
    std::ranges::copy(list.words_of_initials(letters), std::back_inserter(found));
  }
  return best_of(Kind::initials, found);
}

std::vector<Respelling> of_typos(const TypedWord& word, const WordLists& words) {
  if (!has_hangul(word.text) && !is_all_latin(word.text)) return {};
  const std::string keys = keystrokes(word.stem);
  std::vector<WordList::Found> found;
  for (const WordList& list : words.lists) {
    for (const WordList::Found& near : list.words_near(keys, forgiven_mistakes(keys.size()))) {
      const bool is_same_script = has_hangul(near.text) == has_hangul(word.stem);
      if (is_same_script && near.text != word.stem) found.push_back(near);
    }
  }
  return best_of(Kind::typo, found);
}

std::vector<Respelling> with_spaces(const TypedWord& word, const Xapian::Database& db) {
  constexpr std::size_t kMostBytes = 60;
  const std::vector<Run> runs = cut_runs(word.stem);
  const bool is_one_run = runs.size() == 1 && runs.front().end == word.stem.size();
  if (!is_one_run || word.stem.size() > kMostBytes || runs.front().script == Script::han) return {};
  const std::optional<std::string> spaced = SpaceFinder(word.stem, db).run();
  if (!spaced) return {};
  return {{Kind::spacing, *spaced, true, 1}};
}

std::vector<Respelling> without_spaces(std::string_view words, const Xapian::Database& db) {
  std::string one(words);
  std::erase(one, ' ');
  const std::vector<Run> runs = cut_runs(one);
  const bool is_one_run = runs.size() == 1 && runs.front().end == one.size();
  if (!is_one_run || one.size() == words.size() || !may_occur(one, db)) return {};
  return {{Kind::spacing, one, false, 1}};
}

std::vector<Respelling> of_other_script(std::string_view words,
                                        std::span<const LoadedArticle* const> articles) {
  PairFinder finder(words);
  for (const LoadedArticle* article : articles) {
    finder.read(article->title);
    finder.read(article->body);
  }
  std::vector<Respelling> found;
  for (const std::string& text : finder.found()) {
    if (found.size() == kMostOfAKind) break;
    found.push_back({Kind::spelling, text, text.find(' ') != std::string::npos, 1});
  }
  return found;
}

}  // namespace sillok
