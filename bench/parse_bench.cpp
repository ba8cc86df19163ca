// From the bytes of a dump to articles, without writing: charsets, HTML, board text, and whole
// dumps of each kind through the reader. Bytes are those that are parsed, decompressed.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "common/charset.h"
#include "indexer/board_text.h"
#include "indexer/dump_reader.h"
#include "indexer/html.h"
#include "indexer/html_tree.h"
#include "indexer/parse.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

const fs::path kData = fs::path(SILLOK_SOURCE_DIR) / "data";

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
}

PageContext page_context() {
  PageContext context;
  context.place = "page.html";
  context.board = "news";
  return context;
}

void decode(benchmark::State& state, const char* page) {
  const std::string bytes = read_file(kData / page);
  for (auto _ : state) benchmark::DoNotOptimize(decode_text(bytes));
  count_bytes(state, bytes.size());
}
BENCHMARK_CAPTURE(decode, utf8, "archive/2024-winter/news/board-dump-5204.txt");
BENCHMARK_CAPTURE(decode, cp949, "archive/2024-spring/news/page-5103.txt");

void build_tree(benchmark::State& state, const char* page) {
  const std::string bytes = read_file(kData / page);
  std::string why;
  for (auto _ : state) benchmark::DoNotOptimize(HtmlTree::parse(bytes, {}, why));
  count_bytes(state, bytes.size());
}
BENCHMARK_CAPTURE(build_tree, gnuboard5, "pages/gnuboard5-read.html");

void parse_page_of(benchmark::State& state, const char* page) {
  const std::string bytes = read_file(kData / "pages" / page);
  const PageContext context = page_context();
  for (auto _ : state) benchmark::DoNotOptimize(parse_html(bytes, context));
  count_bytes(state, bytes.size());
}
BENCHMARK_CAPTURE(parse_page_of, rhymix, "rhymix-read.html");
BENCHMARK_CAPTURE(parse_page_of, gnuboard5, "gnuboard5-read.html");
BENCHMARK_CAPTURE(parse_page_of, gnuboard4_cp949, "gnuboard4-read.html");
BENCHMARK_CAPTURE(parse_page_of, zeroboard4_cp949, "zeroboard4-read.html");
BENCHMARK_CAPTURE(parse_page_of, list, "xe-list.html");
BENCHMARK_CAPTURE(parse_page_of, news_site, "news-open-graph.html");

void parse_text(benchmark::State& state) {
  const std::string text = read_file(kData / "archive/2024-winter/news/board-dump-5204.txt");
  const PageContext context = page_context();
  for (auto _ : state) benchmark::DoNotOptimize(parse_board_text(text, context));
  count_bytes(state, text.size());
}
BENCHMARK(parse_text);

// A dump of some mebibytes in its own directory.
class Dump {
 public:
  Dump() : folder_(fs::temp_directory_path() / "sillok-parse-bench") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Dump() { fs::remove_all(folder_); }

  std::string path() const { return folder_.string(); }
  void add_copies(const fs::path& page, std::size_t files) {
    const std::string bytes = read_file(page);
    for (std::size_t i = 0; i < files; ++i) {
      std::ofstream(folder_ / (std::to_string(i) + page.extension().string())) << bytes;
    }
  }
  void add_repeated(const fs::path& file, std::size_t times) {
    const std::string bytes = read_file(file);
    std::ofstream out(folder_ / file.filename());
    for (std::size_t i = 0; i < times; ++i) out << bytes;
  }

 private:
  fs::path folder_;
};

void read_whole_dump(benchmark::State& state, const Dump& dump) {
  std::size_t bytes = 0;
  std::size_t articles = 0;
  for (auto _ : state) {
    bytes = articles = 0;
    read_dump({dump.path()}, {},
              [&](Unit unit) {
                for (const Piece& piece : unit.pieces) {
                  bytes += piece.bytes.size();
                  articles += parse_page(piece, {}).articles.size();
                }
              },
              {});
  }
  count_bytes(state, bytes);
  state.counters["entries"] = static_cast<double>(articles);
}

void dump_of_html(benchmark::State& state) {
  Dump dump;
  dump.add_copies(kData / "pages/rhymix-read.html", 300);
  read_whole_dump(state, dump);
}
BENCHMARK(dump_of_html)->Unit(benchmark::kMillisecond);

void dump_of_text(benchmark::State& state) {
  Dump dump;
  dump.add_copies(kData / "archive/2024-winter/news/board-dump-5204.txt", 500);
  read_whole_dump(state, dump);
}
BENCHMARK(dump_of_text)->Unit(benchmark::kMillisecond);

void dump_of_warc(benchmark::State& state) {
  Dump dump;
  dump.add_repeated(kData / "pages/crawl.warc.gz", 200);
  read_whole_dump(state, dump);
}
BENCHMARK(dump_of_warc)->Unit(benchmark::kMillisecond);

void dump_of_jsonl(benchmark::State& state) {
  Dump dump;
  dump.add_repeated(kData / "archive/2024-winter/economy.jsonl", 300);
  read_whole_dump(state, dump);
}
BENCHMARK(dump_of_jsonl)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sillok
