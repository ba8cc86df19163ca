#include "indexer/dump_reader.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include "common/charset.h"
#include "indexer/json_array.h"
#include "indexer/warc.h"
#include "sillok/error.h"

namespace sillok {
namespace {

constexpr std::size_t kUnitBytes = 1 << 20;
constexpr std::size_t kPieceOverhead = 512;  // of a piece in memory, whatever its size
constexpr std::size_t kHeadBytes = 16 << 10;

std::int64_t unix_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string absolute_path(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::path absolute =
      std::filesystem::absolute(path, ignored).lexically_normal();
  return absolute.has_filename() ? absolute.string() : absolute.parent_path().string();
}

// The board of what lies at `place`: the name of the directory, wherever the program was started.
std::string board_of_place(const std::string& place) {
  if (place == "-" || place.starts_with("-!")) return {};
  return containing_directory(absolute_path(place));
}

std::uint64_t count_lines(std::string_view bytes) {
  return static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

// The blocks of an entry, and the beginning that was read ahead. A failure is kept: what came
// before it is good.
class EntryBytes {
 public:
  explicit EntryBytes(Entry& entry) : entry_(entry) {}

  // The first bytes, or all when there are fewer.
  std::string_view peek(std::size_t bytes) {
    while (ahead_.size() < bytes) {
      const std::string_view block = read_block();
      if (block.empty()) break;
      ahead_.append(block);
    }
    return ahead_;
  }

  // The next bytes, empty at the end and after a failure. Valid until the next call.
  std::string_view next() {
    if (ahead_.empty() && !json_array_) return read_block();
    given_ = std::exchange(ahead_, {});
    while (json_array_ && given_.empty()) {
      const std::string_view block = read_block();
      if (block.empty()) break;
      json_array_->split(block, given_);
    }
    return given_;
  }

  // Reads everything and decodes it: of UTF-16, line ends cannot be found in the bytes. False when
  // it is more than `max_bytes`.
  bool decode_whole(std::uint64_t max_bytes) {
    for (std::string_view block = read_block(); !block.empty(); block = read_block()) {
      ahead_.append(block);
      if (ahead_.size() > max_bytes) return false;
    }
    ahead_ = decode_text(ahead_).text;
    return true;
  }

  // From here on the records of a JSON array come as lines.
  void split_json_array() {
    std::string lines;
    json_array_.emplace().split(std::exchange(ahead_, {}), lines);
    ahead_ = std::move(lines);
  }

  // Why reading ended early; empty when it did not.
  const std::string& failure() const { return failure_; }

 private:
  std::string_view read_block() {
    if (!failure_.empty()) return {};
    try {
      return entry_.next_block();
    } catch (const InputError& e) {
      failure_ = e.what();
      return {};
    }
  }

  Entry& entry_;
  std::string ahead_;
  std::string given_;
  std::string failure_;
  std::optional<JsonArraySplitter> json_array_;
};

class DumpReader {
 public:
  DumpReader(const ReadOptions& options, const std::function<void(Unit)>& on_unit)
      : options_(options), on_unit_(on_unit) {
    for (const std::string& path : options.excluded) {
      if (!path.empty()) excluded_.push_back(absolute_path(path));
    }
  }

  void read_entry(Entry& entry);

  void skip_entry(Skip skip) {
    Piece piece;
    piece.entry = ++entries_;
    piece.context.place = skip.place;
    piece.skips.push_back(std::move(skip));
    emit(std::move(piece));
  }

  void flush() {
    if (!unit_.pieces.empty()) on_unit_(std::exchange(unit_, {}));
  }

 private:
  void emit(Piece piece) {
    unit_.bytes += piece.bytes.size() + kPieceOverhead;
    unit_.pieces.push_back(std::move(piece));
    if (unit_.bytes >= kUnitBytes) flush();
  }

  bool is_excluded(const std::string& place) const;
  Piece make_piece(const Entry& entry, PageFormat format) const;
  void read_page(EntryBytes& bytes, Piece piece);
  void read_jsonl(EntryBytes& bytes, const Piece& model);
  void read_csv(EntryBytes& bytes, Piece piece);
  void read_warc(EntryBytes& bytes, const Piece& model);
  void emit_records(const Piece& model, std::uint64_t& line, std::string records);
  void emit_skip(const Piece& model, Skip skip);
  void emit_loss(const Piece& model, Skip skip);
  Skip too_large(const std::string& place, std::string reason) const;
  bool take_csv_header(std::string& pending, std::uint64_t& line, Piece& piece);
  void report_failure(const EntryBytes& bytes, const Piece& model);

  const ReadOptions& options_;
  const std::function<void(Unit)>& on_unit_;
  std::vector<std::string> excluded_;  // absolute
  Unit unit_;
  std::uint64_t entries_ = 0;
};

Piece DumpReader::make_piece(const Entry& entry, PageFormat format) const {
  Piece piece;
  piece.entry = entries_;
  piece.format = format;
  piece.context.place = entry.place();
  piece.name_charset = entry.name_charset();
  piece.context.board = options_.board.empty() ? board_of_place(entry.place()) : options_.board;
  piece.context.board_forced = !options_.board.empty();
  piece.context.forced_charset = options_.charset;
  // Nothing can have been captured after it was read.
  piece.file_time = entry.modified() != 0 ? entry.modified() : unix_now();
  return piece;
}

bool DumpReader::is_excluded(const std::string& place) const {
  const std::string path = absolute_path(place);
  return std::any_of(excluded_.begin(), excluded_.end(), [&](const std::string& excluded) {
    return path == excluded || path.starts_with(excluded + "/");
  });
}

void DumpReader::read_entry(Entry& entry) {
  if (is_excluded(entry.place())) return;
  ++entries_;
  EntryBytes bytes(entry);
  const std::string_view head = bytes.peek(kHeadBytes);
  if (head.empty() && bytes.failure().empty()) {
    emit_skip(make_piece(entry, PageFormat::none), {entry.place(), "empty file", {}});
    return;
  }
  Recognition found;
  if (options_.format) {
    found.format = *options_.format;
  } else if (!head.empty()) {
    found = recognize_format(head, entry.place(), options_.fields);
  }
  const Piece piece = make_piece(entry, found.format);
  const bool is_records = found.format == PageFormat::jsonl || found.format == PageFormat::csv;
  if (is_records && is_utf16(head) && !bytes.decode_whole(options_.limits.entry_bytes)) {
    emit_loss(piece, too_large(entry.place(), "UTF-16 file too large"));
    return;
  }
  if (found.is_json_array) bytes.split_json_array();
  switch (found.format) {
    case PageFormat::none:
      if (!head.empty()) emit_skip(piece, {entry.place(), found.reason, {}});
      break;
    case PageFormat::jsonl:
      read_jsonl(bytes, piece);
      break;
    case PageFormat::csv:
      read_csv(bytes, piece);
      break;
    case PageFormat::warc:
      read_warc(bytes, piece);
      break;
    case PageFormat::text:
    case PageFormat::html:
      read_page(bytes, piece);
      return;
  }
  report_failure(bytes, piece);
}

void DumpReader::read_page(EntryBytes& bytes, Piece piece) {
  for (std::string_view block = bytes.next(); !block.empty(); block = bytes.next()) {
    if (piece.bytes.size() + block.size() > options_.limits.entry_bytes) {
      piece.bytes.clear();
      emit_loss(piece, too_large(piece.context.place, "page too large"));
      return;
    }
    piece.bytes.append(block);
  }
  // What can be read of a page is better than nothing, and any whole capture is better than that:
  // it counts as captured long ago.
  if (bytes.failure().empty()) {
    piece.context.captured = piece.file_time;
  } else {
    piece.skips.push_back(
        {piece.context.place, "cannot be read whole", bytes.failure(), /*is_loss=*/true});
  }
  emit(std::move(piece));
}

void DumpReader::emit_records(const Piece& model, std::uint64_t& line, std::string records) {
  Piece piece = model;
  piece.first_line = line;
  line += count_lines(records);
  piece.bytes = std::move(records);
  emit(std::move(piece));
}

void DumpReader::emit_skip(const Piece& model, Skip skip) {
  Piece piece = model;
  piece.skips.push_back(std::move(skip));
  emit(std::move(piece));
}

void DumpReader::emit_loss(const Piece& model, Skip skip) {
  skip.is_loss = true;
  emit_skip(model, std::move(skip));
}

Skip DumpReader::too_large(const std::string& place, std::string reason) const {
  return {place, std::move(reason),
          "more than " + std::to_string(options_.limits.entry_bytes) + " bytes; --max-entry"};
}

void DumpReader::report_failure(const EntryBytes& bytes, const Piece& model) {
  if (bytes.failure().empty()) return;
  emit_loss(model, {model.context.place, "cannot be read whole", bytes.failure()});
}

void DumpReader::read_jsonl(EntryBytes& bytes, const Piece& model) {
  std::string pending;
  std::size_t whole = 0;  // bytes of it up to the last line end
  std::uint64_t line = 1;
  bool is_line_too_long = false;  // its beginning was dropped
  for (std::string_view block = bytes.next(); !block.empty(); block = bytes.next()) {
    if (is_line_too_long) {
      const std::size_t end = block.find('\n');
      if (end == std::string_view::npos) continue;
      block.remove_prefix(end + 1);
      ++line;
      is_line_too_long = false;
    }
    const std::size_t end = block.rfind('\n');
    if (end != std::string_view::npos) whole = pending.size() + end + 1;
    pending.append(block);
    if (pending.size() < kUnitBytes) continue;
    if (whole > 0) {
      std::string rest = pending.substr(whole);
      pending.resize(std::exchange(whole, 0));
      emit_records(model, line, std::exchange(pending, std::move(rest)));
    } else if (pending.size() > options_.limits.entry_bytes) {
      emit_loss(model,
                too_large(model.context.place + ":" + std::to_string(line), "line too long"));
      pending.clear();
      is_line_too_long = true;
    }
  }
  if (!pending.empty()) emit_records(model, line, std::move(pending));
}

bool DumpReader::take_csv_header(std::string& pending, std::uint64_t& line, Piece& piece) {
  std::size_t consumed = 0;
  const CsvHeader header = parse_csv_header(pending, options_.fields, consumed);
  if (header.columns.empty()) {
    emit_loss(piece, {piece.context.place, "CSV without a header", {}});
    return false;
  }
  piece.header = std::make_shared<CsvHeader>(header);
  line += count_lines(std::string_view(pending).substr(0, consumed));
  pending.erase(0, consumed);
  return true;
}

void DumpReader::read_csv(EntryBytes& bytes, Piece piece) {
  std::string pending;
  std::uint64_t line = 1;
  std::size_t next_try = kUnitBytes;  // doubled when no record was whole: no quadratic search
  for (bool at_end = false; !at_end;) {
    const std::string_view block = bytes.next();
    at_end = block.empty();
    pending.append(block);
    if (!at_end && pending.size() < next_try) continue;
    if (!piece.header && !take_csv_header(pending, line, piece)) return;
    const std::size_t whole =
        at_end ? pending.size() : whole_csv_records(pending, piece.header->separator);
    if (whole == 0 && pending.size() > options_.limits.entry_bytes) {
      emit_loss(piece,
                too_large(piece.context.place + ":" + std::to_string(line), "record too long"));
      return;
    }
    next_try = whole == 0 ? 2 * pending.size() : kUnitBytes;
    if (whole == 0) continue;
    std::string rest = pending.substr(whole);
    pending.resize(whole);
    emit_records(piece, line, std::exchange(pending, std::move(rest)));
  }
}

void DumpReader::read_warc(EntryBytes& bytes, const Piece& model) {
  bool is_first = true;  // its first page is the entry that read_entry counted
  const auto next_entry = [&] {
    if (!is_first) ++entries_;
    is_first = false;
  };
  for_each_warc_page([&] { return bytes.next(); }, model.context.place, options_.limits.entry_bytes,
                     [&](WarcPage page) {
                       next_entry();
                       Piece piece = model;
                       piece.entry = entries_;
                       piece.context.place.append("!").append(page.url);
                       piece.context.url = std::move(page.url);
                       if (!page.is_cut) piece.context.captured = page.captured;
                       piece.context.captured_by_crawler = piece.context.captured != 0;
                       piece.context.declared_charset = std::move(page.declared_charset);
                       piece.capture_certain = piece.context.captured != 0;
                       piece.format =
                           page.content_type == "text/plain" ? PageFormat::text : PageFormat::html;
                       piece.bytes = std::move(page.body);
                       emit(std::move(piece));
                     },
                     [&](Skip skip) {
                       next_entry();
                       Piece piece = model;
                       piece.entry = entries_;
                       piece.context.place = skip.place;
                       emit_skip(piece, std::move(skip));
                     });
}

}  // namespace

void read_dump(const std::vector<std::string>& paths, const ReadOptions& options,
               const std::function<void(Unit)>& on_unit,
               const std::function<void(const DumpProgress&)>& on_progress) {
  DumpReader reader(options, on_unit);
  for_each_entry(
      paths, options.limits, options.name_charset, [&](Entry& entry) { reader.read_entry(entry); },
      [&](Skip skip) { reader.skip_entry(std::move(skip)); }, on_progress);
  reader.flush();
}

}  // namespace sillok
