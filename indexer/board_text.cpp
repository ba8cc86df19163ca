#include "indexer/board_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "common/text.h"
#include "indexer/address.h"
#include "indexer/board_common.h"
#include "indexer/board_labels.h"
#include "indexer/board_list.h"
#include "indexer/board_post.h"
#include "indexer/lines.h"

namespace sillok {

namespace {

using Lines = std::vector<std::string_view>;

// A row of one of the page's lists.
struct RowPlace {
  std::size_t list = 0;
  std::size_t row = 0;
};

// The lines that no list takes: above the first list or, when there is nothing, below the last.
Lines lines_around(const Lines& lines, const std::vector<BoardList>& lists, bool above) {
  if (lists.empty()) return above ? lines : Lines{};
  if (!above) return Lines(lines.begin() + lists.back().end_line, lines.end());
  Lines around(lines.begin(), lines.begin() + lists.front().begin_line);
  if (!lists.front().before.empty()) around.push_back(lists.front().before);
  return around;
}

bool has_text(const Lines& lines) {
  return std::any_of(lines.begin(), lines.end(),
                     [](std::string_view line) { return !is_frame_line(line); });
}

// The row that has one of the first lines, or the post's labelled title, as its title.
std::optional<RowPlace> row_titled_as(const std::vector<BoardList>& lists, const Lines& around,
                                      const BoardPost& post) {
  constexpr std::size_t kMaxHeadings = 10;
  std::vector<std::string_view> headings;
  if (post.title_labelled) headings.push_back(post.title);
  for (const auto line : around) {
    if (headings.size() >= kMaxHeadings) break;
    if (!is_frame_line(line)) headings.push_back(trim(line));
  }
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (std::size_t k = 0; k < lists[i].rows.size(); ++k) {
      const auto title = lists[i].rows[k].title_text();
      for (const auto heading : headings) {
        if (same_title(heading, title)) return RowPlace{i, k};
      }
    }
  }
  return std::nullopt;
}

std::optional<RowPlace> find_own_row(const std::vector<BoardList>& lists) {
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (const auto row = own_row(lists[i].rows)) return RowPlace{i, *row};
  }
  return std::nullopt;
}

// A page's only line cut in three where labels with dates or counts stand near its beginning:
// heading, labels, text. The line itself when there are none.
Lines split_labels(std::string_view text) {
  constexpr std::size_t kMaxHeadWords = 40;
  constexpr std::size_t kMaxLabelWords = 24;
  const auto words = split_words(text.substr(0, 2000));
  const auto end_of = [&](std::size_t word) {
    return static_cast<std::size_t>(words[word].data() - text.data()) + words[word].size();
  };
  for (std::size_t first = 0; first < std::min(words.size(), kMaxHeadWords); ++first) {
    const auto begin = static_cast<std::size_t>(words[first].data() - text.data());
    if (!match_label(words[first])) continue;
    const auto limit = std::min(words.size(), first + kMaxLabelWords);
    for (std::size_t last = limit; last > first; --last) {
      const auto labels = parse_label_line(text.substr(begin, end_of(last - 1) - begin));
      if (!labels.certain || labels.values.empty()) continue;
      const auto kind = labels.values.back().label;
      const bool typed = kind == Label::date || kind == Label::views || kind == Label::votes ||
                         kind == Label::comments;
      if (!typed || labels.values.back().value.empty()) continue;
      return {trim(text.substr(0, begin)), text.substr(begin, end_of(last - 1) - begin),
              trim(text.substr(end_of(last - 1)))};
    }
  }
  return {text};
}

class PageReader {
 public:
  PageReader(std::string_view text, const PageContext& context)
      : context_(context), text_(plain_spaces(text)), lines_(split_lines(text_)) {
    parsed_.format = "text";
    parsed_.engine = "board text";
  }

  Parsed read() {
    lists_ = find_board_lists(lines_);
    bool found = read_post(true);
    if (!lists_.empty() && (!found || is_heading_alone())) {
      // Some skins put the list on top.
      const bool below = read_post(false) && (post_.title_labelled || own_) && !is_heading_alone();
      if (!below) read_post(true);
      found = found || below;
    }
    if (found) {
      add_article();
    } else {
      own_as_row_ = true;
      if (!own_) own_ = find_own_row(lists_);
    }
    for (std::size_t i = 0; i < lists_.size(); ++i) add_rows(i);
    if (parsed_.articles.empty()) add_skip();
    if (!lists_.empty()) parsed_.rules["rows"] = lists_.front().rule;
    return std::move(parsed_);
  }

 private:
  ListRow& row(RowPlace place) { return lists_[place.list].rows[place.row]; }

