// Several captures of a board in one dump or in several runs: what stays does not depend on the
// order of reading.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/indexed.h"

namespace sillok {
namespace {

using Lines = std::vector<std::string>;

struct Capture {
  std::int64_t at;
  std::string extension;
  std::string bytes;
};

std::string article(int number, const std::string& title, const std::string& body) {
  return R"({"board":"news","number":)" + std::to_string(number) + R"(,"title":")" + title +
         R"(","body":")" + body + "\"}\n";
}

std::string list(const Lines& rows) {
  std::string text = "번호\t제목\t글쓴이\t날짜\n";
  for (const std::string& row : rows) text += row + "\n";
  return text;
}

const Capture kCaptures[] = {
    {1'700'000'100, ".txt",
     list({"9\t선거 소식 모음\t소식통\t2025.02.04", "8\t폭설 예보\t소식통\t2025.02.03",
           "7\t도서관 24시간 연다\t소식통\t2025.02.02", "6\t전세 계약\t새벽통신\t2025.02.01"})},
    {1'700'000'200, ".jsonl",
     article(8, "폭설 예보", "내일 눈이 온다.") + article(6, "전세 계약", "처음 글이다.")},
    {1'700'000'300, ".jsonl", article(6, "전세 계약 늘어", "고친 글이다.")},
    {1'700'000'400, ".txt",
     list({"9\t선거 소식 모음 2\t소식통\t2025.02.04", "8\t삭제된 글입니다\t\t2025.02.05",
           "7\t비밀글입니다.\t익명\t2025.02.05", "6\t전세 계약\t새벽통신\t2025.02.01"})},
};
const Lines kExpected = {"a news#6 전세 계약 늘어|고친 글이다.",
                         "a news#8 폭설 예보|내일 눈이 온다.", "r news#7 도서관 24시간 연다|",
                         "r news#9 선거 소식 모음 2|"};

std::vector<std::size_t> all_captures() {
  std::vector<std::size_t> order(std::size(kCaptures));
  std::iota(order.begin(), order.end(), 0);
  return order;
}

std::string write_capture(const std::string& folder, std::size_t place, const Capture& capture) {
  return write_file(folder + "/news/" + std::to_string(place) + capture.extension, capture.bytes,
                    capture.at);
}

TEST(Captures, InOneDumpAnyOrderOfReadingGivesTheSameIndex) {
  std::vector<std::size_t> order = all_captures();
  do {
    const TemporaryDirectory directory;
    for (std::size_t i = 0; i < order.size(); ++i) {
      write_capture(directory.path() + "/d", i, kCaptures[order[i]]);
    }
    const IndexingOptions options =
        indexing(directory.path() + "/뉴스.idx", {directory.path() + "/d"});
    index_dump(options);
    EXPECT_EQ(entries_of(options.index), kExpected) << testing::PrintToString(order);
    EXPECT_FALSE(index_dump(options).is_published) << testing::PrintToString(order);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Captures, RunAfterRunAnyOrderGivesTheSameIndex) {
  std::vector<std::size_t> order = all_captures();
  do {
    const TemporaryDirectory directory;
    IndexingOptions options = indexing(directory.path() + "/뉴스.idx", {});
    for (std::size_t i = 0; i < order.size(); ++i) {
      options.dumps = {
          write_capture(directory.path() + "/" + std::to_string(i), i, kCaptures[order[i]])};
      index_dump(options);
    }
    EXPECT_EQ(entries_of(options.index), kExpected) << testing::PrintToString(order);
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace sillok
