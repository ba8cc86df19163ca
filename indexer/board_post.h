// The post of a board page: what stands above (or below) the list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "indexer/page.h"

namespace sillok {

// What the post's own row in the list says about it; empty where there is no such row.
struct OwnRow {
  std::string title;
  std::string author;
};

struct BoardPost {
  std::string title;
  std::string author;
  std::string source;
  std::string category;
  std::string url;
  std::optional<std::uint64_t> number;
  std::optional<BoardDate> date;
  std::vector<std::string> body;  // paragraphs
  bool labelled = false;          // labels around it show that this is a post
  bool title_labelled = false;    // the title has a label, or stands above the labels
  FieldRules rules;
};

// Reads the lines around a list as a post: labels, heading, body, source; menus, buttons and
// comments are left out. `own` tells the heading from the body when the post has no labels.
BoardPost read_board_post(const std::vector<std::string_view>& lines, const OwnRow& own);

// True when both are the same title, white space aside; one may be cut off with dots.
bool same_title(std::string_view a, std::string_view b);

// Whether the last line of a text is the press's name alone: short, no sentence, and either a known
// kind of name or set apart from the prose before it.
bool is_source_line(std::string_view line, std::string_view line_before, bool set_apart);

// The name in such a line: "출처: 한결신문" and "(한결신문)" are 한결신문.
std::string source_name(std::string_view line);

}  // namespace sillok
