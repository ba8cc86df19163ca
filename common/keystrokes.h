// Words as the keys of the usual Korean keyboard (2-beolsik): where mistyped words are compared,
// and how a word typed in the other layout is read.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sillok {

// The keys that type `text`, as the Latin letters on them, upper case with shift where that makes
// another jamo: 스타게이트 is tmxkrpdlxm, 예산 dPtks, ㅐㅔ두먀 openai. Latin letters are themselves
// in lower case, digits too. Empty when it holds anything else.
std::string keystrokes(std::string_view text);

// The same of one character: at most five, none when it has no keys.
class CharacterKeys {
 public:
  explicit CharacterKeys(char32_t character);
  const char* begin() const { return keys_.data(); }
  const char* end() const { return keys_.data() + size_; }
  bool empty() const { return size_ == 0; }

 private:
  void add(std::string_view keys) {
    for (const char key : keys) keys_[size_++] = key;
  }
  template <std::size_t size>
  void add_from(const std::array<std::string_view, size>& table, char32_t c, char32_t first);

  std::array<char, 5> keys_{};
  std::size_t size_ = 0;
};

// What the keys of a text in Latin letters type in Hangul: 스타게이트 of tmxkrpdlxm. Only whole
// syllables count; nullopt when they are anything else.
std::optional<std::string> typed_in_hangul(std::string_view text);

// The first consonant of every syllable: ㅅㅌㄱㅇㅌ of 스타게이트. Lone consonants are themselves.
// nullopt when the text holds anything else.
std::optional<std::string> initials(std::string_view text);

// The same of one character; 0 when it has none.
char32_t initial_of(char32_t character);

// Whether the text is nothing but two or more lone consonants.
bool is_initials(std::string_view text);

}  // namespace sillok
