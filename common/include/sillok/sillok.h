/* Sillok from C, and from every language that calls C: searching indexes of Korean articles, and
   building them from a program's own records.

     sillok_searcher* searcher = NULL;
     sillok_result* result = NULL;
     sillok_error* error = NULL;
     if (sillok_open("archive.idx", &searcher, &error) == SILLOK_OK &&
         sillok_search(searcher, "스타게이트", NULL, &result, &error) == SILLOK_OK) {
       for (size_t i = 0; i < sillok_result_hits(result); ++i)
         puts(sillok_result_hit(result, i)->title);
     }
     if (error != NULL) fprintf(stderr, "%s\n", sillok_error_text(error));
     sillok_error_free(error);
     sillok_result_free(result);
     sillok_close(searcher);

   Rules that hold for every function:
   - Text is UTF-8 and ends with NUL, both ways. Offsets are bytes. A NUL inside stored text is
   given as a space.
   - A function that can fail returns a sillok_status. Unless `error` is NULL, *error is set: to
   NULL on success, else to an object that the caller frees with sillok_error_free(). What is to be
     made comes back through a pointer, which is set to NULL on failure.
   - What a function makes (searcher, result, indexer, error) the caller frees, once, with the
     function named for it; freeing NULL does nothing. What a function shows (const pointers)
   belongs to the object that it was asked of and lives as long as that object does.
   - No C++ exception leaves the library, which neither prints nor exits.
   - An object is used by one thread at a time; different objects by any number of threads.
   - Structs that may grow begin with their size. Options are filled by their _init() function with
     the caller's sizeof, then changed; those that the library shows may be longer than the caller
     knows. Members are only ever added at the end. */
#ifndef SILLOK_SILLOK_H
#define SILLOK_SILLOK_H

#include <sillok/export.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "0.1.0" of the library that runs. */
SILLOK_API const char* sillok_version(void);

/* Errors. */

typedef enum sillok_status {
  SILLOK_OK = 0,
  SILLOK_NOT_FOUND = 1,     /* no index there, or no entry of that name */
  SILLOK_LOCKED = 2,        /* another writer has the index */
  SILLOK_DAMAGED = 3,       /* what is stored is not what was written, or no index at all */
  SILLOK_WRONG_VERSION = 4, /* written by another version: rebuild the index */
  SILLOK_BAD_QUERY = 5,     /* the query does not parse; sillok_error_offset() is the place */
  SILLOK_MODIFIED = 6,      /* the index was published anew while it was read: try again */
  SILLOK_BAD_ARGUMENT = 7,  /* an argument, an option or a record is not what it must be */
  SILLOK_INTERRUPTED = 8,   /* a callback asked to stop */
  SILLOK_UNUSABLE = 9,      /* the system refused: permissions, a full disk */
  SILLOK_NO_MEMORY = 10,
  SILLOK_INTERNAL = 11 /* a bug of the library */
} sillok_status;

/* What a status means, in a few words of English: "not found". Never NULL, also for numbers that
   are none. */
SILLOK_API const char* sillok_status_text(int status);

typedef struct sillok_error sillok_error;

SILLOK_API sillok_status sillok_error_status(const sillok_error* error);
/* What went wrong, naming the thing: one sentence without a full stop. */
SILLOK_API const char* sillok_error_text(const sillok_error* error);
/* What can be done about it; "" when there is nothing to say. */
SILLOK_API const char* sillok_error_detail(const sillok_error* error);
/* The byte of the query at which it is wrong; SIZE_MAX for other errors. */
SILLOK_API size_t sillok_error_offset(const sillok_error* error);
SILLOK_API void sillok_error_free(sillok_error* error);

/* Searching. */

typedef struct sillok_searcher sillok_searcher;
typedef struct sillok_result sillok_result;
typedef struct sillok_hit sillok_hit;

/* Opens one index, or several as one. The caller closes *searcher. */
SILLOK_API sillok_status sillok_open(const char* path, sillok_searcher** searcher,
                                     sillok_error** error);
SILLOK_API sillok_status sillok_open_several(const char* const* paths, size_t count,
                                             sillok_searcher** searcher, sillok_error** error);
SILLOK_API void sillok_close(sillok_searcher* searcher);

