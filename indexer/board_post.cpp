#include "indexer/board_post.h"

#include <algorithm>
#include <array>

#include "indexer/board_labels.h"
#include "indexer/board_words.h"
#include "indexer/lines.h"

namespace sillok {

namespace {

// Labels stand near the top; further down such words belong to the text.
constexpr std::size_t kMaxHeadLines = 60;
constexpr std::size_t kMaxTitleCharacters = 150;
constexpr std::size_t kMaxSourceCharacters = 20;

struct PostLine {
  std::string_view text;
  bool after_blank = false;
};

bool is_prose(std::string_view line) {
  const auto size = character_count(line);
  return size >= 80 || (size >= 20 && ends_sentence(line));
}

// A sentence of a text, not a heading that ends in a quotation mark.
bool is_sentence(std::string_view line) {
  return character_count(line) >= 80 || line.ends_with("다.") || line.ends_with("요.") ||
         line.ends_with("다.”") || line.ends_with("다.\"");
}

// "■ 제목": the title alone.
std::string_view without_bullets(std::string_view line) {
  static constexpr std::array<std::string_view, 9> kBullets = {"■", "▣", "◆",  "●", "◎",
                                                               "□", "▶", "ㆍ", "◇"};
  for (const auto bullet : kBullets) {
    if (line.starts_with(bullet)) return trim(line.substr(bullet.size()));
  }
  return line;
}

bool is_address(std::string_view line) {
  return (line.starts_with("http://") || line.starts_with("https://")) &&
         line.find_first_of(" \t") == std::string_view::npos;
}

// "<저작권자 ⓒ 한결신문, 무단 전재 및 재배포 금지>": 한결신문. Empty when no press is named.
std::string copyright_holder(std::string_view line) {
  for (const std::string_view sign : {"ⓒ", "©", "(c)", "저작권자"}) {
    const auto at = line.find(sign);
    if (at == std::string_view::npos) continue;
    auto name = line.substr(at + sign.size());
    name = trim(name.substr(0, name.find_first_of(",.<>[]()|&")));
    if (is_press_name(name)) return std::string(name);
  }
  return {};
}

bool may_be_source(std::string_view line) {
  if (line.starts_with('(') && line.ends_with(')')) line = line.substr(1, line.size() - 2);
  return character_count(line) <= kMaxSourceCharacters && split_words(line).size() <= 3 &&
         !ends_sentence(line) && line.find_first_of("@:()[]<>") == std::string_view::npos &&
         !line.ends_with("기자") && !line.ends_with("특파원") && !line.ends_with("끝");
}

bool may_be_title(std::string_view line) {
  return character_count(line) <= kMaxTitleCharacters && !is_sentence(line);
}

class PostReader {
 public:
  PostReader(const std::vector<std::string_view>& lines, const OwnRow& own) : own_(own) {
    bool blank = true;
    for (const auto line : lines) {
      const auto text = trim(line);
      if (!text.empty()) lines_.push_back({text, blank});
      blank = text.empty();
    }
  }

  BoardPost read() {
    body_begin_ = read_head();
    body_end_ = end_of_body();
    read_tail();
    find_source();
    drop_frame();
    take_title();
    for (std::size_t i = body_begin_; i < body_end_; ++i) post_.body.emplace_back(lines_[i].text);
    return std::move(post_);
  }

 private:
  // Reads headings and labels, and gives the line where the body begins.
  std::size_t read_head() {
    const std::size_t limit = head_limit();
    std::size_t end = 0;
    for (std::size_t i = 0; i < limit;) {
      const std::size_t used = read_head_line(i);
      if (used != 0) {
        if (post_.labelled && labels_begin_ > i) labels_begin_ = i;
        i += used;
        end = i;
      } else {
        ++i;
      }
    }
    while (end < lines_.size() && is_frame_line(lines_[end].text)) ++end;
    return post_.labelled ? past_body_heading(end) : end;
  }

