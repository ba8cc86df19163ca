#include "indexer/report.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "sillok/error.h"

namespace sillok {
namespace {

using Json = nlohmann::ordered_json;

// A file of bad lines shall not make one endless line of the report, nor be held in memory.
constexpr std::size_t kMaxListed = 100;

Json charset_object(const CharsetVerdict& verdict) {
  Json object;
  if (!verdict.declared.empty()) object["declared"] = verdict.declared;
  object["detected"] = verdict.detected;
  object["confidence"] = verdict.confidence;
  object["undecodable"] = verdict.undecodable;
  object["repaired"] = verdict.repaired;
  return object;
}

Json skip_object(const Skip& skip) {
  Json object;
  object["place"] = skip.place;
  object["reason"] = skip.reason;
  if (!skip.detail.empty()) object["detail"] = skip.detail;
  return object;
}

const char* name_of(Replaced replaced) {
  switch (replaced) {
    case Replaced::nothing:
      return "nothing";
    case Replaced::row:
      return "row";
    case Replaced::article:
      return "article";
    case Replaced::row_of_index:
      return "row of the index";
    case Replaced::article_of_index:
      return "article of the index";
  }
  return "";
}

void add_skips(const EntryReport& report, Json& line) {
  if (report.articles + report.rows == 0) {
    line["skipped"] = report.skips.empty() ? "no article" : report.skips[0].reason;
  }
  for (const Skip& skip : report.skips) line["skips"].push_back(skip_object(skip));
  if (report.skip_count > report.skips.size()) line["skip_count"] = report.skip_count;
}

}  // namespace

std::string report_line(const EntryReport& report) {
  Json line;
  line["place"] = report.place;
  if (!report.format.empty()) line["format"] = report.format;
  if (!report.engine.empty()) line["engine"] = report.engine;
  if (!report.charset.detected.empty()) line["charset"] = charset_object(report.charset);
  const CharsetVerdict& name = report.name_charset;
  const bool is_plain = name.detected == "UTF-8" && name.undecodable == 0 && !name.repaired;
  if (!name.detected.empty() && !is_plain) line["name_charset"] = charset_object(name);
  line["articles"] = report.articles;
  line["rows"] = report.rows;
  line["added"] = report.added;
  line["changed"] = report.changed;
  line["unchanged"] = report.unchanged;
  line["repeated"] = report.repeated;
  for (const auto& [post, was] : report.replaced) {
    line["replaced"].push_back({{"post", post}, {"was", name_of(was)}});
  }
  add_skips(report, line);
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

ReportWriter::ReportWriter(std::string path, OnSkip on_skip)
    : path_(std::move(path)), on_skip_(std::move(on_skip)) {
  if (path_.empty()) return;
  file_.open(path_, std::ios::binary | std::ios::trunc);
  if (!file_) throw UsageError("--report: " + path_ + " cannot be written");
}

void ReportWriter::begin_piece(const ParsedPiece& piece) {
  if (piece.entry != current_.entry) {
    end_entry();
    current_ = {};
    current_.entry = piece.entry;
    current_.place = piece.place;
    current_.name_charset = piece.name_charset;
    ++entries_;
  }
  if (current_.format.empty()) current_.format = piece.format;
  if (current_.engine.empty()) current_.engine = piece.engine;
  const std::size_t undecodable = current_.charset.undecodable + piece.charset.undecodable;
  if (current_.charset.detected.empty()) current_.charset = piece.charset;
  current_.charset.undecodable = undecodable;
  for (const Skip& skip : piece.skips) {
    SkipGroup& group = skips_[skip.reason];
    if (group.count++ == 0) group.example = skip;
    if (on_skip_) on_skip_(skip);
    ++current_.skip_count;
    if (current_.skips.size() < kMaxListed) current_.skips.push_back(skip);
    if (skip.is_loss) is_complete_ = false;
  }
}

void ReportWriter::count(const Article& article, Outcome outcome, Replaced replaced) {
  if (article.kind == Article::Kind::article) {
    ++current_.articles;
    ++articles_;
  } else {
    ++current_.rows;
    ++rows_;
  }
  switch (outcome) {
    case Outcome::added:
      ++current_.added;
      break;
    case Outcome::changed:
      ++current_.changed;
      break;
    case Outcome::unchanged:
      ++current_.unchanged;
      break;
    case Outcome::repeated:
      ++current_.repeated;
      count_repeated(article);
      break;
  }
  if (replaced != Replaced::nothing && current_.replaced.size() < kMaxListed) {
    current_.replaced.emplace_back(article_key(article), replaced);
  }
}

void ReportWriter::count_repeated(const Article& article) {
  if (article.kind == Article::Kind::row) return;
  if (repeated_.count++ > 0) return;
  repeated_.example_place = article.place;
  repeated_.example_key = article_key(article);
}

void ReportWriter::end_entry() {
  if (current_.entry != 0 && file_.is_open()) file_ << report_line(current_);
}

void ReportWriter::finish() {
  end_entry();
  current_ = {};
  if (!file_.is_open()) return;
  file_.close();
  if (!file_) throw IndexError("--report: " + path_ + " could not be written whole");
}

}  // namespace sillok
