#include "indexer/warc.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "indexer/html.h"
#include "tests/expected.h"

namespace sillok {
namespace {

struct Found {
  std::vector<WarcPage> pages;
  std::vector<Skip> skips;
};

Found read(const std::string& bytes, std::size_t block = 700) {
  Found found;
  std::size_t at = 0;
  const auto next = [&]() -> std::string_view {
    const std::string_view part = std::string_view(bytes).substr(at, block);
    at += part.size();
    return part;
  };
  for_each_warc_page(
      next, "a.warc", 1 << 20, [&](WarcPage page) { found.pages.push_back(std::move(page)); },
      [&](Skip skip) { found.skips.push_back(std::move(skip)); });
  return found;
}

std::string gunzip(const std::string& bytes) {
  std::string result;
  z_stream stream{};
  inflateInit2(&stream, 15 + 32);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  char block[4096];
  while (stream.avail_in > 0) {
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof block;
    const int status = inflate(&stream, Z_NO_FLUSH);
    result.append(block, sizeof block - stream.avail_out);
    if (status == Z_STREAM_END)
      inflateReset(&stream);
    else if (status != Z_OK)
      break;
  }
  inflateEnd(&stream);
  return result;
}

TEST(Warc, DumpsComeOutAsExpected) {
  const std::filesystem::path folder = std::string(SILLOK_SHARED_DIR) + "/dumps";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the shared dumps are not here";
  std::size_t checked = 0;
  for (const auto& want : expected::load(folder / "expected.jsonl")) {
    if (!want.file.ends_with(".warc.gz")) continue;
    const Found found = read(gunzip(expected::read_file(folder / want.file)));
    EXPECT_EQ(found.pages.size(), 2u);
    ASSERT_EQ(found.skips.size(), 1u);
    EXPECT_EQ(found.skips[0].reason, "HTTP status 404");
    for (const WarcPage& page : found.pages) {
      if (page.url != want.member) continue;
      PageContext context;
      context.place = context.url = page.url;
      context.captured = page.captured;
      context.declared_charset = page.declared_charset;
      const Parsed parsed = parse_html(page.body, context);
      expected::check_page(want, parsed.articles);
      ++checked;
    }
  }
  EXPECT_EQ(checked, 2u);
}

std::string deflated(const std::string& text, int window_bits) {
  std::string result(text.size() + 200, '\0');
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

std::string chunked(const std::string& body) {
  const std::size_t half = body.size() / 2;
  char size[32];
  std::string result;
  for (const std::string& part : {body.substr(0, half), body.substr(half)}) {
    std::snprintf(size, sizeof size, "%zX;name=value\r\n", part.size());
    result += size + part + "\r\n";
  }
  return result + "0\r\n\r\n";
}

std::string record(const std::string& type, const std::string& fields, const std::string& content,
                   const std::string& version = "1.0") {
  return "WARC/" + version + "\r\nWARC-Type: " + type + "\r\n" + fields +
         "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content + "\r\n\r\n";
}

std::string response(const std::string& http_fields, const std::string& body,
                     const std::string& status = "200 OK") {
  return record("response",
                "WARC-Target-URI: http://a.example.kr/1\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n",
                "HTTP/1.1 " + status + "\r\n" + http_fields + "\r\n" + body);
}

const std::string kHtml = "<html><body><p>우물 안 개구리가 뛰었다.</p></body></html>";

TEST(Warc, CodingsAreUndoneWhateverTheLabelsSay) {
  const std::string html_type = "Content-Type: text/html; charset=\"UTF-8\"\r\n";
  const std::string gzip = deflated(kHtml, 15 + 16);
  const std::string zlib = deflated(kHtml, 15);
  const std::string raw = deflated(kHtml, -15);
  const std::string chunked_label = "Transfer-Encoding: chunked\r\n";
  const struct {
    const char* name;
    std::string fields;
    std::string body;
  } cases[] = {
      {"plain", "", kHtml},
      {"chunked", chunked_label, chunked(kHtml)},
      {"gzip", "Content-Encoding: gzip\r\n", gzip},
      {"x-gzip", "content-encoding: x-gzip\r\n", gzip},
      {"deflate with zlib's header", "Content-Encoding: deflate\r\n", zlib},
      {"deflate without", "Content-Encoding: deflate\r\n", raw},
      {"chunked gzip", chunked_label + "Content-Encoding: gzip\r\n", chunked(gzip)},
      {"labelled chunked, but is not", chunked_label, kHtml},
      {"labelled gzip, but is not", "Content-Encoding: gzip\r\n", kHtml},
      {"labelled deflate, but is not", "Content-Encoding: deflate\r\n", kHtml},
      {"labelled deflate, but is gzip", "Content-Encoding: deflate\r\n", gzip},
      {"gzip without a label", "", gzip},
      {"both labels, neither true", chunked_label + "Content-Encoding: gzip\r\n", kHtml},
      {"brotli undone by the crawler", "Content-Encoding: br\r\n", kHtml},
  };
  for (const auto& c : cases) {
    for (std::size_t block : {1u, 50u, 5000u}) {
      const Found found = read(response(html_type + c.fields, c.body), block);
      ASSERT_EQ(found.pages.size(), 1u) << c.name;
      EXPECT_EQ(found.pages[0].body, kHtml) << c.name;
      EXPECT_TRUE(found.skips.empty()) << c.name << ": " << found.skips[0].reason;
      EXPECT_EQ(found.pages[0].declared_charset, "UTF-8");
      EXPECT_EQ(found.pages[0].content_type, "text/html");
    }
  }
}

TEST(Warc, OnlyPagesComeOutAndTheRestSaysWhy) {
  const std::string file =
      record("warcinfo", "", "software: crawler") +
      record("request", "WARC-Target-URI: http://a.example.kr/1\r\n", "GET / HTTP/1.1\r\n\r\n") +
      response("Content-Type: image/png\r\n", "\x89PNG") +
      response("Content-Type: text/html\r\n", "gone", "410 Gone") +
      response("Content-Type: text/html\r\n", "", "302 Found") +
      response("Content-Type: text/html\r\n", "") + response("Content-Type: text/html\r\n", kHtml) +
      record("revisit", "WARC-Target-URI: http://a.example.kr/2\r\n", "HTTP/1.1 200 OK\r\n\r\n") +
      record("resource", "WARC-Target-URI: <http://a.example.kr/3>\r\nContent-Type: text/html\r\n",
             kHtml, "1.1") +
      record("metadata", "", "x: y");
  const Found found = read(file);
  ASSERT_EQ(found.pages.size(), 2u);
  EXPECT_EQ(found.pages[1].url, "http://a.example.kr/3");
  std::vector<std::string> reasons;
  for (const Skip& skip : found.skips) {
    reasons.push_back(skip.reason);
    EXPECT_TRUE(skip.place.starts_with("a.warc!http://a.example.kr/")) << skip.place;
  }
  EXPECT_EQ(reasons, (std::vector<std::string>{"not HTML", "HTTP status 410", "HTTP status 302",
                                               "empty file", "WARC revisit without content"}));
}

TEST(Warc, CaptureDatesAreReadWithAndWithoutFraction) {
  EXPECT_EQ(read(response("Content-Type: text/html\r\n", kHtml)).pages[0].captured, 1714979289);
  const std::string file =
      record("resource",
             "WARC-Date: 2024-05-06T07:08:09.123456Z\r\n"
             "WARC-Target-URI: http://a.example.kr/1\r\nContent-Type: text/html\r\n",
             kHtml, "1.1");
  EXPECT_EQ(read(file).pages[0].captured, 1714979289);
}

TEST(Warc, ACutOrDamagedFileGivesWhatCameBefore) {
  const std::string whole = response("Content-Type: text/html\r\n", kHtml);
  const std::string page = response("Content-Type: text/html\r\n", kHtml + kHtml);
  for (std::size_t size = 1; size < page.size() - 4; size += 7) {
    const Found found = read(whole + page.substr(0, size));
    ASSERT_GE(found.pages.size(), 1u) << size;
    EXPECT_EQ(found.pages[0].body, kHtml);
    if (size > 40) {
      EXPECT_FALSE(found.skips.empty()) << size;
    }
  }
  // A record whose length is wrong: the reader finds the next one.
  std::string wrong = whole;
  wrong.replace(wrong.find("Content-Length: "), 17, "Content-Length: x");
  const Found found = read(wrong + "junk\r\n" + whole);
  EXPECT_EQ(found.pages.size(), 1u);
  ASSERT_EQ(found.skips.size(), 1u);
  EXPECT_EQ(found.skips[0].reason, "damaged WARC record");
}

TEST(Warc, ACutPageComesOutMarkedAsCut) {
  const std::string whole = response("Content-Type: text/html\r\n", kHtml);
  const Found found = read(whole.substr(0, whole.size() - 30));
  ASSERT_EQ(found.pages.size(), 1u);
  EXPECT_TRUE(found.pages[0].is_cut);
  EXPECT_EQ(found.pages[0].body, kHtml.substr(0, kHtml.size() - 26));
  ASSERT_EQ(found.skips.size(), 1u);
  EXPECT_TRUE(found.skips[0].is_loss);
  EXPECT_EQ(found.skips[0].place, "a.warc!http://a.example.kr/1");
  EXPECT_FALSE(read(whole).pages[0].is_cut);
}

TEST(Warc, ARecordThatClaimsToBeLongerOrShorterLeavesTheNextOneWhole) {
  const std::string good = response("Content-Type: text/html\r\n", kHtml);
  const std::string::size_type at = good.find("Content-Length: ") + 16;
  for (const char* length : {"20", "100000", "340"}) {
    std::string wrong = good;
    wrong.replace(at, wrong.find('\r', at) - at, length);
    for (std::size_t block : {1u, 5000u}) {
      const Found found = read(wrong + good + good, block);
      ASSERT_GE(found.pages.size(), 2u) << length;
      EXPECT_EQ(found.pages[found.pages.size() - 2].body, kHtml) << length;
      EXPECT_EQ(found.pages.back().body, kHtml) << length;
      EXPECT_FALSE(found.pages.back().is_cut);
    }
  }
}

TEST(Warc, BodiesAreBounded) {
  const std::string bomb = deflated(std::string(3 << 20, 'a'), 15 + 16);
  const Found found = read(response("Content-Type: text/html\r\n", bomb));
  ASSERT_EQ(found.skips.size(), 1u);
  EXPECT_EQ(found.skips[0].reason, "damaged WARC record");
  ASSERT_EQ(found.pages.size(), 1u);
  EXPECT_EQ(found.pages[0].body.size(), 1u << 20);

  const Found large = read(response("Content-Type: text/html\r\n", std::string(2 << 20, 'a')) +
                           response("Content-Type: text/html\r\n", kHtml));
  ASSERT_EQ(large.skips.size(), 1u);
  EXPECT_EQ(large.skips[0].reason, "entry too large");
  EXPECT_EQ(large.pages.size(), 1u);
}

TEST(Warc, ItsFirstBytesTellAWarcFile) {
  EXPECT_TRUE(looks_like_warc("WARC/1.0\r\n"));
  EXPECT_TRUE(looks_like_warc("WARC/1.1\r\n"));
  EXPECT_FALSE(looks_like_warc("WARC/"));
  EXPECT_FALSE(looks_like_warc("WARCHIVE"));
  EXPECT_FALSE(looks_like_warc("<html>"));
}

}  // namespace
}  // namespace sillok
