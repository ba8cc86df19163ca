#include "indexer/html_list.h"

#include <algorithm>
#include <array>
#include <map>

#include "indexer/address.h"
#include "indexer/board_labels.h"
#include "indexer/board_words.h"
#include "indexer/html_items.h"
#include "indexer/html_text.h"
#include "indexer/lines.h"

namespace sillok {
namespace {

using NodeId = HtmlTree::NodeId;
using Cells = std::vector<NodeId>;
constexpr NodeId kNone = HtmlTree::kNone;

// What each column of a table holds, by its index; nothing where the headings do not tell.
using Columns = std::vector<std::optional<Column>>;

NodeId ancestor(const HtmlTree& tree, NodeId node, GumboTag tag) {
  while (node != kNone && tree[node].tag != tag) node = tree[node].parent;
  return node;
}

Cells cells_of(const HtmlTree& tree, NodeId row) {
  Cells cells;
  for (NodeId id = row + 1; id < tree[row].end; id = tree[id].end) {
    if (tree[id].tag == GUMBO_TAG_TD || tree[id].tag == GUMBO_TAG_TH) cells.push_back(id);
  }
  return cells;
}

std::size_t colspan(const HtmlTree& tree, NodeId cell) {
  const auto span = parse_count(tree.attribute(cell, "colspan"));
  return span && *span > 1 && *span <= 20 ? *span : 1;
}

// The columns that a heading row names; empty when it is none: a title and another column must be
// among them.
Columns heading_columns(const HtmlTree& tree, NodeId row) {
  Columns columns;
  std::size_t known = 0;
  bool titled = false;
  for (const NodeId cell : cells_of(tree, row)) {
    if (tree[cell].end - cell > 60) return {};
    const auto column = header_column(line_text(tree, cell));
    known += column.has_value();
    titled |= column == Column::title;
    for (std::size_t i = colspan(tree, cell); i > 0; --i) columns.push_back(column);
  }
  return titled && known >= 2 ? columns : Columns{};
}

bool is_count_mark(const HtmlTree& tree, NodeId id) {
  const HtmlTree::Node& node = tree[id];
  switch (node.tag) {
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_B:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_I:
    case GUMBO_TAG_FONT:
      break;
    default:
      return false;
  }
  static constexpr std::array<std::string_view, 14> kParts = {
      "comment", "reply", "cmt",        "cnt",  "count", "new",   "icon",
      "hot",     "blind", "sound_only", "skip", "ico_",  "badge", "num"};
  const bool named = std::any_of(kParts.begin(), kParts.end(), [&](std::string_view part) {
    return node.classes.find(part) != node.classes.npos;
  });
  return named && character_count(line_text(tree, id)) <= 8;
}

class RowReader {
 public:
  RowReader(const HtmlTree& tree, const BoardEngine* engine, std::string_view base)
      : tree_(tree), engine_(engine), base_(base) {}

  std::optional<HtmlRow> read(NodeId node, const Columns& columns) {
    place_cells(node, columns);
    return read_placed(node);
  }

  // A row that is no table row and has no description.
  std::optional<HtmlRow> read_item(NodeId node) {
    place_described(node);
    if (!has(Column::title)) places_[Column::title] = item_title(tree_, node);
    if (!has(Column::title)) places_[Column::title] = longest_link(node);
    const NodeId title = places_[Column::title];
    if (!has(Column::author)) places_[Column::author] = item_author(tree_, node, title);
    if (!has(Column::number)) places_[Column::number] = item_number(tree_, node, title);
    place_by_words(node);
    return read_placed(node);
  }

  // Names the document that a link leads to.
  std::string document_key(std::string_view href) const {
    const auto document = document_of(href);
    return document ? document->board + "/" + document->id : std::string();
  }

