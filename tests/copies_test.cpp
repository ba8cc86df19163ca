// One agency text in several papers is one hit, the earliest, with the others listed; whatever
// index each paper's article is in.
#include "searcher/copies.h"

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "common/analyzer.h"
#include "common/copy_signature.h"
#include "common/text.h"
#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

constexpr const char* kWire =
    "한국은행 금융통화위원회가 25일 기준금리를 연 3.00%에서 2.75%로 0.25%포인트 내렸다. 금통위는 "
    "이날 서울 "
    "중구 한은 본관에서 올해 두 번째 통화정책방향 결정 회의를 열고 이같이 결정했다. 내수 부진과 "
    "미국의 관세 "
    "정책으로 성장세가 예상보다 빠르게 둔화하고 있다는 판단에서다. 한은은 올해 우리나라 경제성장률 "
    "전망치도 "
    "1.9%에서 1.5%로 크게 낮췄다. 이창용 총재는 기자간담회에서 물가상승률 안정세가 이어지고 있고 "
    "가계부채 "
    "둔화 흐름도 지속되고 있다며 추가 인하의 시기와 속도는 대내외 여건을 면밀히 점검하면서 "
    "결정하겠다고 말했다. "
    "시장에서는 한은이 올해 안에 두 차례 더 금리를 내릴 것으로 보고 있다.";

constexpr const char* kShortened =
    "[한겨레 경제부] 한국은행 금융통화위원회가 25일 기준금리를 연 3.00%에서 2.75%로 0.25%포인트 "
    "내렸다. 내수 "
    "부진과 미국의 관세 정책으로 성장세가 예상보다 빠르게 둔화하고 있다는 판단에서다. 한은은 올해 "
    "우리나라 "
    "경제성장률 전망치도 1.9%에서 1.5%로 크게 낮췄다. 이창용 총재는 기자간담회에서 물가상승률 "
    "안정세가 이어지고 "
    "있고 가계부채 둔화 흐름도 지속되고 있다며 추가 인하의 시기와 속도는 대내외 여건을 면밀히 "
    "점검하면서 "
    "결정하겠다고 말했다. 기자 hong@example.com";

// The same events in other words.
constexpr const char* kOwn =
    "기준금리가 넉 달 만에 다시 2%대로 내려왔다. 한국은행이 경기 하강을 막으려 금리 인하 카드를 또 "
    "꺼낸 것이다. "
    "25일 열린 회의에서 금통위원 여섯 명은 만장일치로 인하에 찬성했다. 올해 성장률이 1%대 중반에 "
    "그칠 것이라는 "
    "어두운 전망이 나온 데다 수출마저 흔들리고 있어서다. 전문가들은 환율이 불안한 만큼 다음 "
    "인하까지는 시간이 걸릴 "
    "것이라고 내다봤다. 대출을 받은 가계의 이자 부담은 조금 줄겠지만 집값을 자극할 수 있다는 "
    "걱정도 나온다. 한 은행 "
    "지점장은 창구에 문의가 늘었지만 실제 대출로 이어지는 경우는 많지 않다고 전했다.";

Article story(std::string id, std::string title, std::string body, std::string date,
              std::string time, std::string source) {
  Article article = make_article(std::move(id), std::move(title), std::move(body), std::move(date));
  article.time = std::move(time);
  article.source = std::move(source);
  return article;
}

std::vector<Article> news() {
  const std::string wire = kWire;
  return {
      story("w1", "한은, 기준금리 2.75%로 인하", wire, "2025-02-25", "09:51", "연합뉴스"),
      story("w2", "기준금리 0.25%p 인하…2.75%", kShortened, "2025-02-25", "10:20", "한겨레"),
      story("w3", "기준금리 인하", wire + " 사진은 이창용 총재.", "2025-02-26", "", "중앙일보"),
      story("w4", "[속보] 기준금리 인하", "한은, 기준금리 2.75%로 인하", "2025-02-25", "09:50",
            "연합뉴스"),
      story("w5", "[속보] 기준금리 인하", "한은, 기준금리 2.75%로 인하", "2025-02-25", "09:50",
            "뉴시스"),
      story("w6", "다시 2%대 기준금리", kOwn, "2025-02-25", "11:00", "경향신문"),
      story("w7", "금리 인하 결정", wire, "", "", "지역신문"),
      story("w8", "기준금리 인하 결정 전문", wire, "2025-02-25", "", "매일경제"),
  };
}

