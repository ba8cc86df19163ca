// CSV with a header, as Excel and scrapers write it.
//
//   record  field *(separator field) line-end
//   field   text without separator and line end | '"' anything, quotes doubled '"'
// Files in the wild also have undoubled quotes within quoted fields and quotes that never close: a
// quote closes a field only before a separator or line end, and one that does not close within
// kMaxQuotedBytes opens nothing.
#include <algorithm>
#include <array>
#include <optional>

#include "common/charset.h"
#include "common/text.h"
#include "indexer/lines.h"
#include "indexer/record_fields.h"
#include "indexer/records.h"

namespace sillok {

namespace {

constexpr std::size_t kMaxQuotedBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxDetailBytes = 120;
constexpr std::string_view kBom = "\uFEFF";

// Finds the quotes that close fields. Remembers what it searched in vain, so that a file full of
// stray quotes costs no more than another.
class QuoteScanner {
 public:
  QuoteScanner(std::string_view bytes, char separator) : bytes_(bytes), separator_(separator) {}

  // Position of the quote that closes the field whose text begins at `at`; npos when none does.
  // Positions asked for must not fall.
  std::size_t closing_quote(std::size_t at) {
    const auto limit = std::min(bytes_.size(), at + kMaxQuotedBytes);
    const auto close = next_quote(std::max(at, clear_until_), limit);
    clear_until_ = std::max(clear_until_, std::min(close, limit));
    const bool refused =
        close == refused_ && bytes_.substr(at, close - at).find('\n') != bytes_.npos;
    return refused ? std::string_view::npos : close;
  }

  // The field that ends at the last closing quote was none: that quote closes nothing that opens
  // on an earlier line.
  void refuse_last() { refused_ = clear_until_; }

 private:
  std::size_t next_quote(std::size_t at, std::size_t limit) const {
    for (at = bytes_.find('"', at); at < limit; at = bytes_.find('"', at)) {
      if (at + 1 == bytes_.size()) return at;
      const char next = bytes_[at + 1];
      if (next == separator_ || next == '\n' || next == '\r') return at;
      at += next == '"' ? 2 : 1;
    }
    return std::string_view::npos;
  }

  std::string_view bytes_;
  char separator_;
  std::size_t clear_until_ = 0;  // no quote before it closes anything that is still to come
  std::size_t refused_ = std::string_view::npos;
};

struct RecordEnd {
  std::size_t end = 0;  // past the line end
  bool whole = true;    // false: the bytes end within a quoted field, or within the last line
  bool stray_quote = false;
};

// Where the record at `begin` ends.
RecordEnd record_end(std::string_view bytes, std::size_t begin, char separator,
                     QuoteScanner& quotes) {
  std::size_t at = begin;
  bool stray = false;
  while (at < bytes.size()) {
    if (bytes[at] == '"' && !stray) {
      const auto close = quotes.closing_quote(at + 1);
      if (close != std::string_view::npos) {
        at = close + 1;
      } else {
        stray = true;
        if (bytes.size() - at < kMaxQuotedBytes) return {bytes.size(), false, true};
      }
    }
    while (at < bytes.size() && bytes[at] != separator && bytes[at] != '\n') ++at;
    if (at == bytes.size()) break;
    if (bytes[at] == '\n') return {at + 1, true, stray};
    ++at;
  }
  return {bytes.size(), false, stray};
}

bool after_border(std::string_view record, std::size_t at, char separator) {
  return record[at - 1] == separator || record[at - 1] == '\n';
}

struct Fields {
  std::vector<std::string> values;
  bool opens_within = false;  // a quoted field holds what looks like the opening of another
};

// The fields of one record, quotes undone. With `quotes` off they are characters like others.
Fields split_fields(std::string_view record, char separator, bool quotes) {
  while (record.ends_with('\n') || record.ends_with('\r')) record.remove_suffix(1);
  Fields fields;
  QuoteScanner scanner(record, separator);
  for (std::size_t at = 0; at <= record.size();) {
    std::string field;
    if (quotes && at < record.size() && record[at] == '"') {
      const auto close = std::min(scanner.closing_quote(at + 1), record.size());
      for (std::size_t i = at + 1; i < close; ++i) {
        const bool doubled = record[i] == '"' && i + 1 < close && record[i + 1] == '"';
        if (doubled)
          ++i;
        else if (record[i] == '"')
          fields.opens_within |= after_border(record, i, separator);
        field += record[i];
      }
      at = std::min(close + 1, record.size());
    }
    const auto end = std::min(record.find(separator, at), record.size());
    field += record.substr(at, end - at);
    fields.values.push_back(std::move(field));
    at = end + 1;
  }
  return fields;
}

// Excel's first line "sep=;" names the separator.
std::size_t separator_line_bytes(std::string_view bytes) {
  if (!bytes.starts_with("sep=") || bytes.size() < 6) return 0;
  const auto end = bytes.find('\n');
  return end != std::string_view::npos && end <= 6 ? end + 1 : 0;
}

class CsvReader {
 public:
  CsvReader(const CsvHeader& header, const FieldMap& map, const PageContext& context)
      : header_(header), context_(context) {
    parsed_.format = "csv";
    parsed_.charset.declared = context.declared_charset;
    parsed_.charset.detected = "UTF-8";
    parsed_.charset.confidence = 1;
    for (const auto& column : header.columns) {
      fields_.push_back(find_record_field(column, map));
      if (!fields_.back()) continue;
      parsed_.rules.emplace(record_field_name(fields_.back()->field), "column " + column);
    }
  }

