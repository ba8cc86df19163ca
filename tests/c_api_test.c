/* The C interface from C: what a program that embeds Sillok does, and what it does wrong.
   usage: c_api_test DIRECTORY [INDEX [--leak]], a directory that the test may fill, and an index
   that it is to read too. Prints what failed; exits with 1 then. --leak forgets to free a result,
   for what watches over leaks to find. */
#include <fcntl.h>
#include <sillok/sillok.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failures = 0;

#define CHECK(condition)                                             \
  do {                                                               \
    if (!(condition)) {                                              \
      printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
      ++failures;                                                    \
    }                                                                \
  } while (0)

/* Checks a status and that the error says as much, and frees the error. */
static void check_error(int line, sillok_status got, sillok_status expected, sillok_error* error,
                        const char* text_part) {
  if (got != expected || sillok_error_status(error) != expected ||
      strstr(sillok_error_text(error), text_part) == NULL) {
    printf("%s:%d: failed: status %d (%s), expected %d with \"%s\", got \"%s\"\n", __FILE__, line,
           (int)got, sillok_status_text(got), (int)expected, text_part, sillok_error_text(error));
    ++failures;
  }
  sillok_error_free(error);
}
#define CHECK_ERROR(call, expected, text_part)                 \
  do {                                                         \
    sillok_error* error = NULL;                                \
    const sillok_status status = (call);                       \
    check_error(__LINE__, status, expected, error, text_part); \
  } while (0)
#define CHECK_OK(call)                                   \
  do {                                                   \
    sillok_error* error = NULL;                          \
    const sillok_status status = (call);                 \
    check_error(__LINE__, status, SILLOK_OK, error, ""); \
  } while (0)

static int equal(const char* a, const char* b) {
  return a != NULL && strcmp(a, b) == 0;
}

static char* path_of(const char* directory, const char* name) {
  char* path = malloc(strlen(directory) + strlen(name) + 2);
  sprintf(path, "%s/%s", directory, name);
  return path;
}

static sillok_record record_of(const char* id, const char* title, const char* body,
                               const char* date) {
  sillok_record record;
  sillok_record_init(&record, sizeof record);
  record.id = id;
  record.board = "news";
  record.title = title;
  record.body = body;
  record.date = date;
  record.source = "중앙일보";
  return record;
}

static int count_progress(void* context, uint64_t records, int is_merging) {
  (void)records;
  (void)is_merging;
  ++*(int*)context;
  return 0;
}

static int stop_at_once(void* context, uint64_t records, int is_merging) {
  (void)context;
  (void)records;
  return is_merging;
}

static void test_indexing(const char* index) {
  sillok_indexer_options options;
  sillok_indexer* indexer = NULL;
  sillok_indexer* other = NULL;
  sillok_record record;
  sillok_commit done = {sizeof done, 0, 0, 0, 0, 0, 0};
  int calls = 0;

  sillok_indexer_options_init(&options, sizeof options);
  options.on_progress = count_progress;
  options.context = &calls;
  options.threads = 1;
  options.memory_bytes = 16u << 20;
  CHECK_OK(sillok_indexer_open(index, &options, &indexer, &error));
  CHECK_ERROR(sillok_indexer_open(index, NULL, &other, &error), SILLOK_LOCKED, index);
  CHECK(other == NULL);

  record =
      record_of("1", "스타게이트에 5000억 달러", "오픈AI가 데이터센터를 짓는다.", "2025-01-22");
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));
  record =
      record_of("2", "한국은행, 금리 동결", "한국은행은 기준금리를 3.00%로 두었다.", "2025.1.16");
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));
  record = record_of("3", "샘 올트먼 방한", "스타게이트를 두고 카카오와 만난다.", "2025-02-04");
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));

  record = record_of("4", "언제인가", "", "어느 날");
  CHECK_ERROR(sillok_indexer_add(indexer, &record, &error), SILLOK_BAD_ARGUMENT, "어느 날");
  record = record_of("5", "\xC0\xCC", "", NULL);
  CHECK_ERROR(sillok_indexer_add(indexer, &record, &error), SILLOK_BAD_ARGUMENT, "title");
  record = record_of("6", NULL, NULL, NULL);
  CHECK_ERROR(sillok_indexer_add(indexer, &record, &error), SILLOK_BAD_ARGUMENT, "news/6");
  memset(&record, 0, sizeof record);
  CHECK_ERROR(sillok_indexer_add(indexer, &record, &error), SILLOK_BAD_ARGUMENT, "size");

  CHECK_OK(sillok_indexer_commit(indexer, &done, &error));
  CHECK(done.added == 3 && done.changed == 0 && done.articles == 3 && done.rows == 0);
  CHECK(calls > 0);
  sillok_indexer_close(indexer);
}

