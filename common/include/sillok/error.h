// The exceptions that Sillok throws. Part of the public API: embedding tools catch sillok::Error.
#pragma once

#include <sillok/export.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

namespace sillok {

// What went wrong, naming the thing, and a hint that can be acted on (empty when there is none).
// Both are UTF-8 sentences without a full stop or, QueryError aside, a line end.
class SILLOK_API Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message, std::string hint = {})
      : std::runtime_error(message), hint_(std::move(hint)) {}

  const std::string& hint() const noexcept { return hint_; }

 private:
  std::string hint_;
};

// The caller asked for something that cannot be: a bad option, a query that does not parse.
class SILLOK_API UsageError : public Error {
 public:
  using Error::Error;
};

// A query that does not parse. what() is the problem, then on two lines the query and a mark under
// the place; problem() is the first of them alone, offset() the place in bytes of the query.
class SILLOK_API QueryError : public UsageError {
 public:
  QueryError(const std::string& message, std::string hint, std::string problem, std::size_t offset)
      : UsageError(message, std::move(hint)), problem_(std::move(problem)), offset_(offset) {}

  const std::string& problem() const noexcept { return problem_; }
  std::size_t offset() const noexcept { return offset_; }

 private:
  std::string problem_;
  std::size_t offset_;
};

// An input as a whole cannot be read. A bad record inside it is not an error: it is counted.
class SILLOK_API InputError : public Error {
 public:
  using Error::Error;
};

enum class IndexProblem {
  unusable,       // it cannot be read or written: permissions, a full disk
  missing,        // there is none
  locked,         // another program writes it
  damaged,        // what is stored is not what was written
  other_version,  // written by another version of Sillok
  modified,       // published anew while it was read: try again
};

// An index is missing, damaged, locked or of another version.
class SILLOK_API IndexError : public Error {
 public:
  explicit IndexError(const std::string& message, std::string hint = {},
                      IndexProblem problem = IndexProblem::unusable)
      : Error(message, std::move(hint)), problem_(problem) {}

  IndexProblem problem() const noexcept { return problem_; }

 private:
  IndexProblem problem_;
};

// Indexing was stopped by the caller; the index is as it was.
class SILLOK_API InterruptedError : public Error {
 public:
  using Error::Error;
};

}  // namespace sillok
