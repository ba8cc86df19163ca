#include "indexer/index_program.h"

namespace sillok {
namespace {

constexpr bool kEveryday = true;

constexpr Option kMainOptions[] = {
    {"index,d", "INDEX", "the index's directory; made when it is not there", "", kEveryday},
    {"rebuild", "", "start afresh: drop what the index holds", "", kEveryday},
    {"shards", "N", "divide a new index into N, by the hash of identity"},
    {"optimize", "", "merge all of the index into one database; DUMP may be left out"},
    {"no-merge", "", "merge nothing after an update, however many databases there are"},
    {"prune", "", "drop posts of the dump's boards that the dump no longer has", "", kEveryday},
    {"dry-run", "", "read and count, write nothing but the report", "", kEveryday},
    {"report", "FILE", "one JSON line an entry: format, charset, found, added, skipped", "",
     kEveryday},
    {"alerts", "FILE",
     "one JSON line for each new article that a saved search finds; - prints them", "", kEveryday},
    {"inspect", "FILE", "show what one page yields, field by field", "", kEveryday},
    {"strict", "", "exit with 1 when anything was skipped"},
    {"quiet,q", "", "print neither progress nor summary", "", kEveryday},
    {"verbose", "", "print each skipped part of the dump as it is met"},
    {"generate", "WHAT", "print the manual, or the completion for a shell", "man bash zsh fish"},
    {"help,h", "", "show this; --help all shows every option", "", kEveryday},
    {"version", "", "show the version"},
};

constexpr Option kReadOptions[] = {
    {"board", "NAME", "the board of everything (default: the page, else its directory)", "",
     kEveryday},
    {"format", "NAME", "text | html | jsonl | csv | warc (default: from the content)",
     "text html jsonl csv warc", kEveryday},
    {"map", "THEIRS=OURS", "a JSON or CSV field's name; repeat for several", "", kEveryday},
    {"charset", "NAME", "overrule every declared or detected charset"},
    {"name-charset", "NAME", "of file and archive member names that are not UTF-8"},
    {"memory", "SIZE", "memory to use (512M), besides 64 bytes for each post"},
    {"threads", "N", "threads to use (one for each core)"},
    {"writer", "NAME", "auto | bulk: tables directly | xapian: its API, slower",
     "auto bulk xapian"},
    {"termlists", "", "keep every article's terms for Xapian's own tools: larger by half or more"},
    {"static", "", "nothing of an article but text and postings: cannot be served to others"},
};

constexpr Option kLimitOptions[] = {
    {"max-entry", "SIZE", "a page, record or line (64M)"},
    {"max-depth", "N", "archives inside archives (2: one level)"},
    {"max-html-depth", "N", "elements inside elements of a page (1000)"},
    {"max-json-depth", "N", "values inside values of a record (64)"},
    {"max-members", "N", "members of one archive (50000000)"},
    {"max-ratio", "N", "expansion of an archive, past its first 64 MiB (1000)"},
    {"max-expanded", "SIZE", "bytes out of one archive (16T)"},
    {"max-page-seconds", "N", "to parse one HTML page (20)"},
};

constexpr OptionGroup kGroups[] = {
    {"Indexing", kMainOptions},
    {"Reading", kReadOptions},
    {"Limits; what exceeds one is skipped and reported", kLimitOptions},
};

constexpr const char* kDescription[] = {
    "Reads dumps of Korean news boards into an index that sillok-search searches. DUMP is a file, "
    "a "
    "directory or - (standard input): board pages as text or HTML, JSONL, CSV, WARC, plain, "
    "compressed or in tar, zip and 7z archives. What a file is, is found from its content.",
    "A post is one post however often it comes. Running a dump again adds nothing; another dump "
    "adds "
    "to the index; an article takes the place of a list row and never the reverse. Readers see the "
    "index as it was or as it is, whole; stopped with Ctrl-C, it is as it was.",
    "What cannot be read is reported with its place and reason, counted, and the rest goes on.",
};

constexpr const char* kQuick[] = {
    "DUMP is a file, a directory or - (standard input): board pages, JSONL, CSV,",
    "WARC, plain, compressed or in archives. Exit status: 0; 1 (--strict); 2 error.",
    "  sillok-index -d news.idx dump/ archive.zip posts.jsonl.xz",
    "More: --help all",
};

constexpr Explained kExamples[] = {
    {"sillok-index -d news.idx dump/ archive.zip posts.jsonl.xz", "several dumps into one index"},
    {"sillok-index -d news.idx --dry-run --report report.jsonl dump/",
     "what is in it? writes no index"},
    {"sillok-index -d news.idx --prune full-dump/", "the index as the board is now"},
    {"sillok-index -q -d news.idx --alerts - today.jsonl",
     "what saved searches (sillok-search --save) find in what is new"},
    {"sillok-index -d news.idx --board news --map 내용=body export.csv",
     "a table whose columns have names of their own"},
};

constexpr Explained kExitStatus[] = {
    {"0", "the index holds what could be read"},
    {"1", "something was skipped under --strict"},
    {"2", "an error; the index is as it was"},
    {"130", "stopped; the index is as it was"},
};

constexpr Explained kEnvironment[] = {
    {"SILLOK_SAVED",
     "the file of saved searches for --alerts; otherwise $XDG_CONFIG_HOME/sillok/saved"},
    {"LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "the language of messages: Korean or English"},
};

constexpr Program kProgram = {
    .name = "sillok-index",
    .summary = "index dumps of Korean news boards",
    .synopsis = "-d INDEX [OPTION]... DUMP...",
    .operand = "DUMP",
    .description = kDescription,
    .groups = kGroups,
    .quick = kQuick,
    .examples = kExamples,
    .exit_status = kExitStatus,
    .environment = kEnvironment,
    .query_words = {},
    .see_also = "sillok-search(1), sillok-query(7), sillok(3)",
};

}  // namespace

const Program& index_program() {
  return kProgram;
}

}  // namespace sillok
