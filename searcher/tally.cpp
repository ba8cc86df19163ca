#include "searcher/tally.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "common/schema.h"
#include "common/text.h"

namespace sillok {
namespace {

constexpr Xapian::doccount kSampleParts = 10;  // of a sample, spread evenly
constexpr Xapian::doccount kSamplePart = 100;
constexpr std::size_t kBucketsAtMost = 40'000;  // more than a century of days

using Count = std::uint64_t;
using ValueCounts = std::map<std::string, Count>;

Xapian::Enquire unranked(const Xapian::Database& db, const Xapian::Query& query) {
  Xapian::Enquire enquire(db);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return enquire;
}

// Counts inside Xapian, on the server's side of a remote index.
MatchValues count_candidates(const Xapian::Database& db, const Xapian::Query& query,
                             const std::set<Xapian::valueno>& slots) {
  Xapian::Enquire enquire = unranked(db, query);
  std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
  for (const Xapian::valueno slot : slots) {
    spies.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(slot));
    enquire.add_matchspy(spies.back().get());
  }
  enquire.get_mset(0, 0, db.get_doccount());
  MatchValues values;
  auto spy = spies.begin();
  for (const Xapian::valueno slot : slots) {
    values.matches = (*spy)->get_total();
    ValueCounts& counts = values.of_slot[slot];
    for (auto it = (*spy)->values_begin(); it != (*spy)->values_end(); ++it) {
      counts[*it] = it.get_termfreq();
    }
    ++spy;
  }
  return values;
}

bool is_match(const Xapian::Document& document, const TallySources& sources) {
  return holds(*sources.condition,
               load_article(decode_article(document.get_data(), *sources.dictionaries)));
}

MatchValues count_verified(const Xapian::MSet& candidates, const TallySources& sources,
                           const std::set<Xapian::valueno>& slots) {
  MatchValues values;
  for (const Xapian::valueno slot : slots) values.of_slot[slot];
  if (!candidates.empty()) candidates.fetch();
  for (auto it = candidates.begin(); it != candidates.end(); ++it) {
    const Xapian::Document document = it.get_document();
    if (!is_match(document, sources)) continue;
    ++values.matches;
    for (const Xapian::valueno slot : slots) {
      const std::string value = document.get_value(slot);
      if (!value.empty()) ++values.of_slot[slot][value];
    }
  }
  return values;
}

void scale(MatchValues& values, double part) {
  const auto scaled = [part](Count count) {
    return static_cast<Count>(std::llround(static_cast<double>(count) * part));
  };
  values.matches = scaled(values.matches);
  for (auto& [slot, counts] : values.of_slot) {
    for (auto& [value, count] : counts) count = part > 0 ? std::max<Count>(1, scaled(count)) : 0;
    std::erase_if(counts, [](const auto& counted) { return counted.second == 0; });
  }
  values.is_exact = false;
}

Xapian::valueno slot_of(Facet facet) {
  switch (facet) {
    case Facet::source:
      return kSourceSlot;
    case Facet::author:
      return kAuthorSlot;
    case Facet::board:
      return kBoardSlot;
    case Facet::year:
    case Facet::month:
      break;
  }
  return kMonthSlot;
}

bool is_time(Facet facet) {
  return facet == Facet::year || facet == Facet::month;
}

// "202502" as "2025" or "2025-02".
std::string time_label(Facet facet, const std::string& month) {
  const std::string year = month.substr(0, 4);
  return facet == Facet::year ? year : year + "-" + month.substr(4);
}

std::vector<FacetValue> time_values(Facet facet, const ValueCounts& counts) {
  std::vector<FacetValue> values;
  for (const auto& [month, count] : counts) {
    std::string label = time_label(facet, month);
    if (values.empty() || values.back().value != label) values.push_back({std::move(label), 0});
    values.back().count += count;
  }
  return values;
}

// Spellings that source: and author: take for one are one value: YTN and ytn.
std::vector<FacetValue> name_values(const ValueCounts& counts) {
  struct Spelled {
    Count total = 0;
    Count most = 0;
    std::string spelling;
  };
  std::map<std::string, Spelled> by_name;
  for (const auto& [spelling, count] : counts) {
    Spelled& name = by_name[normalize(spelling)];
    name.total += count;
    if (count <= name.most) continue;
    name.most = count;
    name.spelling = spelling;
  }
  std::vector<FacetValue> values;
  for (auto& [name, spelled] : by_name) {
    values.push_back({std::move(spelled.spelling), spelled.total});
  }
  std::ranges::stable_sort(values, std::greater(), &FacetValue::count);
  return values;
}

Count sum_of(const ValueCounts& counts) {
  Count sum = 0;
  for (const auto& [value, count] : counts) sum += count;
  return sum;
}

FacetCounts make_facet(Facet facet, const MatchValues& matches, std::optional<std::size_t> most) {
  const ValueCounts& counts = matches.of_slot.at(slot_of(facet));
  FacetCounts result;
  result.facet = facet;
  result.values = is_time(facet) ? time_values(facet, counts) : name_values(counts);
  result.distinct = result.values.size();
  result.absent = matches.matches - std::min(matches.matches, sum_of(counts));
  if (is_time(facet) || !most || result.values.size() <= *most) return result;
  for (std::size_t i = *most; i < result.values.size(); ++i) {
    result.others += result.values[i].count;
  }
  result.values.resize(*most);
  return result;
}

// "20250204", as the index writes days.
Day day_of(const std::string& digits) {
  const auto number = [&](std::size_t from, std::size_t size) {
    return std::atoi(digits.substr(from, size).c_str());
  };
  return std::chrono::year(number(0, 4)) / number(4, 2) / number(6, 2);
}

Day bucket_start(Period period, Day day) {
  using namespace std::chrono;
  switch (period) {
    case Period::day:
      break;
    case Period::week: {
      const sys_days date(day);
      return date - (weekday(date) - Monday);
    }
    case Period::month:
      return day.year() / day.month() / 1;
    case Period::year:
      return day.year() / January / 1;
  }
  return day;
}

Day next_bucket(Period period, Day start) {
  using namespace std::chrono;
  switch (period) {
    case Period::day:
      return sys_days(start) + days(1);
    case Period::week:
      return sys_days(start) + days(7);
    case Period::month:
      return start + months(1);
    case Period::year:
      break;
  }
  return start + years(1);
}

std::string bucket_label(Period period, Day start) {
  const std::string day = format_day(start);
  if (period == Period::month) return day.substr(0, day.size() - 3);
  return period == Period::year ? day.substr(0, day.size() - 6) : day;
}

std::map<Day, Count> count_buckets(Period period, const ValueCounts& days) {
  std::map<Day, Count> buckets;
  for (const auto& [day, count] : days) buckets[bucket_start(period, day_of(day))] += count;
  return buckets;
}

Count count_at(const std::map<Day, Count>& buckets, Day start) {
  const auto found = buckets.find(start);
  return found == buckets.end() ? 0 : found->second;
}

void fill_buckets(Histogram& histogram, const std::map<Day, Count>& matches, DateRange dates) {
  if (!matches.empty()) {
    if (!dates.first) dates.first = matches.begin()->first;
    if (!dates.last) dates.last = std::max(*dates.first, matches.rbegin()->first);
  }
  if (!dates.first || !dates.last) return;
  for (Day start = bucket_start(histogram.period, *dates.first); start <= *dates.last;
       start = next_bucket(histogram.period, start)) {
    if (histogram.buckets.size() == kBucketsAtMost) {
      throw UsageError("the histogram from " + format_day(*dates.first) + " to " +
                           format_day(*dates.last) + " has more than " +
                           std::to_string(kBucketsAtMost) + " parts",
                       "take a longer period, or narrow the days with --from and --to");
    }
    histogram.buckets.push_back(
        {bucket_label(histogram.period, start), count_at(matches, start), 0});
  }
}

// The days that a query asks for with date: at its top.
void narrow_by_condition(const Condition& condition, DateRange& dates) {
  if (condition.kind == Condition::Kind::all) {
    for (const Condition& child : condition.children) narrow_by_condition(child, dates);
  }
  if (condition.kind != Condition::Kind::date) return;
  const DateRange& asked = condition.dates;
  if (asked.first && (!dates.first || *dates.first < *asked.first)) dates.first = asked.first;
  if (asked.last && (!dates.last || *asked.last < *dates.last)) dates.last = asked.last;
}

Histogram make_histogram(Period period, const MatchValues& matches, DateRange dates) {
  const ValueCounts& days = matches.of_slot.at(kDaySlot);
  Histogram histogram;
  histogram.period = period;
  histogram.undated = matches.matches - std::min(matches.matches, sum_of(days));
  fill_buckets(histogram, count_buckets(period, days), dates);
  return histogram;
}

void add_shares(const Xapian::Database& db, const Xapian::Query& everything, Histogram& histogram) {
  const MatchValues all = count_candidates(db, everything, {kDaySlot});
  std::map<std::string, Count> by_label;
  for (const auto& [start, count] : count_buckets(histogram.period, all.of_slot.at(kDaySlot))) {
    by_label[bucket_label(histogram.period, start)] = count;
  }
  for (HistogramBucket& bucket : histogram.buckets) bucket.all = by_label[bucket.start];
}

std::optional<Period> period_of(const SearchOptions& options) {
  return options.trend ? options.histogram.value_or(Period::month) : options.histogram;
}

}  // namespace

