#include "indexer/board_labels.h"

#include <algorithm>
#include <optional>

#include "indexer/lines.h"

namespace sillok {

namespace {

constexpr std::size_t kMaxLineBytes = 600;
constexpr std::string_view kSeparators = " \t|/,:=";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A label in a line, and where its value begins.
struct Place {
  std::size_t begin = 0;
  std::size_t value = 0;
  Label label = Label::other;
  bool has_sign = false;  // a colon, tab or bar follows
  bool glued = false;     // the value follows at once
};

// Takes "2,139회", "0건", "3개", "12": what counts look like. Empty counts too.
bool is_count_value(std::string_view value) {
  for (const std::string_view unit : {"회", "건", "개", "명", "번"}) {
    if (value.ends_with(unit)) value.remove_suffix(unit.size());
  }
  value = trim(value);
  while (!value.empty() && value.front() != '(' && value.ends_with(')')) value.remove_suffix(1);
  if (value.size() > 1 && (value.front() == '[' || value.front() == '(')) {
    value = value.substr(1, value.size() - 2);
  }
  return value.empty() || parse_count(value) || value == "-";
}

std::string_view trim_separators(std::string_view value) {
  while (!value.empty() && kSeparators.find(value.front()) != std::string_view::npos) {
    value.remove_prefix(1);
  }
  while (!value.empty() && kSeparators.find(value.back()) != std::string_view::npos) {
    value.remove_suffix(1);
  }
  return value;
}

bool is_count_label(Label label) {
  return label == Label::views || label == Label::votes || label == Label::comments ||
         label == Label::number;
}

// What may follow a label: a sign, a space, the end, or a glued value.
std::optional<Place> place_at(std::string_view line, std::size_t begin) {
  std::size_t at = begin;
  const bool bracketed = line[at] == '[' || line[at] == '<';
  if (bracketed) ++at;
  const auto match = match_label(line.substr(at));
  if (!match) return std::nullopt;
  Place place{begin, at + match->size, match->label, false, false};
  if (bracketed) {
    const auto close = line[begin] == '[' ? ']' : '>';
    if (place.value < line.size() && line[place.value] == close) {
      ++place.value;
      place.has_sign = true;
    } else if (line.back() != close) {
      return std::nullopt;
    }
  }
  auto rest = line.substr(place.value);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (rest.starts_with("：")) {
    place.has_sign = true;
    place.value = line.size() - rest.size() + std::string_view("：").size();
    return place;
  }
  if (!rest.empty() && std::string_view(":\t|=").find(rest.front()) != std::string_view::npos) {
    place.has_sign = true;
    place.value = line.size() - rest.size() + 1;
    return place;
  }
  const bool spaced = rest.size() < line.size() - place.value;
  if (spaced || rest.empty() || place.has_sign) return place;
  const bool takes_digits =
      is_count_label(match->label) || match->label == Label::date || match->label == Label::other;
  place.glued = true;
  const bool value_follows = is_digit(rest.front()) || rest.front() == '[' || rest.front() == '(';
  if (takes_digits ? value_follows : match->label == Label::author) return place;
  return std::nullopt;
}

bool is_border(std::string_view line, std::size_t at) {
  if (at == 0) return true;
  if (line.substr(0, at).ends_with("·")) return true;
  return std::string_view(" \t|/,(").find(line[at - 1]) != std::string_view::npos;
}

std::vector<Place> label_places(std::string_view line) {
  std::vector<Place> places;
  for (std::size_t at = 0; at < line.size();) {
    const auto place = is_border(line, at) ? place_at(line, at) : std::nullopt;
    if (place) places.push_back(*place);
    at = place ? std::max(place->value, at + 1) : at + 1;
  }
  return places;
}

bool is_valid_value(Label label, std::string_view value) {
  if (is_count_label(label)) return is_count_value(value);
  if (label == Label::date) {
    if (value.ends_with("?")) value = trim(value.substr(0, value.size() - 1));
    return parse_board_date(value).has_value();
  }
  return true;
}

// Whether a label within the value of a title or name is one: those hold such words themselves.
bool stands_apart(std::string_view line, const Place& place) {
  if (place.has_sign) return true;
  const auto before = line.substr(0, place.begin);
  return before.ends_with('\t') || trim(before).ends_with('|') || before.ends_with("  ");
}

std::string_view value_of(std::string_view line, const Place& place, std::size_t end) {
  auto value = trim_separators(line.substr(place.value, end - place.value));
  if (place.label == Label::source && place.begin < line.size()) {
    const char open = line[place.begin];
    if ((open == '[' && value.ends_with(']')) || (open == '<' && value.ends_with('>'))) {
      value.remove_suffix(1);
    }
  }
  return value;
}

// Drops the places that are no labels, since their values are of the wrong kind.
std::vector<Place> valid_places(std::string_view line, std::vector<Place> places) {
  std::vector<Place> valid;
  for (std::size_t i = places.size(); i > 0; --i) {
    const auto& place = places[i - 1];
    const auto end = valid.empty() ? line.size() : valid.back().begin;
    if (is_valid_value(place.label, value_of(line, place, end))) valid.push_back(place);
  }
  std::reverse(valid.begin(), valid.end());
  std::vector<Place> kept;
  for (const auto& place : valid) {
    const bool within_title = !kept.empty() && kept.back().label == Label::title;
    if (within_title && !stands_apart(line, place)) continue;
    kept.push_back(place);
  }
  return kept;
}

// "편집부 (2006-08-15 08:21:00": a name with a date behind it.
void split_name_and_date(std::string_view text, std::vector<LabelledValue>& values) {
  for (const char open : {'(', '['}) {
    const auto at = text.find(open);
    if (at == std::string_view::npos) continue;
    auto date = trim_separators(text.substr(at + 1));
    while (date.ends_with(')') || date.ends_with(']')) date.remove_suffix(1);
    if (!parse_board_date(date)) continue;
    const auto name = trim_separators(text.substr(0, at));
    if (!name.empty()) values.push_back({Label::author, std::string(name)});
    values.push_back({Label::date, std::string(date)});
    return;
  }
  const auto words = split_words(text);
  for (std::size_t count = std::min<std::size_t>(words.size(), 6); count > 0; --count) {
    const auto begin = static_cast<std::size_t>(words[words.size() - count].data() - text.data());
    const auto date = trim_separators(text.substr(begin));
    if (!parse_board_date(date)) continue;
    const auto name = trim_separators(text.substr(0, begin));
    if (!name.empty()) values.push_back({Label::author, std::string(name)});
    values.push_back({Label::date, std::string(date)});
    return;
  }
  if (!text.empty()) values.push_back({Label::author, std::string(text)});
}

// What stands in front of the first label: a name, a date or both. nullopt when it is prose.
std::optional<std::vector<LabelledValue>> unlabelled_values(std::string_view text) {
  text = trim_separators(text);
  for (const std::string_view bullet : {"-", "*", "·", "■", "▶", "♣", "▣", "◆", "●", "○"}) {
    while (text.starts_with(bullet)) text = trim_separators(text.substr(bullet.size()));
  }
  std::vector<LabelledValue> values;
  if (text.empty() || text == "(") return values;
  if (split_words(text).size() > 6) return std::nullopt;
  split_name_and_date(text, values);
  const bool dated = values.back().label == Label::date;
  if (!dated && (character_count(text) > 16 || ends_sentence(text))) return std::nullopt;
  return values;
}

// A line whose last count is followed by a date: the line without the date, and the date.
struct DatedLine {
  std::string_view line;
  std::string_view date;
};
DatedLine split_trailing_date(std::string_view line) {
  const auto words = split_words(line);
  for (std::size_t count = std::min<std::size_t>(words.size(), 6); count > 0; --count) {
    const auto begin = static_cast<std::size_t>(words[words.size() - count].data() - line.data());
    const auto date = line.substr(begin);
    if (begin == 0 || !parse_board_date(date)) continue;
    const auto before = trim(line.substr(0, begin));
    const auto labels = label_places(before);
    const bool counted = !labels.empty() && is_count_label(labels.back().label) &&
                         is_count_value(value_of(before, labels.back(), before.size()));
    if (counted) return {before, date};
  }
  return {line, {}};
}

bool has_certain_value(std::string_view line, const std::vector<Place>& places) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto end = i + 1 < places.size() ? places[i + 1].begin : line.size();
    const bool typed = is_count_label(places[i].label) || places[i].label == Label::date;
    const auto value = value_of(line, places[i], end);
    if (places[i].has_sign && (places[i].label != Label::other || typed)) return true;
    if (typed && places[i].label != Label::number && !value.empty()) return true;
  }
  return false;
}

}  // namespace

