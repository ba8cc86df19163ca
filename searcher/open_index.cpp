#include "searcher/open_index.h"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "common/analyzer.h"
#include "common/schema.h"

namespace sillok {
namespace {

Xapian::Database open_one(const std::string& path) {
  if (!std::filesystem::exists(path)) {
    throw IndexError("index " + path + ": does not exist", "make it with sillok-index -d " + path,
                     IndexProblem::missing);
  }
  try {
    Xapian::Database db(path);
    check_schema(db, path);
    return db;
  } catch (const Xapian::Error& error) {
    throw IndexError("index " + path + ": cannot be opened: " + error.get_msg(),
                     "check that it is a directory made by sillok-index", index_problem_of(error));
  }
}

// Fingerprints are sums, so those of several indexes add up to that of their union.
std::uint64_t fingerprint_of(const Xapian::Database& db) {
  return std::strtoull(db.get_metadata(kMetaFingerprint).c_str(), nullptr, 16);
}

}  // namespace

OpenedIndex open_indexes(const std::vector<std::string>& paths) {
  if (paths.empty()) throw UsageError("no index given", "name one with -d or SILLOK_INDEX");
  OpenedIndex opened;
  std::uint64_t fingerprint = 0;
  for (const std::string& path : paths) {
    const Xapian::Database db = open_one(path);
    fingerprint += fingerprint_of(db);
    opened.summary.articles += db.get_termfreq(std::string(kArticleTerm));
    opened.summary.rows += db.get_termfreq(std::string(kRowTerm));
    opened.db.add_database(db);
  }
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016" PRIx64, fingerprint);
  opened.summary.fingerprint = digits;
  opened.summary.analyzer_version = kAnalyzerVersion;
  opened.summary.schema_version = kSchemaVersion;
  return opened;
}

}  // namespace sillok
