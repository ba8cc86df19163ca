#include "searcher/opensearch.h"

#include "searcher/output_json.h"

namespace sillok {
namespace {

// "2025-02-04T14:32:00+09:00", without a time the day alone; empty when undated.
std::string published(const Hit& hit) {
  constexpr std::string_view kMinutes = "14:32";
  if (hit.date.empty() || hit.time.empty()) return hit.date;
  const bool has_seconds = hit.time.size() > kMinutes.size();
  return hit.date + "T" + hit.time + (has_seconds ? "" : ":00") + "+09:00";
}

}  // namespace

std::string opensearch_bulk_lines(const Hit& hit, const std::string& index) {
  using enum HitField;
  const Json action{{"index", {{"_index", index}, {"_id", hit.key}}}};
  Json fields = hit_object(hit, {id, key, board, number, title, author, source, category, date,
                                 time, url, place, kind, body});
  if (const std::string moment = published(hit); !moment.empty()) fields["published"] = moment;
  for (auto it = fields.begin(); it != fields.end();) {
    it = it->is_null() ? fields.erase(it) : std::next(it);
  }
  return dump_json(action) + '\n' + dump_json(fields) + '\n';
}

}  // namespace sillok
