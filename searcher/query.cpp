#include "searcher/query.h"

#include <charconv>
#include <utility>

#include "searcher/query_tokens.h"

namespace sillok {

namespace {

using Kind = QueryNode::Kind;

// One word of a node list stands for itself.
QueryNode join(Kind kind, std::vector<QueryNode> children) {
  if (children.size() == 1) return std::move(children.front());
  QueryNode node;
  node.kind = kind;
  node.offset = children.front().offset;
  for (QueryNode& child : children) {
    if (child.kind != kind) {
      node.children.push_back(std::move(child));
    } else {
      for (QueryNode& grandchild : child.children) node.children.push_back(std::move(grandchild));
    }
  }
  return node;
}

QueryNode negate(QueryNode child, std::size_t offset) {
  if (child.kind == Kind::negation) {
    QueryNode inner = std::move(child.children.front());
    return inner;
  }
  QueryNode node;
  node.kind = Kind::negation;
  node.offset = offset;
  node.children.push_back(std::move(child));
  return node;
}

std::optional<std::uint64_t> parse_number(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return number;
}

// Recursive descent over the tokens. A part that holds nothing but punctuation is nullopt; an
// operator or a field refuses such an operand, all else passes it over.
class Parser {
 public:
  Parser(std::string_view query, Day today)
      : query_(query), today_(today), tokens_(tokenize_query(query)) {}

  QueryNode run() {
    std::optional<QueryNode> node = parse_or();
    if (token().kind == QueryToken::Kind::close) {
      fail(token(), "this bracket closes nothing", "leave it out, or write \\) for the character");
    }
    if (!node) {
      fail(tokens_.back(), query_.empty() ? "it is empty" : "it holds no word",
           "write a word, or * for every article");
    }
    return std::move(*node);
  }

 private:
  const QueryToken& token() const { return tokens_[next_]; }

  bool accept(QueryToken::Kind kind) {
    if (token().kind != kind) return false;
    ++next_;
    return true;
  }

  [[noreturn]] void fail(const QueryToken& place, const std::string& problem,
                         const std::string& hint) const {
    throw query_error(query_, place.offset, problem, hint);
  }

  std::optional<QueryNode> parse_or() {
    return parse_operands(QueryToken::Kind::op_or, Kind::any, "OR", &Parser::parse_and);
  }

  std::optional<QueryNode> parse_and() {
    return parse_operands(QueryToken::Kind::op_and, Kind::all, "AND", &Parser::parse_loose);
  }

  std::optional<QueryNode> parse_operands(QueryToken::Kind op, Kind kind, const std::string& name,
                                          std::optional<QueryNode> (Parser::*parse_operand)()) {
    std::optional<QueryNode> first = (this->*parse_operand)();
    if (token().kind != op) return first;
    if (!first) fail_operand(token(), name, "before");
    std::vector<QueryNode> operands;
    operands.push_back(std::move(*first));
    while (token().kind == op) {
      const QueryToken& mark = tokens_[next_++];
      std::optional<QueryNode> operand = (this->*parse_operand)();
      if (!operand) fail_operand(mark, name, "after");
      operands.push_back(std::move(*operand));
    }
    return join(kind, std::move(operands));
  }

  [[noreturn]] void fail_operand(const QueryToken& mark, const std::string& name,
                                 const std::string& side) const {
    fail(mark, name + " needs a word, a phrase or a bracket " + side + " it",
         "write \\" + name + " to search for the word itself");
  }

  std::optional<QueryNode> parse_loose() {
    std::vector<QueryNode> parts;
    while (true) {
      switch (token().kind) {
        case QueryToken::Kind::op_and:
        case QueryToken::Kind::op_or:
        case QueryToken::Kind::close:
        case QueryToken::Kind::end:
          if (parts.empty()) return std::nullopt;
          return join(Kind::loose, std::move(parts));
        default:
          if (std::optional<QueryNode> part = parse_unary()) parts.push_back(std::move(*part));
      }
    }
  }