  // Behind "본문", which some skins write above the text and below links and attachments.
  std::size_t past_body_heading(std::size_t end) const {
    constexpr std::size_t kReach = 12;
    for (std::size_t i = end; i < std::min(lines_.size(), end + kReach); ++i) {
      const auto line = lines_[i].text;
      if (line == "본문") return i + 1;
      if (is_sentence(line)) break;
    }
    return end;
  }

  // Past the last line that may belong to the head: labels end it, or the first sentence does.
  std::size_t head_limit() const {
    std::size_t limit = 0;
    std::size_t sentences = 0;
    const auto end = std::min(lines_.size(), kMaxHeadLines);
    for (std::size_t i = 0; i < end; ++i) {
      const auto line = lines_[i].text;
      if (is_head_line(i)) {
        if (sentences > 1) break;
        limit = std::max(limit, i + 2);
      } else if (is_sentence(line) && !is_own_title(line)) {
        ++sentences;
        if (limit != 0) break;
      }
    }
    return std::min(limit, end);
  }

  bool is_head_line(std::size_t i) const {
    const auto line = lines_[i].text;
    if (is_own_title(line)) return true;
    if (parse_label_line(line).certain || is_address(line)) return true;
    if (is_value_label(i)) return true;
    const auto date = parse_board_date(line);
    return date && known_day(*date);
  }

  bool is_own_title(std::string_view line) const {
    return !own_.title.empty() && same_title(line, own_.title);
  }

  // A label alone on its line, its value on the next.
  bool is_value_label(std::size_t i) const {
    const auto label = bare_label(lines_[i].text);
    if (!label || *label == Label::other || i + 1 >= lines_.size()) return false;
    const auto value = lines_[i + 1].text;
    if (bare_label(value) || is_sentence(value)) return false;
    if (*label == Label::date) return parse_board_date(value).has_value();
    if (*label == Label::title || *label == Label::author) return true;
    return *label == Label::source || parse_count(value).has_value();
  }

  // Takes a line of the head into the post; gives the lines used, 0 for another line.
  std::size_t read_head_line(std::size_t i) {
    const auto line = lines_[i].text;
    if (is_own_title(line)) {
      heading_ = std::string(line);
      return 1;
    }
    if (is_address(line)) {
      take_value({Label::url, std::string(line)});
      return 1;
    }
    if (is_value_label(i)) {
      take_value({*bare_label(line), std::string(lines_[i + 1].text)});
      return 2;
    }
    const auto labels = parse_label_line(line);
    if (labels.certain || (!labels.values.empty() && post_.labelled)) {
      for (const auto& value : labels.values) take_value(value);
      return 1;
    }
    if (const auto date = parse_board_date(line); date && known_day(*date)) {
      take_value({Label::date, std::string(line)});
      return 1;
    }
    const bool named = !own_.author.empty() && line == own_.author;
    if (named && (post_.labelled || !heading_.empty() || i < 4)) return 1;
    return 0;
  }

  void take_value(const LabelledValue& value) {
    if (value.value.empty()) return;
    switch (value.label) {
      case Label::title:
        take(post_.title, value, "title", "label");
        post_.title_labelled = true;
        break;
      case Label::author:
        take(post_.author, value, "author", "label");
        break;
      case Label::source:
        take_source(value.value);
        break;
      case Label::category:
        take(post_.category, value, "category", "label");
        break;
      case Label::url:
        if (value.value.starts_with("http")) take(post_.url, value, "url", "label");
        return;
      case Label::number:
        if (!post_.number) post_.number = parse_count(value.value);
        break;
      case Label::date:
        if (post_.date) break;
        post_.date = parse_board_date(value.value);
        post_.rules["date"] = "line of its own or label";
        break;
      default:
        break;
    }
    post_.labelled = post_.labelled || value.label != Label::source;
  }

  void take(std::string& field, const LabelledValue& value, const char* name, const char* rule) {
    if (!field.empty()) return;
    field = value.value;
    post_.rules[name] = rule;
  }

