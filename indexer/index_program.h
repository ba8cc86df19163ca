// sillok-index as a table: its options, and what its help and manual say. Used by
// index_command.cpp.
#pragma once

#include "common/cli/option_table.h"

namespace sillok {

const Program& index_program();

}  // namespace sillok
