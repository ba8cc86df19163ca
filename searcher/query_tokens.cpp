#include "searcher/query_tokens.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "common/columns.h"
#include "common/josa.h"
#include "common/text.h"

namespace sillok {

namespace {

struct FieldName {
  std::string_view name;
  QueryField field;
};

// The first name of a field is the one that queries print.
constexpr std::array kFieldNames = {
    FieldName{"title", QueryField::title},   FieldName{"제목", QueryField::title},
    FieldName{"author", QueryField::author}, FieldName{"글쓴이", QueryField::author},
    FieldName{"작성자", QueryField::author}, FieldName{"이름", QueryField::author},
    FieldName{"source", QueryField::source}, FieldName{"출처", QueryField::source},
    FieldName{"언론사", QueryField::source}, FieldName{"board", QueryField::board},
    FieldName{"게시판", QueryField::board},  FieldName{"number", QueryField::number},
    FieldName{"번호", QueryField::number},   FieldName{"date", QueryField::date},
    FieldName{"날짜", QueryField::date},     FieldName{"작성일", QueryField::date},
    FieldName{"id", QueryField::id},
};

bool is_space(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c)) || u_iscntrl(static_cast<UChar32>(c));
}

bool is_word_character(char32_t c) {
  constexpr uint32_t kMarks = U_GC_M_MASK;
  return u_isalnum(static_cast<UChar32>(c)) ||
         (U_MASK(u_charType(static_cast<UChar32>(c))) & kMarks);
}

bool is_straight_quote(char32_t c) {
  return c == U'"' || c == U'＂';
}
bool is_quote(char32_t c) {
  return is_straight_quote(c) || c == U'“' || c == U'”';
}

// The first byte that does not belong to well-formed UTF-8; the size when all do.
std::size_t malformed_offset(std::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t position = 0; position < size;) {
    const int32_t begin = position;
    UChar32 c;
    U8_NEXT(text, position, size, c);
    if (c < 0) return static_cast<std::size_t>(begin);
  }
  return text.size();
}

void check_query_text(std::string_view query) {
  if (query.size() > kMaxQueryBytes) {
    const std::string problem = "query: it has " + std::to_string(query.size()) +
                                " bytes, the most is " + std::to_string(kMaxQueryBytes);
    throw QueryError(problem, "search for its most telling words", problem, kMaxQueryBytes);
  }
  const std::size_t offset = malformed_offset(query);
  if (offset == query.size()) return;
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(query[offset]);
  throw query_error(query, offset,
                    std::string("byte 0x") + kDigits[byte >> 4] + kDigits[byte & 15] +
                        " at offset " + std::to_string(offset) + " is not UTF-8",
                    "set the terminal or the file to UTF-8");
}

// ASCII letters of either case are equal.
bool starts_with_name(std::string_view text, std::string_view name) {
  if (text.size() < name.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != name[i]) return false;
  }
  return true;
}

// The field whose name and ":" begin the text, and their bytes; `any` and 0 when there is none.
std::pair<QueryField, std::size_t> leading_field(std::string_view text) {
  for (const FieldName& known : kFieldNames) {
    if (starts_with_name(text, known.name) && text.substr(known.name.size()).starts_with(':')) {
      return {known.field, known.name.size() + 1};
    }
  }
  return {QueryField::any, 0};
}

bool is_closing_mark(char32_t c) {
  constexpr std::u32string_view kMarks = U"'\"’”>)]）］｝〉》」』】〕";
  return kMarks.find(c) != std::u32string_view::npos;
}

// The end of what remains of a word that ends in a mark and a josa: the 스타게이트 of
// 스타게이트’를.
std::size_t end_before_marked_josa(std::string_view word) {
  struct Stretch {
    std::size_t begin, end;
    char32_t before;
  };
  std::vector<Stretch> stretches;  // of word characters
  char32_t previous = 0;
  for (std::size_t position = 0; position < word.size();) {
    const std::size_t begin = position;
    const char32_t c = next_character(word, position);
    if (is_word_character(c)) {
      if (!is_word_character(previous)) stretches.push_back({begin, begin, previous});
      stretches.back().end = position;
    }
    previous = c;
  }
  while (stretches.size() > 1) {
    const Stretch& last = stretches.back();
    if (!is_closing_mark(last.before)) break;
    if (!is_ending(word.substr(last.begin, last.end - last.begin))) break;
    stretches.pop_back();
  }
  return stretches.empty() ? 0 : stretches.back().end;
}

