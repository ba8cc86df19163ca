// One row of a board's list, read from both ends towards the title.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "indexer/board_words.h"

namespace sillok {

// The columns of a list. Left ones are read from the line's beginning, right ones (here in reading
// order as well) from its end; what remains is the title.
struct RowLayout {
  std::vector<Column> left;
  std::vector<Column> right;

  bool has(Column column) const;
  std::size_t size() const { return left.size() + 1 + right.size(); }
  bool operator==(const RowLayout&) const = default;
};

// The layout of columns in reading order, one of which is the title.
RowLayout make_layout(const std::vector<Column>& columns);

// A row as it stands, before the other rows of the page correct it.
struct ListRow {
  std::optional<std::uint64_t> number;
  std::string number_word;  // the number as written
  bool marked = false;      // carries the marker of the page's own article
  bool notice = false;
  std::string category;
  std::vector<std::string> title;   // words, or cells when `cells`
  std::vector<std::string> author;  // words
  std::string source;
  std::optional<BoardDate> date;
  std::optional<std::uint64_t> views;
  bool cells = false;         // the line had cells, so the borders of its values are certain
  bool complete = false;      // every column that its layout promises is there
  int missing = 0;            // weighted count of those that are not
  std::size_t line = 0;       // the line on which it begins
  std::size_t last_line = 0;  // the line on which it ends
  std::size_t unit = 0;       // where it begins in the stream that it was cut from

  std::string title_text() const;
  std::string author_text() const;
};

// The words or cells of a row.
struct RowUnits {
  std::vector<std::string_view> units;
  bool cells = false;
};

// Reads the units as one row of this layout. nullopt when they cannot be one: no title, or nothing
// in the place of a date or number that the layout promises. A missing number alone does not make
// a row incomplete: the page's own row may lack it.
std::optional<ListRow> parse_row(const RowUnits& units, const RowLayout& layout);

// A quick look at the last unit of what might be a row of this layout.
bool may_end_row(std::string_view unit, const RowLayout& layout);

// The longest row that is tried; a longer one is prose.
inline constexpr std::size_t kMaxRowUnits = 120;

}  // namespace sillok
