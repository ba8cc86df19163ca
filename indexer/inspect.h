// What one file of a dump yields, field by field, and by which rule: how a person finds out why a
// page is read as it is.
#pragma once

#include <string>

#include "indexer/dump_reader.h"

namespace sillok {

// A text for people. A file with many entries or records shows the first of them and says how many
// are left out. Throws InputError when the file does not exist.
std::string inspect_file(const std::string& path, const ReadOptions& options);

}  // namespace sillok
