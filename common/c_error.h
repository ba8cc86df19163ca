// Errors of the C interface: exceptions end here. Used by the implementations of <sillok/sillok.h>.
#pragma once

#include <sillok/sillok.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

struct sillok_error {
  sillok_status status = SILLOK_INTERNAL;
  std::string text;
  std::string detail;
  std::size_t offset = static_cast<std::size_t>(-1);
};

namespace sillok {

// Turns the exception that is being handled into a status, and into *error unless that is null.
// What an InputError means depends on who was called.
sillok_status fail_with_current_exception(sillok_error** error, sillok_status input_error) noexcept;

// Runs `action` and turns what it throws into a status.
template <typename Action>
sillok_status guarded_call(sillok_error** error, sillok_status input_error,
                           Action action) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    action();
    return SILLOK_OK;
  } catch (...) {
    return fail_with_current_exception(error, input_error);
  }
}

// Throws UsageError when a pointer that must be given is null.
void require(const void* pointer, const char* name);

// A text that may be absent.
inline std::string text_or_empty(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

// Throws UsageError naming the struct when a caller's size cannot be one.
void check_stamp(std::size_t size, const char* name);
// Throws UsageError when a newer caller set what this library does not know.
void check_unknown_part(const void* given, std::size_t size, std::size_t known, const char* name);

// What the caller gave of a size-stamped struct, over the defaults.
template <typename Struct>
Struct read_stamped(const Struct* given, const Struct& defaults, const char* name) {
  Struct known = defaults;
  if (given == nullptr) return known;
  check_stamp(given->size, name);
  check_unknown_part(given, given->size, sizeof(Struct), name);
  std::memcpy(&known, given, std::min(given->size, sizeof(Struct)));
  known.size = sizeof(Struct);
  return known;
}

// Gives the caller as much of a struct as it knows; what it knows beyond is zero.
template <typename Struct>
void write_stamped(Struct* target, std::size_t size, Struct values) {
  if (target == nullptr || size < sizeof(values.size)) return;
  std::memset(static_cast<void*>(target), 0, size);
  values.size = size;
  std::memcpy(static_cast<void*>(target), &values, std::min(size, sizeof(Struct)));
}

}  // namespace sillok
