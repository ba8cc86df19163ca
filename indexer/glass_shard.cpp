#include "indexer/glass_shard.h"

#include <libdeflate.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <utility>

#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

// Runs are joined into one when there are this many, which bounds open files and their buffers.
constexpr std::size_t kMaxRuns = 64;
constexpr int kTermlistLevel = 1;
// Xapian leaves shorter tags alone, so they need no disguise.
constexpr std::size_t kMinDeflatedBytes = 18;

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

// Leading bytes that two terms share.
std::size_t common_bytes(const PreparedDocument& document, const PreparedDocument::TermCount& a,
                         const PreparedDocument::TermCount& b) {
  const std::size_t shorter = std::min(a.size, b.size);
  if (a.leading != b.leading) {
    const auto equal = static_cast<std::size_t>(std::countl_zero(a.leading ^ b.leading)) / 8;
    return std::min(equal, shorter);
  }
  const std::string_view rest_a = document.rest(a);
  const std::string_view rest_b = document.rest(b);
  const auto differs =
      std::mismatch(rest_a.begin(), rest_a.end(), rest_b.begin(), rest_b.end()).first;
  return std::min(sizeof(a.leading), shorter) + static_cast<std::size_t>(differs - rest_a.begin());
}

void append_from(const PreparedDocument& document, const PreparedDocument::TermCount& term,
                 std::size_t from, std::string& out) {
  for (std::size_t at = from; at < std::min<std::size_t>(term.size, sizeof(term.leading)); ++at) {
    out += static_cast<char>(term.leading >> (56 - 8 * at));
  }
  const std::string_view rest = document.rest(term);
  if (!rest.empty()) out.append(rest.substr(std::max(from, sizeof(term.leading)) - 8));
}

void append_terms(const PreparedDocument& document, std::string& tag) {
  append_varint(tag, document.length);
  append_varint(tag, document.terms.size());
  const PreparedDocument::TermCount* before = nullptr;
  for (const auto& term : document.terms) {
    std::size_t reuse = 0;
    bool is_packed = false;
    if (before != nullptr) {
      if (!document.before(*before, term))
        throw IndexError("the terms of a document are not sorted");
      reuse = common_bytes(document, *before, term);
      const std::size_t packed = (std::size_t{term.wdf} + 1) * (before->size + 1) + reuse;
      is_packed = packed < 256;
      tag += static_cast<char>(is_packed ? packed : reuse);
    }
    tag += static_cast<char>(term.size - reuse);
    append_from(document, term, reuse, tag);
    if (!is_packed) append_varint(tag, term.wdf);
    before = &term;
  }
}

}  // namespace

// The termlist table, fed in the order of documents.
class TermlistWriter {
 public:
  explicit TermlistWriter(const std::string& path)
      : table_(path), compressor_(libdeflate_alloc_compressor(kTermlistLevel)) {
    if (!compressor_) throw std::bad_alloc();
  }

  void add(std::uint32_t number, const PreparedDocument& document) {
    key_.clear();
    append_sortable(key_, number);
    tag_.clear();
    if (!document.terms.empty()) append_terms(document, tag_);
    add_tag();
    if (document.values.empty()) return;
    key_ += '\0';
    tag_.clear();
    unsigned next_slot = 0;
    for (const auto& [slot, value] : document.values) {
      append_varint(tag_, slot - next_slot);
      next_slot = slot + 1;
    }
    add_tag();
  }

  TableRoot finish() { return table_.finish(); }

 private:
  void add_tag() {
    std::size_t bytes = 0;
    if (tag_.size() > kMinDeflatedBytes) {
      deflated_.resize(tag_.size());
      bytes = libdeflate_deflate_compress(compressor_.get(), tag_.data(), tag_.size(),
                                          deflated_.data(), deflated_.size() - 1);
    }
    if (bytes == 0) {
      table_.add(key_, tag_);
    } else {
      table_.add(key_, {deflated_.data(), bytes}, TagForm::deflated);
    }
  }

  struct Free {
    void operator()(libdeflate_compressor* compressor) const {
      libdeflate_free_compressor(compressor);
    }
  };
  TableWriter table_;
  std::unique_ptr<libdeflate_compressor, Free> compressor_;
  std::string key_;
  std::string tag_;
  std::string deflated_;
};

namespace {

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
  if (options_.termlists) {
    termlists_ = std::make_unique<TermlistWriter>(directory + "/termlist.glass");
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
  if (data.size() <= kMinDeflatedBytes) {
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
