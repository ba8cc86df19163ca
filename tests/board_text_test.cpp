#include "indexer/board_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

#include "common/charset.h"
#include "tests/board_pages.h"
#include "tests/expected.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

Parsed parse_page(std::string_view bytes) {
  PageContext context;
  context.place = "page.txt";
  context.board = "news";
  return parse_board_text(decode_text(bytes).text, context);
}

// One line for each entry: "article 42148|title|author|2025-01-13 09:41|source|category|body" with
// the body's paragraphs between slashes, "row 42147|title|author|date|category", "notice |…", and
// "skip reason". Empty fields at the end are left out.
std::string describe(const Parsed& parsed) {
  std::string text;
  for (const auto& entry : parsed.articles) {
    const bool article = entry.kind == Article::Kind::article;
    std::string line = article ? "article " : entry.notice ? "notice " : "row ";
    if (entry.number) line += std::to_string(*entry.number);
    line += "|" + entry.title + "|" + entry.author + "|" + entry.date;
    if (!entry.time.empty()) line += " " + entry.time;
    if (article) line += "|" + entry.source;
    line += "|" + entry.category;
    if (article) {
      std::string body = entry.body;
      std::replace(body.begin(), body.end(), '\n', '/');
      line += "|" + body;
    }
    while (line.ends_with('|')) line.pop_back();
    text += line + "\n";
  }
  for (const auto& skip : parsed.skips) text += "skip " + skip.reason + "\n";
  return text;
}

struct PageCase {
  const char* what;
  const char* page;
  const char* expected;
};

void check_pages(const std::vector<PageCase>& cases) {
  for (const auto& c : cases) EXPECT_EQ(describe(parse_page(c.page)), c.expected) << c.what;
}

TEST(BoardText, DumpsComeOutAsExpected) {
  const fs::path dumps = fs::path(SILLOK_SHARED_DIR) / "dumps";
  if (!fs::exists(dumps)) return;
  int pages = 0;
  for (const auto& want : expected::load(dumps / "expected.jsonl")) {
    if (!want.file.ends_with(".txt")) continue;
    expected::check_page(want, parse_page(expected::read_file(dumps / want.file)).articles);
    ++pages;
  }
  EXPECT_GE(pages, 2);
}

TEST(BoardText, TheSeedPageIsReadWhole) {
  const fs::path seed = fs::path(SILLOK_SHARED_DIR) / "seed" / "board-dump-42142.txt";
  if (!fs::exists(seed)) return;
  const auto parsed = parse_page(expected::read_file(seed));
  ASSERT_EQ(parsed.articles.size(), 20U);
  const auto& article = parsed.articles.front();
  EXPECT_EQ(article.kind, Article::Kind::article);
  EXPECT_EQ(article.number, 42142U);
  EXPECT_EQ(article.title, "샘 올트먼 오늘 방한, 카카오와 동맹 맺는다");
  EXPECT_EQ(article.author, "랭크뉴스");
  EXPECT_EQ(article.date, "2025-02-04");
  EXPECT_EQ(article.source, "중앙일보");
  EXPECT_EQ(std::count(article.body.begin(), article.body.end(), '\n'), 7);
  EXPECT_TRUE(article.body.starts_with("손정의 소프트뱅크 회장(왼쪽)과"));
  EXPECT_TRUE(article.body.ends_with("평가를 받고 있다."));
  EXPECT_EQ(parsed.articles.back().number, 42141U);
  EXPECT_EQ(parsed.articles.back().title,
            "[사설] 이재용 2심도 무죄... 검찰의 무리한 기소, 자성해야");
  for (std::size_t i = 1; i < parsed.articles.size(); ++i) {
    EXPECT_EQ(parsed.articles[i].kind, Article::Kind::row);
    EXPECT_EQ(parsed.articles[i].author, "랭크뉴스");
    EXPECT_EQ(parsed.articles[i].date, "2025-02-04");
    EXPECT_TRUE(parsed.articles[i].body.empty());
  }
}

