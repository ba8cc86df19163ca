#include "common/text.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstring>

#include "sillok/error.h"

namespace sillok {
namespace {

const icu::Normalizer2& normalizer() {
  static const icu::Normalizer2* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) {
      throw Error(std::string("ICU has no NFKC_Casefold data: ") + u_errorName(status),
                  "install ICU's data files");
    }
    return found;
  }();
  return *instance;
}

// The first place at or after `position` where `Found(byte, next byte)`; the last byte is followed
// by 0. The size of the text when there is none. Whole blocks are looked at without branches, which
// compilers turn into vector instructions.
template <bool (*Found)(unsigned char, unsigned char)>
std::size_t find_byte_pair(std::string_view text, std::size_t position) {
  constexpr std::size_t kBlock = 32;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  while (position + kBlock < text.size()) {
    unsigned char found = 0;
    for (std::size_t i = position; i < position + kBlock; ++i) {
      found = static_cast<unsigned char>(found | Found(bytes[i], bytes[i + 1]));
    }
    if (found != 0) break;
    position += kBlock;
  }
  for (; position < text.size(); ++position) {
    const unsigned char next = position + 1 < text.size() ? bytes[position + 1] : 0;
    if (Found(bytes[position], next)) break;
  }
  return position;
}

// The blocks of a Korean text's punctuation and signs, U+2000 to U+30FF: for each character whether
// it folds to itself and combines with no neighbour.
constexpr char32_t kTableBegin = 0x2000;
constexpr char32_t kTableEnd = 0x3100;

bool is_inert(char32_t c) {
  static const auto table = [] {
    std::bitset<kTableEnd - kTableBegin> inert;
    for (char32_t t = kTableBegin; t < kTableEnd; ++t) {
      inert[t - kTableBegin] = normalizer().isInert(static_cast<UChar32>(t)) != 0;
    }
    return inert;
  }();
  if (c >= kTableBegin && c < kTableEnd) return table[c - kTableBegin];
  return normalizer().isInert(static_cast<UChar32>(c)) != 0;
}

// Bytes of the simple character at `position`; 0 when another one or none stands there. A simple
// character (ASCII, a Hangul syllable, an inert one) folds to as many bytes and does not combine
// with what precedes it: a text may be folded in parts that begin with one.
std::size_t simple_bytes(std::string_view text, std::size_t position) {
  const auto lead = static_cast<unsigned char>(text[position]);
  if (lead < 0x80) return 1;
  std::size_t end = position;
  const char32_t c = next_character(text, end);
  if (c == 0xFFFD) return 0;  // malformed, perhaps
  return is_hangul_syllable(c) || is_inert(c) ? end - position : 0;
}

// A byte that may begin a character other than ASCII and Hangul syllables (U+AC00 to U+D7A3, EA B0
// 80 to ED 9E A3); `next` is the byte after it.
constexpr bool may_begin_other(unsigned char byte, unsigned char next) {
  return ((byte >= 0xC0) & (byte < 0xEA)) | (byte > 0xED) | ((byte == 0xEA) & (next < 0xB0)) |
         ((byte == 0xED) & (next >= 0x9E));
}

// Where the simple characters from `position` on end.
std::size_t simple_end(std::string_view text, std::size_t position) {
  while (position < text.size()) {
    position = find_byte_pair<may_begin_other>(text, position);
    if (position == text.size()) break;
    const std::size_t bytes = simple_bytes(text, position);
    if (bytes == 0) break;
    position += bytes;
  }
  return position;
}

std::size_t last_character(std::string_view text, std::size_t end) {
  do {
    --end;
  } while (end > 0 && U8_IS_TRAIL(text[end]));
  return end;
}

void append_simple(std::string_view simple, std::string& folded) {
  const std::size_t begin = folded.size();
  folded.append(simple);
  char* const bytes = folded.data() + begin;  // so that the compiler knows that they do not move
  for (std::size_t i = 0; i < simple.size(); ++i) {
    const bool is_upper = bytes[i] >= 'A' && bytes[i] <= 'Z';
    bytes[i] = static_cast<char>(bytes[i] + (is_upper ? 'a' - 'A' : 0));
  }
}

