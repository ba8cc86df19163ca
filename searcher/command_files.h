// The files that a command line names or takes for granted: settings, saved searches, vocabulary.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/cli/configuration.h"
#include "searcher/command_line.h"
#include "sillok/error.h"

namespace sillok {

// The value of an environment variable, empty when it is not set.
using Variables = std::function<std::string(const char*)>;

// $SILLOK_SAVED, else where programs of the user keep their settings. Throws UsageError when no
// place is known.
std::string saved_searches_file(const Variables& variable);

// The file of settings that is in force for these arguments, if any. Throws UsageError, InputError.
Configuration read_configuration(const std::vector<std::string>& arguments,
                                 const Variables& variable);

// What --synonyms and --words name. Lines that cannot be read go to `on_problem` with their place,
// "words.txt:3: "; the others count. Throws InputError when a file cannot be read.
std::shared_ptr<const Vocabulary> read_vocabulary(
    const CommandLine& command,
    const std::function<void(const std::string& place, const Error& problem)>& on_problem);

}  // namespace sillok