  // "한결신문 (https://...)": the name alone.
  void take_source(std::string_view value) {
    const auto url = value.find("http");
    if (url != std::string_view::npos) value = value.substr(0, url);
    while (!value.empty() && std::string_view(" ([<|/-:").find(value.back()) != value.npos) {
      value.remove_suffix(1);
    }
    if (value.empty() || !post_.source.empty()) return;
    post_.source = std::string(value);
    post_.rules["source"] = "label";
  }

  // Comments, neighbours and related links end the body.
  std::size_t end_of_body() const {
    for (std::size_t i = body_begin_; i < lines_.size(); ++i) {
      const auto line = lines_[i].text;
      if (i > body_begin_ && (is_comment_heading(line) || is_footer_heading(line))) return i;
    }
    return lines_.size();
  }

  // Takes what stands below the text: a source with its label, counts, buttons, copyright,
  // addresses.
  void read_tail() {
    while (body_end_ > body_begin_) {
      const auto line = lines_[body_end_ - 1].text;
      if (is_address(line)) {
        if (post_.url.empty()) post_.url = std::string(line);
      } else if (is_copyright_line(line)) {
        if (copyright_holder_.empty()) copyright_holder_ = copyright_holder(line);
      } else if (!is_frame_line(line) && !read_tail_labels(line)) {
        return;
      }
      --body_end_;
    }
  }

  bool read_tail_labels(std::string_view line) {
    const auto labels = parse_label_line(line);
    if (!labels.certain) return false;
    const bool below_a_post =
        std::all_of(labels.values.begin(), labels.values.end(), [](const LabelledValue& value) {
          return value.label != Label::title && value.label != Label::author &&
                 (value.label != Label::url || is_address(value.value));
        });
    if (!below_a_post) return false;
    for (const auto& value : labels.values) {
      if (value.label == Label::date && post_.labelled) return false;
    }
    for (const auto& value : labels.values) take_value(value);
    return true;
  }

  // The press, alone on the last line; else the holder of the copyright.
  void find_source() {
    find_source_line();
    if (!post_.source.empty() || copyright_holder_.empty()) return;
    post_.source = copyright_holder_;
    post_.rules["source"] = "copyright line";
  }

  void find_source_line() {
    if (body_end_ <= body_begin_) return;
    const auto& last = lines_[body_end_ - 1];
    if (!post_.source.empty()) {
      if (last.text == post_.source) --body_end_;
      return;
    }
    if (body_end_ - body_begin_ == 1) {
      find_source_in_line();
      return;
    }
    if (!is_source_line(last.text, lines_[body_end_ - 2].text, last.after_blank)) return;
    post_.source = source_name(last.text);
    post_.rules["source"] = "line of its own below the text";
    --body_end_;
  }

  // A page that lost its line ends: the press follows the last sentence.
  void find_source_in_line() {
    auto& line = lines_[body_end_ - 1].text;
    const auto end = line.rfind(". ");
    if (end == std::string_view::npos || !is_press_name(trim(line.substr(end + 2)))) return;
    post_.source = std::string(trim(line.substr(end + 2)));
    post_.rules["source"] = "name behind the last sentence";
    line = line.substr(0, end + 1);
  }

  void drop_frame() {
    while (body_begin_ < body_end_ && is_frame_line(lines_[body_begin_].text)) ++body_begin_;
    while (body_begin_ < body_end_ && is_frame_line(lines_[body_end_ - 1].text)) --body_end_;
    drop_frame_prefix();
    drop_menu();
  }

  // "메뉴 건너뛰기 강변구가 …": the skip link of a page without line ends.
  void drop_frame_prefix() {
    if (body_begin_ >= body_end_) return;
    auto& line = lines_[body_begin_].text;
    const auto link = skip_link_bytes(line);
    if (link != 0 && link < line.size()) line = trim(line.substr(link));
  }

  // Three or more very short lines before the text are a menu.
  void drop_menu() {
    std::size_t end = body_begin_;
    while (end < body_end_ && character_count(lines_[end].text) <= 10 &&
           !ends_sentence(lines_[end].text)) {
      ++end;
    }
    if (end - body_begin_ >= 3 && end < body_end_) body_begin_ = end;
  }

