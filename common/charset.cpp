#include "common/charset.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>
#include <unicode/uniset.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "common/cp949.h"
#include "common/include/sillok/error.h"
#include "common/mojibake.h"

namespace sillok {
namespace {

constexpr std::string_view kKorean = "windows-949";
constexpr std::string_view kUtf8 = "UTF-8";

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

bool is_ascii_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// "KS_C_5601-1987" -> "ksc56011987": labels differ in their punctuation most of all.
std::string squeeze_label(std::string_view label) {
  std::string squeezed;
  for (char c : label.substr(0, 64)) {
    if (is_ascii_alnum(c)) squeezed.push_back(ascii_lower(c));
  }
  return squeezed;
}

bool is_korean_label(const std::string& squeezed) {
  static constexpr std::array<std::string_view, 19> kLabels = {
      "euckr",      "cseuckr", "xeuckr", "ksc5601",  "ksc56011987", "csksc56011987", "ksc56011989",
      "ks56011987", "ksx1001", "korean", "isoir149", "windows949",  "xwindows949",   "cp949",
      "ms949",      "uhc",     "ibm949", "ibm970",   "949"};
  return std::find(kLabels.begin(), kLabels.end(), squeezed) != kLabels.end();
}

// The name of the converter for a label; nothing when ICU does not know it.
std::optional<std::string> converter_name(std::string_view label) {
  const std::string squeezed = squeeze_label(label);
  if (squeezed.empty()) return std::nullopt;
  if (is_korean_label(squeezed)) return std::string(kKorean);
  if (squeezed == "utf8" || squeezed == "unicode11utf8") return std::string(kUtf8);
  if (squeezed == "iso88591" || squeezed == "latin1") return "windows-1252";  // as browsers do
  std::string name(label);
  UErrorCode status = U_ZERO_ERROR;
  const char* known = ucnv_getStandardName(name.c_str(), "IANA", &status);
  if (U_SUCCESS(status) && known) return std::string(known);
  status = U_ZERO_ERROR;
  known = ucnv_getAlias(name.c_str(), 0, &status);
  if (U_SUCCESS(status) && known) return std::string(known);
  return std::nullopt;
}

// What was seen of a text as UTF-8. Counts of clean UTF-8 say "none" or "some".
struct Utf8Scan {
  std::size_t characters = 0;   // of two bytes and more
  std::size_t wide = 0;         // of three bytes and more
  std::size_t latin_pairs = 0;  // times that two characters of U+0080 to U+00FF stand together
  std::size_t errors = 0;       // malformed bytes
};

// The UTF-8 automaton, one shift a byte: each state is a multiple of six, and a byte's row holds at
// each state's bit the state that follows. Errors are state 0, which only leads to itself.
enum Utf8State : unsigned {
  kError = 0,
  kAccept = 6,
  kOneMore = 12,
  kTwoMore = 18,
  kThreeMore = 24,
  kAfterE0 = 30,
  kAfterED = 36,
  kAfterF0 = 42,
  kAfterF4 = 48
};

constexpr std::uint64_t utf8_row(unsigned byte) {
  const auto go = [](unsigned from, unsigned to) { return static_cast<std::uint64_t>(to) << from; };
  if (byte < 0x80) return go(kAccept, kAccept);
  if (byte < 0xC0) {
    return go(kOneMore, kAccept) | go(kTwoMore, kOneMore) | go(kThreeMore, kTwoMore) |
           (byte >= 0xA0 ? go(kAfterE0, kOneMore) : go(kAfterED, kOneMore)) |
           (byte >= 0x90 ? go(kAfterF0, kTwoMore) : go(kAfterF4, kTwoMore));
  }
  if (byte < 0xC2 || byte > 0xF4) return 0;
  if (byte < 0xE0) return go(kAccept, kOneMore);
  if (byte == 0xE0) return go(kAccept, kAfterE0);
  if (byte == 0xED) return go(kAccept, kAfterED);
  if (byte < 0xF0) return go(kAccept, kTwoMore);
  if (byte == 0xF0) return go(kAccept, kAfterF0);
  return byte == 0xF4 ? go(kAccept, kAfterF4) : go(kAccept, kThreeMore);
}

constexpr std::array<std::uint64_t, 256> kUtf8Rows = [] {
  std::array<std::uint64_t, 256> rows{};
  for (unsigned byte = 0; byte < 256; ++byte) rows[byte] = utf8_row(byte);
  return rows;
}();

bool is_valid_utf8(std::string_view bytes) {
  std::uint64_t state = kAccept;
  for (std::size_t i = 0; i < bytes.size() && (state & 63) != kError;) {
    const std::size_t block_end = std::min(bytes.size(), i + 4096);
    for (; i < block_end; ++i)
      state = kUtf8Rows[static_cast<unsigned char>(bytes[i])] >> (state & 63);
  }
  return (state & 63) == kAccept;
}

Utf8Scan scan_valid_utf8(std::string_view bytes) {
  unsigned char highest = 0;
  unsigned char pairs = 0;
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  for (std::size_t i = 0; i + 3 < bytes.size(); ++i) {
    highest = std::max(highest, p[i]);
    pairs |= static_cast<unsigned char>(((p[i] & 0xFE) == 0xC2) & ((p[i + 2] & 0xFE) == 0xC2));
  }
  for (unsigned char last : bytes.substr(bytes.size() - std::min<std::size_t>(3, bytes.size()))) {
    highest = std::max(highest, last);
  }
  Utf8Scan scan;
  scan.characters = highest >= 0x80;
  scan.wide = highest >= 0xE0;
  scan.latin_pairs = pairs;
  return scan;
}

// Malformed UTF-8, up to a number of characters that is enough to judge by.
Utf8Scan scan_broken_utf8(std::string_view bytes) {
  constexpr std::size_t kEnough = 20000;
  Utf8Scan scan;
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  for (std::size_t i = 0; i < bytes.size() && scan.characters + scan.errors < kEnough;) {
    const std::size_t begin = i;
    UChar32 c;
    U8_NEXT(p, i, bytes.size(), c);
    if (c < 0) {
      scan.errors += i - begin;
    } else {
      scan.characters += c >= 0x80;
      scan.wide += c >= 0x800;
    }
  }
  scan.errors = std::max<std::size_t>(scan.errors, 1);  // perhaps past what was looked at
  return scan;
}

Utf8Scan scan_utf8(std::string_view bytes) {
  return is_valid_utf8(bytes) ? scan_valid_utf8(bytes) : scan_broken_utf8(bytes);
}

// Appends `bytes` with malformed sequences replaced; returns how many bytes those were.
std::size_t append_utf8(std::string_view bytes, std::string& text) {
  std::size_t undecodable = 0;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t begin = i;
    UChar32 c;
    U8_NEXT(reinterpret_cast<const unsigned char*>(bytes.data()), i, bytes.size(), c);
    if (c >= 0) continue;
    text.append(bytes, copied, begin - copied);
    text += "\xEF\xBF\xBD";
    copied = i;
    undecodable += i - begin;
  }
  text.append(bytes, copied);
  return undecodable;
}

void U_CALLCONV count_and_replace(const void* context, UConverterToUnicodeArgs* args,
                                  const char* /*units*/, std::int32_t size,
                                  UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *static_cast<std::size_t*>(const_cast<void*>(context)) += static_cast<std::size_t>(size);
  *status = U_ZERO_ERROR;
  static constexpr UChar kReplacement = 0xFFFD;
  ucnv_cbToUWriteUChars(args, &kReplacement, 1, 0, status);
}

Converter open_converter(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status)) {
    throw UsageError("charset " + name + ": not known", "for Korean use utf-8 or cp949");
  }
  return converter;
}

