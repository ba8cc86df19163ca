// What -d may name: cluster files, and what is wrong with them.
#include "searcher/cluster.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sillok/error.h"
#include "tests/archive.h"

namespace sillok {
namespace {

std::string names_of(const std::vector<ShardAddress>& shards) {
  std::string names;
  for (const ShardAddress& shard : shards) names += shard.name() + "\n";
  return names;
}

TEST(Cluster, ListsPathsAndServersALineEach) {
  const std::string text =
      "\xEF\xBB\xBF# 뉴스 보관소\r\n"
      "\n"
      "/srv/news/2024.idx   # last year\r\n"
      "shards/2025.idx\n"
      "이름#2.idx\n"
      "search1:9001\n"
      "  10.0.0.2:9001\t#\n"
      "[::1]:9002";
  const auto shards = parse_cluster(text, "news.cluster", "/etc/sillok");
  EXPECT_EQ(names_of(shards),
            "/srv/news/2024.idx\n"
            "/etc/sillok/shards/2025.idx\n"
            "/etc/sillok/이름#2.idx\n"
            "search1:9001\n"
            "10.0.0.2:9001\n"
            "[::1]:9002\n");
  EXPECT_EQ(shards[3].place, "news.cluster:6");
  EXPECT_EQ(shards[5].host, "::1");
}

TEST(Cluster, BadLinesAreNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "cluster file c: lists no shard"},
      {"# nothing\n\n", "cluster file c: lists no shard"},
      {"a.idx\n:9001\n", "cluster file c:2: \":9001\" names no host before the \":\""},
      {"host:\n", "cluster file c:1: \"host:\" names no port behind the \":\""},
      {"host:0\n", "cluster file c:1: \"host:0\" names a port that is not from 1 to 65535"},
      {"host:70000", "cluster file c:1: \"host:70000\" names a port that is not from 1 to 65535"},
      {"host:99999999999999999999",
       "cluster file c:1: \"host:99999999999999999999\" names a port that is not from 1 to 65535"},
      {"a.idx\n\nb/../a.idx\n", "cluster file c:3: /x/b/../a.idx is listed before, at c:1"},
      {"h:1\nh:1\n", "cluster file c:2: h:1 is listed before, at c:1"},
      {"a\xFF.idx\n", "cluster file c:1: is not UTF-8"},
  };
  for (const auto& [text, expected] : cases) {
    try {
      parse_cluster(text, "c", "/x");
      ADD_FAILURE() << text;
    } catch (const InputError& error) {
      EXPECT_STREQ(error.what(), expected);
      EXPECT_NE(error.hint(), "");
    }
  }
}

TEST(Cluster, NamesStandForTheirShards) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/";
  std::filesystem::create_directories(path + "one.idx");
  std::filesystem::create_directories(path + "many");
  std::ofstream(path + "many/cluster") << "shard-1\nshard-2\n";
  std::ofstream(path + "news.cluster") << "one.idx\nlocalhost:9001\n";
  std::ofstream(path + "stub") << "remote :xapian-progsrv /srv/news.idx\n";
  const auto shards = list_shards(
      {path + "one.idx", path + "many", path + "news.cluster", path + "stub", "search2:9001"});
  EXPECT_EQ(names_of(shards), path + "one.idx\n" + path + "many/shard-1\n" + path +
                                  "many/shard-2\n" + path + "one.idx\nlocalhost:9001\n" + path +
                                  "stub\nsearch2:9001\n");
}

TEST(Cluster, OtherThingsAreRefused) {
  const TemporaryDirectory directory;
  const std::string binary = directory.path() + "/photo.jpg";
  std::ofstream(binary) << std::string("\xFF\xD8\0\x10", 4);
  std::ofstream(directory.path() + "/huge") << std::string(2 << 20, '#');
  EXPECT_THROW(list_shards({binary}), InputError);
  EXPECT_THROW(list_shards({directory.path() + "/huge"}), InputError);
  EXPECT_THROW(list_shards({directory.path() + "/none.idx"}), IndexError);
  EXPECT_THROW(list_shards({"search1:70000"}), IndexError);
}

}  // namespace
}  // namespace sillok
