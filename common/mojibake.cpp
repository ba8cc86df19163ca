#include "common/mojibake.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "common/cp949.h"

namespace sillok {
namespace {

// windows-1252's characters for the bytes 0x80 to 0x9F; the five unassigned ones stay controls, as
// browsers read them.
constexpr char32_t kHighControls[32] = {
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

std::optional<char> windows1252_byte(char32_t c) {
  if (c < 0x100) return static_cast<char>(c);
  for (int i = 0; i < 32; ++i) {
    if (kHighControls[i] == c) return static_cast<char>(0x80 + i);
  }
  return std::nullopt;
}

char32_t next(std::string_view text, std::size_t& position) {
  UChar32 c;
  U8_NEXT_UNSAFE(text.data(), position, c);
  return static_cast<char32_t>(c);
}

bool is_east_asian(char32_t c) {
  return (c >= 0x1100 && c < 0x1200) || (c >= 0x2E80 && c < 0xFB00);
}

// Part of a line whose characters all have a byte in windows-1252, and those bytes.
struct Stretch {
  std::size_t begin;
  std::size_t end;
  std::string bytes;
  std::size_t high = 0;  // bytes above ASCII
};

using Stretches = std::vector<Stretch>;

// Two characters from U+0080 to U+00FF side by side: no misread line is without.
bool may_be_misread(std::string_view line) {
  for (std::size_t i = 0; i + 3 < line.size(); ++i) {
    if ((line[i] & 0xFE) == 0xC2 && (line[i + 2] & 0xFE) == 0xC2) return true;
  }
  return false;
}

void find_stretches(std::string_view text, std::size_t line_begin, std::size_t line_end,
                    Stretches& stretches) {
  Stretch current{line_begin, line_begin, {}, 0};
  const auto close = [&](std::size_t end) {
    current.end = end;
    if (current.high >= 2) stretches.push_back(current);
    current = Stretch{end, end, {}, 0};
  };
  for (std::size_t i = line_begin; i < line_end;) {
    const std::size_t begin = i;
    const char32_t c = next(text, i);
    const auto byte = windows1252_byte(c);
    if (!byte) {
      close(begin);
      current.begin = i;
      continue;
    }
    current.bytes.push_back(*byte);
    current.high += c >= 0x80;
  }
  close(line_end);
}

Stretches find_stretches(std::string_view text) {
  Stretches stretches;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (may_be_misread(text.substr(begin, end - begin)))
      find_stretches(text, begin, end, stretches);
    begin = end + 1;
  }
  return stretches;
}

bool has_east_asian(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (is_east_asian(next(text, i))) return true;
  }
  return false;
}

// How many different common syllables `text` has, at most three: a leader of dots or a row of
// equal signs may look like one common syllable repeated.
std::size_t distinct_common(std::string_view text) {
  std::set<char32_t> seen;
  for (std::size_t i = 0; i < text.size() && seen.size() < 3;) {
    const char32_t c = next(text, i);
    if (is_common_syllable(c)) seen.insert(c);
  }
  return seen.size();
}

struct Reading {
  std::string text;
  bool certain;
};

std::optional<Reading> read_as_utf8(const Stretch& stretch) {
  std::size_t hangul = 0, common = 0;
  const std::string& bytes = stretch.bytes;
  for (std::int32_t i = 0, size = static_cast<std::int32_t>(bytes.size()); i < size;) {
    UChar32 c;
    U8_NEXT(bytes.data(), i, size, c);
    if (c < 0) return std::nullopt;
    hangul += c >= 0xAC00 && c <= 0xD7A3;
    common += is_common_syllable(static_cast<char32_t>(c));
  }
  if (hangul == 0) return std::nullopt;
  return Reading{bytes, hangul >= 2 && common * 2 >= hangul};
}

std::optional<Reading> read_as_cp949(const Stretch& stretch) {
  const KoreanCounts counts = count_korean(stretch.bytes);
  if (counts.undecodable > 0 || counts.hangul == 0) return std::nullopt;
  Reading reading{{}, false};
  decode_cp949(stretch.bytes, reading.text);
  reading.certain = counts.common * 10 >= counts.pairs * 6 &&
                    counts.hangul * 10 >= counts.pairs * 8 &&
                    counts.ascii_trail * 8 <= counts.pairs && distinct_common(reading.text) >= 3;
  return reading;
}

std::optional<Reading> read_korean(const Stretch& stretch) {
  if (auto reading = read_as_utf8(stretch)) return reading;
  return read_as_cp949(stretch);
}

}  // namespace

bool repair_misread_korean(std::string& text) {
  const Stretches stretches = find_stretches(text);
  std::vector<std::optional<Reading>> readings;
  bool any_certain = false;
  for (const Stretch& stretch : stretches) {
    readings.push_back(read_korean(stretch));
    any_certain |= readings.back() && readings.back()->certain;
  }
  if (!any_certain) return false;

  // Where nothing in the whole text is written in East Asian characters, one certain line means
  // that all of it was misread, its shorter lines too.
  const bool whole = !has_east_asian(text);
  std::string repaired;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (!readings[i] || !(whole || readings[i]->certain)) continue;
    const Stretch& stretch = stretches[i];
    repaired.append(text, copied, stretch.begin - copied);
    repaired += readings[i]->text;
    copied = stretch.end;
  }
  repaired.append(text, copied);
  text = std::move(repaired);
  return true;
}

bool repair_misread_name(std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> ibm437(ucnv_open("ibm-437", &status),
                                                                  &ucnv_close);
  ucnv_setFromUCallBack(ibm437.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
  std::string bytes(name.size(), '\0');
  const auto size = static_cast<std::int32_t>(name.size());
  const std::int32_t written =
      ucnv_fromAlgorithmic(ibm437.get(), UCNV_UTF8, bytes.data(), size, name.data(), size, &status);
  if (U_FAILURE(status)) return false;
  bytes.resize(static_cast<std::size_t>(written));
  const KoreanCounts counts = count_korean(bytes);
  const bool certain = counts.undecodable == 0 && counts.pairs >= 2 &&
                       counts.hangul == counts.pairs && counts.ascii_trail == 0 &&
                       counts.common * 10 >= counts.pairs * 6;
  if (!certain) return false;
  name.clear();
  decode_cp949(bytes, name);
  return true;
}

}  // namespace sillok
