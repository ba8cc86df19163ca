// The distinct words of one generation of an index, for suggestions: written beside it when it is
// made, mapped when somebody mistypes. Words are compared as the keys that type them
// (keystrokes.h).
//
//   "SILLOKW1"
//   u32 words, u32 bytes of text, u32 first word of 0..65 keys (the last is `words`), u32 0
//   u64 a word      which keys it takes: see key_set()
//   u32 a word      where its text ends
//   u16 a word      hash of its initials
//   u8 a word       how many entries hold it: 8 log2
//   the texts, one after the other
//
// Numbers are little-endian. Words are sorted by their number of keys, then by text. It is 15 bytes
// a word and its text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

inline constexpr const char* kWordListName = "words";  // in the directory of a generation
inline constexpr std::size_t kMaxWordKeys = 64;

struct CountedWord {
  std::string text;           // a stem, or a Latin word, normalized
  std::uint32_t entries = 0;  // that hold it
};

// Whether the word is one to suggest: two syllables or three letters and more, typed with at most
// kMaxWordKeys keys. A number is none.
bool is_listed_word(std::string_view text);

// The bytes of a list of distinct words, for each of which is_listed_word().
std::string encode_word_list(std::vector<CountedWord> words);

class WordList {
 public:
  // Maps the file; holds no words when it is missing or damaged.
  explicit WordList(const std::string& path);
  ~WordList();
  WordList(WordList&&) noexcept;
  WordList& operator=(WordList&&) noexcept;
  WordList(const WordList&) = delete;
  WordList& operator=(const WordList&) = delete;

  bool is_open() const { return mapped_ != nullptr; }
  std::size_t size() const { return words_; }

  struct Found {
    std::string_view text;  // valid while the list is
    unsigned distance = 0;  // inserted, lost, wrong or swapped keys
    double entries = 0;     // about
  };

  // The words that are typed with `keys` but for at most `distance` mistakes.
  std::vector<Found> words_near(std::string_view keys, unsigned distance) const;

  // The words of these initials, ㅅㅌㄱㅇㅌ.
  std::vector<Found> words_of_initials(std::string_view letters) const;

 private:
  void unmap();
  std::string_view text(std::size_t word) const;
  double entries(std::size_t word) const;

  const char* mapped_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t words_ = 0;
  const std::uint32_t* first_of_keys_ = nullptr;
  const std::uint64_t* key_sets_ = nullptr;
  const std::uint32_t* ends_ = nullptr;
  const std::uint16_t* initials_ = nullptr;
  const std::uint8_t* entries_ = nullptr;
  const char* texts_ = nullptr;
  std::size_t text_bytes_ = 0;
};

// Insertions, losses, replacements and swaps of neighbours that make `b` of `a`; at least
// `most` + 1 when they are more than `most`. `a` has at most 64 bytes.
unsigned edit_distance(std::string_view a, std::string_view b, unsigned most);

}  // namespace sillok
