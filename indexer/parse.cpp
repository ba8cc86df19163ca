#include "indexer/parse.h"

#include <utility>

#include "common/charset.h"
#include "indexer/board_text.h"
#include "indexer/board_words.h"
#include "indexer/html.h"
#include "indexer/records.h"

namespace sillok {
namespace {

Parsed parse_text_page(const Piece& piece) {
  const DecodedText decoded =
      decode_text(piece.bytes, piece.context.declared_charset, piece.context.forced_charset);
  Parsed parsed = parse_board_text(decoded.text, piece.context);
  parsed.charset = decoded.verdict;
  return parsed;
}

bool is_records(PageFormat format) {
  return format == PageFormat::jsonl || format == PageFormat::csv;
}

// Fills in what only the surroundings tell.
void complete(const Piece& piece, Article& article) {
  const PageContext& context = piece.context;
  if (context.board_forced || article.board.empty()) article.board = context.board;
  if (article.place.empty()) article.place = context.place;
  article.withheld = article.kind == Article::Kind::row && is_withheld_title(article.title);
  if (is_records(piece.format)) {
    // A record that says when it was captured knows better than its file's time.
    article.capture_certain = article.captured != 0;
    if (article.captured == 0) article.captured = piece.file_time;
  } else {
    if (article.captured == 0) article.captured = context.captured;
    article.capture_certain |= piece.capture_certain;
  }
}

Parsed parse_by_format(const Piece& piece, const ReadOptions& options) {
  switch (piece.format) {
    case PageFormat::text:
      return parse_text_page(piece);
    case PageFormat::html:
      return parse_html(piece.bytes, piece.context, options.html);
    case PageFormat::jsonl:
      return parse_jsonl(piece.bytes, piece.first_line, options.fields, piece.context,
                         options.json_depth);
    case PageFormat::csv:
      return parse_csv(piece.bytes, piece.first_line, *piece.header, options.fields, piece.context);
    case PageFormat::warc:
    case PageFormat::none:
      break;
  }
  return {};
}

}  // namespace

Parsed parse_page(const Piece& piece, const ReadOptions& options) {
  if (piece.bytes.empty()) return {};
  Parsed parsed = parse_by_format(piece, options);
  const bool has_board = !parsed.articles.empty() && !parsed.articles.front().board.empty() &&
                         parsed.articles.front().board != piece.context.board;
  for (Article& article : parsed.articles) complete(piece, article);
  if (piece.context.board_forced) {
    parsed.rules["board"] = "--board";
  } else if (!has_board) {
    parsed.rules.emplace("board", "directory");
  }
  return parsed;
}

ParsedPiece parse_piece(const Piece& piece, const ReadOptions& options,
                        const StoredEntries* stored) {
  ParsedPiece result;
  result.entry = piece.entry;
  result.place = piece.context.place;
  result.format = page_format_name(piece.format);
  result.name_charset = piece.name_charset;
  result.skips = piece.skips;
  Parsed parsed = parse_page(piece, options);
  result.engine = std::move(parsed.engine);
  result.charset = std::move(parsed.charset);
  for (Skip& skip : parsed.skips) {
    skip.is_loss |= is_records(piece.format);
    result.skips.push_back(std::move(skip));
  }
  result.found.reserve(parsed.articles.size());
  for (Article& article : parsed.articles) {
    result.found.push_back(describe(std::move(article), stored));
  }
  return result;
}

}  // namespace sillok