// Reads NEAR/n, ADJ/n and ADJ; what follows the stroke is digits or nothing.
std::optional<Proximity> proximity_operator(std::string_view text) {
  if (text == "ADJ") return Proximity{1, true};
  const bool in_order = text.starts_with("ADJ/");
  if (!in_order && !text.starts_with("NEAR/")) return std::nullopt;
  const std::string_view digits = text.substr(text.find('/') + 1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  unsigned words = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), words);
  const bool is_valid = error == std::errc() && end == digits.data() + digits.size();
  return Proximity{is_valid && words <= kMaxProximityWords ? words : 0, in_order};
}

// Gathers the characters of a word and learns where its core lies.
class WordBuilder {
 public:
  void add(char32_t c, bool escaped) {
    const std::size_t begin = text_.size();
    append_character(text_, c);
    escaped_ = escaped_ || escaped;
    if (is_word_character(c)) {
      if (core_end_ == 0) core_begin_ = begin;
      core_end_ = text_.size();
      stars_ = 0;
    } else if (c == U'*' && !escaped && core_end_ + stars_ == begin) {
      ++stars_;
    }
  }

  QueryToken token(std::size_t offset, bool glued) && {
    QueryToken token;
    token.kind = QueryToken::Kind::word;
    if (!escaped_ && text_ == "AND") token.kind = QueryToken::Kind::op_and;
    if (!escaped_ && text_ == "OR") token.kind = QueryToken::Kind::op_or;
    if (!escaped_ && text_ == "NOT") token.kind = QueryToken::Kind::op_not;
    if (const auto proximity = proximity_operator(text_); proximity && !escaped_) {
      token.kind = QueryToken::Kind::op_near;
      token.proximity = *proximity;
    }
    token.offset = offset;
    token.glued = glued;
    token.core = text_.substr(core_begin_, core_end_ - core_begin_);
    token.starred = core_end_ > 0 && stars_ == 1;
    if (!token.starred) token.core.resize(end_before_marked_josa(token.core));
    token.is_star = !escaped_ && text_ == "*";
    token.text = std::move(text_);
    return token;
  }

 private:
  std::string text_;
  bool escaped_ = false;
  std::size_t core_begin_ = 0;
  std::size_t core_end_ = 0;
  std::size_t stars_ = 0;  // right after the core
};

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view query) : query_(query) {}

  std::vector<QueryToken> run() {
    while (skip_space()) read_token();
    QueryToken end;
    end.offset = query_.size();
    tokens_.push_back(std::move(end));
    return std::move(tokens_);
  }

 private:
  // The character at the position, without moving.
  char32_t peek() const {
    std::size_t position = position_;
    return next_character(query_, position);
  }

  // True when something is left. Sets glued_.
  bool skip_space() {
    glued_ = position_ > 0;
    while (position_ < query_.size() && is_space(peek())) {
      next_character(query_, position_);
      glued_ = false;
    }
    return position_ < query_.size();
  }

  void read_token() {
    const char32_t c = peek();
    if (opens_phrase(c)) return read_phrase(c);
    if (c == U'(') return add_mark(QueryToken::Kind::open, 1);
    if (c == U')') return add_mark(QueryToken::Kind::close, 1);
    if (c == U'-' && is_minus()) return add_mark(QueryToken::Kind::minus, 1);
    if (!is_value()) {
      const auto [field, size] = leading_field(query_.substr(position_));
      if (size > 0) {
        add_mark(QueryToken::Kind::field, size);
        tokens_.back().field = field;
        return;
      }
    }
    read_word();
  }

  void add_mark(QueryToken::Kind kind, std::size_t size) {
    QueryToken token;
    token.kind = kind;
    token.offset = position_;
    token.glued = glued_;
    position_ += size;
    tokens_.push_back(std::move(token));
  }

  // A name right after "field:" is the field's value, whatever it looks like.
  bool is_value() const {
    return glued_ && !tokens_.empty() && tokens_.back().kind == QueryToken::Kind::field;
  }

  bool follows_closing_mark() const {
    return glued_ && !tokens_.empty() &&
           (tokens_.back().kind == QueryToken::Kind::phrase ||
            tokens_.back().kind == QueryToken::Kind::close);
  }

  // One "-" that begins a word. After a word or phrase, alone or doubled it is punctuation.
  bool is_minus() const {
    using Kind = QueryToken::Kind;
    if (glued_ && !tokens_.empty()) {
      const Kind before = tokens_.back().kind;
      if (before != Kind::open && before != Kind::field) return false;
    }
    if (position_ + 1 == query_.size()) return false;
    std::size_t next = position_ + 1;
    const char32_t c = next_character(query_, next);
    return c != U'-' && !is_space(c);
  }

  // A straight mark always opens a phrase; “ only when a ” follows, as pasted text may be cut.
  bool opens_phrase(char32_t c) {
    if (is_straight_quote(c)) return true;
    if (c != U'“') return false;
    if (last_closing_ == kUnknown) last_closing_ = query_.rfind("”");
    return last_closing_ != std::string_view::npos && last_closing_ > position_;
  }

  void read_phrase(char32_t opening) {
    QueryToken token;
    token.kind = QueryToken::Kind::phrase;
    token.offset = position_;
    token.glued = glued_;
    next_character(query_, position_);
    while (position_ < query_.size()) {
      char32_t c = next_character(query_, position_);
      if (opening == U'“' ? c == U'”' : is_straight_quote(c)) {
        tokens_.push_back(std::move(token));
        return;
      }
      if (c == U'\\' && position_ < query_.size() && (is_quote(peek()) || peek() == U'\\')) {
        c = next_character(query_, position_);
      }
      append_character(token.text, c);
    }
    throw query_error(query_, token.offset, "the quotation mark is never closed",
                      R"(add a closing ", or write \" for a mark that is meant as text)");
  }

  void read_word() {
    const std::size_t offset = position_;
    WordBuilder word;
    while (position_ < query_.size() && !ends_word(peek())) {
      const char32_t c = next_character(query_, position_);
      if (c != U'\\') {
        word.add(c, false);
      } else if (position_ < query_.size() && !is_space(peek())) {
        word.add(next_character(query_, position_), true);
      }
    }
    QueryToken token = std::move(word).token(offset, glued_);
    if (is_value()) token.kind = QueryToken::Kind::word;
    if (follows_closing_mark() && !token.starred && is_ending(token.core)) token.core.clear();
    tokens_.push_back(std::move(token));
  }

  bool ends_word(char32_t c) { return is_space(c) || c == U'(' || c == U')' || opens_phrase(c); }

  static constexpr std::size_t kUnknown = std::string_view::npos - 1;
  std::string_view query_;
  std::size_t position_ = 0;
  bool glued_ = false;                   // no white space before the position
  std::size_t last_closing_ = kUnknown;  // offset of the last ”
  std::vector<QueryToken> tokens_;
};

}  // namespace