TEST(BoardText, TheOwnRowGivesTitleAndNumber) {
  check_pages({
      {"marker between two rows",
       "메뉴 건너뛰기\n\n강원 산지에 눈이 왔다.\n길이 막혔다.\n\n한결신문\n\n번호 제목 글쓴이 "
       "날짜\n"
       "42 봄맞이 축제 소식통 2025.04.05\n» »»»»» 강원 산지 대설 편집부 2025.04.04\n"
       "40 [사설] 눈과 길... 다시 묻는다 소식통 2025.04.03\n",
       "article 41|강원 산지 대설|편집부|2025-04-04|한결신문||강원 산지에 눈이 왔다./길이 막혔다.\n"
       "row 42|봄맞이 축제|소식통|2025-04-05\n"
       "row 40|[사설] 눈과 길... 다시 묻는다|소식통|2025-04-03\n"},
      {"a gap of two leaves the number open",
       "강원 산지에 눈이 왔다. 길이 막혔다.\n\n번호 제목 글쓴이 날짜\n"
       "105 해돋이 인파 편집부 2025.01.02\n» 강원 산지 대설 편집부 2025.01.01\n"
       "102 연말 교통 소식통 2024.12.31\n",
       "article |강원 산지 대설|편집부|2025-01-01|||강원 산지에 눈이 왔다. 길이 막혔다.\n"
       "row 105|해돋이 인파|편집부|2025-01-02\nrow 102|연말 교통|소식통|2024-12-31\n"},
      {"first row of an ascending list",
       "강원 산지에 눈이 왔다. 길이 막혔다.\n한결신문\n번호 제목 글쓴이 날짜\n"
       ">> 강원 산지 대설 편집부 2025.01.01\n102 연말 교통 소식통 2025.01.02\n"
       "103 해돋이 인파 편집부 2025.01.03\n",
       "article 101|강원 산지 대설|편집부|2025-01-01|한결신문||강원 산지에 눈이 왔다. 길이 "
       "막혔다.\n"
       "row 102|연말 교통|소식통|2025-01-02\nrow 103|해돋이 인파|편집부|2025-01-03\n"},
      {"an empty cell, and a title that begins with digits",
       "강원 산지에 눈이 왔다. 길이 막혔다.\n\n한결신문\n\n번호 제목 글쓴이 날짜\n"
       "103 연말 교통 소식통 2025.01.03\n12 년 만의 강원 대설 편집부 2025.01.02\n"
       "101 해돋이 인파 편집부 2025.01.01\n100 100 일 남은 수능 편집부 2025.01.01\n",
       "article 102|12 년 만의 강원 대설|편집부|2025-01-02|한결신문||강원 산지에 눈이 왔다. 길이 "
       "막혔다.\n"
       "row 103|연말 교통|소식통|2025-01-03\nrow 101|해돋이 인파|편집부|2025-01-01\n"
       "row 100|100 일 남은 수능|편집부|2025-01-01\n"},
      {"the number kept: the heading tells",
       "강원 산지 대설\n강원 산지에 눈이 왔다. 길이 막혔다.\n\n번호 제목 글쓴이 날짜\n"
       "42 봄맞이 축제 소식통 2025.04.05\n41 강원 산지 대설 편집부 2025.04.04\n",
       "article 41|강원 산지 대설|편집부|2025-04-04|||강원 산지에 눈이 왔다. 길이 막혔다.\n"
       "row 42|봄맞이 축제|소식통|2025-04-05\n"},
      {"the press in brackets",
       "제목: 강원 산지 대설\n글쓴이: 편집부\n작성일: 2025년 1월 2일 08:11\n조회: 81\n\n"
       "강원 산지에 눈이 왔다.\n길이 막혔다.\n(한결신문)\n",
       "article |강원 산지 대설|편집부|2025-01-02 08:11|한결신문||강원 산지에 눈이 왔다./길이 "
       "막혔다.\n"},
      {"a row's title cut off with dots",
       "제목\t손정의와 올트먼이 만나 합작 회사 '재팬' 설립을 "
       "발표하다\n이름\t소식통\n날짜\t2025.02.03\n\n"
       "두 사람이 만났다. 회사를 세운다.\n\n출처=한결신문\n\n번호\t제목\t이름\t날짜\t조회\t추천\n"
       "9\t대교 통행 제한\t소식통\t2025.02.04\t33\t1\n"
       "8\t손정의와 올트먼이 만나 합작 회사…\t소식통\t2025.02.03\t12\t0\n",
       "article 8|손정의와 올트먼이 만나 합작 회사 '재팬' 설립을 "
       "발표하다|소식통|2025-02-03|한결신문||"
       "두 사람이 만났다. 회사를 세운다.\nrow 9|대교 통행 제한|소식통|2025-02-04\n"},
  });
}

