// The public Indexer: a program's records to an indexing run.
#include <sillok/indexer.h>

#include <ctime>
#include <utility>
#include <vector>

#include "common/date.h"
#include "common/text.h"
#include "indexer/found_entry.h"
#include "indexer/indexing_run.h"

namespace sillok {
namespace {

std::string name_of(const Record& record) {
  if (!record.id.empty()) return record.board + "/" + record.id;
  if (record.number) return record.board + "#" + std::to_string(*record.number);
  return "\"" + record.title + "\"";
}

void check_text(const Record& record) {
  using Field = std::pair<const char*, const std::string*>;
  for (const auto& [name, text] :
       {Field{"id", &record.id}, Field{"board", &record.board}, Field{"title", &record.title},
        Field{"author", &record.author}, Field{"source", &record.source},
        Field{"category", &record.category}, Field{"date", &record.date},
        Field{"time", &record.time}, Field{"url", &record.url}, Field{"body", &record.body},
        Field{"place", &record.place}}) {
    if (to_valid_utf8(*text) == *text) continue;
    throw InputError("record " + to_valid_utf8(name_of(record)) + ": its " + name + " is not UTF-8",
                     "decode it before it is added");
  }
  if (record.title.empty() && record.body.empty()) {
    throw InputError("record " + name_of(record) + ": has neither title nor body");
  }
}

// Fills in date and time, and the time from the date when it is written there.
void set_date(const Record& record, Article& article) {
  article.time = record.time;
  if (record.date.empty()) return;
  const std::optional<BoardDate> written = parse_board_date(record.date);
  const std::optional<Day> day = written ? known_day(*written) : std::nullopt;
  if (!day) {
    throw InputError("record " + name_of(record) + ": its date \"" + record.date + "\" is no day",
                     "write it as 2025-02-04, or leave it empty");
  }
  article.date = format_day(*day);
  if (article.time.empty()) article.time = written->time;
}

Article article_of(Record record) {
  check_text(record);
  Article article;
  set_date(record, article);
  article.kind = record.is_row ? Article::Kind::row : Article::Kind::article;
  article.id = std::move(record.id);
  article.board = std::move(record.board);
  article.number = record.number;
  article.title = std::move(record.title);
  article.author = std::move(record.author);
  article.source = std::move(record.source);
  article.category = std::move(record.category);
  article.url = std::move(record.url);
  article.body = std::move(record.body);
  article.place = std::move(record.place);
  article.captured = record.captured != 0 ? record.captured : std::time(nullptr);
  article.capture_certain = true;
  return article;
}

IndexingOptions indexing_options(const std::string& path, const IndexerOptions& options) {
  IndexingOptions indexing;
  indexing.index = path;
  indexing.memory_bytes = options.memory_bytes;
  indexing.threads = options.threads;
  indexing.rebuild = options.rebuild;
  return indexing;
}

}  // namespace

class Indexer::Impl {
 public:
  Impl(const std::string& path, const IndexerOptions& options)
      : options_(options), indexing_(indexing_options(path, options)) {
    callbacks_.stop = options_.stop;
    if (options_.on_progress) {
      callbacks_.on_progress = [this](const IndexingProgress& progress) { report(progress); };
    }
    begin();
  }

  void add(Record record) {
    Article article = article_of(std::move(record));
    guarded([&] {
      batch_bytes_ += article.title.size() + article.body.size() + kArticleBytes;
      batch_.push_back(std::move(article));
      ++records_;
      if (batch_bytes_ >= kBatchBytes) submit();
    });
  }

  void remove(std::string_view key) {
    guarded([&] { run_->remove(std::string(key)); });
  }

  CommitSummary commit() {
    CommitSummary summary;
    guarded([&] {
      submit();
      const IndexingSummary done = run_->finish();
      summary.added = done.posts.added.all();
      summary.changed = done.posts.changed.all();
      summary.unchanged = done.posts.unchanged.all();
      summary.removed = done.pruned;
      summary.articles = done.index.articles;
      summary.rows = done.index.rows;
    });
    discard();
    indexing_.rebuild = false;
    return summary;
  }

  void discard() {
    run_.reset();
    batch_.clear();
    batch_bytes_ = 0;
    records_ = 0;
  }

 private:
  static constexpr std::size_t kBatchBytes = std::size_t{256} << 10;
  static constexpr std::size_t kArticleBytes = 512;  // what an article takes besides its text

  void begin() {
    if (!run_) run_ = std::make_unique<IndexingRun>(indexing_, callbacks_);
  }

  template <typename Action>
  void guarded(Action action) {
    try {
      begin();
      action();
    } catch (...) {
      discard();
      throw;
    }
  }

  void submit() {
    run_->report_reading({});
    if (batch_.empty()) return;
    auto articles = std::make_shared<std::vector<Article>>(std::exchange(batch_, {}));
    const std::size_t bytes = std::exchange(batch_bytes_, 0);
    run_->submit(bytes, [articles](const StoredEntries* stored) {
      ParsedPiece piece;
      for (Article& article : *articles) {
        piece.found.push_back(describe(std::move(article), stored));
      }
      std::vector<ParsedPiece> pieces;
      pieces.push_back(std::move(piece));
      return pieces;
    });
  }

  void report(const IndexingProgress& progress) const {
    options_.on_progress({progress.stage == IndexingProgress::Stage::reading
                              ? IndexerProgress::Stage::adding
                              : IndexerProgress::Stage::merging,
                          records_});
  }

  IndexerOptions options_;
  IndexingOptions indexing_;
  IndexingCallbacks callbacks_;
  std::vector<Article> batch_;  // added and not yet submitted
  std::size_t batch_bytes_ = 0;
  std::uint64_t records_ = 0;
  std::unique_ptr<IndexingRun> run_;  // refers to what stands above
};

Indexer::Indexer(const std::string& path, const IndexerOptions& options)
    : impl_(std::make_unique<Impl>(path, options)) {}
Indexer::~Indexer() = default;
Indexer::Indexer(Indexer&&) noexcept = default;
Indexer& Indexer::operator=(Indexer&&) noexcept = default;

void Indexer::add(Record record) {
  impl_->add(std::move(record));
}

void Indexer::remove(std::string_view key) {
  impl_->remove(key);
}

CommitSummary Indexer::commit() {
  return impl_->commit();
}

void Indexer::discard() {
  impl_->discard();
}

}  // namespace sillok
