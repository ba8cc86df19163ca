#include <algorithm>
#include <cmath>
#include <cstdio>

#include "common/cli/catalogue.h"
#include "common/columns.h"
#include "indexer/index_command.h"

namespace sillok {
namespace {

std::string decimal(double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.1f", value);
  return buffer;
}

std::string megabytes(std::uint64_t bytes) {
  return decimal(static_cast<double>(bytes) / 1e6) + " MB";
}

// "1,234,567".
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string counted_entries(std::uint64_t count) {
  return phrased(count == 1 ? "{1} entry" : "{1} entries", {grouped(count)});
}

std::string counted_articles(std::uint64_t count) {
  return phrased(count == 1 ? "{1} article" : "{1} articles", {grouped(count)});
}

std::string both_kinds(const IdentityTable::Counts& counts) {
  return counted_articles(counts.articles) + ", " +
         phrased(counts.rows == 1 ? "{1} row" : "{1} rows", {grouped(counts.rows)});
}

// A line of the summary.
std::string labelled(std::string label, const std::string& text) {
  constexpr std::size_t kLabelColumns = 11;
  label.append(kLabelColumns - std::min(text_columns(label), kLabelColumns), ' ');
  return label + text + "\n";
}

void append_posts(const IndexingSummary& summary, std::string& text) {
  text += labelled(translated("added"), both_kinds(summary.posts.added));
  text += labelled(translated("changed"), both_kinds(summary.posts.changed));
  text += labelled(translated("unchanged"), both_kinds(summary.posts.unchanged));
  if (summary.repeated > 0) {
    text += labelled(translated("repeated"), phrased("{1} of posts that another entry stands for",
                                                     {counted_entries(summary.repeated)}));
  }
  if (const RepeatedArticles& articles = summary.repeated_articles; articles.count > 0) {
    text += labelled("", phrased("{1} among them, such as {2} in {3}",
                                 {counted_articles(articles.count), printable(articles.example_key),
                                  printable(articles.example_place)}));
  }
  if (summary.pruned > 0) {
    text += labelled(translated("pruned"), phrased(summary.pruned == 1 ? "{1} post" : "{1} posts",
                                                   {grouped(summary.pruned)}));
  }
  if (!summary.not_pruned.empty()) {
    text += phrased("not pruned: {1}", {translated(summary.not_pruned)}) + "\n";
  }
}

// The most frequent reasons first.
void append_skips(const SkipGroups& skips, std::string& text) {
  std::vector<const SkipGroups::value_type*> groups;
  for (const auto& group : skips) groups.push_back(&group);
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto* a, const auto* b) { return a->second.count > b->second.count; });
  for (const auto* group : groups) {
    const Skip& example = group->second.example;
    std::string place = printable(example.place);
    if (!example.detail.empty()) place += " (" + detail_in_words(example) + ")";
    text += labelled(
        translated("skipped"),
        phrased("{1} {2}, such as {3}",
                {grouped(group->second.count), printable(translated_filled(group->first)), place}));
  }
}

std::string what_became_of_the_index(const IndexingSummary& summary,
                                     const IndexingOptions& options) {
  const std::string size = both_kinds({summary.index.articles, summary.index.rows});
  const std::string index = printable(options.index);
  if (options.dry_run) {
    return phrased("{1}: dry run: nothing was written; the index would hold {2}", {index, size});
  }
  if (!summary.is_published) {
    return phrased("{1}: nothing new: the index stays as it was, with {2}", {index, size});
  }
  return phrased("{1}: the index holds {2}", {index, size});
}

}  // namespace

std::string format_summary(const IndexingSummary& summary, const IndexingOptions& options) {
  std::string text = labelled(
      translated("read"), phrased("{1} with {2}", {counted_entries(summary.entries),
                                                   both_kinds({summary.articles, summary.rows})}));
  append_posts(summary, text);
  append_skips(summary.skips, text);
  const double seconds = std::max(summary.seconds, 1e-3);
  text += labelled(translated("took"),
                   phrased("{1} s for {2} of files, {3} of text: {4} MB/s",
                           {decimal(summary.seconds), megabytes(summary.bytes_read),
                            megabytes(summary.text_bytes),
                            decimal(static_cast<double>(summary.text_bytes) / 1e6 / seconds)}));
  if (summary.merged_parts > 0) {
    text +=
        labelled(translated("merged"),
                 phrased("{1} databases into one in {2} s of these, after publication",
                         {std::to_string(summary.merged_parts), decimal(summary.merging_seconds)}));
  }
  return text + what_became_of_the_index(summary, options) + "\n";
}

std::string detail_in_words(const Skip& skip) {
  // Of a loss it says what went wrong, of others it quotes the dump.
  return printable(skip.is_loss ? translated_filled(skip.detail) : skip.detail);
}

std::string skip_in_words(const Skip& skip) {
  const std::string reason = printable(translated_filled(skip.reason));
  return skip.detail.empty() ? reason : reason + " (" + detail_in_words(skip) + ")";
}

std::string format_progress(const IndexingProgress& progress, double seconds) {
  switch (progress.stage) {
    case IndexingProgress::Stage::rows:
      return translated("writing list rows");
    case IndexingProgress::Stage::merging:
      return translated("merging");
    case IndexingProgress::Stage::reading:
      break;
  }
  const DumpProgress& dump = progress.dump;
  const double rate = static_cast<double>(dump.bytes_read) / std::max(seconds, 1e-3);
  std::string text = megabytes(dump.bytes_read);
  if (dump.bytes_total != 0) text = phrased("{1} of {2}", {text, megabytes(dump.bytes_total)});
  std::string line = phrased("reading {1}, {2} MB/s", {text, decimal(rate / 1e6)});
  if (dump.bytes_total <= dump.bytes_read || rate <= 0) return line;
  const auto left =
      static_cast<long>(std::ceil(static_cast<double>(dump.bytes_total - dump.bytes_read) / rate));
  char time[64];
  std::snprintf(time, sizeof time, "%ld:%02ld", left / 60, left % 60);
  return phrased("{1}, {2} left", {line, time});
}

}  // namespace sillok