  std::optional<QueryNode> parse_unary() {
    const QueryToken& mark = token();
    if (accept(QueryToken::Kind::minus)) {
      const Nesting nesting(*this, mark);
      std::optional<QueryNode> child = parse_unary();
      if (!child) return std::nullopt;
      return negate(std::move(*child), mark.offset);
    }
    if (accept(QueryToken::Kind::op_not)) {
      const Nesting nesting(*this, mark);
      std::optional<QueryNode> child = starts_operand() ? parse_unary() : std::nullopt;
      if (!child) fail_operand(mark, "NOT", "after");
      return negate(std::move(*child), mark.offset);
    }
    std::optional<QueryNode> node = parse_near_operand();
    if (token().kind != QueryToken::Kind::op_near) return node;
    return parse_near(mark, std::move(node));
  }

  std::optional<QueryNode> parse_near_operand() {
    const QueryToken& mark = token();
    if (accept(QueryToken::Kind::field)) return parse_value(mark);
    if (mark.kind == QueryToken::Kind::op_near) return std::nullopt;
    return parse_primary();
  }

  // The chain of which `first` is the first part.
  QueryNode parse_near(const QueryToken& start, std::optional<QueryNode> first) {
    QueryNode chain;
    chain.kind = Kind::near;
    chain.offset = start.offset;
    check_near_operand(token(), first, start, "before");
    chain.children.push_back(std::move(*first));
    while (token().kind == QueryToken::Kind::op_near) {
      const QueryToken& mark = tokens_[next_++];
      if (mark.proximity.words == 0) {
        fail(
            mark,
            "how many words apart must be a number from 1 to " + std::to_string(kMaxProximityWords),
            "for example 미국 NEAR/5 관세; write \\ before it to search for the word itself");
      }
      const QueryToken& place = token();
      std::optional<QueryNode> operand = starts_operand() ? parse_near_operand() : std::nullopt;
      check_near_operand(mark, operand, place, "after");
      if (operand->field != chain.children.front().field) {
        fail(place, "both sides of " + print_proximity(mark.proximity) + " must be in one field",
             "write title:(… " + print_proximity(mark.proximity) + " …)");
      }
      chain.links.push_back(mark.proximity);
      chain.children.push_back(std::move(*operand));
    }
    return chain;
  }

  void check_near_operand(const QueryToken& mark, const std::optional<QueryNode>& operand,
                          const QueryToken& place, const std::string& side) const {
    const std::string name(query_.substr(mark.offset, query_.find(' ', mark.offset) - mark.offset));
    if (!operand) {
      fail(mark, name + " needs a word or a quoted phrase " + side + " it",
           "write \\" + name + " to search for the word itself");
    }
    const bool is_text =
        (operand->field == QueryField::any || operand->field == QueryField::title) &&
        (operand->kind == Kind::word || operand->kind == Kind::phrase ||
         operand->kind == Kind::prefix);
    if (!is_text) {
      fail(place, name + " takes a word or a quoted phrase on either side",
           "write (가 NEAR/5 다) OR (나 NEAR/5 다) for (가 OR 나) NEAR/5 다");
    }
  }

  bool starts_operand() const {
    switch (token().kind) {
      case QueryToken::Kind::op_and:
      case QueryToken::Kind::op_or:
      case QueryToken::Kind::close:
      case QueryToken::Kind::end:
        return false;
      default:
        return true;
    }
  }

  // What follows "field:".
  QueryNode parse_value(const QueryToken& name) {
    const QueryField outer = std::exchange(field_, name.field);
    const bool is_operand = token().kind == QueryToken::Kind::word ||
                            token().kind == QueryToken::Kind::phrase ||
                            token().kind == QueryToken::Kind::open;
    std::optional<QueryNode> value = is_operand ? parse_primary() : std::nullopt;
    field_ = outer;
    if (!value) {
      const std::string field(field_name(name.field));
      if (token().kind == QueryToken::Kind::minus) {
        fail(token(), "a sign cannot stand inside a field", "write -" + field + ":… instead");
      }
      fail(name, field + ": needs a value",
           "for example " + example(name.field) + "; write \\: for text with a colon");
    }
    return std::move(*value);
  }

