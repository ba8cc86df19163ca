#include "common/keystrokes.h"

#include <algorithm>
#include <array>
#include <vector>

#include "common/text.h"

namespace sillok {
namespace {

constexpr char32_t kFirstSyllable = 0xAC00;
constexpr char32_t kFirstJamo = 0x3131;  // the letters as keyboards send them, ㄱ to ㅣ
constexpr char32_t kFirstInitial = 0x1100;
constexpr char32_t kFirstVowel = 0x1161;
constexpr char32_t kFirstFinal = 0x11A7;  // stands for none

constexpr std::array<std::string_view, 19> kInitials = {
    "r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"};
constexpr std::array<std::string_view, 21> kVowels = {"k",  "o",  "i",  "O",  "j",  "p",  "u",
                                                      "P",  "h",  "hk", "ho", "hl", "y",  "n",
                                                      "nj", "np", "nl", "b",  "m",  "ml", "l"};
constexpr std::array<std::string_view, 28> kFinals = {
    "",   "r",  "R", "rt", "s",  "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx",
    "fv", "fg", "a", "q",  "qt", "t",  "T",  "d", "w", "c",  "z",  "x",  "v",  "g"};
constexpr std::array<std::string_view, 30> kConsonants = {
    "r",  "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv",
    "fg", "a", "q",  "Q", "qt", "t",  "T", "d", "w", "W",  "c",  "z",  "x",  "v",  "g"};
// The letter of an initial as keyboards send it, counted from ㄱ.
constexpr std::array<char, 19> kLetterOfInitial = {0,  1,  3,  6,  7,  8,  16, 17, 18, 20,
                                                   21, 22, 23, 24, 25, 26, 27, 28, 29};

struct Syllable {
  std::size_t initial, vowel, final;
};

Syllable split(char32_t c) {
  const std::size_t place = c - kFirstSyllable;
  return {place / 588, place % 588 / 28, place % 28};
}

// The longest of `keys` that `text` begins with: its place. npos when there is none.
template <std::size_t size>
std::size_t longest_match(const std::array<std::string_view, size>& keys, std::string_view text) {
  std::size_t best = std::string_view::npos;
  for (std::size_t i = 0; i < size; ++i) {
    if (keys[i].empty() || !text.starts_with(keys[i])) continue;
    if (best == std::string_view::npos || keys[i].size() > keys[best].size()) best = i;
  }
  return best;
}

bool is_vowel_key(char key) {
  return std::ranges::any_of(kVowels, [key](std::string_view v) { return v.front() == key; });
}

// The final that `text` begins with, as far as its keys do not begin the next syllable.
std::size_t leading_final(std::string_view text) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < kFinals.size(); ++i) {
    const std::size_t size = kFinals[i].size();
    const bool takes_initial = text.size() > size && is_vowel_key(text[size]);
    if (text.starts_with(kFinals[i]) && !takes_initial && size > kFinals[best].size()) best = i;
  }
  return best;
}

// A letter whose shifted key types the same jamo is lower case on the keyboard.
std::string layout_keys(std::string_view text) {
  constexpr std::string_view kShifted = "REQTWOP";
  std::string keys;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool folds = is_upper && kShifted.find(c) == std::string_view::npos;
    keys += folds ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return keys;
}

}  // namespace

template <std::size_t size>
void CharacterKeys::add_from(const std::array<std::string_view, size>& table, char32_t c,
                             char32_t first) {
  if (c >= first && c < first + size) add(table[c - first]);
}

CharacterKeys::CharacterKeys(char32_t c) {
  if (is_hangul_syllable(c)) {
    const Syllable parts = split(c);
    add(kInitials[parts.initial]);
    add(kVowels[parts.vowel]);
    add(kFinals[parts.final]);
  } else if (c < 0x80) {
    const char letter = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    const bool has_key = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    if (has_key) add({&letter, 1});
  } else {
    add_from(kConsonants, c, kFirstJamo);
    add_from(kVowels, c, kFirstJamo + kConsonants.size());
    add_from(kInitials, c, kFirstInitial);
    add_from(kVowels, c, kFirstVowel);
    add_from(kFinals, c, kFirstFinal);
  }
}

std::string keystrokes(std::string_view text) {
  std::string keys;
  for (std::size_t position = 0; position < text.size();) {
    const CharacterKeys more(next_character(text, position));
    if (more.empty()) return {};
    keys.append(more.begin(), more.end());
  }
  return keys;
}

std::optional<std::string> typed_in_hangul(std::string_view text) {
  const std::string keys = layout_keys(text);
  std::string hangul;
  for (std::string_view rest = keys; !rest.empty();) {
    const std::size_t initial = longest_match(kInitials, rest);
    if (initial == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(1);
    const std::size_t vowel = longest_match(kVowels, rest);
    if (vowel == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(kVowels[vowel].size());
    const std::size_t final = leading_final(rest);
    rest.remove_prefix(kFinals[final].size());
    append_character(hangul,
                     static_cast<char32_t>(kFirstSyllable + initial * 588 + vowel * 28 + final));
  }
  if (hangul.empty()) return std::nullopt;
  return hangul;
}

char32_t initial_of(char32_t c) {
  const bool is_lone = c >= kFirstInitial && c < kFirstInitial + kInitials.size();
  if (is_hangul_syllable(c) || is_lone) {
    const std::size_t initial = is_lone ? c - kFirstInitial : split(c).initial;
    return kFirstJamo + static_cast<char32_t>(kLetterOfInitial[initial]);
  }
  return c >= kFirstJamo && c < kFirstJamo + kConsonants.size() ? c : 0;
}

std::optional<std::string> initials(std::string_view text) {
  std::string consonants;
  for (std::size_t position = 0; position < text.size();) {
    const char32_t initial = initial_of(next_character(text, position));
    if (initial == 0) return std::nullopt;
    append_character(consonants, initial);
  }
  return consonants;
}

bool is_initials(std::string_view text) {
  std::size_t consonants = 0;
  for (std::size_t position = 0; position < text.size(); ++consonants) {
    if (is_hangul_syllable(next_character(text, position))) return false;
  }
  return consonants >= 2 && initials(text).has_value();
}

}  // namespace sillok