static void test_updating(const char* index) {
  sillok_indexer_options options;
  sillok_indexer* indexer = NULL;
  sillok_record record;
  sillok_commit done = {sizeof done, 0, 0, 0, 0, 0, 0};

  CHECK_OK(sillok_indexer_open(index, NULL, &indexer, &error));
  record = record_of("2", "한국은행, 금리 인하", "기준금리를 2.75%로 내렸다.", "2025-02-25");
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));
  CHECK_OK(sillok_indexer_remove(indexer, "news/3", &error));
  CHECK_OK(sillok_indexer_remove(indexer, "news/none", &error));
  CHECK_OK(sillok_indexer_commit(indexer, &done, &error));
  CHECK(done.added == 0 && done.changed == 1 && done.removed == 1 && done.articles == 2);
  record = record_of("3", "샘 올트먼 방한", "스타게이트를 두고 카카오와 만난다.", "2025-02-04");
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));
  CHECK_OK(sillok_indexer_commit(indexer, &done, &error));
  CHECK(done.added == 1 && done.articles == 3);
  record = record_of("8", "버릴 글", "", NULL);
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));
  CHECK_OK(sillok_indexer_discard(indexer, &error));
  CHECK_OK(sillok_indexer_commit(indexer, &done, &error));
  CHECK(done.added == 0 && done.articles == 3);
  sillok_indexer_close(indexer);

  sillok_indexer_options_init(&options, sizeof options);
  options.on_progress = stop_at_once;
  CHECK_OK(sillok_indexer_open(index, &options, &indexer, &error));
  record = record_of("9", "남지 않을 글", "", NULL);
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));
  CHECK_ERROR(sillok_indexer_commit(indexer, &done, &error), SILLOK_INTERRUPTED, "stopped");
  sillok_indexer_close(indexer);
}

static void test_hit(const sillok_hit* hit) {
  CHECK(equal(hit->id, "3") && equal(hit->key, "news/3") && equal(hit->board, "news"));
  CHECK(equal(hit->title, "샘 올트먼 방한") && equal(hit->source, "중앙일보"));
  CHECK(equal(hit->date, "2025-02-04") && hit->author == NULL && hit->body == NULL);
  CHECK(hit->has_number == 0 && hit->is_row == 0 && hit->holds_all == 1);
  CHECK(hit->title_span_count == 0);
  CHECK(hit->snippet_span_count == 1);
  if (hit->snippet_span_count == 1) {
    const sillok_span span = hit->snippet_spans[0];
    CHECK(span.end - span.begin == strlen("스타게이트"));
    CHECK(strncmp(hit->snippet + span.begin, "스타게이트", span.end - span.begin) == 0);
  }
}

