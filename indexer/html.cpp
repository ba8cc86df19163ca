#include "indexer/html.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>

#include "common/text.h"
#include "indexer/address.h"
#include "indexer/board_common.h"
#include "indexer/board_engines.h"
#include "indexer/board_text.h"
#include "indexer/html_list.h"
#include "indexer/html_post.h"
#include "indexer/html_text.h"
#include "indexer/lines.h"
#include "indexer/page_metadata.h"

namespace sillok {
namespace {

class HtmlReader {
 public:
  HtmlReader(const HtmlTree& tree, const PageContext& context, Parsed& parsed)
      : tree_(tree),
        context_(context),
        metadata_(read_metadata(tree)),
        captured_(context.captured),
        captured_by_crawler_(context.captured_by_crawler),
        parsed_(parsed) {
    // What the mirror wrote into the page is surer than a file's time, which copying changes. A
    // page of which the end is missing has no time, and stays without.
    if (captured_ == 0 || captured_by_crawler_ || metadata_.saved_at == 0) return;
    captured_ = metadata_.saved_at;
    captured_by_crawler_ = true;
  }

  void read() {
    engine_ = detect_engine(tree_);
    find_address();
    list_ = read_html_list(tree_, engine_, base_);
    find_board();
    find_own_row();
    read_post();
    if (article_) finish_article();
    add_rows();
    if (!parsed_.articles.empty() && engine_) parsed_.engine = engine_name();
    if (!parsed_.articles.empty() && !list_.rows.empty()) parsed_.rules["rows"] = list_.rule;
    if (!parsed_.articles.empty() && board_rule_) parsed_.rules["board"] = board_rule_;
    if (parsed_.articles.empty()) add_skip();
  }

 private:
  std::string engine_name() const {
    const std::string_view generator = metadata_.first_of({"generator"});
    if (engine_->engine == "xe" && generator.find("Rhymix") != generator.npos) return "rhymix";
    return std::string(engine_->engine);
  }

  // The addresses that this page may have, the surest first.
  std::vector<std::string> addresses() const {
    std::vector<std::string> all = {metadata_.canonical,
                                    std::string(metadata_.first_of({"og:url"})),
                                    metadata_.linked ? metadata_.linked->url : std::string(),
                                    context_.url,
                                    metadata_.current_url,
                                    metadata_.saved_from};
    if (context_.url.empty()) all.push_back(mirror_address(context_.place));
    std::erase(all, std::string());
    return all;
  }

  void find_address() {
    for (const std::string& address : addresses()) {
      const bool absolute = !address_host(address).empty();
      if (base_.empty() && absolute) base_ = address;
      const auto found = parse_board_address(address);
      if (!found || document_) continue;
      document_ = found;
      if (absolute) {
        base_ = address;
        url_ = address;
      }
    }
    // Links are relative to where the page was taken from, not to its canonical address.
    if (!address_host(context_.url).empty()) base_ = context_.url;
  }

  void find_board() {
    if (context_.board_forced) {
      board_ = context_.board;
      return;
    }
    const auto take = [this](const std::string& board, const char* rule) {
      if (!board_.empty() || board.empty()) return;
      board_ = board;
      board_rule_ = rule;
    };
    if (document_) take(document_->board, "address");
    take(metadata_.board, "script");
    if (engine_) take(field_value(engine_->board_field), "form field");
    take(board_of_rows(), "links of rows");
    if (board_.empty()) take(board_of_own_link(), "link to itself");
    take(context_.board, "directory");
  }

  std::string field_value(const FieldSelector& selector) const {
    const auto node = selector.first(tree_, 0);
    if (node == HtmlTree::kNone) return {};
    const std::string_view value = tree_.attribute(node, "value");
    return std::string(value.empty() ? tree_.attribute(node, "data-uid") : value);
  }