std::size_t decode_with_icu(std::string_view bytes, const std::string& name, std::string& text) {
  const Converter from = open_converter(name);
  const Converter to = open_converter("UTF-8");
  std::size_t undecodable = 0;
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(from.get(), count_and_replace, &undecodable, nullptr, nullptr, &status);
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  UChar pivot[1024];
  UChar* pivot_source = pivot;
  UChar* pivot_target = pivot;
  char block[8192];
  do {
    status = U_ZERO_ERROR;
    char* target = block;
    ucnv_convertEx(to.get(), from.get(), &target, block + sizeof block, &source, source_end, pivot,
                   &pivot_source, &pivot_target, pivot + 1024, false, true, &status);
    text.append(block, target);
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(status)) undecodable += static_cast<std::size_t>(source_end - source);
  return undecodable;
}

struct Detection {
  std::string name;
  double confidence;
};

// UTF-16 without BOM gives itself away by the zero bytes of its spaces, digits and markup.
std::optional<Detection> guess_utf16(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, 4096);
  if (sample.find('\0') == sample.npos) return std::nullopt;
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == '\0';
  const std::size_t many = sample.size() / 16 + 2;
  if (zeros[1] >= many && zeros[0] * 10 <= zeros[1]) return Detection{"UTF-16LE", 0.9};
  if (zeros[0] >= many && zeros[1] * 10 <= zeros[0]) return Detection{"UTF-16BE", 0.9};
  return std::nullopt;
}