MatchSample sample_matches(const Xapian::Database& db, const TallySources& sources,
                           std::uint64_t candidates) {
  Xapian::Enquire enquire = unranked(db, sources.matches);
  Count examined = 0;
  MatchSample sample;
  for (Xapian::doccount part = 0; part < kSampleParts; ++part) {
    const auto first = static_cast<Xapian::doccount>(candidates * part / kSampleParts);
    const Xapian::MSet found = enquire.get_mset(first, kSamplePart);
    for (auto it = found.begin(); it != found.end(); ++it) {
      ++examined;
      if (sources.is_exact || is_match(db.get_document(*it), sources)) {
        sample.matches.push_back(*it);
      }
    }
  }
  if (examined > 0) {
    sample.matching_part =
        static_cast<double>(sample.matches.size()) / static_cast<double>(examined);
  }
  return sample;
}

MatchValues count_values(const Xapian::Database& db, const TallySources& sources,
                         const std::set<Xapian::valueno>& slots,
                         Xapian::doccount verified_at_most) {
  if (sources.is_exact) return count_candidates(db, sources.matches, slots);
  Xapian::Enquire enquire = unranked(db, sources.matches);
  const Xapian::MSet first = enquire.get_mset(0, verified_at_most + 1);
  if (first.size() <= verified_at_most) return count_verified(first, sources, slots);
  MatchValues values = count_candidates(db, sources.matches, slots);
  scale(values, sample_matches(db, sources, values.matches).matching_part);
  return values;
}

bool asks_for_tally(const SearchOptions& options) {
  return !options.facets.empty() || period_of(options).has_value();
}

Tally make_tally(const Xapian::Database& db, const TallySources& sources,
                 const SearchOptions& options, Xapian::doccount verified_at_most) {
  std::set<Xapian::valueno> slots;
  for (const Facet facet : options.facets) slots.insert(slot_of(facet));
  const std::optional<Period> period = period_of(options);
  if (period) slots.insert(kDaySlot);
  const MatchValues matches = count_values(db, sources, slots, verified_at_most);
  Tally tally;
  tally.matches = matches.matches;
  tally.is_exact = matches.is_exact;
  for (const Facet facet : options.facets) {
    tally.facets.push_back(make_facet(facet, matches, options.facet_values));
  }
  if (!period) return tally;
  DateRange dates = sources.dates;
  narrow_by_condition(*sources.condition, dates);
  tally.histogram = make_histogram(*period, matches, dates);
  if (options.trend) add_shares(db, sources.everything, *tally.histogram);
  return tally;
}

}  // namespace sillok