 private:
  std::optional<HtmlRow> read_placed(NodeId node) {
    HtmlRow row;
    row.node = node;
    if (!read_title(row)) return std::nullopt;
    read_number(row);
    read_author(row);
    read_date(row);
    if (places_[Column::category] != kNone) {
      row.row.category = strip_brackets(text(places_[Column::category]));
    }
    if (has(Column::source)) row.row.source = text(places_[Column::source]);
    if (engine_ && is_or_has(engine_->row_notice, node)) row.row.notice = true;
    if (engine_ && is_or_has(engine_->row_current, node)) row.row.marked = true;
    if (row.row.notice) row.row.number.reset();
    row.row.cells = true;
    row.row.complete = true;
    const bool is_row = !row.id.empty() || row.row.number || row.row.date || row.row.marked;
    return is_row ? std::optional<HtmlRow>(std::move(row)) : std::nullopt;
  }

  bool has(Column column) const {
    const auto found = places_.find(column);
    return found != places_.end() && found->second != kNone;
  }

  bool is_or_has(const FieldSelector& selector, NodeId node) const {
    return selector.matches(tree_, node) || selector.first(tree_, node) != kNone;
  }

  std::string text(NodeId node) const {
    return line_text(tree_, node,
                     [this](NodeId id) { return engine_ && engine_->left_out.matches(tree_, id); });
  }

  // Where the engine's selectors find each column's value.
  void place_described(NodeId node) {
    places_ = {{Column::number, kNone},
               {Column::title, kNone},
               {Column::author, kNone},
               {Column::date, kNone},
               {Column::category, kNone}};
    if (engine_) {
      places_[Column::number] = engine_->row_number.first(tree_, node);
      places_[Column::title] = engine_->row_title.first(tree_, node);
      places_[Column::author] = engine_->row_author.first(tree_, node);
      places_[Column::date] = engine_->row_date.first(tree_, node);
      places_[Column::category] = engine_->row_category.first(tree_, node);
    }
  }

  // By the engine's selectors, else by the headings, else by what the cells look like.
  void place_cells(NodeId node, const Columns& columns) {
    place_described(node);
    const Cells cells = cells_of(tree_, node);
    std::size_t index = 0;
    for (const NodeId cell : cells) {
      if (index < columns.size() && columns[index] && !has(*columns[index])) {
        places_[*columns[index]] = cell;
      }
      index += colspan(tree_, cell);
    }
    if (!has(Column::title)) place_title_by_link(cells);
    if (columns.empty() && !has(Column::date)) place_by_looks(cells);
    if (cells.empty()) place_by_words(node);
    if (!has(Column::number) && !cells.empty() && cells.front() != places_[Column::title]) {
      place_number_by_looks(cells);
    }
  }

  // The link to a document with the longest text.
  NodeId longest_link(NodeId node) const {
    NodeId longest = kNone;
    std::size_t most = 0;
    for (NodeId id = node; id < tree_[node].end; ++id) {
      if (tree_[id].tag != GUMBO_TAG_A || !document_of(tree_.attribute(id, "href"))) continue;
      const std::size_t size = line_text(tree_, id).size();
      if (size <= most) continue;
      most = size;
      longest = id;
    }
    return longest;
  }

  // The cell with the longest text that links to a document.
  void place_title_by_link(const Cells& cells) {
    std::size_t longest = 0;
    for (const NodeId cell : cells) {
      if (find_link(cell, true) == kNone) continue;
      const std::size_t size = line_text(tree_, cell).size();
      if (size <= longest) continue;
      longest = size;
      places_[Column::title] = cell;
    }
  }

  // Zeroboard's headings are pictures: the name follows the title, the date is a date.
  void place_by_looks(const Cells& cells) {
    const auto title = std::find(cells.begin(), cells.end(), places_[Column::title]);
    if (title == cells.end()) return;
    for (auto cell = title + 1; cell != cells.end(); ++cell) {
      const std::string shown = line_text(tree_, *cell);
      if (shown.empty() || character_count(shown) > 40) continue;
      if (date_of(tree_, *cell)) {
        if (!has(Column::date)) places_[Column::date] = *cell;
      } else if (!parse_count(shown) && !has(Column::author) && !has(Column::date)) {
        places_[Column::author] = *cell;
      }
    }
  }

