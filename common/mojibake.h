// Undoes well-known damage: Korean bytes that someone had read as windows-1252 or IBM 437.
#pragma once

#include <string>

namespace sillok {

// Restores CP949 and UTF-8 Korean that was read as windows-1252 (´º½º·Î is 뉴스로), line by line
// and only where it is certain: every character must map back to a byte, the bytes must decode
// without an error, and what they say must be common Korean syllables. `text` is valid UTF-8.
// Returns whether anything was restored.
bool repair_misread_korean(std::string& text);

// Restores a name in CP949 that was read as IBM 437 (╟╤▒╣ is 한국): only where every character maps
// back to a byte, all pairs of bytes are Hangul, and most of it is common. `name` is valid UTF-8.
// Returns whether it was.
bool repair_misread_name(std::string& name);

}  // namespace sillok
