#include "indexer/dump.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "common/charset.h"
#include "indexer/archive_reader.h"
#include "indexer/byte_source.h"
#include "indexer/decompression.h"
#include "sillok/error.h"

namespace sillok {

namespace {

namespace fs = std::filesystem;

// A tar header's size: enough to tell archives, compressed files and WARC from others.
constexpr std::size_t kHeadBytes = 512;

// Compression on top of compression: .tar.gz.gz happens, more is an attack.
constexpr int kMaxCompressionLayers = 4;

constexpr std::uint64_t kFreeExpansionBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kProgressStepBytes = std::uint64_t{1} << 20;

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of("/!\\") + 1);
}

// What operating systems leave behind in folders and archives.
bool is_system_file(std::string_view path) {
  const auto name = ascii_lower(file_name(path));
  return name == ".ds_store" || name == "thumbs.db" || name == "desktop.ini" ||
         name.starts_with("._") || path.find("__MACOSX/") != std::string_view::npos;
}

// Documents that are zip archives inside, but one thing to their users.
bool is_document_name(std::string_view path) {
  static constexpr std::array<std::string_view, 11> kSuffixes = {
      ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".hwpx", ".jar", ".apk", ".kmz"};
  const auto name = ascii_lower(file_name(path));
  return std::any_of(kSuffixes.begin(), kSuffixes.end(),
                     [&name](std::string_view suffix) { return name.ends_with(suffix); });
}

// A file of the dump, or a member of an archive in it.
struct Item {
  std::string place;
  CharsetVerdict name_charset;
  std::int64_t modified = 0;
  unsigned depth = 0;    // archives around it
  int compressions = 0;  // taken off already
};

class SourceEntry : public Entry {
 public:
  SourceEntry(const Item& item, ByteSource& source) : item_(item), source_(source) {}

  const std::string& place() const override { return item_.place; }
  const CharsetVerdict& name_charset() const override { return item_.name_charset; }
  std::int64_t modified() const override { return item_.modified; }
  std::string_view next_block() override { return source_.next(); }

 private:
  const Item& item_;
  ByteSource& source_;
};

// A member whose bytes are counted against the limits.
class CountedSource : public ByteSource {
 public:
  CountedSource(ByteSource& source, std::function<void(std::size_t)> on_bytes)
      : source_(source), on_bytes_(std::move(on_bytes)) {}

  std::string_view next() override {
    const auto block = source_.next();
    if (!block.empty()) on_bytes_(block.size());
    return block;
  }

 private:
  ByteSource& source_;
  std::function<void(std::size_t)> on_bytes_;
};

class DumpWalker {
 public:
  DumpWalker(const DumpLimits& limits, const std::string& name_charset,
             const std::function<void(Entry&)>& on_entry, const std::function<void(Skip)>& on_skip,
             const std::function<void(const DumpProgress&)>& on_progress)
      : limits_(limits),
        name_charset_(name_charset),
        on_entry_(on_entry),
        on_skip_(on_skip),
        on_progress_(on_progress) {}

  void walk(const std::vector<std::string>& paths) {
    for (const auto& path : paths) check_path(path);
    if (on_progress_) measure(paths);
    for (const auto& path : paths) {
      if (path == "-")
        read_file(path, {"-", {}}, 0);
      else
        walk_path(path, false);
    }
    report_progress(0, true);
  }

 private:
  static void check_path(const std::string& path) {
    std::error_code error;
    if (path == "-" || fs::exists(path, error)) return;
    throw InputError(decode_name(path).text + ": no such file or directory",
                     "name files, directories, archives, or - for standard input");
  }

  // The bytes of all files, for the progress; unknown as soon as standard input is among them.
  void measure(const std::vector<std::string>& paths) {
    std::uint64_t total = 0;
    for (const auto& path : paths) {
      std::error_code error;
      if (path == "-") return;
      const auto size = fs::file_size(path, error);
      if (!error) total += size;
      if (!fs::is_directory(path, error)) continue;
      const auto options = fs::directory_options::skip_permission_denied;
      for (fs::recursive_directory_iterator it(path, options, error), end; !error && it != end;
           it.increment(error)) {
        std::error_code ignored;
        if (!it->is_regular_file(ignored)) continue;
        const auto bytes = it->file_size(ignored);
        if (!ignored) total += bytes;
      }
    }
    progress_.bytes_total = total;
  }