typedef struct sillok_open_options {
  size_t size;
  int partial;            /* 0; 1: go on without shards that cannot be opened or do not answer */
  double connect_seconds; /* 3: to wait for the connection to a remote shard */
  double timeout_seconds; /* 10: to wait for each of its answers */
} sillok_open_options;

/* Sets the defaults above. `size` is the caller's sizeof(sillok_open_options). */
SILLOK_API void sillok_open_options_init(sillok_open_options* options, size_t size);

/* As sillok_open_several(). Each path is an index, the "host:port" of an xapian-tcpsrv that serves
   one, or a cluster file with one of these a line. Options may be NULL for the defaults. */
SILLOK_API sillok_status sillok_open_with(const char* const* paths, size_t count,
                                          const sillok_open_options* options,
                                          sillok_searcher** searcher, sillok_error** error);

typedef struct sillok_missing_shard {
  size_t size;
  const char* name;    /* its path, or "host:port" */
  const char* problem; /* why it is left out */
} sillok_missing_shard;

/* The shards that the searcher leaves out now, none unless sillok_open_options.partial. Shown until
   the searcher is asked, reopened or closed. */
SILLOK_API size_t sillok_missing_shards(const sillok_searcher* searcher);
/* NULL when there are no more than `index`. */
SILLOK_API const sillok_missing_shard* sillok_missing_shard_at(const sillok_searcher* searcher,
                                                               size_t index);

/* Moves to the newest published state of the index; *was_newer, unless NULL, tells whether there
   was one. A searcher keeps reading what it opened until then. */
SILLOK_API sillok_status sillok_reopen(sillok_searcher* searcher, int* was_newer,
                                       sillok_error** error);

typedef struct sillok_index_summary {
  size_t size;
  uint64_t articles;
  uint64_t rows;           /* entries known from a board's list alone */
  const char* fingerprint; /* equal archives have equal fingerprints */
  int analyzer_version;
  int schema_version;
} sillok_index_summary;

/* Shown until the searcher is reopened or closed. */
SILLOK_API const sillok_index_summary* sillok_summary(sillok_searcher* searcher);

/* Words of the reader, for unquoted words of all later searches. Lines "한은 = 한국은행", and a
   word a line whose end is no josa ("한국은"); "#" begins a comment. Either may be NULL; a second
   call replaces the first. SILLOK_BAD_ARGUMENT names the first line that cannot be read; nothing
   has changed then. */
SILLOK_API sillok_status sillok_set_vocabulary(sillok_searcher* searcher, const char* synonyms,
                                               const char* words, sillok_error** error);

#define SILLOK_ALL ((size_t)-1)

enum { SILLOK_MATCH_AUTO = 0, SILLOK_MATCH_ALL, SILLOK_MATCH_ANY, SILLOK_MATCH_PHRASE };
enum { SILLOK_SORT_RELEVANCE = 0, SILLOK_SORT_NEWEST, SILLOK_SORT_OLDEST, SILLOK_SORT_NUMBER };
enum { SILLOK_ROWS_YES = 0, SILLOK_ROWS_NO, SILLOK_ROWS_ONLY };
enum {
  SILLOK_FACET_SOURCE = 1,
  SILLOK_FACET_AUTHOR = 2,
  SILLOK_FACET_BOARD = 4,
  SILLOK_FACET_YEAR = 8,
  SILLOK_FACET_MONTH = 16
};
enum {
  SILLOK_PERIOD_NONE = 0,
  SILLOK_PERIOD_DAY,
  SILLOK_PERIOD_WEEK,
  SILLOK_PERIOD_MONTH,
  SILLOK_PERIOD_YEAR
};
enum { SILLOK_COLLAPSE_NONE = 0, SILLOK_COLLAPSE_COPIES };
enum { SILLOK_SUGGEST_OFF = 0, SILLOK_SUGGEST_SHOW, SILLOK_SUGGEST_APPLY };

