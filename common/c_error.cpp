#include "common/c_error.h"

#include <sillok/error.h>

#include <exception>
#include <new>

#include "common/text.h"

namespace sillok {
namespace {

// For when there is no memory for an error. Never freed, never changed.
sillok_error& out_of_memory() {
  static sillok_error error{SILLOK_NO_MEMORY, "out of memory", {}, static_cast<std::size_t>(-1)};
  return error;
}

sillok_status status_of(IndexProblem problem) {
  switch (problem) {
    case IndexProblem::missing:
      return SILLOK_NOT_FOUND;
    case IndexProblem::locked:
      return SILLOK_LOCKED;
    case IndexProblem::damaged:
      return SILLOK_DAMAGED;
    case IndexProblem::other_version:
      return SILLOK_WRONG_VERSION;
    case IndexProblem::modified:
      return SILLOK_MODIFIED;
    case IndexProblem::unusable:
      break;
  }
  return SILLOK_UNUSABLE;
}

sillok_error described(sillok_status status, const char* text, const std::string& hint) {
  return {status, to_valid_utf8(text), to_valid_utf8(hint), static_cast<std::size_t>(-1)};
}

sillok_error current_error(sillok_status input_error) {
  try {
    throw;
  } catch (const QueryError& e) {
    sillok_error error = described(SILLOK_BAD_QUERY, e.problem().c_str(), e.hint());
    error.offset = e.offset();
    return error;
  } catch (const UsageError& e) {
    return described(SILLOK_BAD_ARGUMENT, e.what(), e.hint());
  } catch (const InputError& e) {
    return described(input_error, e.what(), e.hint());
  } catch (const IndexError& e) {
    return described(status_of(e.problem()), e.what(), e.hint());
  } catch (const InterruptedError& e) {
    return described(SILLOK_INTERRUPTED, e.what(), e.hint());
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  } catch (const std::exception& e) {
    return described(SILLOK_INTERNAL, e.what(), "please report this as a bug");
  } catch (...) {
    return described(SILLOK_INTERNAL, "unknown error", "please report this as a bug");
  }
}

}  // namespace

sillok_status fail_with_current_exception(sillok_error** error,
                                          sillok_status input_error) noexcept {
  try {
    sillok_error found = current_error(input_error);
    const sillok_status status = found.status;
    if (error != nullptr) *error = new sillok_error(std::move(found));
    return status;
  } catch (...) {
    if (error != nullptr) *error = &out_of_memory();
    return SILLOK_NO_MEMORY;
  }
}

void require(const void* pointer, const char* name) {
  if (pointer == nullptr) throw UsageError(std::string(name) + ": is NULL");
}

void check_stamp(std::size_t size, const char* name) {
  constexpr std::size_t kMost = std::size_t{1} << 16;
  if (size >= sizeof(std::size_t) && size <= kMost) return;
  throw UsageError(std::string(name) + ": its size is not set",
                   "fill it with " + std::string(name) + "_init() first");
}

void check_unknown_part(const void* given, std::size_t size, std::size_t known, const char* name) {
  const char* const bytes = static_cast<const char*>(given);
  for (std::size_t i = known; i < size; ++i) {
    if (bytes[i] == 0) continue;
    throw UsageError(std::string(name) + ": asks for what this version of the library lacks",
                     "use the library that belongs to the header");
  }
}

}  // namespace sillok

extern "C" {

const char* sillok_version(void) {
  return SILLOK_VERSION;
}

const char* sillok_status_text(int status) {
  static constexpr const char* kTexts[] = {"no error",
                                           "not found",
                                           "locked by another writer",
                                           "damaged",
                                           "wrong version",
                                           "bad query",
                                           "modified meanwhile",
                                           "bad argument",
                                           "interrupted",
                                           "refused by the system",
                                           "out of memory",
                                           "internal error"};
  constexpr int kCount = static_cast<int>(sizeof kTexts / sizeof *kTexts);
  return status >= 0 && status < kCount ? kTexts[status] : "unknown status";
}

sillok_status sillok_error_status(const sillok_error* error) {
  return error == nullptr ? SILLOK_OK : error->status;
}

const char* sillok_error_text(const sillok_error* error) {
  return error == nullptr ? "" : error->text.c_str();
}

const char* sillok_error_detail(const sillok_error* error) {
  return error == nullptr ? "" : error->detail.c_str();
}

size_t sillok_error_offset(const sillok_error* error) {
  return error == nullptr ? static_cast<size_t>(-1) : error->offset;
}

void sillok_error_free(sillok_error* error) {
  if (error != &sillok::out_of_memory()) delete error;
}

}  // extern "C"