// What bytes are that are neither clean UTF-8 nor look Korean: the declared charset, else ICU's
// guess, else windows-949 after all.
Detection detect_foreign(std::string_view bytes, const std::optional<std::string>& declared,
                         double korean) {
  if (declared && *declared != kKorean && *declared != kUtf8) return {*declared, 0.6};
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status),
                                                                      &ucsdet_close);
  const std::string_view sample = bytes.substr(0, 65536);
  ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_SUCCESS(status) && match) {
    const int confidence = ucsdet_getConfidence(match, &status);
    const auto name = converter_name(ucsdet_getName(match, &status));
    if (U_SUCCESS(status) && name && *name != kUtf8 && confidence >= 30 &&
        confidence / 100.0 > korean) {
      return {*name, confidence / 100.0};
    }
  }
  return {std::string(kKorean), korean};
}

// In clean UTF-8 that has only two-byte characters: are those rather CP949 syllables? Possible for
// short texts only, as just one syllable in eleven has such bytes.
bool is_korean_in_disguise(std::string_view bytes, const Utf8Scan& scan) {
  if (scan.wide > 0 || scan.latin_pairs == 0) return false;
  const KoreanCounts korean = count_korean(bytes);
  return korean.undecodable == 0 && korean.plausibility() > 0.5;
}

Detection detect(std::string_view bytes, const Utf8Scan& scan,
                 const std::optional<std::string>& declared) {
  if (declared && declared->starts_with("ISO-2022") && bytes.find('\x1B') != bytes.npos) {
    return {*declared, 1};
  }
  if (scan.errors == 0) {
    if (declared == kKorean && is_korean_in_disguise(bytes, scan)) return {*declared, 0.6};
    return {std::string(kUtf8), 1};
  }
  // Bytes of another charset rarely form UTF-8 sequences: a few errors among many of those are
  // damage.
  const auto valid = static_cast<double>(scan.characters);
  const double utf8 = valid / (valid + static_cast<double>(scan.errors));
  if (utf8 >= 0.7) return {std::string(kUtf8), utf8};
  const KoreanCounts korean = count_korean(bytes, 20000);
  const double plausible = std::min(1.0, korean.plausibility() / 0.85);
  if (plausible >= 0.35 && plausible >= utf8) return {std::string(kKorean), plausible};
  if (utf8 >= 0.3) return {std::string(kUtf8), utf8};
  return detect_foreign(bytes, declared, plausible);
}

// Without NUL bytes; CR LF and lone CR become LF.
void clean_line_ends(std::string& text) {
  const bool has_nul = std::memchr(text.data(), '\0', text.size()) != nullptr;
  const void* first_cr = std::memchr(text.data(), '\r', text.size());
  if (!has_nul && !first_cr) return;
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') continue;
    if (text[i] == '\r') {
      if (i + 1 < text.size() && text[i + 1] == '\n') continue;
      text[size++] = '\n';
      continue;
    }
    text[size++] = text[i];
  }
  text.resize(size);
}

// Hangul that stands as separate letters, as macOS writes it, becomes syllables: words of boards
// and titles are compared as they are. Other characters stay.
void compose_hangul(std::string& text) {
  const auto has_letters = [&text] {
    for (std::size_t at = text.find('\xE1'); at != text.npos; at = text.find('\xE1', at + 1)) {
      const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : 0);
      if (next >= 0x84 && next <= 0x87) return true;  // U+1100 to U+11FF
    }
    return false;
  };
  if (!has_letters()) return;
  UErrorCode status = U_ZERO_ERROR;
  static const icu::UnicodeSet letters(0x1100, 0x11FF);
  const icu::FilteredNormalizer2 composer(*icu::Normalizer2::getNFCInstance(status), letters);
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed, static_cast<std::int32_t>(text.size()));
  composer.normalizeUTF8(0, text, sink, nullptr, status);
  if (U_SUCCESS(status)) text = std::move(composed);
}

// Removes a byte order mark and says what it means. UTF-8's says nothing: editors put it before
// CP949 too.
std::optional<Detection> byte_order_mark(std::string_view& bytes) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 2> kMarks = {
      {{"\xFF\xFE", "UTF-16LE"}, {"\xFE\xFF", "UTF-16BE"}}};
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  for (const auto& [mark, name] : kMarks) {
    if (!bytes.starts_with(mark)) continue;
    bytes.remove_prefix(mark.size());
    return Detection{name, 1};
  }
  return std::nullopt;
}

