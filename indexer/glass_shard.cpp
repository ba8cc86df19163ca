#include "indexer/glass_shard.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "indexer/glass_coding.h"
#include "indexer/glass_termlist.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

// Runs are joined into one when there are this many, which bounds open files and their buffers.
constexpr std::size_t kMaxRuns = 64;

// `data` as a raw deflate stream of stored blocks. Compaction copies a compressed tag as it is, but
// tries to compress any other.
void store_deflated(std::string_view data, std::string& out) {
  constexpr std::size_t kMaxStored = 0xffff;
  out.clear();
  do {
    const std::string_view part = data.substr(0, kMaxStored);
    data.remove_prefix(part.size());
    const auto size = static_cast<unsigned>(part.size());
    out += data.empty() ? '\1' : '\0';
    for (const unsigned number : {size, ~size}) {
      out += static_cast<char>(number);
      out += static_cast<char>(number >> 8);
    }
    out.append(part);
  } while (!data.empty());
}

std::string prepare_directory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) throw IndexError(directory + ": cannot be created: " + error.message());
  check_format(directory);
  return directory;
}

}  // namespace

GlassShard::GlassShard(const std::string& directory, GlassOptions options)
    : directory_(prepare_directory(directory)),
      options_(std::move(options)),
      docdata_(directory + "/docdata.glass"),
      postings_(options_.posting_bytes - value_bytes()) {
  if (options_.termlists != Termlists::none) {
    termlists_ =
        std::make_unique<TermlistWriter>(directory + "/termlist.glass", options_.termlists);
  }
}

GlassShard::~GlassShard() = default;

std::uint32_t GlassShard::add(const PreparedDocument& document) {
  const std::uint32_t number = statistics_.documents + 1;
  if (!postings_.has_room(number, document) || values_.memory_bytes() > value_bytes()) set_aside();
  postings_.add(number, document);
  values_.add(number, document);
  add_data(number, document.data);
  if (termlists_) termlists_->add(number, document);
  count(document);
  sample_.add_document(number, document);
  return number;
}

void GlassShard::add_data(std::uint32_t number, const std::string& data) {
  if (data.empty()) return;
  key_.clear();
  append_sortable(key_, number);
  if (data.size() <= kMaxPlainBytes) {
    docdata_.add(key_, data);
    return;
  }
  store_deflated(data, tag_);
  docdata_.add(key_, tag_, TagForm::deflated);
}

void GlassShard::count(const PreparedDocument& document) {
  ++statistics_.documents;
  ++statistics_.last_document;
  statistics_.total_length += document.length;
  statistics_.longest = std::max(statistics_.longest, document.length);
  if (document.length > 0 &&
      (statistics_.shortest == 0 || document.length < statistics_.shortest)) {
    statistics_.shortest = document.length;
  }
  for (const auto& term : document.terms) {
    statistics_.highest_wdf = std::max(statistics_.highest_wdf, term.wdf);
  }
}

std::size_t GlassShard::memory_bytes() const {
  return postings_.memory_bytes() + values_.memory_bytes() +
         (termlists_ ? 3 : 2) * TableWriter::memory_bytes() + runs_.size() * kRunBufferBytes;
}

void GlassShard::set_aside() {
  const std::string path = directory_ + "/run-" + std::to_string(++runs_made_);
  std::vector<std::string> joined;
  if (runs_.size() + 1 == kMaxRuns) joined.swap(runs_);
  std::vector<std::unique_ptr<EntrySource>> sources;
  for (const std::string& old : joined) sources.push_back(read_run(old));
  sources.push_back(values_.take());
  for (auto& source : postings_.sorted()) sources.push_back(std::move(source));
  RunWriter run(path);
  merge_entries(sources, [&](const PostlistEntry& entry) { run.add(entry); });
  run.close();
  sources.clear();
  postings_.clear();
  for (const std::string& old : joined) std::filesystem::remove(old);
  runs_.push_back(path);
}

void GlassShard::close() {
  if (std::exchange(is_closed_, true)) return;
  roots_.docdata = docdata_.finish();
  if (roots_.docdata.entries == 0) std::filesystem::remove(directory_ + "/docdata.glass");
  if (termlists_) roots_.termlist = termlists_->finish();
  sorted_ = postings_.sorted();
}

void GlassShard::for_each_value_chunk(const OnValueChunk& on_chunk) const {
  for (const std::string& path : runs_) {
    const auto run = read_run(path);
    for (const PostlistEntry* entry = run->next();
         entry != nullptr && entry->key.starts_with(kValueChunkKey); entry = run->next()) {
      on_chunk(entry->key, entry->bytes);
    }
  }
  values_.for_each_chunk(on_chunk);
}

std::vector<std::unique_ptr<EntrySource>> GlassShard::take_entries() {
  std::vector<std::unique_ptr<EntrySource>> sources;
  for (const std::string& run : runs_) sources.push_back(read_run(run));
  // No two of what is in memory give the same key, so their order is free.
  sources.push_back(values_.take());
  for (auto& source : std::exchange(sorted_, {})) sources.push_back(std::move(source));
  return sources;
}

TableRoot GlassShard::write_postlist() {
  PostlistWriter postlist(directory_ + "/postlist.glass");
  postlist.add_front(options_.metadata, values_.statistics());
  merge_entries(take_entries(), [&](const PostlistEntry& entry) {
    postlist.add(entry);
    sample_.add_entry(entry);
  });
  return postlist.finish();
}

void GlassShard::finish() {
  close();
  roots_.postlist = write_postlist();
  postings_.clear();
  for (const std::string& run : std::exchange(runs_, {})) std::filesystem::remove(run);
  write_version_file(directory_, roots_, statistics_);
  sample_.check(directory_, statistics_, options_.termlists);
}

}  // namespace sillok::glass
