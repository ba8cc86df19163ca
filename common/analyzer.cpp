#include "common/analyzer.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "common/hanja.h"
#include "common/josa.h"
#include "common/text.h"

namespace sillok {
namespace {

constexpr std::size_t kSyllableBytes = 3;  // of every Hangul syllable in UTF-8
constexpr std::size_t kMinStemBytes = 2 * kSyllableBytes;
constexpr char32_t kFirstSyllable = 0xAC00;
constexpr std::size_t kSyllables = 11172;

// The endings, grouped by their last syllable, the longest first: most eojeols are told apart by
// that syllable alone, most others by their last eight bytes.
class EndingTable {
 public:
  EndingTable() {
    for (const std::string_view ending : endings()) sorted_.emplace_back(ending);
    std::sort(sorted_.begin(), sorted_.end(), [](const Ending& a, const Ending& b) {
      const std::size_t last_a = last_syllable(a.text);
      const std::size_t last_b = last_syllable(b.text);
      return last_a != last_b ? last_a < last_b : a.text.size() > b.text.size();
    });
    for (std::size_t i = sorted_.size(); i-- > 0;) {
      Group& group = groups_[last_syllable(sorted_[i].text)];
      group.first = static_cast<std::uint16_t>(i);
      ++group.size;
    }
  }

  std::size_t stem_bytes(std::string_view word) const {
    if (word.size() < kMinStemBytes + kSyllableBytes) return word.size();
    const std::size_t last = last_syllable(word);
    if (last >= kSyllables) return word.size();  // ends in a jamo
    const Group group = groups_[last];
    const std::uint64_t tail = tail_of(word);
    for (std::size_t i = group.first; i < group.first + group.size; ++i) {
      const Ending& ending = sorted_[i];
      if ((tail & ending.mask) == ending.tail &&
          ending.text.size() + kMinStemBytes <= word.size() && word.ends_with(ending.text)) {
        return word.size() - ending.text.size();
      }
    }
    return word.size();
  }

 private:
  struct Ending {
    explicit Ending(std::string_view ending) : text(ending) {
      std::array<char, sizeof tail> bytes{};
      std::array<char, sizeof mask> ones{};
      const std::size_t size = std::min(text.size(), bytes.size());
      std::copy_n(text.end() - size, size, bytes.end() - size);
      std::fill_n(ones.end() - size, size, '\xFF');
      std::memcpy(&tail, bytes.data(), sizeof tail);
      std::memcpy(&mask, ones.data(), sizeof mask);
    }
    std::string_view text;
    std::uint64_t tail = 0;  // its last eight bytes, zeros before a shorter one
    std::uint64_t mask = 0;  // which of them it has
  };

  struct Group {
    std::uint16_t first = 0;
    std::uint16_t size = 0;
  };

  // Of a word of nine bytes or more.
  static std::uint64_t tail_of(std::string_view word) {
    std::uint64_t tail = 0;
    std::memcpy(&tail, word.data() + word.size() - sizeof tail, sizeof tail);
    return tail;
  }

  static std::size_t last_syllable(std::string_view word) {
    std::size_t position = word.size() - kSyllableBytes;
    return next_character(word, position) - kFirstSyllable;
  }