static void test_searching(sillok_searcher* searcher) {
  sillok_search_options options;
  sillok_result* result = NULL;

  CHECK_OK(sillok_search(searcher, "스타게이트", NULL, &result, &error));
  CHECK(sillok_result_hits(result) == 2);
  CHECK(sillok_result_totals(result)->total == 2 && sillok_result_totals(result)->total_is_exact);
  CHECK(equal(sillok_result_totals(result)->query, "스타게이트"));
  CHECK(sillok_result_hit(result, 2) == NULL);
  CHECK(sillok_result_histogram(result) == NULL && sillok_result_facets(result) == 0);
  sillok_result_free(result);

  sillok_search_options_init(&options, sizeof options);
  options.sort = SILLOK_SORT_NEWEST;
  options.limit = 1;
  options.from = "2025-01";
  options.facets = SILLOK_FACET_SOURCE | SILLOK_FACET_MONTH;
  options.histogram = SILLOK_PERIOD_MONTH;
  CHECK_OK(sillok_search(searcher, "스타게이트", &options, &result, &error));
  CHECK(sillok_result_hits(result) == 1);
  if (sillok_result_hits(result) == 1) test_hit(sillok_result_hit(result, 0));
  CHECK(sillok_result_facets(result) == 2);
  if (sillok_result_facets(result) == 2) {
    const sillok_facet* sources = sillok_result_facet(result, 0);
    CHECK(sources->facet == SILLOK_FACET_SOURCE && sources->value_count == 1);
    CHECK(equal(sources->values[0].text, "중앙일보") && sources->values[0].count == 2);
    CHECK(sillok_result_facet(result, 1)->value_count == 2);
  }
  CHECK(sillok_result_histogram(result) != NULL);
  if (sillok_result_histogram(result) != NULL) {
    const sillok_histogram* histogram = sillok_result_histogram(result);
    CHECK(histogram->period == SILLOK_PERIOD_MONTH && histogram->bucket_count == 2);
    CHECK(equal(histogram->buckets[0].start, "2025-01") && histogram->buckets[0].count == 1);
  }
  sillok_result_free(result);

  CHECK_OK(sillok_count(searcher, "*", NULL, &result, &error));
  CHECK(sillok_result_totals(result)->total == 3 && sillok_result_hits(result) == 0);
  sillok_result_free(result);

  CHECK_OK(sillok_fetch(searcher, "news/2", &result, &error));
  CHECK(equal(sillok_result_hit(result, 0)->body, "기준금리를 2.75%로 내렸다."));
  sillok_result_free(result);

  CHECK_OK(sillok_set_vocabulary(searcher, "한은 = 한국은행", "한국은 # 지명", &error));
  CHECK_OK(sillok_search(searcher, "한은", NULL, &result, &error));
  CHECK(sillok_result_hits(result) == 1);
  sillok_result_free(result);
  CHECK_OK(sillok_set_vocabulary(searcher, NULL, NULL, &error));
  CHECK_OK(sillok_search(searcher, "한은", NULL, &result, &error));
  CHECK(sillok_result_hits(result) == 0);
  sillok_result_free(result);
}

static int note_title(void* context, const sillok_hit* hit) {
  char* titles = context;
  CHECK(hit->size == sizeof *hit && hit->snippet[0] != '\0');
  strcat(titles, hit->title);
  strcat(titles, "|");
  return 0;
}

static int stop_at_first(void* context, const sillok_hit* hit) {
  (void)hit;
  ++*(int*)context;
  return 1;
}

static void test_visiting(sillok_searcher* searcher) {
  sillok_search_options options;
  sillok_result* result = NULL;
  char titles[200] = "";
  int calls = 0;

  sillok_search_options_init(&options, sizeof options);
  options.sort = SILLOK_SORT_OLDEST;
  options.limit = SILLOK_ALL;
  CHECK_OK(sillok_visit(searcher, "스타게이트", &options, note_title, titles, &result, &error));
  CHECK(equal(titles, "스타게이트에 5000억 달러|샘 올트먼 방한|"));
  CHECK(sillok_result_hits(result) == 0 && sillok_result_totals(result)->total == 2);
  sillok_result_free(result);
  titles[0] = '\0';
  CHECK_OK(sillok_visit(searcher, "카카오", NULL, note_title, titles, NULL, &error));
  CHECK(equal(titles, "샘 올트먼 방한|"));
  CHECK_ERROR(sillok_visit(searcher, "스타게이트", NULL, stop_at_first, &calls, &result, &error),
              SILLOK_INTERRUPTED, "stopped");
  CHECK(calls == 1 && result == NULL);
  CHECK_ERROR(sillok_visit(searcher, "금리", NULL, NULL, NULL, &result, &error),
              SILLOK_BAD_ARGUMENT, "on_hit");
}

