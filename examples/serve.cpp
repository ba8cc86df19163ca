// Answering many users at once: a Searcher is not shared, so each thread opens its own.
//
// Opening costs about a millisecond, but what a Searcher learns of the archive it keeps; so a
// server opens one a thread and calls reopen() now and then, which is cheap when nothing new was
// published. A search that runs while the index is published anew is not disturbed.
#include <sillok/searcher.h>

#include <iostream>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <thread>
#include <vector>

// The questions, handed out one by one.
class Questions {
 public:
  explicit Questions(std::vector<std::string> texts) {
    for (std::string& text : texts) texts_.push(std::move(text));
  }

  std::optional<std::string> next() {
    const std::lock_guard lock(mutex_);
    if (texts_.empty()) return std::nullopt;
    std::string text = std::move(texts_.front());
    texts_.pop();
    return text;
  }

 private:
  std::mutex mutex_;
  std::queue<std::string> texts_;
};

void serve(const std::string& path, Questions& questions) {
  static std::mutex output;
  sillok::Searcher searcher(path);
  while (const std::optional<std::string> question = questions.next()) {
    searcher.reopen();
    std::string answer;
    try {
      const sillok::SearchResult result = searcher.search(*question);
      answer = std::to_string(result.total) + (result.total_is_exact ? "" : " or so");
    } catch (const sillok::QueryError& error) {
      answer = error.problem() + " at byte " + std::to_string(error.offset());
    }
    const std::lock_guard lock(output);
    std::cout << *question << ": " << answer << '\n';
  }
}

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "archive.idx";
  Questions questions({"스타게이트", "금리 -한국은행", "\"데이터센터\"", "(괄호", "AI*"});
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(serve, path, std::ref(questions));
  for (std::thread& thread : threads) thread.join();
}