void append_folded(std::string_view text, std::string& folded, icu::Edits* edits) {
  icu::StringByteSink<std::string> sink(&folded);
  UErrorCode status = U_ZERO_ERROR;
  normalizer().normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
                             sink, edits, status);
  if (U_FAILURE(status)) {
    throw Error(std::string("text cannot be normalized: ") + u_errorName(status));
  }
}

// NFKC_Casefold of `text`. Nearly all of a Korean text is simple characters, which are copied. ICU
// folds what stands between them, with the one before, which may combine with what follows. Calls
// `on_simple(begin, end, folded offset)` with places in `text` before they are copied, and
// `fold_others(begin, end, folded)`, which is to append.
template <typename OnSimple, typename FoldOthers>
std::string fold(std::string_view text, OnSimple on_simple, FoldOthers fold_others) {
  std::string folded;
  folded.reserve(text.size());
  std::size_t position = 0;
  while (position < text.size()) {
    std::size_t end = simple_end(text, position);
    if (end > position && end < text.size()) end = last_character(text, end);
    if (end > position) {
      on_simple(position, end, folded.size());
      append_simple(text.substr(position, end - position), folded);
    }
    position = end;
    if (position == text.size()) break;
    next_character(text, end);
    while (end < text.size() && simple_bytes(text, end) == 0) next_character(text, end);
    fold_others(position, end, folded);
    position = end;
  }
  return folded;
}

// Bytes of the white space character at `position`; 0 when none stands there. NFKC has already made
// plain spaces of most others.
std::size_t white_space_bytes(std::string_view text, std::size_t position) {
  const auto byte = static_cast<unsigned char>(text[position]);
  if (byte <= 0x20) return byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) ? 1 : 0;
  if (byte < 0x80 || (byte != 0xC2 && byte != 0xE1 && byte != 0xE2)) return 0;
  std::size_t end = position;
  return u_isUWhiteSpace(static_cast<UChar32>(next_character(text, end))) ? end - position : 0;
}

std::size_t skip_white_space(std::string_view text, std::size_t position) {
  while (position < text.size()) {
    const std::size_t bytes = white_space_bytes(text, position);
    if (bytes == 0) break;
    position += bytes;
  }
  return position;
}

// A byte that may begin white space other than one plain space.
constexpr bool may_begin_wide_space(unsigned char byte, unsigned char next) {
  return (byte < 0x20) | ((byte == 0x20) & (next <= 0x20)) | (byte == 0xC2) | (byte == 0xE1) |
         (byte == 0xE2);
}

std::size_t find_wide_space(std::string_view text, std::size_t position) {
  position = find_byte_pair<may_begin_wide_space>(text, position);
  while (position < text.size() && white_space_bytes(text, position) == 0) {
    position = find_byte_pair<may_begin_wide_space>(text, position + 1);
  }
  return position;
}

// Makes every run of white space one space, none at the ends, in place. Calls `on_shift(new, old)`
// wherever the distance between the new and the old offset changes.
template <typename OnShift>
void squeeze_white_space(std::string& text, OnShift on_shift) {
  std::size_t out = 0;
  std::size_t shift = 0;
  std::size_t in = skip_white_space(text, 0);
  while (in < text.size()) {
    if (in - out != shift) {
      shift = in - out;
      on_shift(out, in);
    }
    const std::size_t end = find_wide_space(text, in);
    if (in != out) std::memmove(text.data() + out, text.data() + in, end - in);
    out += end - in;
    in = skip_white_space(text, end);
    if (text[out - 1] != ' ') text[out++] = ' ';
  }
  if (out > 0 && text[out - 1] == ' ') --out;
  text.resize(out);
}

}  // namespace