  // Reads what stands above or below the lists as a post; false when it is none.
  bool read_post(bool above) {
    around_ = lines_around(lines_, lists_, above);
    around_rule_ = above ? "lines above the list" : "lines below the list";
    const bool blank = !has_text(around_);
    split_heading();
    const auto labels = blank ? BoardPost{} : read_board_post(around_, {});
    strip_titles(labels.title_labelled ? labels.title : std::string());
    if (blank) return false;
    own_ = row_titled_as(lists_, around_, labels);
    if (const auto marked = find_own_row(lists_); marked && (!own_ || row(*marked).marked)) {
      own_ = marked;
    }
    post_ = own_ ? read_board_post(around_, {row(*own_).title_text(), row(*own_).author_text()})
                 : labels;
    return is_article();
  }

  // Once for the page: what is taken off a title does not come back.
  void strip_titles(std::string_view article_title) {
    if (are_titles_stripped_) return;
    are_titles_stripped_ = true;
    for (auto& list : lists_) strip_title_tails(list.rows, article_title);
  }

  // A page on one line begins with the skip link, the post's title where its list keeps all
  // numbers, and its labels: each becomes a line of its own.
  void split_heading() {
    if (around_.size() != 1) return;
    auto text = trim(around_.front());
    for (auto link = skip_link_bytes(text); link != 0 && link < text.size();
         link = skip_link_bytes(text)) {
      text = trim(text.substr(link));
    }
    around_ = split_labels(text);
    const auto first = around_.front();
    for (const auto& list : lists_) {
      for (const auto& row : list.rows) {
        const auto title = row.title_text();
        if (character_count(title) < 6 || !first.starts_with(title + " ")) continue;
        around_.front() = trim(first.substr(title.size()));
        around_.insert(around_.begin(), first.substr(0, title.size()));
        return;
      }
    }
  }

  std::size_t body_characters() const {
    std::size_t count = 0;
    for (const auto& paragraph : post_.body) count += character_count(paragraph);
    return count;
  }

  // A few words without labels, such as a board's name.
  bool is_heading_alone() const {
    constexpr std::size_t kMaxCharacters = 30;
    return !post_.labelled && body_characters() <= kMaxCharacters &&
           std::none_of(post_.body.begin(), post_.body.end(),
                        [](const std::string& line) { return ends_sentence(line); });
  }

  bool is_article() const {
    if (is_withheld_page()) return false;
    const bool titled = !post_.title.empty();
    if (post_.labelled && titled) return post_.title_labelled || !post_.body.empty();
    if (post_.body.empty()) return false;
    if (own_) return true;
    constexpr std::size_t kMinTextCharacters = 150;
    return !lists_.empty() && titled && body_characters() >= kMinTextCharacters;
  }

  // The text says that there is nothing to read: a login form, an error.
  bool is_withheld_page() const { return !page_trouble().empty(); }

  // "login page", "error page", or empty. Only short pages are asked: an article may quote them.
  std::string page_trouble() const {
    constexpr std::size_t kMaxCharacters = 600;
    std::string all;
    std::size_t characters = 0;
    for (const auto line : around_) {
      all += remove_spaces(line);
      characters += character_count(line);
      if (characters > kMaxCharacters) return {};
    }
    const auto key = ascii_lower(all);
    const auto contains = [&key](std::string_view part) { return key.find(part) != key.npos; };
    if (post_.labelled && !post_.body.empty() && characters > 200) return {};
    const bool login = (contains("비밀번호") || contains("패스워드") || contains("password")) &&
                       (contains("로그인") || contains("login") || contains("signin"));
    if (login) return "login page";
    static constexpr std::array<std::string_view, 18> kErrors = {
        "404notfound",       "페이지를찾을수없",    "존재하지않는페이지", "존재하지않는게시",
        "존재하지않습니다",  "글이존재하지않",      "삭제되었거나",       "삭제된글이거나",
        "잘못된접근",        "권한이없습니다",      "접근권한",           "403forbidden",
        "500internalserver", "502badgateway",       "503service",         "pagenotfound",
        "요청하신페이지",    "notfoundtherequested"};
    const bool error = std::any_of(kErrors.begin(), kErrors.end(), contains);
    return error && !post_.title_labelled ? "error page" : "";
  }

  void add_article() {
    Article article = new_entry(Article::Kind::article);
    article.title = article_title();
    article.author = post_.author;
    article.source = post_.source;
    article.category = post_.category;
    article.number = post_.number;
    article.url = context_.url.empty() ? post_.url : context_.url;
    for (const auto& paragraph : post_.body) {
      if (!article.body.empty()) article.body += '\n';
      article.body += paragraph;
    }
    for (auto& [field, rule] : post_.rules) parsed_.rules[field] = rule;
    parsed_.rules["body"] = lists_.empty() ? "lines below the heading" : around_rule_;
    if (own_) complete_from_row(article);
    set_identity(article);
    set_article_date(article);
    parsed_.articles.push_back(std::move(article));
  }

