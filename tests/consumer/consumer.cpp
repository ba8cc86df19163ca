// The library in ten lines, as another project uses it: consumer INDEX QUERY prints a title a line.
#include <sillok/searcher.h>

#include <iostream>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    sillok::Searcher searcher(argv[1]);
    for (const sillok::Hit& hit : searcher.search(argv[2]).hits) {
      std::cout << hit.date << ' ' << hit.title << '\n';
    }
  } catch (const sillok::Error& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
