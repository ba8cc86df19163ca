// Databases written directly as the tables of glass, several times faster than through Xapian's
// API, and merged so. Everything else, from searching to updating, is left to Xapian, which takes
// what is written here for its own.
//
// The format (glass 2016-03-14, of Xapian 1.4.0 to 2.1.0)
//
//   DIRECTORY/
//     iamglass        version file, written last
//     postlist.glass  values, document lengths, posting lists
//     docdata.glass   stored data
//     termlist.glass  the terms of each document and its slots; see Termlists for what may be
//                     absent
//
// Fixed numbers are big-endian. `v` is a varint: seven bits a byte, lowest first. `s` is a sortable
// integer: leading ones count the bytes past two, the value follows big-endian. A string with its
// length in front as a varint is `v+`. A term in a key has \xff after each NUL.
//
// iamglass: "\x0f\x0d" "Xapian Glass", format 2, UUID 16, v revision; for postlist, docdata,
//   termlist, position, spelling, synonym:
//     v root block, v level*4 + 2 (filled in order) + 1 (never written), v entries,
//     v block bytes / 2048, v bytes from which tags may be compressed,
//     v+ free list (v revision, v blocks in the file, v v v v where it is read and written)
//   then v documents, v last document - documents, v shortest length, v highest wdf,
//   v longest length - highest wdf, v oldest changeset, v sum of lengths, v spelling frequency
//
// A table is a B-tree of 8,192-byte blocks:
//     revision 4 | level 1 | largest gap 2 | free bytes 2 | directory end 2 | item offsets 2 each |
//     gap | items, filled from the block's end
//   leaf item (level 0):  flags and size-3 2 | key length 1 | key | piece 2, unless first | tag
//       flags 0x80 the tag is raw deflate, 0x40 last piece, 0x20 first piece. An item takes at most
//       a quarter block; a longer tag goes on in further pieces under the same key. The first item
//       of a table has neither key nor tag.
//   branch item:  block 4 | key length 1 | key | piece 2
//       the key is cut to what tells the first item below from the last of the block before; the
//       first item of a branch block has none.
//
// postlist, in the order of its keys:
//   \0\xc0 name                  metadata
//   \0\xd0 slot (bytes, low first)   v documents, v+ lowest value, highest value unless the same
//   \0\xd8 v slot, s document    values from that document on: v+ value, then v distance-1, v+
//   value \0\xe0                       document lengths: a posting list with lengths for wdf, and
//   zeros
//                                for its two sums
//   term                         v documents, v sum of wdf, v first document - 1, chunk
//   term \0 s document           chunk, of the postings from that document on
//                                (of document lengths: \0\xe0 s document)
//     chunk: '1' when it is the last, else '0', v last document - first, v wdf of the first, then
//     v distance-1, v wdf for each further document; cut after about 2,000 bytes
// docdata:  s document           data; no entry when empty
// termlist: s document           v length, v terms; the first term: size 1, bytes, v wdf; then for
//                                each: reuse 1, size 1, bytes, v wdf, where `reuse` counts leading
//                                bytes shared with the term before, or, when it is below 256,
//                                reuse + (wdf+1) * (size of the term before + 1) and no wdf after.
//                                Empty when the document has no terms
//           s document \0        slots used: v slot, then v distance-1; no entry without values
//
// How a shard comes about: data and termlists go to their tables as documents come. Postings and
// values are gathered in memory and set aside as sorted runs (DIRECTORY/run-N) whenever they exceed
// a limit; finish() merges the runs and the memory into the postlist table, or merge_glass() those
// of several shards into one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "indexer/index_writer.h"

namespace sillok {

struct GlassOptions {
  Termlists termlists = Termlists::whole;
  // Postings beyond this are set aside on disk, so a shard may be of any size.
  std::size_t posting_bytes = std::size_t{64} << 20;
  std::map<std::string, std::string> metadata;  // keys and values are not empty
};

// A shard in `directory`, which is made. `data` of documents is stored as it is: it should be
// compressed already. Throws IndexError, with a hint, when the Xapian at hand writes another
// format. finish() opens the shard through Xapian and compares counts, and samples of documents
// and terms, with what was added.
std::unique_ptr<ShardWriter> make_glass_shard(const std::string& directory, GlassOptions options);

// What the termlist table of the glass database in `directory` holds; `whole` when the database has
// no documents. Throws IndexError when it is damaged.
Termlists termlists_of(const std::string& directory);

// Gives some documents of a database that has only slots (Termlists::slots) their terms, so that
// Xapian can delete them. `documents` ascend; `prepare` is asked for each in turn and makes it as
// it was written, terms sorted. Returns false, and the database is as it was, when the length of
// one is not that of the one written. The table is written anew: some 20 bytes a document of the
// database.
bool add_termlists(const std::string& directory, const std::vector<std::uint32_t>& documents,
                   const std::function<PreparedDocument(std::uint32_t)>& prepare);

// What merge_glass() joins: a database, or a shard of make_glass_shard() that is closed and not
// finished, whose posting lists are then taken from its memory and are gone from it.
struct GlassSource {
  std::string directory;                // unless `shard` is given
  std::vector<std::uint32_t> left_out;  // ascending numbers of documents
  ShardWriter* shard = nullptr;
};

// Joins databases, of this module or of Xapian, and shards into one database in `directory`, which
// is made. Documents keep their distances: each source's numbers go on where those of the source
// before ended. `left_out` are gone, without termlists too; of termlists the result has what every
// source has. Metadata is that given, then that of the first source to have it. Reads and writes on
// two threads. The result is opened through Xapian, and counts, samples of lists and of the shards'
// documents are compared. Throws IndexError when they differ, when the sums of what was written do
// not agree, or when a source is damaged, or holds positions, spellings or synonyms.
void merge_glass(const std::vector<GlassSource>& sources, const std::string& directory,
                 const std::map<std::string, std::string>& metadata = {});

}  // namespace sillok
