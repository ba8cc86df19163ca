#include "indexer/board_words.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "indexer/lines.h"

namespace sillok {

namespace {

using namespace std::string_view_literals;

const std::unordered_map<std::string_view, Column>& headings() {
  static const std::unordered_map<std::string_view, Column> kHeadings = {
      {"번호", Column::number},       {"글번호", Column::number},     {"순번", Column::number},
      {"연번", Column::number},       {"no", Column::number},         {"no.", Column::number},
      {"num", Column::number},        {"number", Column::number},     {"#", Column::number},
      {"분류", Column::category},     {"카테고리", Column::category}, {"말머리", Column::category},
      {"구분", Column::category},     {"category", Column::category}, {"제목", Column::title},
      {"글제목", Column::title},      {"기사제목", Column::title},    {"subject", Column::title},
      {"title", Column::title},       {"글쓴이", Column::author},     {"작성자", Column::author},
      {"이름", Column::author},       {"닉네임", Column::author},     {"등록자", Column::author},
      {"올린이", Column::author},     {"글쓴사람", Column::author},   {"글쓴분", Column::author},
      {"게시자", Column::author},     {"기자", Column::author},       {"author", Column::author},
      {"name", Column::author},       {"writer", Column::author},     {"nick", Column::author},
      {"nickname", Column::author},   {"user", Column::author},       {"poster", Column::author},
      {"by", Column::author},         {"날짜", Column::date},         {"작성일", Column::date},
      {"등록일", Column::date},       {"일자", Column::date},         {"등록일자", Column::date},
      {"작성일자", Column::date},     {"작성일시", Column::date},     {"등록일시", Column::date},
      {"게시일", Column::date},       {"게시일자", Column::date},     {"작성날짜", Column::date},
      {"등록날짜", Column::date},     {"일시", Column::date},         {"시간", Column::date},
      {"작성시간", Column::date},     {"date", Column::date},         {"posted", Column::date},
      {"time", Column::date},         {"조회", Column::views},        {"조회수", Column::views},
      {"읽음", Column::views},        {"views", Column::views},       {"view", Column::views},
      {"hit", Column::views},         {"hits", Column::views},        {"read", Column::views},
      {"reads", Column::views},       {"readed", Column::views},      {"추천", Column::votes},
      {"추천수", Column::votes},      {"좋아요", Column::votes},      {"공감", Column::votes},
      {"votes", Column::votes},       {"vote", Column::votes},        {"voted", Column::votes},
      {"likes", Column::votes},       {"like", Column::votes},        {"비추천", Column::other},
      {"댓글", Column::comments},     {"댓글수", Column::comments},   {"덧글", Column::comments},
      {"comments", Column::comments}, {"comment", Column::comments},  {"replies", Column::comments},
      {"출처", Column::source},       {"언론사", Column::source},     {"매체", Column::source},
      {"신문사", Column::source},     {"source", Column::source},     {"첨부", Column::other},
      {"파일", Column::other},        {"첨부파일", Column::other},    {"file", Column::other},
      {"files", Column::other},       {"선택", Column::other}};
  return kHeadings;
}

struct LabelWord {
  std::string_view word;
  Label label;
};

// Longer words stand before those that begin them.
constexpr LabelWord kLabels[] = {
    {"기사제목", Label::title},   {"글제목", Label::title},      {"제목", Label::title},
    {"제 목", Label::title},      {"제  목", Label::title},      {"제   목", Label::title},
    {"subject", Label::title},    {"title", Label::title},       {"글쓴이", Label::author},
    {"작성자", Label::author},    {"등록자", Label::author},     {"올린이", Label::author},
    {"기자명", Label::author},    {"게시자", Label::author},     {"닉네임", Label::author},
    {"이름", Label::author},      {"이 름", Label::author},      {"author", Label::author},
    {"writer", Label::author},    {"name", Label::author},       {"posted by", Label::author},
    {"by", Label::author},        {"최종수정일", Label::other},  {"최종수정", Label::other},
    {"수정일시", Label::other},   {"수정일", Label::other},      {"수정", Label::other},
    {"작성일시", Label::date},    {"작성일자", Label::date},     {"작성일", Label::date},
    {"작성시간", Label::date},    {"작성 일시", Label::date},    {"등록일시", Label::date},
    {"등록일자", Label::date},    {"등록 일시", Label::date},    {"등록일", Label::date},
    {"게시일", Label::date},      {"기사입력", Label::date},     {"입력일", Label::date},
    {"입력", Label::date},        {"승인", Label::date},         {"등록", Label::date},
    {"작성", Label::date},        {"날짜", Label::date},         {"posted on", Label::date},
    {"posted", Label::date},      {"date", Label::date},         {"조회 수", Label::views},
    {"조회수", Label::views},     {"조회", Label::views},        {"읽음", Label::views},
    {"views", Label::views},      {"view", Label::views},        {"hits", Label::views},
    {"hit", Label::views},        {"추천 수", Label::votes},     {"추천수", Label::votes},
    {"추천", Label::votes},       {"비추천 수", Label::votes},   {"비추천", Label::votes},
    {"좋아요", Label::votes},     {"votes", Label::votes},       {"vote", Label::votes},
    {"likes", Label::votes},      {"댓글 수", Label::comments},  {"댓글수", Label::comments},
    {"댓글", Label::comments},    {"덧글", Label::comments},     {"comments", Label::comments},
    {"comment", Label::comments}, {"분류", Label::category},     {"카테고리", Label::category},
    {"말머리", Label::category},  {"category", Label::category}, {"출처", Label::source},
    {"언론사", Label::source},    {"매체명", Label::source},     {"매체", Label::source},
    {"신문사", Label::source},    {"source", Label::source},     {"원문주소", Label::url},
    {"원문링크", Label::url},     {"원본링크", Label::url},      {"기사원문", Label::url},
    {"기사링크", Label::url},     {"원문", Label::url},          {"주소", Label::url},
    {"링크", Label::url},         {"url", Label::url},           {"link", Label::url},
    {"글번호", Label::number},    {"번호", Label::number},       {"no.", Label::number},
    {"첨부파일", Label::other},   {"첨부", Label::other},        {"파일", Label::other},
    {"아이피", Label::other},     {"ip", Label::other},          {"스크랩", Label::other}};

constexpr std::string_view kMarkers[] = {
    "»", "&raquo;", "›", ">>", "▶",      "►",        "▷",      "☞",        "→",      "⇒",     "➡",
    "➔", "◀",       "✔", "√",  "현재글", "[현재글]", "열람중", "[열람중]", "보는중", "읽는중"};

// Lines of the frame, without spaces and in lower case: a line of nothing but these is one too.
constexpr std::string_view kFrameWords[] = {"메뉴건너뛰기",
                                            "메뉴바로가기",
                                            "메인메뉴바로가기",
                                            "주메뉴바로가기",
                                            "본문바로가기",
                                            "본문으로바로가기",
                                            "콘텐츠바로가기",
                                            "컨텐츠바로가기",
                                            "하단메뉴바로가기",
                                            "skiptomenu",
                                            "skiptocontent",
                                            "skiptocontents",
                                            "skiptomaincontent",
                                            "페이지정보",
                                            "본문",
                                            "글쓰기",
                                            "쓰기",
                                            "목록",
                                            "목록보기",
                                            "목록으로",
                                            "리스트",
                                            "list",
                                            "write",
                                            "답변",
                                            "답글",
                                            "수정",
                                            "삭제",
                                            "reply",
                                            "edit",
                                            "delete",
                                            "modify",
                                            "검색",
                                            "search",
                                            "인쇄",
                                            "프린트",
                                            "print",
                                            "스크랩",
                                            "신고",
                                            "공유",
                                            "공유하기",
                                            "추천",
                                            "비추천",
                                            "추천하기",
                                            "위로",
                                            "아래로",
                                            "댓글로",
                                            "댓글로가기",
                                            "가기",
                                            "크게",
                                            "작게",
                                            "files",
                                            "첨부",
                                            "첨부파일",
                                            "prev",
                                            "next",
                                            "이전",
                                            "다음",
                                            "처음",
                                            "맨끝",
                                            "extraform",
                                            "로그인",
                                            "회원가입",
                                            "로그아웃",
                                            "login",
                                            "logout",
                                            "signup",
                                            "signin",
                                            "join",
                                            "top",
                                            "tag",
                                            "페이스북",
                                            "트위터",
                                            "카카오톡",
                                            "카카오스토리",
                                            "네이버",
                                            "네이버블로그",
                                            "블로그",
                                            "밴드",
                                            "facebook",
                                            "twitter",
                                            "google",
                                            "google+",
                                            "pinterest",
                                            "kakaostory",
                                            "kakaotalk",
                                            "band",
                                            "instagram",
                                            "url복사",
                                            "주소복사",
                                            "링크복사",
                                            "글자크게",
                                            "글자작게",
                                            "share",
                                            "attachment",
                                            "?",
                                            "단축키",
                                            "esc닫기",
                                            "닫기",
                                            "정렬",
                                            "관리",
                                            "boardpagination",
                                            "더보기",
                                            "이전페이지",
                                            "다음페이지",
                                            "처음으로",
                                            "댓글쓰기",
                                            "댓글달기",
                                            "홈",
                                            "home",
                                            "sns",
                                            "sns공유",
                                            "viewarticles",
                                            "맨위로",
                                            "맨아래로",
                                            "이게시물을"};

// Lines of a page's frame, and those that open or close a part of it, are short.
constexpr std::size_t kMaxHeadingBytes = 400;

bool any_prefix(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [text](std::string_view p) { return text.starts_with(p); });
}

bool any_contained(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [text](std::string_view p) { return text.find(p) != std::string_view::npos; });
}

