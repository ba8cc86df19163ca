// A name before ":" that is no field is text; when nothing was found it may have been a slip.
#pragma once

#include <string>

#include "searcher/query.h"

namespace sillok {

// "tilte: is not a field; did you mean title:" for the first word of the query that begins with a
// misspelled field name and ":"; empty when there is none.
std::string misspelled_field_hint(const QueryNode& query);

}  // namespace sillok
