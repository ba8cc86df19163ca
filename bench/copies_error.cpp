// How often copies are told, and what is taken for one that is none: reads articles as JSONL
// ({"body":…}) from standard input, edits each by 5, 10 and 20 per cent of its words, and compares
// all articles with each other.
//
//   xzcat articles.jsonl.xz | copies_error [WORDS_AT_MOST]

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/analyzer.h"
#include "common/copy_signature.h"
#include "common/text.h"

namespace sillok {
namespace {

using Words = std::vector<std::string>;

Words split_words(const std::string& text) {
  Words words(1);
  for (const char c : text) {
    if (c != ' ' && c != '\n') {
      words.back().push_back(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? 0 : 1, ' ').append(word);
  return text;
}

// Replaces, drops and adds single words, each a third of `part` of them. What comes in are words of
// `others`.
Words edited(const Words& words, double part, const Words& others, std::mt19937& random) {
  std::uniform_real_distribution<double> chance(0, 1);
  Words result;
  for (const std::string& word : words) {
    const std::string& other = others[random() % others.size()];
    const double drawn = chance(random) / part;
    if (drawn >= 1) {
      result.push_back(word);
    } else if (drawn < 1. / 3) {
      result.push_back(other);
    } else if (drawn >= 2. / 3) {
      result.insert(result.end(), {word, other});
    }
  }
  return result;
}

struct Text {
  Words words;
  std::string signature;
  std::set<std::pair<std::string, std::string>> pairs;  // of neighbouring stems
};

Text make_text(Words words) {
  Text text;
  const std::string normalized = normalize(joined(words));
  const std::vector<Run> runs = split_runs(normalized);
  text.words = std::move(words);
  text.signature = copy_signature(normalized, runs);
  const auto stem = [&](const Run& run) {
    return normalized.substr(run.begin, run.stem_end - run.begin);
  };
  for (std::size_t i = 1; i < runs.size(); ++i)
    text.pairs.emplace(stem(runs[i - 1]), stem(runs[i]));
  return text;
}

double shared_part(const Text& a, const Text& b) {
  std::size_t shared = 0;
  for (const auto& pair : a.pairs) shared += b.pairs.count(pair);
  return static_cast<double>(shared) /
         static_cast<double>(a.pairs.size() + b.pairs.size() - shared);
}

bool has_band_in_common(const Text& a, const Text& b) {
  for (std::size_t i = 0; i < kSignatureBytes; i += 2) {
    if (a.signature.compare(i, 2, b.signature, i, 2) == 0) return true;
  }
  return false;
}

void print_found(const std::vector<Text>& texts) {
  std::printf(
      "| edited words | shared pairs | bytes agree | and a band is shared |\n|---|---|---|---|\n");
  for (const double part : {.05, .1, .2, .3, .4}) {
    std::mt19937 random(7);
    std::size_t alike = 0;
    std::size_t found = 0;
    double shared = 0;
    for (const Text& text : texts) {
      const Words& others = texts[random() % texts.size()].words;
      const Text copy = make_text(edited(text.words, part, others, random));
      shared += shared_part(text, copy);
      const bool is_alike = are_copies(text.signature, copy.signature);
      alike += is_alike ? 1 : 0;
      found += is_alike && has_band_in_common(text, copy) ? 1 : 0;
    }
    const double all = static_cast<double>(texts.size());
    std::printf("| %.0f%% | %.2f | %.2f%% | %.2f%% |\n", 100 * part, shared / all,
                100 * static_cast<double>(alike) / all, 100 * static_cast<double>(found) / all);
  }
}

// Pairs of articles that are taken for copies, by what they really share.
void print_taken(const std::vector<Text>& texts) {
  std::map<int, std::size_t> taken;  // by tenths
  std::uint64_t compared = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k, ++compared) {
      if (!are_copies(texts[i].signature, texts[k].signature)) continue;
      ++taken[static_cast<int>(10 * shared_part(texts[i], texts[k]))];
    }
  }
  std::printf("\n%llu pairs of articles compared; taken for copies, by the part of pairs shared:\n",
              static_cast<unsigned long long>(compared));
  for (const auto& [tenths, count] : taken) {
    std::printf("  %.1f to %.1f: %zu\n", tenths / 10., (tenths + 1) / 10., count);
  }
}

void run(std::size_t words_at_most) {
  std::vector<Text> texts;
  std::size_t read = 0;
  std::size_t words = 0;
  for (std::string line; std::getline(std::cin, line); ++read) {
    Words body = split_words(nlohmann::json::parse(line).value("body", ""));
    if (body.size() > words_at_most) body.resize(words_at_most);
    Text text = make_text(std::move(body));
    if (text.signature.empty()) continue;
    words += text.words.size();
    texts.push_back(std::move(text));
  }
  std::printf("%zu articles, %zu long enough, %zu words each\n\n", read, texts.size(),
              texts.empty() ? 0 : words / texts.size());
  if (texts.empty()) return;
  print_found(texts);
  print_taken(texts);
}

}  // namespace
}  // namespace sillok

int main(int argc, char** argv) {
  sillok::run(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1000000);
}
