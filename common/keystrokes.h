// Words as the keys of the usual Korean keyboard (2-beolsik): where mistyped words are compared,
// and how a word typed in the other layout is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sillok {

// The keys that type `text`, as the Latin letters on them, upper case with shift where that makes
// another jamo: 스타게이트 is tmxkrpdlxm, 예산 dPtks, ㅐㅔ두먀 openai. Latin letters are themselves
// in lower case, digits too. Empty when it holds anything else.
std::string keystrokes(std::string_view text);

// What the keys of a text in Latin letters type in Hangul: 스타게이트 of tmxkrpdlxm. Only whole
// syllables count; nullopt when they are anything else.
std::optional<std::string> typed_in_hangul(std::string_view text);

// The first consonant of every syllable: ㅅㅌㄱㅇㅌ of 스타게이트. Lone consonants are themselves.
// nullopt when the text holds anything else.
std::optional<std::string> initials(std::string_view text);

// Whether the text is nothing but two or more lone consonants.
bool is_initials(std::string_view text);

}  // namespace sillok
