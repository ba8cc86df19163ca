// Lines of labels and values around a post: "작성자 편집부 | 등록일 11-11-18 09:41 | 조회 33,420".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "indexer/board_words.h"

namespace sillok {

struct LabelledValue {
  Label label = Label::other;
  std::string value;
};

struct LabelLine {
  std::vector<LabelledValue> values;
  // A colon, a tab or a value of the right kind shows that these are labels; without one a
  // sentence might begin with such a word.
  bool certain = false;
};

// Reads a line that is nothing but labels and values, perhaps after a name or date without a
// label. Empty values when it is not such a line, or a label of an author without one. Labels may
// be glued to values (조회2,139회).
LabelLine parse_label_line(std::string_view line);

// The label that a line consists of, when its value is on the next line.
std::optional<Label> bare_label(std::string_view line);

}  // namespace sillok