TEST(BoardText, LabelsAndTheFrameAreNoBody) {
  check_pages({
      {"gnuboard 5, comments and neighbours below",
       "본문 바로가기\n뉴스 게시판\n한지 공방, 주문 2배 늘어\n페이지 정보\n"
       "작성자 최고관리자 댓글 3건 조회 2,139회 작성일 12-01-11 20:59\n본문\n\n"
       "한지 공방에 들어온 주문이 두 배로 늘었다.\n\n닥나무 종이는 천 년을 간다.\n\n출처 : "
       "한결신문\n\n"
       "추천 0 비추천 0\n댓글목록\n홍길동님의 댓글\n이 댓글은 본문이 아닙니다.\n이전글 산골 분교 "
       "12.01.10\n"
       "목록\n글쓰기\n번호 제목 글쓴이 조회 날짜\n12 철새 돌아온 습지 댓글3개 편집부 22 01-12\n"
       "열람중 한지 공방, 주문 2배 늘어 댓글3개 최고관리자 2139 01-11\n10 산골 분교 편집부 11 "
       "01-10\n"
       "9 자전거길 새 단장 댓글12개 편집부 120 12-31\n처음 1 2 3 다음 맨끝\n",
       "article 11|한지 공방, 주문 2배 늘어|최고관리자|2012-01-11 20:59|한결신문||"
       "한지 공방에 들어온 주문이 두 배로 늘었다./닥나무 종이는 천 년을 간다.\n"
       "row 12|철새 돌아온 습지|편집부|2012-01-12\nrow 10|산골 분교|편집부|2012-01-10\n"
       "row 9|자전거길 새 단장|편집부|2011-12-31\n"},
      {"glued labels, no list",
       "메인메뉴 바로가기\n한지 공방, 주문 2배 늘어\n페이지 정보\n"
       "작성자최고관리자 댓글0건 조회2,139회 작성일12-01-11 20:59\n본문\n"
       "한지 공방에 들어온 주문이 두 배로 늘었다.\n닥나무 종이는 천 년을 간다.\n한결신문\n"
       "댓글목록\n등록된 댓글이 없습니다.\n",
       "article |한지 공방, 주문 2배 늘어|최고관리자|2012-01-11 20:59|한결신문||"
       "한지 공방에 들어온 주문이 두 배로 늘었다./닥나무 종이는 천 년을 간다.\n"},
      {"Zeroboard, no heading row, its own row without a number",
       "로그인 회원가입\nView Articles\n\nName\t관리자  (2006-08-15 08:21:00, Hit : 123, Vote : "
       "4)\n"
       "Subject\t오징어 풍년…값은 절반\n\n오징어가 많이 잡혀 값이 절반으로 떨어졌다.\n\n"
       "수협은 수매를 검토한다.\n\n바다신문\n\nPrev\t  감귤 첫 출하\nNext\t  설악산 첫눈\n\n"
       "1205\t감귤 첫 출하\t관리자\t2006/08/16\t98\t1\n\t오징어 풍년…값은 "
       "절반\t관리자\t2006/08/15\t123\t4\n"
       "1203\t설악산 첫눈\t관리자\t2006/08/14\t77\t0\n1202\t컨테이너 최대 "
       "[2]\t운영자\t2006/08/13\t55\t0\n"
       "1201\t\"쌀값 안정\" 대책 [7]\t관리자\t2006/08/12\t150\t2\n[1][2][3][4][5]..[64][다음 5개]\n"
       "Copyright 1999-2025 Zeroboard / skin by zero\n",
       "article 1204|오징어 풍년…값은 절반|관리자|2006-08-15 08:21:00|바다신문||"
       "오징어가 많이 잡혀 값이 절반으로 떨어졌다./수협은 수매를 검토한다.\n"
       "row 1205|감귤 첫 출하|관리자|2006-08-16\nrow 1203|설악산 첫눈|관리자|2006-08-14\n"
       "row 1202|컨테이너 최대|운영자|2006-08-13\nrow 1201|\"쌀값 안정\" 대책|관리자|2006-08-12\n"},
      {"Rhymix with English words",
       "Skip to menu\nHome\nNews\nBoard\n\n공항 착공 석 달 미뤄져\n랭크뉴스\n"
       "조회 수 331 추천 수 0 댓글 2\n2025.02.04 07:08\nhttps://board.example.kr/news/42142\n\n"
       "공항 착공이 석 달 미뤄졌다.\n주민들은 걱정한다.\n\n한결신문\n\n공유하기\nFacebook Twitter "
       "Google\n"
       "댓글 2\n김철수 2025.02.04 08:00\n지반이 문제군요.\n\nNo.\tSubject\tAuthor\tDate\tViews\n"
       "Notice\t이용 규칙\tadmin\t2024.01.02\t999\n42143\t대교 통행 "
       "제한\t랭크뉴스\t2025.02.04\t20\n"
       "»\t공항 착공 석 달 미뤄져\t랭크뉴스\t2025.02.04\t331\n42141\t토요 "
       "배달\t랭크뉴스\t2025.02.03\t41\n"
       "Board Pagination\nPrev 1 2 3 4 5 6 7 8 9 10 ... 64 Next\n/ 64\nGO\n",
       "article 42142|공항 착공 석 달 미뤄져|랭크뉴스|2025-02-04 07:08|한결신문||"
       "공항 착공이 석 달 미뤄졌다./주민들은 걱정한다.\nnotice |이용 규칙|admin|2024-01-02\n"
       "row 42143|대교 통행 제한|랭크뉴스|2025-02-04\nrow 42141|토요 배달|랭크뉴스|2025-02-03\n"},
      {"Sketchbook5 with a category",
       "메뉴 건너뛰기\n?\n단축키\nPrev이전 문서\nNext다음 문서\nESC닫기\n"
       "크게 작게 위로 아래로 댓글로 가기 인쇄\n[사회]\n공항 착공 석 달 미뤄져\n"
       "by 랭크뉴스 posted Feb 04, 2025\n공항 착공이 석 달 미뤄졌다.\n주민들은 "
       "걱정한다.\n한결신문\n"
       "Prev 대교 통행 제한\nNext 토요 배달\nFiles\n번호 분류 제목 글쓴이 날짜 조회 수\n"
       "42143 사회 대교 통행 제한 랭크뉴스 2025.02.04 20\n» 사회 공항 착공 석 달 미뤄져 랭크뉴스 "
       "2025.02.04 331\n"
       "42141 경제 토요 배달 랭크뉴스 2025.02.03 41\n42140 경제 기름값 5주째 내려 랭크뉴스 "
       "2025.02.03 41\n",
       "article 42142|공항 착공 석 달 미뤄져|랭크뉴스|2025-02-04|한결신문|사회|"
       "공항 착공이 석 달 미뤄졌다./주민들은 걱정한다.\nrow 42143|대교 통행 "
       "제한|랭크뉴스|2025-02-04|사회\n"
       "row 42141|토요 배달|랭크뉴스|2025-02-03|경제\nrow 42140|기름값 5주째 "
       "내려|랭크뉴스|2025-02-03|경제\n"},
      {"words of labels and lists within the text",
       "강원 산지에 눈이 왔다. 도로 세 곳이 막혔다.\n추천 도서는 다음과 같다.\n이름 모를 꽃이 "
       "피었다.\n"
       "순위 팀 승 패\n1 마루 10 2\n2 한결 9 3\n3 바로 8 4\n▶ 관련 기사 보기\n출처를 밝히지 않은 "
       "글이다.\n\n"
       "강원일보\n\n번호 제목 글쓴이 날짜\n42 개막 소식통 2025.04.05\n» 강원 대설 소식통 "
       "2025.04.04\n",
       "article 41|강원 대설|소식통|2025-04-04|강원일보||강원 산지에 눈이 왔다. 도로 세 곳이 "
       "막혔다./"
       "추천 도서는 다음과 같다./이름 모를 꽃이 피었다./순위 팀 승 패/1 마루 10 2/2 한결 9 3/3 "
       "바로 8 4/"
       "▶ 관련 기사 보기/출처를 밝히지 않은 글이다.\nrow 42|개막|소식통|2025-04-05\n"},
      {"the list above the post",
       "뉴스 게시판\n번호 제목 글쓴이 날짜\n42 개막 소식통 2025.04.05\n» 강원 대설 소식통 "
       "2025.04.04\n"
       "1 2 3 다음\n\n제목: 강원 대설\n글쓴이: 소식통\n\n눈이 왔다. 길이 "
       "막혔다.\n\n강원일보\n목록\n",
       "article 41|강원 대설|소식통|2025-04-04|강원일보||눈이 왔다. 길이 막혔다.\n"
       "row 42|개막|소식통|2025-04-05\n"},
      {"the press in the copyright line, addresses below",
       "제목: 강원 대설\n날짜: 2025.04.04\n\n눈이 왔다. 길이 막혔다.\n홍길동 기자\n"
       "<저작권자 ⓒ 한결신문, 무단 전재 및 재배포 금지>\nhttps://www.example.kr/1\n",
       "article |강원 대설||2025-04-04|한결신문||눈이 왔다. 길이 막혔다./홍길동 기자\n"},
      {"neither list nor labels but a date",
       "샘 올트먼 방한\n2025.02.04 14:32\n최고경영자가 4일 방한했다.\n두 회사는 함께 "
       "일한다.\n한결신문\n",
       "article |샘 올트먼 방한||2025-02-04 14:32|한결신문||최고경영자가 4일 방한했다./두 회사는 "
       "함께 일한다.\n"},
  });
}

