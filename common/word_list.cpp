#include "common/word_list.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <new>
#include <optional>
#include <utility>

#include "common/keystrokes.h"
#include "common/text.h"
#include "sillok/error.h"

namespace sillok {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view kMagic = "SILLOKW2";
constexpr std::size_t kHeaderBytes = kMagic.size() + 3 * sizeof(std::uint32_t);
constexpr std::uintmax_t kMostFileBytes = std::uintmax_t{1} << 28;  // more is damage
constexpr unsigned kMostInHead = 15;
// Higher levels make it a hundredth smaller, the highest an eighth, and take many times as long.
constexpr int kCompressionLevel = 5;

template <typename Number>
void append_number(std::string& bytes, Number number) {
  char raw[sizeof number];
  std::memcpy(raw, &number, sizeof number);
  bytes.append(raw, sizeof number);
}

template <typename Number>
Number number_at(const char* bytes) {
  Number number;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

std::u32string characters_of(std::string_view text) {
  std::u32string characters;
  for (std::size_t at = 0; at < text.size();) characters.push_back(next_character(text, at));
  return characters;
}

std::string compressed(std::string bytes, const std::string& content) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                     ZSTD_freeCCtx);
  if (!context) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kCompressionLevel);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  const std::size_t begin = bytes.size();
  bytes.resize(begin + ZSTD_compressBound(content.size()));
  const std::size_t size = ZSTD_compress2(context.get(), bytes.data() + begin, bytes.size() - begin,
                                          content.data(), content.size());
  if (ZSTD_isError(size) != 0) {
    throw Error(std::string("the list of words cannot be compressed: ") + ZSTD_getErrorName(size));
  }
  bytes.resize(begin + size);
  return bytes;
}

std::string text_of(std::u32string_view characters) {
  std::string text;
  for (const char32_t c : characters) append_character(text, c);
  return text;
}

// Where in what was typed each key stands: bit i is its i-th key.
class TypedKeys {
 public:
  explicit TypedKeys(std::string_view keys) : size_(keys.size()) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      places_[static_cast<unsigned char>(keys[i]) & 127u] |= std::uint64_t{1} << i;
    }
  }
  std::size_t size() const { return size_; }
  std::uint64_t all() const { return ~std::uint64_t{0} >> (64 - size_); }
  std::uint64_t places(char key) const { return places_[static_cast<unsigned char>(key) & 127u]; }

 private:
  std::size_t size_;
  std::array<std::uint64_t, 128> places_{};
};

// A row of the table of distances between what was typed and the first keys of a word (insertions,
// losses, replacements, swaps of neighbours: "optimal string alignment"), as the automaton of Wu
// and Manber (1992) has it: bit i of `with_one_` says that the first i + 1 typed keys are made with
// at most one mistake.
class DistanceRow {
 public:
  // The row behind another key of the word, which was typed at `places`.
  void enter(std::uint64_t places) {
    const std::uint64_t swapped = places << 1 & places_;
    const std::uint64_t without = (without_ << 1 | is_within(0)) & places;
    const std::uint64_t with_one = ((with_one_ << 1 | is_within(1)) & places) | without_ |
                                   without_ << 1 | is_within(0) | without << 1 |
                                   ((without_before_ << 2 | is_within(1) << 1) & swapped);
    with_two_ = ((with_two_ << 1 | is_within(2)) & places) | with_one_ | with_one_ << 1 |
                is_within(1) | with_one << 1 | is_within(0) |
                ((with_one_before_ << 2 | is_within(2) << 1) & swapped);
    without_before_ = without_;
    with_one_before_ = with_one_;
    without_ = without;
    with_one_ = with_one;
    places_ = places;
    ++keys_;
  }

  // Whether a word that goes on may be typed with at most `most` mistakes.
  bool may_be_near(unsigned most, std::uint64_t typed) const {
    return (made_with(most) & typed) != 0 || keys_ <= most;
  }

  // Of all typed keys; more than kMostMistakes when it is too far.
  unsigned distance(std::size_t typed_keys) const {
    unsigned mistakes = 0;
    while (mistakes <= kMostMistakes && (made_with(mistakes) >> (typed_keys - 1) & 1u) == 0) {
      ++mistakes;
    }
    return mistakes;
  }