typedef struct sillok_search_options {
  size_t size; /* set by sillok_search_options_init() */
  int match;   /* SILLOK_MATCH_AUTO: articles with every word, then the best of the rest */
  int sort;    /* SILLOK_SORT_RELEVANCE */
  int rows;    /* SILLOK_ROWS_YES */
  int plain;   /* 0; 1: the query is words, quotes and signs are punctuation */
  int hanja; /* 1: unquoted 미국 finds 美 of a headline, 한자 finds 漢字, and the reverse */
  size_t offset;                 /* 0: hits left out at the beginning */
  size_t limit;                  /* 10, or SILLOK_ALL */
  double recency_half_life_days; /* 365; 0: fresh articles have no bonus */
  double recency_strength;       /* of the best possible score */
  const char* from;              /* NULL: open; a day, month or year, or "3m" back */
  const char* to;
  unsigned facets;      /* 0; SILLOK_FACET_… joined by | */
  size_t facet_values;  /* 20 most frequent of a facet, or SILLOK_ALL */
  int histogram;        /* SILLOK_PERIOD_NONE */
  int trend;            /* 0; 1: fills sillok_bucket.all */
  size_t related_words; /* 0: so many words that characterise the matches */
  int snippets;         /* 1 */
  size_t snippet_chars; /* 160 */
  int bodies;           /* 0; 1: fills sillok_hit.body */
  int explain;          /* 0; 1: fills the explanations */
  int rerank;           /* 1: reads the best matches' text for their order; 0 is faster */
  int suggest;          /* SILLOK_SUGGEST_OFF; for a query that finds fewer than five. SHOW: lists
                           other spellings; APPLY: and searches for the first when nothing holds
                           every word */
  int collapse;         /* SILLOK_COLLAPSE_NONE; COPIES: near-identical articles are one hit, the
                           earliest, and the others are its copies; offset and limit are of these */
} sillok_search_options;

/* Sets the defaults above. `size` is the caller's sizeof(sillok_search_options). */
SILLOK_API void sillok_search_options_init(sillok_search_options* options, size_t size);

/* Options may be NULL for the defaults. The caller frees *result. Of sillok_count() the result has
   no hits. */
SILLOK_API sillok_status sillok_search(sillok_searcher* searcher, const char* query,
                                       const sillok_search_options* options, sillok_result** result,
                                       sillok_error** error);
SILLOK_API sillok_status sillok_count(sillok_searcher* searcher, const char* query,
                                      const sillok_search_options* options, sillok_result** result,
                                      sillok_error** error);

/* Called with each hit, which is shown until the call returns. Another value than 0 stops. */
typedef int (*sillok_on_hit)(void* context, const sillok_hit* hit);

/* Gives the hits that sillok_search() would list to `on_hit`, one by one in the same order;
   *result, unless `result` is NULL, has the rest. However many there are, memory holds the text of
   few. SILLOK_INTERRUPTED when `on_hit` stops it. */
SILLOK_API sillok_status sillok_visit(sillok_searcher* searcher, const char* query,
                                      const sillok_search_options* options, sillok_on_hit on_hit,
                                      void* context, sillok_result** result, sillok_error** error);

/* Entries like the one of that id or key, which is not among them. */
SILLOK_API sillok_status sillok_like(sillok_searcher* searcher, const char* id_or_key,
                                     const sillok_search_options* options, sillok_result** result,
                                     sillok_error** error);
/* The whole entries of that id or key, body included: a key names one, an id may name one in each
   board. SILLOK_NOT_FOUND when there is none. */
SILLOK_API sillok_status sillok_fetch(sillok_searcher* searcher, const char* id_or_key,
                                      sillok_result** result, sillok_error** error);
SILLOK_API void sillok_result_free(sillok_result* result);

/* What was found: shown until the result is freed. */

typedef struct sillok_totals {
  size_t size;
  const char* query;  /* as given, or of sillok_like() as run */
  const char* parsed; /* as understood */
  uint64_t total;
  int total_is_exact;
  uint64_t holding_all; /* how many hold every word */
  double took_ms;
  const char* explanation; /* NULL unless asked for */
  uint64_t counted;        /* matches that facets and histogram are over */
  int counted_is_exact;
  uint64_t related_sample; /* matches that were read for related words */
} sillok_totals;

SILLOK_API const sillok_totals* sillok_result_totals(const sillok_result* result);

/* Bytes [begin, end) of a text, on whole characters. This struct will not grow. */
typedef struct sillok_span {
  size_t begin;
  size_t end;
} sillok_span;

/* Another article of a hit's group. What is absent is NULL. This struct will not grow. */
typedef struct sillok_copy {
  const char* id;
  const char* key;
  const char* board;
  const char* title; /* never NULL */
  const char* author;
  const char* source;
  const char* date;
  const char* time;
  const char* url;
} sillok_copy;