TEST(BoardText, DatesWithoutAYearComeFromTheArticlesOwn) {
  const std::string post =
      "제목: 강원 대설 특보\n글쓴이: 편집부\n작성일: 2024-12-31 22:10\n\n특보가 내려졌다. 길이 "
      "막혔다.\n\n"
      "번호 제목 글쓴이 날짜\n";
  const std::string article =
      "article 103|강원 대설 특보|편집부|2024-12-31 22:10|||특보가 내려졌다. 길이 막혔다.\n";
  EXPECT_EQ(
      describe(parse_page(post + "105 해돋이 인파 편집부 01-02\n104 타종 행사 편집부 01-01\n"
                                 "103 강원 대설 특보 편집부 12-31\n102 딸기 값 편집부 12-29\n")),
      article +
          "row 105|해돋이 인파|편집부|2025-01-02\nrow 104|타종 행사|편집부|2025-01-01\n"
          "row 102|딸기 값|편집부|2024-12-29\n");
  EXPECT_EQ(
      describe(parse_page(post + "105 해돋이 인파 편집부 23:02\n104 타종 행사 편집부 3 시간 전\n"
                                 "103 강원 대설 특보 편집부 22:10\n102 딸기 값 편집부 12-29\n")),
      article +
          "row 105|해돋이 인파|편집부|2024-12-31 23:02\nrow 104|타종 행사|편집부\n"
          "row 102|딸기 값|편집부|2024-12-29\n");
  EXPECT_EQ(describe(parse_page(post + "105 해돋이 인파 편집부 23:02\n104 타종 행사 편집부 01-01\n"
                                       "103 강원 대설 특보 편집부 12-31\n")),
            article + "row 105|해돋이 인파|편집부\nrow 104|타종 행사|편집부|2025-01-01\n")
      << "the day of the capture is not the article's";
  EXPECT_EQ(describe(parse_page("번호 제목 글쓴이 날짜\n3 하나 홍길동 02-04\n2 둘 홍길동 14:32\n"
                                "1 셋 홍길동 2024-12-30\n")),
            "row 3|하나|홍길동\nrow 2|둘|홍길동\nrow 1|셋|홍길동|2024-12-30\n");
}

