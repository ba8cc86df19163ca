// What the programs say, in the language of the user's locale. The sources say it in English; a
// catalogue, compiled by gettext's msgfmt, has the same in another language. The library itself
// never translates and reads no environment.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sillok {

// The messages of one language. "{}" stands for what a message is about: "index {}: does not
// exist". A translation that has the parts in another order numbers them: "{2} … {1}".
class Catalogue {
 public:
  Catalogue() = default;
  // Reads the bytes of a .mo file. Throws InputError when they are not one.
  explicit Catalogue(std::string_view mo_file);

  // The message in the language; as it is when the catalogue lacks it.
  std::string translate(std::string_view english) const;

  // The message with its gaps filled by what is printed as it is. Gaps are numbered, since a
  // translation may take them in another order: "{1} of {2} hits".
  std::string phrase(std::string_view english, std::initializer_list<std::string> fillings) const;

  // A whole message that was made elsewhere, by the library for example, of which parts may stand
  // for a "{}" of the catalogue's.
  std::string translate_filled(std::string_view english) const;

 private:
  struct Pattern {
    std::vector<std::string> english;  // what stands between the "{}"
    std::string translation;
  };
  std::map<std::string, std::string, std::less<>> messages_;
  std::vector<Pattern> patterns_;  // those with the most text of their own first
};

// The language that LANGUAGE, LC_ALL, LC_MESSAGES and LANG ask for, as gettext reads them: "ko";
// empty for English. Each argument may be null.
std::string wanted_language(const char* language, const char* lc_all, const char* lc_messages,
                            const char* lang);

// Takes the catalogue of the wanted language into use for this process. Looks for
// locale/LANG/LC_MESSAGES/sillok.mo beside the program's file and in ../share. To be called once,
// before anything is printed.
void use_language_of_environment();

// In the language in use.
std::string translated(std::string_view english);
std::string phrased(std::string_view english, std::initializer_list<std::string> fillings);
std::string translated_filled(std::string_view english);

// Marks a text that is translated where it is printed, so that the test of the catalogue finds it.
constexpr const char* to_be_translated(const char* english) {
  return english;
}

}  // namespace sillok
