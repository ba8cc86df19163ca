// Undoes one well-known damage: Korean bytes that someone had read as windows-1252.
#pragma once

#include <string>

namespace sillok {

// Restores CP949 and UTF-8 Korean that was read as windows-1252 (´º½º·Î is 뉴스로), line by line
// and only where it is certain: every character must map back to a byte, the bytes must decode
// without an error, and what they say must be common Korean syllables. `text` is valid UTF-8.
// Returns whether anything was restored.
bool repair_misread_korean(std::string& text);

}  // namespace sillok