  // A row without cells, as of a list with summaries: its date is what shows nothing else, its
  // author is behind a label ("By 소식통", "by <b>소식통</b>").
  void place_by_words(NodeId node) {
    constexpr std::size_t kMaxCharacters = 40;
    const NodeId title = places_[Column::title];
    const bool dated = has(Column::date);
    const bool authored = has(Column::author);
    for (NodeId id = node + 1; id < tree_[node].end; ++id) {
      if (!tree_[id].element || title == kNone || tree_.contains(title, id)) continue;
      const std::string shown = line_text(tree_, id);
      if (shown.empty() || character_count(shown) > kMaxCharacters) continue;
      // The innermost comes last.
      if (!dated && date_of(tree_, id)) places_[Column::date] = id;
      if (!authored && (labelled_author(shown) || follows_by(id))) places_[Column::author] = id;
    }
  }

  // Whether the text right before the element is the word "by" alone.
  bool follows_by(NodeId id) const {
    const auto& before = tree_[id - 1];
    return before.kind == HtmlTree::Kind::text && before.parent == tree_[id].parent &&
           ascii_lower(trim_text(before.text)) == "by";
  }

  static std::optional<std::string> labelled_author(std::string_view text) {
    for (LabelledValue& labelled : parse_label_line(text).values) {
      if (labelled.label == Label::author) return std::move(labelled.value);
    }
    return std::nullopt;
  }

  // The first cell before the title that holds a number, a marker, a picture or nothing at all;
  // check boxes and spacers may stand before it.
  void place_number_by_looks(const Cells& cells) {
    NodeId empty = kNone;
    for (const NodeId cell : cells) {
      if (cell == places_[Column::title]) break;
      const std::string shown = line_text(tree_, cell);
      if (parse_count(shown) || is_notice_label(shown) ||
          (!shown.empty() && marker_bytes(shown) == shown.size()) || !image_of(cell).empty()) {
        if (is_spacer(cell)) continue;
        places_[Column::number] = cell;
        return;
      }
      if (shown.empty() && empty == kNone) empty = cell;
    }
  }

  bool is_spacer(NodeId cell) const {
    const std::string source = image_of(cell);
    return source.ends_with("/t.gif") || source.ends_with("blank.gif") ||
           source.ends_with("spacer.gif");
  }

  std::string image_of(NodeId cell) const {
    for (NodeId id = cell; id < tree_[cell].end; ++id) {
      if (tree_[id].tag == GUMBO_TAG_IMG) return ascii_lower(tree_.attribute(id, "src"));
    }
    return {};
  }

  // The link inside `node` that shows the title; kNone when there is none with a text.
  NodeId find_link(NodeId node, bool must_name_document) const {
    NodeId other = kNone;
    for (NodeId id = node; id < tree_[node].end; ++id) {
      if (tree_[id].tag != GUMBO_TAG_A) continue;
      const std::string_view href = tree_.attribute(id, "href");
      if (href.empty() || trim_text(line_text(tree_, id)).empty()) continue;
      if (document_of(href)) return id;
      if (other == kNone && !(engine_ && is_left_out(id)) && !href.starts_with('#')) other = id;
    }
    if (must_name_document) return kNone;
    // A link around the whole: <a href><strong>title</strong></a>.
    const NodeId around = ancestor(tree_, tree_[node].parent, GUMBO_TAG_A);
    return around != kNone && document_of(tree_.attribute(around, "href")) ? around : other;
  }

  bool is_left_out(NodeId id) const {
    return engine_->left_out.matches(tree_, id) || engine_->row_category.matches(tree_, id);
  }

  std::optional<BoardAddress> document_of(std::string_view href) const {
    const std::string address = resolve_address(base_, href);
    if (auto found = parse_board_address(address.empty() ? href : std::string_view(address))) {
      return found;
    }
    // Links that a mirror made relative: "55054.html", "../news/55054.html".
    const bool relative = address.empty() && engine_ && href.find_first_of(":?#") == href.npos;
    if (!relative) return std::nullopt;
    std::string rooted("/");
    rooted.append(href);
    return parse_board_address(rooted);
  }

