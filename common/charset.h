// Bytes of unknown charset to valid UTF-8, with a verdict that a report can show.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sillok {

struct CharsetVerdict {
  std::string declared;         // what the document or its carrier says, as written; may be empty
  std::string detected;         // "UTF-8", "windows-949", "UTF-16LE", ...: what it was decoded as
  double confidence = 0;        // 0 to 1
  std::size_t undecodable = 0;  // bytes that became U+FFFD
  bool repaired = false;        // CP949 that someone had read as CP1252 was restored

  bool operator==(const CharsetVerdict&) const = default;
};

struct DecodedText {
  std::string text;  // valid UTF-8, without BOM, NUL bytes and carriage returns; Hangul composed
  CharsetVerdict verdict;
};

// Decodes a whole document. `declared` is the label found in or around it (may be empty or wrong:
// label and bytes disagree within one archive); all Korean labels mean windows-949. A non-empty
// `forced` label overrules declaration and detection; throws UsageError when ICU does not know it.
DecodedText decode_text(std::string_view bytes, std::string_view declared = {},
                        std::string_view forced = {});

// The charset that an HTML document declares in a meta element of its first 4,096 bytes; may be
// empty.
std::string declared_html_charset(std::string_view bytes);

// A file or archive member name: UTF-8 as it is, else CP949, else with U+FFFD. Korean names that an
// unpacker read as IBM 437 (╟╤▒╣ is 한국), as those of zip archives are by its rules, or as
// windows-1252 are restored where that is certain. A non-empty `forced` label is for all names that
// are not UTF-8; throws UsageError when ICU does not know it.
DecodedText decode_name(std::string_view bytes, std::string_view forced = {});

}  // namespace sillok
