/* Searching from C. Every function that can fail returns a status; the error object says more. */
#include <sillok/sillok.h>
#include <stdio.h>

static int fail(sillok_error* error, const char* query) {
  fprintf(stderr, "%s\n", sillok_error_text(error));
  if (sillok_error_status(error) == SILLOK_BAD_QUERY)
    fprintf(stderr, "at: %s\n", query + sillok_error_offset(error));
  if (sillok_error_detail(error)[0] != '\0')
    fprintf(stderr, "hint: %s\n", sillok_error_detail(error));
  sillok_error_free(error);
  return 1;
}

/* What matched, in brackets. The spans are bytes, on whole characters. */
static void print_marked(const char* text, const sillok_span* spans, size_t count) {
  size_t at = 0;
  for (size_t i = 0; i < count; ++i) {
    printf("%.*s[%.*s]", (int)(spans[i].begin - at), text + at,
           (int)(spans[i].end - spans[i].begin), text + spans[i].begin);
    at = spans[i].end;
  }
  printf("%s\n", text + at);
}

int main(int argc, char** argv) {
  const char* path = argc > 1 ? argv[1] : "archive.idx";
  const char* query = argc > 2 ? argv[2] : "스타게이트";
  sillok_searcher* searcher;
  sillok_search_options options;
  sillok_result* result;
  sillok_error* error;

  if (sillok_open(path, &searcher, &error) != SILLOK_OK) return fail(error, query);

  sillok_search_options_init(&options, sizeof options);
  options.limit = 3;
  options.from = "2025-01";
  if (sillok_search(searcher, query, &options, &result, &error) != SILLOK_OK) {
    sillok_close(searcher);
    return fail(error, query);
  }
  for (size_t i = 0; i < sillok_result_hits(result); ++i) {
    const sillok_hit* hit = sillok_result_hit(result, i);
    printf("%s ", hit->date != NULL ? hit->date : "undated");
    print_marked(hit->title, hit->title_spans, hit->title_span_count);
    print_marked(hit->snippet, hit->snippet_spans, hit->snippet_span_count);
  }
  sillok_result_free(result);
  sillok_close(searcher);
  return 0;
}
