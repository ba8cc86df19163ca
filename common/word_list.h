// The distinct words of one generation of an index, for suggestions: written beside it when it is
// made, read when somebody mistypes. Words are compared as the keys that type them (keystrokes.h).
//
//   "SILLOKW2"
//   u32 words, u32 bytes of heads, u32 characters
//   a zstd frame, with its size and a checksum, of
//     u8 a word    how many entries hold it: 8 log2
//     the heads    a byte a word: characters that it shares with the word before (at most 15), and
//                  16 times those of its own; when these are 15 or more, 15 and a byte more for
//                  their number
//     u16 a character   of each word's own
//
// Numbers are little-endian. Words are sorted by their characters' numbers in Unicode. On real text
// it is some 3 bytes a word, and 6 in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

inline constexpr const char* kWordListName = "words";  // in the directory of a generation
inline constexpr std::size_t kMaxWordKeys = 64;
inline constexpr unsigned kMostMistakes = 2;

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
  // Reads the file; holds no words when it is missing or damaged.
  explicit WordList(const std::string& path);

  bool is_open() const { return is_open_; }
  std::size_t size() const { return words_; }

  struct Found {
    std::string text;
    unsigned distance = 0;  // inserted, lost, wrong or swapped keys
    double entries = 0;     // about
  };

  // The words that are typed with `keys` but for at most `distance` mistakes, of which no more than
  // kMostMistakes are looked for. Walks once through the list: a million words take some 5 ms.
  std::vector<Found> words_near(std::string_view keys, unsigned distance) const;

  // The words of these initials, ㅅㅌㄱㅇㅌ.
  std::vector<Found> words_of_initials(std::string_view letters) const;

 private:
  struct Head {
    std::size_t shared;
    std::size_t own;
  };
  // Where a word stands that shares nothing with the one before: its number, head, characters.
  struct Start {
    std::uint32_t word;
    std::uint32_t head;
    std::uint32_t place;
  };

  bool read(const std::string& path);
  bool is_whole();
  Head take_head(std::size_t& head) const;
  template <typename Visitor>
  std::vector<Found> found_by(Visitor visitor) const;
  const unsigned char* counts() const;
  const unsigned char* heads() const;
  char32_t character(std::size_t place) const;

  std::string bytes_;  // what the frame holds
  std::size_t words_ = 0;
  std::size_t head_bytes_ = 0;
  std::size_t characters_ = 0;
  std::vector<Start> starts_;
  bool is_open_ = false;
};

}  // namespace sillok
