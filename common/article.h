// One entry of an archive, the way it is stored in an index, and its identity.
// Used by the parsers (which fill it), the writer (which stores it) and the searcher (which reads
// it).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/article_dictionary.h"

namespace sillok {

// All strings are valid UTF-8; an absent value is empty.
struct Article {
  enum class Kind { article, row };  // row: known only from a board's list, so it has no body

  Kind kind = Kind::article;
  std::string id;     // the record's own id, or the board engine's document id; may be absent
  std::string board;  // the board's short name, such as "news"
  std::optional<std::uint64_t> number;  // the board's list number; positional, so it may shift
  std::string title;
  std::string author;
  std::string source;    // the press that published it
  std::string category;  // the board's own category of the post
  std::string date;      // "2025-02-04", or empty
  std::string time;      // "14:32" or "14:32:05" in Korean time, or empty
  std::string url;
  std::string body;           // paragraphs separated by "\n"
  std::string place;          // where it was read: "path!member", "path:line"
  std::int64_t captured = 0;  // when the page was captured, Unix seconds; 0 when unknown
  // `captured` is the crawler's own word (a WARC date, a record's crawl time), not a file's time.
  bool capture_certain = false;
  bool notice = false;  // a row of the board's notices
  bool withheld = false;  // a row whose title the board hides: "삭제된 글입니다", "비밀글입니다"

  bool operator==(const Article&) const = default;
};

// The identity of an entry within an archive: "board/id", lacking an id "board#number", lacking
// both "board~" and a hash of title, author and date. Two entries with the same key are the same
// post. Never empty, and short enough for a term; "/", "#", "~" and "%" of a board's name are
// written
// "%2F" and so on.
std::string article_key(const Article& article);

// The key that the entry would have without its id; empty when it has no number. An entry known by
// number alone and one with an id are the same post when this and the titles agree and no other id
// of the board has the number.
std::string number_key(const Article& article);

// Whether the titles are the same but for spelling variants that searching does not tell apart.
bool same_title(const Article& a, const Article& b);

// What a user quotes to name one entry: its own id, or lacking that its key.
std::string_view article_name(const Article& article, std::string_view key);

// Which of two entries with one key stays: the one with the larger value, the later read when they
// are equal. An article before a row; of rows those with a number's place and a date before notices
// and undated ones, and a withheld one last; then what the crawler dates before what only a file's
// time dates, then the later capture.
std::uint64_t entry_precedence(const Article& article);

// Whether the value is that of an article, not of a row.
bool is_article_precedence(std::uint64_t precedence);

// A hash of everything but place and capture: equal means that the post is unchanged.
std::uint64_t content_hash(const Article& article);

// All fields in one string, and back: what the stored form compresses. unpack_article throws
// IndexError when the bytes are not what pack_article wrote.
std::string pack_article(const Article& article);
Article unpack_article(std::string_view packed);

// The stored form: a format byte, then the fields, the whole compressed with zstd. `dictionary` may
// be null.
std::string encode_article(const Article& article,
                           const CompressionDictionary* dictionary = nullptr);

// Throws IndexError when the bytes are not what encode_article wrote, or when the dictionary that
// it used is not among `dictionaries`.
Article decode_article(std::string_view bytes, const ArticleDictionaries& dictionaries);

}  // namespace sillok
