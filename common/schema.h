// The layout of an index, in one place: term prefixes, value slots, metadata keys, versions.
//
//   document data   encode_article(): the stored entry, zstd, with a dictionary of the metadata
//   terms (no positions; wdf in the body 1 a time, in the title 3 a time)
//     T<token>      a Hangul run less its josa, or a single syllable, or a Latin or digit word
//     B<ab>         two adjacent syllables of a run (Hangul or Han)
//     X<ab>         last syllable of a run and first of the next, only white space between
//     ST, SB, SX    the same of the title alone
//   boolean terms (wdf 0)
//     H<ab>         two adjacent syllables, one or both read off Han: 한자 of 漢字
//     SH            the same of the title alone
//     Q<key>        article_key(); unique
//     I<id>         the entry's own id
//     U<board#no>   number_key() of an entry whose key is its id
//     N<board>      board        A<author>  S is taken, so P<source>
//     K<a|r>        article or row
//     DY2025 DM202502 DD20250204   the entry's year, month and day
//     C<a..p><2 bytes>   the bands of the signature in kCopySlot (copy_signature.h)
//   value slots: see Slot
//   metadata        see kMeta*
//
// Boolean values are normalized (text.h) and cut to the term limit with a hash in the tail.
#pragma once

#include <sillok/error.h>
#include <xapian.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sillok {

// Raised when the layout above or the stored form of an article changes.
inline constexpr int kSchemaVersion = 3;

inline constexpr std::string_view kTokenPrefix = "T";
inline constexpr std::string_view kBigramPrefix = "B";
inline constexpr std::string_view kCrossPrefix = "X";
inline constexpr std::string_view kTitlePrefix = "S";  // before the three above
inline constexpr std::string_view kKeyPrefix = "Q";
inline constexpr std::string_view kIdPrefix = "I";
inline constexpr std::string_view kNumberKeyPrefix = "U";
inline constexpr std::string_view kBoardPrefix = "N";
inline constexpr std::string_view kAuthorPrefix = "A";
inline constexpr std::string_view kSourcePrefix = "P";
inline constexpr std::string_view kArticleTerm = "Ka";
inline constexpr std::string_view kRowTerm = "Kr";
inline constexpr std::string_view kYearPrefix = "DY";
inline constexpr std::string_view kMonthPrefix = "DM";
inline constexpr std::string_view kDayPrefix = "DD";
inline constexpr std::string_view kBandPrefix = "C";

// How many times a term of the title counts against one of the body.
inline constexpr unsigned kTitleWeight = 3;

enum Slot : Xapian::valueno {
  // "YYYYMMDDhhmmss" (zeros where unknown; undated is "0") then NUL and the key: a total order by
  // date, then id. Sorting by date and breaking ties use it, so every index gives the same order.
  kOrderSlot = 0,
  kMonthSlot = 1,  // "202502", for recency and facets; absent when undated
  // number_value(): the board's number, 8 bytes big-endian, then NUL and the key: a total order by
  // number, then id; absent when there is none.
  kNumberSlot = 2,
  kSourceSlot = 3,  // source, author, board as written: for facets
  kAuthorSlot = 4,
  kBoardSlot = 5,
  kKindSlot = 6,     // "a" or "r"
  kContentSlot = 7,  // content_hash(), 8 bytes big-endian, then entry_precedence() likewise
  kDaySlot = 8,      // "20250204": for histograms by day and week
  kCopySlot = 9,     // copy_signature() of an article's body; absent of a row or a short text
};

// The longest term that Xapian takes is 245 bytes, where a NUL counts twice.
inline constexpr std::size_t kMaxTermBytes = 245;

// A token longer than this is cut at a character: prefixes fit, and so do NULs, which text has not.
inline constexpr std::size_t kMaxTokenBytes = 240;

// Values for facets longer than this are stored as their bounded_value().
inline constexpr std::size_t kMaxFacetBytes = 200;

// `value`, or when it would take more than `max_cost` bytes of a term (a NUL counts twice, at least
// 32) its beginning, cut at a character, and 16 digits of a hash of the whole: two long values stay
// two.
std::string bounded_value(std::string_view value, std::size_t max_cost);

// 16 hexadecimal digits, and a hash written so.
std::string hex_number(std::uint64_t number);
std::string hex_hash(std::string_view text);

// `prefix` and `value`, bounded to what a term may hold.
std::string boolean_term(std::string_view prefix, std::string_view value);

// The `prefix` and the normalized value: for board, author, source, id, where people type freely.
std::string folded_term(std::string_view prefix, std::string_view value);

// The first 8 bytes of kNumberSlot.
std::string number_bytes(std::uint64_t number);

// Metadata keys of an index.
inline constexpr const char* kMetaSchema = "sillok.schema";
inline constexpr const char* kMetaAnalyzer = "sillok.analyzer";
// Sum over all entries of XXH64(key, content_hash), 16 hex digits: equal archives are equal.
inline constexpr const char* kMetaFingerprint = "sillok.fingerprint";
// Before the id, 8 hex digits, of each dictionary (article_dictionary.h) that entries of the
// database need. The newest database of an index has those of all its databases.
inline constexpr const char* kMetaDictionaryPrefix = "sillok.dictionary.";

// What an error of Xapian's means for the index that it is about.
IndexProblem index_problem_of(const Xapian::Error& error);

// Metadata with the versions of this program.
std::map<std::string, std::string> schema_stamp();

// Writes it into `db`.
void stamp_schema(Xapian::WritableDatabase& db);

// Throws IndexError with a hint when `db` (named `name` in the message) is not an index of this
// program's schema and analyzer versions.
void check_schema(const Xapian::Database& db, std::string_view name);

}  // namespace sillok