  static std::string example(QueryField field) {
    switch (field) {
      case QueryField::date:
        return "date:2025-01..2025-02-04";
      case QueryField::number:
        return "number:42100..42150";
      default:
        return std::string(field_name(field)) + ":\"…\"";
    }
  }

  std::optional<QueryNode> parse_primary() {
    const QueryToken& start = tokens_[next_++];
    switch (start.kind) {
      case QueryToken::Kind::open:
        return parse_group(start);
      case QueryToken::Kind::phrase:
        return parse_phrase(start);
      default:
        return parse_word(start);
    }
  }

  std::optional<QueryNode> parse_group(const QueryToken& opening) {
    const Nesting nesting(*this, opening);
    std::optional<QueryNode> node = parse_or();
    if (!accept(QueryToken::Kind::close)) {
      fail(opening, "the bracket is never closed",
           "add the closing ), or write \\( for the character");
    }
    refuse_glued_star();
    return node;
  }

  QueryNode parse_phrase(const QueryToken& start) {
    refuse_glued_star();
    if (is_range_field()) return parse_range(start, start.text);
    if (!has_word_character(start.text)) {
      fail(start, "the quoted text holds no letter or digit", "write a word between the marks");
    }
    return make_text(Kind::phrase, start, start.text);
  }

  void refuse_glued_star() const {
    if (!token().is_star || !token().glued) return;
    fail(token(), "* can follow a word only",
         "quoted Hangul is found at the beginning and inside of longer words as it is");
  }

  std::optional<QueryNode> parse_word(const QueryToken& start) {
    if (is_range_field()) return parse_range(start, start.text);
    if (start.is_star) {
      if (field_ != QueryField::any)
        fail(start, "* alone takes no field", "write a word before it");
      return make_text(Kind::everything, start, {});
    }
    if (start.core.empty()) return std::nullopt;
    return make_text(start.starred ? Kind::prefix : Kind::word, start, start.core);
  }

  QueryNode make_text(Kind kind, const QueryToken& start, const std::string& text) const {
    QueryNode node;
    node.kind = kind;
    node.field = field_;
    node.text = text;
    node.offset = start.offset;
    return node;
  }

  bool is_range_field() const { return field_ == QueryField::date || field_ == QueryField::number; }

  QueryNode parse_range(const QueryToken& start, std::string_view text) const {
    QueryNode node;
    node.field = field_;
    node.offset = start.offset;
    if (field_ == QueryField::date) {
      node.kind = Kind::date;
      node.dates = parse_dates(start, text);
    } else {
      node.kind = Kind::number;
      parse_numbers(start, text, node);
    }
    return node;
  }

  DateRange parse_dates(const QueryToken& start, std::string_view text) const {
    const std::string hint =
        "write a day, month or year, or a range: 2025-02-04, 2025-01..2025-03, 3m..";
    DateRange range;
    try {
      range = parse_date_range(text, today_);
    } catch (const UsageError& error) {
      fail(start, error.what(), error.hint().empty() ? hint : error.hint());
    }
    if (!range.first && !range.last) fail(start, "date: needs at least one end", hint);
    if (range.first && range.last && *range.first > *range.last) {
      fail(start, "the range ends before it begins", "swap its ends");
    }
    return range;
  }

  void parse_numbers(const QueryToken& start, std::string_view text, QueryNode& node) const {
    const std::size_t dots = text.find("..");
    const std::string_view first = text.substr(0, dots);
    const std::string_view last = dots == std::string_view::npos ? first : text.substr(dots + 2);
    node.first_number = parse_number(first);
    node.last_number = parse_number(last);
    const bool valid = (node.first_number || first.empty()) && (node.last_number || last.empty()) &&
                       (node.first_number || node.last_number);
    if (!valid) {
      fail(start, "number: expects a board number or a range of them",
           "write number:42142, number:42100..42150 or number:42100..");
    }
    if (node.first_number && node.last_number && *node.first_number > *node.last_number) {
      fail(start, "the range ends before it begins", "swap its ends");
    }
  }

