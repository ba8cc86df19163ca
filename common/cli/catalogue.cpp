#include "common/cli/catalogue.h"

#include <sillok/error.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace sillok {
namespace {

Catalogue& catalogue_in_use() {
  static Catalogue catalogue;
  return catalogue;
}

// A .mo file: the magic number 0x950412de, a version, the number N of messages, the offsets of two
// tables with N pairs of size and offset; those of the first say where the messages are, those of
// the second where their translations.
class MoFile {
 public:
  explicit MoFile(std::string_view bytes) : bytes_(bytes) {
    if (number(0) != 0x950412deu) fail();
  }

  std::size_t size() const { return number(8); }
  std::string_view message(std::size_t i) const { return text(number(12) + i * 8); }
  std::string_view translation(std::size_t i) const { return text(number(16) + i * 8); }

 private:
  [[noreturn]] static void fail() { throw InputError("the catalogue is not a .mo file"); }

  std::uint32_t number(std::size_t at) const {
    std::uint32_t value = 0;
    if (at > bytes_.size() || bytes_.size() - at < sizeof value) fail();
    std::memcpy(&value, bytes_.data() + at, sizeof value);
    return value;
  }

  std::string_view text(std::size_t entry) const {
    const std::size_t size = number(entry);
    const std::size_t offset = number(entry + 4);
    if (offset > bytes_.size() || bytes_.size() - offset < size) fail();
    return bytes_.substr(offset, size);
  }

  std::string_view bytes_;
};

std::vector<std::string> split_at_gaps(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find("{}", begin);
    parts.emplace_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 2;
  }
}

std::size_t own_text(const std::vector<std::string>& parts) {
  std::size_t size = 0;
  for (const std::string& part : parts) size += part.size();
  return size;
}

// What stands in the gaps of a pattern that the text is an instance of.
std::optional<std::vector<std::string_view>> match_gaps(const std::vector<std::string>& parts,
                                                        std::string_view text) {
  if (!text.starts_with(parts.front()) || !text.ends_with(parts.back())) return std::nullopt;
  if (text.size() < parts.front().size() + parts.back().size()) return std::nullopt;
  std::string_view rest = text.substr(parts.front().size());
  std::vector<std::string_view> gaps;
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
    const std::size_t at = rest.find(parts[i]);
    if (at == std::string_view::npos) return std::nullopt;
    gaps.push_back(rest.substr(0, at));
    rest.remove_prefix(at + parts[i].size());
  }
  if (rest.size() < parts.back().size()) return std::nullopt;
  rest.remove_suffix(parts.back().size());
  gaps.push_back(rest);
  return gaps;
}

// The text with "{}" replaced in order, and "{2}" by the second.
std::string filled(std::string_view text, const std::vector<std::string>& fillings) {
  std::string out;
  std::size_t next = 0;
  while (!text.empty()) {
    const std::size_t gap = std::min(text.find('{'), text.size());
    out += text.substr(0, gap);
    text.remove_prefix(gap);
    const std::size_t end = text.find('}');
    if (text.empty()) break;
    const bool is_numbered = end == 2 && text[1] >= '1' && text[1] <= '9';
    if (end != 1 && !is_numbered) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::size_t index = is_numbered ? static_cast<std::size_t>(text[1] - '1') : next++;
    if (index < fillings.size()) out += fillings[index];
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace

Catalogue::Catalogue(std::string_view mo_file) {
  const MoFile file(mo_file);
  for (std::size_t i = 0; i < file.size(); ++i) {
    const std::string_view english = file.message(i);
    if (english.empty()) continue;  // the catalogue's own head
    messages_.emplace(english, file.translation(i));
    if (english.find("{}") == std::string_view::npos) continue;
    patterns_.push_back({split_at_gaps(english), std::string(file.translation(i))});
  }
  std::ranges::stable_sort(patterns_, [](const Pattern& a, const Pattern& b) {
    return own_text(a.english) > own_text(b.english);
  });
}

std::string Catalogue::translate(std::string_view english) const {
  const auto found = messages_.find(english);
  return found == messages_.end() ? std::string(english) : found->second;
}

std::string Catalogue::phrase(std::string_view english,
                              std::initializer_list<std::string> fillings) const {
  return filled(translate(english), fillings);
}

std::string Catalogue::translate_filled(std::string_view english) const {
  const auto whole = messages_.find(english);
  if (whole != messages_.end()) return whole->second;
  for (const Pattern& pattern : patterns_) {
    const auto gaps = match_gaps(pattern.english, english);
    if (!gaps) continue;
    std::vector<std::string> fillings;
    // What fills a gap may be a message itself: the reason that the system gives.
    for (const std::string_view gap : *gaps) fillings.push_back(translate_filled(gap));
    return filled(pattern.translation, fillings);
  }
  return std::string(english);
}

std::string wanted_language(const char* language, const char* lc_all, const char* lc_messages,
                            const char* lang) {
  const auto is_given = [](const char* value) { return value != nullptr && *value != '\0'; };
  std::string_view locale;
  for (const char* value : {lc_all, lc_messages, lang}) {
    if (!is_given(value)) continue;
    locale = value;
    break;
  }
  if (locale.empty() || locale == "C" || locale == "POSIX") return {};
  if (is_given(language)) locale = language;
  locale = locale.substr(0, locale.find_first_of("_.@:-"));
  return locale == "C" || locale == "en" ? std::string() : std::string(locale);
}

void use_language_of_environment() {
  const std::string language = wanted_language(std::getenv("LANGUAGE"), std::getenv("LC_ALL"),
                                               std::getenv("LC_MESSAGES"), std::getenv("LANG"));
  if (language.empty() || language.find('/') != std::string::npos) return;
  std::error_code unknown;
  const auto beside = std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path();
  if (unknown) return;
  for (const char* place : {"locale", "../share/locale"}) {
    std::ifstream file(beside / place / language / "LC_MESSAGES" / "sillok.mo", std::ios::binary);
    if (!file) continue;
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    try {
      catalogue_in_use() = Catalogue(bytes);
    } catch (const InputError&) {
      continue;  // English is better than nothing
    }
    return;
  }
}

std::string translated(std::string_view english) {
  return catalogue_in_use().translate(english);
}

std::string phrased(std::string_view english, std::initializer_list<std::string> fillings) {
  return catalogue_in_use().phrase(english, fillings);
}

std::string translated_filled(std::string_view english) {
  return catalogue_in_use().translate_filled(english);
}

}  // namespace sillok
