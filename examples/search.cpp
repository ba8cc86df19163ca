// Searching in ten lines.
//
// A Searcher opens an index that sillok-index made. A search gives the ten best hits unless its
// options say otherwise; each has its title, where it comes from, and a snippet whose highlights
// are byte ranges. Whatever goes wrong is a sillok::Error with a hint.
#include <sillok/searcher.h>

#include <iostream>

int main(int argc, char** argv) try {
  sillok::Searcher searcher(argc > 1 ? argv[1] : "archive.idx");
  sillok::SearchOptions options;
  options.from = "2025-01";
  for (const sillok::Hit& hit : searcher.search("스타게이트", options).hits)
    std::cout << hit.date << ' ' << hit.title << '\n' << hit.snippet.text << '\n';
} catch (const sillok::Error& error) {
  std::cerr << error.what() << "\nhint: " << error.hint() << '\n';
  return 1;
}
