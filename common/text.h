// Normalization: what makes two spellings the same, with a way back to the source's bytes.
// The analyzer, the verifier and the highlighter all see text through this and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

// NFKC_Casefold of valid UTF-8, every run of white space (line ends included) one space, none at
// the ends. NFD Hangul, half-width jamo and full-width Latin become their plain forms.
std::string normalize(std::string_view text);

// A normalized text that knows where each of its bytes came from.
class NormalizedText {
 public:
  explicit NormalizedText(std::string_view source);

  const std::string& text() const { return text_; }

  // The source's byte range that became the normalized range [begin, end): whole characters, the
  // smallest that covers it. Needs begin <= end <= text().size().
  struct Range {
    std::size_t begin;
    std::size_t end;
    bool operator==(const Range&) const = default;
  };
  Range source_range(std::size_t begin, std::size_t end) const;

 private:
  // One step of the folding: its bytes map one to one, or as a whole when changed.
  struct Span {
    std::uint32_t folded;
    std::uint32_t source;
    std::uint32_t folded_size;
    std::uint32_t source_size;
    bool changed;
  };
  // From here on, squeezing white space has moved the folded text by this much.
  struct Shift {
    std::uint32_t squeezed;
    std::uint32_t folded;
  };
  std::size_t folded_offset(std::size_t squeezed) const;
  const Span& span_at(std::size_t folded) const;

  std::string text_;
  std::vector<Span> spans_;
  std::vector<Shift> shifts_;
};

// Decodes the character at `position` of valid UTF-8 and moves `position` past it. Of what is not
// UTF-8 after all, U+FFFD.
char32_t next_character(std::string_view text, std::size_t& position);
char32_t next_unusual_character(std::string_view text, std::size_t& position);

// Appends `character` as UTF-8.
void append_character(std::string& text, char32_t character);

// The largest prefix of `text` of at most `max_bytes` that ends on a whole character.
std::string_view truncate_utf8(std::string_view text, std::size_t max_bytes);

// Every malformed sequence becomes U+FFFD.
std::string to_valid_utf8(std::string_view bytes);

inline bool is_hangul_syllable(char32_t c) {
  return c >= 0xAC00 && c <= 0xD7A3;
}

// ASCII and the Hangul syllables, most of Korean text, are decoded in place.
inline char32_t next_character(std::string_view text, std::size_t& position) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(position);
  if (lead < 0x80) {
    ++position;
    return lead;
  }
  if (lead >= 0xEA && lead <= 0xED && text.size() - position >= 3) {
    const unsigned char second = byte(position + 1);
    const unsigned char third = byte(position + 2);
    const char32_t c = (lead & 0x0Fu) << 12 | (second & 0x3Fu) << 6 | (third & 0x3Fu);
    if ((second & 0xC0) == 0x80 && (third & 0xC0) == 0x80 && is_hangul_syllable(c)) {
      position += 3;
      return c;
    }
  }
  return next_unusual_character(text, position);
}

}  // namespace sillok
