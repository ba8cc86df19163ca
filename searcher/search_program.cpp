#include "searcher/search_program.h"

namespace sillok {
namespace {

constexpr bool kEveryday = true;

constexpr Option kSearchOptions[] = {
    {"index,d", "INDEX",
     "an index, a cluster file or host:port; repeat for several ($SILLOK_INDEX)", "", kEveryday},
    {"partial", "", "go on without shards that are down, with a warning"},
    {"timeout", "SECONDS", "how long a remote shard may take to answer (10)"},
    {"connect-timeout", "SECONDS", "how long it may take to be connected to (3)"},
    {"match", "HOW", "auto: articles with every word first | all | any | phrase",
     "auto all any phrase", kEveryday},
    {"sort", "BY", "relevance | newest | oldest | number", "relevance newest oldest number",
     kEveryday},
    {"recency", "TIME", "half-life of the bonus for fresh articles, 90d or 2y; off for none"},
    {"rerank", "on|off", "read the texts of the best to put them in order (on)", "on off"},
    {"from", "DATE", "first day: 2025, 2025-01, 2025-01-31, 3m (months back)", "", kEveryday},
    {"to", "DATE", "last day", "", kEveryday},
    {"rows", "WHICH", "yes | no | only: entries known from a board's list alone", "yes no only",
     kEveryday},
    {"suggest", "HOW", "off | show | apply: other spellings of what finds little (show)",
     "off show apply"},
    {"collapse", "WHAT", "copies | none: near-identical articles are one hit, the earliest (none)",
     "copies none"},
    {"hanja", "on|off",
     "unquoted 미국 finds 美 of a headline, 한자 finds 漢字, and the reverse (on)", "on off"},
    {"synonyms", "FILE", "words of one meaning a line: 한은 = 한국은행"},
    {"words", "FILE", "a word a line whose end is no josa: 한국은"},
    {"plain", "", "the query is text without syntax: a headline, a question"},
    {"batch", "FILE", "one query a line, id<TAB>text; - reads standard input"},
    {"like", "ID", "articles related to the one of this id or key"},
    {"save", "NAME", "keep this search under a name, and run it"},
    {"saved", "NAME", "run the search of that name; further options and words are added"},
    {"show", "ID", "print the whole article of this id or key", "", kEveryday},
};

constexpr Option kCountOptions[] = {
    {"facet", "FIELD", "source | author | board | year | month; repeat for several",
     "source author board year month", kEveryday},
    {"facet-values", "N", "how many values of a facet (20), or all"},
    {"histogram", "PERIOD", "day | week | month | year: how many in each", "day week month year"},
    {"related-words", "N", "words that characterise the matches"},
    {"trend", "", "the histogram as a share of all articles (by month)"},
};

constexpr Option kOutputOptions[] = {
    {"limit,n", "N", "how many hits (10), or all", "", kEveryday},
    {"offset", "N", "leave out the first N"},
    {"count,c", "", "print how many hold every word, or match as --match says", "", kEveryday},
    {"format", "NAME", "text | json | jsonl | tsv | csv | trec | opensearch-bulk",
     "text json jsonl tsv csv trec opensearch-bulk", kEveryday},
    {"fields", "LIST", "id,title,… | all | all,body"},
    {"bulk-index", "NAME", "the index that opensearch-bulk names (sillok)"},
    {"opensearch-template", "", "print the index template for it"},
    {"color", "WHEN", "auto | always | never (auto minds NO_COLOR)", "auto always never"},
    {"hyperlinks", "WHEN", "auto | always | never: titles link to the file they were read from",
     "auto always never"},
    {"explain", "", "show how the query was understood and what made the scores"},
    {"quiet,q", "", "print nothing: the exit status tells"},
    {"verbose", "", "say on standard error what was opened and which settings are in force"},
};

constexpr Option kProgramOptions[] = {
    {"no-config", "", "leave the configuration file unread"},
    {"print-config", "", "show the settings in force and where each comes from"},
    {"generate", "WHAT", "print the manual, or the completion for a shell", "man bash zsh fish"},
    {"help,h", "", "show this; --help all shows every option", "", kEveryday},
    {"version", "", "show the version"},
};

constexpr OptionGroup kGroups[] = {
    {"Searching", kSearchOptions},
    {"Counts over all matches (every word held, or as --match says)", kCountOptions},
    {"Output", kOutputOptions},
    {"The program", kProgramOptions},
};

constexpr const char* kDescription[] = {
    "Searches indexes of Korean news articles made by sillok-index, and prints the best hits with "
    "what matched marked in title and snippet.",
    "An unquoted word is found by its stem anywhere inside an eojeol; what stands in quotes is "
    "literal. Articles that hold every word come first, then the best of the rest. "
    "sillok-query(7) has the whole language.",
};

constexpr const char* kQuick[] = {
    "Query: 스타게이트 투자  \"샘 올트먼\"  -카카오  (한국은행 OR 한은) AND 금리  AI*",
    "  오픈AI NEAR/3 소프트뱅크  스타게이트 ADJ 훈풍",
    "  제목:방한  글쓴이:김*  출처:중앙일보  날짜:2025-01..2025-02-04",
    "Exit status: 0 something found, 1 nothing, 2 an error. More: --help all",
};

constexpr Explained kExamples[] = {
    {"sillok-search -d archive.idx 스타게이트 투자",
     "articles with both words first, then the best of the rest"},
    {"sillok-search -d archive.idx '\"샘 올트먼\"' --from 2025-01", "exactly this, since January"},
    {"sillok-search -d archive.idx 금리 --sort newest --limit 20 --rows no",
     "the newest articles, without list rows"},
    {"sillok-search -d archive.idx 금리 --facet source --histogram month --limit 0",
     "which press wrote how much, and when"},
    {"sillok-search -d archive.idx 기준금리 --collapse copies --sort oldest",
     "who wrote it first, and which papers took it over"},
    {"sillok-search -d archive.idx --show news#42142", "a whole article"},
    {"sillok-search -d archive.idx 스타게이트 --format json --fields all,body",
     "everything, for a program"},
};

constexpr Explained kExitStatus[] = {
    {"0", "something was found"},
    {"1", "nothing was found"},
    {"2", "an error"},
};

constexpr Explained kEnvironment[] = {
    {"SILLOK_INDEX", "the indexes to search when no --index is given, separated by colons"},
    {"SILLOK_CONFIG",
     "the configuration file; otherwise $XDG_CONFIG_HOME/sillok/config, then /etc/xdg"},
    {"NO_COLOR", "when set, colours are used only with --color always"},
    {"LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "the language of messages: Korean or English"},
};

constexpr const char* kQueryWords[] = {
    "제목:", "글쓴이:", "출처:", "게시판:", "번호:", "날짜:", "id:"};

constexpr Program kProgram = {
    .name = "sillok-search",
    .summary = "search an archive of Korean news",
    .synopsis = "-d INDEX [OPTION]... QUERY...",
    .operand = "QUERY",
    .description = kDescription,
    .groups = kGroups,
    .quick = kQuick,
    .examples = kExamples,
    .exit_status = kExitStatus,
    .environment = kEnvironment,
    .query_words = kQueryWords,
    .see_also = "sillok-index(1), sillok-query(7), sillok(3)",
};

}  // namespace

const Program& search_program() {
  return kProgram;
}

}  // namespace sillok
