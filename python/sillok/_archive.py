"""Searching."""

from __future__ import annotations

import ctypes
import datetime
import os
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_char_p, c_void_p
from dataclasses import dataclass, field
from typing import Any, Literal, Optional, Union, overload

from . import _library as c
from ._errors import ArgumentError, call, c_text

Path = Union[str, "os.PathLike[str]"]
Span = tuple[int, int]
"""Characters [begin, end) of a str."""

FacetName = Literal["source", "author", "board", "year", "month"]
PeriodName = Literal["day", "week", "month", "year"]

_MATCHES = ("auto", "all", "any", "phrase")
_SORTS = ("relevance", "newest", "oldest", "number")
_ROWS = ("yes", "no", "only")
_FACETS = ("source", "author", "board", "year", "month")
_PERIODS = ("none", "day", "week", "month", "year")


@dataclass(frozen=True)
class Hit:
    """One entry that was found. What is absent is None; spans are of the text beside them."""

    id: str
    """The record's own id, else its key."""
    key: str
    """Unique in the archive: "board/id" or "board#number"."""
    board: Optional[str]
    number: Optional[int]
    title: str
    author: Optional[str]
    source: Optional[str]
    """The press that published it."""
    category: Optional[str]
    date: Optional[str]
    """ "2025-02-04"."""
    time: Optional[str]
    url: Optional[str]
    place: Optional[str]
    body: Optional[str]
    """With `bodies=True`, and of Archive.fetch()."""
    is_row: bool
    """Known from a board's list alone."""
    holds_all: bool
    """False for the best of the rest, which do not hold every word."""
    score: float
    title_spans: tuple[Span, ...]
    snippet: str
    snippet_spans: tuple[Span, ...]
    explanation: Optional[str]

    def marked_title(self, begin: str = "[", end: str = "]") -> str:
        """The title with what matched between two marks."""
        return _marked(self.title, self.title_spans, begin, end)

    def marked_snippet(self, begin: str = "[", end: str = "]") -> str:
        """The snippet with what matched between two marks."""
        return _marked(self.snippet, self.snippet_spans, begin, end)


@dataclass(frozen=True)
class Facet:
    """How often each value of a field occurs among the matches, most frequent first."""

    values: dict[str, int]
    distinct: int
    """How many values there are."""
    others: int
    """Matches with a value that is not listed."""
    absent: int
    """Matches without a value."""


@dataclass(frozen=True)
class Bucket:
    """A part of a histogram. `all` is of a trend: every entry of the index in the period."""

    start: str
    count: int
    all: int


@dataclass(frozen=True)
class RelatedWord:
    """A word that occurs in more of the matches than the index makes likely."""

    word: str
    score: float
    count: int
    all: int


@dataclass(frozen=True)
class Summary:
    """What an archive says of itself."""

    articles: int
    rows: int
    fingerprint: str
    analyzer_version: int
    schema_version: int


@dataclass(frozen=True)
class Result(Sequence[Hit]):
    """The hits of one search, as a sequence, and what is known of all matches."""

    hits: tuple[Hit, ...]
    query: str
    parsed: str
    """The query as understood."""
    total: int
    total_is_exact: bool
    holding_all: int
    """How many matches hold every word."""
    took_ms: float
    explanation: Optional[str] = None
    facets: dict[str, Facet] = field(default_factory=dict)
    histogram: tuple[Bucket, ...] = ()
    undated: int = 0
    related_words: tuple[RelatedWord, ...] = ()

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Hit]: ...
    def __getitem__(self, index: Any) -> Any:
        return self.hits[index]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)