  std::string board_of_rows() const {
    std::map<std::string, std::size_t> counts;
    for (const HtmlRow& row : list_.rows) ++counts[row.board];
    counts.erase("");
    const auto most =
        std::max_element(counts.begin(), counts.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == counts.end() ? std::string() : most->first;
  }

  // The board in a link to the page's own document, as titles have it.
  std::string board_of_own_link() const {
    const std::string id = document_id();
    for (HtmlTree::NodeId node = 0; node < tree_.size() && !id.empty() && engine_; ++node) {
      if (tree_[node].tag != GUMBO_TAG_A) continue;
      const std::string_view href = tree_.attribute(node, "href");
      if (href.find(id) == href.npos) continue;
      const std::string address = resolve_address(base_, href);
      const auto found = parse_board_address(address.empty() ? href : std::string_view(address));
      if (found && found->id == id && !found->board.empty()) return found->board;
    }
    return {};
  }

  // The document that the page is about, so far as it says so apart from its list.
  std::string document_id() const {
    if (!metadata_.document_id.empty()) return metadata_.document_id;
    if (document_) return document_->id;
    const std::string value = engine_ ? field_value(engine_->document_field) : std::string();
    const bool number = !value.empty() && value.find_first_not_of("0123456789") == value.npos;
    return number && value != "0" ? value : std::string();
  }

  void find_own_row() {
    for (const HtmlRow& row : list_.rows) rows_.push_back(row.row);
    const std::string id = document_id();
    for (std::size_t i = 0; i < list_.rows.size(); ++i) {
      const bool same = !id.empty() && list_.rows[i].id == id;
      if (same && (!own_ || rows_[*own_].notice)) own_ = i;
    }
    if (!own_) own_ = own_row(rows_);
  }

  void read_post() {
    const ListRow* own = own_ ? &rows_[*own_] : nullptr;
    const bool boardless = !engine_ && list_.rows.empty();
    const bool declared = declares_article(tree_, metadata_);
    std::optional<HtmlPost> post;
    if (!engine_ && declared && !own_) post = read_article_html(tree_, metadata_);
    if (!post) post = read_board_html(tree_, engine_, metadata_, list_, own);
    // A known engine in an unknown skin: the address must name a document.
    const bool unread =
        engine_ && list_.rows.empty() && !document_id().empty() && !metadata_.has_password_field;
    if (!post && (boardless || unread || (!engine_ && declared))) {
      post = read_article_html(tree_, metadata_);
    }
    if (post && !own_) {
      own_ = row_titled(post->title);
      if (own_) post = read_board_html(tree_, engine_, metadata_, list_, &rows_[*own_]);
    }
    const bool doubtful = post && !engine_ && !declared && character_count(post->body) < 300;
    if (doubtful && !trouble().empty()) return;
    if (!post) return;
    withheld_ = post->withheld;
    if (withheld_ || (post->body.empty() && post->title.empty())) return;
    post_ = std::move(*post);
    article_ = new_entry(Article::Kind::article);
  }

  // Titles are the same, or one has a category in front: "[살림] 제목", "살림 | 제목".
  static bool names_same_post(std::string_view title, std::string_view row_title) {
    if (same_title(title, row_title)) return true;
    if (row_title.empty() || !title.ends_with(row_title)) return false;
    const std::string_view front = title.substr(0, title.size() - row_title.size());
    return front.ends_with("] ") || front.ends_with(" | ") || front.ends_with("]");
  }

  // The only row with the post's title, in lists that mark nothing.
  std::optional<std::size_t> row_titled(std::string_view title) const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (title.empty() || !names_same_post(title, rows_[i].title_text())) continue;
      if (found) return std::nullopt;
      found = i;
    }
    return found;
  }

  std::string context_url() const {
    return address_host(context_.url).empty() ? std::string() : context_.url;
  }

  // The document that the page's buttons act on: its own, on a read page.
  std::string id_of_actions() const {
    for (HtmlTree::NodeId id = 0; id < tree_.size(); ++id) {
      if (tree_[id].tag != GUMBO_TAG_A) continue;
      const auto found = parse_action_address(tree_.attribute(id, "href"));
      if (found && (found->board.empty() || board_.empty() || found->board == board_)) {
        return found->id;
      }
    }
    return {};
  }

  Article new_entry(Article::Kind kind) const {
    Article entry;
    entry.kind = kind;
    entry.board = board_;
    entry.place = context_.place;
    entry.captured = captured_;
    entry.capture_certain = captured_by_crawler_;
    return entry;
  }