static void test_suggesting(sillok_searcher* searcher) {
  sillok_search_options options;
  sillok_result* result = NULL;
  const sillok_suggestion* suggestion;

  CHECK_OK(sillok_search(searcher, "스타게이투", NULL, &result, &error));
  CHECK(sillok_result_suggestions(result) == 0 && sillok_result_applied(result) == NULL);
  sillok_result_free(result);

  sillok_search_options_init(&options, sizeof options);
  options.match = SILLOK_MATCH_ALL;
  options.suggest = SILLOK_SUGGEST_SHOW;
  CHECK_OK(sillok_search(searcher, "스타게이투", &options, &result, &error));
  CHECK(sillok_result_hits(result) == 0 && sillok_result_applied(result) == NULL);
  CHECK(sillok_result_suggestions(result) == 1);
  suggestion = sillok_result_suggestion(result, 0);
  if (suggestion != NULL) {
    CHECK(suggestion->size == sizeof *suggestion && suggestion->kind == SILLOK_KIND_TYPO);
    CHECK(equal(suggestion->query, "스타게이트") && equal(suggestion->to, "스타게이트"));
    CHECK(equal(suggestion->from, "스타게이투"));
    CHECK(suggestion->count == 2 && suggestion->count_is_exact);
  }
  CHECK(sillok_result_suggestion(result, 1) == NULL);
  CHECK(sillok_result_unlisted_indexes(result) == 0);
  CHECK(sillok_result_unlisted_index(result, 0) == NULL);
  sillok_result_free(result);

  options.suggest = SILLOK_SUGGEST_APPLY;
  CHECK_OK(sillok_search(searcher, "tmxkrpdlxm", &options, &result, &error));
  CHECK(sillok_result_hits(result) == 2);
  CHECK(equal(sillok_result_totals(result)->query, "tmxkrpdlxm"));
  suggestion = sillok_result_applied(result);
  CHECK(suggestion != NULL && suggestion->kind == SILLOK_KIND_KEYBOARD);
  CHECK(suggestion != NULL && equal(suggestion->query, "스타게이트"));
  sillok_result_free(result);

  options.suggest = 3;
  CHECK_ERROR(sillok_search(searcher, "금리", &options, &result, &error), SILLOK_BAD_ARGUMENT,
              "suggest");
}

