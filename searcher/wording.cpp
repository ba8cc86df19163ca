#include "searcher/wording.h"

#include <algorithm>

#include "common/analyzer.h"
#include "common/hanja.h"
#include "common/josa.h"
#include "common/text.h"

namespace sillok {
namespace {

// A member of a group, of one word or several, is compared whole: nothing is taken off it.
std::string member_text(std::string_view member) {
  const std::optional<Needle> needle = phrase_needle(member);
  return needle ? needle->text : std::string();
}

// What a word in Hangul is in Han, or what a word with Han is in Hangul. One character alone has
// too many readings to tell.
std::vector<Needle> reading_needles(const std::string& text) {
  constexpr std::size_t kMostSpellings = 16;
  const std::vector<Run> runs = cut_runs(text);
  if (runs.empty() || text.size() < 6) return {};
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    if (!is_hangul_syllable(c) && !has_reading(c)) return {};
  }
  if (runs.size() == 1 && runs.front().script == Script::hangul) {
    return {{text, false, Needle::Spelling::reading}};
  }
  std::vector<Needle> needles;
  for (std::string& spelling : hangul_spellings(text, kMostSpellings)) {
    needles.push_back({std::move(spelling), false});
  }
  return needles;
}

std::vector<Needle> shorthand_needles(std::string_view text) {
  std::vector<Needle> needles;
  for (std::string& character : shorthand_of(text)) {
    needles.push_back({std::move(character), false, Needle::Spelling::shorthand});
  }
  for (std::string& word : words_of_shorthand(text)) needles.push_back({std::move(word), false});
  return needles;
}

}  // namespace

Wording::Wording(const Vocabulary& vocabulary, bool hanja) : hanja_(hanja) {
  for (const std::string& word : vocabulary.words) words_.insert(member_text(word));
  for (const std::vector<std::string>& group : vocabulary.synonyms) {
    std::set<std::string> members;
    for (const std::string& member : group) members.insert(member_text(member));
    for (const std::string& member : members)
      synonyms_[member].insert(members.begin(), members.end());
  }
  words_.erase("");
  synonyms_.erase("");
  // A synonym that looks as if it had a josa is a word as well: it would not be found otherwise.
  for (const auto& [member, group] : synonyms_) words_.insert(member);
}

std::optional<Needle> Wording::needle_of(std::string_view word) const {
  std::optional<Needle> whole = phrase_needle(word);
  if (!whole || words_.empty()) return word_needle(word);
  const std::vector<Run> runs = split_runs(whole->text);
  const std::string_view text =
      std::string_view(whole->text)
          .substr(runs.front().begin, runs.back().end - runs.front().begin);
  for (std::size_t end = text.size(); end > 0; --end) {
    const std::string_view known = text.substr(0, end);
    if (words_.contains(known) && (end == text.size() || is_ending(text.substr(end)))) {
      return Needle{std::string(known), false};
    }
  }
  return word_needle(word);
}

bool Wording::is_given(const Needle& needle) const {
  return !needle.is_prefix && words_.contains(needle.text);
}

std::vector<Needle> Wording::alternatives(const Needle& needle) const {
  std::vector<Needle> others;
  if (hanja_) {
    others = shorthand_needles(needle.text);
    for (Needle& read : reading_needles(needle.text)) others.push_back(std::move(read));
  }
  const auto group = synonyms_.find(needle.text);
  if (group == synonyms_.end()) return others;
  for (const std::string& member : group->second) {
    if (member != needle.text && !member.empty()) others.push_back({member, false});
  }
  return others;
}

std::vector<std::string> alternative_texts(const QueryNode& query, const Wording& wording) {
  std::vector<std::string> texts;
  const bool is_text = query.field == QueryField::any || query.field == QueryField::title;
  if (query.kind == QueryNode::Kind::negation || !is_text) return texts;
  if (query.kind == QueryNode::Kind::word) {
    const std::optional<Needle> needle = wording.needle_of(query.text);
    if (!needle) return texts;
    for (Needle& other : wording.alternatives(*needle)) {
      if (other.spelling != Needle::Spelling::reading) texts.push_back(std::move(other.text));
    }
  }
  for (const QueryNode& child : query.children) {
    for (std::string& text : alternative_texts(child, wording)) texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace sillok
