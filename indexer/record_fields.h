// The fields of a record, whatever its dump calls them, to an article. Used for JSONL and CSV.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/page.h"
#include "indexer/records.h"

namespace sillok {

enum class RecordField : std::uint8_t {
  id,
  board,
  number,
  title,
  author,
  source,
  category,
  date,
  time,
  url,
  body,
  captured,
};
inline constexpr std::size_t kRecordFields = 12;

// Which field a name of the dump means. Of several names for one field that a record has, the one
// of the lowest rank counts: 0 for --map, then our own names, then the usual ones in order.
struct NamedField {
  RecordField field = RecordField::id;
  int rank = 0;
};
std::optional<NamedField> find_record_field(std::string_view name, const FieldMap& map);

// Our name of a field: "title", "captured".
std::string_view record_field_name(RecordField field);
std::optional<RecordField> parse_record_field(std::string_view name);

// Collects the values of one record.
class RecordBuilder {
 public:
  void add(NamedField name, std::string value);

  // The article of the record at `place`; nullopt when it has neither title nor body. A record
  // of a dump that has no bodies is a row.
  std::optional<Article> build(const PageContext& context, std::string place) const;

 private:
  struct Value {
    int rank = 1000;
    std::string text;
  };
  const std::string& value(RecordField field) const;
  void set_date(Article& article) const;
  void set_identity(Article& article, const PageContext& context) const;

  std::array<Value, kRecordFields> values_;
  bool has_body_ = false;  // the record has such a field, if perhaps an empty one
};

}  // namespace sillok
