// The list of words that goes with a generation (common/word_list.h).
#pragma once

#include <xapian.h>

#include <string>

namespace sillok {

// Lists the words of `db` in `directory`; of very many, those that the most entries hold. Throws
// IndexError when it cannot be written.
void write_word_list(const Xapian::Database& db, const std::string& directory);

}  // namespace sillok
