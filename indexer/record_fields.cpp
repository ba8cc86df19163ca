#include "indexer/record_fields.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "common/date.h"
#include "indexer/address.h"
#include "indexer/board_words.h"
#include "indexer/html.h"
#include "indexer/lines.h"

namespace sillok {

namespace {

using Names = std::vector<std::string_view>;

// For each field its names, our own first, in the order in which they are believed. Written
// without spaces, dots, dashes and underscores, in lower case.
const std::vector<std::pair<RecordField, Names>>& known_names() {
  static const std::vector<std::pair<RecordField, Names>> kNames = {
      {RecordField::id,
       {"id", "docid", "documentid", "documentsrl", "wrid", "articleid", "newsid", "postid", "aid",
        "uid", "문서번호", "기사번호", "기사id", "뉴스식별자", "식별자"}},
      {RecordField::board,
       {"board", "boardname", "boardid", "botable", "mid", "forum", "게시판", "게시판명",
        "게시판이름"}},
      {RecordField::number,
       {"number", "번호", "글번호", "no", "num", "순번", "연번", "게시번호", "seq"}},
      {RecordField::title,
       {"title", "제목", "기사제목", "글제목", "headline", "subject", "newstitle", "articletitle",
        "wrsubject", "헤드라인", "타이틀"}},
      {RecordField::author,
       {"author",   "글쓴이",   "작성자",   "writer",     "byline",    "reporter", "journalist",
        "nickname", "username", "creator",  "wrname",     "authors",   "기자",     "기자명",
        "기고자",   "등록자",   "게시자",   "올린이",     "닉네임",    "이름",     "nick",
        "name",     "user",     "postedby", "authorname", "writername"}},
      {RecordField::source,
       {"source", "출처", "언론사", "press", "publisher", "media", "newspaper", "언론사명", "매체",
        "매체명", "신문사", "신문", "mediacompany", "outlet", "provider", "pressname", "company",
        "sitename", "sourcename"}},
      {RecordField::category,
       {"category", "분류", "카테고리", "말머리", "section", "섹션", "genre", "통합분류1", "구분",
        "caname", "categoryname"}},
      {RecordField::date,
       {"date",      "published",  "publishedat", "datepublished", "publishdate", "publisheddate",
        "pubdate",   "날짜",       "작성일",      "등록일",        "작성일시",    "등록일시",
        "게시일",    "게시일시",   "일자",        "작성일자",      "등록일자",    "일시",
        "입력",      "입력일",     "입력일시",    "기사입력",      "기사일자",    "발행일",
        "발행일시",  "보도일",     "보도일자",    "작성날짜",      "등록날짜",    "datetime",
        "created",   "createdat",  "createddate", "creationdate",  "regdate",     "writedate",
        "writtenat", "posted",     "postedat",    "postdate",      "articledate", "newsdate",
        "inputdate", "wrdatetime", "publishtime", "publishedtime", "timestamp",   "pubtime"}},
      {RecordField::time, {"time", "시간", "작성시간", "등록시간", "시각", "입력시간", "게시시간"}},
      {RecordField::url,
       {"url", "link", "href", "permalink", "주소", "링크", "원문", "원문링크", "기사링크",
        "기사주소", "원문주소", "address", "uri", "newsurl", "articleurl", "originallink",
        "pageurl", "sourceurl"}},
      {RecordField::body,
       {"body",        "본문",     "내용",        "content",     "contents",  "text",
        "articlebody", "기사본문", "기사내용",    "글내용",      "article",   "maintext",
        "fulltext",    "bodytext", "newscontent", "articletext", "wrcontent", "contenttext",
        "본문내용",    "기사",     "context",     "document",    "passage",   "description"}},
      {RecordField::captured,
       {"captured", "crawledat", "scrapedat", "collectedat", "fetchedat", "capturedat", "crawled",
        "scraped", "crawldate", "crawltime", "retrieved", "retrievedat", "수집일", "수집일시",
        "수집시간", "크롤링일시", "수집날짜"}}};
  return kNames;
}

// "Published_At" and "published at" are one name.
std::string fold_name(std::string_view name) {
  std::string folded;
  for (const char c : ascii_lower(plain_spaces(name))) {
    if (std::string_view(" \t\n_-.").find(c) == std::string_view::npos) folded += c;
  }
  return folded;
}

const std::unordered_map<std::string, NamedField>& name_index() {
  static const auto kIndex = [] {
    std::unordered_map<std::string, NamedField> index;
    for (const auto& [field, names] : known_names()) {
      int rank = 1;
      for (const auto name : names) index.emplace(std::string(name), NamedField{field, rank++});
    }
    return index;
  }();
  return kIndex;
}

// An element that a body may hold, at `at` behind the "<" or "</".
bool is_markup_name(std::string_view text) {
  static constexpr std::string_view kNames[] = {
      "p",    "br",     "div",        "span",    "b",          "strong", "i",
      "em",   "a",      "img",        "table",   "tr",         "td",     "tbody",
      "ul",   "ol",     "li",         "h1",      "h2",         "h3",     "h4",
      "font", "figure", "section",    "article", "blockquote", "script", "style",
      "u",    "iframe", "figcaption", "hr",      "pre",        "center"};
  const auto end = text.find_first_of(" \t\n\r/>");
  if (end == std::string_view::npos || end == 0 || end > 12) return false;
  const auto name = ascii_lower(text.substr(0, end));
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames) &&
         text.find('>', end) != std::string_view::npos;
}

// Whether a text is HTML rather than a text that mentions a sign: a known element stands in it.
bool has_markup(std::string_view text) {
  constexpr std::size_t kMaxTries = 64;
  std::size_t tries = 0;
  for (auto at = text.find('<'); at != std::string_view::npos && tries < kMaxTries;
       at = text.find('<', at + 1), ++tries) {
    auto name = text.substr(at + 1, 400);
    if (name.starts_with('/')) name.remove_prefix(1);
    if (is_markup_name(name)) return true;
  }
  return false;
}

// "&quot;", "&#39;", "&#x27;": what scrapers forget to decode.
bool has_entity(std::string_view text) {
  static constexpr std::string_view kEntities[] = {
      "&quot;",   "&amp;",   "&lt;",    "&gt;",    "&nbsp;",  "&#",     "&apos;",  "&hellip;",
      "&middot;", "&lsquo;", "&rsquo;", "&ldquo;", "&rdquo;", "&bull;", "&ndash;", "&mdash;"};
  if (text.find('&') == std::string_view::npos) return false;
  return std::any_of(std::begin(kEntities), std::end(kEntities), [text](std::string_view entity) {
    const auto at = text.find(entity);
    return at != std::string_view::npos && text.find(';', at) != std::string_view::npos;
  });
}

// Lines without white space at their ends, empty ones dropped.
std::string tidy_lines(std::string_view text) {
  std::string tidy;
  const auto plain = plain_spaces(text);
  for (const auto line : split_lines(plain)) {
    const auto trimmed = trim(line);
    if (trimmed.empty()) continue;
    if (!tidy.empty()) tidy += '\n';
    tidy += trimmed;
  }
  return tidy;
}

std::string body_text(const std::string& value) {
  if (has_markup(value) || has_entity(value)) return tidy_lines(html_fragment_to_text(value));
  return tidy_lines(value);
}

// A value of one line.
std::string line_text(const std::string& value) {
  const bool html = has_markup(value) || has_entity(value);
  const auto text = plain_spaces(html ? html_fragment_to_text(value) : value);
  return join_words(split_words(text));
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Seconds or milliseconds since 1970, as APIs write times: 10 or 13 digits.
std::optional<std::int64_t> parse_epoch(std::string_view text) {
  const auto point = text.find('.');
  if (point != std::string_view::npos && all_digits(text.substr(point + 1))) {
    text = text.substr(0, point);
  }
  if (!all_digits(text) || (text.size() != 10 && text.size() != 13)) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return text.size() == 13 ? value / 1000 : value;
}

constexpr std::int64_t kKoreanOffsetSeconds = 9 * 3600;

BoardDate date_of_epoch(std::int64_t seconds) {
  using namespace std::chrono;
  const sys_seconds korean{std::chrono::seconds{seconds + kKoreanOffsetSeconds}};
  const Day day{floor<days>(korean)};
  const auto clock = (korean - floor<days>(korean)).count();
  std::string time = "00:00:00";
  const auto put = [&time](std::size_t at, std::int64_t value) {
    time[at] = static_cast<char>('0' + value / 10);
    time[at + 1] = static_cast<char>('0' + value % 10);
  };
  put(0, clock / 3600);
  put(3, clock / 60 % 60);
  put(6, clock % 60);
  return {static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
          static_cast<unsigned>(day.day()), time, false};
}

// A date, perhaps behind a label ("입력 2025.02.04 14:32") or in front of a remark.
std::optional<BoardDate> parse_record_date(std::string_view text) {
  text = trim(text);
  if (const auto epoch = parse_epoch(text)) return date_of_epoch(*epoch);
  if (auto date = parse_board_date(text)) return date;
  const auto digit = text.find_first_of("0123456789");
  if (digit == 0 || digit == std::string_view::npos) return std::nullopt;
  return parse_board_date(text.substr(digit));
}

// Unix seconds of a crawler's time; 0 when it is none.
std::int64_t parse_capture(std::string_view text) {
  using namespace std::chrono;
  if (const auto epoch = parse_epoch(trim(text))) return *epoch;
  const auto date = parse_board_date(text);
  const auto day = date ? known_day(*date) : std::nullopt;
  if (!day) return 0;
  std::int64_t clock = 0;
  for (std::size_t i = 0; i + 2 <= date->time.size(); i += 3) {
    const auto two = (date->time[i] - '0') * 10 + (date->time[i + 1] - '0');
    clock += i == 0 ? two * 3600 : i == 3 ? two * 60 : two;
  }
  return sys_seconds{sys_days{*day}}.time_since_epoch().count() + clock - kKoreanOffsetSeconds;
}

}  // namespace

std::optional<NamedField> find_record_field(std::string_view name, const FieldMap& map) {
  const auto folded = fold_name(name);
  for (const auto& [theirs, ours] : map) {
    if (theirs != name && fold_name(theirs) != folded) continue;
    const auto field = parse_record_field(ours);
    if (!field) return std::nullopt;
    return NamedField{*field, 0};
  }
  const auto found = name_index().find(folded);
  if (found == name_index().end()) return std::nullopt;
  return found->second;
}

std::string_view record_field_name(RecordField field) {
  return known_names()[static_cast<std::size_t>(field)].second.front();
}

std::optional<RecordField> parse_record_field(std::string_view name) {
  for (const auto& [field, names] : known_names()) {
    if (names.front() == name) return field;
  }
  return std::nullopt;
}

void RecordBuilder::add(NamedField name, std::string value) {
  has_body_ |= name.field == RecordField::body;
  auto& known = values_[static_cast<std::size_t>(name.field)];
  if (name.rank >= known.rank || trim(value).empty()) return;
  known = {name.rank, std::move(value)};
}

const std::string& RecordBuilder::value(RecordField field) const {
  return values_[static_cast<std::size_t>(field)].text;
}

void RecordBuilder::set_date(Article& article) const {
  auto date = parse_record_date(value(RecordField::date));
  const auto time = parse_record_date(value(RecordField::time));
  if (!date || !known_day(*date)) date = time;
  const auto day = date ? known_day(*date) : std::nullopt;
  if (!day) return;
  article.date = format_day(*day);
  article.time = date->time;
  if (article.time.empty() && time) article.time = time->time;
}

void RecordBuilder::set_identity(Article& article, const PageContext& context) const {
  article.id = line_text(value(RecordField::id));
  article.board = line_text(value(RecordField::board));
  const auto number = trim(value(RecordField::number));
  article.number = parse_count(number);
  article.notice = is_notice_label(number);
  if (article.id.empty() || article.board.empty()) {
    if (const auto address = parse_board_address(article.url)) {
      if (article.id.empty()) article.id = address->id;
      if (article.board.empty()) article.board = address->board;
    }
  }
  if (article.board.empty() || context.board_forced) article.board = context.board;
}

std::optional<Article> RecordBuilder::build(const PageContext& context, std::string place) const {
  Article article;
  article.title = line_text(value(RecordField::title));
  article.body = body_text(value(RecordField::body));
  if (article.title.empty() && article.body.empty()) return std::nullopt;
  article.kind = has_body_ ? Article::Kind::article : Article::Kind::row;
  article.author = line_text(value(RecordField::author));
  article.source = line_text(value(RecordField::source));
  article.category = line_text(value(RecordField::category));
  article.url = std::string(trim(value(RecordField::url)));
  set_identity(article, context);
  set_date(article);
  article.captured = parse_capture(value(RecordField::captured));
  article.place = std::move(place);
  return article;
}

}  // namespace sillok