  void finish_article() {
    Article& article = *article_;
    article.title = post_.title;
    article.author = post_.author;
    article.source = post_.source;
    article.category = post_.category;
    article.body = post_.body;
    parsed_.rules = post_.rules;
    if (own_) complete_from_row(article);
    set_date(article);
    identify(article);
    parsed_.articles.push_back(article);
  }

  void complete_from_row(Article& article) {
    const ListRow& own = rows_[*own_];
    const auto complete = [this](std::string& field, const std::string& value, const char* name) {
      if (!field.empty() || value.empty()) return;
      field = value;
      parsed_.rules[name] = "its row";
    };
    complete(article.title, own.title_text(), "title");
    complete(article.author, own.author_text(), "author");
    complete(article.category, own.category, "category");
    complete(article.source, own.source, "source");
    article.notice = own.notice;
    if (own.number) {
      article.number = own.number;
      parsed_.rules["number"] = "its row";
    } else if (!own.notice) {
      article.number = number_from_neighbours(rows_, *own_);
      if (article.number) parsed_.rules["number"] = "its row's neighbours";
    }
  }

  void set_date(Article& article) {
    auto date = post_.date;
    if (own_ && rows_[*own_].date && known_day(*rows_[*own_].date) && !(date && known_day(*date))) {
      date = rows_[*own_].date;
      parsed_.rules["date"] = "its row";
    }
    if (!date) return;
    article_day_ = known_day(*date);
    if (!article_day_) return;
    article.date = format_day(*article_day_);
    article.time = date->time;
  }

  void identify(Article& article) {
    article.id = document_id();
    if (article.id.empty() && own_) article.id = list_.rows[*own_].id;
    if (article.id.empty() && engine_) article.id = id_of_actions();
    parsed_.rules["id"] = !metadata_.document_id.empty() ? "<!--BeforeDocument-->"
                          : document_                    ? "address"
                                                         : "form field, row or action";
    article.url = canonical_address(url_);
    if (article.url.empty() && own_) article.url = list_.rows[*own_].url;
    // What a board's page says of itself without naming a document may be its list's address.
    if (article.url.empty()) article.url = canonical_address(engine_ ? context_url() : base_);
    // Where no number names the document its address does.
    if (article.id.empty() && !engine_ && !article.url.empty()) {
      article.id = article.url.substr(article.url.find("//") + 2);
      parsed_.rules["id"] = "whole address";
    }
    if (article.id.empty()) parsed_.rules.erase("id");
  }

  std::vector<std::optional<Day>> row_days() const {
    std::vector<BoardDate> dates;
    for (const ListRow& row : rows_) {
      dates.push_back(row.date.value_or(BoardDate{}));
      // A notice stays on top for years: only a whole date tells its year.
      if (row.notice && !known_day(dates.back())) dates.back() = {};
    }
    std::vector<std::optional<Day>> days;
    if (article_day_ && own_) {
      days = resolve_list_days(dates, *own_, *article_day_);
    } else {
      for (const BoardDate& date : dates) {
        days.push_back(article_day_ && date.month ? resolve_day(date, *article_day_)
                                                  : known_day(date));
      }
    }
    date_todays_rows(dates, days);
    return days;
  }

  // A bare time means the day of the capture, where a crawler recorded that: unless any of these
  // times is later than the capture itself, or the day earlier than a day that is known.
  void date_todays_rows(const std::vector<BoardDate>& dates,
                        std::vector<std::optional<Day>>& days) const {
    using namespace std::chrono;
    if (!captured_by_crawler_ || captured_ == 0) return;
    const sys_seconds captured = sys_seconds(seconds(captured_)) + hours(9);
    const Day today = floor<std::chrono::days>(captured);
    const hh_mm_ss<seconds> clock(captured - floor<std::chrono::days>(captured));
    char now[8];
    std::snprintf(now, sizeof now, "%02d:%02d", static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()));
    const auto is_bare_time = [&](std::size_t i) {
      return !days[i] && !dates[i].month && !dates[i].time.empty() && !dates[i].relative;
    };
    for (std::size_t i = 0; i < days.size(); ++i) {
      if (days[i] && *days[i] >= today) return;
      if (is_bare_time(i) && dates[i].time.substr(0, 5) > now) return;
    }
    for (std::size_t i = 0; i < days.size(); ++i) {
      if (is_bare_time(i)) days[i] = today;
    }
  }