void decode_as(std::string_view bytes, const std::string& name, const Utf8Scan& scan,
               DecodedText& decoded) {
  decoded.verdict.detected = name;
  if (name == kKorean) {
    decoded.verdict.undecodable = decode_cp949(bytes, decoded.text);
  } else if (name != kUtf8) {
    decoded.verdict.undecodable = decode_with_icu(bytes, name, decoded.text);
  } else if (scan.errors == 0) {
    decoded.text.assign(bytes);
    if (scan.latin_pairs > 0) decoded.verdict.repaired = repair_misread_korean(decoded.text);
  } else {
    decoded.verdict.undecodable = append_utf8(bytes, decoded.text);
  }
  clean_line_ends(decoded.text);
  compose_hangul(decoded.text);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  return std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char want, char have) { return want == ascii_lower(have); });
}

// The value after "charset=" (or "encoding=" of an XML declaration) inside one tag.
std::string_view charset_in_tag(std::string_view tag) {
  const std::string_view key = tag.starts_with("<?") ? "encoding" : "charset";
  for (std::size_t i = 0; i < tag.size(); ++i) {
    if (!starts_with_ignoring_case(tag.substr(i), key)) continue;
    std::size_t begin = i + key.size();
    while (begin < tag.size() && (tag[begin] == ' ' || tag[begin] == '\t')) ++begin;
    if (begin == tag.size() || tag[begin] != '=') continue;
    begin = tag.find_first_not_of(" \t\"'", begin + 1);
    if (begin == tag.npos) return {};
    return tag.substr(begin, tag.find_first_of(" \t\r\n\"';/>", begin) - begin);
  }
  return {};
}

}  // namespace

DecodedText decode_text(std::string_view bytes, std::string_view declared,
                        std::string_view forced) {
  DecodedText decoded;
  decoded.verdict.declared = declared;
  Utf8Scan scan;
  if (!forced.empty()) {
    const auto name = converter_name(forced);
    if (!name) {
      throw UsageError("charset " + std::string(forced) + ": not known",
                       "for Korean use utf-8 or cp949");
    }
    byte_order_mark(bytes);
    decoded.verdict.confidence = 1;
    if (*name == kUtf8) scan = scan_utf8(bytes);
    decode_as(bytes, *name, scan, decoded);
    return decoded;
  }
  std::optional<Detection> found = byte_order_mark(bytes);
  if (!found) {
    scan = scan_utf8(bytes);
    if (scan.characters == 0 || scan.errors > 0) found = guess_utf16(bytes);
  }
  if (!found) {
    found = detect(bytes, scan, converter_name(declared));
  }
  decoded.verdict.confidence = found->confidence;
  decode_as(bytes, found->name, scan, decoded);
  return decoded;
}

std::string declared_html_charset(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4096);
  for (std::size_t i = 0; (i = head.find('<', i)) != head.npos; ++i) {
    const std::string_view rest = head.substr(i);
    if (rest.starts_with("<!--")) {
      const std::size_t end = rest.find("-->", 4);
      if (end == rest.npos) return {};
      i += end;
    } else if (starts_with_ignoring_case(rest, "<meta") || rest.starts_with("<?xml")) {
      const std::string_view tag = rest.substr(0, rest.find('>'));
      const std::string_view label = charset_in_tag(tag);
      if (!label.empty()) return std::string(label);
    }
  }
  return {};
}

DecodedText decode_name(std::string_view bytes, std::string_view forced) {
  const Utf8Scan scan = scan_utf8(bytes);
  DecodedText name{std::string(bytes), {{}, std::string(kUtf8), 1}};
  if (scan.errors == 0 && (!forced.empty() || !is_korean_in_disguise(bytes, scan))) {
    name.verdict.repaired =
        scan.characters > 0 && (repair_misread_name(name.text) || repair_misread_korean(name.text));
    return name;
  }
  if (!forced.empty()) return decode_text(bytes, {}, forced);
  DecodedText korean{{}, {{}, std::string(kKorean), count_korean(bytes).plausibility()}};
  korean.verdict.undecodable = decode_cp949(bytes, korean.text);
  name.text.clear();
  name.verdict.undecodable = append_utf8(bytes, name.text);
  name.verdict.confidence = 0;
  const bool is_korean = korean.verdict.undecodable <= name.verdict.undecodable;
  return is_korean || scan.errors == 0 ? korean : name;
}

}  // namespace sillok
