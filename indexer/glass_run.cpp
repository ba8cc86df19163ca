#include "indexer/glass_run.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <utility>

#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

// A chunk's postings: about as many as Xapian's own writer puts into one, fewer when the item
// would not fit one piece.
constexpr std::size_t kChunkBytes = 2000;
constexpr std::size_t kChunkHeadBytes = 32;

class RunReader : public EntrySource {
 public:
  explicit RunReader(const std::string& path) : path_(path), file_(path, std::ios::binary) {
    if (!file_) fail();
  }

  const PostlistEntry* next() override {
    if (!ensure(sizeof(std::uint32_t))) {
      if (begin_ != end_) fail();
      return nullptr;
    }
    std::uint32_t bytes;
    std::memcpy(&bytes, &buffer_[begin_], sizeof(bytes));
    begin_ += sizeof(bytes);
    if (!ensure(bytes)) fail();
    const char* at = &buffer_[begin_];
    const char* end = at + bytes;
    begin_ += bytes;
    const std::size_t key_bytes = read_varint(at);
    entry_.key = {at, key_bytes};
    at += key_bytes;
    entry_.documents = static_cast<std::uint32_t>(read_varint(at));
    entry_.occurrences = static_cast<std::uint32_t>(read_varint(at));
    entry_.first = static_cast<std::uint32_t>(read_varint(at));
    entry_.last = static_cast<std::uint32_t>(read_varint(at));
    entry_.bytes = {at, static_cast<std::size_t>(end - at)};
    return &entry_;
  }

 private:
  [[noreturn]] void fail() const {
    throw IndexError(path_ + ": cannot be read back", "check the disk and its free space");
  }

  // False when the file ends before `bytes` bytes.
  bool ensure(std::size_t bytes) {
    if (end_ - begin_ >= bytes) return true;
    buffer_.erase(0, begin_);
    end_ -= begin_;
    begin_ = 0;
    buffer_.resize(std::max(kRunBufferBytes, bytes));
    file_.read(&buffer_[end_], static_cast<std::streamsize>(buffer_.size() - end_));
    end_ += static_cast<std::size_t>(file_.gcount());
    return end_ >= bytes;
  }

  std::string path_;
  std::ifstream file_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  PostlistEntry entry_;
};

// Adds the list of a later source to `list`, whose bytes are in `bytes`.
void join(PostlistEntry& list, std::string& bytes, const PostlistEntry& later) {
  append_varint(bytes, later.first - list.last - 1);
  bytes.append(later.bytes);
  list.documents += later.documents;
  list.occurrences += later.occurrences;
  list.last = later.last;
}

}  // namespace

void merge_entries(const std::vector<std::unique_ptr<EntrySource>>& sources,
                   const EntrySink& sink) {
  struct Head {
    const PostlistEntry* entry;
    std::size_t source;
  };
  const auto after = [](const Head& a, const Head& b) {
    const int order = a.entry->key.compare(b.entry->key);
    return order > 0 || (order == 0 && a.source > b.source);
  };
  std::vector<Head> heap;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (const PostlistEntry* entry = sources[i]->next()) heap.push_back({entry, i});
  }
  std::make_heap(heap.begin(), heap.end(), after);
  // Takes the first head off the heap, and puts that of the same source after it back.
  const auto take = [&] {
    std::pop_heap(heap.begin(), heap.end(), after);
    const Head head = heap.back();
    heap.pop_back();
    return head;
  };
  const auto advance = [&](Head head) {
    head.entry = sources[head.source]->next();
    if (head.entry == nullptr) return;
    heap.push_back(head);
    std::push_heap(heap.begin(), heap.end(), after);
  };
  std::string key;
  std::string bytes;
  while (!heap.empty()) {
    const Head head = take();
    if (heap.empty() || heap.front().entry->key != head.entry->key) {
      sink(*head.entry);
      advance(head);
      continue;
    }
    PostlistEntry list = *head.entry;
    key.assign(list.key);
    bytes.assign(list.bytes);
    advance(head);
    while (!heap.empty() && heap.front().entry->key == key) {
      const Head later = take();
      join(list, bytes, *later.entry);
      advance(later);
    }
    list.key = key;
    list.bytes = bytes;
    sink(list);
  }
}

