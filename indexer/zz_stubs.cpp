// Stands in for readers that are not there yet: each is replaced by the real one as it comes.
#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "common/text.h"
#include "indexer/board_text.h"
#include "indexer/dump.h"
#include "indexer/html.h"
#include "indexer/records.h"
#include "indexer/warc.h"
#include "sillok/error.h"
namespace sillok {
namespace {
struct RawEntry : Entry {
  std::string p;
  archive* a;
  std::string buf;
  std::uint64_t* read;
  const std::string& place() const override { return p; }
  std::int64_t modified() const override { return 1700000000; }
  std::string_view next_block() override {
    buf.resize(65536);
    auto n = archive_read_data(a, buf.data(), buf.size());
    if (n < 0) throw InputError(p + ": " + archive_error_string(a));
    *read = archive_filter_bytes(a, -1);
    return std::string_view(buf.data(), n);
  }
};
}  // namespace
[[gnu::weak]] void for_each_entry(const std::vector<std::string>& paths, const DumpLimits&,
                                  const std::function<void(Entry&)>& on_entry,
                                  const std::function<void(Skip)>&,
                                  const std::function<void(const DumpProgress&)>& on_progress) {
  std::vector<std::string> files;
  DumpProgress pr;
  for (auto& p : paths) {
    if (!std::filesystem::exists(p)) throw InputError(p + ": no such file or directory");
    if (std::filesystem::is_directory(p)) {
      for (auto& e : std::filesystem::recursive_directory_iterator(p))
        if (e.is_regular_file()) files.push_back(e.path());
    } else
      files.push_back(p);
  }
  std::sort(files.begin(), files.end());
  for (auto& f : files) pr.bytes_total += std::filesystem::file_size(f);
  for (auto& f : files) {
    archive* a = archive_read_new();
    archive_read_support_filter_all(a);
    archive_read_support_format_raw(a);
    archive_read_support_format_empty(a);
    archive_read_open_filename(a, f.c_str(), 65536);
    archive_entry* ae;
    archive_read_next_header(a, &ae);
    std::uint64_t n = 0;
    RawEntry e;
    e.p = f;
    e.a = a;
    e.read = &n;
    on_entry(e);
    archive_read_free(a);
    pr.bytes_read += std::filesystem::file_size(f);
    if (on_progress) on_progress(pr);
  }
}
[[gnu::weak]] FieldMap parse_field_map(const std::vector<std::string>&) {
  return {};
}
[[gnu::weak]] Parsed parse_jsonl(std::string_view lines, std::uint64_t line, const FieldMap&,
                                 const PageContext& c) {
  Parsed r;
  r.format = "jsonl";
  while (!lines.empty()) {
    auto e = lines.find('\n');
    auto l = lines.substr(0, e);
    lines = e == lines.npos ? std::string_view() : lines.substr(e + 1);
    auto j = nlohmann::json::parse(l, nullptr, false);
    std::string place = c.place + ":" + std::to_string(line++);
    if (!j.is_object()) {
      r.skips.push_back({place, "not JSON", {}});
      continue;
    }
    Article a;
    auto g = [&](const char* k) {
      auto i = j.find(k);
      return i == j.end() || !i->is_string() ? std::string() : i->get<std::string>();
    };
    a.id = g("id");
    a.title = g("title");
    a.body = g("body");
    a.author = g("author");
    a.source = g("source");
    a.date = g("date");
    a.url = g("url");
    a.board = g("board");
    a.place = place;
    if (j.contains("number") && j["number"].is_number())
      a.number = j["number"].get<std::uint64_t>();
    r.articles.push_back(a);
  }
  return r;
}
[[gnu::weak]] CsvHeader parse_csv_header(std::string_view, const FieldMap&, std::size_t& c) {
  c = 0;
  return {};
}
[[gnu::weak]] std::size_t whole_csv_records(std::string_view b, char) {
  return b.size();
}
[[gnu::weak]] Parsed parse_csv(std::string_view, std::uint64_t, const CsvHeader&, const FieldMap&,
                               const PageContext&) {
  return {};
}
[[gnu::weak]] void for_each_warc_page(const std::function<std::string_view()>&, const std::string&,
                                      std::uint64_t, const std::function<void(WarcPage)>&,
                                      const std::function<void(Skip)>&) {}
[[gnu::weak]] bool looks_like_warc(std::string_view) {
  return false;
}
[[gnu::weak]] Parsed parse_html(std::string_view, const PageContext& c, const HtmlLimits&) {
  Parsed r;
  r.skips.push_back({c.place, "no article", {}});
  return r;
}
}  // namespace sillok
