// Josa (particles) and verb endings that news text attaches to nouns.
#pragma once

#include <span>
#include <string_view>

namespace sillok {

// Every ending, each a whole number of syllables (at most five), without repeats; no order.
std::span<const std::string_view> endings();

// Whether `syllables` are one of them.
bool is_ending(std::string_view syllables);

}  // namespace sillok
