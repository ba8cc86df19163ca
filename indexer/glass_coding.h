// How glass writes integers and keys. Used by the glass_* files alone.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace sillok::glass {

static_assert(std::endian::native == std::endian::little, "numbers are swapped on their way");

// Numbers of fixed size are big-endian.
inline void put_be16(char* at, unsigned value) {
  at[0] = static_cast<char>(value >> 8);
  at[1] = static_cast<char>(value);
}

inline void put_be32(char* at, std::uint32_t value) {
  value = __builtin_bswap32(value);
  std::memcpy(at, &value, sizeof(value));
}

inline unsigned get_be16(const char* at) {
  return static_cast<unsigned>(static_cast<unsigned char>(at[0])) << 8 |
         static_cast<unsigned char>(at[1]);
}

inline std::uint32_t get_be32(const char* at) {
  std::uint32_t value;
  std::memcpy(&value, at, sizeof(value));
  return __builtin_bswap32(value);
}

inline constexpr std::size_t kMaxVarintBytes = 10;

// Seven bits a byte, the lowest first, the top bit set on all but the last. Returns the end.
inline char* put_varint(char* at, std::uint64_t value) {
  while (value >= 0x80) {
    *at++ = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  *at++ = static_cast<char>(value);
  return at;
}

inline void append_varint(std::string& out, std::uint64_t value) {
  char bytes[kMaxVarintBytes];
  out.append(bytes, static_cast<std::size_t>(put_varint(bytes, value) - bytes));
}

inline void append_sized(std::string& out, std::string_view bytes) {
  append_varint(out, bytes.size());
  out.append(bytes);
}

// Reads what put_varint wrote, where a byte without the top bit is known to follow.
inline std::uint64_t read_varint(const char*& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    if (shift < 64) value |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return value;
  }
}

// An integer that sorts as its bytes do: the leading ones of the first byte are the number of bytes
// beyond two, then the value big-endian. 15 bits fit two bytes, 22 three, 29 four, 36 five.
inline void append_sortable(std::string& out, std::uint32_t value) {
  unsigned extra = 0;
  while (extra < 3 && value >> (15 + 7 * extra) != 0) ++extra;
  const std::uint64_t ones = (0xffu << (8 - extra)) & 0xffu;
  const std::uint64_t bits = value | ones << (8 * (extra + 1));
  for (int byte = static_cast<int>(extra) + 1; byte >= 0; --byte) {
    out += static_cast<char>(bits >> (8 * byte));
  }
}

// Takes what append_sortable wrote off the front of `bytes`, which must not be empty and begins
// with a number; false when it ends within it.
inline bool take_sortable(std::string_view& bytes, std::uint32_t& value) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  const auto extra = static_cast<unsigned>(std::countl_one(first));
  if (extra > 3 || bytes.size() < 2 + extra) return false;
  std::uint64_t number = first & (0xffu >> (extra + 1));
  for (std::size_t i = 1; i < 2 + extra; ++i) {
    number = number << 8 | static_cast<unsigned char>(bytes[i]);
  }
  bytes.remove_prefix(2 + extra);
  value = static_cast<std::uint32_t>(number);
  return number <= 0xffffffffu;
}

// Takes a varint off the front of `bytes`; false when it ends within it.
inline bool take_varint(std::string_view& bytes, std::uint64_t& value) {
  value = 0;
  for (std::size_t i = 0; i < bytes.size() && i < kMaxVarintBytes; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    value |= std::uint64_t{byte & 0x7fu} << (7 * i);
    if (byte < 0x80) {
      bytes.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

// A term in a key: each NUL is followed by \xff, so that what follows the term sorts before longer
// terms.
inline void append_term_key(std::string& key, std::string_view term) {
  for (std::size_t nul; (nul = term.find('\0')) != std::string_view::npos;) {
    key.append(term.substr(0, nul + 1));
    key += '\xff';
    term.remove_prefix(nul + 1);
  }
  key.append(term);
}

// The keys of the postlist table that are no terms.
inline constexpr std::string_view kMetadataKey{"\0\xc0", 2};
inline constexpr std::string_view kValueStatisticsKey{"\0\xd0", 2};
inline constexpr std::string_view kValueChunkKey{"\0\xd8", 2};
inline constexpr std::string_view kLengthsKey{"\0\xe0", 2};

}  // namespace sillok::glass