class Archive:
    """One opened index, or several as one. Use it in one thread, and open one for each.

    It reads what it opened until reopen(), even while the index is updated.
    """

    def __init__(self, *paths: Path) -> None:
        self._handle: Optional[c_void_p] = None
        names = (c_char_p * len(paths))(*(os.fsencode(path) for path in paths))
        handle = c_void_p()
        call(c.lib.sillok_open_several, names, len(paths), byref(handle))
        self._handle = handle

    def close(self) -> None:
        """Frees what the archive holds; it cannot be used afterwards."""
        if self._handle is not None:
            c.lib.sillok_close(self._handle)
            self._handle = None

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def search(
        self,
        query: str,
        *,
        since: Union[str, datetime.date, None] = None,
        until: Union[str, datetime.date, None] = None,
        match: Literal["auto", "all", "any", "phrase"] = "auto",
        sort: Literal["relevance", "newest", "oldest", "number"] = "relevance",
        rows: Literal["yes", "no", "only"] = "yes",
        limit: Optional[int] = 10,
        offset: int = 0,
        plain: bool = False,
        hanja: bool = True,
        recency_half_life_days: Optional[float] = None,
        recency_strength: Optional[float] = None,
        facets: Iterable[FacetName] = (),
        facet_values: Optional[int] = 20,
        histogram: Optional[PeriodName] = None,
        trend: bool = False,
        related_words: int = 0,
        snippets: bool = True,
        snippet_chars: int = 160,
        bodies: bool = False,
        explain: bool = False,
    ) -> Result:
        """The best hits of a query.

        since, until: days, both included: "2025-01", "2025-01-31", "3m" back, or a date.
        match: "auto" puts what holds every word first and the best of the rest behind it.
        rows: entries known from a board's list alone.
        limit, facet_values: None for all.
        plain: the query is words, and quotes and signs are punctuation.
        hanja: unquoted 미국 finds 美 of a headline, 한자 finds 漢字, and the reverse.
        recency_half_life_days: 0 gives fresh articles no bonus; None is the usual.

        Raises QueryError when the query does not parse.
        """
        options = self._options(
            since, until, match, sort, rows, limit, offset, plain, facets, facet_values, histogram,
            trend, related_words, snippets, snippet_chars, bodies, explain,
        )
        options.hanja = hanja
        if recency_half_life_days is not None:
            options.recency_half_life_days = recency_half_life_days
        if recency_strength is not None:
            options.recency_strength = recency_strength
        return self._ask(c.lib.sillok_search, query, byref(options))

    def count(
        self,
        query: str,
        *,
        since: Union[str, datetime.date, None] = None,
        until: Union[str, datetime.date, None] = None,
        match: Literal["auto", "all", "any", "phrase"] = "all",
        rows: Literal["yes", "no", "only"] = "yes",
    ) -> int:
        """How many entries match."""
        options = self._options(since, until, match, rows=rows)
        return self._ask(c.lib.sillok_count, query, byref(options)).total

    def like(
        self,
        id_or_key: str,
        *,
        since: Union[str, datetime.date, None] = None,
        until: Union[str, datetime.date, None] = None,
        rows: Literal["yes", "no", "only"] = "yes",
        limit: Optional[int] = 10,
        offset: int = 0,
    ) -> Result:
        """Entries like the one of that id or key, which is not among them."""
        options = self._options(since, until, rows=rows, limit=limit, offset=offset)
        return self._ask(c.lib.sillok_like, id_or_key, byref(options))

    def fetch(self, id_or_key: str) -> list[Hit]:
        """The whole entries of that id or key. Raises NotFoundError when there is none."""
        return list(self._ask(c.lib.sillok_fetch, id_or_key))

    def set_vocabulary(self, synonyms: str = "", words: str = "") -> None:
        """Words of the reader for later searches.

        synonyms: lines of words with one meaning, "한은 = 한국은행".
        words: a word a line whose end is no josa, "한국은".
        """
        call(
            c.lib.sillok_set_vocabulary, self._opened(), c_text(synonyms, "synonyms"),
            c_text(words, "words"),
        )

    @property
    def summary(self) -> Summary:
        """What the archive says of itself."""
        shown = c.lib.sillok_summary(self._opened())[0]
        return Summary(
            shown.articles, shown.rows, shown.fingerprint.decode(), shown.analyzer_version,
            shown.schema_version,
        )

    def reopen(self) -> bool:
        """Moves to the newest published state; True when there was a newer one."""
        was_newer = ctypes.c_int()
        call(c.lib.sillok_reopen, self._opened(), byref(was_newer))
        return bool(was_newer.value)

    def _opened(self) -> c_void_p:
        if self._handle is None:
            raise ArgumentError("the archive is closed")
        return self._handle

    @staticmethod
    def _options(
        since: Union[str, datetime.date, None],
        until: Union[str, datetime.date, None],
        match: str = "auto",
        sort: str = "relevance",
        rows: str = "yes",
        limit: Optional[int] = 10,
        offset: int = 0,
        plain: bool = False,
        facets: Iterable[str] = (),
        facet_values: Optional[int] = 20,
        histogram: Optional[str] = None,
        trend: bool = False,
        related_words: int = 0,
        snippets: bool = True,
        snippet_chars: int = 160,
        bodies: bool = False,
        explain: bool = False,
    ) -> c.SearchOptions:
        options = c.SearchOptions()
        c.lib.sillok_search_options_init(byref(options), ctypes.sizeof(options))
        options.match = _choice("match", match, _MATCHES)
        options.sort = _choice("sort", sort, _SORTS)
        options.rows = _choice("rows", rows, _ROWS)
        options.limit = _amount("limit", limit)
        options.offset = _amount("offset", offset)
        options.plain = plain
        options.from_ = _day("since", since)
        options.to = _day("until", until)
        for name in [facets] if isinstance(facets, str) else facets:
            options.facets |= 1 << _choice("facets", name, _FACETS)
        options.facet_values = _amount("facet_values", facet_values)
        options.histogram = _choice("histogram", histogram or "none", _PERIODS)
        options.trend = trend
        options.related_words = _amount("related_words", related_words)
        options.snippets = snippets
        options.snippet_chars = _amount("snippet_chars", snippet_chars)
        options.bodies = bodies
        options.explain = explain
        return options

    def _ask(self, function: Any, text: str, *options: Any) -> Result:
        query = c_text(text, "query")
        result = c_void_p()
        call(function, self._opened(), query, *options, byref(result), query=query)
        try:
            return _read_result(result)
        finally:
            c.lib.sillok_result_free(result)