  void add_rows() {
    const auto days = row_days();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (article_ && own_ == i) continue;
      const HtmlRow& from = list_.rows[i];
      if (article_ && !from.id.empty() && from.id == article_->id) continue;
      Article entry = new_entry(Article::Kind::row);
      if (!from.board.empty() && !context_.board_forced) entry.board = from.board;
      entry.id = from.id;
      entry.url = from.url;
      entry.number = rows_[i].number;
      if (own_ == i && !entry.number) entry.number = number_from_neighbours(rows_, i);
      entry.title = rows_[i].title_text();
      entry.author = rows_[i].author_text();
      entry.category = rows_[i].category;
      entry.source = rows_[i].source;
      entry.notice = rows_[i].notice;
      if (days[i]) {
        entry.date = format_day(*days[i]);
        entry.time = rows_[i].date->time;
      }
      parsed_.articles.push_back(std::move(entry));
    }
  }

  // "login page" or "error page", by the page's words; empty for others.
  std::string trouble() const {
    const Parsed as_text = parse_board_text(text_between(tree_, 0, tree_[0].end), context_);
    const std::string reason = as_text.skips.empty() ? "" : as_text.skips.front().reason;
    return reason == "login page" || reason == "error page" ? reason : std::string();
  }

  void add_skip() {
    parsed_.engine.clear();
    parsed_.rules.clear();
    std::string reason = withheld_ ? "secret post" : trouble();
    if (reason.empty()) reason = metadata_.has_password_field ? "login page" : "no article";
    std::string detail = metadata_.title;
    if (detail.empty()) detail = line_text(tree_, 0);
    // A login form in a post's place: the site would not show it, which says nothing of the post.
    const bool is_loss = reason == "login page" && document_;
    parsed_.skips.push_back(
        {context_.place, reason, std::string(truncate_utf8(detail, 80)), is_loss});
  }

  const HtmlTree& tree_;
  const PageContext& context_;
  const PageMetadata metadata_;
  std::int64_t captured_;
  bool captured_by_crawler_;
  Parsed& parsed_;
  const BoardEngine* engine_ = nullptr;
  std::string base_;  // to resolve links
  std::string url_;   // the address that names the document
  std::optional<BoardAddress> document_;
  std::string board_;
  const char* board_rule_ = nullptr;
  HtmlList list_;
  std::vector<ListRow> rows_;
  std::optional<std::size_t> own_;
  HtmlPost post_;
  bool withheld_ = false;
  std::optional<Article> article_;
  std::optional<Day> article_day_;
};

// The option that raises the limit beyond which a page is not parsed.
std::string limit_option(std::string_view reason) {
  if (reason.find("deep") != reason.npos) return "--max-html-depth";
  return reason.find("memory") != reason.npos ? "--memory" : "--max-page-seconds";
}

}  // namespace

Parsed parse_html(std::string_view bytes, const PageContext& context, const HtmlLimits& limits) {
  Parsed parsed;
  parsed.format = "html";
  std::string declared = context.declared_charset;
  if (declared.empty()) declared = declared_html_charset(bytes);
  DecodedText decoded = decode_text(bytes, declared, context.forced_charset);
  parsed.charset = decoded.verdict;
  if (trim_text(decoded.text).empty()) {
    parsed.skips.push_back({context.place, "empty file", ""});
    return parsed;
  }
  std::string why;
  const auto tree = HtmlTree::parse(decoded.text, limits, why);
  if (!tree) {
    parsed.skips.push_back({context.place, why, limit_option(why), true});
    return parsed;
  }
  HtmlReader(*tree, context, parsed).read();
  return parsed;
}

std::string html_fragment_to_text(std::string_view fragment, const HtmlLimits& limits) {
  if (fragment.find_first_of("<&") == fragment.npos) return text_to_lines(fragment);
  std::string why;
  const auto tree = HtmlTree::parse(fragment, limits, why);
  if (!tree) return text_to_lines(fragment);
  // Without an element that breaks lines it is text with a stray & or <b>: its own lines count.
  return breaks_lines(*tree) ? block_text(*tree, 0) : block_text_with_own_lines(*tree, 0);
}

}  // namespace sillok
