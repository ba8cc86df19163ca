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

std::string counted(std::uint64_t number, const char* one, const char* many) {
  return grouped(number) + " " + (number == 1 ? one : many);
}

std::string both_kinds(const IdentityTable::Counts& counts) {
  return counted(counts.articles, "article", "articles") + ", " +
         counted(counts.rows, "row", "rows");
}

void append_posts(const IndexingSummary& summary, std::string& text) {
  const auto line = [&text](const char* name, const IdentityTable::Counts& counts) {
    text.append(name).append(both_kinds(counts)).append("\n");
  };
  line("added      ", summary.posts.added);
  line("changed    ", summary.posts.changed);
  line("unchanged  ", summary.posts.unchanged);
  if (summary.repeated > 0) {
    text += "repeated   " + counted(summary.repeated, "entry", "entries") +
            " of posts that another entry stands for\n";
  }
  if (const RepeatedArticles& articles = summary.repeated_articles; articles.count > 0) {
    text += "           " + counted(articles.count, "article", "articles") +
            " among them, such as " + printable(articles.example_key) + " in " +
            printable(articles.example_place) + "\n";
  }
  if (summary.pruned > 0) text += "pruned     " + counted(summary.pruned, "post", "posts") + "\n";
  if (!summary.not_pruned.empty()) text += "not pruned: " + summary.not_pruned + "\n";
}

// The most frequent reasons first.
void append_skips(const SkipGroups& skips, std::string& text) {
  std::vector<const SkipGroups::value_type*> groups;
  for (const auto& group : skips) groups.push_back(&group);
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto* a, const auto* b) { return a->second.count > b->second.count; });
  for (const auto* group : groups) {
    const Skip& example = group->second.example;
    text += "skipped    " + grouped(group->second.count) + " " + printable(group->first) +
            ", such as " + printable(example.place);
    if (!example.detail.empty()) text += " (" + printable(example.detail) + ")";
    text += "\n";
  }
}

// The lines in the language of the user, their labels as wide as in English.
std::string in_users_language(std::string_view english) {
  constexpr std::size_t kLabelColumns = 11;
  std::string text;
  while (!english.empty()) {
    std::string_view line = english.substr(0, english.find('\n'));
    english.remove_prefix(std::min(line.size() + 1, english.size()));
    if (line.size() > kLabelColumns && line[kLabelColumns - 1] == ' ') {
      const std::string_view padded = line.substr(0, kLabelColumns);
      std::string label = translated(padded.substr(0, padded.find_last_not_of(' ') + 1));
      const std::size_t columns = text_columns(label);
      label.append(kLabelColumns - std::min(columns, kLabelColumns), ' ');
      text += label;
      line.remove_prefix(kLabelColumns);
    }
    text += translated_filled(line) + "\n";
  }
  return text;
}

std::string what_became_of_the_index(const IndexingSummary& summary,
                                     const IndexingOptions& options) {
  const std::string size = both_kinds({summary.index.articles, summary.index.rows});
  if (options.dry_run) return "dry run: nothing was written; the index would hold " + size;
  if (!summary.is_published) return "nothing new: the index stays as it was, with " + size;
  return "the index holds " + size;
}

}  // namespace

std::string format_summary(const IndexingSummary& summary, const IndexingOptions& options) {
  std::string text = "read       " + counted(summary.entries, "entry", "entries") + " with " +
                     both_kinds({summary.articles, summary.rows}) + "\n";
  append_posts(summary, text);
  append_skips(summary.skips, text);
  const double seconds = std::max(summary.seconds, 1e-3);
  text += "took       " + decimal(summary.seconds) + " s for " + megabytes(summary.bytes_read) +
          " of files, " + megabytes(summary.text_bytes) +
          " of text: " + decimal(static_cast<double>(summary.text_bytes) / 1e6 / seconds) +
          " MB/s\n";
  if (summary.merged_parts > 0) {
    text += "merged     " + std::to_string(summary.merged_parts) + " databases into one in " +
            decimal(summary.merging_seconds) + " s of these, after publication\n";
  }
  text += options.index + ": " + what_became_of_the_index(summary, options) + "\n";
  return in_users_language(text);
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
  std::string line = "reading " + megabytes(dump.bytes_read);
  if (dump.bytes_total != 0) line += " of " + megabytes(dump.bytes_total);
  line += ", " + decimal(rate / 1e6) + " MB/s";
  if (dump.bytes_total > dump.bytes_read && rate > 0) {
    const auto left = static_cast<long>(
        std::ceil(static_cast<double>(dump.bytes_total - dump.bytes_read) / rate));
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, ", %ld:%02ld left", left / 60, left % 60);
    line += buffer;
  }
  return translated_filled(line);
}

}  // namespace sillok
