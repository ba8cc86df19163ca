// The termlist table of a glass database. Used by the glass_* files alone; the layout is drawn in
// glass_bulk.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/document.h"
#include "indexer/glass_reader.h"
#include "indexer/glass_table.h"

struct libdeflate_compressor;

namespace sillok::glass {

// Whether a key of the table is that of a document's terms, not of its slots.
bool is_terms_key(std::string_view key);

// Fed in the order of documents.
class TermlistWriter {
 public:
  TermlistWriter(const std::string& path, Termlists termlists);
  ~TermlistWriter();

  void add(std::uint32_t number, const PreparedDocument& document);
  // The terms alone; throws IndexError when they are not sorted.
  void add_terms(std::uint32_t number, const PreparedDocument& document);
  // An item of another table, under this key.
  void copy(std::string_view key, const TableItem& item) { table_.add(key, item.tag, item.form); }

  TableRoot finish() { return table_.finish(); }

 private:
  void add_slots(std::uint32_t number, const PreparedDocument& document);
  void add_tag();

  struct Free {
    void operator()(libdeflate_compressor* compressor) const;
  };
  Termlists termlists_;
  TableWriter table_;
  std::unique_ptr<libdeflate_compressor, Free> compressor_;
  std::string key_;
  std::string tag_;
  std::string deflated_;
};

}  // namespace sillok::glass
