// Han characters that headlines write for whole words (needle.h).
#include <array>
#include <utility>

#include "searcher/needle.h"

namespace sillok {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 29> kShorthand = {{
    {"美", "미국"}, {"日", "일본"},   {"中", "중국"},   {"北", "북한"},   {"韓", "한국"},
    {"英", "영국"}, {"佛", "프랑스"}, {"獨", "독일"},   {"露", "러시아"}, {"伊", "이탈리아"},
    {"印", "인도"}, {"加", "캐나다"}, {"濠", "호주"},   {"豪", "호주"},   {"臺", "대만"},
    {"台", "대만"}, {"越", "베트남"}, {"泰", "태국"},   {"比", "필리핀"}, {"蒙", "몽골"},
    {"檢", "검찰"}, {"警", "경찰"},   {"靑", "청와대"}, {"青", "청와대"}, {"與", "여당"},
    {"野", "야당"}, {"軍", "군대"},   {"法", "법원"},   {"銀", "은행"},
}};

}  // namespace

std::vector<std::string> shorthand_of(std::string_view word) {
  std::vector<std::string> characters;
  for (const auto& [character, meaning] : kShorthand) {
    if (meaning == word) characters.emplace_back(character);
  }
  return characters;
}

std::vector<std::string> words_of_shorthand(std::string_view character) {
  std::vector<std::string> words;
  for (const auto& [written, meaning] : kShorthand) {
    if (written == character) words.emplace_back(meaning);
  }
  return words;
}

}  // namespace sillok
