// JSON lines. CSV is in csv.cpp.
#include "indexer/records.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_map>

#include "common/charset.h"
#include "common/text.h"
#include "indexer/lines.h"
#include "indexer/record_fields.h"
#include "sillok/error.h"

namespace sillok {

namespace {

constexpr std::size_t kMaxDetailBytes = 120;

// A value of a record as text: strings as they are, lists joined, objects by their name or text.
std::string text_of(simdjson::dom::element value, std::string_view separator, int depth = 0) {
  if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string(text);
  if (std::uint64_t number = 0; value.get(number) == simdjson::SUCCESS) {
    return std::to_string(number);
  }
  if (std::int64_t number = 0; value.get(number) == simdjson::SUCCESS) {
    return std::to_string(number);
  }
  if (value.is_double()) return simdjson::minify(value);
  if (depth > 3) return {};
  std::string joined;
  if (simdjson::dom::array list; value.get(list) == simdjson::SUCCESS) {
    for (const auto item : list) {
      const auto text = text_of(item, separator, depth + 1);
      if (!joined.empty() && !text.empty()) joined += separator;
      joined += text;
    }
    return joined;
  }
  if (simdjson::dom::object object; value.get(object) == simdjson::SUCCESS) {
    for (const char* name : {"name", "text", "title", "value", "content", "#text", "$date"}) {
      simdjson::dom::element part;
      if (object[name].get(part) == simdjson::SUCCESS) return text_of(part, separator, depth + 1);
    }
  }
  return {};
}

// What a crawler breaks and a reader can mend: raw control characters, halves of surrogate pairs.
std::string mend_json(std::string_view line) {
  std::string mended(line);
  for (char& c : mended) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  const auto escape_at = [&mended](std::size_t at) {
    const auto digit = [&](std::size_t i) { return mended.at(i) | 0x20; };
    if (at + 6 > mended.size() || mended[at] != '\\' || mended[at + 1] != 'u') return 'x';
    if (digit(at + 2) != 'd' || digit(at + 3) < '8') return 'x';
    if (digit(at + 3) <= 'b' && (digit(at + 3) <= '9' || digit(at + 3) >= 'a')) return 'h';
    return digit(at + 3) >= 'c' && digit(at + 3) <= 'f' ? 'l' : 'x';
  };
  for (std::size_t at = mended.find('\\'); at < mended.size(); at = mended.find('\\', at)) {
    const char kind = escape_at(at);
    if (kind == 'h' && escape_at(at + 6) == 'l') {
      at += 12;
    } else if (kind != 'x') {
      mended.replace(at, 6, "\\ufffd");
      at += 6;
    } else {
      at += 2;
    }
  }
  return mended;
}

class JsonLinesReader {
 public:
  JsonLinesReader(const FieldMap& map, const PageContext& context, std::size_t max_depth)
      : map_(map), context_(context), max_depth_(max_depth) {
    parsed_.format = "jsonl";
    parsed_.charset.declared = context.declared_charset;
    parsed_.charset.detected = "UTF-8";
    parsed_.charset.confidence = 1;
  }