/* An agency's text in two papers, in an index of its own. */
static void test_copies(const char* directory) {
  static const char* const body =
      "정부는 오늘 스타게이트 계획에 참여하는 방안을 발표했다. 데이터센터 전력 공급과 반도체 투자, "
      "인력 양성을 함께 추진하며 내년 예산에 반영할 방침이다. 관계 부처는 이달 안에 협의체를 "
      "꾸린다. "
      "시장에서는 올해 안에 사업자가 정해질 것으로 보고 있으며, 지역 주민들은 전력 요금이 오를까 "
      "걱정하고 있다. "
      "장관은 기자간담회에서 물가와 환율을 면밀히 점검하면서 지원 시기와 규모를 정하겠다고 말했다. "
      "업계는 고대역폭메모리와 초고압 변압기 수요가 크게 늘 것으로 내다봤고, 대학은 관련 학과 "
      "정원을 늘리기로 했다.";
  char* index = path_of(directory, "copies.idx");
  sillok_indexer* indexer = NULL;
  sillok_searcher* searcher = NULL;
  sillok_search_options options;
  sillok_result* result = NULL;
  const sillok_hit* hit;
  sillok_record record = record_of("1", "정부, 스타게이트 참여 발표", body, "2025-02-05");

  CHECK_OK(sillok_indexer_open(index, NULL, &indexer, &error));
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));
  record = record_of("2", "정부, 스타게이트 참여 발표", body, "2025-02-04");
  record.source = "윤슬뉴스";
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));
  CHECK_OK(sillok_indexer_commit(indexer, NULL, &error));
  sillok_indexer_close(indexer);

  CHECK_OK(sillok_open(index, &searcher, &error));
  CHECK_OK(sillok_search(searcher, "스타게이트", NULL, &result, &error));
  CHECK(sillok_result_hits(result) == 2 && sillok_result_copies(result) == NULL);
  sillok_result_free(result);
  sillok_search_options_init(&options, sizeof options);
  options.collapse = SILLOK_COLLAPSE_COPIES;
  CHECK_OK(sillok_search(searcher, "스타게이트", &options, &result, &error));
  CHECK(sillok_result_hits(result) == 1);
  hit = sillok_result_hit(result, 0);
  CHECK(hit != NULL && equal(hit->key, "news/2") && hit->copy_count == 1);
  if (hit != NULL && hit->listed_copies == 1) {
    CHECK(equal(hit->copies[0].key, "news/1") && equal(hit->copies[0].source, "중앙일보"));
    CHECK(equal(hit->copies[0].date, "2025-02-05") && hit->copies[0].author == NULL);
  }
  CHECK(sillok_result_copies(result) != NULL && sillok_result_copies(result)->groups == 1);
  CHECK(sillok_result_copies(result) != NULL && sillok_result_copies(result)->articles == 2);
  sillok_result_free(result);
  options.collapse = 2;
  CHECK_ERROR(sillok_search(searcher, "금리", &options, &result, &error), SILLOK_BAD_ARGUMENT,
              "collapse");
  sillok_close(searcher);
  free(index);
}

static void leak_a_result(const char* index) {
  sillok_searcher* searcher = NULL;
  sillok_result* result = NULL;
  CHECK_OK(sillok_open(index, &searcher, &error));
  CHECK_OK(sillok_search(searcher, "스타게이트", NULL, &result, &error));
  CHECK(sillok_result_hits(result) > 0);
  result = NULL;
  sillok_close(searcher);
}

