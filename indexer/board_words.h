// The words that boards write around their posts: column headings, labels, markers, buttons.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sillok {

enum class Column : std::uint8_t {
  number,
  category,
  title,
  author,
  date,
  views,
  votes,
  comments,
  source,
  other,  // attachments and the like: read and dropped
};

// The column that a heading names: "번호", "조회 수", "Subject". Spaces within and sorting arrows
// around do not matter.
std::optional<Column> header_column(std::string_view heading);

// What a label in front of a value names: "작성자", "등록일", "출처".
enum class Label : std::uint8_t {
  title,
  author,
  date,
  views,
  votes,
  comments,
  category,
  source,
  url,
  number,
  other,  // modification dates, attachments, addresses: read and dropped
};

struct LabelMatch {
  Label label = Label::other;
  std::size_t size = 0;  // bytes of the label
};

// The longest label at the beginning of `text`; nullopt when none is there.
std::optional<LabelMatch> match_label(std::string_view text);

// Bytes of the current row's marker (», >>, ▶, 열람중, …) at the beginning of a cell or word; 0
// when it does not begin with one.
std::size_t marker_bytes(std::string_view word);

// "공지", "[공지]", "Notice", "필독": what notices have for a number.
bool is_notice_label(std::string_view word);

// "삭제된 글입니다", "비밀글입니다": titles of rows that lack other columns.
bool is_withheld_title(std::string_view title);

// A line of the page's frame and not of a post: skip links, buttons, pagination, path of the menu.
bool is_frame_line(std::string_view line);

// Bytes of the link that a page begins with ("메뉴 건너뛰기"); 0 when it does not.
std::size_t skip_link_bytes(std::string_view text);

// A line that opens the comments below a post.
bool is_comment_heading(std::string_view line);

// A line that opens what stands below a post: neighbours, related links.
bool is_footer_heading(std::string_view line);

// A copyright line.
bool is_copyright_line(std::string_view line);

// The name of a newspaper, agency or broadcaster by its ending: 중앙일보, 연합뉴스, KBS.
bool is_press_name(std::string_view name);

}  // namespace sillok
