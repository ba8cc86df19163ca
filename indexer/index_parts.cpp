#include "indexer/index_parts.h"

#include <filesystem>

#include "indexer/glass_bulk.h"
#include "sillok/error.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargerPart = 3;

// Xapian takes as long to delete a document as merging takes to copy some hundred.
constexpr std::uint64_t kCopiesPerDelete = 200;

constexpr const char* kVersionFile = "iamglass";  // the one that glass writes anew as a whole

// A database that shares its tables' files with `database` and goes on from its revision. Glass
// writes no block of a revision in force, so that of `database` stays as it is.
void link_database(const std::string& database, const std::string& directory) {
  fs::create_directory(directory);
  for (const auto& entry : fs::directory_iterator(database)) {
    const fs::path target = fs::path(directory) / entry.path().filename();
    std::error_code error;
    if (entry.path().filename() != kVersionFile) {
      fs::create_hard_link(entry.path(), target, error);
      if (!error) continue;
    }
    fs::copy_file(entry.path(), target);
  }
}

// Tells Xapian the terms of what it is to delete. False when an entry's length is another than that
// of what it says now.
bool add_removed_termlists(const IndexPart& part, const std::string& directory) {
  const StoredEntries entries(part.path);
  return add_termlists(directory, part.removed, [&](Xapian::docid document) {
    return prepare_document(entries.article(document));
  });
}

// False, and `directory` is not there, when Xapian cannot.
bool remove_through_xapian(const IndexPart& part, const std::string& directory) {
  const Termlists termlists = termlists_of(part.path);
  if (termlists == Termlists::none) return false;
  link_database(part.path, directory);
  if (termlists == Termlists::slots && !add_removed_termlists(part, directory)) {
    fs::remove_all(directory);
    return false;
  }
  remove_documents(directory, part.removed);
  return true;
}

void remove_from_part(const IndexPart& part, const std::string& directory, MergeKind merge) {
  const bool is_few = part.removed.size() <= kDeletesPerRevision &&
                      part.removed.size() * kCopiesPerDelete <= part.documents;
  if ((is_few || merge == MergeKind::xapian) && remove_through_xapian(part, directory)) return;
  merge_glass({{part.path, part.removed, nullptr}}, directory);
}

}  // namespace

std::vector<IndexPart> read_parts(const std::vector<std::string>& databases,
                                  const std::vector<Xapian::docid>& removed) {
  std::vector<IndexPart> parts;
  for (const std::string& path : databases) {
    parts.push_back({path, Xapian::Database(path).get_doccount(), {}});
  }
  const auto count = static_cast<Xapian::docid>(parts.size());
  for (const Xapian::docid document : removed) {
    parts[(document - 1) % count].removed.push_back((document - 1) / count + 1);
  }
  return parts;
}

std::vector<std::string> remove_from_parts(const std::vector<IndexPart>& parts,
                                           const std::string& work_path, MergeKind merge) {
  std::vector<std::string> paths;
  for (const IndexPart& part : parts) {
    paths.push_back(part.path);
    if (part.removed.empty()) continue;
    paths.back() = work_path + "/part-" + std::to_string(paths.size());
    remove_from_part(part, paths.back(), merge);
  }
  return paths;
}

std::size_t count_parts_to_merge(const std::vector<IndexPart>& parts, PartMerging merging) {
  if (merging == PartMerging::never) return 0;
  if (merging == PartMerging::all) return parts.size() > 1 ? parts.size() : 0;
  std::uint64_t newer = 0;
  std::size_t merged = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && parts[i].documents <= kLargerPart * newer) merged = i + 1;
    newer += parts[i].documents;
  }
  return merged;
}

}  // namespace sillok
