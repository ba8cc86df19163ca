#include "common/word_list.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

#include "common/analyzer.h"
#include "common/keystrokes.h"

namespace sillok {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view kMagic = "SILLOKW1";
constexpr std::size_t kGroups = kMaxWordKeys + 2;
constexpr std::size_t kHeaderBytes = 8 + 4 * (2 + kGroups + 2);
constexpr std::size_t kWordBytes = 8 + 4 + 2 + 1;

// A bit for each key, and one more for those that stand twice. An edit changes at most two bits.
std::uint64_t key_set(std::string_view keys) {
  static const std::array<std::uint8_t, 128> kBits = [] {
    constexpr std::string_view kKeys = "klmhdrstfjgnaequwpoxbizcyvREQTWOP0123456789";
    std::array<std::uint8_t, 128> bits{};
    for (std::size_t i = 0; i < kKeys.size(); ++i) bits[static_cast<std::size_t>(kKeys[i])] = i;
    return bits;
  }();
  constexpr unsigned kFirstRepeat = 43;
  std::uint64_t set = 0;
  for (const char key : keys) {
    const unsigned bit = kBits[static_cast<unsigned char>(key) & 127u];
    const bool is_repeat = (set >> bit & 1u) != 0;
    if (is_repeat && kFirstRepeat + bit < 64) set |= std::uint64_t{1} << (kFirstRepeat + bit);
    set |= std::uint64_t{1} << bit;
  }
  return set;
}

std::uint16_t initials_hash(std::string_view text) {
  const std::optional<std::string> letters = initials(text);
  if (!letters) return 0;
  return static_cast<std::uint16_t>(XXH3_64bits(letters->data(), letters->size()) | 1u);
}

template <typename Number>
void append_number(std::string& bytes, Number number) {
  char raw[sizeof number];
  std::memcpy(raw, &number, sizeof number);
  bytes.append(raw, sizeof number);
}

template <typename Number>
const Number* take(const char*& at, std::size_t count) {
  const auto* const numbers = reinterpret_cast<const Number*>(at);
  at += count * sizeof(Number);
  return numbers;
}

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
  struct Entry {
    std::size_t keys;
    const CountedWord* word;
  };
  std::vector<Entry> entries;
  entries.reserve(words.size());
  for (const CountedWord& word : words) entries.push_back({keystrokes(word.text).size(), &word});
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return a.keys != b.keys ? a.keys < b.keys : a.word->text < b.word->text;
  });
  std::array<std::uint32_t, kGroups> first{};
  for (const Entry& entry : entries) ++first[entry.keys + 1];
  for (std::size_t keys = 1; keys < kGroups; ++keys) first[keys] += first[keys - 1];
  std::string texts;
  std::string ends;
  for (const Entry& entry : entries) {
    texts += entry.word->text;
    append_number(ends, static_cast<std::uint32_t>(texts.size()));
  }
  std::string bytes(kMagic);
  append_number(bytes, static_cast<std::uint32_t>(words.size()));
  append_number(bytes, static_cast<std::uint32_t>(texts.size()));
  for (const std::uint32_t word : first) append_number(bytes, word);
  bytes.resize(kHeaderBytes, '\0');
  for (const Entry& entry : entries) append_number(bytes, key_set(keystrokes(entry.word->text)));
  bytes += ends;
  for (const Entry& entry : entries) append_number(bytes, initials_hash(entry.word->text));
  for (const Entry& entry : entries) {
    bytes += static_cast<char>(std::lround(8 * std::log2(std::max(1u, entry.word->entries))));
  }
  return bytes += texts;
}

WordList::WordList(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  struct stat status {};
  const bool is_readable = fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                           status.st_size >= static_cast<off_t>(kHeaderBytes);
  if (is_readable) {
    bytes_ = static_cast<std::size_t>(status.st_size);
    void* const mapped = mmap(nullptr, bytes_, PROT_READ, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) mapped_ = static_cast<const char*>(mapped);
  }
  close(file);
  if (mapped_ == nullptr) return;
  const char* at = mapped_ + kMagic.size();
  words_ = *take<std::uint32_t>(at, 1);
  text_bytes_ = *take<std::uint32_t>(at, 1);
  first_of_keys_ = take<std::uint32_t>(at, kGroups);
  at = mapped_ + kHeaderBytes;
  key_sets_ = take<std::uint64_t>(at, words_);
  ends_ = take<std::uint32_t>(at, words_);
  initials_ = take<std::uint16_t>(at, words_);
  entries_ = take<std::uint8_t>(at, words_);
  texts_ = at;
  const bool is_whole = std::string_view(mapped_, kMagic.size()) == kMagic &&
                        bytes_ == kHeaderBytes + words_ * kWordBytes + text_bytes_ &&
                        std::is_sorted(first_of_keys_, first_of_keys_ + kGroups) &&
                        first_of_keys_[kGroups - 1] == words_;
  if (!is_whole) unmap();
}