 private:
  static_assert(kMostMistakes == 2);
  std::uint64_t made_with(unsigned mistakes) const {
    return mistakes == 0 ? without_ : mistakes == 1 ? with_one_ : with_two_;
  }
  // Whether the word's keys so far are no more than so many mistakes where none was typed.
  std::uint64_t is_within(unsigned mistakes) const { return keys_ <= mistakes ? 1 : 0; }

  // Before the first key of the word: the first typed key is one mistake, two are two.
  std::uint64_t without_ = 0;
  std::uint64_t with_one_ = 1;
  std::uint64_t with_two_ = 3;
  std::uint64_t without_before_ = 0;  // in the row before
  std::uint64_t with_one_before_ = 0;
  std::uint64_t places_ = 0;  // of the key before
  unsigned keys_ = 0;         // of the word
};

class NearFinder {
 public:
  NearFinder(std::string_view typed, unsigned most)
      : typed_(typed), most_(most), rows_(kMaxWordKeys + 1) {}

  bool enter(std::size_t depth, char32_t character) {
    DistanceRow row = rows_[depth];
    const CharacterKeys keys(character);
    if (keys.empty()) return false;
    for (const char key : keys) {
      row.enter(typed_.places(key));
      if (!row.may_be_near(most_, typed_.all())) return false;
    }
    rows_[depth + 1] = row;
    return true;
  }

  void arrive(std::u32string_view word, double entries) {
    const unsigned distance = rows_[word.size()].distance(typed_.size());
    if (distance <= most_) found_.push_back({text_of(word), distance, entries});
  }

  std::vector<WordList::Found> found() { return std::move(found_); }

 private:
  TypedKeys typed_;
  unsigned most_;
  std::vector<DistanceRow> rows_;  // behind so many characters
  std::vector<WordList::Found> found_;
};

class InitialsFinder {
 public:
  explicit InitialsFinder(std::string_view letters) : letters_(characters_of(letters)) {}

  bool enter(std::size_t depth, char32_t character) const {
    return depth < letters_.size() && initial_of(character) == letters_[depth];
  }

  void arrive(std::u32string_view word, double entries) {
    if (word.size() == letters_.size()) found_.push_back({text_of(word), 0, entries});
  }

  std::vector<WordList::Found> found() { return std::move(found_); }

 private:
  std::u32string letters_;
  std::vector<WordList::Found> found_;
};

}  // namespace

bool is_listed_word(std::string_view text) {
  constexpr std::size_t kLeastLetters = 3;
  constexpr std::size_t kLeastHangulBytes = 6;
  if (text.empty()) return false;
  const bool is_latin = text.front() >= 'a' && text.front() <= 'z';
  const bool is_hangul = static_cast<unsigned char>(text.front()) >= 0xEA;
  if (!is_latin && !is_hangul) return false;
  if (text.size() < (is_latin ? kLeastLetters : kLeastHangulBytes)) return false;
  const std::string keys = keystrokes(text);
  return !keys.empty() && keys.size() <= kMaxWordKeys;
}

std::string encode_word_list(std::vector<CountedWord> words) {
  std::ranges::sort(words, {}, &CountedWord::text);
  std::string content;
  std::string heads;
  std::string characters;
  std::u32string before;
  for (const CountedWord& word : words) {
    const long count = std::lround(8 * std::log2(std::max(1u, word.entries)));
    content.push_back(static_cast<char>(std::min(count, 255l)));
    std::u32string here = characters_of(word.text);
    const auto first = std::ranges::mismatch(here, before).in1;
    const auto shared = std::min<std::size_t>(first - here.begin(), kMostInHead);
    const std::size_t own = here.size() - shared;
    heads.push_back(static_cast<char>(shared | std::min<std::size_t>(own, kMostInHead) << 4));
    if (own >= kMostInHead) heads.push_back(static_cast<char>(own));
    for (std::size_t i = shared; i < here.size(); ++i) {
      append_number(characters, static_cast<std::uint16_t>(here[i]));
    }
    before = std::move(here);
  }
  std::string bytes(kMagic);
  append_number(bytes, static_cast<std::uint32_t>(words.size()));
  append_number(bytes, static_cast<std::uint32_t>(heads.size()));
  append_number(bytes, static_cast<std::uint32_t>(characters.size() / sizeof(std::uint16_t)));
  return compressed(std::move(bytes), content + heads + characters);
}

WordList::WordList(const std::string& path) {
  is_open_ = read(path) && is_whole();
  if (!is_open_) words_ = 0;
}