LabelLine parse_label_line(std::string_view line) {
  line = trim(line);
  if (line.empty() || line.size() > kMaxLineBytes) return {};
  const auto dated = split_trailing_date(line);
  line = dated.line;
  const auto places = valid_places(line, label_places(line));
  if (places.empty()) return {};
  LabelLine parsed;
  auto before = unlabelled_values(line.substr(0, places.front().begin));
  if (!before) return {};
  parsed.values = std::move(*before);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto end = i + 1 < places.size() ? places[i + 1].begin : line.size();
    auto value = value_of(line, places[i], end);
    if (places[i].glued && places[i].label == Label::author && places.size() == 1) return {};
    if (places[i].label == Label::date && value.ends_with("?")) value.remove_suffix(1);
    if (places[i].label == Label::author)
      split_name_and_date(trim(value), parsed.values);
    else
      parsed.values.push_back({places[i].label, std::string(trim(value))});
  }
  if (!dated.date.empty()) parsed.values.push_back({Label::date, std::string(dated.date)});
  parsed.certain = has_certain_value(line, places);
  if (!parsed.certain && places.front().begin != 0) return {};
  return parsed;
}

std::optional<Label> bare_label(std::string_view line) {
  line = trim(line);
  while (line.ends_with(':')) line = trim(line.substr(0, line.size() - 1));
  const auto match = match_label(line);
  if (!match || match->size != line.size()) return std::nullopt;
  return match->label;
}

}  // namespace sillok
