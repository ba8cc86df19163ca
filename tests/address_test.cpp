#include "indexer/address.h"

#include <gtest/gtest.h>

namespace sillok {
namespace {

TEST(Address, EveryEnginesDocumentIsNamed) {
  const struct {
    const char* address;
    const char* board;
    const char* id;
  } cases[] = {
      // XE and Rhymix
      {"https://news.example.kr/news/55054", "news", "55054"},
      {"https://news.example.kr/55054", "", "55054"},
      {"/news/55054", "news", "55054"},
      {"/news/55054#comment", "news", "55054"},
      {"https://x.kr/index.php?mid=news&document_srl=55054", "news", "55054"},
      {"https://x.kr/?document_srl=55054&page=3&mid=news", "news", "55054"},
      {"https://x.kr/xe/index.php?document_srl=55054", "", "55054"},
      {"https://x.kr/news?document_srl=55054", "news", "55054"},
      {"http://x.kr/index.php?mid=news&amp;page=2&amp;document_srl=55054", "news", "55054"},
      {"/index.php?mid=news&category=7&document_srl=9&act=dispBoardContent", "news", "9"},
      {"/news/55054?page=2", "news", "55054"},
      // gnuboard
      {"http://old.example.kr/bbs/board.php?bo_table=news&wr_id=76", "news", "76"},
      {"./board.php?bo_table=news&wr_id=470&page=2", "news", "470"},
      {"../bbs/board.php?wr_id=470&bo_table=news#c_1", "news", "470"},
      {"https://x.kr/free/12", "free", "12"},
      {"https://x.kr/bbs/board.php?bo_table=%EB%89%B4%EC%8A%A4&wr_id=1", "뉴스", "1"},
      // Zeroboard
      {"http://x.kr/bbs/view.php?id=news&page=1&sn1=&divpage=1&no=123", "news", "123"},
      {"zboard.php?no=4&id=free", "free", "4"},
      // KBoard
      {"https://x.kr/notice/?mod=document&uid=35", "notice", "35"},
      {"https://x.kr/notice/?pageid=1&mod=document&uid=35", "notice", "35"},
      {"https://x.kr/?kboard_content_redirect=35", "", "35"},
      // KimsQ
      {"http://x.kr/?m=bbs&bid=news&uid=88", "news", "88"},
      {"http://x.kr/?r=home&c=news&uid=88", "news", "88"},
      {"http://x.kr/b/news/88", "news", "88"},
      // news sites and others
      {"http://www.news.kr/news/articleView.html?idxno=10023", "", "10023"},
      {"https://n.news.kr/mnews/article/001/0012345678?sid=101", "001", "0012345678"},
      {"https://x.kr/news/2025/02/04/18837", "news", "18837"},
      {"https://x.kr/2025/02/04/18837", "", "18837"},
      {"https://x.kr/site/data/html_dir/2025/02/04/2025020400123.html", "html_dir",
       "2025020400123"},
      {"https://x.kr/arti/society/general/1180000.html", "general", "1180000"},
      {"https://x.go.kr/bbs/view.do?bbsId=BBS_001&nttId=501", "BBS_001", "501"},
      {"https://x.kr/view.html?code=daily&no=3", "daily", "3"},
      // file names of mirrors
      {"board.php?bo_table=news&wr_id=12", "news", "12"},
      {"board.php?bo_table=news&wr_id=12.html", "news", "12"},
      {"board.php@bo_table=news&wr_id=12", "news", "12"},
      {"board.php@bo_table=news&wr_id=12.html", "news", "12"},
      {"board.php%3Fbo_table=news&wr_id=12", "news", "12"},
      {"board.php%3Fbo_table%3Dnews%26wr_id%3D12.html", "news", "12"},
      {"view.php@id=news&no=7", "news", "7"},
      {"index.php@mid=news&document_srl=9", "news", "9"},
  };
  for (const auto& c : cases) {
    const auto found = parse_board_address(c.address);
    ASSERT_TRUE(found) << c.address;
    EXPECT_EQ(found->board, c.board) << c.address;
    EXPECT_EQ(found->id, c.id) << c.address;
  }
}

TEST(Address, ListsFormsAndDatesNameNoDocument) {
  for (const char* address : {"",
                              "https://x.kr/",
                              "https://x.kr/news",
                              "https://x.kr/news/page/2",
                              "https://x.kr/page/2",
                              "https://x.kr/category/5",
                              "https://x.kr/news/category/812",
                              "https://x.kr/2025",
                              "https://x.kr/news/2025",
                              "https://x.kr/2025/02",
                              "https://x.kr/news/2025/02/04",
                              "https://x.kr/news/20250204",
                              "https://x.kr/index.php?mid=news&page=2",
                              "https://x.kr/index.php?mid=news&act=dispBoardWrite&document_srl=5",
                              "http://x.kr/bbs/board.php?bo_table=news",
                              "http://x.kr/bbs/board.php?bo_table=news&page=5",
                              "http://x.kr/bbs/write.php?bo_table=news&wr_id=5&w=u",
                              "http://x.kr/bbs/download.php?bo_table=news&wr_id=5&no=0",
                              "http://x.kr/bbs/zboard.php?id=news&page=3",
                              "http://x.kr/view.php?id=51&no=3",
                              "https://x.kr/notice/?mod=editor&uid=35",
                              "12.html",
                              "news/12.html",
                              "03.html",
                              "javascript:void(0)",
                              "#c_12",
                              "https://x.kr/news/55054abc",
                              "https://x.kr/news/0"}) {
    const auto found = parse_board_address(address);
    EXPECT_FALSE(found) << address << " gave " << (found ? found->board + "/" + found->id : "");
  }
}

TEST(Address, ActionsNameTheDocumentTheyActOn) {
  for (const char* address :
       {"./write.php?w=u&bo_table=news&wr_id=76", "good.php?bo_table=news&wr_id=76&good=good",
        "/bbs/scrap_popin.php?bo_table=news&wr_id=76"}) {
    EXPECT_EQ(parse_action_address(address), (BoardAddress{"news", "76"})) << address;
    EXPECT_FALSE(parse_board_address(address));
  }
  EXPECT_EQ(parse_action_address("vote.php?id=free&page=1&no=9"), (BoardAddress{"free", "9"}));
  EXPECT_EQ(parse_action_address("/index.php?mid=news&act=dispBoardDelete&document_srl=5"),
            (BoardAddress{"news", "5"}));
  EXPECT_FALSE(parse_action_address("./write.php?bo_table=news"));
  EXPECT_FALSE(parse_action_address("./board.php?bo_table=news&wr_id=76"));
}

TEST(Address, MirrorsKeepAddressesAsFileNames) {
  const struct {
    const char* place;
    const char* address;
  } cases[] = {
      {"m.zip!old.example.kr/bbs/board.php?bo_table=news&wr_id=12",
       "http://old.example.kr/bbs/board.php?bo_table=news&wr_id=12"},
      {"dump/old.example.kr/bbs/board.php@bo_table=news&wr_id=12.html",
       "http://old.example.kr/bbs/board.php?bo_table=news&wr_id=12"},
      {"/data/old.example.kr/bbs/board.php%3Fbo_table=news&wr_id=12.html",
       "http://old.example.kr/bbs/board.php?bo_table=news&wr_id=12"},
      {"w/news.example.kr/news/55054.html", "http://news.example.kr/news/55054.html"},
      {"w/news.example.kr+8080/news/55054/index.html",
       "http://news.example.kr:8080/news/55054/index.html"},
      {"dump/board.php@bo_table=news&wr_id=12.html", "board.php?bo_table=news&wr_id=12"},
      {"dump/news/1.html", ""},
      {"dump.tar.gz!news/1.txt", ""},
      {"1.html", ""},
      {"news.example.kr", ""},
      {"", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(mirror_address(c.place), c.address) << c.place;
}

TEST(Address, ReferencesResolveOnTheirPage) {
  const char* base = "https://x.kr/bbs/board.php?bo_table=news&page=2";
  const struct {
    const char* reference;
    const char* address;
  } cases[] = {
      {"./board.php?bo_table=news&wr_id=3", "https://x.kr/bbs/board.php?bo_table=news&wr_id=3"},
      {"../news/5", "https://x.kr/news/5"},
      {"../../../news/5", "https://x.kr/news/5"},
      {"/news/5", "https://x.kr/news/5"},
      {"?bo_table=news&wr_id=3", "https://x.kr/bbs/board.php?bo_table=news&wr_id=3"},
      {"//y.kr/a", "https://y.kr/a"},
      {"http://y.kr", "http://y.kr/"},
      {"img/", "https://x.kr/bbs/img/"},
      {"javascript:void(0)", ""},
      {"mailto:a@x.kr", ""},
      {"#c_1", ""},
      {"", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(resolve_address(base, c.reference), c.address);
  EXPECT_EQ(resolve_address("", "/news/5"), "");
  EXPECT_EQ(resolve_address("", "http://y.kr/1"), "http://y.kr/1");
}

TEST(Address, OneSpellingForAPostsManyAddresses) {
  EXPECT_EQ(canonical_address("http://x.kr/bbs/board.php?bo_table=news&wr_id=3&page=2#c_1"),
            "http://x.kr/bbs/board.php?bo_table=news&wr_id=3");
  EXPECT_EQ(canonical_address("https://x.kr/news/5?page=2"), "https://x.kr/news/5");
  EXPECT_EQ(canonical_address("https://x.kr/?q=a&page=2"), "https://x.kr/?q=a&page=2");
  EXPECT_EQ(canonical_address("https://x.kr/a?mod=document&pageid=1&uid=35"),
            "https://x.kr/a?mod=document&uid=35");
  EXPECT_EQ(address_host("https://News.Example.kr:8080/a"), "news.example.kr");
  EXPECT_EQ(address_host("/a"), "");
}

}  // namespace
}  // namespace sillok