  Article new_entry(Article::Kind kind) const {
    Article article;
    article.kind = kind;
    article.board = context_.board;
    article.place = context_.place;
    article.captured = context_.captured;
    return article;
  }

  // The longest of heading and row, as either may be cut off; lacking both, the text's beginning.
  std::string article_title() {
    if (!post_.title.empty()) return post_.title;
    if (own_) {
      parsed_.rules["title"] = row(*own_).marked ? "marked row" : "row without a number";
      return row(*own_).title_text();
    }
    return {};
  }

  // The document that the page's address names is the identity; an address within the text counts
  // only where the number, which the rows of other pages share, is unknown.
  void set_identity(Article& article) const {
    if (context_.url.empty() && article.number) return;
    const auto address = parse_board_address(article.url);
    if (!address) return;
    article.id = address->id;
    if (!context_.board_forced && !address->board.empty()) article.board = address->board;
  }

  void complete_from_row(Article& article) {
    const auto& own = row(*own_);
    const auto complete = [this](std::string& field, const std::string& value, const char* name) {
      if (!field.empty() || value.empty()) return;
      field = value;
      parsed_.rules[name] = "its row";
    };
    complete(article.author, own.author_text(), "author");
    complete(article.category, own.category, "category");
    complete(article.source, own.source, "source");
    if (own.number) {
      article.number = own.number;
      parsed_.rules["number"] = "its row";
    } else if (const auto number = number_from_neighbours(lists_[own_->list].rows, own_->row)) {
      article.number = number;
      parsed_.rules["number"] = "its row's neighbours";
    }
    article.notice = own.notice;
  }

  void set_article_date(Article& article) {
    auto date = post_.date;
    const bool own_dated = own_ && row(*own_).date && known_day(*row(*own_).date);
    if (own_dated && (!date || !known_day(*date))) {
      const std::string time = date ? date->time : std::string();
      date = row(*own_).date;
      if (date->time.empty()) date->time = time;
      parsed_.rules["date"] = "its row";
    }
    if (!date) return;
    article_day_ = known_day(*date);
    if (!article_day_) return;
    article.date = format_day(*article_day_);
    article.time = date->time;
  }

  // The days of a list's rows, as far as they can be known.
  std::vector<std::optional<Day>> row_days(std::size_t list) const {
    const auto& rows = lists_[list].rows;
    std::vector<BoardDate> dates;
    for (const auto& row : rows) {
      dates.push_back(row.date.value_or(BoardDate{}));
      // A notice stays on top for years: only a whole date tells its year.
      if (row.notice && !known_day(dates.back())) dates.back() = {};
    }
    if (article_day_ && own_ && own_->list == list) {
      return resolve_list_days(dates, own_->row, *article_day_);
    }
    std::vector<std::optional<Day>> days;
    for (const auto& date : dates) {
      const bool month_known = date.month.has_value();
      days.push_back(article_day_ && month_known ? resolve_day(date, *article_day_)
                                                 : known_day(date));
    }
    return days;
  }

  void add_rows(std::size_t list) {
    const auto days = row_days(list);
    for (std::size_t i = 0; i < days.size(); ++i) {
      const bool own = own_ && own_->list == list && own_->row == i;
      if (own && !own_as_row_) continue;
      const auto& from = lists_[list].rows[i];
      Article entry = new_entry(Article::Kind::row);
      entry.number = from.number;
      if (own && !from.number) entry.number = number_from_neighbours(lists_[list].rows, i);
      entry.title = from.title_text();
      entry.author = from.author_text();
      entry.category = from.category;
      entry.source = from.source;
      entry.notice = from.notice;
      if (days[i]) {
        entry.date = format_day(*days[i]);
        entry.time = from.date->time;
      }
      parsed_.articles.push_back(std::move(entry));
    }
  }

  void add_skip() {
    std::string reason = page_trouble();
    if (trim(text_).empty()) reason = "empty file";
    if (reason.empty()) reason = "no article";
    parsed_.engine.clear();
    const auto first = std::find_if(lines_.begin(), lines_.end(),
                                    [](std::string_view line) { return !trim(line).empty(); });
    std::string detail;
    if (first != lines_.end()) detail = truncate_utf8(trim(*first), 80);
    parsed_.skips.push_back({context_.place, reason, detail});
  }

  const PageContext& context_;
  std::string text_;
  Lines lines_;
  std::vector<BoardList> lists_;
  Lines around_;
  const char* around_rule_ = "";
  BoardPost post_;
  std::optional<RowPlace> own_;
  std::optional<Day> article_day_;
  bool own_as_row_ = false;
  bool are_titles_stripped_ = false;
  Parsed parsed_;
};

}  // namespace

Parsed parse_board_text(std::string_view text, const PageContext& context) {
  return PageReader(text, context).read();
}

}  // namespace sillok