class Copies : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    const std::vector<Article> articles = news();
    write_archive(path("all.idx"), articles);
    write_archive(path("first.idx"), {articles[0], articles[3], articles[5], articles[7]});
    write_archive(path("second.idx"), {articles[1], articles[2], articles[4], articles[6]});
    std::ofstream(path("remote.idx")) << "remote :xapian-progsrv " << path("second.idx") << "\n";
    write_archive(path("without_first.idx"), {articles.begin() + 1, articles.end()});
  }
  static void TearDownTestSuite() { directory_.reset(); }
  static std::string path(const std::string& name) { return directory_->path() + "/" + name; }

  static SearchResult search(const std::string& query, SearchOptions options = {},
                             const std::vector<std::string>& indexes = {"all.idx"}) {
    std::vector<std::string> paths;
    for (const std::string& index : indexes) paths.push_back(path(index));
    options.collapse = Collapse::copies;
    return Searcher(paths).search(query, options);
  }

  // "w1(w8 w2) w6; 3 of 5": hits with their copies, groups of articles.
  static std::string print(const SearchResult& result) {
    std::string text;
    for (const Hit& hit : result.hits) {
      text += hit.id;
      for (const Copy& copy : hit.copies) {
        text += (&copy == &hit.copies.front() ? "(" : " ") + copy.id;
      }
      text += hit.copies.empty() ? " " : ") ";
    }
    return text + (result.copies->is_exact ? "; " : "; about ") +
           std::to_string(result.copies->groups) + " of " + std::to_string(result.copies->articles);
  }

  static SearchOptions sorted(Sort sort) {
    SearchOptions options;
    options.sort = sort;
    options.match = Match::all;
    return options;
  }

 private:
  static inline std::unique_ptr<TemporaryDirectory> directory_;
};

TEST_F(Copies, AgencyTextIsOneHitAndItsCopiesAreListedFromTheEarliestOn) {
  // A known time comes before an unknown one of the day, a day before none. Flashes of a line are
  // too short to be told apart.
  EXPECT_EQ(print(search("기준금리", sorted(Sort::oldest))), "w4 w5 w1(w2 w8 w3 w7) w6 ; 4 of 8");
  EXPECT_EQ(print(search("기준금리", sorted(Sort::newest))), "w6 w1(w2 w8 w3 w7) w5 w4 ; 4 of 8");
  const SearchResult best = search("기준금리", sorted(Sort::relevance));
  EXPECT_EQ(best.hits.size(), 4u);
  EXPECT_EQ(best.copies->groups, 4u);
}

TEST_F(Copies, NothingIsCollapsedUnlessAskedFor) {
  const SearchResult found = Searcher(path("all.idx")).search("기준금리", sorted(Sort::oldest));
  EXPECT_EQ(found.hits.size(), 8u);
  EXPECT_FALSE(found.copies);
}

TEST_F(Copies, CopyTellsWhereItWasPublished) {
  const SearchResult found =
      search("기준금리 source:연합뉴스 OR 기준금리 source:한겨레", sorted(Sort::newest));
  ASSERT_EQ(print(found), "w1(w2) w4 ; 2 of 3");
  const Copy& copy = found.hits.front().copies.front();
  EXPECT_EQ(copy.key, "news/w2");
  EXPECT_EQ(copy.source, "한겨레");
  EXPECT_EQ(copy.title, "기준금리 0.25%p 인하…2.75%");
  EXPECT_EQ(copy.date + " " + copy.time, "2025-02-25 10:20");
  EXPECT_EQ(found.hits.front().copy_count, 1u);
}

TEST_F(Copies, EarliestIsTheEarliestThatMatches) {
  SearchOptions options = sorted(Sort::oldest);
  options.from = "2025-02-26";
  EXPECT_EQ(print(search("기준금리", options)), "w3 ; 1 of 1");
  // Stands in the agency's text, not in the one that 한겨레 shortened.
  EXPECT_EQ(print(search("\"본관에서 올해\"", sorted(Sort::oldest))), "w1(w8 w3 w7) ; 1 of 4");
  EXPECT_EQ(print(search("\"본관에서 올해\" -source:연합뉴스", sorted(Sort::oldest))),
            "w8(w3 w7) ; 1 of 3");
}

