#include "indexer/glass_merge.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <map>
#include <memory>

#include "indexer/glass_bulk.h"
#include "indexer/glass_coding.h"
#include "indexer/glass_run.h"
#include "indexer/glass_termlist.h"
#include "indexer/glass_values.h"
#include "sillok/error.h"

namespace sillok {

namespace glass {

bool LeftOut::meets(std::uint32_t first, std::uint32_t last) const {
  const auto next = std::lower_bound(documents_.begin(), documents_.end(), first);
  return next != documents_.end() && *next <= last;
}

Termlists JoinedSource::termlists() const {
  return shard != nullptr ? shard->termlists() : termlists_of(directory);
}

void JoinedSource::fail() const {
  throw IndexError(directory + ": damaged", "rebuild the index with sillok-index --rebuild");
}

namespace {

// The term's part of a key of the postlist table; what follows the NUL behind it, a document of a
// further chunk, goes to `document`.
bool split_key(std::string_view key, std::string_view& term, std::string_view& document) {
  if (key.starts_with(kLengthsKey)) {
    term = kLengthsKey;
    document = key.substr(kLengthsKey.size());
    return true;
  }
  for (std::size_t nul = key.find('\0'); nul != std::string_view::npos;
       nul = key.find('\0', nul + 2)) {
    if (nul + 1 < key.size() && key[nul + 1] == '\xff') continue;
    term = key.substr(0, nul);
    document = key.substr(nul + 1);
    return !term.empty();
  }
  term = key;
  document = {};
  return true;
}

// A list's bytes are parsed where they end in a whole number, which keeps the parsing inside them.
bool ends_whole(std::string_view bytes) {
  return !bytes.empty() && static_cast<unsigned char>(bytes.back()) < 0x80;
}

}  // namespace

TableEntries::TableEntries(const JoinedSource& source)
    : source_(source),
      reader_(source.directory + "/postlist.glass", source.head.roots.postlist),
      item_(reader_.next()) {
  while (item_ != nullptr && item_->key < kValueChunkKey) item_ = reader_.next();
}

const PostlistEntry* TableEntries::next() {
  if (item_ == nullptr) return nullptr;
  entry_ = {};
  if (item_->key.starts_with(kValueChunkKey)) {
    key_.assign(item_->key);
    bytes_.assign(item_->tag);
    item_ = reader_.next();
  } else {
    take_list();
  }
  entry_.key = key_;
  entry_.bytes = bytes_;
  return &entry_;
}

// Takes all chunks of a list.
void TableEntries::take_list() {
  std::string_view term;
  std::string_view document;
  if (!split_key(item_->key, term, document) || !document.empty()) source_.fail();
  key_.assign(term);
  std::string_view tag = item_->tag;
  std::uint64_t documents = 0;
  std::uint64_t occurrences = 0;
  std::uint64_t first = 0;
  if (!take_varint(tag, documents) || !take_varint(tag, occurrences) || !take_varint(tag, first)) {
    source_.fail();
  }
  entry_.documents = static_cast<std::uint32_t>(documents);
  entry_.occurrences = static_cast<std::uint32_t>(occurrences);
  entry_.first = static_cast<std::uint32_t>(first) + 1;
  if (key_ == kLengthsKey) entry_.documents = source_.head.statistics.documents;
  if (entry_.documents == 0) source_.fail();
  bytes_.clear();
  take_chunk(tag, entry_.first);
  while (!is_last_chunk_) {
    std::uint32_t chunk_first = 0;
    if (item_ == nullptr || !split_key(item_->key, term, document) || term != key_ ||
        document.empty() || !take_sortable(document, chunk_first) || chunk_first <= entry_.last) {
      source_.fail();
    }
    append_varint(bytes_, chunk_first - entry_.last - 1);
    take_chunk(item_->tag, chunk_first);
  }
}

// Adds the chunk under way, whose document numbers begin at `first`, and goes on to the next item.
void TableEntries::take_chunk(std::string_view tag, std::uint32_t first) {
  if (tag.empty() || (tag[0] != '0' && tag[0] != '1')) source_.fail();
  is_last_chunk_ = tag[0] == '1';
  tag.remove_prefix(1);
  std::uint64_t distance = 0;
  if (!take_varint(tag, distance) || !ends_whole(tag)) source_.fail();
  entry_.last = first + static_cast<std::uint32_t>(distance);
  bytes_.append(tag);
  item_ = reader_.next();
}

const PostlistEntry* JoinedEntries::next() {
  while (const PostlistEntry* entry = entries_->next()) {
    if (entry->documents == 0 ? take_values(*entry) : take_list(*entry)) return &entry_;
  }
  return nullptr;
}

// Makes an entry of a chunk of values; false when all of it is left out.
bool JoinedEntries::take_values(const PostlistEntry& chunk) {
  unsigned slot = 0;
  std::uint32_t first = 0;
  if (!parse_value_chunk_key(chunk.key, slot, first)) source_.fail();
  entry_ = chunk;
  if (!source_.left_out.empty()) {
    ValueChunk kept;
    ValueChunkParser parser(first, chunk.bytes);
    std::uint32_t document = 0;
    for (std::string_view value; parser.next(document, value);) {
      if (!source_.left_out.contains(document)) kept.add(document, value);
    }
    if (!parser.at_end()) source_.fail();
    if (kept.empty()) return false;
    first = kept.first();
    kept_ = kept.bytes();
    entry_.bytes = kept_;
  }
  key_ = value_chunk_key(slot, first + source_.shift);
  entry_.key = key_;
  return true;
}

// Makes an entry of a list; false when all of it is left out.
bool JoinedEntries::take_list(const PostlistEntry& list) {
  entry_ = list;
  if (source_.left_out.meets(entry_.first, entry_.last)) leave_out();
  entry_.first += source_.shift;
  entry_.last += source_.shift;
  return entry_.documents > 0;
}

// Writes the list of entry_ anew without the documents that are left out.
void JoinedEntries::leave_out() {
  const bool is_lengths = entry_.key == kLengthsKey;
  const char* at = entry_.bytes.data();
  const char* const end = at + entry_.bytes.size();
  std::uint32_t document = entry_.first;
  PostlistEntry kept;
  kept.key = entry_.key;
  kept_.clear();
  for (bool is_first = true; at != end; is_first = false) {
    if (!is_first) document += static_cast<std::uint32_t>(read_varint(at)) + 1;
    if (at == end) source_.fail();
    const std::uint64_t wdf = read_varint(at);
    if (source_.left_out.contains(document)) {
      if (is_lengths) ++counts_.documents;
      if (is_lengths) counts_.length += wdf;
      continue;
    }
    if (kept.documents++ == 0) {
      kept.first = document;
    } else {
      append_varint(kept_, document - kept.last - 1);
    }
    append_varint(kept_, wdf);
    kept.last = document;
    kept.occurrences += static_cast<std::uint32_t>(wdf);
  }
  entry_ = kept;
  entry_.bytes = kept_;
}

namespace {

using Metadata = std::map<std::string, std::string>;

// Takes the documents left out off the counts of the slots of a chunk.
void count_out(const JoinedSource& source, std::string_view key, std::string_view tag,
               SlotStatistics& slots) {
  unsigned slot = 0;
  std::uint32_t document = 0;
  if (!parse_value_chunk_key(key, slot, document)) source.fail();
  ValueChunkParser parser(document, tag);
  for (std::string_view value; parser.next(document, value);) {
    if (source.left_out.contains(document) && slots[slot].documents > 0) --slots[slot].documents;
  }
  if (!parser.at_end()) source.fail();
}

// Reads what stands before the values, and of the values what is left out. Of metadata in several
// sources that of the first stays.
void read_front(const JoinedSource& source, Metadata& metadata, SlotStatistics& slots) {
  const bool leaves_out = !source.left_out.empty();
  if (source.shard != nullptr) {
    slots = source.shard->slots();
    if (!leaves_out) return;
    source.shard->for_each_value_chunk(
        [&](std::string_view key, std::string_view tag) { count_out(source, key, tag, slots); });
    return;
  }
  TableReader reader(source.directory + "/postlist.glass", source.head.roots.postlist);
  for (const TableItem* item = reader.next(); item != nullptr; item = reader.next()) {
    if (item->key.starts_with(kMetadataKey)) {
      metadata.emplace(item->key.substr(kMetadataKey.size()), item->tag);
    } else if (item->key.starts_with(kValueStatisticsKey)) {
      if (!decode_statistics(item->key, item->tag, slots)) source.fail();
    } else if (item->key.starts_with(kValueChunkKey) && leaves_out) {
      count_out(source, item->key, item->tag, slots);
    } else {
      break;
    }
  }
}

JoinedSource open_source(const GlassSource& source) {
  if (source.shard == nullptr) {
    return {source.directory, read_version_file(source.directory), LeftOut(source.left_out), 0,
            nullptr};
  }
  auto* const shard = dynamic_cast<GlassShard*>(source.shard);
  if (shard == nullptr) throw IndexError("a shard of another writer cannot be merged as tables");
  shard->close();
  return {shard->directory(),
          {shard->roots(), shard->statistics()},
          LeftOut(source.left_out),
          0,
          shard};
}

std::vector<JoinedSource> open_sources(const std::vector<GlassSource>& sources) {
  std::vector<JoinedSource> joined;
  std::uint64_t shift = 0;
  for (const GlassSource& given : sources) {
    JoinedSource source = open_source(given);
    if (source.head.statistics.documents == 0) continue;
    source.shift = static_cast<std::uint32_t>(shift);
    shift += source.head.statistics.last_document;
    joined.push_back(std::move(source));
    if (shift > 0xffffffffu) {
      throw IndexError("an index holds at most 4,294,967,295 entries",
                       "split the archive into several indexes");
    }
  }
  return joined;
}

// What a merged database holds, summed up from its sources and then from its lists.
struct JoinedCounts {
  DatabaseStatistics statistics;
  std::uint64_t occurrences = 0;