  Parsed read(std::string_view lines, std::uint64_t line_number) {
    for (; !lines.empty(); ++line_number) {
      const auto end = std::min(lines.find('\n'), lines.size());
      // What follows the line serves the parser as padding.
      read_line(lines.substr(0, end), lines.size() - end, line_number);
      lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return std::move(parsed_);
  }

 private:
  void read_line(std::string_view line, std::size_t readable_behind, std::uint64_t number) {
    if (number == 1 && line.starts_with("\uFEFF")) line.remove_prefix(3);
    const auto whole = line;
    line = trim(line);
    readable_behind += static_cast<std::size_t>(whole.end() - line.end());
    if (line.ends_with("},")) {  // a line of an array that has a record a line
      line.remove_suffix(1);
      ++readable_behind;
    }
    if (line.empty() || line == "[" || line == "]") return;
    const std::string place = context_.place + ":" + std::to_string(number);
    simdjson::dom::element record;
    std::string mended;
    auto error = parse(line, readable_behind, record);
    if (error == simdjson::UTF8_ERROR || !context_.forced_charset.empty()) {
      mended = decode(line);
      error = parse(mended, 0, record);
    }
    if (error == simdjson::UNESCAPED_CHARS || error == simdjson::STRING_ERROR) {
      mended = mend_json(mended.empty() ? line : std::string_view(mended));
      error = parse(mended, 0, record);
    }
    if (error != simdjson::SUCCESS) {
      skip(place, error == simdjson::DEPTH_ERROR ? "JSON nested too deep" : "not JSON",
           error == simdjson::DEPTH_ERROR ? "--max-json-depth" : simdjson::error_message(error),
           line);
      return;
    }
    add_record(record, place, line);
  }

  simdjson::error_code parse(std::string_view line, std::size_t readable_behind,
                             simdjson::dom::element& record) {
    if (capacity_ < line.size()) {
      capacity_ = std::max(line.size(), std::size_t{1} << 16);
      if (const auto error = parser_.allocate(capacity_, max_depth_)) return error;
    }
    if (readable_behind >= simdjson::SIMDJSON_PADDING) {
      return parser_.parse(line.data(), line.size(), false).get(record);
    }
    padded_.assign(line);
    padded_.append(simdjson::SIMDJSON_PADDING, ' ');
    return parser_.parse(padded_.data(), line.size(), false).get(record);
  }

  // A line that is no UTF-8. Each is decoded on its own: dumps mix charsets.
  std::string decode(std::string_view line) {
    auto decoded = decode_text(line, context_.declared_charset, context_.forced_charset);
    const auto undecodable = parsed_.charset.undecodable + decoded.verdict.undecodable;
    parsed_.charset = decoded.verdict;
    parsed_.charset.undecodable = undecodable;
    return std::move(decoded.text);
  }

  void add_record(simdjson::dom::element record, const std::string& place, std::string_view line) {
    simdjson::dom::object object;
    if (record.get(object) != simdjson::SUCCESS) {
      skip(place, "not a JSON object", "", line);
      return;
    }
    RecordBuilder builder;
    for (const auto field : object) {
      const auto name = field_of(field.key);
      if (!name) continue;
      const bool is_body = name->field == RecordField::body;
      builder.add(*name, text_of(field.value, is_body ? "\n" : ", "));
    }
    auto article = builder.build(context_, place);
    if (article)
      parsed_.articles.push_back(std::move(*article));
    else
      skip(place, "record without title and body", "", line);
  }

  std::optional<NamedField> field_of(std::string_view key) {
    const std::string name(key);
    const auto known = fields_.find(name);
    if (known != fields_.end()) return known->second;
    const auto field = find_record_field(name, map_);
    if (fields_.size() < 1000) fields_.emplace(name, field);
    if (field) {
      std::string& rule = parsed_.rules[std::string(record_field_name(field->field))];
      rule += (rule.empty() ? "field " : " or ") + to_valid_utf8(name);
    }
    return field;
  }

  void skip(const std::string& place, const char* reason, std::string_view why,
            std::string_view line) {
    std::string detail(why);
    if (!detail.empty()) detail += ": ";
    detail += to_valid_utf8(line.substr(0, kMaxDetailBytes));
    parsed_.skips.push_back({place, reason, detail});
  }

  const FieldMap& map_;
  const PageContext& context_;
  std::size_t max_depth_;
  Parsed parsed_;
  simdjson::dom::parser parser_;
  std::size_t capacity_ = 0;
  std::string padded_;
  std::unordered_map<std::string, std::optional<NamedField>> fields_;
};

std::string all_field_names() {
  std::string names;
  for (std::size_t i = 0; i < kRecordFields; ++i) {
    if (i != 0) names += ", ";
    names += record_field_name(static_cast<RecordField>(i));
  }
  return names;
}

}  // namespace

FieldMap parse_field_map(const std::vector<std::string>& options) {
  FieldMap map;
  for (const auto& option : options) {
    const auto sign = option.rfind('=');
    if (sign == std::string::npos || sign == 0) {
      throw UsageError("map \"" + option + "\": not of the form theirs=ours",
                       "write for example headline=title; ours is one of " + all_field_names());
    }
    const auto ours = option.substr(sign + 1);
    if (!ours.empty() && !parse_record_field(ours)) {
      throw UsageError("map \"" + option + "\": no field is called \"" + ours + "\"",
                       "ours is one of " + all_field_names() + ", or nothing to drop the field");
    }
    map[option.substr(0, sign)] = ours;
  }
  return map;
}

Parsed parse_jsonl(std::string_view lines, std::uint64_t first_line, const FieldMap& map,
                   const PageContext& context, std::size_t max_depth) {
  return JsonLinesReader(map, context, max_depth).read(lines, first_line);
}

}  // namespace sillok
