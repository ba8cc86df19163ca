#include "common/schema.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sillok/error.h"

namespace sillok {
namespace {

std::size_t cost(std::string_view term) {
  return term.size() + static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));
}

TEST(Schema, ShortValuesAreKeptAsTheyAre) {
  EXPECT_EQ(boolean_term("Q", "news/55054"), "Qnews/55054");
  EXPECT_EQ(folded_term("N", "ＮＥＷＳ  게시판"), "Nnews 게시판");
  EXPECT_EQ(boolean_term("Q", std::string(kMaxTermBytes - 1, 'x')).size(), kMaxTermBytes);
}

TEST(Schema, LongValuesAreCutAtACharacterAndStayTwo) {
  std::string value;
  for (int i = 0; i < 100; ++i) value += "가나다";
  for (const std::string& end : {std::string("끝"), std::string("꽃"), std::string(500, '\0')}) {
    const std::string term = boolean_term("A", value + end);
    EXPECT_LE(cost(term), kMaxTermBytes);
    EXPECT_NE(term, boolean_term("A", value));
  }
  const std::string nuls = boolean_term("A", std::string(300, '\0'));
  EXPECT_LE(cost(nuls), kMaxTermBytes);
  const std::string cut = bounded_value("가나다라마바사아자차카타파하", 32);
  EXPECT_EQ(cut.substr(0, cut.size() - 16), "가나다라마");
}

TEST(Schema, IndexOfAnotherVersionIsRefusedWithAHint) {
  Xapian::WritableDatabase db("", Xapian::DB_BACKEND_INMEMORY);
  EXPECT_THROW(check_schema(db, "뉴스.idx"), IndexError);
  stamp_schema(db);
  EXPECT_NO_THROW(check_schema(db, "뉴스.idx"));
  db.set_metadata(kMetaAnalyzer, "0");
  try {
    check_schema(db, "뉴스.idx");
    FAIL();
  } catch (const IndexError& e) {
    EXPECT_NE(std::string(e.what()).find("뉴스.idx"), std::string::npos);
    EXPECT_NE(e.hint().find("--rebuild"), std::string::npos);
  }
}

}  // namespace
}  // namespace sillok