// "[1] 2 3 … 64 [다음]", "Prev 1 2 Next", "/ 64 GO", "처음 1 2 3 맨끝".
bool is_pagination(std::string_view line) {
  static constexpr std::string_view kWords[] = {
      "prev",       "next", "이전", "다음",     "처음", "맨끝", "끝",   "first", "last",   "board",
      "pagination", "go",   "page", "페이지",   "첫",   "열린", "현재", "이동",  "맨처음", "마지막",
      "…",          "...",  "..",   "previous", "‹",    "›",    "«",    "»",     "<",      ">",
      "<<",         ">>",   "/",    "|",        "·",    "◀",    "▶",    "-"};
  bool any_number = false;
  bool any_word = false;
  for (auto word : split_words(line)) {
    while (!word.empty() && (word.front() == '[' || word.front() == '(')) word.remove_prefix(1);
    while (!word.empty() && (word.back() == ']' || word.back() == ')')) word.remove_suffix(1);
    const auto lower = ascii_lower(word);
    if (parse_count(word))
      any_number = true;
    else if (std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords))
      any_word = true;
    else if (!word.empty() && lower != "페이지로" && !lower.ends_with("페이지"))
      return false;
  }
  return any_word || any_number;
}

// "홈 | 최근게시물 | 로그인", "Home > 뉴스 > 경제": short words between bars or arrows.
bool is_menu_path(std::string_view line) {
  static constexpr std::string_view kFirst[] = {"홈",       "home",  "처음",     "메인",
                                                "main",     "hom",   "회원가입", "로그인",
                                                "사이트맵", "login", "공지사항"};
  static constexpr std::string_view kAny[] = {"로그인", "회원가입", "로그아웃", "사이트맵",
                                              "login",  "logout",   "join",     "register"};
  for (const char bar : {'|', '>'}) {
    if (line.find(bar) == std::string_view::npos) continue;
    const auto cells = split_cells(line, bar);
    if (cells.size() < 2) continue;
    const bool all_short = std::all_of(cells.begin(), cells.end(), [](std::string_view cell) {
      return character_count(cell) <= 12 && !ends_sentence(cell);
    });
    if (!all_short) continue;
    const auto listed = [](std::string_view cell, const auto& words) {
      const auto key = ascii_lower(remove_spaces(cell));
      return std::find(std::begin(words), std::end(words), key) != std::end(words);
    };
    if (listed(cells.front(), kFirst)) return true;
    if (std::any_of(cells.begin(), cells.end(),
                    [&](std::string_view cell) { return listed(cell, kAny); })) {
      return true;
    }
  }
  return false;
}

