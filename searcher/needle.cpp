#include "searcher/needle.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "common/analyzer.h"
#include "common/hanja.h"
#include "common/josa.h"
#include "common/text.h"

namespace sillok {
namespace {

char32_t character_at(std::string_view text, std::size_t position) {
  return next_character(text, position);
}

// As string_view::find, which takes each byte like the literal's first for a beginning: in Korean
// text that is every third.
std::size_t find_literal(std::string_view haystack, std::string_view literal, std::size_t from) {
  if (from >= haystack.size()) return std::string_view::npos;
  const void* found =
      memmem(haystack.data() + from, haystack.size() - from, literal.data(), literal.size());
  return found == nullptr
             ? std::string_view::npos
             : static_cast<std::size_t>(static_cast<const char*>(found) - haystack.data());
}

bool begins_a_word(std::string_view haystack, std::size_t begin, const Needle& needle) {
  if (begin == 0) return true;
  const char32_t first = character_at(haystack, begin);
  const char32_t before = previous_character(haystack, begin);
  if (is_word_character(first)) return !is_word_character(before);
  return !needle.is_prefix || is_word_character(before) || !is_indexed_character(before);
}

bool ends_a_word(std::string_view haystack, std::size_t end, const Needle& needle) {
  if (end == haystack.size() || needle.is_prefix) return true;
  return !is_word_character(previous_character(haystack, end)) ||
         !is_word_character(character_at(haystack, end));
}

bool is_other_han(char32_t c) {
  std::string character;
  append_character(character, c);
  return is_indexed_character(c) && !is_hangul_syllable(c) && !is_word_character(c) &&
         words_of_shorthand(character).empty();
}

// Whether all of the Han around a shorthand character is shorthand as well.
bool stands_as_shorthand(std::string_view haystack, std::size_t begin, const Needle& needle) {
  if (needle.spelling != Needle::Spelling::shorthand) return true;
  for (std::size_t at = begin; at > 0;) {
    const char32_t before = previous_character(haystack, at);
    if (is_other_han(before)) return false;
    std::string character;
    append_character(character, before);
    if (words_of_shorthand(character).empty()) break;
    at -= character.size();
  }
  for (std::size_t at = begin + needle.text.size(); at < haystack.size();) {
    const char32_t next = next_character(haystack, at);
    if (is_other_han(next)) return false;
    std::string character;
    append_character(character, next);
    if (words_of_shorthand(character).empty()) break;
  }
  return true;
}

constexpr std::size_t kSyllableBytes = 3;  // of a Hangul syllable and of Han that has a reading

// Whether `syllables` are what stands at the start of `text`, as themselves or as readings.
bool is_read_here(std::string_view text, std::string_view syllables) {
  if (text.size() < syllables.size()) return false;
  for (std::size_t at = 0; at < syllables.size(); at += kSyllableBytes) {
    const char32_t wanted = character_at(syllables, at);
    const char32_t found = character_at(text, at);
    if (found != wanted && !can_be_read(found, wanted)) return false;
  }
  return true;
}

// Looks for a character with a reading, then for a place of the needle in which it is the first.
std::size_t find_reading(std::string_view haystack, std::string_view syllables, std::size_t from) {
  for (std::size_t han = from; han + kSyllableBytes <= haystack.size(); ++han) {
    const auto lead = static_cast<unsigned char>(haystack[han]);
    if (lead < 0xE4 || lead > 0xE9 || !has_reading(character_at(haystack, han))) continue;
    for (std::size_t before = syllables.size(); before > 0;) {
      before -= kSyllableBytes;
      if (before > han - from) continue;
      const std::size_t begin = han - before;
      if (haystack.substr(begin, before) == syllables.substr(0, before) &&
          is_read_here(haystack.substr(han), syllables.substr(before))) {
        return begin;
      }
    }
  }
  return std::string_view::npos;
}

// Whether the Hangul run that ends a word is only a josa after a Latin word or Han: AI는, 日을.
// After a digit it is part of the word: 5만, 3도.
bool is_detached_josa(const std::vector<Run>& runs, std::string_view normalized) {
  if (runs.size() < 2) return false;
  const Run& last = runs.back();
  const Run& before = runs[runs.size() - 2];
  if (last.script != Script::hangul || before.end != last.begin) return false;
  const char last_byte = normalized[before.end - 1];
  if (before.script == Script::digit && last_byte >= '0' && last_byte <= '9') return false;
  const std::string_view word = normalized.substr(last.begin, last.end - last.begin);
  return is_ending(word);
}

}  // namespace

char32_t previous_character(std::string_view text, std::size_t end) {
  do {
    --end;
  } while (end > 0 && U8_IS_TRAIL(text[end]));
  return next_character(text, end);
}

std::size_t find_needle(std::string_view haystack, const Needle& needle, std::size_t from) {
  if (needle.text.empty()) return std::string_view::npos;
  if (needle.spelling == Needle::Spelling::reading) {
    return find_reading(haystack, needle.text, from);
  }
  std::size_t found = find_literal(haystack, needle.text, from);
  while (found != std::string_view::npos) {
    if (begins_a_word(haystack, found, needle) && stands_as_shorthand(haystack, found, needle) &&
        ends_a_word(haystack, found + needle.text.size(), needle)) {
      return found;
    }
    found = find_literal(haystack, needle.text, found + 1);
  }
  return found;
}

std::optional<Needle> phrase_needle(std::string_view text) {
  std::string normalized = normalize(text);
  if (split_runs(normalized).empty()) return std::nullopt;
  return Needle{std::move(normalized), false};
}

std::optional<Needle> word_needle(std::string_view text) {
  const std::string normalized = normalize(text);
  const std::vector<Run> runs = split_runs(normalized);
  if (runs.empty()) return std::nullopt;
  const std::size_t end =
      is_detached_josa(runs, normalized) ? runs[runs.size() - 2].end : runs.back().stem_end;
  return Needle{normalized.substr(runs.front().begin, end - runs.front().begin), false};
}

std::vector<std::string> syllable_pairs(const Needle& needle) {
  std::vector<std::string> pairs;
  for (std::size_t at = 0; at + 2 * kSyllableBytes <= needle.text.size(); at += kSyllableBytes) {
    pairs.push_back(needle.text.substr(at, 2 * kSyllableBytes));
  }
  return pairs;
}

std::optional<Needle> prefix_needle(std::string_view text) {
  const std::string normalized = normalize(text);
  const std::vector<Run> runs = split_runs(normalized);
  if (runs.empty()) return std::nullopt;
  const Run& first = runs.front();
  return Needle{normalized.substr(first.begin, runs.back().end - first.begin), true};
}

}  // namespace sillok