TEST_F(Copies, WithoutTheEarliestTheNextStandsForTheGroup) {
  EXPECT_EQ(print(search("기준금리", sorted(Sort::oldest), {"without_first.idx"})),
            "w4 w5 w2(w8 w3 w7) w6 ; 4 of 7");
}

TEST_F(Copies, PagesAreOfGroups) {
  SearchOptions options = sorted(Sort::oldest);
  options.limit = 2;
  options.offset = 1;
  const SearchResult page = search("기준금리", options);
  EXPECT_EQ(print(page), "w5 w1(w2 w8 w3 w7) ; 4 of 8");
  EXPECT_EQ(page.total, 8u);
  options.limit = 0;
  EXPECT_EQ(print(search("기준금리", options)), "; 4 of 8");
  options.collapse = Collapse::copies;
  EXPECT_EQ(Searcher(path("all.idx")).count("기준금리", options).copies->groups, 4u);
}

TEST_F(Copies, BestOfTheRestDoesNotRepeatAGroup) {
  // Only those with "사진은" hold every word.
  EXPECT_EQ(print(search("기준금리 사진은 이창용")).substr(0, 14), "w3(w1 w2 w8 w7");
}

TEST_F(Copies, SeveralIndexesGiveTheSameGroupsRemoteOnesToo) {
  const std::vector<std::vector<std::string>> ways = {
      {"first.idx", "second.idx"}, {"second.idx", "first.idx"}, {"first.idx", "remote.idx"}};
  for (const char* query :
       {"기준금리", "*", "\"본관에서 올해\"", "금통위 사진은", "한은 OR 한국은행"}) {
    for (const Sort sort : {Sort::oldest, Sort::newest, Sort::relevance}) {
      for (const Match match : {Match::all, Match::automatic}) {
        SearchOptions options = sorted(sort);
        options.match = match;
        const std::string one = print(search(query, options));
        for (const auto& indexes : ways) {
          EXPECT_EQ(print(search(query, options, indexes)), one) << query;
        }
      }
    }
  }
}

TEST_F(Copies, VisitingGivesTheHitsOfSearching) {
  for (const Match match : {Match::all, Match::automatic}) {
    SearchOptions options = sorted(Sort::newest);
    options.match = match;
    options.collapse = Collapse::copies;
    const SearchResult expected = search("기준금리 사진은", options);
    std::vector<Hit> hits;
    SearchResult visited =
        Searcher(path("all.idx")).visit("기준금리 사진은", options, [&](const Hit& hit) {
          hits.push_back(hit);
        });
    visited.hits = std::move(hits);
    EXPECT_EQ(print(visited), print(expected));
  }
}

std::string signature(const std::string& text) {
  const std::string normalized = normalize(text);
  return copy_signature(normalized, split_runs(normalized));
}

TEST(CopySignature, LittleTextHasNone) {
  EXPECT_EQ(signature("한은, 기준금리 2.75%로 인하"), "");
  std::string repeated;
  for (int i = 0; i < 100; ++i) repeated += "무단 전재 및 재배포 금지 ";
  EXPECT_EQ(signature(repeated), "");
  EXPECT_EQ(signature(kWire).size(), kSignatureBytes);
  EXPECT_FALSE(are_copies("", ""));
}

TEST(CopySignature, TellsEditedTextsFromOthers) {
  const std::string wire = signature(kWire);
  EXPECT_TRUE(are_copies(wire, wire));
  EXPECT_TRUE(are_copies(wire, signature(kShortened)));
  EXPECT_TRUE(
      are_copies(wire, signature(std::string("(서울=연합뉴스) 홍길동 기자 = ") + kWire + " 끝")));
  EXPECT_FALSE(are_copies(wire, signature(kOwn)));
}

TEST(CopyGroups, AreCountedByTheirSignatures) {
  const std::vector<std::string> all = {signature(kWire), signature(kShortened), signature(kOwn)};
  EXPECT_EQ(count_groups({all.begin(), all.end()}), 2u);
  EXPECT_EQ(count_groups({}), 0u);
}

}  // namespace
}  // namespace sillok