std::string normalize(std::string_view text) {
  std::string folded = fold(
      text, [](std::size_t, std::size_t, std::size_t) {},
      [text](std::size_t begin, std::size_t end, std::string& out) {
        append_folded(text.substr(begin, end - begin), out, nullptr);
      });
  squeeze_white_space(folded, [](std::size_t, std::size_t) {});
  return folded;
}

NormalizedText::NormalizedText(std::string_view source) {
  const auto add_span = [this](std::size_t folded, std::size_t from, std::size_t folded_size,
                               std::size_t source_size, bool changed) {
    spans_.push_back({static_cast<std::uint32_t>(folded), static_cast<std::uint32_t>(from),
                      static_cast<std::uint32_t>(folded_size),
                      static_cast<std::uint32_t>(source_size), changed});
  };
  const auto on_simple = [&](std::size_t begin, std::size_t end, std::size_t folded) {
    add_span(folded, begin, end - begin, end - begin, false);
  };
  const auto fold_others = [&](std::size_t begin, std::size_t end, std::string& folded) {
    const std::size_t folded_begin = folded.size();
    icu::Edits edits;
    append_folded(source.substr(begin, end - begin), folded, &edits);
    UErrorCode status = U_ZERO_ERROR;
    for (icu::Edits::Iterator it = edits.getFineIterator(); it.next(status);) {
      add_span(folded_begin + static_cast<std::size_t>(it.destinationIndex()),
               begin + static_cast<std::size_t>(it.sourceIndex()),
               static_cast<std::size_t>(it.newLength()), static_cast<std::size_t>(it.oldLength()),
               it.hasChange() != 0);
    }
  };
  text_ = fold(source, on_simple, fold_others);
  squeeze_white_space(text_, [this](std::size_t squeezed, std::size_t folded) {
    shifts_.push_back({static_cast<std::uint32_t>(squeezed), static_cast<std::uint32_t>(folded)});
  });
}

std::size_t NormalizedText::folded_offset(std::size_t squeezed) const {
  const auto after =
      std::upper_bound(shifts_.begin(), shifts_.end(), squeezed,
                       [](std::size_t offset, const Shift& s) { return offset < s.squeezed; });
  if (after == shifts_.begin()) return squeezed;
  const Shift& shift = *std::prev(after);
  return shift.folded + (squeezed - shift.squeezed);
}

const NormalizedText::Span& NormalizedText::span_at(std::size_t folded) const {
  auto after =
      std::upper_bound(spans_.begin(), spans_.end(), folded,
                       [](std::size_t offset, const Span& s) { return offset < s.folded; });
  // A deletion has no bytes of its own: the span that holds the offset is the last that begins
  // there.
  return *std::prev(after);
}

NormalizedText::Range NormalizedText::source_range(std::size_t begin, std::size_t end) const {
  if (spans_.empty() || begin >= end) return {0, 0};
  const std::size_t first = folded_offset(begin);
  const std::size_t last = folded_offset(end - 1);
  const Span& from = span_at(first);
  const Span& to = span_at(last);
  return {from.changed ? from.source : from.source + (first - from.folded),
          to.changed ? to.source + to.source_size : to.source + (last - to.folded) + 1};
}

char32_t next_unusual_character(std::string_view text, std::size_t& position) {
  UChar32 character;
  auto index = static_cast<int64_t>(position);
  U8_NEXT_OR_FFFD(text.data(), index, static_cast<int64_t>(text.size()), character);
  position = static_cast<std::size_t>(index);
  return static_cast<char32_t>(character);
}

void append_character(std::string& text, char32_t character) {
  char bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, static_cast<UChar32>(character));
  text.append(bytes, static_cast<std::size_t>(size));
}

std::string_view truncate_utf8(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  while (max_bytes > 0 && U8_IS_TRAIL(text[max_bytes])) --max_bytes;
  return text.substr(0, max_bytes);
}

std::string to_valid_utf8(std::string_view bytes) {
  std::string valid;
  valid.reserve(bytes.size());
  for (std::size_t position = 0; position < bytes.size();) {
    append_character(valid, next_character(bytes, position));
  }
  return valid;
}

}  // namespace sillok