TEST(BoardText, DateCellsOfSeveralWordsAreNotTheTitles) {
  check_pages({
      {"dates and titles alike",
       "번호 제목 글쓴이 작성일\n105 해돋이 인파 편집부 2021.03.05. 오후 3:35\n"
       "104 2020.12.31 결산 편집부 2019년 01월 10일(목) 11:01\n"
       "103 10 년 만의 귀환 편집부 [2006-08-15 오전 8:21:00]\n102 7 시 뉴스 홍길동 2025년 2월 4일\n"
       "101 오늘 14:32 개최 홍길동 18/10/08\n100 5 시간 전 사고 홍길동 3 시간 전\n"
       "99 2013-09-30 회의 홍길동 2013-09-30 (월) 11:17:18\n98 보고서 홍길동 방금 전\n",
       "row 105|해돋이 인파|편집부|2021-03-05 15:35\nrow 104|2020.12.31 결산|편집부|2019-01-10 "
       "11:01\n"
       "row 103|10 년 만의 귀환|편집부|2006-08-15 08:21:00\nrow 102|7 시 뉴스|홍길동|2025-02-04\n"
       "row 101|오늘 14:32 개최|홍길동|2018-10-08\nrow 100|5 시간 전 사고|홍길동\n"
       "row 99|2013-09-30 회의|홍길동|2013-09-30 11:17:18\nrow 98|보고서|홍길동\n"},
  });
}

TEST(BoardText, CountsOfCommentsAreNotTheTitles) {
  check_pages({
      {"bare counts, a blank heading over the numbers",
       " 제목 글쓴이 조회 작성일\n공지 이용 안내 55 운영자 3850 2010-01-02\n"
       "120 대교 통행 제한 12 홍길동 300 2012-03-04\n119 코스피 2000 돌파 3 홍길동 250 2012-03-03\n"
       "118 토요 배달 김철수 199 2012-03-02\n117 기름값 내려 7 홍길동 140 2012-03-01\n"
       "116 드라마 시즌 2 1 김철수 140 2012-03-01\n",
       "notice |이용 안내|운영자|2010-01-02\nrow 120|대교 통행 제한|홍길동|2012-03-04\n"
       "row 119|코스피 2000 돌파|홍길동|2012-03-03\nrow 118|토요 배달|김철수|2012-03-02\n"
       "row 117|기름값 내려|홍길동|2012-03-01\nrow 116|드라마 시즌 2|김철수|2012-03-01\n"},
      {"one number at a title's end is the title's own",
       "번호 제목 글쓴이 날짜\n5 드라마 시즌 2 홍길동 2025.02.04\n4 대교 통행 홍길동 2025.02.03\n"
       "3 배달 축소 논의 [3] 홍길동 2025.02.02\n",
       "row 5|드라마 시즌 2|홍길동|2025-02-04\nrow 4|대교 통행|홍길동|2025-02-03\n"
       "row 3|배달 축소 논의 [3]|홍길동|2025-02-02\n"},
      {"parts of a series",
       "번호 제목 글쓴이 날짜\n5 물의 도시 [3] 홍길동 2025.02.04\n4 물의 도시 [2] 홍길동 "
       "2025.02.03\n"
       "3 물의 도시 [1] 홍길동 2025.02.02\n",
       "row 5|물의 도시 [3]|홍길동|2025-02-04\nrow 4|물의 도시 [2]|홍길동|2025-02-03\n"
       "row 3|물의 도시 [1]|홍길동|2025-02-02\n"},
      {"brackets glued on, icons",
       "번호\t제목\t글쓴이\t날짜\n5\t대교 통행[12] 새글\t홍길동\t2025.02.04\n4\t토요 배달 "
       "댓글3개\t홍길동\t2025.02.03\n"
       "3\t기름값 [+4]\t홍길동\t2025.02.02\n2\t감귤 출하\t홍길동\t2025.02.02\n",
       "row 5|대교 통행|홍길동|2025-02-04\nrow 4|토요 배달|홍길동|2025-02-03\n"
       "row 3|기름값|홍길동|2025-02-02\nrow 2|감귤 출하|홍길동|2025-02-02\n"},
  });
}

