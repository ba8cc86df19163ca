// Skins that have no description of their own, and list styles other than tables.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "indexer/html.h"

namespace sillok {
namespace {

Parsed read(const std::string& body, const std::string& url = {}) {
  PageContext context;
  context.place = "page.html";
  context.board = "directory";
  context.url = url;
  return parse_html("<html><head><meta charset=utf-8>" + body + "</html>", context);
}

const std::string kText =
    "<p>사진: 장터의 눈<br>솔향읍 장터에 첫눈이 내렸다. 상인들은 새벽부터 눈을 쓸었다.</p>"
    "<p>눈은 오후에 그쳤다. 기온은 영하 3도까지 내려갔다.</p>";
const std::string kLines =
    "사진: 장터의 눈\n솔향읍 장터에 첫눈이 내렸다. 상인들은 새벽부터 눈을 쓸었다.\n눈은 오후에 "
    "그쳤다. 기온은 영하 3도까지 내려갔다.";

struct Row {
  std::string id, title, author, date;
};
const std::vector<Row> kRows = {{"31", "은행나무 길 열린다", "달빛", "2025.02.10"},
                                {"28", "장터에 첫눈", "소식통", "2025.02.09"},
                                {"25", "극장의 마지막 상영", "kim77", "2025.02.08"}};

// A row of every post by `shape`, in which # stands for the id and so on.
std::string rows_as(const std::string& shape) {
  std::string html;
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    for (const char c : shape) {
      switch (c) {
        case '#':
          html += kRows[i].id;
          break;
        case '$':
          html += kRows[i].title;
          break;
        case '@':
          html += kRows[i].author;
          break;
        case '%':
          html += kRows[i].date;
          break;
        case '~':
          html += std::to_string(90 - i);
          break;
        default:
          html += c;
      }
    }
  }
  return html;
}

TEST(HtmlSkins, ListsThatAreNoTablesHaveTheirRows) {
  struct Case {
    const char* name;
    std::string html;
    bool numbered;
    bool authors;
  };
  const Case cases[] = {
      {"cells as blocks",
       "<div class=board-list><div class=bl-wrap><div class=bl-head><div>번호</div><div>제목</div>"
       "</div>" +
           rows_as("<div class=bl-list><div class='bl-item bl-num'>~</div><div class=bl-subj><a "
                   "href='/bbs/board.php?bo_table=news&wr_id=#'><span class=text-gray>[사회]</span>"
                   "<span class=subj>$</span><span class=sound_only>댓글</span><span "
                   "class=bl-comment>2</span></a></div><div class='bl-item bl-author'><span "
                   "class=sv_wrap><a class=sv_member>@</a><ul class=sv><li>쪽지보내기</li></ul>"
                   "</span></div><div class=bl-item>%</div></div><div class=bl-mobile>@ %</div>") +
           "</div></div>",
       true, true},
      {"a skin nobody described",
       "<i class=sv_guest>손님</i><ul>" +
           rows_as("<li><span class=no>~</span><a href='/bbs/board.php?bo_table=news&wr_id=#'>$</a>"
                   "<em class=writer>@</em><small>%</small></li>") +
           "</ul>",
       true, true},
      {"pictures with titles below",
       "<ol class='bd_lst bd_tmb_lst'>" +
           rows_as("<li><div class=tmb_wrp><span class=ribbon><i class=date><b>10</b>"
                   "<small>Feb</small></i></span><a class=hx href=/news/#><span class=padding><b "
                   "class=tl>%</b>Views <b>12</b></span></a></div><p><b>$</b> <a class=replyNum "
                   "href=/news/#>2</a></p></li>") +
           "</ol>",
       false, false},
      {"pictures with their authors",
       "<ol class='bd_lst bd_tmb_lst'>" +
           rows_as("<li><div class=tmb_wrp><a class=hx href=/news/#><span class=padding><b "
                   "class=tl>%</b> by <b>@</b><br>in <b>사회</b><br>Views <b>12</b></span></a>"
                   "</div><p><b>$</b></p></li>") +
           "</ol>",
       false, true},
      {"pictures with authors over them",
       "<ol class='bd_lst bd_tmb_lst'>" +
           rows_as("<li><div class=tmb_wrp><div class='trans_window fixed'>by @</div><a class='hx "
                   "fixed' href=/news/#><span class=padding><b class=tl>%</b>Views <b>12</b>"
                   "</span></a></div><p><b>$</b></p></li>") +
           "</ol>",
       false, true},
      {"questions",
       "<ol class='bd_lst bd_faq'>" +
           rows_as(
               "<li><a class=q href=/news/#><b class=mrk>Q</b><strong class=cate>[사회]</strong>"
               "<span class=tl>$</span><span class=fr><span class=nick>@</span><span "
               "class=date>%</span></span></a></li>") +
           "</ol>",
       false, true},
      {"a cloud of pictures",
       "<ul class='bd_lst bd_cloud'>" +
           rows_as("<li><a class=hx href=/news/#><span class=tmb_wrp><span class=date>%</span>"
                   "</span><em>$</em></a></li>") +
           "</ul>",
       false, false},
      {"a telephone's list",
       "<ul class=lt>" +
           rows_as("<li><a href=/news/#><span class=title><strong>$</strong> <em>[3]</em></span>"
                   "<span class=auth><em>@</em> <span>%</span></span></a></li>") +
           "</ul>",
       false, true},
      {"cards",
       "<section class=rb-bbs-list>" +
           rows_as("<div class=col><div class=card><a href=/b/news/#><img src=a.jpg></a><div "
                   "class=card-body><a href=/b/news/#>$</a></div><div class=card-footer><span><a "
                   "href='/@u'>@</a></span><time>%</time></div></div></div>") +
           "</section>",
       false, true},
  };
  for (const Case& c : cases) {
    const Parsed parsed = read(c.html);
    ASSERT_EQ(parsed.articles.size(), kRows.size()) << c.name;
    for (std::size_t i = 0; i < kRows.size(); ++i) {
      const Article& row = parsed.articles[i];
      EXPECT_EQ(row.kind, Article::Kind::row) << c.name;
      EXPECT_EQ(row.board, "news") << c.name;
      EXPECT_EQ(row.id, kRows[i].id) << c.name;
      EXPECT_EQ(row.title, kRows[i].title) << c.name;
      EXPECT_EQ(row.author, c.authors ? kRows[i].author : "") << c.name;
      EXPECT_EQ(row.date, "2025-02-" + kRows[i].date.substr(8)) << c.name;
      EXPECT_EQ(row.number.has_value(), c.numbered) << c.name;
    }
  }
}

TEST(HtmlSkins, LinksBesideAPostAreNoList) {
  const std::string menu =
      "<ul><li><a href=/news/1>하나</a></li><li><a href=/news/2>둘</a></li><li><a "
      "href=/news/3>셋</a></li></ul>";
  const Parsed parsed =
      read(menu + "<div class=xe_content>" + kText + "</div>", "https://x.kr/news/28");
  EXPECT_EQ(parsed.articles.size(), 1u);
}

TEST(HtmlSkins, LinksInCommentsAreNoList) {
  const Parsed parsed = read(
      "<article id=bo_v><h1 id=bo_v_title>장터에 첫눈</h1><div id=bo_v_con>" + kText +
          "</div></article><section>" +
          rows_as(
              "<article><b class=name>@</b> <span>%</span><p>이 글도 보세요 <a "
              "href='/bbs/board.php?bo_table=news&wr_id=#'>여기</a> 참고하세요.</p></article>") +
          "</section>",
      "https://x.kr/bbs/board.php?bo_table=news&wr_id=99");
  EXPECT_EQ(parsed.articles.size(), 1u);
}

TEST(HtmlSkins, ReadPagesHaveTheirFields) {
  const std::string member =
      "<span class=sv_wrap><a class='sv_member'>소식통</a><ul class=sv><li>쪽지보내기</li></ul>"
      "</span>";
  const std::string field =
      "<form><input type=hidden name=bo_table value=news><input type=hidden name=wr_id value=28>"
      "</form>";
  const std::string remark =
      "<div>댓글</div><p>장터에 꼭 가 보고 싶은 긴 댓글입니다. 국밥도 먹고요.</p>";
  struct Case {
    const char* name;
    std::string html;
    std::string category;
  };
  const Case cases[] = {
      {"blocks of a builder",
       "<h3 class=board-view-subj><span class=text-gray>[사회]</span><strong>장터에 첫눈</strong>"
       "</h3><div class=board-view-info><span class=view-nick>" +
           member +
           "</span><div class=info-box-bottom><span>2025-02-09 14:05</span><span>120</span></div>"
           "</div><div class=board-view-atc><h2>본문</h2><div class=board-view-con>" +
           kText + "</div></div>" + remark + field,
       "사회"},
      {"panels of a builder",
       "<article itemprop=articleBody><h1 itemprop=headline>장터에 첫눈</h1><div class=view-head>"
       "<div class=panel-heading>" +
           member +
           "<b>2</b> <span itemprop=datePublished content='2025-02-09KST14:05:00'>2025.02.09 "
           "14:05</span></div></div><div class=view-content>" +
           kText + "</div>" + remark + "</article>" + field,
       ""},
      {"tables of an older builder",
       "<table><tr><td class=mw_basic_view_subject><a href='?sca=x'>[사회]</a><h1>장터에 "
       "첫눈</h1></td>"
       "</tr><tr><td>글쓴이 : <span class=member>소식통</span> 날짜 : <span>2025-02-09 (일) "
       "14:05</span> 조회 : 12</td></tr><tr><td><div id=view_content>" +
           kText + "</div></td></tr></table>" + remark + field,
       "사회"},
      {"a telephone's page",
       "<div class='hx h2'><h2><a href=/news>새 소식</a> › <a href=/news/category/1>사회</a> › <a "
       "href=https://x.kr/news/28>장터에 첫눈</a></h2><span class=ex>소식통 | 2025.02.09 14:05:33 "
       "| "
       "<a href='#skip_co'>본문 건너뛰기</a></span></div><div class=co><!--BeforeDocument(28,4)-->"
       "<div class=xe_content>" +
           kText + "</div></div><ul><li>" + remark + "<span class=time>2025.02.11</span></li></ul>",
       "사회"},
      {"another telephone's page",
       "<div class=rd><div class=hx><h2><a href=/news>새 소식</a> › <a "
       "href=https://x.kr/news/28>장터에 첫눈</a></h2><em><a href='#'>소식통</a></em> "
       "<span>2025.02.09 "
       "14:05:33</span></div><div class=co><!--BeforeDocument(28,4)--><div class=xe_content>" +
           kText + "</div></div></div><ul><li>" + remark +
           "<span class=time>2025.02.11</span></li></ul>",
       ""},
      {"a blog's heading",
       "<div class=rd_hd><div class=blog><h1><a href=https://x.kr/news/28>장터에 첫눈</a></h1><div "
       "class=btm_area><span><small>by </small><b>소식통</b></span><span title='2025.02.09 14:05'>"
       "<small>posted </small><b class=date>Feb 09, 2025</b></span></div></div></div><div "
       "class=rd_body><article><!--BeforeDocument(28,4)--><div class=xe_content>" +
           kText + "</div></article></div>" + remark,
       ""},
  };
  for (const Case& c : cases) {
    const Parsed parsed = read("<title>장터에 첫눈</title>" + c.html);
    ASSERT_EQ(parsed.articles.size(), 1u) << c.name;
    const Article& article = parsed.articles[0];
    EXPECT_EQ(article.board, "news") << c.name;
    EXPECT_EQ(article.id, "28") << c.name;
    EXPECT_EQ(article.title, "장터에 첫눈") << c.name;
    EXPECT_EQ(article.author, "소식통") << c.name;
    EXPECT_EQ(article.category, c.category) << c.name;
    EXPECT_EQ(article.date, "2025-02-09") << c.name;
    EXPECT_EQ(article.time.substr(0, 5), "14:05") << c.name;
    EXPECT_EQ(article.body, kLines) << c.name;
  }
}

TEST(HtmlSkins, AnAddressIsNoPress) {
  const Parsed parsed = read(
      "<div class=board_read><div class=read_header><h1>장터에 첫눈</h1></div><table><tr><th>출처"
      "</th><td>https://press.example.kr/a/1</td></tr></table><div class=read_body><div "
      "class=xe_content>" +
          kText + "<p>한결신문</p></div></div></div>",
      "https://x.kr/news/28");
  ASSERT_EQ(parsed.articles.size(), 1u);
  EXPECT_EQ(parsed.articles[0].source, "한결신문");
  EXPECT_EQ(parsed.articles[0].body, kLines);
}

TEST(HtmlSkins, TheLastLineNamesThePress) {
  for (const char* line :
       {"<p>한결신문</p>", "<p>&lt;한결신문&gt;</p>", "<p>[한결신문]</p>",
        "<p>출처: 한결신문 https://press.example.kr/a/1</p>",
        "<p>출처: 한결신문</p><p>저작권자 ⓒ 한결신문, 무단 전재 및 재배포 금지</p>"}) {
    const Parsed parsed = read(
        "<div class=board_read><div class=read_header><h1>장터에 첫눈</h1>"
        "</div><div class=read_body><div class=xe_content>" +
            kText + line + "</div></div></div>",
        "https://x.kr/news/28");
    ASSERT_EQ(parsed.articles.size(), 1u) << line;
    EXPECT_EQ(parsed.articles[0].source, "한결신문") << line;
    EXPECT_EQ(parsed.articles[0].body, kLines) << line;
  }
}

TEST(HtmlSkins, ABracketedWordThatNamesNoPressStaysInTheText) {
  const Parsed parsed = read(
      "<div class=board_read><div class=read_header><h1>장터에 첫눈</h1></div>"
      "<div class=read_body><div class=xe_content>" +
          kText + "<p>[다음에 계속]</p></div></div></div>",
      "https://x.kr/news/28");
  ASSERT_EQ(parsed.articles.size(), 1u);
  EXPECT_EQ(parsed.articles[0].source, "");
  EXPECT_EQ(parsed.articles[0].body, kLines + "\n[다음에 계속]");
}

TEST(HtmlSkins, NewsPagesNameThePressBeforeOrBehindTheTitle) {
  const std::string text =
      "<div>솔향읍 장터에 올겨울 첫눈이 내렸다. 상인들은 새벽 다섯 시부터 눈을 쓸었다. 눈은 오후 "
      "두 시에 "
      "그쳤다. 주민들은 눈이 더 오기를 바란다고 말했다. 고을은 제설차 두 대를 더 마련하기로 했다. "
      "내년 "
      "예산은 2억 원이다.</div>";
  for (const char* title :
       {"한결신문 :: 장터에 첫눈", "한결신문 | 장터에 첫눈", "장터에 첫눈 - 한결신문"}) {
    const Parsed parsed = read("<title>" + std::string(title) +
                               "</title><h3>장터에 첫눈</h3><p>김달빛 기자 <time "
                               "datetime=2025-02-09T14:05:00+09:00>2월 9일</time></p>" +
                               text);
    ASSERT_EQ(parsed.articles.size(), 1u) << title;
    EXPECT_EQ(parsed.articles[0].title, "장터에 첫눈") << title;
    EXPECT_EQ(parsed.articles[0].source, "한결신문") << title;
    EXPECT_EQ(parsed.articles[0].author, "김달빛 기자") << title;
    EXPECT_EQ(parsed.articles[0].date, "2025-02-09") << title;
  }
}

TEST(HtmlSkins, ADateMayTouchTheNextLabel) {
  const Parsed parsed = read(
      "<article id=bo_v><h1 id=bo_v_title>장터에 첫눈</h1><section id=bo_v_info>작성자 "
      "<strong><span "
      "class=sv_guest>소식통</span></strong> <span class=sound_only>작성일</span><strong>25-02-09 "
      "14:05</strong>조회<strong>120회</strong></section><div id=bo_v_con>" +
          kText + "</div></article>",
      "https://x.kr/bbs/board.php?bo_table=news&wr_id=28");
  ASSERT_EQ(parsed.articles.size(), 1u);
  EXPECT_EQ(parsed.articles[0].date, "2025-02-09");
  EXPECT_EQ(parsed.articles[0].time, "14:05");
}

}  // namespace
}  // namespace sillok