void RunWriter::add(const PostlistEntry& entry) {
  head_.assign(sizeof(std::uint32_t), '\0');
  append_sized(head_, entry.key);
  append_varint(head_, entry.documents);
  append_varint(head_, entry.occurrences);
  append_varint(head_, entry.first);
  append_varint(head_, entry.last);
  const auto bytes =
      static_cast<std::uint32_t>(head_.size() - sizeof(std::uint32_t) + entry.bytes.size());
  std::memcpy(head_.data(), &bytes, sizeof(bytes));
  file_.write(head_);
  file_.write(entry.bytes);
}

std::unique_ptr<EntrySource> read_run(const std::string& path) {
  return std::make_unique<RunReader>(path);
}

namespace {

// A stretch of a posting list that becomes one chunk.
struct Chunk {
  std::uint32_t first;
  std::uint32_t last;
  std::string_view bytes;
};

// The chunk that begins at `at`, where the wdf of document `first` stands; moves `at` to the next
// chunk's and `first` to its document.
Chunk cut_chunk(const char*& at, const char* end, std::size_t most_bytes, std::uint32_t& first) {
  Chunk chunk{first, first, {}};
  const char* begin = at;
  read_varint(at);
  while (at != end) {
    const char* entry_end = at;
    const auto next = chunk.last + static_cast<std::uint32_t>(read_varint(at)) + 1;
    if (static_cast<std::size_t>(entry_end - begin) >= most_bytes) {
      chunk.bytes = {begin, static_cast<std::size_t>(entry_end - begin)};
      first = next;
      return chunk;
    }
    if (at == end) throw IndexError("a posting list is damaged: it ends within a posting");
    chunk.last = next;
    read_varint(at);
  }
  chunk.bytes = {begin, static_cast<std::size_t>(end - begin)};
  return chunk;
}

void append_chunk(std::string& tag, const Chunk& chunk, bool is_last) {
  tag += is_last ? '1' : '0';
  append_varint(tag, chunk.last - chunk.first);
  tag.append(chunk.bytes);
}

}  // namespace

void PostlistWriter::add_front(const std::map<std::string, std::string>& metadata,
                               const SlotStatistics& slots) {
  for (const auto& [name, value] : metadata) {
    if (!value.empty()) table_.add(std::string(kMetadataKey) + name, value);
  }
  for (const auto& [key, tag] : encode_statistics(slots)) table_.add(key, tag);
}

void PostlistWriter::add(const PostlistEntry& entry) {
  if (entry.documents == 0) {
    table_.add(entry.key, entry.bytes);
    return;
  }
  const bool is_lengths = entry.key == kLengthsKey;
  tag_.clear();
  append_varint(tag_, is_lengths ? 0 : entry.documents);
  append_varint(tag_, is_lengths ? 0 : entry.occurrences);
  append_varint(tag_, entry.first - 1);
  const std::size_t fits = kMaxItemBytes - entry.key.size() - kChunkHeadBytes;
  const std::size_t most_bytes = std::min(kChunkBytes, fits - 2 * kMaxVarintBytes);
  if (entry.bytes.size() > most_bytes) {
    add_chunks(entry, most_bytes);
    return;
  }
  append_chunk(tag_, {entry.first, entry.last, entry.bytes}, true);
  table_.add(entry.key, tag_);
}

// Adds a list of more than one chunk, the head of whose first is in tag_.
void PostlistWriter::add_chunks(const PostlistEntry& entry, std::size_t most_bytes) {
  key_.assign(entry.key);
  const char* at = entry.bytes.data();
  const char* end = at + entry.bytes.size();
  for (std::uint32_t first = entry.first;;) {
    const Chunk chunk = cut_chunk(at, end, most_bytes, first);
    append_chunk(tag_, chunk, at == end);
    table_.add(key_, tag_);
    if (at == end) return;
    tag_.clear();
    key_.assign(entry.key);
    if (entry.key != kLengthsKey) key_ += '\0';
    append_sortable(key_, first);
  }
}

}  // namespace sillok::glass
