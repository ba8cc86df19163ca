// The pages in data/pages as a dump: files, a mirror in a zip, a WARC file.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "indexer/dump_reader.h"
#include "indexer/parse.h"

namespace sillok {
namespace {

struct Page {
  Piece piece;
  Parsed parsed;
};

std::map<std::string, Page> read_pages(const std::string& name) {
  const std::string folder = std::string(SILLOK_SOURCE_DIR) + "/data/pages/";
  std::map<std::string, Page> pages;
  const auto take = [&](Unit unit) {
    for (Piece& piece : unit.pieces) {
      Parsed parsed = parse_page(piece, {});
      for (const Skip& skip : piece.skips) parsed.skips.push_back(skip);
      const std::string place = piece.context.place.substr(folder.size());
      pages[place] = {std::move(piece), std::move(parsed)};
    }
  };
  read_dump({folder + name}, {}, take, {});
  return pages;
}

TEST(Pages, AMirrorsFileNamesAreItsAddresses) {
  const auto pages = read_pages("mirror.zip");
  ASSERT_EQ(pages.size(), 2U);
  const auto& jang =
      pages.at("mirror.zip!old.example.kr/bbs/board.php@bo_table=jang&wr_id=322.html").parsed;
  ASSERT_FALSE(jang.articles.empty());
  EXPECT_EQ(jang.engine, "gnuboard4");
  EXPECT_EQ(jang.articles[0].board, "jang");
  EXPECT_EQ(jang.articles[0].id, "322");
  EXPECT_EQ(jang.articles[0].url, "http://old.example.kr/bbs/board.php?bo_table=jang&wr_id=322");
  EXPECT_EQ(jang.articles[1].url, "http://old.example.kr/bbs/board.php?bo_table=jang&wr_id=326");
  const auto& korean = pages.at("mirror.zip!옛장터/쪽글/zeroboard.html").parsed;
  ASSERT_FALSE(korean.articles.empty());
  EXPECT_EQ(korean.engine, "zeroboard4");
  EXPECT_EQ(korean.charset.detected, "windows-949");
}

TEST(Pages, ACrawlsRecordsBecomePages) {
  const auto pages = read_pages("crawl.warc.gz");
  const auto& kboard =
      pages.at("crawl.warc.gz!https://deul.example.kr/madang/?mod=document&uid=215");
  ASSERT_EQ(kboard.parsed.articles.size(), 5U);
  EXPECT_EQ(kboard.parsed.articles[0].id, "215");
  EXPECT_EQ(kboard.piece.context.captured, 1732064523);
  EXPECT_TRUE(kboard.piece.context.captured_by_crawler);
  const auto& news =
      pages.at("crawl.warc.gz!https://www.mirinae.example.kr/news/view/20240822001").parsed;
  ASSERT_EQ(news.articles.size(), 1U);
  EXPECT_EQ(news.articles[0].source, "미리내일보");
  const auto& zero =
      pages.at("crawl.warc.gz!http://deul.example.kr/bbs/zboard.php?id=maeul&no=190");
  EXPECT_EQ(zero.parsed.articles.at(0).board, "maeul");
  const auto& picture = pages.at("crawl.warc.gz!https://deul.example.kr/logo.png").parsed;
  ASSERT_EQ(picture.skips.size(), 1U);
  EXPECT_EQ(picture.skips[0].reason, "not HTML");
}

}  // namespace
}  // namespace sillok
