#include "indexer/dump.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "sillok/error.h"
#include "tests/expected.h"
#include "tests/gzip.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

using Files = std::vector<std::pair<std::string, std::string>>;

// A directory that goes with the test.
class Dump : public testing::Test {
 protected:
  Dump() {
    std::string name = (fs::temp_directory_path() / "sillok-dump-XXXXXX").string();
    root_ = mkdtemp(name.data());
  }
  ~Dump() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  std::string path(const std::string& name) const { return (root_ / name).string(); }

  std::string write(const std::string& name, const std::string& bytes) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << bytes;
    return path(name);
  }

  // What was found: "place|content" a line, the place without the test's directory; a read that
  // fails ends in "!".
  std::string read(const std::vector<std::string>& paths, const DumpLimits& limits = {}) {
    std::string found;
    skips_.clear();
    for_each_entry(
        paths, limits, name_charset_,
        [&](Entry& entry) {
          found += relative(entry.place()) + "|";
          try {
            for (auto block = entry.next_block(); !block.empty(); block = entry.next_block()) {
              found += block;
            }
          } catch (const InputError&) {
            found += "!";
          }
          found += "\n";
        },
        [&](const Skip& skip) { skips_ += relative(skip.place) + ": " + skip.reason + "\n"; });
    return found;
  }

  std::string relative(const std::string& place) const {
    const auto prefix = root_.string() + "/";
    return place.starts_with(prefix) ? place.substr(prefix.size()) : place;
  }

  fs::path root_;
  std::string name_charset_;
  std::string skips_;
};

