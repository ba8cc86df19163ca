#include "indexer/glass_version.h"

#include <xapian.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string_view>

#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

// The magic, then the format's date: years since 2014 above nine bits, months above five, days.
constexpr std::string_view kMagic = "\x0f\x0dXapian Glass";
constexpr unsigned kFormat = (2016u - 2014) << 9 | 3 << 5 | 14;
constexpr std::size_t kStampBytes = kMagic.size() + 2;

constexpr unsigned kRevision = 1;
constexpr std::size_t kUuidBytes = 16;
// Beside a root's level.
constexpr unsigned kSequential = 2;
constexpr unsigned kNeverWritten = 1;
// Shorter tags are never compressed when Xapian updates the table; 0: none is.
constexpr unsigned kCompressFrom = 18;

std::string format_stamp() {
  std::string stamp{kMagic};
  stamp += static_cast<char>(kFormat >> 8);
  stamp += static_cast<char>(kFormat & 0xff);
  return stamp;
}

std::string random_uuid() {
  std::random_device random;
  std::string uuid;
  while (uuid.size() < kUuidBytes) uuid += static_cast<char>(random());
  uuid[6] = static_cast<char>((uuid[6] & 0x0f) | 0x40);  // random, by RFC 4122
  uuid[8] = static_cast<char>((uuid[8] & 0x3f) | 0x80);
  return uuid;
}

void append_root(std::string& out, const TableRoot& root, unsigned compress_from) {
  append_varint(out, root.block);
  append_varint(out, root.level << 2 | kSequential | (root.blocks == 0 ? kNeverWritten : 0));
  append_varint(out, root.entries);
  append_varint(out, kBlockBytes >> 11);
  append_varint(out, compress_from);
  std::string free_list;
  if (root.blocks != 0) {
    append_varint(free_list, kRevision);
    append_varint(free_list, root.blocks);
    free_list.append(4, '\0');  // where free blocks are read and written: none yet
  }
  append_sized(out, free_list);
}

// Takes numbers and strings off a version file.
class VersionParser {
 public:
  VersionParser(std::string_view bytes, const std::string& path) : rest_(bytes), path_(path) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    if (!take_varint(rest_, value)) fail();
    return value;
  }

  TableRoot root() {
    TableRoot root;
    root.block = static_cast<std::uint32_t>(number());
    const std::uint64_t level = number();
    root.level = static_cast<unsigned>(level >> 2);
    root.entries = number();
    root.block_bytes = static_cast<std::size_t>(number()) << 11;
    number();  // bytes from which tags are compressed
    const std::uint64_t free_list_bytes = number();
    if (free_list_bytes > rest_.size() || root.level > kMaxLevels || root.block_bytes < 2048 ||
        root.block_bytes > 65536) {
      fail();
    }
    rest_.remove_prefix(free_list_bytes);
    root.blocks = (level & kNeverWritten) != 0 ? 0 : 1;
    return root;
  }

  std::string_view rest() const { return rest_; }

  [[noreturn]] void fail() const {
    throw IndexError(path_ + ": damaged", "rebuild the index with sillok-index --rebuild");
  }

 private:
  static constexpr unsigned kMaxLevels = 10;
  std::string_view rest_;
  const std::string& path_;
};

std::string stamp_of(const std::string& version_file) {
  std::ifstream file(version_file, std::ios::binary);
  std::string stamp(kStampBytes, '\0');
  file.read(stamp.data(), static_cast<std::streamsize>(stamp.size()));
  stamp.resize(static_cast<std::size_t>(file.gcount()));
  return stamp;
}

std::string stamp_of_library(const std::string& scratch) {
  const std::string directory = scratch + "/format-probe";
  try {
    constexpr int kFlags =
        Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC;
    Xapian::WritableDatabase database(directory, kFlags);
    database.add_document(Xapian::Document());
    database.commit();
  } catch (const Xapian::Error& error) {
    throw IndexError(directory + ": " + error.get_description());
  }
  std::string stamp = stamp_of(directory + "/iamglass");
  std::filesystem::remove_all(directory);
  return stamp;
}

}  // namespace

namespace {

std::string read_version_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!bytes.starts_with(format_stamp()) || bytes.size() < kStampBytes + kUuidBytes) {
    throw IndexError(path + ": not of the glass format 2016-03-14");
  }
  return bytes;
}

}  // namespace

void write_version_file(const std::string& directory, const TableRoots& roots,
                        const DatabaseStatistics& statistics) {
  std::string bytes = format_stamp();
  bytes += random_uuid();
  append_varint(bytes, kRevision);
  append_root(bytes, roots.postlist, 0);
  append_root(bytes, roots.docdata, kCompressFrom);
  append_root(bytes, roots.termlist, kCompressFrom);
  append_root(bytes, {}, 0);              // positions
  append_root(bytes, {}, kCompressFrom);  // spelling
  append_root(bytes, {}, kCompressFrom);  // synonyms
  append_varint(bytes, statistics.documents);
  append_varint(bytes, statistics.last_document - statistics.documents);
  append_varint(bytes, statistics.shortest);
  append_varint(bytes, statistics.highest_wdf);
  append_varint(bytes, statistics.longest - statistics.highest_wdf);
  append_varint(bytes, 0);  // oldest changeset
  append_varint(bytes, statistics.total_length);
  append_varint(bytes, 0);  // highest frequency in the spelling table
  OutputFile file(directory + "/iamglass");
  file.write(bytes);
  file.close();
}

void replace_termlist_root(const std::string& directory, const TableRoot& root) {
  const std::string path = directory + "/iamglass";
  const std::string bytes = read_version_bytes(path);
  VersionParser parser(std::string_view(bytes).substr(kStampBytes + kUuidBytes), path);
  parser.number();  // revision
  parser.root();    // postlist
  parser.root();    // docdata
  std::string replaced = bytes.substr(0, bytes.size() - parser.rest().size());
  append_root(replaced, root, kCompressFrom);
  parser.root();
  replaced += parser.rest();
  OutputFile file(path + ".new");
  file.write(replaced);
  file.close();
  std::filesystem::rename(path + ".new", path);
}

DatabaseHead read_version_file(const std::string& directory) {
  const std::string path = directory + "/iamglass";
  const std::string bytes = read_version_bytes(path);
  VersionParser parser(std::string_view(bytes).substr(kStampBytes + kUuidBytes), path);
  parser.number();  // revision
  DatabaseHead head;
  head.roots.postlist = parser.root();
  head.roots.docdata = parser.root();
  head.roots.termlist = parser.root();
  for (const char* table : {"positions", "spellings", "synonyms"}) {
    if (parser.root().entries == 0) continue;
    throw IndexError(directory + ": holds " + table + ", which no index of Sillok does");
  }
  DatabaseStatistics& statistics = head.statistics;
  const auto number = [&] { return static_cast<std::uint32_t>(parser.number()); };
  statistics.documents = number();
  statistics.last_document = number() + statistics.documents;
  statistics.shortest = number();
  statistics.highest_wdf = number();
  statistics.longest = number() + statistics.highest_wdf;
  number();  // oldest changeset
  statistics.total_length = parser.number();
  return head;
}

void check_format(const std::string& scratch) {
  static const std::string stamp = stamp_of_library(scratch);
  if (stamp == format_stamp()) return;
  throw IndexError(
      std::string("Xapian ") + Xapian::version_string() +
          " writes another glass format than 2016-03-14, the one the bulk writer knows",
      "index with --writer xapian");
}

}  // namespace sillok::glass