  bool read_title(HtmlRow& row) {
    const NodeId node = places_[Column::title];
    if (node == kNone) return false;
    NodeId link = find_link(node, false);
    // A gallery's picture is the link, and the title stands below it.
    if (link == kNone && cells_of(tree_, row.node).empty()) link = find_link(row.node, true);
    const bool link_inside = link != kNone && tree_.contains(node, link);
    const NodeId shown = link_inside ? link : node;
    std::string title = line_text(tree_, shown, [this](NodeId id) {
      return (engine_ && is_left_out(id)) || is_count_mark(tree_, id);
    });
    if (link != kNone) {
      const std::string_view href = tree_.attribute(link, "href");
      take_document(row, href);
      title = whole_title(std::move(title), tree_.attribute(link, "title"));
    }
    if (shows_count_label(shown)) strip_count(title);
    if (title.empty()) return false;
    row.row.title = {std::move(title)};
    return true;
  }

  // Old gnuboard puts "댓글(3)개" inside the link, all but the number for screen readers only.
  bool shows_count_label(NodeId node) const {
    for (NodeId id = node + 1; id < tree_[node].end; ++id) {
      if (tree_[id].tag == GUMBO_TAG_SPAN && line_text(tree_, id) == "댓글") return true;
    }
    return false;
  }

  static void strip_count(std::string& title) {
    const std::size_t last = title.rfind(' ') == title.npos ? 0 : title.rfind(' ') + 1;
    std::string_view word = std::string_view(title).substr(last);
    if (word.size() > 2 && (word.front() == '(' || word.front() == '[')) {
      word = word.substr(1, word.size() - 2);
    }
    if (last > 0 && parse_count(word)) title.resize(last - 1);
  }

  void take_document(HtmlRow& row, std::string_view href) const {
    if (const auto document = document_of(href)) {
      row.board = document->board;
      row.id = document->id;
    }
    row.url = canonical_address(resolve_address(base_, href));
  }

  // A title cut off with dots may be whole in the link's tooltip.
  static std::string whole_title(std::string title, std::string_view tooltip) {
    for (const std::string_view dots : {"…", "...", ".."}) {
      if (!title.ends_with(dots)) continue;
      const std::string_view head =
          trim_text(std::string_view(title).substr(0, title.size() - dots.size()));
      tooltip = trim_text(tooltip);
      if (!head.empty() && tooltip.starts_with(head) && tooltip.size() > head.size()) {
        return std::string(tooltip);
      }
      break;
    }
    return title;
  }

  void read_number(HtmlRow& row) {
    const NodeId cell = places_[Column::number];
    if (cell == kNone) return;
    const std::string shown = line_text(tree_, cell);
    if (const auto number = parse_count(shown)) {
      row.row.number = number;
      row.row.number_word = shown;
    } else if (!shown.empty() && (marker_bytes(shown) == shown.size() || shown == "열람")) {
      row.row.marked = true;
    } else if (is_notice_label(shown)) {
      row.row.notice = true;
    } else if (shown.empty()) {
      const std::string image = image_of(cell);
      row.row.marked = image.find("arrow") != image.npos || image.find("current") != image.npos;
      row.row.notice = image.find("notice") != image.npos;
    } else {
      // "[12]", "12 열람중": the number and a marker, in brackets or not.
      read_decorated_number(shown, row);
    }
  }

  static void read_decorated_number(std::string_view shown, HtmlRow& row) {
    for (const std::string_view word : split_words(shown)) {
      std::string_view bare = word;
      if (bare.size() > 2 && (bare.front() == '[' || bare.front() == '(')) {
        bare = bare.substr(1, bare.size() - 2);
      }
      if (const auto number = parse_count(bare); number && !row.row.number) {
        row.row.number = number;
      } else if (marker_bytes(word) == word.size()) {
        row.row.marked = true;
      } else if (is_notice_label(word)) {
        row.row.notice = true;
      }
    }
  }

