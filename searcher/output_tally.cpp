#include "searcher/output_tally.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "common/cli/catalogue.h"
#include "common/columns.h"

namespace sillok {

namespace {

// Of an empty bucket of an empty archive: none.
double share_of(const HistogramBucket& bucket) {
  return bucket.all == 0 ? 0 : static_cast<double>(bucket.count) / static_cast<double>(bucket.all);
}

Json facet_object(const FacetCounts& facet) {
  Json values = Json::array();
  for (const FacetValue& value : facet.values) {
    values.push_back(Json{{"value", value.value}, {"count", value.count}});
  }
  Json object = Json::object();
  object["values"] = std::move(values);
  object["distinct"] = facet.distinct;
  object["others"] = facet.others;
  object["absent"] = facet.absent;
  return object;
}

Json histogram_object(const Histogram& histogram, bool with_shares) {
  Json buckets = Json::array();
  for (const HistogramBucket& bucket : histogram.buckets) {
    Json object = {{"start", bucket.start}, {"count", bucket.count}};
    if (with_shares) {
      object["all"] = bucket.all;
      object["share"] = share_of(bucket);
    }
    buckets.push_back(std::move(object));
  }
  Json object = Json::object();
  object["period"] = period_name(histogram.period);
  object["buckets"] = std::move(buckets);
  object["undated"] = histogram.undated;
  return object;
}

std::string format_number(const char* format, double number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

void add_tally(const Tally& tally, const SearchOptions& options, Json& object) {
  object["counted"] = tally.matches;
  object["counted_is"] = tally.is_exact ? "exact" : "about";
  if (!tally.facets.empty()) object["facets"] = Json::object();
  for (const FacetCounts& facet : tally.facets) {
    object["facets"][std::string(facet_name(facet.facet))] = facet_object(facet);
  }
  if (!tally.histogram) return;
  if (options.histogram) object["histogram"] = histogram_object(*tally.histogram, false);
  if (options.trend) object["trend"] = histogram_object(*tally.histogram, true);
}

void add_related_words(const SearchResult& result, Json& object) {
  Json words = Json::array();
  for (const RelatedWord& word : result.related_words) {
    words.push_back(Json{{"word", word.word},
                         {"score", std::round(word.score * 100) / 100},
                         {"count", word.count},
                         {"all", word.all}});
  }
  object["related_words"] = std::move(words);
  object["related_sample"] = result.related_sample;
}

// A line of a chart: what is counted, how often, and how long its bar is against others.
struct Bar {
  std::string label;
  std::string count;
  double length;
};

constexpr std::size_t kLabelColumns = 30;
constexpr std::size_t kBarColumns = 40;

std::string padded(const std::string& text, std::size_t columns, bool to_the_right) {
  const std::string space(columns - std::min(columns, text_columns(text)), ' ');
  return to_the_right ? space + text : text + space;
}

// Half columns, so that 1 of 3 is told from 1 of 4; what occurs at all has a mark.
std::string draw_bar(double length, double longest, std::size_t columns) {
  if (length <= 0 || longest <= 0) return {};
  const auto halves = std::max<std::size_t>(
      1, static_cast<std::size_t>(length / longest * static_cast<double>(2 * columns) + .5));
  std::string bar;
  for (std::size_t i = 0; i < halves / 2; ++i) bar += "█";
  return halves % 2 == 1 ? bar + "▌" : bar;
}

void add_chart(const std::string& heading, const std::vector<Bar>& bars, std::size_t columns,
               std::vector<std::string>& lines) {
  std::size_t label_columns = 0;
  std::size_t count_columns = 0;
  double longest = 0;
  for (const Bar& bar : bars) {
    label_columns = std::max(label_columns, text_columns(bar.label));
    count_columns = std::max(count_columns, text_columns(bar.count));
    longest = std::max(longest, bar.length);
  }
  const std::size_t before = label_columns + count_columns + 6;
  const std::size_t room =
      columns == 0 ? kBarColumns : std::min(kBarColumns, columns - std::min(columns, before));
  lines.emplace_back();
  lines.push_back(heading);
  for (const Bar& bar : bars) {
    std::string line = "  " + padded(bar.label, label_columns, false) + "  " +
                       padded(bar.count, count_columns, true) + "  " +
                       draw_bar(bar.length, longest, room);
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
}

std::string short_label(const std::string& value) {
  const std::string label = printable(value);
  const std::string_view kept = leading_columns(label, kLabelColumns);
  return kept.size() == label.size() ? label : std::string(kept) + "…";
}

std::vector<Bar> facet_bars(const FacetCounts& facet) {
  std::vector<Bar> bars;
  for (const FacetValue& value : facet.values) {
    bars.push_back(
        {short_label(value.value), std::to_string(value.count), static_cast<double>(value.count)});
  }
  if (facet.others > 0) {
    const std::uint64_t hidden = facet.distinct - facet.values.size();
    bars.push_back({"(" + phrased("{1} more", {std::to_string(hidden)}) + ")",
                    std::to_string(facet.others), 0});
  }
  if (facet.absent > 0)
    bars.push_back({"(" + translated("none") + ")", std::to_string(facet.absent), 0});
  return bars;
}

std::vector<Bar> histogram_bars(const Histogram& histogram, bool with_shares) {
  std::vector<Bar> bars;
  for (const HistogramBucket& bucket : histogram.buckets) {
    Bar bar{bucket.start, std::to_string(bucket.count), static_cast<double>(bucket.count)};
    if (with_shares) {
      bar.length = share_of(bucket);
      bar.count = phrased("{1} of {2}", {bar.count, std::to_string(bucket.all)}) +
                  format_number("  %6.2f%%", 100 * bar.length);
    }
    bars.push_back(std::move(bar));
  }
  if (histogram.undated > 0) {
    bars.push_back({"(" + translated("undated") + ")", std::to_string(histogram.undated), 0});
  }
  return bars;
}

std::string counted_phrase(const Tally& tally) {
  const std::string matches =
      phrased(tally.matches == 1 ? "{1} match" : "{1} matches", {std::to_string(tally.matches)});
  return tally.is_exact ? matches : phrased("about {1}", {matches});
}

void add_tally_rows(const Tally& tally, const SearchOptions& options,
                    std::vector<std::vector<std::string>>& rows) {
  const std::string is = tally.is_exact ? "exact" : "about";
  const auto add = [&](const std::string& part, const std::string& value, std::uint64_t count) {
    rows.push_back({part, value, std::to_string(count), is, "", "", ""});
  };
  for (const FacetCounts& facet : tally.facets) {
    const std::string part(facet_name(facet.facet));
    for (const FacetValue& value : facet.values) add(part, value.value, value.count);
    if (facet.others > 0) add(part + ":others", "", facet.others);
    if (facet.absent > 0) add(part + ":absent", "", facet.absent);
  }
  if (!tally.histogram) return;
  const std::string part = options.trend ? "trend" : "histogram";
  for (const HistogramBucket& bucket : tally.histogram->buckets) {
    add(part, bucket.start, bucket.count);
    if (!options.trend) continue;
    rows.back()[4] = std::to_string(bucket.all);
    rows.back()[5] = format_number("%.6f", share_of(bucket));
  }
  if (tally.histogram->undated > 0) add(part + ":undated", "", tally.histogram->undated);
}

const char* period_in_words(Period period) {
  switch (period) {
    case Period::day:
      return to_be_translated("day");
    case Period::week:
      return to_be_translated("week");
    case Period::month:
      return to_be_translated("month");
    case Period::year:
      return to_be_translated("year");
  }
  return "";
}

const char* facet_in_words(Facet facet) {
  switch (facet) {
    case Facet::source:
      return to_be_translated("source");
    case Facet::author:
      return to_be_translated("author");
    case Facet::board:
      return to_be_translated("board");
    case Facet::year:
      return to_be_translated("year");
    case Facet::month:
      return to_be_translated("month");
  }
  return "";
}

void add_tally_charts(const Tally& tally, const SearchOptions& options, std::size_t columns,
                      std::vector<std::string>& lines) {
  const std::string counted = counted_phrase(tally);
  if (tally.histogram) {
    const std::string period = translated(period_in_words(tally.histogram->period));
    add_chart(
        phrased(options.trend ? "by {1}, share of all ({2})" : "by {1} ({2})", {period, counted}),
        histogram_bars(*tally.histogram, options.trend), columns, lines);
  }
  for (const FacetCounts& facet : tally.facets) {
    const std::string field = translated(facet_in_words(facet.facet));
    add_chart(phrased("by {1} ({2})", {field, counted}), facet_bars(facet), columns, lines);
  }
}

std::vector<Bar> related_bars(const std::vector<RelatedWord>& words) {
  std::vector<Bar> bars;
  for (const RelatedWord& word : words) {
    bars.push_back({short_label(word.word),
                    phrased("{1} of {2}", {std::to_string(word.count), std::to_string(word.all)}),
                    word.score});
  }
  return bars;
}

}  // namespace

std::string_view facet_name(Facet facet) {
  constexpr std::string_view kNames[] = {"source", "author", "board", "year", "month"};
  return kNames[static_cast<std::size_t>(facet)];
}

std::string_view period_name(Period period) {
  constexpr std::string_view kNames[] = {"day", "week", "month", "year"};
  return kNames[static_cast<std::size_t>(period)];
}

void add_counts(const SearchResult& result, Json& object) {
  if (result.tally) add_tally(*result.tally, result.options, object);
  if (result.options.related_words > 0) add_related_words(result, object);
}
std::vector<std::string> tally_columns() {
  return {"part", "value", "count", "count_is", "all", "share", "score"};
}

std::vector<std::vector<std::string>> tally_rows(const SearchResult& result) {
  std::vector<std::vector<std::string>> rows;
  if (result.tally) add_tally_rows(*result.tally, result.options, rows);
  if (result.copies) {
    const std::string is = result.copies->is_exact ? "exact" : "about";
    const auto add = [&](const char* value, std::uint64_t count) {
      rows.push_back({"copies", value, std::to_string(count), is, "", "", ""});
    };
    add("articles", result.copies->articles);
    add("groups", result.copies->groups);
  }
  for (const RelatedWord& word : result.related_words) {
    rows.push_back({"related_word", word.word, std::to_string(word.count), "exact",
                    std::to_string(word.all), "", format_number("%.2f", word.score)});
  }
  return rows;
}

std::vector<std::string> tally_charts(const SearchResult& result, std::size_t columns) {
  std::vector<std::string> lines;
  if (result.tally) add_tally_charts(*result.tally, result.options, columns, lines);
  if (!result.related_words.empty()) {
    add_chart(phrased("related words ({1} read)", {std::to_string(result.related_sample)}),
              related_bars(result.related_words), columns, lines);
  }
  return lines;
}

}  // namespace sillok
