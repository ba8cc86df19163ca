#include "indexer/page_format.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/charset.h"
#include "indexer/warc.h"
#include "sillok/error.h"

namespace sillok {
namespace {

using NamedFormat = std::pair<PageFormat, std::string_view>;
constexpr std::array<NamedFormat, 5> kNames = {{{PageFormat::text, "text"},
                                                {PageFormat::html, "html"},
                                                {PageFormat::jsonl, "jsonl"},
                                                {PageFormat::csv, "csv"},
                                                {PageFormat::warc, "warc"}}};

constexpr std::size_t kMarkupHeadBytes = 4096;

std::string_view skip_white_space(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n\f\v");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool contains_ignoring_case(std::string_view text, std::string_view lower) {
  const auto same = [](char a, char b) { return (is_letter(a) ? a | 0x20 : a) == b; };
  return std::search(text.begin(), text.end(), lower.begin(), lower.end(), same) != text.end();
}

bool has_binary_magic(std::string_view head) {
  constexpr std::string_view kMagics[] = {"\x89PNG",
                                          "\xFF\xD8\xFF",
                                          "GIF8",
                                          "%PDF-",
                                          "\x7F"
                                          "ELF",
                                          "RIFF",
                                          "OggS",
                                          "ID3",
                                          "\xD0\xCF\x11\xE0"};
  return std::any_of(std::begin(kMagics), std::end(kMagics),
                     [head](std::string_view magic) { return head.starts_with(magic); });
}

// They are rare in text of any charset that keeps ASCII.
bool has_many_controls(std::string_view head) {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && !(byte >= '\t' && byte <= '\r') && byte != 0x1B;
  };
  return std::count_if(head.begin(), head.end(), is_control) * 10 >
         static_cast<std::ptrdiff_t>(head.size());
}

bool looks_like_html(std::string_view text) {
  constexpr std::string_view kTags[] = {"<!doctype html", "<html", "<head", "<body"};
  if (text.size() > 1 && text[0] == '<' && (is_letter(text[1]) || text[1] == '!')) return true;
  const std::string_view head = text.substr(0, kMarkupHeadBytes);
  return std::any_of(std::begin(kTags), std::end(kTags),
                     [&](std::string_view tag) { return contains_ignoring_case(head, tag); });
}

bool looks_like_csv(std::string_view text, std::string_view name, const FieldMap& map) {
  std::size_t consumed = 0;
  const CsvHeader header = parse_csv_header(text, map, consumed);
  if (header.columns.empty()) return false;
  // A board's list saved as text may begin with a header row of tabs, too.
  return header.separator != '\t' || name.ends_with(".csv") || name.ends_with(".tsv");
}

}  // namespace

std::string_view page_format_name(PageFormat format) {
  for (const auto& [known, name] : kNames) {
    if (known == format) return name;
  }
  return {};
}

PageFormat parse_page_format(std::string_view name) {
  for (const auto& [format, known] : kNames) {
    if (known == name) return format;
  }
  throw UsageError("--format: " + std::string(name) + " is not a format",
                   "use text, html, jsonl, csv or warc");
}

bool is_utf16(std::string_view head) {
  return !has_binary_magic(head) && decode_text(head).verdict.detected.starts_with("UTF-16");
}

Recognition recognize_format(std::string_view head, std::string_view name, const FieldMap& map) {
  if (looks_like_warc(head)) return {PageFormat::warc, false, {}};
  const bool binary = has_binary_magic(head) || (has_many_controls(head) && !is_utf16(head));
  if (binary) return {PageFormat::none, false, "binary file"};
  const std::string decoded = decode_text(head).text;
  const std::string_view text = skip_white_space(decoded);
  if (text.empty()) return {PageFormat::none, false, "empty file"};
  if (text.starts_with('{')) return {PageFormat::jsonl, false, {}};
  if (text.starts_with('[') && skip_white_space(text.substr(1)).starts_with('{')) {
    return {PageFormat::jsonl, true, {}};
  }
  if (looks_like_html(text)) return {PageFormat::html, false, {}};
  if (text.starts_with("<?xml")) return {PageFormat::none, false, "XML"};
  if (looks_like_csv(text, name, map)) return {PageFormat::csv, false, {}};
  return {PageFormat::text, false, {}};
}

}  // namespace sillok
