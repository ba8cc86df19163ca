#include "indexer/board_common.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "indexer/lines.h"

namespace sillok {

namespace {

// Indexes of the longest strictly falling (or rising) subsequence of `values`.
std::vector<std::size_t> longest_run(const std::vector<std::uint64_t>& values, bool falling) {
  const auto before = [&](std::size_t a, std::size_t b) {
    return falling ? values[a] > values[b] : values[a] < values[b];
  };
  std::vector<std::size_t> tails;  // tails[k]: the best end of a run of k + 1
  std::vector<std::size_t> previous(values.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto at = std::partition_point(tails.begin(), tails.end(),
                                         [&](std::size_t tail) { return before(tail, i); });
    if (at != tails.begin()) previous[i] = *(at - 1);
    if (at == tails.end())
      tails.push_back(i);
    else
      *at = i;
  }
  std::vector<std::size_t> run;
  for (std::size_t i = tails.empty() ? values.size() : tails.back(); i < values.size();
       i = previous[i]) {
    run.push_back(i);
  }
  return run;
}

bool is_placed(const ListRow& row) {
  return row.number && !row.notice;
}

// Rows further apart than this tell nothing of each other's numbers.
constexpr std::uint64_t kMaxNeighbourDistance = 100;

// The next row with a number from `index` in direction `step`, and how many rows away it is
// (notices aside); nullopt at the end of the list.
struct Neighbour {
  std::uint64_t number;
  std::uint64_t distance;
};
std::optional<Neighbour> neighbour(const std::vector<ListRow>& rows, std::size_t index, int step) {
  std::uint64_t distance = 0;
  for (std::size_t i = index + step; i < rows.size(); i += step) {
    if (rows[i].notice) continue;
    if (++distance > kMaxNeighbourDistance) break;
    if (is_placed(rows[i])) return Neighbour{*rows[i].number, distance};
  }
  return std::nullopt;
}

// How the numbers of a list run.
struct NumberCourse {
  std::uint64_t step = 1;  // by how much adjoining rows differ, when it is always the same
  bool descending = true;
};

NumberCourse number_course(const std::vector<ListRow>& rows) {
  std::set<std::uint64_t> steps;
  std::size_t count = 0;
  for (std::size_t i = 1; i < rows.size() && steps.size() < 2; ++i) {
    if (!is_placed(rows[i - 1]) || !is_placed(rows[i])) continue;
    const auto a = *rows[i - 1].number;
    const auto b = *rows[i].number;
    steps.insert(a > b ? a - b : b - a);
    ++count;
  }
  const bool constant = steps.size() == 1 && count >= 3 && *steps.begin() != 0;
  return {constant ? *steps.begin() : 1, number_sequence(rows).descending};
}

std::optional<std::uint64_t> number_between(const std::vector<ListRow>& rows, std::size_t index,
                                            const NumberCourse& course) {
  const auto above = neighbour(rows, index, -1);
  const auto below = neighbour(rows, index, 1);
  if (above && below) {
    const auto gap = (above->distance + below->distance) * course.step;
    if (above->number == below->number + gap) return below->number + below->distance * course.step;
    if (below->number == above->number + gap) return above->number + above->distance * course.step;
    return std::nullopt;
  }
  const auto& known = above ? above : below;
  if (!known) return std::nullopt;
  const auto away = known->distance * course.step;
  const bool higher = above ? !course.descending : course.descending;
  if (higher) return known->number + away;
  if (known->number <= away) return std::nullopt;
  return known->number - away;
}

// A marker in front of most rows is a bullet; of several rows only the one without a number is the
// page's own.
void drop_bullets(std::vector<ListRow>& rows) {
  const auto marked = std::count_if(rows.begin(), rows.end(), [](auto& r) { return r.marked; });
  if (marked < 2) return;
  const bool bullets = static_cast<std::size_t>(marked) * 2 > rows.size();
  const auto open =
      std::count_if(rows.begin(), rows.end(), [](auto& r) { return r.marked && !r.number; });
  for (auto& row : rows) {
    if (row.marked && (bullets ? open != 1 || row.number : row.number.has_value())) {
      row.marked = false;
    }
  }
}

// The digits that a row of words began with are the title's own after all.
void demote_number(ListRow& row) {
  row.title.insert(row.title.begin(), row.number_word);
  row.number.reset();
  row.number_word.clear();
}

// "12 년 만의 귀환" without a number, or after a marker, is read as number 12: it does not fit the
// sequence, and the sequence lacks just one number there.
void restore_title_numbers(std::vector<ListRow>& rows) {
  const auto sequence = number_sequence(rows);
  const auto members = std::count(sequence.member.begin(), sequence.member.end(), true);
  if (members < 2) return;
  const auto course = number_course(rows);
  const bool own_known = std::any_of(rows.begin(), rows.end(), [](const ListRow& row) {
    return row.marked || (!row.number && !row.notice);
  });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& row = rows[i];
    if (!row.number || row.notice || row.cells || sequence.member[i]) continue;
    ListRow as_title = row;
    demote_number(as_title);
    std::swap(row, as_title);
    const bool at_end = !neighbour(rows, i, -1) || !neighbour(rows, i, 1);
    const bool fits = number_between(rows, i, course).has_value() && (!at_end || !own_known);
    if (!row.marked && !fits) std::swap(row, as_title);
  }
}

bool is_latin_name(std::string_view word) {
  return word.size() > 1 && word.front() >= 'A' && word.front() <= 'Z' &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
         });
}

bool is_initial(std::string_view word) {
  return word.size() == 2 && word[0] >= 'A' && word[0] <= 'Z' && word[1] == '.';
}