// A number below kBeginnings for the first two bytes of a text, three for Hangul.
constexpr std::size_t kBeginnings = 1024;
std::size_t beginning_of(std::string_view text) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < (text.front() < 0 ? 3U : 2U) && i < text.size(); ++i) {
    const char c = text[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    value = value * 37 + static_cast<unsigned char>(lower);
  }
  return value % kBeginnings;
}

// Whether a label may begin as `text` does: most words of a text are refused at once.
bool may_be_label(std::string_view text) {
  static const auto kPossible = [] {
    std::array<bool, kBeginnings> possible{};
    for (const auto& [word, label] : kLabels) possible[beginning_of(word)] = true;
    return possible;
  }();
  return !text.empty() && kPossible[beginning_of(text)];
}

bool is_frame_word(std::string_view key) {
  static const std::unordered_set<std::string_view> kWords(std::begin(kFrameWords),
                                                           std::end(kFrameWords));
  return kWords.contains(key);
}

}  // namespace

std::optional<Column> header_column(std::string_view heading) {
  static constexpr std::string_view kArrows[] = {"▼", "▲", "↓", "↑", "↕", "△", "▽", "⇅", ":"};
  constexpr std::size_t kMaxBytes = 64;
  if (heading.size() > kMaxBytes) return std::nullopt;
  std::string key = ascii_lower(remove_spaces(heading));
  for (const auto arrow : kArrows) {
    if (key.ends_with(arrow)) key.resize(key.size() - arrow.size());
    if (key.starts_with(arrow)) key.erase(0, arrow.size());
  }
  const auto found = headings().find(key);
  if (found == headings().end()) return std::nullopt;
  return found->second;
}