bool WordList::read(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size < kHeaderBytes || size > kMostFileBytes) return false;
  std::string file(size, '\0');
  if (!std::ifstream(path, std::ios::binary).read(file.data(), static_cast<long>(size))) {
    return false;
  }
  if (!file.starts_with(kMagic)) return false;
  const char* const numbers = file.data() + kMagic.size();
  words_ = number_at<std::uint32_t>(numbers);
  head_bytes_ = number_at<std::uint32_t>(numbers + 4);
  characters_ = number_at<std::uint32_t>(numbers + 8);
  const std::size_t expected = words_ + head_bytes_ + characters_ * sizeof(std::uint16_t);
  const std::string_view frame = std::string_view(file).substr(kHeaderBytes);
  if (expected > kMostFileBytes ||
      ZSTD_getFrameContentSize(frame.data(), frame.size()) != expected) {
    return false;
  }
  bytes_.resize(expected);
  return ZSTD_decompress(bytes_.data(), expected, frame.data(), frame.size()) == expected;
}

const unsigned char* WordList::counts() const {
  return reinterpret_cast<const unsigned char*>(bytes_.data());
}

const unsigned char* WordList::heads() const {
  return counts() + words_;
}

char32_t WordList::character(std::size_t place) const {
  return number_at<std::uint16_t>(bytes_.data() + words_ + head_bytes_ +
                                  place * sizeof(std::uint16_t));
}

// Takes the head at `head` and goes on to the next.
WordList::Head WordList::take_head(std::size_t& head) const {
  const unsigned char first = heads()[head++];
  const std::size_t own = first >> 4;
  return {first & kMostInHead, own == kMostInHead ? heads()[head++] : own};
}

// Whether the heads are those of so many words and characters: found_by() trusts them. Learns where
// words begin otherwise than the one before.
bool WordList::is_whole() {
  std::size_t head = 0;
  std::size_t place = 0;
  std::size_t before = 0;
  for (std::size_t word = 0; word < words_; ++word) {
    const std::size_t begin = head;
    const bool is_long = head < head_bytes_ && heads()[head] >> 4 == kMostInHead;
    if (head + (is_long ? 1 : 0) >= head_bytes_) return false;
    const Head here = take_head(head);
    if (here.shared > before || here.shared + here.own > kMaxWordKeys) return false;
    if (here.shared == 0) {
      starts_.push_back({static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(begin),
                         static_cast<std::uint32_t>(place)});
    }
    before = here.shared + here.own;
    place += here.own;
  }
  return head == head_bytes_ && place == characters_;
}

// Has the visitor enter each word character by character and arrive at it. Where the visitor
// refuses a character, it is spared all words that begin so, and it does not enter twice what
// neighbours begin with.
template <typename Visitor>
std::vector<WordList::Found> WordList::found_by(Visitor visitor) const {
  std::array<char32_t, kMaxWordKeys> word{};
  for (std::size_t start = 0; start < starts_.size(); ++start) {
    const std::size_t end = start + 1 < starts_.size() ? starts_[start + 1].word : words_;
    std::size_t head = starts_[start].head;
    std::size_t place = starts_[start].place;  // of the word's own characters
    std::size_t entered = kMaxWordKeys;        // the character that was refused last
    for (std::size_t i = starts_[start].word; i < end && entered > 0; ++i) {
      const Head here = take_head(head);
      const std::size_t begin = place;
      place += here.own;
      if (here.shared > entered) continue;
      const std::size_t length = here.shared + here.own;
      for (entered = here.shared; entered < length; ++entered) {
        word[entered] = character(begin + entered - here.shared);
        if (!visitor.enter(entered, word[entered])) break;
      }
      if (entered < length) continue;
      visitor.arrive(std::u32string_view(word.data(), length), std::exp2(counts()[i] / 8.0));
      entered = kMaxWordKeys;  // none
    }
  }
  return visitor.found();
}

std::vector<WordList::Found> WordList::words_near(std::string_view keys, unsigned distance) const {
  if (keys.empty() || keys.size() > kMaxWordKeys || !is_open()) return {};
  return found_by(NearFinder(keys, std::min(distance, kMostMistakes)));
}

std::vector<WordList::Found> WordList::words_of_initials(std::string_view letters) const {
  if (!is_open()) return {};
  return found_by(InitialsFinder(letters));
}

}  // namespace sillok