  void walk_path(const fs::path& path, bool within_directory) {
    const DecodedText name = decode_name(path.string(), name_charset_);
    const std::string& place = name.text;
    std::error_code error;
    const bool is_link = fs::is_symlink(path, error);
    const auto status = fs::status(path, error);
    if (fs::is_directory(status)) {
      if (is_link && within_directory)
        skip(place, "link to a directory");
      else
        walk_directory(path, place);
    } else if (!fs::exists(status)) {
      lose(place, "cannot be read", error ? error.message() : "link to nothing");
    } else if (!fs::is_regular_file(status) && within_directory) {
      skip(place, "not a regular file");
    } else if (within_directory && is_system_file(place)) {
      skip(place, "system file");
    } else {
      read_file(path.string(), name, modification_time(path));
    }
  }

  void walk_directory(const fs::path& path, const std::string& place) {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
      names.push_back(it->path().filename().string());
    }
    if (error) lose(place, "cannot be read", error.message());
    std::sort(names.begin(), names.end());
    for (const auto& name : names) walk_path(path / name, true);
  }

  static std::int64_t modification_time(const fs::path& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? status.st_mtime : 0;
  }

  void read_file(const std::string& path, const DecodedText& name, std::int64_t modified) {
    const std::string& place = name.text;
    file_bytes_ = 0;
    limit_passed_.clear();
    try {
      FileSource file(path, [this](std::size_t bytes) {
        file_bytes_ += bytes;
        report_progress(bytes, false);
      });
      read_item(file, {place, name.verdict, modified, 0, 0});
    } catch (const InputError& e) {
      lose(place, "cannot be read", e.what());
    }
    if (!limit_passed_.empty()) lose(place, "limit passed, the rest was not read", limit_passed_);
  }

  // Finds out what the item is, and reads it as that.
  void read_item(ByteSource& source, const Item& item) {
    PeekedSource peeked(source);
    const auto head = peeked.peek(kHeadBytes);
    const auto compression = find_compression(head);
    const auto archive = find_archive_format(head);
    if (compression != Compression::none) {
      read_compressed(peeked, item, compression);
    } else if (archive == ArchiveFormat::none || is_document_name(item.place)) {
      SourceEntry entry(item, peeked);
      on_entry_(entry);
    } else if (item.depth >= limits_.archive_depth) {
      lose(item.place, "archives nested too deep",
           "more than " + std::to_string(limits_.archive_depth) + " levels; --max-depth");
    } else {
      open_archive(archive, source, peeked, item);
    }
  }

  void read_compressed(ByteSource& source, const Item& item, Compression compression) {
    if (item.compressions == kMaxCompressionLayers) {
      lose(item.place, "compressed too many times");
      return;
    }
    const auto plain = decompress(compression, source, item.place, make_meter(item.place));
    Item inner = item;
    ++inner.compressions;
    read_item(*plain, inner);
  }

  // zip and 7z have their tables at the end: what cannot seek is copied to a file first.
  void open_archive(ArchiveFormat format, ByteSource& source, PeekedSource& peeked,
                    const Item& item) {
    auto* file = dynamic_cast<FileSource*>(&source);
    if (file != nullptr && file->is_seekable() && file->seek(0, SEEK_SET) == 0) {
      read_archive(format, *file, item);
    } else if (format == ArchiveFormat::tar) {
      read_archive(format, peeked, item);
    } else {
      const auto spooled = spool_to_file(peeked, item.place);
      read_archive(format, *spooled, item);
    }
  }

  void read_archive(ArchiveFormat format, ByteSource& source, const Item& item) {
    std::uint64_t members = 0;
    try {
      ArchiveReader reader(format, source, item.place, name_charset_);
      auto meter = make_meter(item.place);
      for (ArchiveMember member; reader.next_member(member);) {
        if (++members > limits_.members) {
          pass_limit(item.place + ": more than " + std::to_string(limits_.members) +
                     " members; --max-members");
        }
        read_member(reader, member, item, meter);
        if (!limit_passed_.empty()) return;
      }
      if (members == 0) skip(item.place, "empty archive");
    } catch (const InputError& e) {
      if (limit_passed_.empty()) lose(item.place, "damaged archive", e.what());
    }
  }

  void read_member(ArchiveReader& reader, const ArchiveMember& member, const Item& archive,
                   std::function<void(std::size_t)>& meter) {
    if (member.is_directory) return;
    const std::string place = archive.place + "!" + member.name.text;
    if (member.is_link) return skip(place, "link in an archive");
    if (member.is_encrypted) return lose(place, "encrypted");
    if (is_system_file(member.name.text)) return skip(place, "system file");
    CountedSource counted(reader, [&meter](std::size_t bytes) { meter(bytes); });
    const auto modified = member.modified != 0 ? member.modified : archive.modified;
    try {
      read_item(counted, {place, member.name.verdict, modified, archive.depth + 1, 0});
    } catch (const InputError& e) {
      lose(place, "cannot be read", e.what());
    }
  }

  // Counts what comes out of one archive or compressed file against what went into it.
  std::function<void(std::size_t)> make_meter(const std::string& place) {
    return [this, place, out = std::uint64_t{0}](std::size_t bytes) mutable {
      out += bytes;
      if (out > limits_.expanded_bytes) {
        pass_limit(place + ": expands to more than " + std::to_string(limits_.expanded_bytes) +
                   " bytes; --max-expanded");
      }
      const auto allowed = std::max<std::uint64_t>(file_bytes_, 1) * limits_.expansion_ratio;
      if (out > kFreeExpansionBytes && out > allowed) {
        pass_limit(place + ": expands more than " + std::to_string(limits_.expansion_ratio) +
                   " times; --max-ratio");
      }
    };
  }

  // Nothing more of the file at hand is read.
  [[noreturn]] void pass_limit(std::string which) {
    limit_passed_ = std::move(which);
    throw InputError(limit_passed_);
  }

  // What is no part of the dump.
  void skip(std::string place, std::string reason) {
    on_skip_({std::move(place), std::move(reason), {}});
  }
  // What should have been read.
  void lose(std::string place, std::string reason, std::string detail = {}) {
    on_skip_({std::move(place), std::move(reason), std::move(detail), true});
  }

  void report_progress(std::size_t bytes, bool now) {
    progress_.bytes_read += bytes;
    if (!on_progress_) return;
    if (!now && progress_.bytes_read < next_report_) return;
    next_report_ = progress_.bytes_read + kProgressStepBytes;
    auto shown = progress_;
    // An archive's table at its end is read twice.
    if (shown.bytes_total != 0) shown.bytes_read = std::min(shown.bytes_read, shown.bytes_total);
    on_progress_(shown);
  }

  const DumpLimits& limits_;
  const std::string& name_charset_;
  const std::function<void(Entry&)>& on_entry_;
  const std::function<void(Skip)>& on_skip_;
  const std::function<void(const DumpProgress&)>& on_progress_;
  DumpProgress progress_;
  std::uint64_t next_report_ = 0;
  std::uint64_t file_bytes_ = 0;  // read from the file at hand
  std::string limit_passed_;      // by the file at hand; empty when none was
};

