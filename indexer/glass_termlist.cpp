#include "indexer/glass_termlist.h"

#include <libdeflate.h>

#include <algorithm>
#include <bit>
#include <new>

#include "indexer/glass_coding.h"
#include "sillok/error.h"

namespace sillok::glass {

namespace {

constexpr int kLevel = 1;

// Leading bytes that two terms share.
std::size_t common_bytes(const PreparedDocument& document, const PreparedDocument::TermCount& a,
                         const PreparedDocument::TermCount& b) {
  const std::size_t shorter = std::min(a.size, b.size);
  if (a.leading != b.leading) {
    const auto equal = static_cast<std::size_t>(std::countl_zero(a.leading ^ b.leading)) / 8;
    return std::min(equal, shorter);
  }
  const std::string_view rest_a = document.rest(a);
  const std::string_view rest_b = document.rest(b);
  const auto differs =
      std::mismatch(rest_a.begin(), rest_a.end(), rest_b.begin(), rest_b.end()).first;
  return std::min(sizeof(a.leading), shorter) + static_cast<std::size_t>(differs - rest_a.begin());
}

void append_from(const PreparedDocument& document, const PreparedDocument::TermCount& term,
                 std::size_t from, std::string& out) {
  for (std::size_t at = from; at < std::min<std::size_t>(term.size, sizeof(term.leading)); ++at) {
    out += static_cast<char>(term.leading >> (56 - 8 * at));
  }
  const std::string_view rest = document.rest(term);
  if (!rest.empty()) out.append(rest.substr(std::max(from, sizeof(term.leading)) - 8));
}

void append_terms(const PreparedDocument& document, std::string& tag) {
  append_varint(tag, document.length);
  append_varint(tag, document.terms.size());
  const PreparedDocument::TermCount* before = nullptr;
  for (const auto& term : document.terms) {
    std::size_t reuse = 0;
    bool is_packed = false;
    if (before != nullptr) {
      if (!document.before(*before, term))
        throw IndexError("the terms of a document are not sorted");
      reuse = common_bytes(document, *before, term);
      const std::size_t packed = (std::size_t{term.wdf} + 1) * (before->size + 1) + reuse;
      is_packed = packed < 256;
      tag += static_cast<char>(is_packed ? packed : reuse);
    }
    tag += static_cast<char>(term.size - reuse);
    append_from(document, term, reuse, tag);
    if (!is_packed) append_varint(tag, term.wdf);
    before = &term;
  }
}

}  // namespace

bool is_terms_key(std::string_view key) {
  std::uint32_t document = 0;
  return take_sortable(key, document) && key.empty();
}

void TermlistWriter::Free::operator()(libdeflate_compressor* compressor) const {
  libdeflate_free_compressor(compressor);
}

TermlistWriter::TermlistWriter(const std::string& path, Termlists termlists)
    : termlists_(termlists), table_(path), compressor_(libdeflate_alloc_compressor(kLevel)) {
  if (!compressor_) throw std::bad_alloc();
}

TermlistWriter::~TermlistWriter() = default;

void TermlistWriter::add(std::uint32_t number, const PreparedDocument& document) {
  if (termlists_ == Termlists::whole) add_terms(number, document);
  if (!document.values.empty()) add_slots(number, document);
}

void TermlistWriter::add_terms(std::uint32_t number, const PreparedDocument& document) {
  key_.clear();
  append_sortable(key_, number);
  tag_.clear();
  if (!document.terms.empty()) append_terms(document, tag_);
  add_tag();
}

void TermlistWriter::add_slots(std::uint32_t number, const PreparedDocument& document) {
  key_.clear();
  append_sortable(key_, number);
  key_ += '\0';
  tag_.clear();
  unsigned next_slot = 0;
  for (const auto& [slot, value] : document.values) {
    append_varint(tag_, slot - next_slot);
    next_slot = slot + 1;
  }
  add_tag();
}

void TermlistWriter::add_tag() {
  std::size_t bytes = 0;
  if (tag_.size() > kMaxPlainBytes) {
    deflated_.resize(tag_.size());
    bytes = libdeflate_deflate_compress(compressor_.get(), tag_.data(), tag_.size(),
                                        deflated_.data(), deflated_.size() - 1);
  }
  if (bytes == 0) {
    table_.add(key_, tag_);
  } else {
    table_.add(key_, {deflated_.data(), bytes}, TagForm::deflated);
  }
}

}  // namespace sillok::glass