std::vector<QueryToken> tokenize_query(std::string_view query) {
  check_query_text(query);
  return Tokenizer(query).run();
}

std::vector<QueryToken> plain_tokens(std::string_view query) {
  check_query_text(query);
  std::vector<QueryToken> tokens;
  for (std::size_t position = 0; position < query.size();) {
    const std::size_t offset = position;
    WordBuilder word;
    while (position < query.size()) {
      const char32_t c = next_character(query, position);
      if (is_space(c)) break;
      word.add(c, true);
    }
    QueryToken token = std::move(word).token(offset, false);
    if (!token.core.empty()) tokens.push_back(std::move(token));
  }
  return tokens;
}

std::string escape_word(std::string_view text) {
  std::string out;
  const bool is_operator =
      text == "AND" || text == "OR" || text == "NOT" || proximity_operator(text);
  if (is_operator) out += '\\';
  const std::size_t field_size = leading_field(text).second;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const char32_t c = next_character(text, position);
    const bool names_field = position == field_size;
    if (names_field || is_quote(c) || c == U'(' || c == U')' || c == U'\\') out += '\\';
    out += text.substr(begin, position - begin);
  }
  return out;
}

std::string quote_phrase(std::string_view text) {
  std::string out = "\"";
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const char32_t c = next_character(text, position);
    if (is_quote(c) || c == U'\\') out += '\\';
    out += text.substr(begin, position - begin);
  }
  return out + '"';
}

bool has_word_character(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    if (is_word_character(next_character(text, position))) return true;
  }
  return false;
}

std::vector<std::string_view> field_names() {
  std::vector<std::string_view> names;
  names.reserve(kFieldNames.size());
  for (const FieldName& known : kFieldNames) names.push_back(known.name);
  return names;
}

std::string_view field_name(QueryField field) {
  for (const FieldName& known : kFieldNames) {
    if (known.field == field) return known.name;
  }
  return {};
}

QueryError query_error(std::string_view query, std::size_t offset, const std::string& problem,
                       const std::string& hint) {
  constexpr std::size_t kColumnsBefore = 50;
  constexpr std::size_t kColumnsAfter = 26;
  const std::string first = "query: " + problem;
  const std::string before = printable(to_valid_utf8(query.substr(0, offset)));
  const std::string after = printable(to_valid_utf8(query.substr(offset)));
  if ((before + after).find_first_not_of(' ') == std::string::npos) {
    return {first, hint, first, offset};
  }
  std::string shown(trailing_columns(before, kColumnsBefore));
  if (shown.size() < before.size()) shown.insert(0, "…");
  const std::string indent(text_columns(shown) + 2, ' ');
  const std::string_view rest = leading_columns(after, kColumnsAfter);
  shown += rest;
  if (rest.size() < after.size()) shown += "…";
  return {first + "\n  " + shown + "\n" + indent + "^", hint, first, offset};
}

}  // namespace sillok