WordList::~WordList() {
  unmap();
}

WordList::WordList(WordList&& other) noexcept {
  *this = std::move(other);
}

WordList& WordList::operator=(WordList&& other) noexcept {
  std::swap(mapped_, other.mapped_);
  std::swap(bytes_, other.bytes_);
  std::swap(words_, other.words_);
  std::swap(first_of_keys_, other.first_of_keys_);
  std::swap(key_sets_, other.key_sets_);
  std::swap(ends_, other.ends_);
  std::swap(initials_, other.initials_);
  std::swap(entries_, other.entries_);
  std::swap(texts_, other.texts_);
  std::swap(text_bytes_, other.text_bytes_);
  return *this;
}

void WordList::unmap() {
  if (mapped_ != nullptr) munmap(const_cast<char*>(mapped_), bytes_);
  mapped_ = nullptr;
  words_ = 0;
}

std::string_view WordList::text(std::size_t word) const {
  const std::size_t begin = word == 0 ? 0 : ends_[word - 1];
  const std::size_t end = ends_[word];
  if (begin > end || end > text_bytes_) return {};
  return {texts_ + begin, end - begin};
}

double WordList::entries(std::size_t word) const {
  return std::exp2(entries_[word] / 8.0);
}

std::vector<WordList::Found> WordList::words_near(std::string_view keys, unsigned distance) const {
  std::vector<Found> found;
  if (keys.empty() || keys.size() > kMaxWordKeys || !is_open()) return found;
  const std::uint64_t wanted = key_set(keys);
  const int most_bits = static_cast<int>(2 * distance);
  const std::size_t fewest = keys.size() - std::min<std::size_t>(distance, keys.size());
  const std::size_t last = first_of_keys_[std::min(keys.size() + distance, kMaxWordKeys) + 1];
  for (std::size_t word = first_of_keys_[fewest]; word < last; ++word) {
    if (std::popcount(key_sets_[word] ^ wanted) > most_bits) continue;
    const std::string_view candidate = text(word);
    const unsigned edits = edit_distance(keys, keystrokes(candidate), distance);
    if (edits <= distance) found.push_back({candidate, edits, entries(word)});
  }
  return found;
}

std::vector<WordList::Found> WordList::words_of_initials(std::string_view letters) const {
  std::vector<Found> found;
  const std::uint16_t hash = initials_hash(letters);
  for (std::size_t word = 0; word < words_; ++word) {
    if (initials_[word] == hash && initials(text(word)) == letters) {
      found.push_back({text(word), 0, entries(word)});
    }
  }
  return found;
}

// The bit-parallel algorithm of Hyyrö (2003), with swaps: a bit is a row of the table of distances.
unsigned edit_distance(std::string_view a, std::string_view b, unsigned most) {
  if (a.size() > b.size() + most || b.size() > a.size() + most) return most + 1;
  if (a.empty()) return static_cast<unsigned>(b.size());
  std::array<std::uint64_t, 128> places{};
  for (std::size_t i = 0; i < a.size(); ++i) {
    places[static_cast<unsigned char>(a[i]) & 127u] |= std::uint64_t{1} << i;
  }
  const std::uint64_t last = std::uint64_t{1} << (a.size() - 1);
  std::uint64_t rises = ~std::uint64_t{0};
  std::uint64_t falls = 0;
  std::uint64_t diagonal = 0;
  std::uint64_t before = 0;
  auto distance = static_cast<unsigned>(a.size());
  for (const char key : b) {
    const std::uint64_t here = places[static_cast<unsigned char>(key) & 127u];
    const std::uint64_t swapped = ((~diagonal & here) << 1) & before;
    diagonal = (((here & rises) + rises) ^ rises) | here | falls | swapped;
    std::uint64_t more = falls | ~(diagonal | rises);
    std::uint64_t less = diagonal & rises;
    if ((more & last) != 0) ++distance;
    if ((less & last) != 0) --distance;
    more = more << 1 | 1;
    less <<= 1;
    rises = less | ~(diagonal | more);
    falls = more & diagonal;
    before = here;
  }
  return distance;
}

}  // namespace sillok
