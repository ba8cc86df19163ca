"""The C interface, <sillok/sillok.h>, as ctypes sees it."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
from ctypes import POINTER, c_char_p, c_double, c_int, c_int64, c_size_t, c_uint, c_uint64, c_void_p

ALL = c_size_t(-1).value

OK, NOT_FOUND, LOCKED, DAMAGED, WRONG_VERSION, BAD_QUERY = range(6)
MODIFIED, BAD_ARGUMENT, INTERRUPTED, UNUSABLE, NO_MEMORY, INTERNAL = range(6, 12)


class IndexSummary(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("articles", c_uint64),
        ("rows", c_uint64),
        ("fingerprint", c_char_p),
        ("analyzer_version", c_int),
        ("schema_version", c_int),
    ]


class OpenOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("partial", c_int),
        ("connect_seconds", c_double),
        ("timeout_seconds", c_double),
    ]


class MissingShard(ctypes.Structure):
    _fields_ = [("size", c_size_t), ("name", c_char_p), ("problem", c_char_p)]


class SearchOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("match", c_int),
        ("sort", c_int),
        ("rows", c_int),
        ("plain", c_int),
        ("hanja", c_int),
        ("offset", c_size_t),
        ("limit", c_size_t),
        ("recency_half_life_days", c_double),
        ("recency_strength", c_double),
        ("from_", c_char_p),
        ("to", c_char_p),
        ("facets", c_uint),
        ("facet_values", c_size_t),
        ("histogram", c_int),
        ("trend", c_int),
        ("related_words", c_size_t),
        ("snippets", c_int),
        ("snippet_chars", c_size_t),
        ("bodies", c_int),
        ("explain", c_int),
        ("rerank", c_int),
        ("suggest", c_int),
        ("collapse", c_int),
    ]


class Totals(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("query", c_char_p),
        ("parsed", c_char_p),
        ("total", c_uint64),
        ("total_is_exact", c_int),
        ("holding_all", c_uint64),
        ("took_ms", c_double),
        ("explanation", c_char_p),
        ("counted", c_uint64),
        ("counted_is_exact", c_int),
        ("related_sample", c_uint64),
    ]


class Span(ctypes.Structure):
    _fields_ = [("begin", c_size_t), ("end", c_size_t)]


class Copy(ctypes.Structure):
    _fields_ = [
        ("id", c_char_p),
        ("key", c_char_p),
        ("board", c_char_p),
        ("title", c_char_p),
        ("author", c_char_p),
        ("source", c_char_p),
        ("date", c_char_p),
        ("time", c_char_p),
        ("url", c_char_p),
    ]


class Hit(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("id", c_char_p),
        ("key", c_char_p),
        ("board", c_char_p),
        ("has_number", c_int),
        ("number", c_uint64),
        ("title", c_char_p),
        ("author", c_char_p),
        ("source", c_char_p),
        ("category", c_char_p),
        ("date", c_char_p),
        ("time", c_char_p),
        ("url", c_char_p),
        ("place", c_char_p),
        ("body", c_char_p),
        ("is_row", c_int),
        ("holds_all", c_int),
        ("score", c_double),
        ("title_spans", POINTER(Span)),
        ("title_span_count", c_size_t),
        ("snippet", c_char_p),
        ("snippet_spans", POINTER(Span)),
        ("snippet_span_count", c_size_t),
        ("explanation", c_char_p),
        ("copies", POINTER(Copy)),
        ("listed_copies", c_size_t),
        ("copy_count", c_uint64),
    ]


class Value(ctypes.Structure):
    _fields_ = [("text", c_char_p), ("count", c_uint64)]


class Facet(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("facet", c_int),
        ("values", POINTER(Value)),
        ("value_count", c_size_t),
        ("distinct", c_uint64),
        ("others", c_uint64),
        ("absent", c_uint64),
    ]


class Bucket(ctypes.Structure):
    _fields_ = [("start", c_char_p), ("count", c_uint64), ("all", c_uint64)]


class Histogram(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("period", c_int),
        ("buckets", POINTER(Bucket)),
        ("bucket_count", c_size_t),
        ("undated", c_uint64),
    ]


class RelatedWord(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("word", c_char_p),
        ("score", c_double),
        ("count", c_uint64),
        ("all", c_uint64),
    ]


class CopyCounts(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("articles", c_uint64),
        ("groups", c_uint64),
        ("is_exact", c_int),
    ]


class Suggestion(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("kind", c_int),
        ("query", c_char_p),
        ("from_", c_char_p),
        ("to", c_char_p),
        ("count", c_uint64),
        ("count_is_exact", c_int),
    ]


OnHit = ctypes.CFUNCTYPE(c_int, c_void_p, POINTER(Hit))
OnProgress = ctypes.CFUNCTYPE(c_int, c_void_p, c_uint64, c_int)


class IndexerOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("memory_bytes", c_size_t),
        ("threads", c_uint),
        ("rebuild", c_int),
        ("on_progress", OnProgress),
        ("context", c_void_p),
    ]


class Record(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("id", c_char_p),
        ("board", c_char_p),
        ("has_number", c_int),
        ("number", c_uint64),
        ("title", c_char_p),
        ("author", c_char_p),
        ("source", c_char_p),
        ("category", c_char_p),
        ("date", c_char_p),
        ("time", c_char_p),
        ("url", c_char_p),
        ("body", c_char_p),
        ("place", c_char_p),
        ("captured", c_int64),
        ("is_row", c_int),
    ]


class Commit(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("added", c_uint64),
        ("changed", c_uint64),
        ("unchanged", c_uint64),
        ("removed", c_uint64),
        ("articles", c_uint64),
        ("rows", c_uint64),
    ]


_FUNCTIONS = {
    "sillok_version": (c_char_p, []),
    "sillok_error_text": (c_char_p, [c_void_p]),
    "sillok_error_detail": (c_char_p, [c_void_p]),
    "sillok_error_offset": (c_size_t, [c_void_p]),
    "sillok_error_free": (None, [c_void_p]),
    "sillok_open_options_init": (None, [POINTER(OpenOptions), c_size_t]),
    "sillok_open_with": (
        c_int, [POINTER(c_char_p), c_size_t, POINTER(OpenOptions), c_void_p, c_void_p],
    ),
    "sillok_missing_shards": (c_size_t, [c_void_p]),
    "sillok_missing_shard_at": (POINTER(MissingShard), [c_void_p, c_size_t]),
    "sillok_close": (None, [c_void_p]),
    "sillok_reopen": (c_int, [c_void_p, POINTER(c_int), c_void_p]),
    "sillok_summary": (POINTER(IndexSummary), [c_void_p]),
    "sillok_set_vocabulary": (c_int, [c_void_p, c_char_p, c_char_p, c_void_p]),
    "sillok_search_options_init": (None, [POINTER(SearchOptions), c_size_t]),
    "sillok_search": (c_int, [c_void_p, c_char_p, POINTER(SearchOptions), c_void_p, c_void_p]),
    "sillok_count": (c_int, [c_void_p, c_char_p, POINTER(SearchOptions), c_void_p, c_void_p]),
    "sillok_visit": (
        c_int,
        [c_void_p, c_char_p, POINTER(SearchOptions), OnHit, c_void_p, c_void_p, c_void_p],
    ),
    "sillok_like": (c_int, [c_void_p, c_char_p, POINTER(SearchOptions), c_void_p, c_void_p]),
    "sillok_fetch": (c_int, [c_void_p, c_char_p, c_void_p, c_void_p]),
    "sillok_result_free": (None, [c_void_p]),
    "sillok_result_totals": (POINTER(Totals), [c_void_p]),
    "sillok_result_hits": (c_size_t, [c_void_p]),
    "sillok_result_hit": (POINTER(Hit), [c_void_p, c_size_t]),
    "sillok_result_facets": (c_size_t, [c_void_p]),
    "sillok_result_facet": (POINTER(Facet), [c_void_p, c_size_t]),
    "sillok_result_histogram": (POINTER(Histogram), [c_void_p]),
    "sillok_result_related_words": (c_size_t, [c_void_p]),
    "sillok_result_related_word": (POINTER(RelatedWord), [c_void_p, c_size_t]),
    "sillok_result_copies": (POINTER(CopyCounts), [c_void_p]),
    "sillok_result_suggestions": (c_size_t, [c_void_p]),
    "sillok_result_suggestion": (POINTER(Suggestion), [c_void_p, c_size_t]),
    "sillok_result_applied": (POINTER(Suggestion), [c_void_p]),
    "sillok_result_unlisted_indexes": (c_size_t, [c_void_p]),
    "sillok_result_unlisted_index": (c_char_p, [c_void_p, c_size_t]),
    "sillok_result_missing_shards": (c_size_t, [c_void_p]),
    "sillok_result_missing_shard": (POINTER(MissingShard), [c_void_p, c_size_t]),
    "sillok_indexer_options_init": (None, [POINTER(IndexerOptions), c_size_t]),
    "sillok_indexer_open": (c_int, [c_char_p, POINTER(IndexerOptions), c_void_p, c_void_p]),
    "sillok_record_init": (None, [POINTER(Record), c_size_t]),
    "sillok_indexer_add": (c_int, [c_void_p, POINTER(Record), c_void_p]),
    "sillok_indexer_remove": (c_int, [c_void_p, c_char_p, c_void_p]),
    "sillok_indexer_commit": (c_int, [c_void_p, POINTER(Commit), c_void_p]),
    "sillok_indexer_discard": (c_int, [c_void_p, c_void_p]),
    "sillok_indexer_close": (None, [c_void_p]),
}


def _load() -> ctypes.CDLL:
    name = os.environ.get("SILLOK_LIBRARY") or ctypes.util.find_library("sillok") or "libsillok.so.0"
    try:
        library = ctypes.CDLL(name)
    except OSError as error:
        raise ImportError(
            f"the Sillok library cannot be loaded ({error}): install libsillok0, or name the file "
            "in SILLOK_LIBRARY"
        ) from None
    for function, (result, arguments) in _FUNCTIONS.items():
        entry = getattr(library, function)
        entry.restype = result
        entry.argtypes = arguments
    return library


lib = _load()