  void add(const JoinedSource& source) {
    const DatabaseStatistics& other = source.head.statistics;
    statistics.documents += other.documents;
    statistics.last_document = source.shift + other.last_document;
    statistics.total_length += other.total_length;
    statistics.longest = std::max(statistics.longest, other.longest);
    statistics.highest_wdf = std::max(statistics.highest_wdf, other.highest_wdf);
    if (other.shortest != 0 && (statistics.shortest == 0 || other.shortest < statistics.shortest)) {
      statistics.shortest = other.shortest;
    }
  }

  // Every occurrence of a term is part of a length. Sums of a list are kept in 32 bits.
  bool agree() const {
    return static_cast<std::uint32_t>(occurrences) ==
           static_cast<std::uint32_t>(statistics.total_length);
  }
};

TableRoot join_postlists(const std::vector<JoinedSource>& sources, const std::string& directory,
                         const Metadata& given, JoinedCounts& counts, ShardSample& sample) {
  Metadata metadata = given;
  SlotStatistics slots;
  for (const JoinedSource& source : sources) {
    SlotStatistics own;
    read_front(source, metadata, own);
    for (const auto& [slot, statistics] : own) slots[slot].join(statistics);
  }
  PostlistWriter postlist(directory + "/postlist.glass");
  postlist.add_front(metadata, slots);
  LeftOutCounts left_out;
  std::vector<std::unique_ptr<EntrySource>> entries;
  const auto join = [&](const JoinedSource& source, std::unique_ptr<EntrySource> from) {
    entries.push_back(std::make_unique<JoinedEntries>(source, std::move(from), left_out));
  };
  for (const JoinedSource& source : sources) {
    counts.add(source);
    if (source.shard == nullptr) {
      join(source, std::make_unique<TableEntries>(source));
    } else {
      for (auto& from : source.shard->take_entries()) join(source, std::move(from));
    }
  }
  merge_entries(entries, [&](const PostlistEntry& entry) {
    postlist.add(entry);
    sample.add_entry(entry);
    if (entry.documents > 0 && entry.key != kLengthsKey) counts.occurrences += entry.occurrences;
  });
  counts.statistics.documents -= left_out.documents;
  counts.statistics.total_length -= left_out.length;
  if (counts.statistics.total_length == 0) counts.statistics.forget_bounds();
  return postlist.finish();
}

// Joins tables whose keys begin with documents, here `table`.glass, of which what `is_wanted` by
// its key.
TableRoot join_by_document(const std::vector<JoinedSource>& sources, const std::string& directory,
                           const std::string& table, TableRoot TableRoots::*root,
                           bool (*is_wanted)(std::string_view key)) {
  TableWriter writer(directory + "/" + table + ".glass");
  std::string key;
  for (const JoinedSource& source : sources) {
    TableReader reader(source.directory + "/" + table + ".glass", source.head.roots.*root);
    for (const TableItem* item = reader.next(); item != nullptr; item = reader.next()) {
      std::string_view rest = item->key;
      std::uint32_t document = 0;
      if (!take_sortable(rest, document)) source.fail();
      if (source.left_out.contains(document) || !is_wanted(item->key)) continue;
      key.clear();
      append_sortable(key, document + source.shift);
      key.append(rest);
      writer.add(key, item->tag, item->form);
    }
  }
  return writer.finish();
}

// The documents that a shard's own sample kept, as they are in the result.
void add_sample(const JoinedSource& source, ShardSample& sample) {
  for (ShardSample::DocumentKept document : source.shard->sample().documents()) {
    if (source.left_out.contains(document.number)) continue;
    document.number += source.shift;
    sample.add_document(std::move(document));
  }
}

}  // namespace

}  // namespace glass

void merge_glass(const std::vector<GlassSource>& sources, const std::string& directory,
                 const std::map<std::string, std::string>& metadata) {
  using namespace glass;
  std::filesystem::create_directories(directory);
  const std::vector<JoinedSource> joined = open_sources(sources);
  Termlists termlists = Termlists::whole;
  for (const JoinedSource& source : joined) termlists = std::min(termlists, source.termlists());
  TableRoots roots;
  JoinedCounts counts;
  ShardSample sample;
  for (const JoinedSource& source : joined) {
    if (source.shard != nullptr) add_sample(source, sample);
  }
  std::future<void> others = std::async(std::launch::async, [&] {
    const auto all = [](std::string_view) { return true; };
    const auto slots = [](std::string_view key) { return !is_terms_key(key); };
    roots.docdata = join_by_document(joined, directory, "docdata", &TableRoots::docdata, all);
    if (roots.docdata.entries == 0) std::filesystem::remove(directory + "/docdata.glass");
    if (termlists == Termlists::none) return;
    roots.termlist = join_by_document(joined, directory, "termlist", &TableRoots::termlist,
                                      termlists == Termlists::whole ? +all : +slots);
  });
  roots.postlist = join_postlists(joined, directory, metadata, counts, sample);
  others.get();
  if (!counts.agree()) {
    throw IndexError(directory + ": the merged database does not check: its lists hold " +
                         std::to_string(counts.occurrences) + " occurrences, its documents " +
                         std::to_string(counts.statistics.total_length),
                     "the databases before are still there; check memory and disk");
  }
  write_version_file(directory, roots, counts.statistics);
  sample.check(directory, counts.statistics, termlists);
}

}  // namespace sillok
