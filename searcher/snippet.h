// The part of an article that shows why it was found, and what to highlight in it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "searcher/condition.h"
#include "sillok/searcher.h"

namespace sillok {

// A needle and how much a snippet gains by showing it.
struct WeightedNeedle {
  Needle needle;
  double weight = 1;
};

// Every needle of the condition outside negations, without repeats.
std::vector<Needle> positive_needles(const Condition& condition);

// What to highlight in an article that need not hold every needle: each needle that it holds, and
// of the others the longest parts of two syllables or more that it holds.
std::vector<Needle> held_parts(const std::vector<Needle>& needles, const LoadedArticle& loaded);

// Where the needles occur in `text` (UTF-8 as stored), in order, overlapping ones joined.
std::vector<Highlight> find_highlights(std::string_view text, const std::vector<Needle>& needles);

// The window of about `max_chars` characters of `body` that shows the most weight of needles, the
// earliest of equals; its start when it shows none. White space is squeezed, the window begins and
// ends between eojeols where it can, and "…" stands where the body goes on.
Snippet make_snippet(std::string_view body, const std::vector<WeightedNeedle>& needles,
                     std::size_t max_chars);

}  // namespace sillok