// "news.tar.gz" -> "news".
std::string_view without_archive_suffix(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kSuffixes = {".zip",  ".tar",  ".tgz", ".txz",
                                                                 ".tzst", ".tbz2", ".tbz", ".7z",
                                                                 ".gz",   ".xz",   ".zst", ".bz2"};
  for (bool found = true; found;) {
    found = false;
    const auto lower = ascii_lower(name);
    for (const auto suffix : kSuffixes) {
      if (name.size() <= suffix.size() || !std::string_view(lower).ends_with(suffix)) continue;
      name.remove_suffix(suffix.size());
      found = true;
      break;
    }
  }
  return name;
}

}  // namespace

void for_each_entry(const std::vector<std::string>& paths, const DumpLimits& limits,
                    const std::string& name_charset, const std::function<void(Entry&)>& on_entry,
                    const std::function<void(Skip)>& on_skip,
                    const std::function<void(const DumpProgress&)>& on_progress) {
  DumpWalker(limits, name_charset, on_entry, on_skip, on_progress).walk(paths);
}

std::string containing_directory(std::string_view place) {
  const auto end = place.find_last_of("/!");
  if (end == std::string_view::npos) return {};
  const auto outer = place.substr(0, end);
  auto name = outer.substr(outer.find_last_of("/!") + 1);
  if (place[end] == '!') name = without_archive_suffix(name);
  return name == "." || name == ".." ? std::string() : std::string(name);
}

}  // namespace sillok
