// sillok-search as a table: its options, and what its help and manual say. Used by
// command_line.cpp.
#pragma once

#include "common/cli/option_table.h"

namespace sillok {

const Program& search_program();

}  // namespace sillok