  Parsed read(std::string_view records, std::uint64_t line) {
    const auto decoded = decode(records);
    if (decoded) records = *decoded;
    QuoteScanner quotes(records, header_.separator);
    for (std::size_t at = 0; at < records.size();) {
      const auto end = read_record(records, at, line, quotes);
      const auto record = records.substr(at, end - at);
      line += static_cast<std::uint64_t>(std::count(record.begin(), record.end(), '\n'));
      at = end;
    }
    return std::move(parsed_);
  }

 private:
  // The records as UTF-8, an empty text when they are a byte order mark alone; nothing when they
  // are UTF-8 already.
  std::optional<std::string> decode(std::string_view records) {
    const bool valid = context_.forced_charset.empty() && is_valid_utf8(records);
    if (valid) return std::nullopt;
    auto decoded = decode_text(records, context_.declared_charset, context_.forced_charset);
    parsed_.charset = decoded.verdict;
    return std::move(decoded.text);
  }

  static bool is_valid_utf8(std::string_view bytes) { return to_valid_utf8(bytes) == bytes; }

  // Reads the record at `begin` and gives its end.
  std::size_t read_record(std::string_view records, std::size_t begin, std::uint64_t line,
                          QuoteScanner& quotes) {
    const auto record = record_end(records, begin, header_.separator, quotes);
    const auto line_end = std::min(records.find('\n', begin), records.size() - 1) + 1;
    if (!record.stray_quote) {
      const auto text = records.substr(begin, record.end - begin);
      auto fields = split_fields(text, header_.separator, true);
      const bool runaway =
          record.end > line_end && (too_many(fields.values) || fields.opens_within);
      if (!runaway) {
        add_record(std::move(fields.values), line, text);
        return record.end;
      }
      quotes.refuse_last();
    }
    add_unquoted(line, records.substr(begin, line_end - begin));
    return line_end;
  }

  // A quote opened on this line and took in lines that are records themselves. When the line has
  // its columns without it, the quote belongs to the text.
  void add_unquoted(std::uint64_t line, std::string_view text) {
    auto fields = split_fields(text, header_.separator, false).values;
    if (fields.size() == header_.columns.size())
      add_record(std::move(fields), line, text);
    else
      skip(line, "quote is not closed", text);
  }

  bool too_many(const std::vector<std::string>& fields) const {
    if (fields.size() <= header_.columns.size()) return false;
    return std::any_of(fields.begin() + static_cast<std::ptrdiff_t>(header_.columns.size()),
                       fields.end(), [](const std::string& f) { return !trim(f).empty(); });
  }

  void add_record(std::vector<std::string> fields, std::uint64_t line, std::string_view record) {
    if (trim(record).empty()) return;
    if (too_many(fields)) join_last(fields);
    if (too_many(fields) || (fields.size() < 2 && header_.columns.size() > 1)) {
      skip(line, "wrong number of columns", record);
      return;
    }
    RecordBuilder builder;
    for (std::size_t i = 0; i < std::min(fields.size(), fields_.size()); ++i) {
      if (fields_[i]) builder.add(*fields_[i], std::move(fields[i]));
    }
    auto article = builder.build(context_, place_of(line));
    if (article)
      parsed_.articles.push_back(std::move(*article));
    else
      skip(line, "record without title and body", record);
  }

  // A text in the last column that was not quoted has separators of its own.
  void join_last(std::vector<std::string>& fields) const {
    if (!fields_.back() || fields_.back()->field != RecordField::body) return;
    auto& last = fields[header_.columns.size() - 1];
    for (std::size_t i = header_.columns.size(); i < fields.size(); ++i) {
      last += header_.separator;
      last += fields[i];
    }
    fields.resize(header_.columns.size());
  }

  std::string place_of(std::uint64_t line) const {
    return context_.place + ":" + std::to_string(line);
  }

  void skip(std::uint64_t line, const char* reason, std::string_view record) {
    const auto shown = trim(record.substr(0, std::min(record.find('\n'), kMaxDetailBytes)));
    parsed_.skips.push_back({place_of(line), reason, to_valid_utf8(shown)});
  }

  const CsvHeader& header_;
  const PageContext& context_;
  std::vector<std::optional<NamedField>> fields_;
  Parsed parsed_;
};

}  // namespace

CsvHeader parse_csv_header(std::string_view bytes, const FieldMap& map, std::size_t& consumed) {
  consumed = 0;
  std::size_t begin = bytes.starts_with(kBom) ? kBom.size() : 0;
  begin += separator_line_bytes(bytes.substr(begin));
  CsvHeader best;
  std::size_t best_known = 0;
  for (const char separator : {',', '\t', ';', '|'}) {
    QuoteScanner quotes(bytes, separator);
    const auto end = record_end(bytes, begin, separator, quotes).end;
    const auto record = decode_text(bytes.substr(begin, end - begin)).text;
    CsvHeader header{separator, {}};
    std::size_t known = 0;
    bool readable = false;
    for (const auto& column : split_fields(record, separator, true).values) {
      header.columns.emplace_back(trim(column));
      const auto field = find_record_field(header.columns.back(), map);
      if (field) ++known;
      readable |=
          field && (field->field == RecordField::title || field->field == RecordField::body);
    }
    if (!readable || known <= best_known) continue;
    best_known = known;
    best = std::move(header);
    consumed = end;
  }
  return best;
}

std::size_t whole_csv_records(std::string_view bytes, char separator) {
  std::size_t whole = 0;
  QuoteScanner quotes(bytes, separator);
  while (whole < bytes.size()) {
    const auto end = record_end(bytes, whole, separator, quotes);
    if (!end.whole) break;
    whole = end.end;
  }
  return whole;
}

Parsed parse_csv(std::string_view records, std::uint64_t first_line, const CsvHeader& header,
                 const FieldMap& map, const PageContext& context) {
  if (header.columns.empty()) return {};
  return CsvReader(header, map, context).read(records, first_line);
}

}  // namespace sillok
