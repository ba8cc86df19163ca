#include "searcher/proximity.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace sillok {
namespace {

// An occurrence: its bytes, and which words of the text it begins and ends in.
struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t first_word = 0;
  std::size_t last_word = 0;
};

void append_places(std::string_view text, const Condition& condition, std::vector<Place>& places) {
  for (const Condition& child : condition.children) append_places(text, child, places);
  if (!condition.children.empty()) return;
  const Needle& needle = condition.needle;
  for (std::size_t at = find_needle(text, needle); at != std::string_view::npos;
       at = find_needle(text, needle, at + needle.text.size())) {
    places.push_back({at, at + needle.text.size(), 0, 0});
  }
}

// Occurrences in the order of the text, their words counted.
std::vector<Place> places_of(std::string_view text, const Condition& condition) {
  std::vector<Place> places;
  append_places(text, condition, places);
  std::ranges::sort(places, {}, &Place::begin);
  std::size_t word = 0;
  std::size_t counted = 0;
  for (Place& place : places) {
    const auto spaces = [text](std::size_t begin, std::size_t end) {
      return static_cast<std::size_t>(std::ranges::count(text.substr(begin, end - begin), ' '));
    };
    word += spaces(counted, place.begin);
    counted = place.begin;
    place.first_word = word;
    place.last_word = word + spaces(place.begin, place.end);
  }
  return places;
}

// Finds whether any of the places is near another.
class Neighbours {
 public:
  explicit Neighbours(std::vector<Place> places) : by_begin_(places), by_end_(std::move(places)) {
    std::ranges::sort(by_end_, {}, &Place::end);
  }

  bool has_near(const Place& place, const Proximity& link) const {
    const auto after = std::ranges::upper_bound(by_end_, place.begin, {}, &Place::end);
    if (after != by_end_.begin()) {
      if (place.first_word - std::prev(after)->last_word <= link.words) return true;
    }
    if (link.in_order) return false;
    const auto next = std::ranges::lower_bound(by_begin_, place.end, {}, &Place::begin);
    return next != by_begin_.end() && next->first_word - place.last_word <= link.words;
  }

 private:
  std::vector<Place> by_begin_;
  std::vector<Place> by_end_;
};

bool near_in(std::string_view text, const Condition& condition) {
  std::vector<Place> reached = places_of(text, condition.children.front());
  for (std::size_t i = 0; i < condition.links.size() && !reached.empty(); ++i) {
    const Neighbours before(std::move(reached));
    reached = places_of(text, condition.children[i + 1]);
    std::erase_if(reached, [&](const Place& b) { return !before.has_near(b, condition.links[i]); });
  }
  return !reached.empty();
}

bool is_of_titles(const Condition& condition) {
  if (condition.kind == Condition::Kind::title) return true;
  return !condition.children.empty() && is_of_titles(condition.children.front());
}

}  // namespace

bool near_holds(const Condition& condition, const LoadedArticle& loaded) {
  if (near_in(loaded.title, condition)) return true;
  return !is_of_titles(condition) && near_in(loaded.body, condition);
}

}  // namespace sillok
