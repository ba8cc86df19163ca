// HTML pages: no page crashes or hangs, and what comes out is clean UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/text.h"
#include "indexer/html.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view page(reinterpret_cast<const char*>(bytes), size);
  const sillok::HtmlLimits limits{
      .depth = 500, .tree_bytes = 64u << 20, .parse_milliseconds = 5000};
  sillok::PageContext context;
  context.place = "page.html";
  context.board = "board";
  context.url = "https://news.example.kr/news/";
  const auto parsed = sillok::parse_html(page, context, limits);
  if (parsed.articles.empty() && parsed.skips.empty()) std::abort();
  for (const auto& article : parsed.articles) {
    for (const auto* field : {&article.id, &article.board, &article.title, &article.author,
                              &article.source, &article.category, &article.url, &article.body}) {
      if (sillok::to_valid_utf8(*field) != *field) std::abort();
    }
    if (article.kind == sillok::Article::Kind::row && article.title.empty()) std::abort();
  }
  const std::string text = sillok::to_valid_utf8(page);
  const std::string plain = sillok::html_fragment_to_text(text, limits);
  if (sillok::to_valid_utf8(plain) != plain) std::abort();
  return 0;
}