  // Counts how deep the parser is in brackets and signs.
  class Nesting {
   public:
    Nesting(Parser& parser, const QueryToken& place) : parser_(parser) {
      if (++parser_.depth_ > kMaxQueryDepth) {
        parser_.fail(place, "it is nested more than " + std::to_string(kMaxQueryDepth) + " deep",
                     "take brackets or signs away");
      }
    }
    ~Nesting() { --parser_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Parser& parser_;
  };

  std::string_view query_;
  Day today_;
  std::vector<QueryToken> tokens_;
  std::size_t next_ = 0;
  QueryField field_ = QueryField::any;  // of the bracket or value being read
  int depth_ = 0;
};

std::string print_dates(const DateRange& dates) {
  if (dates.first && dates.last && *dates.first == *dates.last) return format_day(*dates.first);
  return (dates.first ? format_day(*dates.first) : "") + ".." +
         (dates.last ? format_day(*dates.last) : "");
}

std::string print_numbers(const QueryNode& node) {
  if (node.first_number && node.first_number == node.last_number) {
    return std::to_string(*node.first_number);
  }
  return (node.first_number ? std::to_string(*node.first_number) : "") + ".." +
         (node.last_number ? std::to_string(*node.last_number) : "");
}

// How tightly a node holds its parts together.
int binding(const QueryNode& node) {
  switch (node.kind) {
    case Kind::any:
      return 0;
    case Kind::all:
      return 1;
    case Kind::loose:
      return 2;
    case Kind::near:
      return 3;
    default:
      return 4;
  }
}

std::string print_child(const QueryNode& child, const QueryNode& parent) {
  const std::string text = print_query(child);
  return binding(child) <= binding(parent) && binding(child) < 4 ? "(" + text + ")" : text;
}

std::string print_children(const QueryNode& node, std::string_view separator) {
  std::string out;
  for (const QueryNode& child : node.children) {
    if (!out.empty()) out += separator;
    out += print_child(child, node);
  }
  return out;
}

std::string print_leaf(const QueryNode& node) {
  switch (node.kind) {
    case Kind::word:
      return escape_word(node.text);
    case Kind::prefix:
      return escape_word(node.text) + "*";
    case Kind::phrase:
      return quote_phrase(node.text);
    case Kind::date:
      return print_dates(node.dates);
    case Kind::number:
      return print_numbers(node);
    default:
      return "*";
  }
}

std::string print_chain(const QueryNode& node) {
  std::string out;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (i > 0) out += " " + print_proximity(node.links[i - 1]) + " ";
    out += print_query(node.children[i]);
  }
  return out;
}

}  // namespace

std::string print_proximity(const Proximity& proximity) {
  return (proximity.in_order ? "ADJ/" : "NEAR/") + std::to_string(proximity.words);
}

QueryNode parse_query(std::string_view text, Day today) {
  return Parser(text, today).run();
}

QueryNode plain_query(std::string_view text) {
  std::vector<QueryNode> words;
  for (QueryToken& token : plain_tokens(text)) {
    QueryNode word;
    word.kind = Kind::word;
    word.text = std::move(token.core);
    word.offset = token.offset;
    words.push_back(std::move(word));
  }
  if (words.empty()) throw query_error(text, text.size(), "it holds no word", "write a word");
  return join(Kind::loose, std::move(words));
}

std::string print_query(const QueryNode& node) {
  switch (node.kind) {
    case Kind::any:
      return print_children(node, " OR ");
    case Kind::all:
      return print_children(node, " AND ");
    case Kind::loose:
      return print_children(node, " ");
    case Kind::near:
      return print_chain(node);
    case Kind::negation:
      return "-" + print_child(node.children.front(), node);
    default:
      break;
  }
  const std::string_view field = field_name(node.field);
  return field.empty() ? print_leaf(node) : std::string(field) + ":" + print_leaf(node);
}

}  // namespace sillok