TEST(BoardText, AuthorsOfSeveralWordsAreToldByRepetition) {
  check_pages({
      {"names, posts, agencies",
       "번호 제목 글쓴이 날짜\n30 아파트값 상승 홍길동 기자 2025.02.04\n29 신항 개장 김철수 기자 "
       "2025.02.04\n"
       "28 트램 착공 홍길동 기자 2025.02.03\n27 의사당 설계 Park Ji Sung 2025.02.03\n"
       "26 비엔날레 개막 Park Ji Sung 2025.02.02\n25 조선소 수주 연합 뉴스 2025.02.02\n"
       "24 감귤 출하 연합 뉴스 2025.02.01\n23 산불 진화 연합 뉴스 2025.02.01\n",
       "row 30|아파트값 상승|홍길동 기자|2025-02-04\nrow 29|신항 개장|김철수 기자|2025-02-04\n"
       "row 28|트램 착공|홍길동 기자|2025-02-03\nrow 27|의사당 설계|Park Ji Sung|2025-02-03\n"
       "row 26|비엔날레 개막|Park Ji Sung|2025-02-02\nrow 25|조선소 수주|연합 뉴스|2025-02-02\n"
       "row 24|감귤 출하|연합 뉴스|2025-02-01\nrow 23|산불 진화|연합 뉴스|2025-02-01\n"},
      {"columns set apart by spaces",
       "No.   Subject                  Author      Date         Views\n"
       "12    Korea wins big match     John Smith  2025/02/04   120\n"
       "11    New bridge in Seoul      Jane Doe    2025/02/03   98\n",
       "row 12|Korea wins big match|John Smith|2025-02-04\n"
       "row 11|New bridge in Seoul|Jane Doe|2025-02-03\n"},
  });
}

TEST(BoardText, APageMayHaveLostItsShape) {
  check_pages({
      {"all on one line, with labels",
       "메뉴 건너뛰기 공항 착공 석 달 미뤄져 작성자랭크뉴스 작성일12-01-11 20:59 조회2,139회 "
       "댓글0건 "
       "공항 착공이 미뤄졌다. 조사를 다시 한다. 한결신문 번호 제목 글쓴이 날짜 12 대교 통행 제한 "
       "랭크뉴스 "
       "2012.01.12 » 공항 착공 석 달 미뤄져 랭크뉴스 2012.01.11 10 토요 배달 편집부 2012.01.10 "
       "Board Pagination Prev 1 2 Next",
       "article 11|공항 착공 석 달 미뤄져|랭크뉴스|2012-01-11 20:59|한결신문||"
       "공항 착공이 미뤄졌다. 조사를 다시 한다.\nrow 12|대교 통행 제한|랭크뉴스|2012-01-12\n"
       "row 10|토요 배달|편집부|2012-01-10\n"},
      {"a cell a line, counts on lines of their own, no article",
       "번호\n제목\n글쓴이\n날짜\n조회 수\n5\n\n포토 뉴스\n[3]\n홍길동\n2025.02.04\n31\n4\n\n둘째 "
       "기사\n"
       "홍길동\n2025.02.03\n7\n»\n셋째 기사\n김철수\n2025.02.02\n9\n2\n넷째 "
       "기사\n홍길동\n2025.02.01\n8\n",
       "row 5|포토 뉴스 [3]|홍길동|2025-02-04\nrow 4|둘째 기사|홍길동|2025-02-03\n"
       "row 3|셋째 기사|김철수|2025-02-02\nrow 2|넷째 기사|홍길동|2025-02-01\n"},
      {"ruled lines, bullets, a text table",
       "홈 > 뉴스 > 사회\n\n■ 공항 착공 미뤄져\n글쓴이 : 랭크뉴스    날짜 : 2012-01-11 (수) 20:59  "
       "  조회 : 2139\n"
       "--------------------\n공항 착공이 미뤄졌다. 조사를 다시 한다.\n\n[출처] 한결신문\n"
       "[원본링크] http://www.example.kr/a/1\n\n번호 | 제목 | 글쓴이 | 날짜 | 조회\n"
       "12 | 대교 통행 제한 | 랭크뉴스 | 12-01-12 | 33\n▷ | 공항 착공 미뤄져 | 랭크뉴스 | 12-01-11 "
       "| 2139\n",
       "article 11|공항 착공 미뤄져|랭크뉴스|2012-01-11 20:59|한결신문||공항 착공이 미뤄졌다. "
       "조사를 다시 한다.\n"
       "row 12|대교 통행 제한|랭크뉴스|2012-01-12\n"},
  });
}

TEST(BoardText, SecretAndDeletedRowsAreRows) {
  check_pages({
      {"withheld",
       "번호 제목 글쓴이 날짜 조회 수\n15 비밀글입니다. 김** 2023.04.05 3\n14 삭제된 글입니다.\n"
       "13 관리자에 의해 삭제된 글입니다. 2023.04.04\n12 문의드립니다 이영희 2023.04.03 10\n",
       "row 15|비밀글입니다.|김**|2023-04-05\nrow 14|삭제된 글입니다.\n"
       "row 13|관리자에 의해 삭제된 글입니다.||2023-04-04\nrow "
       "12|문의드립니다|이영희|2023-04-03\n"},
  });
}

