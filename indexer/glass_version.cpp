#include "indexer/glass_version.h"

#include <xapian.h>

#include <array>
#include <filesystem>
#include <fstream>
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
  while (uuid.size() < 16) uuid += static_cast<char>(random());
  uuid[6] = static_cast<char>((uuid[6] & 0x0f) | 0x40);  // random, by RFC 4122
  uuid[8] = static_cast<char>((uuid[8] & 0x3f) | 0x80);
  return uuid;
}

void append_root(std::string& out, const TableRoot& root, unsigned compress_from) {
  constexpr unsigned kSequential = 2;
  constexpr unsigned kNeverWritten = 1;
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

void check_format(const std::string& scratch) {
  static const std::string stamp = stamp_of_library(scratch);
  if (stamp == format_stamp()) return;
  throw IndexError(
      std::string("Xapian ") + Xapian::version_string() +
          " writes another glass format than 2016-03-14, the one the bulk writer knows",
      "index with --writer xapian");
}

}  // namespace sillok::glass
