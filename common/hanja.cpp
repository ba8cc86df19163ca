#include "common/hanja.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "common/text.h"

namespace sillok {
namespace {

constexpr char32_t kFirstHan = 0x4E00;
constexpr std::size_t kHan = 0xA000 - kFirstHan;

// The table by character: the readings of one lie side by side.
class ReadingTable {
 public:
  ReadingTable() {
    for_each_pair([this](std::size_t han, char16_t) { ++begins_[han + 1]; });
    for (std::size_t han = 0; han < kHan; ++han) begins_[han + 1] += begins_[han];
    readings_.resize(begins_[kHan]);
    std::vector<std::uint16_t> next(begins_.begin(), begins_.end() - 1);
    for_each_pair([&](std::size_t han, char16_t syllable) { readings_[next[han]++] = syllable; });
  }

  std::span<const char16_t> readings_of(char32_t han) const {
    if (han < kFirstHan || han >= kFirstHan + kHan) return {};
    const std::size_t place = han - kFirstHan;
    return std::span(readings_).subspan(begins_[place], begins_[place + 1] - begins_[place]);
  }

 private:
  template <typename OnPair>
  static void for_each_pair(OnPair on_pair) {
    char16_t syllable = 0;
    for (const char16_t c : hanja_table()) {
      if (is_hangul_syllable(c)) {
        syllable = c;
      } else {
        on_pair(c - kFirstHan, syllable);
      }
    }
  }

  std::array<std::uint16_t, kHan + 1> begins_{};
  std::vector<char16_t> readings_;
};

}  // namespace

std::span<const char16_t> readings_of(char32_t han) {
  static const ReadingTable table;
  return table.readings_of(han);
}

bool can_be_read(char32_t han, char32_t syllable) {
  return std::ranges::find(readings_of(han), syllable) != readings_of(han).end();
}

std::vector<std::string> hangul_spellings(std::string_view normalized, std::size_t most) {
  std::vector<std::string> spellings{""};
  bool has_han = false;
  for (std::size_t position = 0; position < normalized.size();) {
    const char32_t c = next_character(normalized, position);
    const std::span<const char16_t> readings = readings_of(c);
    has_han = has_han || !readings.empty();
    const std::size_t before = spellings.size();
    for (std::size_t r = 1; r < readings.size(); ++r) {
      for (std::size_t i = 0; i < before && spellings.size() < most; ++i) {
        append_character(spellings.emplace_back(spellings[i]), readings[r]);
      }
    }
    for (std::size_t i = 0; i < before; ++i) {
      append_character(spellings[i], readings.empty() ? c : readings.front());
    }
  }
  return has_han ? spellings : std::vector<std::string>();
}

}  // namespace sillok