TEST(BoardText, PagesWithoutAnArticleSayWhy) {
  check_pages({
      {"empty", "", "skip empty file\n"},
      {"blank", " \n\t\n", "skip empty file\n"},
      {"login",
       "메뉴 건너뛰기\n로그인\n아이디\n비밀번호\n로그인 유지\n아이디/비밀번호 찾기 | 회원가입\n",
       "skip login page\n"},
      {"404",
       "404 Not Found\nThe requested URL /news/42142 was not found on this server.\nApache/2.4\n",
       "skip error page\n"},
      {"deleted",
       "오류안내 페이지\n글이 존재하지 않습니다. 글이 삭제되었거나 이동된 경우입니다.\n돌아가기\n",
       "skip error page\n"},
      {"a memo",
       "이 파일은 그냥 메모다. 뉴스가 아니다.\n내일 할 일: 자료를 정리하고 전화를 건다.\n",
       "skip no article\n"},
      {"only a list",
       "뉴스 게시판\n이 게시판은 뉴스를 모아 두는 곳입니다.\nTotal 1,234건 1 페이지\n번호 제목 "
       "글쓴이 날짜\n"
       "2 기사 둘 홍길동 2025.02.04\n1 기사 하나 홍길동 2025.02.03\n글쓰기\n1 2 3 다음\n",
       "row 2|기사 둘|홍길동|2025-02-04\nrow 1|기사 하나|홍길동|2025-02-03\n"},
  });
}

// Rows whose titles try to look like other columns.
std::vector<pages::Row> tricky_rows() {
  return {
      {"990", "서해대교 통행 제한 해제", "소식통", "2025.01.20", "311"},
      {"989", "수능 만점자 8명…\"학교 수업이 바탕\"", "편집부", "2025.01.20", "8230", "1", "경제"},
      {"988", "시내버스 기본요금 1,500원 확정", "소식통", "2025.01.19", "16149"},
      {"987", "[속보] 남부내륙 안개로 항공기 7편 지연", "편집부", "2025.01.19", "24068"},
      {"986", "2024.12.31 종료 예정이던 유류세 인하 연장", "소식통", "2025.01.18", "1987", "2",
       "경제"},
      {"985", "소식통이 전하는 주말 날씨 한눈에", "소식통", "2025.01.18", "9906"},
      {"984", "드라마 시즌 2", "홍길동", "2025.01.17", "17825", "0", "문화"},
      {"983", "강변구 자전거길 12km 구간 새 단장", "소식통", "2025.01.17", "25744"},
      {"982", "10.1 지진 그 후 1년", "김기자", "2025.01.16", "3663", "1", "문화"},
      {"981", "AI칩·5G서비스…\"GPT-4o 잡는다\"", "소식통", "2025.01.16", "11582", "0", "경제"},
      {"980", "2025-02-03 회의 편집부 결정", "소식통", "2025.01.15", "19501"},
      {"979", "\"엘리베이터 없는 5층\" 배달 기사들의 하소연", "소식통", "2025.01.15", "27420"}};
}

std::string page_of(const std::vector<pages::Row>& rows, std::size_t current,
                    const pages::Layout& layout) {
  const std::string end = layout.breaks == pages::Break::none ? " " : "\n";
  std::string page = layout.english ? "Skip to menu" : "메뉴 건너뛰기";
  page += end + end;
  if (layout.marker == "=") page += rows[current].title + end;
  page +=
      "강변구가 낡은 길 12km를 새로 포장했다." + end + end + "보행로의 턱을 없앴다." + end + end;
  page += "한결신문" + end + end + pages::list_of(rows, current, layout);
  return page + end + "Board Pagination Prev 1 2 3 … 64 Next" + end + "/ 64 GO" + end;
}

std::string dashed(std::string date) {
  std::replace(date.begin(), date.end(), '.', '-');
  return date;
}

std::string expected_of(const std::vector<pages::Row>& rows, std::size_t current,
                        const pages::Layout& layout) {
  const auto has = [&](Column column) {
    return std::find(layout.columns.begin(), layout.columns.end(), column) != layout.columns.end();
  };
  const auto head = [&](const pages::Row& row) {
    return row.number + "|" + row.title + "|" + (has(Column::author) ? row.author : "") + "|" +
           (has(Column::date) ? dashed(row.date) : "");
  };
  const std::string category = has(Column::category) ? rows[current].category : "";
  const std::string between = layout.breaks == pages::Break::none ? "  " : "/";
  std::string text = "article " + head(rows[current]) + "|한결신문|" + category +
                     "|강변구가 낡은 길 12km를 새로 포장했다." + between +
                     "보행로의 턱을 없앴다.\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == current) continue;
    std::string line = (rows[i].number.empty() ? "notice " : "row ") + head(rows[i]);
    if (has(Column::category)) line += "|" + rows[i].category;
    while (line.ends_with('|')) line.pop_back();
    text += line + "\n";
  }
  return text;
}