  std::vector<Ending> sorted_;
  std::array<Group, kSyllables> groups_{};
};

// What a character is to the cutter. `mark` continues the run that it follows.
enum class CharacterClass : std::uint8_t { other, hangul, latin, digit, han, mark };

CharacterClass classify_slowly(char32_t c) {
  const auto character = static_cast<UChar32>(c);
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(character, &status)) {
    case USCRIPT_HANGUL:
      return u_isalpha(character) ? CharacterClass::hangul : CharacterClass::other;
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return u_isalpha(character) ? CharacterClass::han : CharacterClass::other;
    default:
      break;
  }
  if (u_isdigit(character)) return CharacterClass::digit;
  if (u_isalpha(character)) return CharacterClass::latin;
  const uint32_t mask = U_GET_GC_MASK(character);
  return (mask & (U_GC_MN_MASK | U_GC_MC_MASK)) != 0 ? CharacterClass::mark : CharacterClass::other;
}

CharacterClass classify(char32_t c) {
  if (is_hangul_syllable(c)) return CharacterClass::hangul;
  if (c < 0x80) {
    if (c >= 'a' && c <= 'z') return CharacterClass::latin;
    if (c >= '0' && c <= '9') return CharacterClass::digit;
    return c >= 'A' && c <= 'Z' ? CharacterClass::latin : CharacterClass::other;
  }
  if (c >= 0x4E00 && c <= 0x9FFF) return CharacterClass::han;
  // Punctuation, symbols and CJK punctuation: most of what is left in Korean text.
  if ((c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x3004)) {
    return CharacterClass::other;
  }
  return classify_slowly(c);
}

// The script of the run that `found` begins; nothing when it begins none.
std::optional<Script> script_of(CharacterClass found) {
  switch (found) {
    case CharacterClass::hangul:
      return Script::hangul;
    case CharacterClass::latin:
      return Script::latin;
    case CharacterClass::digit:
      return Script::digit;
    case CharacterClass::han:
      return Script::han;
    default:
      return std::nullopt;
  }
}

// What a character of a word may be read as: a syllable as itself, Han by its readings.
std::u16string spoken(char32_t c) {
  if (is_hangul_syllable(c)) return std::u16string(1, static_cast<char16_t>(c));
  const std::span<const char16_t> readings = readings_of(c);
  return {readings.begin(), readings.end()};
}

bool continues(Script script, CharacterClass found) {
  if (found == CharacterClass::mark) return true;
  const bool is_word = found == CharacterClass::latin || found == CharacterClass::digit;
  switch (script) {
    case Script::hangul:
      return found == CharacterClass::hangul;
    case Script::han:
      return found == CharacterClass::han;
    default:
      return is_word;
  }
}

}  // namespace

std::size_t stem_bytes(std::string_view word) {
  static const EndingTable table;
  return table.stem_bytes(word);
}

std::vector<Run> split_runs(std::string_view normalized) {
  std::vector<Run> runs = cut_runs(normalized);
  for (Run& run : runs) {
    if (run.script != Script::hangul) continue;
    run.stem_end = run.begin + static_cast<std::uint32_t>(
                                   stem_bytes(normalized.substr(run.begin, run.end - run.begin)));
  }
  return runs;
}

std::vector<Run> cut_runs(std::string_view normalized) {
  std::vector<Run> runs;
  runs.reserve(normalized.size() / 10);
  std::size_t position = 0;
  std::size_t gap_begin = 0;  // where the run before ended
  while (position < normalized.size()) {
    const std::size_t begin = position;
    const std::optional<Script> script = script_of(classify(next_character(normalized, position)));
    if (!script) continue;
    std::uint32_t syllables = 1;
    for (std::size_t next = position; next < normalized.size(); position = next, ++syllables) {
      const char32_t character = next_character(normalized, next);
      if (*script == Script::hangul && is_hangul_syllable(character)) continue;
      if (!continues(*script, classify(character))) break;
    }
    Run run;
    run.begin = static_cast<std::uint32_t>(begin);
    run.end = run.stem_end = static_cast<std::uint32_t>(position);
    run.syllables = syllables;
    run.script = *script;
    run.after_space = begin == gap_begin + 1 && normalized[gap_begin] == ' ';
    runs.push_back(run);
    gap_begin = position;
  }
  return runs;
}

void for_each_reading(std::string_view normalized, const std::vector<Run>& runs,
                      const std::function<void(std::string_view)>& on_reading) {
  std::string reading;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    if (runs[r].script != Script::han) continue;
    const bool is_joined = r > 0 && runs[r - 1].end == runs[r].begin && runs[r - 1].is_syllabic();
    const bool joins = r + 1 < runs.size() && runs[r + 1].begin == runs[r].end;
    std::size_t position = runs[r].begin - (is_joined ? kSyllableBytes : 0);
    const std::size_t end = runs[r].end + (joins ? 1 : 0);  // into the first syllable of the next
    std::u16string before = spoken(next_character(normalized, position));
    while (position < end) {
      const std::u16string after = spoken(next_character(normalized, position));
      for (const char16_t first : before) {
        for (const char16_t second : after) {
          reading.clear();
          append_character(reading, first);
          append_character(reading, second);
          on_reading(reading);
        }
      }
      before = after;
    }
  }
}

bool is_word_character(char32_t c) {
  const CharacterClass found = classify(c);
  return found == CharacterClass::latin || found == CharacterClass::digit ||
         found == CharacterClass::mark;
}

bool is_indexed_character(char32_t c) {
  return classify(c) != CharacterClass::other;
}

std::string_view family_prefix(TermFamily family) {
  switch (family) {
    case TermFamily::token:
      return "T";
    case TermFamily::bigram:
      return "B";
    case TermFamily::cross:
      return "X";
    case TermFamily::reading:
      return "H";
  }
  return {};
}

}  // namespace sillok
