#include "searcher/condition.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/text.h"
#include "searcher/proximity.h"
#include "sillok/error.h"

namespace sillok {
namespace {

using Kind = Condition::Kind;

std::optional<Needle> needle_of(const QueryNode& node, const Wording& wording) {
  switch (node.kind) {
    case QueryNode::Kind::phrase:
      return phrase_needle(node.text);
    case QueryNode::Kind::prefix:
      return prefix_needle(node.text);
    default:
      return wording.needle_of(node.text);
  }
}

// A board's or a person's name is compared whole: nothing is taken off it. An id keeps its case.
Condition field_condition(const QueryNode& node) {
  Condition condition;
  condition.kind = Kind::field;
  condition.field = node.field;
  condition.needle.text = node.field == QueryField::id ? node.text : normalize(node.text);
  condition.needle.is_prefix = node.kind == QueryNode::Kind::prefix;
  return condition;
}

// The condition, or any of it and the same of what its word may be found as.
Condition with_alternatives(Condition condition, const Wording& wording) {
  std::vector<Needle> others = wording.alternatives(condition.needle);
  if (others.empty()) return condition;
  Condition any;
  any.kind = Kind::any;
  any.children.push_back(std::move(condition));
  for (Needle& other : others) {
    any.children.push_back(any.children.front());
    any.children.back().needle = std::move(other);
  }
  return any;
}

std::optional<Condition> text_condition(const QueryNode& node, Looseness looseness,
                                        const Wording& wording) {
  if (node.field != QueryField::any && node.field != QueryField::title) {
    return field_condition(node);
  }
  const bool is_word = node.kind == QueryNode::Kind::word && node.field == QueryField::any;
  if (is_word && looseness == Looseness::rest) return std::nullopt;
  std::optional<Needle> needle = needle_of(node, wording);
  if (!needle) return std::nullopt;
  Condition condition;
  condition.kind = node.field == QueryField::title ? Kind::title : Kind::text;
  condition.needle = *std::move(needle);
  if (node.kind != QueryNode::Kind::word) return condition;
  return with_alternatives(std::move(condition), wording);
}

std::optional<Condition> condition_of(const QueryNode& node, Looseness looseness,
                                      const Wording& wording);

std::optional<Condition> joined(Kind kind, std::vector<Condition> children) {
  if (children.empty()) return std::nullopt;
  if (children.size() == 1) return std::move(children.front());
  Condition condition;
  condition.kind = kind;
  condition.children = std::move(children);
  return condition;
}

std::optional<Condition> group_condition(Kind kind, const std::vector<QueryNode>& nodes,
                                         const Wording& wording) {
  std::vector<Condition> children;
  for (const QueryNode& node : nodes) {
    if (auto child = condition_of(node, Looseness::all, wording))
      children.push_back(*std::move(child));
  }
  return joined(kind, std::move(children));
}

std::optional<Condition> near_condition(const QueryNode& node, const Wording& wording) {
  Condition condition;
  condition.kind = Kind::near;
  condition.links = node.links;
  for (const QueryNode& child : node.children) {
    auto operand = condition_of(child, Looseness::all, wording);
    // What holds nothing that is indexed has no place: the others must be held.
    if (!operand) return group_condition(Kind::all, node.children, wording);
    condition.children.push_back(*std::move(operand));
  }
  return condition;
}

// Filters and negations always hold; of the words and phrases one is enough for Looseness::any.
bool is_always_required(const QueryNode& node) {
  switch (node.kind) {
    case QueryNode::Kind::negation:
    case QueryNode::Kind::date:
    case QueryNode::Kind::number:
      return true;
    default:
      return node.field != QueryField::any && node.field != QueryField::title;
  }
}

std::optional<Condition> loose_condition(const std::vector<QueryNode>& nodes, Looseness looseness,
                                         const Wording& wording) {
  std::vector<Condition> required;
  std::vector<Condition> optional;
  for (const QueryNode& node : nodes) {
    auto child = condition_of(node, looseness, wording);
    if (!child) continue;
    const bool one_is_enough = looseness == Looseness::any && !is_always_required(node);
    (one_is_enough ? optional : required).push_back(*std::move(child));
  }
  if (auto any = joined(Kind::any, std::move(optional))) required.push_back(*std::move(any));
  return joined(Kind::all, std::move(required));
}

std::optional<Condition> condition_of(const QueryNode& node, Looseness looseness,
                                      const Wording& wording) {
  Condition condition;
  switch (node.kind) {
    case QueryNode::Kind::everything:
      return condition;
    case QueryNode::Kind::word:
    case QueryNode::Kind::phrase:
    case QueryNode::Kind::prefix:
      return text_condition(node, looseness, wording);
    case QueryNode::Kind::date:
      condition.kind = Kind::date;
      condition.dates = node.dates;
      return condition;
    case QueryNode::Kind::number:
      condition.kind = Kind::number;
      condition.first_number = node.first_number;
      condition.last_number = node.last_number;
      return condition;
    case QueryNode::Kind::all:
      return group_condition(Kind::all, node.children, wording);
    case QueryNode::Kind::any:
      return group_condition(Kind::any, node.children, wording);
    case QueryNode::Kind::loose:
      return loose_condition(node.children, looseness, wording);
    case QueryNode::Kind::near:
      return near_condition(node, wording);
    case QueryNode::Kind::negation:
      break;
  }
  auto child = condition_of(node.children.front(), Looseness::all, wording);
  if (!child) return std::nullopt;
  condition.kind = Kind::negation;
  condition.children.push_back(*std::move(child));
  return condition;
}

bool field_holds(const Condition& condition, const Article& article) {
  const Needle& wanted = condition.needle;
  const auto equals = [&](std::string_view value, std::string_view text) {
    return wanted.is_prefix ? value.starts_with(text) : value == text;
  };
  const auto matches = [&](std::string_view value) {
    return equals(normalize(value), wanted.text);
  };
  switch (condition.field) {
    case QueryField::board:
      return matches(article.board);
    case QueryField::author:
      return matches(article.author);
    case QueryField::source:
      return matches(article.source);
    default:
      return equals(normalize(article.id), normalize(wanted.text)) ||
             equals(article_key(article), wanted.text);
  }
}

bool date_holds(const DateRange& range, const Article& article) {
  const std::optional<Day> day = parse_iso_day(article.date);
  return day && (!range.first || *range.first <= *day) && (!range.last || *day <= *range.last);
}

bool number_holds(const Condition& condition, const Article& article) {
  return article.number &&
         (!condition.first_number || *condition.first_number <= *article.number) &&
         (!condition.last_number || *article.number <= *condition.last_number);
}

bool occurs(std::string_view haystack, const Needle& needle) {
  return find_needle(haystack, needle) != std::string_view::npos;
}

std::string_view field_name(QueryField field) {
  switch (field) {
    case QueryField::board:
      return "board";
    case QueryField::author:
      return "author";
    case QueryField::source:
      return "source";
    default:
      return "id";
  }
}

std::string describe_day(const std::optional<Day>& day) {
  return day ? format_day(*day) : "any";
}

std::string describe_number(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "any";
}

}  // namespace

LoadedArticle load_article(Article article) {
  LoadedArticle loaded;
  loaded.title = normalize(article.title);
  loaded.body = normalize(article.body);
  loaded.article = std::move(article);
  return loaded;
}

Condition make_condition(const QueryNode& query, Looseness looseness, const Wording& wording) {
  if (auto condition = condition_of(query, looseness, wording)) return *std::move(condition);
  if (looseness == Looseness::rest) return {};
  throw UsageError("the query holds no word that can be searched for",
                   "write at least one word, or * for every article");
}

bool holds(const Condition& condition, const LoadedArticle& loaded) {
  const auto child_holds = [&](const Condition& child) { return holds(child, loaded); };
  switch (condition.kind) {
    case Kind::everything:
      return true;
    case Kind::text:
      return occurs(loaded.title, condition.needle) || occurs(loaded.body, condition.needle);
    case Kind::title:
      return occurs(loaded.title, condition.needle);
    case Kind::field:
      return field_holds(condition, loaded.article);
    case Kind::date:
      return date_holds(condition.dates, loaded.article);
    case Kind::number:
      return number_holds(condition, loaded.article);
    case Kind::all:
      return std::ranges::all_of(condition.children, child_holds);
    case Kind::any:
      return std::ranges::any_of(condition.children, child_holds);
    case Kind::negation:
      return !holds(condition.children.front(), loaded);
    case Kind::near:
      return near_holds(condition, loaded);
  }
  return false;
}

std::string describe_condition(const Condition& condition, int indent) {
  std::string line(static_cast<std::size_t>(indent) * 2, ' ');
  const bool is_reading = condition.needle.spelling == Needle::Spelling::reading;
  const std::string needle = '"' + condition.needle.text + '"' +
                             (condition.needle.is_prefix ? "*" : "") +
                             (is_reading ? " written in Han" : "");
  switch (condition.kind) {
    case Kind::everything:
      line += "every article";
      break;
    case Kind::text:
      line += "title or body holds " + needle;
      break;
    case Kind::title:
      line += "title holds " + needle;
      break;
    case Kind::field:
      line += std::string(field_name(condition.field)) + " is " + needle;
      break;
    case Kind::date:
      line += "date from " + describe_day(condition.dates.first) + " to " +
              describe_day(condition.dates.last);
      break;
    case Kind::number:
      line += "number from " + describe_number(condition.first_number) + " to " +
              describe_number(condition.last_number);
      break;
    case Kind::all:
      line += "all of";
      break;
    case Kind::any:
      line += "any of";
      break;
    case Kind::negation:
      line += "not";
      break;
    case Kind::near:
      line += "each near the next:";
      for (const Proximity& link : condition.links) line += " " + print_proximity(link);
      break;
  }
  line += '\n';
  for (const Condition& child : condition.children) {
    line += describe_condition(child, indent + 1);
  }
  return line;
}

}  // namespace sillok
