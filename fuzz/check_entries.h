// What every parser promises of the entries that it gives, whatever it read.
#pragma once

#include <cstdlib>

#include "common/date.h"
#include "common/text.h"
#include "indexer/page.h"

namespace sillok {

inline void check_entries(const Parsed& parsed) {
  const auto must = [](bool holds) {
    if (!holds) std::abort();
  };
  for (const auto& entry : parsed.articles) {
    must(!entry.title.empty() || !entry.body.empty());
    must(entry.date.empty() || parse_iso_day(entry.date).has_value());
    for (const auto* text : {&entry.id, &entry.board, &entry.title, &entry.author, &entry.source,
                             &entry.category, &entry.url, &entry.body, &entry.time}) {
      must(to_valid_utf8(*text) == *text);
    }
    must(entry.title.find('\n') == std::string::npos);
    must(entry.kind == Article::Kind::article || entry.body.empty());
  }
  for (const auto& skip : parsed.skips) {
    must(!skip.reason.empty());
    must(to_valid_utf8(skip.detail) == skip.detail);
  }
}

}  // namespace sillok
