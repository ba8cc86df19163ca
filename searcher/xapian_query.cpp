#include "searcher/xapian_query.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "common/analyzer.h"
#include "common/schema.h"
#include "common/text.h"

namespace sillok {
namespace {

using Kind = Condition::Kind;
using Query = Xapian::Query;

std::string family_term(std::string_view field_prefix, TermFamily family, std::string_view text) {
  return std::string(field_prefix)
      .append(family_prefix(family))
      .append(truncate_utf8(text, kMaxTokenBytes));
}

Query wildcard(std::string_view prefix, std::string_view text) {
  return Query(Query::OP_WILDCARD, std::string(prefix).append(text), 0, Query::WILDCARD_LIMIT_ERROR,
               Query::OP_OR);
}

// One Hangul syllable anywhere: alone, or first or last of a bigram. As a prefix it must be first.
Query syllable_query(std::string_view field_prefix, std::string_view syllable, bool is_prefix,
                     BigramCatalog& catalog) {
  const std::string bigrams = family_term(field_prefix, TermFamily::bigram, "");
  std::vector<Query> parts{Query(family_term(field_prefix, TermFamily::token, syllable)),
                           wildcard(bigrams, syllable)};
  if (!is_prefix) {
    const auto& terms = catalog.ending_with(bigrams, syllable);
    parts.insert(parts.end(), terms.begin(), terms.end());
  }
  return Query(Query::OP_OR, parts.begin(), parts.end());
}

// The terms that every text with the needle has.
std::vector<Query> required_terms(const Needle& needle, const std::vector<Run>& runs,
                                  std::string_view field_prefix) {
  std::vector<Query> terms;
  for_each_term(needle.text, runs, [&](const Term& term) {
    const Run& run = runs[term.run];
    if (term.family == TermFamily::token) {
      // The needle may begin or end inside an eojeol, so its Hangul stems need not be tokens.
      if (run.script == Script::hangul) return;
      if (needle.is_prefix && !run.is_syllabic() && run.end == needle.text.size()) {
        terms.push_back(wildcard(family_term(field_prefix, TermFamily::token, ""), term.text));
        return;
      }
    }
    terms.emplace_back(family_term(field_prefix, term.family, term.text));
  });
  return terms;
}

// Whether one term or union says all: two syllables, a Latin word, one syllable.
bool one_term_is_exact(const Needle& needle, const std::vector<Run>& runs) {
  const Run& first = runs.front();
  const bool is_whole = first.begin == 0 && runs.back().end == needle.text.size();
  if (!is_whole || needle.spelling != Needle::Spelling::literal ||
      needle.text.size() > kMaxTokenBytes)
    return false;
  if (runs.size() == 1 && !first.is_syllabic()) return true;
  if (needle.is_prefix) return false;
  if (runs.size() == 1) return first.syllables <= 2;
  return runs.size() == 2 && runs[1].after_space && first.is_syllabic() && runs[1].is_syllabic() &&
         first.syllables == 1 && runs[1].syllables == 1;
}

// Two syllables are one term; of more each pair may stand in Hangul as well.
Candidates reading_candidates(const Needle& needle, std::string_view field_prefix) {
  const std::vector<std::string> pairs = syllable_pairs(needle);
  std::vector<Query> terms;
  for (const std::string& pair : pairs) {
    Query term(family_term(field_prefix, TermFamily::reading, pair));
    if (pairs.size() > 1) {
      term = Query(Query::OP_OR, term, Query(family_term(field_prefix, TermFamily::bigram, pair)));
    }
    terms.push_back(std::move(term));
  }
  return {Query(Query::OP_AND, terms.begin(), terms.end()), pairs.size() == 1};
}

bool is_reading(const Condition& condition) {
  return (condition.kind == Kind::text || condition.kind == Kind::title) &&
         condition.needle.spelling == Needle::Spelling::reading;
}

Candidates needle_candidates(const Needle& needle, std::string_view field_prefix,
                             BigramCatalog& catalog) {
  if (needle.spelling == Needle::Spelling::reading) {
    return reading_candidates(needle, field_prefix);
  }
  const std::vector<Run> runs = split_runs(needle.text);
  std::vector<Query> terms = required_terms(needle, runs, field_prefix);
  if (terms.empty()) {  // Hangul syllables that stand alone: one is enough to find candidates by
    const Run& run = runs.front();
    const std::string_view syllable =
        std::string_view(needle.text).substr(run.begin, run.end - run.begin);
    terms.push_back(syllable_query(field_prefix, syllable, needle.is_prefix, catalog));
  }
  return {Query(Query::OP_AND, terms.begin(), terms.end()), one_term_is_exact(needle, runs)};
}

Candidates field_candidates(const Condition& condition) {
  const std::string& text = condition.needle.text;
  const auto term = [&](std::string_view prefix) {
    return condition.needle.is_prefix ? wildcard(prefix, normalize(text))
                                      : Query(folded_term(prefix, text));
  };
  switch (condition.field) {
    case QueryField::board:
      return {term(kBoardPrefix), true};
    case QueryField::author:
      return {term(kAuthorPrefix), true};
    case QueryField::source:
      return {term(kSourcePrefix), true};
    default:
      break;
  }
  const Query key = condition.needle.is_prefix ? wildcard(kKeyPrefix, text)
                                               : Query(boolean_term(kKeyPrefix, text));
  return {Query(Query::OP_OR, term(kIdPrefix), key), true};
}

// Numbers are stored as their 8 bytes, NUL and the key (schema.h).
Query number_query(const Condition& condition) {
  const std::string first = number_bytes(condition.first_number.value_or(0));
  if (!condition.last_number) return Query(Query::OP_VALUE_GE, kNumberSlot, first);
  return Query(Query::OP_VALUE_RANGE, kNumberSlot, first,
               number_bytes(*condition.last_number) + "\xFF");
}

Candidates all_candidates(const Condition& condition, const Xapian::Database& db,
                          BigramCatalog& catalog) {
  std::vector<Query> required;
  std::vector<Query> excluded;
  bool is_exact = true;
  for (const Condition& child : condition.children) {
    const bool is_negation = child.kind == Kind::negation;
    const Candidates found =
        make_candidates(is_negation ? child.children.front() : child, db, catalog);
    is_exact = is_exact && found.is_exact;
    if (!is_negation) {
      required.push_back(found.query);
    } else if (found.is_exact) {
      excluded.push_back(found.query);
    }
  }
  Query query =
      required.empty() ? Query::MatchAll : Query(Query::OP_AND, required.begin(), required.end());
  if (!excluded.empty()) {
    query = Query(Query::OP_AND_NOT, query, Query(Query::OP_OR, excluded.begin(), excluded.end()));
  }
  return {query, is_exact};
}

Candidates any_candidates(const Condition& condition, const Xapian::Database& db,
                          BigramCatalog& catalog) {
  std::vector<Query> parts;
  bool is_exact = true;
  for (const Condition& child : condition.children) {
    const Candidates found = make_candidates(child, db, catalog);
    is_exact = is_exact && found.is_exact;
    parts.push_back(found.query);
  }
  return {Query(Query::OP_OR, parts.begin(), parts.end()), is_exact};
}

// Appends the terms of [first, last] within one year: whole months where they fit, else days.
void append_days(Day first, Day last, std::vector<Query>& terms) {
  using std::chrono::sys_days;
  char buffer[32];
  for (Day day = first; day <= last;) {
    const auto month_end = day.year() / day.month() / std::chrono::last;
    const int year = static_cast<int>(day.year());
    const unsigned month = static_cast<unsigned>(day.month());
    if (static_cast<unsigned>(day.day()) == 1 && Day(month_end) <= last) {
      std::snprintf(buffer, sizeof buffer, "DM%04d%02u", year, month);
      day = Day(sys_days(month_end) + std::chrono::days(1));
    } else {
      std::snprintf(buffer, sizeof buffer, "DD%04d%02u%02u", year, month,
                    static_cast<unsigned>(day.day()));
      day = Day(sys_days(day) + std::chrono::days(1));
    }
    terms.emplace_back(std::string(buffer));
  }
}

}  // namespace

const std::vector<std::string>& BigramCatalog::ending_with(std::string_view prefix,
                                                           std::string_view syllable) {
  const std::string start(prefix);
  if (is_remote_ && read_.insert(start).second) read_all(start);
  const auto [found, is_new] = found_.try_emplace(start + std::string(syllable));
  if (is_new && !is_remote_) find(start, syllable, found->second);
  return found->second;
}

void BigramCatalog::read_all(const std::string& start) {
  for (auto it = db_.allterms_begin(start); it != db_.allterms_end(start); ++it) {
    const std::string term = *it;
    if (term.size() == start.size()) continue;
    const std::size_t second = start.size() + utf8_bytes(term[start.size()]);
    if (second < term.size()) found_[start + term.substr(second)].push_back(term);
  }
}

void BigramCatalog::find(const std::string& start, std::string_view syllable,
                         std::vector<std::string>& terms) {
  const Xapian::TermIterator end = db_.allterms_end(start);
  Xapian::TermIterator it = db_.allterms_begin(start);
  while (it != end) {
    std::string term = *it;
    if (term.size() == start.size()) {
      ++it;
      continue;
    }
    const std::string first = term.substr(0, start.size() + utf8_bytes(term[start.size()]));
    const std::string wanted = std::string(first).append(syllable);
    if (term < wanted) it.skip_to(wanted);
    if (it == end) break;
    if (*it == wanted) terms.push_back(wanted);
    it.skip_to(first + "\xFF");
  }
}

std::vector<std::string> reading_terms(const Needle& needle, const TermStatistics& statistics) {
  std::vector<std::string> terms;
  for (const std::string& pair : syllable_pairs(needle)) {
    std::string term = family_term("", TermFamily::reading, pair);
    if (statistics.holding(term) > 0) terms.push_back(std::move(term));
  }
  return terms;
}

void append_reading_terms(const Condition& condition, std::vector<std::string>& terms) {
  if (is_reading(condition)) {
    for (const std::string& pair : syllable_pairs(condition.needle)) {
      terms.push_back(family_term("", TermFamily::reading, pair));
    }
  }
  for (const Condition& child : condition.children) append_reading_terms(child, terms);
}

Condition without_absent_readings(Condition condition, const TermStatistics& statistics) {
  if (condition.kind == Kind::any) {
    std::erase_if(condition.children, [&](const Condition& child) {
      return is_reading(child) && reading_terms(child.needle, statistics).empty();
    });
    if (condition.children.size() == 1) return std::move(condition.children.front());
  }
  for (Condition& child : condition.children) {
    child = without_absent_readings(std::move(child), statistics);
  }
  return condition;
}

Query date_query(const DateRange& dates, const Xapian::Database& db) {
  std::vector<Query> terms;
  const std::string prefix(kYearPrefix);
  for (auto it = db.allterms_begin(prefix); it != db.allterms_end(prefix); ++it) {
    const std::string term = *it;
    const std::chrono::year year(std::atoi(term.c_str() + prefix.size()));
    const Day begin = year / std::chrono::January / 1;
    const Day end = year / std::chrono::December / 31;
    if ((dates.first && *dates.first > end) || (dates.last && *dates.last < begin)) continue;
    const Day first = dates.first ? std::max(*dates.first, begin) : begin;
    const Day last = dates.last ? std::min(*dates.last, end) : end;
    if (first == begin && last == end) {
      terms.emplace_back(term);
    } else {
      append_days(first, last, terms);
    }
  }
  return Query(Query::OP_OR, terms.begin(), terms.end());
}

Candidates make_candidates(const Condition& condition, const Xapian::Database& db,
                           BigramCatalog& catalog) {
  switch (condition.kind) {
    case Kind::everything:
      return {Query::MatchAll, true};
    case Kind::text:
      return needle_candidates(condition.needle, "", catalog);
    case Kind::title:
      return needle_candidates(condition.needle, kTitlePrefix, catalog);
    case Kind::field:
      return field_candidates(condition);
    case Kind::date:
      return {date_query(condition.dates, db), true};
    case Kind::number:
      return {number_query(condition), true};
    case Kind::any:
      return any_candidates(condition, db, catalog);
    case Kind::all:
      return all_candidates(condition, db, catalog);
    case Kind::near:
      return {all_candidates(condition, db, catalog).query, false};
    case Kind::negation:
      break;
  }
  Condition alone;
  alone.kind = Kind::all;
  alone.children.push_back(condition);
  return all_candidates(alone, db, catalog);
}

}  // namespace sillok