def open(*paths: Path) -> Archive:  # noqa: A001 (as gzip.open and others)
    """Opens one index, or several as one. Raises NotFoundError, DamagedError, WrongVersionError."""
    return Archive(*paths)


def _marked(text: str, spans: Sequence[Span], begin: str, end: str) -> str:
    parts, at = [], 0
    for first, last in spans:
        parts += [text[at:first], begin, text[first:last], end]
        at = last
    return "".join(parts) + text[at:]


def _choice(name: str, value: str, known: Sequence[str]) -> int:
    if value not in known:
        raise ArgumentError(f"{name}: {value!r} is not one of its values", f"use {', '.join(known)}")
    return known.index(value)


def _amount(name: str, value: Optional[int]) -> int:
    if value is None:
        return c.ALL
    if value < 0:
        raise ArgumentError(f"{name}: {value} is negative")
    return value


def _day(name: str, value: Union[str, datetime.date, None]) -> Optional[bytes]:
    if value is None:
        return None
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d").encode()
    return c_text(value, name)


def _text(value: Optional[bytes]) -> Optional[str]:
    return None if value is None else value.decode()


def _spans(text: bytes, spans: Any, count: int) -> tuple[Span, ...]:
    """Byte offsets to offsets of characters."""
    found, byte, character = [], 0, 0
    for i in range(count):
        ends = []
        for offset in (spans[i].begin, spans[i].end):
            character += len(text[byte:offset].decode())
            byte = offset
            ends.append(character)
        found.append((ends[0], ends[1]))
    return tuple(found)


def _read_hit(hit: c.Hit) -> Hit:
    return Hit(
        id=hit.id.decode(),
        key=hit.key.decode(),
        board=_text(hit.board),
        number=hit.number if hit.has_number else None,
        title=hit.title.decode(),
        author=_text(hit.author),
        source=_text(hit.source),
        category=_text(hit.category),
        date=_text(hit.date),
        time=_text(hit.time),
        url=_text(hit.url),
        place=_text(hit.place),
        body=_text(hit.body),
        is_row=bool(hit.is_row),
        holds_all=bool(hit.holds_all),
        score=hit.score,
        title_spans=_spans(hit.title, hit.title_spans, hit.title_span_count),
        snippet=hit.snippet.decode(),
        snippet_spans=_spans(hit.snippet, hit.snippet_spans, hit.snippet_span_count),
        explanation=_text(hit.explanation),
    )


def _read_facets(result: c_void_p) -> dict[str, Facet]:
    facets = {}
    for i in range(c.lib.sillok_result_facets(result)):
        facet = c.lib.sillok_result_facet(result, i)[0]
        values = (facet.values[j] for j in range(facet.value_count))
        facets[_FACETS[facet.facet.bit_length() - 1]] = Facet(
            {value.text.decode(): value.count for value in values},
            facet.distinct, facet.others, facet.absent,
        )
    return facets


def _read_related(result: c_void_p) -> Iterator[RelatedWord]:
    for i in range(c.lib.sillok_result_related_words(result)):
        word = c.lib.sillok_result_related_word(result, i)[0]
        yield RelatedWord(word.word.decode(), word.score, word.count, word.all)


def _read_result(result: c_void_p) -> Result:
    totals = c.lib.sillok_result_totals(result)[0]
    histogram = c.lib.sillok_result_histogram(result)
    buckets = [histogram[0].buckets[i] for i in range(histogram[0].bucket_count)] if histogram else []
    return Result(
        hits=tuple(
            _read_hit(c.lib.sillok_result_hit(result, i)[0])
            for i in range(c.lib.sillok_result_hits(result))
        ),
        query=totals.query.decode(),
        parsed=totals.parsed.decode(),
        total=totals.total,
        total_is_exact=bool(totals.total_is_exact),
        holding_all=totals.holding_all,
        took_ms=totals.took_ms,
        explanation=_text(totals.explanation),
        facets=_read_facets(result),
        histogram=tuple(Bucket(b.start.decode(), b.count, b.all) for b in buckets),
        undated=histogram[0].undated if histogram else 0,
        related_words=tuple(_read_related(result)),
    )
