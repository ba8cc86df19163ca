// The plain-text files of synonyms and words (Vocabulary in sillok/searcher.h).
#include <functional>

#include "common/text.h"
#include "searcher/needle.h"
#include "sillok/searcher.h"

namespace sillok {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// Gives every line that holds something to `read`, which returns what is wrong with it or nothing.
std::vector<LineProblem> read_lines(std::string_view text,
                                    const std::function<std::string(std::string_view)>& read) {
  std::vector<LineProblem> problems;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    std::string problem = to_valid_utf8(line) == line ? read(line) : "is not UTF-8";
    if (!problem.empty()) problems.push_back({number, std::move(problem)});
  }
  return problems;
}

std::string not_a_word(std::string_view text) {
  return "\"" + std::string(text) + "\" holds no letter or digit";
}

std::string read_group(std::string_view line, Vocabulary& vocabulary) {
  if (line.find('=') == std::string_view::npos) {
    return "holds no \"=\" between words of one meaning: 한은 = 한국은행";
  }
  std::vector<std::string> group;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('=', begin), line.size());
    const std::string_view member = trimmed(line.substr(begin, end - begin));
    if (member.empty()) return "lacks a word beside \"=\": 한은 = 한국은행";
    if (!phrase_needle(member)) return not_a_word(member);
    group.emplace_back(member);
    begin = end + 1;
  }
  vocabulary.synonyms.push_back(std::move(group));
  return {};
}

std::string read_word(std::string_view line, Vocabulary& vocabulary) {
  if (line.find_first_of(" \t") != std::string_view::npos) return "is more than one word";
  if (!phrase_needle(line)) return not_a_word(line);
  vocabulary.words.emplace_back(line);
  return {};
}

}  // namespace

std::vector<LineProblem> read_synonyms(std::string_view text, Vocabulary& vocabulary) {
  return read_lines(text, [&](std::string_view line) { return read_group(line, vocabulary); });
}

std::vector<LineProblem> read_words(std::string_view text, Vocabulary& vocabulary) {
  return read_lines(text, [&](std::string_view line) { return read_word(line, vocabulary); });
}

}  // namespace sillok