std::optional<LabelMatch> match_label(std::string_view text) {
  if (!may_be_label(text)) return std::nullopt;
  const std::string head = ascii_lower(text.substr(0, 24));
  std::optional<LabelMatch> best;
  for (const auto& [word, label] : kLabels) {
    if (head.front() != word.front() || !head.starts_with(word)) continue;
    if (!best || word.size() > best->size) best = LabelMatch{label, word.size()};
  }
  return best;
}

std::size_t marker_bytes(std::string_view word) {
  std::size_t size = 0;
  for (bool found = true; found;) {
    found = false;
    const auto spaces = std::min(word.find_first_not_of(' ', size), word.size()) - size;
    for (const auto marker : kMarkers) {
      if (!word.substr(size + spaces).starts_with(marker)) continue;
      size += spaces + marker.size();
      found = true;
      break;
    }
  }
  return size;
}

bool is_notice_label(std::string_view word) {
  static constexpr std::array<std::string_view, 8> kNotices = {
      "공지", "공지사항", "전체공지", "알림", "필독", "notice", "notices", "★"};
  word = trim(word);
  if (word.size() > 2 && ((word.front() == '[' && word.back() == ']') ||
                          (word.front() == '<' && word.back() == '>'))) {
    word = word.substr(1, word.size() - 2);
  }
  const auto key = ascii_lower(remove_spaces(word));
  return std::find(kNotices.begin(), kNotices.end(), key) != kNotices.end();
}

bool is_withheld_title(std::string_view title) {
  const auto key = remove_spaces(title);
  if (character_count(key) > 24) return false;
  return any_prefix(key, {"삭제된글", "삭제된게시", "삭제되었습니다", "삭제글", "비밀글입니다",
                          "비밀글", "비공개글", "블라인드", "관리자가삭제", "관리자에의해삭제",
                          "작성자가삭제", "글쓴이가삭제", "신고로", "(삭제", "[삭제"});
}

bool is_frame_line(std::string_view line) {
  if (line.size() > kMaxHeadingBytes) return false;
  // A ruled line.
  if (line.size() > 2 && line.find_first_not_of(" -=_*~+") == std::string_view::npos) return true;
  const auto key = ascii_lower(remove_spaces(line));
  if (key.empty() || is_frame_word(key)) return true;
  if (any_prefix(key, {"boardpagination", "?단축키", "단축키prev", "prev이전문서", "next다음문서",
                       "designedby", "poweredby", "검색제목", "제목내용제목", "제목+내용"})) {
    return true;
  }
  const auto words = split_words(line);
  const bool all_frame = std::all_of(words.begin(), words.end(), [](std::string_view word) {
    return is_frame_word(ascii_lower(word));
  });
  return all_frame || is_pagination(line) || is_menu_path(line);
}