/* What is absent is NULL. */
struct sillok_hit {
  size_t size;
  const char* id;  /* the record's own id, else its key */
  const char* key; /* unique in the archive */
  const char* board;
  int has_number;
  uint64_t number;
  const char* title; /* never NULL */
  const char* author;
  const char* source;
  const char* category;
  const char* date; /* "2025-02-04" */
  const char* time; /* "14:32" */
  const char* url;
  const char* place;
  const char* body; /* of sillok_fetch(), or when asked for */
  int is_row;
  int holds_all; /* 0: among the best of the rest */
  double score;
  const sillok_span* title_spans; /* what matched in the title */
  size_t title_span_count;
  const char* snippet; /* never NULL */
  const sillok_span* snippet_spans;
  size_t snippet_span_count;
  const char* explanation;
  const sillok_copy* copies; /* with SILLOK_COLLAPSE_COPIES: the earliest first, at most 100 */
  size_t listed_copies;
  uint64_t copy_count; /* how many there are */
};

SILLOK_API size_t sillok_result_hits(const sillok_result* result);
/* NULL when there are no more than `index` hits. */
SILLOK_API const sillok_hit* sillok_result_hit(const sillok_result* result, size_t index);

/* This struct will not grow. */
typedef struct sillok_value {
  const char* text; /* in its most frequent spelling */
  uint64_t count;
} sillok_value;

typedef struct sillok_facet {
  size_t size;
  int facet;                  /* SILLOK_FACET_… */
  const sillok_value* values; /* most frequent first, years and months in order */
  size_t value_count;
  uint64_t distinct; /* how many values there are */
  uint64_t others;   /* matches with a value that is not listed */
  uint64_t absent;   /* matches without a value */
} sillok_facet;

SILLOK_API size_t sillok_result_facets(const sillok_result* result);
SILLOK_API const sillok_facet* sillok_result_facet(const sillok_result* result, size_t index);

/* This struct will not grow. */
typedef struct sillok_bucket {
  const char* start; /* "2025-02-04", of a month "2025-02", of a year "2025" */
  uint64_t count;    /* matches */
  uint64_t all;      /* entries of the index, for a trend */
} sillok_bucket;

typedef struct sillok_histogram {
  size_t size;
  int period; /* SILLOK_PERIOD_… */
  const sillok_bucket* buckets;
  size_t bucket_count;
  uint64_t undated;
} sillok_histogram;

/* NULL when none was asked for. */
SILLOK_API const sillok_histogram* sillok_result_histogram(const sillok_result* result);

typedef struct sillok_related_word {
  size_t size;
  const char* word;
  double score;   /* the larger the more telling */
  uint64_t count; /* how many of the matches that were read hold it */
  uint64_t all;   /* how many entries of the index do */
} sillok_related_word;

SILLOK_API size_t sillok_result_related_words(const sillok_result* result);
SILLOK_API const sillok_related_word* sillok_result_related_word(const sillok_result* result,
                                                                 size_t index);

typedef struct sillok_copy_counts {
  size_t size;
  uint64_t articles; /* entries that hold every word, or match as asked */
  uint64_t groups;   /* of them when near-identical ones count once */
  int is_exact;
} sillok_copy_counts;

/* NULL unless SILLOK_COLLAPSE_COPIES was asked for. */
SILLOK_API const sillok_copy_counts* sillok_result_copies(const sillok_result* result);

enum {
  SILLOK_KIND_TYPO = 0, /* wrong, lost, added or swapped keys: 스타게이투 */
  SILLOK_KIND_SPACING,  /* 샘올트먼 for 샘 올트먼, and the reverse */
  SILLOK_KIND_KEYBOARD, /* typed in the other layout: tmxkrpdlxm for 스타게이트 */
  SILLOK_KIND_INITIALS, /* ㅅㅌㄱㅇㅌ for 스타게이트 */
  SILLOK_KIND_SPELLING  /* as matches write it in the other script: 오픈AI(OpenAI) */
};

/* Another query, of words that the index has, which finds more. */
typedef struct sillok_suggestion {
  size_t size;
  int kind;          /* SILLOK_KIND_…; later versions may have more */
  const char* query; /* the whole of it */
  const char* from;  /* what of the query as given it replaces, */
  const char* to;    /* and by what */
  uint64_t count;    /* how many entries it finds, with the same options */
  int count_is_exact;
} sillok_suggestion;

