#include "indexer/inspect.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "common/cli/catalogue.h"
#include "common/columns.h"
#include "indexer/index_command.h"
#include "indexer/parse.h"

namespace sillok {
namespace {

constexpr std::size_t kMaxPages = 20;
constexpr std::size_t kMaxArticles = 10;  // of one page; rows are shown all
constexpr std::size_t kNameColumns = 10;

// Stops the reading of a dump of which enough was seen.
struct SeenEnough {};

std::string padded(std::string_view text, std::size_t columns) {
  std::string line(text);
  line.append(columns - std::min(columns, text_columns(text)), ' ');
  return line;
}

std::string number_of(const Article& article) {
  return article.number ? std::to_string(*article.number) : std::string();
}

// The body's lines, each behind a margin.
std::string indented(std::string_view body) {
  std::string text;
  for (std::size_t begin = 0; begin < body.size();) {
    const std::size_t end = std::min(body.find('\n', begin), body.size());
    text += "    | " + printable(body.substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return text;
}

class InspectionText {
 public:
  void add(const Piece& piece, const Parsed& parsed) {
    text_ += printable(piece.context.place) + "\n";
    add_origin(piece, parsed);
    std::size_t articles = 0;
    for (const Article& article : parsed.articles) {
      if (article.kind == Article::Kind::row) continue;
      if (++articles <= kMaxArticles) add_article(article, parsed.rules);
    }
    if (articles > kMaxArticles) {
      text_ += "  " +
               phrased("… and {1} more articles", {std::to_string(articles - kMaxArticles)}) + "\n";
    }
    add_rows(parsed);
    for (const Skip& skip : piece.skips) add_skip(skip);
    for (const Skip& skip : parsed.skips) add_skip(skip);
  }

  std::string take() { return std::move(text_); }

 private:
  void add_field(std::string_view name, std::string_view value, const FieldRules& rules = {}) {
    auto rule = rules.find(std::string(name));
    if (rule == rules.end() && name == "time") rule = rules.find("date");
    if (value.empty()) return;
    text_ += "  " + padded(name, kNameColumns) + printable(value);
    if (rule != rules.end()) text_ += "  <- " + printable(rule->second);
    text_ += "\n";
  }

  void add_origin(const Piece& piece, const Parsed& parsed) {
    std::string format(page_format_name(piece.format));
    if (!parsed.engine.empty()) format += ", " + parsed.engine;
    add_field("format", format);
    add_field("address", piece.context.url);
    const CharsetVerdict& charset = parsed.charset;
    if (charset.detected.empty()) return;
    char confidence[32];
    std::snprintf(confidence, sizeof confidence, "%.2f", charset.confidence);
    std::string verdict = phrased("{1}, confidence {2}", {charset.detected, confidence});
    if (!charset.declared.empty()) {
      verdict += ", " + phrased("declared {1}", {charset.declared});
    }
    if (charset.undecodable > 0) {
      verdict += ", " + phrased("{1} bytes undecodable", {std::to_string(charset.undecodable)});
    }
    if (charset.repaired) verdict += ", " + translated("repaired");
    add_field("charset", verdict);
  }

  void add_article(const Article& article, const FieldRules& rules) {
    text_ += phrased("article {1}", {printable(article_key(article))}) + "\n";
    add_field("board", article.board, rules);
    add_field("id", article.id, rules);
    add_field("number", number_of(article), rules);
    add_field("title", article.title, rules);
    add_field("author", article.author, rules);
    add_field("source", article.source, rules);
    add_field("category", article.category, rules);
    add_field("date", article.date, rules);
    add_field("time", article.time, rules);
    add_field("url", article.url, rules);
    add_field("body", phrased("{1} bytes", {std::to_string(article.body.size())}), rules);
    text_ += indented(article.body);
  }

  void add_rows(const Parsed& parsed) {
    std::size_t count = 0;
    std::string rows;
    for (const Article& row : parsed.articles) {
      if (row.kind != Article::Kind::row) continue;
      ++count;
      rows += "  " + padded(row.notice ? translated("notice") : number_of(row), kNameColumns) +
              padded(row.id, kNameColumns) + padded(row.date, 12) + printable(row.title) + " · " +
              printable(row.author) + "\n";
    }
    if (count == 0) return;
    const auto rule = parsed.rules.find("rows");
    text_ += phrased("rows {1}", {std::to_string(count)});
    if (rule != parsed.rules.end()) text_ += "  <- " + printable(rule->second);
    text_ += "\n" + rows;
  }

  void add_skip(const Skip& skip) {
    text_ += phrased("skipped {1}: {2}", {printable(skip.place), skip_in_words(skip)}) + "\n";
  }

  std::string text_;
};

}  // namespace

std::string inspect_file(const std::string& path, const ReadOptions& options) {
  InspectionText text;
  std::size_t pages = 0;
  const auto add_unit = [&](const Unit& unit) {
    for (const Piece& piece : unit.pieces) {
      if (++pages > kMaxPages) throw SeenEnough();
      text.add(piece, parse_page(piece, options));
    }
  };
  try {
    read_dump({path}, options, add_unit, {});
  } catch (const SeenEnough&) {
    return text.take() +
           phrased("… the first {1} pages of {2}", {std::to_string(kMaxPages), path}) + "\n";
  }
  return text.take();
}

}  // namespace sillok
