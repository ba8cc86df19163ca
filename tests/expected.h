// What expected.jsonl says about the files of a folder of dumps, and the comparison with what a
// parser found. The schema is the one that expected.jsonl's own documentation gives.
#pragma once

#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"

namespace sillok::expected {

struct Row {
  std::optional<std::uint64_t> number;
  std::string title;
  std::string title_alt;  // also right; empty when there is none
  std::string author;
  std::string date;      // empty: unknown, or date_alt
  std::string date_alt;  // also right
  std::string id;
  bool notice = false;
  bool current = false;
};

struct Entry {
  std::string file;
  std::string kind;    // "article", "list", "bad_line"
  std::string member;  // archive entry or target address
  std::int64_t line = 0;
  std::optional<std::uint64_t> number;
  std::vector<std::uint64_t> number_any_of;
  std::string id, title, title_alt, author, date, time, source, category, url, hard;
  std::string body_starts;
  std::vector<std::string> body_contains;
  std::vector<std::string> body_must_not_contain;
  std::vector<Row> rows;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A string, or the digits of an integer; empty when the key is absent or null.
inline std::string text_of(simdjson::dom::element object, std::string_view key) {
  simdjson::dom::element value;
  if (object[key].get(value) != simdjson::SUCCESS) return {};
  if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string(text);
  if (std::int64_t number = 0; value.get(number) == simdjson::SUCCESS) {
    return std::to_string(number);
  }
  return {};
}

inline std::optional<std::uint64_t> number_of(simdjson::dom::element object, std::string_view key) {
  std::uint64_t number = 0;
  if (object[key].get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

inline bool flag_of(simdjson::dom::element object, std::string_view key) {
  bool flag = false;
  return object[key].get(flag) == simdjson::SUCCESS && flag;
}

inline std::vector<std::string> texts_of(simdjson::dom::element object, std::string_view key) {
  std::vector<std::string> texts;
  simdjson::dom::array array;
  if (object[key].get(array) != simdjson::SUCCESS) return texts;
  for (const auto value : array) {
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
  }
  return texts;
}

inline std::vector<Row> rows_of(simdjson::dom::element object) {
  std::vector<Row> rows;
  simdjson::dom::array array;
  if (object["rows"].get(array) != simdjson::SUCCESS) return rows;
  for (const auto value : array) {
    rows.push_back({number_of(value, "number"), text_of(value, "title"),
                    text_of(value, "title_alt"), text_of(value, "author"), text_of(value, "date"),
                    text_of(value, "date_alt"), text_of(value, "id"), flag_of(value, "notice"),
                    flag_of(value, "current")});
  }
  return rows;
}

inline Entry entry_of(simdjson::dom::element object) {
  Entry entry;
  entry.file = text_of(object, "file");
  entry.kind = text_of(object, "kind");
  entry.member = text_of(object, "member");
  if (const auto line = number_of(object, "line")) entry.line = static_cast<std::int64_t>(*line);
  entry.number = number_of(object, "number");
  for (const auto& text : texts_of(object, "number_any_of")) {
    entry.number_any_of.push_back(std::stoull(text));
  }
  simdjson::dom::array numbers;
  if (object["number_any_of"].get(numbers) == simdjson::SUCCESS) {
    for (const auto value : numbers) {
      std::uint64_t number = 0;
      if (value.get(number) == simdjson::SUCCESS) entry.number_any_of.push_back(number);
    }
  }
  entry.id = text_of(object, "doc_id");
  entry.title = text_of(object, "title");
  entry.title_alt = text_of(object, "title_alt");
  entry.author = text_of(object, "author");
  entry.date = text_of(object, "date");
  entry.time = text_of(object, "time");
  entry.source = text_of(object, "source");
  entry.category = text_of(object, "category");
  entry.url = text_of(object, "url");
  entry.hard = text_of(object, "hard");
  entry.body_starts = text_of(object, "body_starts");
  entry.body_contains = texts_of(object, "body_contains");
  entry.body_must_not_contain = texts_of(object, "body_must_not_contain");
  entry.rows = rows_of(object);
  return entry;
}

// Every line of expected.jsonl; empty when the file is absent.
inline std::vector<Entry> load(const std::filesystem::path& path) {
  std::vector<Entry> entries;
  std::istringstream lines(read_file(path));
  simdjson::dom::parser parser;
  for (std::string line; std::getline(lines, line);) {
    simdjson::dom::element object;
    if (parser.parse(line).get(object) == simdjson::SUCCESS) entries.push_back(entry_of(object));
  }
  return entries;
}

inline std::string squeeze(std::string_view text) {
  std::string squeezed;
  std::copy_if(text.begin(), text.end(), std::back_inserter(squeezed),
               [](char c) { return std::string_view(" \t\r\n").find(c) == std::string::npos; });
  return squeezed;
}

inline bool either(const std::string& found, const std::string& right, const std::string& also) {
  return found == right || (!also.empty() && found == also);
}

inline void check_article(const Entry& want, const Article& found) {
  SCOPED_TRACE(want.file + " " + want.member + ": " + want.hard);
  EXPECT_PRED3(either, found.title, want.title, want.title_alt);
  EXPECT_EQ(found.author, want.author);
  EXPECT_EQ(found.date, want.date);
  EXPECT_EQ(found.source, want.source);
  if (!want.time.empty()) {
    EXPECT_EQ(found.time.substr(0, want.time.size()), want.time);
  }
  if (!want.category.empty()) {
    EXPECT_EQ(found.category, want.category);
  }
  if (!want.id.empty()) {
    EXPECT_EQ(found.id, want.id);
  }
  if (!want.url.empty()) {
    EXPECT_EQ(found.url, want.url);
  }
  if (want.number_any_of.empty()) {
    EXPECT_EQ(found.number, want.number);
  } else {
    EXPECT_TRUE(found.number && std::count(want.number_any_of.begin(), want.number_any_of.end(),
                                           *found.number) != 0);
  }
  const auto body = squeeze(found.body);
  EXPECT_TRUE(body.starts_with(squeeze(want.body_starts))) << found.body;
  for (const auto& part : want.body_contains) {
    EXPECT_NE(body.find(squeeze(part)), std::string::npos) << part;
  }
  for (const auto& part : want.body_must_not_contain) {
    EXPECT_EQ(body.find(squeeze(part)), std::string::npos) << part;
  }
}

inline void check_row(const Row& want, const Article& found) {
  SCOPED_TRACE(want.title);
  EXPECT_EQ(found.number, want.number);
  EXPECT_PRED3(either, found.title, want.title, want.title_alt);
  EXPECT_EQ(found.author, want.author);
  EXPECT_PRED3(either, found.date, want.date, want.date_alt);
  EXPECT_EQ(found.notice, want.notice);
  if (!want.id.empty()) {
    EXPECT_EQ(found.id, want.id);
  }
}

// Compares everything that one page gave: its article (when the kind is "article"), and every row
// but the article's own, in the order of the page.
inline void check_page(const Entry& want, const std::vector<Article>& found) {
  SCOPED_TRACE(want.file + " " + want.member);
  std::vector<Article> rows;
  std::vector<Article> articles;
  for (const auto& entry : found) {
    (entry.kind == Article::Kind::row ? rows : articles).push_back(entry);
  }
  ASSERT_EQ(articles.size(), want.kind == "article" ? 1U : 0U);
  if (!articles.empty()) check_article(want, articles.front());
  std::vector<Row> others;
  std::copy_if(want.rows.begin(), want.rows.end(), std::back_inserter(others),
               [&](const Row& row) { return !row.current || articles.empty(); });
  ASSERT_EQ(rows.size(), others.size());
  for (std::size_t i = 0; i < rows.size(); ++i) check_row(others[i], rows[i]);
}

}  // namespace sillok::expected