  void read_author(HtmlRow& row) {
    const NodeId cell = places_[Column::author];
    if (cell == kNone) return;
    std::string name = text(cell);
    // Profile pictures stand for names.
    if (name.empty()) {
      for (NodeId id = cell; id < tree_[cell].end && name.empty(); ++id) {
        if (tree_[id].tag == GUMBO_TAG_IMG) name = trim_text(tree_.attribute(id, "alt"));
      }
    }
    if (name.empty()) return;
    if (auto value = labelled_author(name)) name = std::move(*value);
    row.row.author = {std::move(name)};
  }

  void read_date(HtmlRow& row) {
    if (places_[Column::date] != kNone) row.row.date = date_of(tree_, places_[Column::date]);
  }

  static std::string strip_brackets(std::string text) {
    if (text.size() > 2 && (text.front() == '[' || text.front() == '(') &&
        (text.back() == ']' || text.back() == ')')) {
      return std::string(trim_text(std::string_view(text).substr(1, text.size() - 2)));
    }
    return text;
  }

  const HtmlTree& tree_;
  const BoardEngine* engine_;
  std::string_view base_;
  std::map<Column, NodeId> places_;
};

// The columns of the table in which `row` stands, read once a table.
const Columns& columns_of(const HtmlTree& tree, NodeId row, std::map<NodeId, Columns>& known) {
  const NodeId table = ancestor(tree, row, GUMBO_TAG_TABLE);
  const auto [entry, is_new] = known.try_emplace(table);
  if (!is_new || table == kNone) return entry->second;
  std::size_t looked_at = 0;
  for (NodeId id = table + 1; id < tree[table].end && looked_at < 5; ++id) {
    if (tree[id].tag != GUMBO_TAG_TR) continue;
    ++looked_at;
    entry->second = heading_columns(tree, id);
    if (!entry->second.empty()) break;
  }
  return entry->second;
}

HtmlList read_engine_rows(const HtmlTree& tree, const BoardEngine& engine, std::string_view base) {
  HtmlList list;
  std::map<NodeId, Columns> columns;
  RowReader reader(tree, &engine, base);
  for (const NodeId node : engine.row.all(tree, 0)) {
    const Columns& of_table = columns_of(tree, node, columns);
    if (!of_table.empty() && heading_columns(tree, node) == of_table) continue;
    if (auto row = reader.read(node, of_table)) list.rows.push_back(std::move(*row));
  }
  if (!list.rows.empty()) list.rule = engine.row.alternative(tree, list.rows.front().node);
  return list;
}

// The table whose rows are most of all a list's.
HtmlList read_table_rows(const HtmlTree& tree, const BoardEngine* engine, std::string_view base) {
  std::map<NodeId, Columns> columns;
  std::map<NodeId, HtmlList> tables;
  RowReader reader(tree, engine, base);
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree[id].tag != GUMBO_TAG_TR) continue;
    const Cells cells = cells_of(tree, id);
    if (cells.size() < 2 || tree[id].end - id > 400) continue;
    const Columns& of_table = columns_of(tree, id, columns);
    if (!of_table.empty() && heading_columns(tree, id) == of_table) continue;
    auto row = reader.read(id, of_table);
    const bool fits = row && (!of_table.empty() || (!row->id.empty() && row->row.date));
    if (!fits) continue;
    HtmlList& list = tables[ancestor(tree, id, GUMBO_TAG_TABLE)];
    list.rule = of_table.empty() ? "table whose rows link to documents" : "table with headings";
    list.rows.push_back(std::move(*row));
  }
  HtmlList best;
  for (auto& [table, list] : tables) {
    if (list.rows.size() > best.rows.size()) best = std::move(list);
  }
  return best;
}