static void test_misuse(sillok_searcher* searcher) {
  struct { /* what a later version of the struct might be */
    sillok_search_options known;
    size_t unknown;
  } newer;
  sillok_search_options options;
  sillok_result* result = NULL;
  sillok_error* why = NULL;

  CHECK(sillok_search(searcher, "금리 (한국은행", NULL, &result, &why) == SILLOK_BAD_QUERY);
  CHECK(result == NULL && sillok_error_offset(why) == strlen("금리 "));
  CHECK(sillok_error_text(why)[0] != '\0' && strchr(sillok_error_text(why), '\n') == NULL);
  sillok_error_free(why);
  CHECK(sillok_search(searcher, "금리 \xFF", NULL, &result, &why) == SILLOK_BAD_QUERY);
  CHECK(sillok_error_offset(why) == strlen("금리 "));
  sillok_error_free(why);
  CHECK(sillok_search(searcher, "(", NULL, &result, NULL) == SILLOK_BAD_QUERY);

  CHECK_ERROR(sillok_search(searcher, NULL, NULL, &result, &error), SILLOK_BAD_ARGUMENT, "query");
  CHECK_ERROR(sillok_search(NULL, "금리", NULL, &result, &error), SILLOK_BAD_ARGUMENT, "searcher");
  CHECK_ERROR(sillok_search(searcher, "금리", NULL, NULL, &error), SILLOK_BAD_ARGUMENT, "result");
  CHECK_ERROR(sillok_fetch(searcher, "없음", &result, &error), SILLOK_NOT_FOUND, "없음");
  CHECK_ERROR(sillok_like(searcher, "없음", NULL, &result, &error), SILLOK_NOT_FOUND, "없음");
  CHECK_ERROR(sillok_set_vocabulary(searcher, "한은", NULL, &error), SILLOK_BAD_ARGUMENT, "line 1");

  sillok_search_options_init(&options, sizeof options);
  options.sort = 17;
  CHECK_ERROR(sillok_search(searcher, "금리", &options, &result, &error), SILLOK_BAD_ARGUMENT,
              "sort");
  sillok_search_options_init(&options, sizeof options);
  options.from = "언젠가";
  CHECK_ERROR(sillok_search(searcher, "금리", &options, &result, &error), SILLOK_BAD_ARGUMENT,
              "언젠가");
  memset(&options, 0, sizeof options);
  CHECK_ERROR(sillok_search(searcher, "금리", &options, &result, &error), SILLOK_BAD_ARGUMENT,
              "size");

  /* An older caller knows less, a newer one more: it works unless something unknown is asked for.
   */
  sillok_search_options_init(&options, offsetof(sillok_search_options, sort));
  options.match = SILLOK_MATCH_ALL;
  CHECK_OK(sillok_search(searcher, "금리", &options, &result, &error));
  CHECK(sillok_result_hits(result) == 1);
  sillok_result_free(result);
  sillok_search_options_init(&newer.known, sizeof newer);
  CHECK_OK(sillok_search(searcher, "금리", &newer.known, &result, &error));
  sillok_result_free(result);
  newer.unknown = 1;
  CHECK_ERROR(sillok_search(searcher, "금리", &newer.known, &result, &error), SILLOK_BAD_ARGUMENT,
              "version");
}

static void test_reopening(const char* index, sillok_searcher* searcher) {
  sillok_indexer* indexer = NULL;
  const sillok_record record = record_of("7", "별자리 관측", "천문대가 문을 열었다.", "2025-03-01");
  int was_newer = 1;

  CHECK(sillok_summary(searcher)->articles == 3);
  CHECK(strlen(sillok_summary(searcher)->fingerprint) == 16);
  CHECK_OK(sillok_reopen(searcher, &was_newer, &error));
  CHECK(was_newer == 0);
  CHECK_OK(sillok_indexer_open(index, NULL, &indexer, &error));
  CHECK_OK(sillok_indexer_add(indexer, &record, &error));
  CHECK_OK(sillok_indexer_commit(indexer, NULL, &error));
  sillok_indexer_close(indexer);
  CHECK(sillok_summary(searcher)->articles == 3);
  CHECK_OK(sillok_reopen(searcher, &was_newer, &error));
  CHECK(was_newer == 1 && sillok_summary(searcher)->articles == 4);
}

static void test_opening(const char* directory) {
  sillok_searcher* searcher = NULL;
  char* none = path_of(directory, "none");
  char* other = path_of(directory, "other");
  char* stub = path_of(other, "XAPIANDB");
  FILE* file;

  CHECK_ERROR(sillok_open(none, &searcher, &error), SILLOK_NOT_FOUND, none);
  CHECK(searcher == NULL);
  CHECK_ERROR(sillok_open(NULL, &searcher, &error), SILLOK_BAD_ARGUMENT, "path");
  CHECK(mkdir(other, 0777) == 0);
  file = fopen(stub, "wb");
  fputs("이것은 색인이 아니다\n", file);
  fclose(file);
  CHECK_ERROR(sillok_open(other, &searcher, &error), SILLOK_DAMAGED, other);
  free(stub);
  free(other);
  free(none);
}

