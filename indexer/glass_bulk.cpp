#include "indexer/glass_bulk.h"

#include <xapian.h>

#include <filesystem>
#include <utility>

#include "indexer/glass_coding.h"
#include "indexer/glass_reader.h"
#include "indexer/glass_shard.h"
#include "indexer/glass_termlist.h"

namespace sillok {

std::unique_ptr<ShardWriter> make_glass_shard(const std::string& directory, GlassOptions options) {
  return std::make_unique<glass::GlassShard>(directory, std::move(options));
}

Termlists termlists_of(const std::string& directory) {
  if (!std::filesystem::exists(directory + "/termlist.glass")) return Termlists::none;
  const glass::DatabaseHead head = glass::read_version_file(directory);
  if (head.statistics.documents == 0) return Termlists::whole;
  glass::TableReader reader(directory + "/termlist.glass", head.roots.termlist);
  const glass::TableItem* const first = reader.next();
  return first != nullptr && glass::is_terms_key(first->key) ? Termlists::whole : Termlists::slots;
}

bool add_termlists(const std::string& directory, const std::vector<std::uint32_t>& documents,
                   const std::function<PreparedDocument(std::uint32_t)>& prepare) {
  const Xapian::Database database(directory);
  const glass::DatabaseHead head = glass::read_version_file(directory);
  const std::string path = directory + "/termlist.glass";
  const std::string written = directory + "/termlist.new";
  glass::TermlistWriter writer(written, Termlists::whole);
  glass::TableReader reader(path, head.roots.termlist);
  const glass::TableItem* item = reader.next();
  const auto copy_until = [&](const std::string& key) {
    for (; item != nullptr && (key.empty() || item->key < key); item = reader.next()) {
      writer.copy(item->key, *item);
    }
  };
  for (const std::uint32_t number : documents) {
    const PreparedDocument document = prepare(number);
    if (database.get_doclength(number) != document.length) {
      std::filesystem::remove(written);
      return false;
    }
    std::string key;
    glass::append_sortable(key, number);
    copy_until(key);
    writer.add_terms(number, document);
  }
  copy_until({});
  const glass::TableRoot root = writer.finish();
  std::filesystem::rename(written, path);
  glass::replace_termlist_root(directory, root);
  return true;
}

}  // namespace sillok