/* The likeliest first, at most five; none unless asked for. */
SILLOK_API size_t sillok_result_suggestions(const sillok_result* result);
SILLOK_API const sillok_suggestion* sillok_result_suggestion(const sillok_result* result,
                                                             size_t index);
/* With SILLOK_SUGGEST_APPLY, what was searched for in place of the query; else NULL. */
SILLOK_API const sillok_suggestion* sillok_result_applied(const sillok_result* result);

/* Opened indexes, remote ones for example, whose words were not looked through for suggestions. */
SILLOK_API size_t sillok_result_unlisted_indexes(const sillok_result* result);
SILLOK_API const char* sillok_result_unlisted_index(const sillok_result* result, size_t index);

/* The shards that were left out of what was searched. */
SILLOK_API size_t sillok_result_missing_shards(const sillok_result* result);
SILLOK_API const sillok_missing_shard* sillok_result_missing_shard(const sillok_result* result,
                                                                   size_t index);

/* Indexing a program's own records. */

typedef struct sillok_indexer sillok_indexer;

typedef struct sillok_indexer_options {
  size_t size;
  size_t memory_bytes; /* 512 MiB */
  unsigned threads;    /* 0: one for each core */
  int rebuild;         /* 0; 1: what the index holds is dropped with the first commit */
  /* NULL, or called on the thread that adds and commits with the number of records added since the
     last commit; `is_merging` is 1 while a commit writes. Another value than 0 stops with
     SILLOK_INTERRUPTED. */
  int (*on_progress)(void* context, uint64_t records, int is_merging);
  void* context;
} sillok_indexer_options;

SILLOK_API void sillok_indexer_options_init(sillok_indexer_options* options, size_t size);

/* Makes the index's directory when it is not there, and locks it: there is one writer at a time,
   and any number of readers. The caller closes *indexer. */
SILLOK_API sillok_status sillok_indexer_open(const char* path,
                                             const sillok_indexer_options* options,
                                             sillok_indexer** indexer, sillok_error** error);

/* What is NULL is absent. An entry is named by its board with its id, lacking an id its board with
   its number, lacking both a hash of title, author and date; a record of the same name takes the
   place of the one before. */
typedef struct sillok_record {
  size_t size;
  const char* id;
  const char* board;
  int has_number;
  uint64_t number;
  const char* title;
  const char* author;
  const char* source; /* the press */
  const char* category;
  const char* date; /* "2025-02-04", or another usual way of writing a day */
  const char* time; /* "14:32" */
  const char* url;
  const char* body;  /* paragraphs separated by "\n" */
  const char* place; /* where the program keeps it */
  int64_t captured;  /* Unix seconds of this state of it; 0: now. An older never replaces a newer */
  int is_row;        /* 1: known only from a list; never replaces an article */
} sillok_record;

SILLOK_API void sillok_record_init(sillok_record* record, size_t size);

/* Everything is copied. SILLOK_BAD_ARGUMENT when the record has neither title nor body, is not
   UTF-8 or its date is no day: the indexer can be used on. After any other error what was added
   since the last commit is dropped. */
SILLOK_API sillok_status sillok_indexer_add(sillok_indexer* indexer, const sillok_record* record,
                                            sillok_error** error);

/* Takes the entry of this key (sillok_hit.key) out of the index; SILLOK_OK when there is none. */
SILLOK_API sillok_status sillok_indexer_remove(sillok_indexer* indexer, const char* key,
                                               sillok_error** error);

typedef struct sillok_commit {
  size_t size; /* set by the caller to sizeof(sillok_commit) */
  uint64_t added;
  uint64_t changed;
  uint64_t unchanged;
  uint64_t removed;
  uint64_t articles; /* that the index holds now */
  uint64_t rows;
} sillok_commit;

/* Publishes what was added and removed: readers see all of it or nothing. Fills *done unless it is
   NULL. The lock is released until the next addition. */
SILLOK_API sillok_status sillok_indexer_commit(sillok_indexer* indexer, sillok_commit* done,
                                               sillok_error** error);

/* Drops what was added and removed since the last commit; the indexer can be used on. */
SILLOK_API sillok_status sillok_indexer_discard(sillok_indexer* indexer, sillok_error** error);

/* Drops what was not committed. */
SILLOK_API void sillok_indexer_close(sillok_indexer* indexer);

#ifdef __cplusplus
}
#endif

#endif
