// strip_title_tails(): counts of comments and names of icons behind the titles of a list.
#include <algorithm>
#include <array>
#include <map>

#include "indexer/board_common.h"
#include "indexer/lines.h"

namespace sillok {

namespace {

enum class Tail { none, labelled, square, round, bare };

// A title taken apart: "제목 [3]" is "제목" and a square tail.
struct SplitTitle {
  std::string_view base;
  Tail tail = Tail::none;
};

bool all_digits(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "댓글3개", "댓글 3 개", "댓글 3", "덧글3".
std::string_view without_labelled_count(std::string_view title) {
  if (title.empty()) return title;
  const bool ends_in_count =
      std::string_view("0123456789])").find(title.back()) != std::string_view::npos ||
      title.ends_with("개") || title.ends_with("건");
  if (!ends_in_count) return title;
  for (const std::string_view label : {"댓글", "덧글"}) {
    const auto at = title.rfind(label);
    if (at == std::string_view::npos || at == 0) continue;
    if (title[at - 1] != ' ' && title[at - 1] != '[' && title[at - 1] != '(') continue;
    std::string rest = remove_spaces(title.substr(at + label.size()));
    for (const std::string_view unit : {"]", ")", "개", "건"}) {
      if (rest.ends_with(unit)) rest.resize(rest.size() - unit.size());
    }
    if (!all_digits(rest)) continue;
    auto base = title.substr(0, at);
    while (base.ends_with('[') || base.ends_with('(')) base.remove_suffix(1);
    return trim(base);
  }
  return title;
}

// The text in front of a last "[3]", "(3)", "[+3]"; empty when it does not end in one.
std::string_view without_bracketed_count(std::string_view title, char open, char close) {
  if (!title.ends_with(close)) return {};
  const auto at = title.rfind(open);
  if (at == std::string_view::npos || at == 0) return {};
  auto inside = trim(title.substr(at + 1, title.size() - at - 2));
  if (inside.starts_with('+')) inside.remove_prefix(1);
  return all_digits(inside) ? trim(title.substr(0, at)) : std::string_view();
}

SplitTitle split_title(std::string_view title) {
  if (const auto base = without_labelled_count(title); base.size() != title.size()) {
    return {base, Tail::labelled};
  }
  if (const auto base = without_bracketed_count(title, '[', ']'); !base.empty()) {
    return {base, Tail::square};
  }
  if (const auto base = without_bracketed_count(title, '(', ')'); !base.empty()) {
    return {base, Tail::round};
  }
  const auto space = title.rfind(' ');
  if (space != std::string_view::npos && all_digits(title.substr(space + 1))) {
    return {trim(title.substr(0, space)), Tail::bare};
  }
  return {title, Tail::none};
}

// The alternative texts of icons, as text browsers and scrapers leave them behind titles.
std::string_view without_icons(std::string_view title) {
  static constexpr std::array<std::string_view, 8> kIcons = {
      "N새글", "새글", "H인기글", "인기글", "첨부파일", "이미지첨부", "new글", "newfile"};
  for (bool found = true; found;) {
    found = false;
    for (const auto icon : kIcons) {
      if (title.size() <= icon.size() + 1 || !title.ends_with(icon)) continue;
      if (title[title.size() - icon.size() - 1] != ' ') continue;
      title = trim(title.substr(0, title.size() - icon.size()));
      found = true;
    }
  }
  return title;
}

// Whether so many rows with this tail show that it counts something.
bool is_pattern(Tail tail, std::size_t count, std::size_t rows) {
  switch (tail) {
    case Tail::labelled:
      return true;
    case Tail::square:
      return count >= 2;
    case Tail::round:
      return count >= 3 && count * 10 >= rows * 3;
    case Tail::bare:
      return count >= 3 || (count == 2 && rows <= 6);
    default:
      return false;
  }
}

std::string key_of(std::string_view title) {
  return remove_spaces(title);
}

}  // namespace

void strip_title_tails(std::vector<ListRow>& rows, std::string_view article_title) {
  std::vector<std::string> titles;
  std::map<std::string, int> bases;
  for (const auto& row : rows) {
    titles.emplace_back(without_icons(row.title_text()));
    ++bases[key_of(split_title(titles.back()).base)];
  }
  // Parts of a series ("물의 도시 (1)", "물의 도시 (2)") share their base: no count tells them
  // apart.
  const auto counts_something = [&](const SplitTitle& split) {
    return split.tail == Tail::labelled ||
           (split.tail != Tail::none && bases[key_of(split.base)] == 1);
  };
  std::map<Tail, std::size_t> seen;
  bool confirmed = false;
  Tail confirmed_tail = Tail::none;
  for (const auto& title : titles) {
    const auto split = split_title(title);
    if (!counts_something(split)) continue;
    ++seen[split.tail];
    if (!article_title.empty() && key_of(split.base) == key_of(article_title)) {
      confirmed = true;
      confirmed_tail = split.tail;
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto split = split_title(titles[i]);
    const bool known = confirmed && split.tail == confirmed_tail && split.tail != Tail::bare;
    const bool own = key_of(titles[i]) == key_of(article_title);
    const bool strip = counts_something(split) && !own &&
                       (known || is_pattern(split.tail, seen[split.tail], rows.size()));
    const auto title = strip ? without_icons(split.base) : std::string_view(titles[i]);
    rows[i].title = {std::string(title)};
  }
}

}  // namespace sillok
