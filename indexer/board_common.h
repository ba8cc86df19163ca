// What the rows of one list have in common, and what that says about each of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "indexer/board_row.h"
#include "indexer/board_stream.h"

namespace sillok {

// The longest run of numbers, in the order of the rows, that only fall or only rise.
struct NumberSequence {
  std::vector<bool> member;  // for each row
  bool descending = true;
};
NumberSequence number_sequence(const std::vector<ListRow>& rows);

// The unit where a row of ever lower (or higher) numbers begins; nullopt when there is none.
std::optional<std::size_t> sequence_start(const std::vector<StreamUnit>& stream);

// Sets right what a row alone cannot know: authors of several words, numbers that belong to the
// title, markers that are mere bullets.
void correct_rows(std::vector<ListRow>& rows, const RowLayout& layout);

// Takes counts of comments and the names of icons off the titles' ends. A bracketed or bare number
// goes only when several rows have one, or when the title without it is `article_title` (empty
// when unknown); numbers that tell a series' parts apart stay.
void strip_title_tails(std::vector<ListRow>& rows, std::string_view article_title);

// The row of the page's own article: the marked one, or the only one that lacks its number within
// the sequence.
std::optional<std::size_t> own_row(const std::vector<ListRow>& rows);

// The number that a row without one must have, by its neighbours in the sequence: from both when
// the gap just holds the rows between, from one at the list's ends.
std::optional<std::uint64_t> number_from_neighbours(const std::vector<ListRow>& rows,
                                                    std::size_t index);

}  // namespace sillok
