// Words that characterise what a query finds, and articles like a given one.
#include "searcher/related.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "sillok/searcher.h"
#include "tests/archive.h"

namespace sillok {
namespace {

// Four articles on one matter among sixteen others; every article says 밝혔다.
std::vector<Article> news() {
  std::vector<Article> articles = {
      make_article("s1", "스타게이트 투자", "소프트뱅크와 오픈AI가 데이터센터를 짓는다고 밝혔다."),
      make_article("s2", "스타게이트 착공", "소프트뱅크는 데이터센터 부지를 골랐다고 밝혔다."),
      make_article("s3", "스타게이트 전망", "소프트뱅크 주가가 올랐다고 거래소가 밝혔다."),
      make_article("s4", "별을 보는 밤", "어린이천문대는 스타게이트라는 이름을 밝혔다."),
  };
  for (int i = 0; i < 16; ++i) {
    articles.push_back(
        make_article("o" + std::to_string(i), "시청 소식",
                     "도서관은 새 책을 들인다고 밝혔다. " + std::to_string(2000 + i)));
  }
  return articles;
}

class Related : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    const std::vector<Article> articles = news();
    write_archive(path("all.idx"), articles);
    write_archive(path("first.idx"), {articles.begin(), articles.begin() + 2});
    write_archive(path("second.idx"), {articles.begin() + 2, articles.end()});
  }
  static void TearDownTestSuite() { directory_.reset(); }
  static std::string path(const std::string& name) { return directory_->path() + "/" + name; }

  static std::string words(const std::string& query, const std::vector<std::string>& indexes) {
    SearchOptions options;
    options.related_words = 2;
    options.limit = 1;
    std::string text;
    for (const RelatedWord& word : Searcher(indexes).search(query, options).related_words) {
      text += word.word + " " + std::to_string(word.count) + "/" + std::to_string(word.all) + " ";
    }
    return text;
  }

  static std::vector<std::string> like(const std::string& name,
                                       const std::vector<std::string>& indexes) {
    std::vector<std::string> ids;
    for (const Hit& hit : Searcher(indexes).like(name).hits) ids.push_back(hit.id);
    return ids;
  }

 private:
  static inline std::unique_ptr<TemporaryDirectory> directory_;
};

// Neither the word that was searched for nor 밝혔다, which stands in every article.
TEST_F(Related, WordsTellTheMatchesFromTheArchive) {
  EXPECT_EQ(words("스타게이트", {path("all.idx")}), "소프트뱅크 3/3 데이터센터 2/2 ");
  EXPECT_EQ(words("스타게이트", {path("first.idx"), path("second.idx")}),
            "소프트뱅크 3/3 데이터센터 2/2 ");
}

TEST_F(Related, NothingIsRelatedToWhatIsEverywhereOrNowhere) {
  EXPECT_EQ(words("*", {path("all.idx")}), "");
  EXPECT_EQ(words("없는낱말", {path("all.idx")}), "");
}

TEST_F(Related, ArticlesLikeOneShareItsTellingWords) {
  for (const std::vector<std::string>& indexes :
       {std::vector<std::string>{path("all.idx")},
        std::vector<std::string>{path("first.idx"), path("second.idx")}}) {
    const std::vector<std::string> ids = like("s1", indexes);
    ASSERT_GE(ids.size(), 3u);
    EXPECT_EQ(ids.front(), "s2");
    EXPECT_EQ(std::ranges::count(ids, "s1"), 0);
    EXPECT_EQ(std::ranges::count(ids, "o1"), 0);
  }
}

TEST_F(Related, LikeRunsAQueryThatCanBeRepeated) {
  Searcher searcher(path("all.idx"));
  const SearchResult result = searcher.like("news/s1");
  SearchOptions any;
  any.match = Match::any;
  EXPECT_EQ(searcher.search(result.query, any).total, result.total);
  EXPECT_NE(result.query.find("소프트뱅크"), std::string::npos) << result.query;
}

TEST_F(Related, LikeNeedsOneEntry) {
  EXPECT_THROW(like("nobody", {path("all.idx")}), InputError);
  EXPECT_THROW(like("s1", {path("all.idx"), path("first.idx")}), InputError);
}

}  // namespace
}  // namespace sillok
