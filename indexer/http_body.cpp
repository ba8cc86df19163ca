#include "indexer/http_body.h"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace sillok {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::string_view trim_spaces(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// The size that begins a chunk, and where its bytes begin; nothing when it is no chunk header.
struct ChunkHeader {
  std::uint64_t size;
  std::size_t begin;
};

std::optional<ChunkHeader> parse_chunk_header(std::string_view body, std::size_t at) {
  const std::size_t line_end = body.find('\n', at);
  if (line_end == body.npos || line_end - at > 256) return std::nullopt;
  std::string_view line = trim_spaces(body.substr(at, line_end - at));
  line = trim_spaces(line.substr(0, line.find(';')));
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
  if (line.empty() || error != std::errc() || end != line.data() + line.size()) return std::nullopt;
  return ChunkHeader{size, line_end + 1};
}

// Nothing when the body does not begin with a chunk that is followed by another.
std::optional<HttpBody> dechunk(std::string_view body) {
  HttpBody result;
  std::size_t at = 0;
  bool first = true;
  while (at < body.size()) {
    const auto chunk = parse_chunk_header(body, at);
    if (!chunk) {
      if (first) return std::nullopt;
      result.damage = "broken chunk";
      return result;
    }
    if (chunk->size == 0) return result;
    const std::size_t left = body.size() - chunk->begin;
    result.bytes += body.substr(
        chunk->begin, static_cast<std::size_t>(std::min<std::uint64_t>(chunk->size, left)));
    if (chunk->size > left) break;
    at = chunk->begin + static_cast<std::size_t>(chunk->size);
    const std::string_view after = body.substr(at, 2);
    const bool line_ends = after.starts_with("\r\n") || after.starts_with('\n') || after.empty();
    if (first && !line_ends) return std::nullopt;
    at += after.starts_with("\r\n") ? 2 : after.starts_with('\n') ? 1 : 0;
    first = false;
  }
  result.damage = "chunks without an end";
  return result;
}

enum class Wrapping : int { gzip_or_zlib = 15 + 32, none = -15 };

// What comes out before an error or the limit counts.
HttpBody inflate_body(std::string_view body, Wrapping wrapping, std::uint64_t max_bytes) {
  HttpBody result;
  z_stream stream{};
  if (inflateInit2(&stream, static_cast<int>(wrapping)) != Z_OK) {
    result.damage = "zlib cannot start";
    return result;
  }
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(body.size(), UINT32_MAX));
  char block[16384];
  int status = Z_OK;
  while (status == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof block;
    status = inflate(&stream, Z_NO_FLUSH);
    result.bytes.append(block, sizeof block - stream.avail_out);
    if (result.bytes.size() > max_bytes) {
      result.bytes.resize(static_cast<std::size_t>(max_bytes));
      result.damage = "body too large when decompressed";
      break;
    }
    if (status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) break;
  }
  if (status != Z_STREAM_END && result.damage.empty())
    result.damage = "compressed body cut or broken";
  inflateEnd(&stream);
  return result;
}

bool is_gzip(std::string_view body) {
  return body.starts_with("\x1F\x8B\x08");
}

// A zlib header: deflate, its window, and a check sum of the two bytes.
bool is_zlib(std::string_view body) {
  if (body.size() < 2) return false;
  const auto a = static_cast<unsigned char>(body[0]);
  const auto b = static_cast<unsigned char>(body[1]);
  return (a & 0x0F) == 8 && (a >> 4) <= 7 && (a * 256 + b) % 31 == 0;
}

bool looks_like_text(std::string_view body) {
  const std::string_view head = trim_spaces(body.substr(0, 512));
  return head.starts_with('<') || std::none_of(head.begin(), head.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' &&
                  c != 0x1B;
         });
}

}  // namespace

std::size_t find_header_end(std::string_view bytes) {
  for (std::size_t at = bytes.find('\n'); at != bytes.npos; at = bytes.find('\n', at + 1)) {
    const std::string_view after = bytes.substr(at + 1, 2);
    if (after.starts_with('\n')) return at + 2;
    if (after == "\r\n") return at + 3;
  }
  return bytes.npos;
}

HeaderFields parse_header_fields(std::string_view header) {
  HeaderFields fields;
  std::string name;
  std::string value;
  const auto flush = [&] {
    if (!name.empty()) fields.add(std::move(name), std::move(value));
    name.clear();
    value.clear();
  };
  std::size_t at = header.find('\n');
  while (at != header.npos && at + 1 < header.size()) {
    const std::size_t end = std::min(header.find('\n', at + 1), header.size());
    const std::string_view line = header.substr(at + 1, end - at - 1);
    at = end;
    if (line.starts_with(' ') || line.starts_with('\t')) {
      value += " " + std::string(trim_spaces(line));
      continue;
    }
    flush();
    const std::size_t colon = line.find(':');
    if (colon == line.npos) continue;
    name = to_lower(trim_spaces(line.substr(0, colon)));
    value = trim_spaces(line.substr(colon + 1));
  }
  flush();
  return fields;
}

int parse_status(std::string_view message) {
  const std::size_t space = message.substr(0, 64).find(' ');
  if (!message.starts_with("HTTP/") || space == message.npos) return 0;
  int status = 0;
  const std::string_view rest = message.substr(space + 1, 3);
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), status);
  return error == std::errc() && end == rest.data() + rest.size() ? status : 0;
}

ContentType parse_content_type(std::string_view value) {
  ContentType result;
  result.type = to_lower(trim_spaces(value.substr(0, value.find(';'))));
  const std::size_t at = to_lower(value).find("charset=");
  if (at == value.npos) return result;
  std::string_view charset = value.substr(at + 8);
  charset = trim_spaces(charset.substr(0, charset.find(';')));
  while (!charset.empty() && (charset.front() == '"' || charset.front() == '\'')) {
    charset.remove_prefix(1);
  }
  while (!charset.empty() && (charset.back() == '"' || charset.back() == '\'')) {
    charset.remove_suffix(1);
  }
  result.charset = charset;
  return result;
}

HttpBody decode_http_body(std::string_view body, const HeaderFields& header,
                          std::uint64_t max_bytes) {
  HttpBody result;
  const std::string transfer = to_lower(header.get("transfer-encoding"));
  // Without a label a body of hexadecimal lines could only look chunked.
  if (transfer.find("chunked") != transfer.npos) {
    if (auto whole = dechunk(body))
      result = std::move(*whole);
    else
      result.bytes = body;
  } else {
    result.bytes = body;
  }
  const std::string coding = to_lower(header.get("content-encoding"));
  const std::string damage = result.damage;
  if (is_gzip(result.bytes)) {
    result = inflate_body(result.bytes, Wrapping::gzip_or_zlib, max_bytes);
  } else if (coding.find("deflate") != coding.npos && !looks_like_text(result.bytes)) {
    const std::string bytes = std::move(result.bytes);
    result = is_zlib(bytes) ? inflate_body(bytes, Wrapping::gzip_or_zlib, max_bytes) : HttpBody{};
    if (result.bytes.empty()) result = inflate_body(bytes, Wrapping::none, max_bytes);
  }
  if (result.damage.empty()) result.damage = damage;
  if (coding.find("br") != coding.npos && !looks_like_text(result.bytes)) {
    result.damage = "coding " + coding + " is not supported";
    result.bytes.clear();
  }
  return result;
}

}  // namespace sillok