// Words that follow a name and are none.
bool is_post_of_name(std::string_view word) {
  static constexpr std::array<std::string_view, 9> kPosts = {"기자",     "특파원",   "논설위원",
                                                             "편집위원", "통신원",   "편집장",
                                                             "인턴기자", "객원기자", "칼럼니스트"};
  return std::find(kPosts.begin(), kPosts.end(), word) != kPosts.end();
}

bool is_name_part(std::string_view word) {
  return character_count(word) <= 8 && !ends_sentence(word) &&
         word.find_first_of("\"'()[]<>,.!?0123456789") == std::string_view::npos &&
         word.find("…") == std::string_view::npos;
}

// Authors of several words, in lists whose words alone do not show where the title ends.
class AuthorExtender {
 public:
  AuthorExtender(std::vector<ListRow>& rows, bool author_follows)
      : rows_(rows), author_follows_(author_follows) {}

  void extend() {
    for (int round = 0; round < 2 && extend_once(); ++round) {
    }
  }

 private:
  // The title's word that stands next to the author; nullptr when the title has no word to spare.
  const std::string* next_word(const ListRow& row) const {
    if (row.cells || row.author.empty() || row.title.size() < 2) return nullptr;
    return author_follows_ ? &row.title.back() : &row.title.front();
  }

  bool extend_once() {
    std::map<std::string, std::map<std::string, int>> words_beside;  // author -> word -> rows
    std::map<std::string, int> rows_of;
    for (const auto& row : rows_) {
      ++rows_of[row.author_text()];
      const auto* word = next_word(row);
      ++words_beside[row.author_text()][word ? *word : std::string()];
    }
    bool extended = false;
    for (auto& row : rows_) {
      const auto* word = next_word(row);
      if (!word || (!is_name_part(*word) && !is_initial(*word))) continue;
      const auto author = row.author_text();
      const bool always = words_beside[author].size() == 1 && rows_of[author] >= needed(row, *word);
      const bool post = author_follows_ && is_post_of_name(author);
      if (!always && !post) continue;
      move_word(row);
      extended = true;
    }
    return extended;
  }

  // How often the same words must stand together to be a name. An initial is none by itself.
  static int needed(const ListRow& row, const std::string& word) {
    const std::string& author = row.author.front();
    if (!is_latin_name(word) || !is_latin_name(author)) return 3;
    return is_initial(author) || is_initial(word) ? 1 : 2;
  }

  void move_word(ListRow& row) const {
    if (author_follows_) {
      row.author.insert(row.author.begin(), row.title.back());
      row.title.pop_back();
    } else {
      row.author.push_back(row.title.front());
      row.title.erase(row.title.begin());
    }
  }

  std::vector<ListRow>& rows_;
  bool author_follows_;
};

}  // namespace

NumberSequence number_sequence(const std::vector<ListRow>& rows) {
  std::vector<std::uint64_t> numbers;
  std::vector<std::size_t> row_of;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!is_placed(rows[i])) continue;
    numbers.push_back(*rows[i].number);
    row_of.push_back(i);
  }
  const auto falling = longest_run(numbers, true);
  const auto rising = longest_run(numbers, false);
  NumberSequence sequence{std::vector<bool>(rows.size(), false), falling.size() >= rising.size()};
  for (const auto i : sequence.descending ? falling : rising) sequence.member[row_of[i]] = true;
  return sequence;
}

std::optional<std::size_t> sequence_start(const std::vector<StreamUnit>& stream) {
  constexpr std::size_t kNeeded = 3;
  // The next unit within a row's reach that holds `value`.
  const auto find_next = [&](std::size_t from, std::uint64_t value) -> std::optional<std::size_t> {
    const auto end = std::min(stream.size(), from + 60);
    for (std::size_t i = from + 2; i < end; ++i) {
      if (parse_count(stream[i].text) == value) return i;
    }
    return std::nullopt;
  };
  for (std::size_t i = 0; i < stream.size(); ++i) {
    const auto number = parse_count(stream[i].text);
    if (!number || *number < kNeeded) continue;
    for (const int step : {-1, 1}) {
      std::size_t at = i;
      std::size_t found = 1;
      auto value = *number;
      while (found < kNeeded) {
        value = step < 0 ? value - 1 : value + 1;
        const auto next = find_next(at, value);
        if (!next) break;
        at = *next;
        ++found;
      }
      if (found == kNeeded) return i;
    }
  }
  return std::nullopt;
}

void correct_rows(std::vector<ListRow>& rows, const RowLayout& layout) {
  drop_bullets(rows);
  restore_title_numbers(rows);
  if (!layout.right.empty() && layout.right.front() == Column::author) {
    AuthorExtender(rows, true).extend();
  } else if (!layout.left.empty() && layout.left.back() == Column::author) {
    AuthorExtender(rows, false).extend();
  }
}

std::optional<std::size_t> own_row(const std::vector<ListRow>& rows) {
  std::size_t placed = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].marked) return i;
    if (is_placed(rows[i])) ++placed;
  }
  if (placed * 2 < rows.size()) return std::nullopt;
  const auto course = number_course(rows);
  std::vector<std::size_t> fitting;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].number || rows[i].notice || is_withheld_title(rows[i].title_text())) continue;
    open.push_back(i);
    if (number_between(rows, i, course)) fitting.push_back(i);
  }
  if (fitting.size() == 1) return fitting.front();
  if (open.size() == 1) return open.front();
  return std::nullopt;
}

std::optional<std::uint64_t> number_from_neighbours(const std::vector<ListRow>& rows,
                                                    std::size_t index) {
  return number_between(rows, index, number_course(rows));
}

}  // namespace sillok