std::size_t skip_link_bytes(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kLinks = {
      "메뉴 건너뛰기",        "본문 바로가기",         "본문으로 바로가기", "메뉴 바로가기",
      "주메뉴 바로가기",      "콘텐츠 바로가기",       "Skip to menu",      "Skip to content",
      "Skip to main content", "Sketchbook5, 스케치북5"};
  for (const auto link : kLinks) {
    if (text.starts_with(link)) return link.size();
  }
  return 0;
}

bool is_comment_heading(std::string_view line) {
  if (line.size() > kMaxHeadingBytes) return false;
  auto key = ascii_lower(remove_spaces(line));
  if (any_prefix(key, {"댓글목록", "댓글쓰기", "등록된댓글이없습니다", "댓글을작성하", "댓글을쓰",
                       "덧글목록", "의견쓰기", "댓글달기", "전체댓글", "comments'", "comment'"})) {
    return character_count(key) <= 40;
  }
  for (const std::string_view word : {"댓글수", "댓글", "덧글", "comments", "comment", "의견"}) {
    if (!key.starts_with(word)) continue;
    key.erase(0, word.size());
    const auto rest = key.find_first_not_of("'\"[]():0123456789");
    const auto tail = rest == std::string::npos ? std::string() : key.substr(rest);
    const bool counted = key.find_first_of("0123456789") != std::string::npos;
    return counted ? tail.empty() || tail == "개" || tail == "건" : key.empty();
  }
  return false;
}

bool is_footer_heading(std::string_view line) {
  if (line.size() > kMaxHeadingBytes || ends_sentence(line) || character_count(line) > 100)
    return false;
  const auto lower = ascii_lower(trim(line));
  if (any_prefix(lower, {"prev ", "next ", "prev\t", "next\t", "prev:", "next:"})) return true;
  return any_prefix(remove_spaces(lower),
                    {"이전글", "다음글", "관련링크", "관련글", "▲이전글", "▼다음글", "∧이전글",
                     "∨다음글", "목록보기", "이게시물을", "prev이전", "next다음", "◀이전글",
                     "이전게시물", "다음게시물", "?이전", "윗글", "아랫글", "위로아래로"});
}

bool is_copyright_line(std::string_view line) {
  if (line.size() > kMaxHeadingBytes) return false;
  const auto key = ascii_lower(remove_spaces(line));
  if (character_count(key) > 120) return false;
  return any_contained(key,
                       {"무단전재", "무단복제", "재배포금지", "copyright", "저작권자", "ⓒ", "©"});
}

bool is_press_name(std::string_view name) {
  static constexpr std::string_view kEndings[] = {
      "일보",   "신문",   "뉴스",   "경제",   "타임즈",   "타임스",    "방송",     "통신",
      "저널",   "매거진", "데일리", "투데이", "미디어",   "포스트",    "헤럴드",   "트리뷴",
      "코리아", "매일",   "시보",   "주간",   "위클리",   "리포트",    "인사이트", "닷컴",
      "비즈",   "월드",   "뉴시스", "한겨레", "프레시안", "민보",      "조선",     "연합",
      "시사in", "스포츠", "신보",   "라디오", "뉴스1",    "뉴스24",    "tv",       "kbs",
      "mbc",    "sbs",    "ytn",    "jtbc",   "mbn",      "ebs",       "obs",      "cbs",
      "bbs",    "news",   "times",  "daily",  "post",     "herald",    "journal",  "press",
      "today",  "채널a",  "노컷",   "뉴스룸", "타임",     "오마이뉴스"};
  const auto words = split_words(name);
  if (words.empty() || words.size() > 3 || character_count(name) > 20) return false;
  const auto key = ascii_lower(remove_spaces(name));
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&key](std::string_view end) { return key.ends_with(end); });
}

}  // namespace sillok