void check_layout(const pages::Layout& layout) {
  for (const bool ascending : {false, true}) {
    for (const bool notice : {false, true}) {
      for (const std::size_t current : {0U, 7U, 11U}) {
        auto rows = tricky_rows();
        if (ascending) std::reverse(rows.begin(), rows.end());
        if (notice)
          rows.insert(rows.begin(), {"", "이용 규칙 안내 (필독)", "운영자", "2010.05.01", "55"});
        const auto own = current + (notice ? 1 : 0);
        const auto page = page_of(rows, own, layout);
        ASSERT_EQ(describe(parse_page(page)), expected_of(rows, own, layout)) << page;
      }
    }
  }
}

const std::vector<Column> kSeedColumns = {Column::number, Column::title, Column::author,
                                          Column::date};

TEST(BoardText, ColumnsMayStandInAnyOrder) {
  using enum Column;
  const std::vector<std::vector<Column>> orders = {
      kSeedColumns,
      {number, title, author, date, views},
      {number, title, author, views},
      {number, title, author, date, views, votes},
      {number, title, author, views, date},
      {number, category, title, author, date},
      {number, category, title, author, date, views},
      {number, title, date, author},
      {number, author, title, date, views},
      {number, date, title, author},
      {title, author, date, views, number},
      {date, author, title, number},
      {date, number, title, author, views},
      {number, title, author, date, votes, views, category},
      {author, number, views, title, date},
      {number, title, date}};
  for (const auto& columns : orders) {
    for (const auto breaks : {pages::Break::lines, pages::Break::tabs, pages::Break::bars}) {
      for (const bool english : {false, true}) {
        check_layout({columns, breaks, true, english});
      }
    }
  }
}

TEST(BoardText, TheOwnRowMayBeMarkedInAnyWay) {
  for (const char* marker :
       {"»", "» »»»»»", "»»", ">>", "▶", "→", "열람중", "[현재글]", "&raquo;", "="}) {
    for (const auto breaks : {pages::Break::lines, pages::Break::tabs, pages::Break::cells}) {
      check_layout({kSeedColumns, breaks, true, false, marker});
    }
  }
  check_layout({kSeedColumns, pages::Break::lines, true, false, ""});
  check_layout({kSeedColumns, pages::Break::tabs, true, false, ""});
}

TEST(BoardText, ListsNeedNoHeadingRow) {
  using enum Column;
  const std::vector<std::vector<Column>> orders = {kSeedColumns,
                                                   {number, title, author, date, views},
                                                   {number, title, author, date, views, votes},
                                                   {number, title, author, views, date},
                                                   {number, title, date},
                                                   {number, author, title, date},
                                                   {number, title, date, author}};
  for (const auto& columns : orders) {
    for (const auto breaks : {pages::Break::lines, pages::Break::tabs}) {
      check_layout({columns, breaks, false});
      check_layout({columns, breaks, false, false, "="});
    }
  }
}

TEST(BoardText, LineEndsMayBeLostOrStandAfterEveryCell) {
  using enum Column;
  const std::vector<std::vector<Column>> orders = {kSeedColumns,
                                                   {number, title, author, date, views},
                                                   {number, title, author, views, date},
                                                   {number, category, title, author, date},
                                                   {number, title, date, author}};
  for (const auto& columns : orders) {
    for (const char* marker : {"»", "▶", "열람중"}) {
      check_layout({columns, pages::Break::cells, true, false, marker});
      check_layout({columns, pages::Break::none, true, false, marker});
    }
  }
  check_layout({kSeedColumns, pages::Break::cells, false});
  check_layout({kSeedColumns, pages::Break::none, false});
}

TEST(BoardText, AnAuthorsLabelWithoutAnAuthorIsNoPost) {
  for (const char* page : {"작성자 :", "속보 작성자 :", "속보 작성자 :\n"}) {
    EXPECT_TRUE(parse_page(page).articles.empty()) << page;
  }
}

TEST(BoardText, HostileTextEndsSoon) {
  const auto begin = std::chrono::steady_clock::now();
  const std::string heading = "번호 제목 글쓴이 날짜 ";
  std::string numbers;
  for (int i = 40'000; i > 0; --i) numbers += std::to_string(i) + " ";
  std::string lines;
  for (int i = 0; i < 20'000; ++i) lines += "» 1 2 3 2025.02.04\n";
  std::string cells;
  for (int i = 0; i < 20'000; ++i) cells += "공지\n2025.02.04\n";
  std::string headings;
  for (int i = 0; i < 5'000; ++i) headings += "번호\n제목\n글쓴이\n";
  const std::string line_ends(1 << 18, '\n');
  for (const auto& page : {numbers, heading + numbers, lines, heading + "\n" + lines, cells,
                           heading + "\n" + cells, headings, line_ends, std::string(1 << 18, '|'),
                           std::string(1 << 18, '\t'), heading + std::string(1 << 18, '1')}) {
    parse_page(page);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

}  // namespace
}  // namespace sillok
