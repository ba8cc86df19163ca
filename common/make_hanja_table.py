#!/usr/bin/env python3
"""Writes hanja_table.cpp from libhangul's table of Hanja.

usage: make_hanja_table.py [/usr/share/libhangul/hanja/hanja.txt] > hanja_table.cpp

The table is in Debian's package libhangul-data. A character's readings are those that the table
gives it alone, those that it has in at least four words (提 in 보리), and what the initial-sound
rule makes of them at the beginning of a word (女: 녀, 여). A ㅅ between the parts of a compound
counts only where the spelling rules have it (數 in 숫자)."""
import collections
import sys

FIRST, LAST = "一", "鿿"
WORDS_OF_A_READING = 4
IEUNG, NIEUN, RIEUL = 11, 2, 5
# ㅑ ㅕ ㅖ ㅛ ㅠ ㅣ, before which ㄹ and ㄴ become ㅇ; before other vowels ㄹ becomes ㄴ.
PALATAL = {2, 6, 7, 12, 17, 20}
SIOT = 19
SPELLED_WITH_SIOT = {("곳", "庫"), ("셋", "貰"), ("숫", "數"), ("찻", "車"), ("툇", "退"), ("횟", "回")}


def is_hangul(character):
    return "가" <= character <= "힣"


def has_added_siot(syllable, character, alone):
    """Whether it is a reading with a ㅅ below it that the spelling rules do not have."""
    plain = chr(ord(syllable) - SIOT)
    is_added = (ord(syllable) - 0xAC00) % 28 == SIOT and (plain, character) in alone
    return is_added and (syllable, character) not in SPELLED_WITH_SIOT


def initial_form(syllable):
    """The syllable at the beginning of a word."""
    code = ord(syllable) - 0xAC00
    initial, vowel, final = code // 588, code % 588 // 28, code % 28
    if initial in (RIEUL, NIEUN) and vowel in PALATAL:
        initial = IEUNG
    elif initial == RIEUL:
        initial = NIEUN
    return chr(0xAC00 + initial * 588 + vowel * 28 + final)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/libhangul/hanja/hanja.txt"
    notice, alone, in_words = [], set(), collections.Counter()
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("#"):
            notice.append(line[1:].rstrip())
        elif ":" in line:
            reading, hanja = line.split(":")[:2]
            if len(reading) != len(hanja):
                continue
            for syllable, character in zip(reading, hanja):
                if FIRST <= character <= LAST and is_hangul(syllable):
                    if len(reading) == 1:
                        alone.add((syllable, character))
                    else:
                        in_words[syllable, character] += 1
    pairs = alone | {pair for pair, words in in_words.items()
                     if words >= WORDS_OF_A_READING and not has_added_siot(*pair, alone)}
    pairs |= SPELLED_WITH_SIOT
    pairs |= {(initial_form(syllable), character) for syllable, character in pairs}

    rows = collections.defaultdict(list)
    for syllable, character in sorted(pairs):
        rows[syllable].append(character)
    while not notice[-1]:
        notice.pop()
    print("// The readings of Han characters, from libhangul's hanja.txt by make_hanja_table.py. Its notice:")
    print("//")
    for line in notice:
        print(("//" + line).rstrip())
    print('#include "common/hanja.h"\n\nnamespace sillok {\n')
    print("// clang-format off")
    print("std::u16string_view hanja_table() {\n  return")
    for syllable, characters in rows.items():
        print(f'      u"{syllable}{"".join(characters)}"')
    print("      ;\n}\n// clang-format on\n\n}  // namespace sillok")


if __name__ == "__main__":
    main()
