#include "common/schema.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "common/analyzer.h"
#include "common/text.h"
#include "sillok/error.h"

namespace sillok {
namespace {

constexpr std::size_t kHashDigits = 16;

// Bytes that Xapian charges for a term.
std::size_t term_cost(std::string_view term) {
  return term.size() + static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));
}

std::optional<int> read_version(const Xapian::Database& db, const char* key) {
  const std::string text = db.get_metadata(key);
  int version = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (text.empty() || status != std::errc() || end != text.data() + text.size()) return {};
  return version;
}

void check_version(std::string_view name, const char* what, int found, int ours) {
  if (found == ours) return;
  throw IndexError("index " + std::string(name) + ": written with " + what + " version " +
                       std::to_string(found) + ", this program reads " + std::to_string(ours),
                   found < ours ? "rebuild it with sillok-index --rebuild"
                                : "use the newer program that wrote it, or rebuild it with "
                                  "sillok-index --rebuild",
                   IndexProblem::other_version);
}

}  // namespace

IndexProblem index_problem_of(const Xapian::Error& error) {
  static constexpr std::pair<std::string_view, IndexProblem> kProblems[] = {
      {"DatabaseNotFoundError", IndexProblem::missing},
      {"DatabaseLockError", IndexProblem::locked},
      {"DatabaseModifiedError", IndexProblem::modified},
      {"DatabaseVersionError", IndexProblem::other_version},
      {"DatabaseCorruptError", IndexProblem::damaged},
      {"DatabaseOpeningError", IndexProblem::damaged},
  };
  const std::string_view type = error.get_type();  // Xapian's errors have no virtual functions
  for (const auto& [name, problem] : kProblems) {
    if (name == type) return problem;
  }
  return IndexProblem::unusable;
}

std::string hex_number(std::uint64_t number) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string digits(kHashDigits, '0');
  for (std::size_t i = kHashDigits; i-- > 0; number >>= 4) digits[i] = kDigits[number & 15];
  return digits;
}

std::string hex_hash(std::string_view text) {
  return hex_number(XXH3_64bits(text.data(), text.size()));
}

std::string bounded_value(std::string_view value, std::size_t max_cost) {
  if (value.size() * 2 <= max_cost || term_cost(value) <= max_cost) return std::string(value);
  std::string_view kept = truncate_utf8(value, max_cost - kHashDigits);
  while (term_cost(kept) > max_cost - kHashDigits) kept = truncate_utf8(kept, kept.size() - 1);
  return std::string(kept) + hex_hash(value);
}

std::string boolean_term(std::string_view prefix, std::string_view value) {
  return std::string(prefix) + bounded_value(value, kMaxTermBytes - prefix.size());
}

std::string folded_term(std::string_view prefix, std::string_view value) {
  return boolean_term(prefix, normalize(value));
}

std::string number_bytes(std::uint64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(number >> shift));
  return bytes;
}

std::map<std::string, std::string> schema_stamp() {
  return {{kMetaSchema, std::to_string(kSchemaVersion)},
          {kMetaAnalyzer, std::to_string(kAnalyzerVersion)}};
}

void stamp_schema(Xapian::WritableDatabase& db) {
  for (const auto& [key, value] : schema_stamp()) db.set_metadata(key, value);
}

void check_schema(const Xapian::Database& db, std::string_view name) {
  std::optional<int> schema;
  std::optional<int> analyzer;
  try {
    schema = read_version(db, kMetaSchema);
    analyzer = read_version(db, kMetaAnalyzer);
  } catch (const Xapian::Error& e) {
    throw IndexError("index " + std::string(name) + ": " + e.get_msg(), {}, index_problem_of(e));
  }
  if (!schema || !analyzer) {
    throw IndexError("index " + std::string(name) + ": a Xapian database, but not one of Sillok's",
                     "name a directory that sillok-index wrote", IndexProblem::damaged);
  }
  check_version(name, "schema", *schema, kSchemaVersion);
  check_version(name, "analyzer", *analyzer, kAnalyzerVersion);
}

}  // namespace sillok