  void take_title() {
    if (post_.title.empty() && !heading_.empty()) {
      post_.title = heading_;
      post_.rules["title"] = "heading that its row repeats";
    }
    if (post_.title.empty() && post_.labelled) take_heading_above_labels();
    if (post_.title.empty() && own_.title.empty()) take_first_line();
  }

  // The last line above the labels that is not of the frame.
  void take_heading_above_labels() {
    for (std::size_t i = std::min(labels_begin_, lines_.size()); i > 0; --i) {
      const auto line = lines_[i - 1].text;
      if (is_frame_line(line) || !may_be_title(line)) continue;
      post_.title = std::string(without_bullets(line));
      post_.title_labelled = true;
      post_.rules["title"] = "heading above the labels";
      return;
    }
  }

  // A page with neither labels nor a row of its own: a first line that is no sentence.
  void take_first_line() {
    if (body_end_ - body_begin_ < 2) return;
    const auto line = lines_[body_begin_].text;
    if (!may_be_title(line) || !is_prose(lines_[body_begin_ + 1].text)) return;
    post_.title = std::string(line);
    post_.rules["title"] = "first line";
    ++body_begin_;
  }

  const OwnRow& own_;
  std::vector<PostLine> lines_;
  BoardPost post_;
  std::string heading_;
  std::string copyright_holder_;
  std::size_t labels_begin_ = static_cast<std::size_t>(-1);
  std::size_t body_begin_ = 0;
  std::size_t body_end_ = 0;
};

// The beginning of a title that is cut off with dots; empty for a whole title.
std::string_view cut_title(std::string_view title) {
  for (const std::string_view dots : {"…", "...", ".."}) {
    if (title.ends_with(dots)) return trim(title.substr(0, title.size() - dots.size()));
  }
  return {};
}

bool begins_with_cut(const std::string& whole, std::string_view cut) {
  constexpr std::size_t kMinCharacters = 6;
  const auto beginning = remove_spaces(cut_title(cut));
  return character_count(beginning) >= kMinCharacters && whole.starts_with(beginning);
}

}  // namespace

bool same_title(std::string_view a, std::string_view b) {
  a = trim(a);
  b = trim(b);
  if (a.empty() || b.empty() || a.front() != b.front()) return a.empty() && b.empty();
  const auto squeezed_a = remove_spaces(a);
  const auto squeezed_b = remove_spaces(b);
  return squeezed_a == squeezed_b || begins_with_cut(squeezed_a, b) ||
         begins_with_cut(squeezed_b, a);
}

bool is_source_line(std::string_view line, std::string_view line_before, bool set_apart) {
  if (source_name(line) != line) return may_be_source(source_name(line));
  return may_be_source(line) && ((set_apart && is_prose(line_before)) || is_press_name(line));
}

std::string source_name(std::string_view line) {
  const auto labels = parse_label_line(line);
  if (labels.values.size() == 1 && labels.values.front().label == Label::source && labels.certain) {
    // "출처: 한결신문 https://...": the name alone.
    const std::string_view value = labels.values.front().value;
    const std::string_view name = trim(value.substr(0, value.find("http")));
    return std::string(name.empty() ? value : name);
  }
  if (line.starts_with('(') && line.ends_with(')'))
    return std::string(line.substr(1, line.size() - 2));
  // "<한결신문>", "[한결신문]"; other words in such brackets are headings of parts.
  const bool bracketed = (line.starts_with('<') && line.ends_with('>')) ||
                         (line.starts_with('[') && line.ends_with(']'));
  if (bracketed && line.size() > 2 && is_press_name(line.substr(1, line.size() - 2))) {
    line = line.substr(1, line.size() - 2);
  }
  return std::string(line);
}

BoardPost read_board_post(const std::vector<std::string_view>& lines, const OwnRow& own) {
  return PostReader(lines, own).read();
}

}  // namespace sillok