// `files` in an archive that libarchive writes: its format and its filter.
std::string archive_of(const Files& files, int format, int filter) {
  archive* a = archive_write_new();
  archive_write_set_format(a, format);
  archive_write_add_filter(a, filter);
  std::string out(std::size_t{4} << 20, '\0');
  std::size_t used = 0;
  archive_write_set_bytes_per_block(a, 512);
  archive_write_set_bytes_in_last_block(a, 1);
  archive_write_open_memory(a, out.data(), out.size(), &used);
  for (const auto& [name, bytes] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, name.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 1'300'000'000, 0);
    archive_write_header(a, entry);
    archive_write_data(a, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }
  archive_write_close(a);
  archive_write_free(a);
  out.resize(used);
  return out;
}

std::string tar(const Files& files) {
  return archive_of(files, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
}

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

// A zip archive with stored members whose names are raw bytes, without the UTF-8 flag.
std::string raw_zip(const Files& files) {
  std::string out;
  std::string directory;
  for (const auto& [name, bytes] : files) {
    const auto crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
    std::string header;
    for (const std::uint32_t field : {20U, 0U, 0U, 0U, 0x3C21U}) put(header, field, 2);
    put(header, crc, 4);
    put(header, static_cast<std::uint32_t>(bytes.size()), 4);
    put(header, static_cast<std::uint32_t>(bytes.size()), 4);
    put(header, static_cast<std::uint32_t>(name.size()), 2);
    put(header, 0, 2);
    directory += std::string("PK\x01\x02\x14\x00", 6) + header + std::string(10, '\0');
    put(directory, static_cast<std::uint32_t>(out.size()), 4);
    directory += name;
    out += "PK\x03\x04" + header + name + bytes;
  }
  std::string end("PK\x05\x06\0\0\0\0", 8);
  put(end, static_cast<std::uint32_t>(files.size()), 2);
  put(end, static_cast<std::uint32_t>(files.size()), 2);
  put(end, static_cast<std::uint32_t>(directory.size()), 4);
  put(end, static_cast<std::uint32_t>(out.size()), 4);
  put(end, 0, 2);
  return out + directory + end;
}

TEST_F(Dump, DirectoriesAreReadInTheOrderOfNames) {
  write("d/b/2.txt", "two");
  write("d/a.txt", "a");
  write("d/b/10.txt", "ten");
  write("d/빈.txt", "");
  write("d/.DS_Store", "x");
  fs::create_symlink(path("d/a.txt"), path("d/link.txt"));
  fs::create_directory_symlink(path("d/b"), path("d/loop"));
  fs::create_symlink(path("d/none"), path("d/nothing"));
  ASSERT_EQ(mkfifo(path("d/pipe").c_str(), 0600), 0);
  EXPECT_EQ(read({path("d")}),
            "d/a.txt|a\nd/b/10.txt|ten\nd/b/2.txt|two\nd/link.txt|a\nd/빈.txt|\n");
  EXPECT_EQ(skips_,
            "d/.DS_Store: system file\nd/loop: link to a directory\nd/nothing: cannot be read\n"
            "d/pipe: not a regular file\n");
}

TEST_F(Dump, APathThatIsNotThereIsAnError) {
  EXPECT_THROW(read({path("없음")}), InputError);
  try {
    read({write("a.txt", "a"), path("없음")});
    FAIL();
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("없음"), std::string::npos);
    EXPECT_FALSE(e.hint().empty());
  }
}

TEST_F(Dump, ArchivesAreFoundByContent) {
  const Files files = {{"news/", ""}, {"news/1.txt", "하나"}, {"news/2.txt", ""}, {"../x", "자료"}};
  const struct {
    const char* name;
    int format;
    int filter;
  } cases[] = {{"tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE},
               {"pax", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_GZIP},
               {"txz", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_XZ},
               {"tzst", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD},
               {"tbz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2},
               {"zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE},
               {"seven", ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE}};
  for (const auto& c : cases) {
    const auto file = write(c.name, archive_of(files, c.format, c.filter));
    const std::string place = std::string(c.name) + "!";
    auto found = read({file});
    std::string expected =
        place + "news/1.txt|하나\n" + place + "news/2.txt|\n" + place + "../x|자료\n";
    if (c.format == ARCHIVE_FORMAT_7ZIP) {  // which puts empty files last
      expected = place + "news/1.txt|하나\n" + place + "../x|자료\n" + place + "news/2.txt|\n";
    }
    EXPECT_EQ(found, expected) << c.name;
    EXPECT_EQ(skips_, "") << c.name;
  }
}

TEST_F(Dump, AMemberHasItsOwnTime) {
  write("a.tar", tar({{"1.txt", "a"}}));
  for_each_entry(
      {path("a.tar")}, {}, {}, [](Entry& e) { EXPECT_EQ(e.modified(), 1'300'000'000); },
      [](const Skip&) { FAIL(); });
}

TEST_F(Dump, ZipNamesInCp949ComeOutInHangul) {
  // 자료/사회.txt in CP949, and a name that is UTF-8 without the flag.
  write("a.zip",
        raw_zip({{"\xC0\xDA\xB7\xE1/\xBB\xE7\xC8\xB8.txt", "가"}, {"자료/경제.txt", "나"}}));
  EXPECT_EQ(read({path("a.zip")}), "a.zip!자료/사회.txt|가\na.zip!자료/경제.txt|나\n");
}

TEST_F(Dump, TheCharsetOfNamesCanBeForced) {
  // 資料.txt in Shift_JIS: without being told, its bytes are rare Hangul.
  write("a.zip", raw_zip({{"\x8E\x91\x97\xBF.txt", "가"}, {"자료/경제.txt", "나"}}));
  name_charset_ = "shift_jis";
  EXPECT_EQ(read({path("a.zip")}), "a.zip!資料.txt|가\na.zip!자료/경제.txt|나\n");
}

TEST_F(Dump, CompressedFilesAreOneEntry) {
  write("a.jsonl.gz", gzip("{}\n"));
  write("b.txt.zst", archive_of({{"b", "본문"}}, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD));
  write("c.txt.xz", archive_of({{"c", "본문"}}, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ));
  write("d.tar", tar({{"d.txt.gz", gzip("안")}}));
  EXPECT_EQ(read({root_.string()}),
            "a.jsonl.gz|{}\n\nb.txt.zst|본문\nc.txt.xz|본문\nd.tar!d.txt.gz|안\n");
}

TEST_F(Dump, AWarcIsOneEntryWithAllItsGzipMembers) {
  const std::string first = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
  const std::string second =
      "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n";
  write("a.warc.gz", gzip(first) + gzip(second));
  write("b.warc", first + second);
  EXPECT_EQ(read({root_.string()}),
            "a.warc.gz|" + first + second + "\nb.warc|" + first + second + "\n");
}

TEST_F(Dump, OneArchiveWithinAnotherIsRead) {
  const auto inner_zip = raw_zip({{"2.txt", "둘"}});
  const auto inner_7z = archive_of({{"3.txt", "셋"}}, ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE);
  const auto deep = tar({{"deep.zip", raw_zip({{"4.txt", "넷"}})}});
  write("a.tar.gz", gzip(tar({{"1.txt", "하나"},
                              {"b.zip", inner_zip},
                              {"c.7z", inner_7z},
                              {"d.tar", deep},
                              {"e.tgz", gzip(tar({{"5.txt", "다섯"}}))},
                              {"f.docx", inner_zip},
                              {"6.txt", "여섯"}})));
  EXPECT_EQ(read({path("a.tar.gz")}),
            "a.tar.gz!1.txt|하나\na.tar.gz!b.zip!2.txt|둘\n"
            "a.tar.gz!c.7z!3.txt|셋\na.tar.gz!e.tgz!5.txt|다섯\n"
            "a.tar.gz!f.docx|" +
                inner_zip + "\na.tar.gz!6.txt|여섯\n");
  EXPECT_EQ(skips_, "a.tar.gz!d.tar!deep.zip: archives nested too deep\n");
  DumpLimits flat;
  flat.archive_depth = 1;
  read({path("a.tar.gz")}, flat);
  EXPECT_EQ(std::count(skips_.begin(), skips_.end(), '\n'), 4);
}

TEST_F(Dump, ACutArchiveGivesWhatCameBefore) {
  const std::string page(3000, 'x');
  const auto whole = tar({{"1.txt", page}, {"2.txt", page}, {"3.txt", page}});
  const auto before = "!1.txt|" + page + "\n";
  write("a.tar", whole.substr(0, 5000));
  EXPECT_TRUE(read({path("a.tar")}).starts_with("a.tar" + before));
  EXPECT_NE(skips_, "");
  const auto zipped = gzip(whole);
  write("b.tar.gz", zipped.substr(0, zipped.size() - 20));
  EXPECT_TRUE(read({path("b.tar.gz")}).starts_with("b.tar.gz" + before));
  EXPECT_NE(skips_, "");
  const auto zip = raw_zip({{"1.txt", page}, {"2.txt", page}, {"3.txt", page}});
  write("c.zip", zip.substr(0, 7000));
  EXPECT_TRUE(read({path("c.zip")}).starts_with("c.zip" + before));
  EXPECT_NE(skips_, "");
  write("d.jsonl.gz", gzip("{\"a\":1}\n").substr(0, 20));
  EXPECT_TRUE(read({path("d.jsonl.gz")}).ends_with("!\n"));
}

TEST_F(Dump, DamageIsReportedAndTheRestGoesOn) {
  auto broken = gzip(tar({{"1.txt", std::string(3000, 'x')}}));
  broken[broken.size() / 2] ^= 0x55;
  write("a.tgz", broken);
  write("b.zip", "PK\x03\x04" + std::string(100, 'z'));
  write("c.7z", std::string("7z\xbc\xaf\x27\x1c") + std::string(100, 'z'));
  write("d.txt", "끝");
  EXPECT_TRUE(read({root_.string()}).ends_with("d.txt|끝\n"));
  EXPECT_NE(skips_.find("b.zip: damaged archive"), std::string::npos) << skips_;
  EXPECT_NE(skips_.find("c.7z: damaged archive"), std::string::npos) << skips_;
}

TEST_F(Dump, WhatSystemsLeaveInArchivesIsSkipped) {
  write("a.zip", raw_zip({{"자료/.DS_Store", "x"},
                          {"__MACOSX/자료/._1.txt", "x"},
                          {"Thumbs.db", "x"},
                          {"1.txt", "a"}}));
  EXPECT_EQ(read({path("a.zip")}), "a.zip!1.txt|a\n");
  EXPECT_EQ(skips_,
            "a.zip!자료/.DS_Store: system file\na.zip!__MACOSX/자료/._1.txt: system file\n"
            "a.zip!Thumbs.db: system file\n");
  write("b.zip", raw_zip({}));
  EXPECT_EQ(read({path("b.zip")}), "");
  EXPECT_EQ(skips_, "b.zip: empty archive\n");
}

TEST_F(Dump, ABombEndsInASkipThatNamesTheLimit) {
  const std::string zeros(std::size_t{80} << 20, '\0');
  write("bomb.gz", gzip(zeros));
  write("after.txt", "뒤");
  DumpLimits limits;
  limits.expansion_ratio = 100;
  const auto found = read({path("bomb.gz"), path("after.txt")}, limits);
  EXPECT_TRUE(found.ends_with("!\nafter.txt|뒤\n"));
  EXPECT_EQ(skips_, "bomb.gz: limit passed, the rest was not read\n");
  limits = {};
  limits.members = 2;
  write("many.tar", tar({{"1", "a"}, {"2", "b"}, {"3", "c"}}));
  EXPECT_EQ(read({path("many.tar")}, limits), "many.tar!1|a\nmany.tar!2|b\n");
  EXPECT_EQ(skips_, "many.tar: limit passed, the rest was not read\n");
  limits = {};
  limits.expanded_bytes = 4;
  write("large.zip", raw_zip({{"1", "abc"}, {"2", "def"}, {"3", "ghi"}}));
  EXPECT_EQ(read({path("large.zip")}, limits), "large.zip!1|abc\nlarge.zip!2|!\n");
}

TEST_F(Dump, ProgressCountsTheBytesOfFiles) {
  write("d/a.txt", std::string(1000, 'a'));
  write("d/b.gz", gzip(std::string(1000, 'b')));
  const auto total = 1000 + fs::file_size(path("d/b.gz"));
  DumpProgress last;
  for_each_entry(
      {path("d")}, {}, {},
      [](Entry& e) {
        while (!e.next_block().empty()) {
        }
      },
      [](const Skip&) {}, [&](const DumpProgress& p) { last = p; });
  EXPECT_EQ(last.bytes_total, total);
  EXPECT_EQ(last.bytes_read, total);
}

TEST_F(Dump, StandardInputIsRead) {
  const int before = dup(STDIN_FILENO);
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const auto bytes = raw_zip({{"1.txt", "하나"}});
  ASSERT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  close(ends[1]);
  dup2(ends[0], STDIN_FILENO);
  close(ends[0]);
  EXPECT_EQ(read({"-"}), "-!1.txt|하나\n");
  dup2(before, STDIN_FILENO);
  close(before);
}

TEST_F(Dump, TheSharedZipHasHangulNames) {
  const auto zip = fs::path(SILLOK_SHARED_DIR) / "dumps" / "07.zip";
  if (!fs::exists(zip)) return;
  std::vector<std::string> names;
  for_each_entry(
      {zip.string()}, {}, {},
      [&](Entry& e) { names.push_back(e.place().substr(e.place().find('!'))); },
      [&](const Skip& s) { names.push_back(s.reason); });
  EXPECT_EQ(names, (std::vector<std::string>{"!자료/사회/노인일자리_051.txt", "!자료/목록.csv",
                                             "system file"}));
}

TEST(ContainingDirectory, IsTheBoardWhenNothingElseTells) {
  const std::map<std::string, std::string> cases = {{"dump/news/1.txt", "news"},
                                                    {"a.zip!news/1.txt", "news"},
                                                    {"a.zip!1.txt", "a"},
                                                    {"1.txt", ""},
                                                    {"x/게시판.tar.gz!1.txt", "게시판"},
                                                    {"./1.txt", ""},
                                                    {"../1.txt", ""},
                                                    {"a.zip!b.zip!1.txt", "b"},
                                                    {"a/NEWS.ZIP!1.txt", "NEWS"},
                                                    {"a.zip!../1.txt", ""},
                                                    {"-!1.txt", "-"}};
  for (const auto& [place, board] : cases) EXPECT_EQ(containing_directory(place), board) << place;
}

}  // namespace
}  // namespace sillok
