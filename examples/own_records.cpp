// Indexing records of your own, instead of a dump: add them one by one, then commit.
//
// Readers see nothing of it before the commit and all of it afterwards. Ctrl-C stops the work and
// leaves the index as it was before.
#include <sillok/indexer.h>
#include <sillok/searcher.h>

#include <atomic>
#include <csignal>
#include <iostream>

// The indexer looks at this flag; a signal handler may set it.
std::atomic<bool> stop = false;

int main(int argc, char** argv) try {
  const std::string path = argc > 1 ? argv[1] : "own.idx";
  std::signal(SIGINT, [](int) { stop = true; });

  sillok::IndexerOptions options;
  options.stop = &stop;
  options.on_progress = [](const sillok::IndexerProgress& progress) {
    std::cerr << progress.records << " records\n";
  };
  sillok::Indexer indexer(path, options);

  // A record is named by its board and id. Adding it again replaces it; the same content again
  // changes nothing.
  sillok::Record record;
  record.board = "memo";
  record.id = "2025-001";
  record.title = "스타게이트 투자 설명회";
  record.date = "2025-02-10";
  record.body = "오픈AI와 소프트뱅크가 투자자를 만났다.\n데이터센터는 텍사스에 짓는다.";
  indexer.add(record);

  record.id = "2025-002";
  record.title = "전력기기 수주 현황";
  record.date = "2025년 2월 11일";
  record.body = "변압기 주문이 두 해치 밀려 있다.";
  indexer.add(record);

  const sillok::CommitSummary done = indexer.commit();
  std::cout << done.added << " added, " << done.changed << " changed, " << done.unchanged
            << " unchanged; the index holds " << done.articles << '\n';

  // The key of a record is what Hit::key says: its board and id here.
  indexer.remove("memo/2025-002");
  std::cout << indexer.commit().removed << " removed\n";

  sillok::Searcher searcher(path);
  for (const sillok::Hit& hit : searcher.search("데이터센터").hits)
    std::cout << hit.key << ": " << hit.title << '\n';
} catch (const sillok::InterruptedError& error) {
  std::cerr << error.what() << '\n';
  return 130;
} catch (const sillok::Error& error) {
  std::cerr << error.what() << "\nhint: " << error.hint() << '\n';
  return 1;
}
