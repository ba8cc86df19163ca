#include "common/text.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <stdexcept>

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

std::string nfkc_casefold(std::string_view text, icu::Edits* edits) {
  std::string folded;
  folded.reserve(text.size());
  icu::StringByteSink<std::string> sink(&folded);
  UErrorCode status = U_ZERO_ERROR;
  normalizer().normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
                             sink, edits, status);
  if (U_FAILURE(status)) {
    throw Error(std::string("text cannot be normalized: ") + u_errorName(status));
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

// Makes every run of white space one space, none at the ends, in place. Calls `on_shift(new, old)`
// wherever the distance between the new and the old offset changes.
template <typename OnShift>
void squeeze_white_space(std::string& text, OnShift on_shift) {
  std::size_t out = 0;
  std::size_t shift = 0;
  for (std::size_t in = 0; in < text.size();) {
    std::size_t skipped = in;
    while (skipped < text.size()) {
      const std::size_t bytes = white_space_bytes(text, skipped);
      if (bytes == 0) break;
      skipped += bytes;
    }
    if (skipped > in) {
      if (skipped == text.size()) break;
      if (out > 0) text[out++] = ' ';
      in = skipped;
    }
    if (in - out != shift) {
      shift = in - out;
      on_shift(out, in);
    }
    text[out++] = text[in++];
  }
  text.resize(out);
}

}  // namespace

std::string normalize(std::string_view text) {
  std::string folded = nfkc_casefold(text, nullptr);
  squeeze_white_space(folded, [](std::size_t, std::size_t) {});
  return folded;
}

NormalizedText::NormalizedText(std::string_view source) {
  icu::Edits edits;
  text_ = nfkc_casefold(source, &edits);
  for (icu::Edits::Iterator it = edits.getFineIterator(); true;) {
    UErrorCode status = U_ZERO_ERROR;
    if (!it.next(status)) break;
    spans_.push_back({static_cast<std::uint32_t>(it.destinationIndex()),
                      static_cast<std::uint32_t>(it.sourceIndex()),
                      static_cast<std::uint32_t>(it.newLength()),
                      static_cast<std::uint32_t>(it.oldLength()), it.hasChange() != 0});
  }
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

char32_t next_character(std::string_view text, std::size_t& position) {
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
