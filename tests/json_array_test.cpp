#include "indexer/json_array.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sillok {
namespace {

std::string split(std::string_view array, std::size_t block_bytes) {
  JsonArraySplitter splitter;
  std::string lines;
  for (std::size_t i = 0; i < array.size(); i += block_bytes) {
    splitter.split(array.substr(i, block_bytes), lines);
  }
  return lines;
}

TEST(JsonArray, EachRecordBecomesALineHoweverItComes) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"([{"제목":"가"},{"제목":"나"}])", "{\"제목\":\"가\"}\n{\"제목\":\"나\"}\n"},
      {"[\n {\n  \"본문\": \"] } , {\"\n }\n]\n", "{   \"본문\": \"] } , {\"  }\n"},
      {R"([{"본문":"\"끝\\"},{"표":[{"a":[1]}]}])", R"({"본문":"\"끝\\"})"
                                                    "\n"
                                                    R"({"표":[{"a":[1]}]})"
                                                    "\n"},
      {R"([{"제목":"가"},{"제목":"잘)", "{\"제목\":\"가\"}\n{\"제목\":\"잘"},
      {"[]", ""},
      {"[1, \"둘\"]", ""},
      {"]]]}}}", ""},
  };
  for (const auto& [array, expected] : cases) {
    for (const std::size_t block_bytes : {1u, 2u, 1000u}) {
      EXPECT_EQ(split(array, block_bytes), expected) << array;
    }
  }
}

}  // namespace
}  // namespace sillok
