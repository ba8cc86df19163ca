// A JSON array of records to a line for each record, block by block: what many scrapers write.
#pragma once

#include <string>
#include <string_view>

namespace sillok {

class JsonArraySplitter {
 public:
  // Appends to `lines` the records of the array's next bytes, each with a line end behind it; a
  // record that is not whole yet goes on with the next call. What stands between records is
  // dropped.
  void split(std::string_view bytes, std::string& lines);

 private:
  int depth_ = 0;  // of brackets and braces, the array's own included
  bool is_in_string_ = false;
  bool is_escaped_ = false;
};

}  // namespace sillok