/* A cluster of an index and of one that is not there. */
static void test_partial(const char* directory) {
  char* cluster = path_of(directory, "cluster");
  char* none = path_of(directory, "none");
  const char* const paths[1] = {cluster};
  sillok_open_options options;
  sillok_searcher* searcher = NULL;
  sillok_result* result = NULL;
  FILE* file = fopen(cluster, "wb");

  fputs("c.idx\nnone\n", file);
  fclose(file);
  CHECK_ERROR(sillok_open_with(paths, 1, NULL, &searcher, &error), SILLOK_NOT_FOUND, none);
  sillok_open_options_init(&options, sizeof options);
  CHECK(options.partial == 0 && options.connect_seconds > 0 && options.timeout_seconds > 0);
  options.partial = 1;
  options.timeout_seconds = 0.5;
  CHECK_OK(sillok_open_with(paths, 1, &options, &searcher, &error));
  CHECK(sillok_missing_shards(searcher) == 1);
  CHECK(sillok_missing_shard_at(searcher, 1) == NULL);
  CHECK_OK(sillok_search(searcher, "스타게이트", NULL, &result, &error));
  CHECK(sillok_result_hits(result) == 2 && sillok_result_missing_shards(result) == 1);
  if (sillok_result_missing_shards(result) == 1) {
    CHECK(equal(sillok_result_missing_shard(result, 0)->name, none));
    CHECK(equal(sillok_result_missing_shard(result, 0)->problem, "does not exist"));
  }
  sillok_result_free(result);
  sillok_close(searcher);

  options.connect_seconds = -1;
  CHECK_ERROR(sillok_open_with(paths, 1, &options, &searcher, &error), SILLOK_BAD_ARGUMENT,
              "connect_seconds");
  free(none);
  free(cluster);
}

static void test_archive(const char* index) {
  sillok_searcher* searcher = NULL;
  sillok_search_options options;
  sillok_result* result = NULL;
  sillok_result* like = NULL;
  size_t i;

  CHECK_OK(sillok_open(index, &searcher, &error));
  sillok_search_options_init(&options, sizeof options);
  options.related_words = 5;
  options.explain = 1;
  options.bodies = 1;
  options.rows = SILLOK_ROWS_NO;
  options.rerank = 0;
  CHECK_OK(sillok_search(searcher, "스타게이트", &options, &result, &error));
  CHECK(sillok_result_hits(result) > 5 && sillok_result_related_words(result) > 0);
  CHECK(sillok_result_totals(result)->explanation != NULL);
  for (i = 0; i < sillok_result_hits(result); ++i) {
    CHECK(sillok_result_hit(result, i)->body != NULL);
    CHECK(sillok_result_hit(result, i)->explanation != NULL);
  }
  CHECK_OK(sillok_like(searcher, sillok_result_hit(result, 0)->key, NULL, &like, &error));
  CHECK(sillok_result_hits(like) > 0);
  sillok_result_free(like);
  sillok_result_free(result);
  sillok_close(searcher);
}

int main(int argc, char** argv) {
  char* index;
  sillok_searcher* searcher = NULL;
  if (argc < 2) return 2;
  if (argc > 3) {
    leak_a_result(argv[2]);
    return 0;
  }
  index = path_of(argv[1], "c.idx");

  test_indexing(index);
  test_updating(index);
  CHECK_OK(sillok_open(index, &searcher, &error));
  if (searcher != NULL) {
    test_searching(searcher);
    test_visiting(searcher);
    test_suggesting(searcher);
    test_misuse(searcher);
    test_reopening(index, searcher);
  }
  sillok_close(searcher);
  test_partial(argv[1]);
  test_copies(argv[1]);
  test_opening(argv[1]);
  if (argc > 2) test_archive(argv[2]);

  CHECK(equal(sillok_status_text(SILLOK_NOT_FOUND), "not found"));
  CHECK(equal(sillok_status_text(-1), sillok_status_text(1000)));
  sillok_error_free(NULL);
  sillok_result_free(NULL);
  sillok_close(NULL);
  sillok_indexer_close(NULL);
  CHECK(sillok_missing_shards(NULL) == 0 && sillok_result_suggestions(NULL) == 0);
  free(index);
  if (failures > 0) printf("%d checks failed\n", failures);
  return failures > 0 ? 1 : 0;
}