// The elements that repeat, most of them dated: lists of a board's skin without a description.
HtmlList read_item_rows(const HtmlTree& tree, const BoardEngine* engine, std::string_view base) {
  HtmlList best;
  std::size_t most_dated = 0;
  RowReader reader(tree, engine, base);
  const auto key_of = [&](std::string_view href) { return reader.document_key(href); };
  for (const std::vector<NodeId>& group : find_item_groups(tree, key_of)) {
    HtmlList list;
    list.rule = "elements that repeat";
    std::size_t dated = 0;
    for (const NodeId node : group) {
      auto row = reader.read_item(node);
      if (!row) continue;
      dated += row->row.date.has_value();
      list.rows.push_back(std::move(*row));
    }
    if (dated <= most_dated || dated * 2 < list.rows.size()) continue;
    most_dated = dated;
    best = std::move(list);
  }
  return best;
}

}  // namespace

HtmlList read_html_list(const HtmlTree& tree, const BoardEngine* engine, std::string_view base) {
  if (engine && !engine->row.text().empty()) {
    HtmlList list = read_engine_rows(tree, *engine, base);
    if (!list.rows.empty()) return list;
  }
  HtmlList list = read_table_rows(tree, engine, base);
  return list.rows.empty() && engine ? read_item_rows(tree, engine, base) : list;
}

// Where a label stands inside `part`, behind a digit; its size when none does.
static std::size_t next_label(std::string_view part) {
  for (std::size_t at = 1; at < part.size(); ++at) {
    const bool behind_digit = part[at - 1] >= '0' && part[at - 1] <= '9';
    if (behind_digit && (part[at] & 0x80) != 0 && match_label(part.substr(at))) return at;
  }
  return part.size();
}

std::optional<BoardDate> find_date(std::string_view text) {
  if (auto date = parse_board_date(text)) return date;
  if (text.size() > 400) text = text.substr(0, 400);
  const auto words = split_words(text);
  const auto view = [&](std::size_t first, std::size_t last) {
    const char* begin = words[first].data();
    return std::string_view(
        begin, static_cast<std::size_t>(words[last].data() + words[last].size() - begin));
  };
  for (std::size_t first = 0; first < words.size(); ++first) {
    if (words[first].find_first_of("0123456789") == std::string_view::npos) continue;
    for (std::size_t count = std::min<std::size_t>(6, words.size() - first); count > 0; --count) {
      std::string_view part = view(first, first + count - 1);
      while (!part.empty() && std::string_view("([,|/").find(part.front()) != part.npos)
        part.remove_prefix(1);
      // "입력2025.02.04."
      if (const auto label = match_label(part)) part.remove_prefix(label->size);
      while (!part.empty() && std::string_view(")],|/").find(part.back()) != part.npos)
        part.remove_suffix(1);
      auto date = parse_board_date(part);
      // "09:31:22조회"
      if (!date) date = parse_board_date(part.substr(0, part.find_last_of("0123456789") + 1));
      // "14:05조회120회"
      if (!date) date = parse_board_date(part.substr(0, next_label(part)));
      if (date && (date->day || !date->time.empty() || date->relative)) return date;
    }
  }
  return std::nullopt;
}

std::optional<BoardDate> date_of(const HtmlTree& tree, NodeId node) {
  std::optional<BoardDate> best;
  const auto consider = [&](const std::optional<BoardDate>& date) {
    if (date && (!best || (known_day(*date) && !known_day(*best)))) best = date;
  };
  for (NodeId id = node; id < tree[node].end; ++id) {
    if (tree[id].tag == GUMBO_TAG_TIME) consider(parse_board_date(tree.attribute(id, "datetime")));
  }
  consider(find_date(line_text(tree, node)));
  if (best && known_day(*best)) return best;
  for (NodeId id = node; id < tree[node].end; ++id) {
    const std::string_view tooltip =
        tree[id].element ? tree.attribute(id, "title") : std::string_view();
    if (!tooltip.empty()) consider(find_date(tooltip));
  }
  return best;
}

}  // namespace sillok
