"""Searching."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable
from ctypes import byref, c_char_p, c_void_p
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _library as c
from ._errors import ArgumentError, InterruptedError, call, c_text
from ._options import (
    CollapseName,
    Day,
    FacetName,
    MatchName,
    PeriodName,
    RowsName,
    SortName,
    SuggestName,
    search_options,
)
from ._result import Hit, MissingShard, Result, Summary, read_hit, read_missing, read_result

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._options import SearchArguments

Path = Union[str, "os.PathLike[str]"]


class Archive:
    """One opened index, or several as one. Use it in one thread, and open one for each.

    paths: indexes, "host:port" of an xapian-tcpsrv that serves one, or cluster files with one of
    these a line.
    partial: go on without shards of a cluster that cannot be opened or do not answer.
    connect_seconds, timeout_seconds: to wait for a connection to a remote shard, and for each of
    its answers; None is the usual.

    It reads what it opened until reopen(), even while the index is updated.
    """

    def __init__(
        self,
        *paths: Path,
        partial: bool = False,
        connect_seconds: Optional[float] = None,
        timeout_seconds: Optional[float] = None,
    ) -> None:
        self._handle: Optional[c_void_p] = None
        options = c.OpenOptions()
        c.lib.sillok_open_options_init(byref(options), ctypes.sizeof(options))
        options.partial = partial
        if connect_seconds is not None:
            options.connect_seconds = connect_seconds
        if timeout_seconds is not None:
            options.timeout_seconds = timeout_seconds
        names = (c_char_p * len(paths))(*(os.fsencode(path) for path in paths))
        handle = c_void_p()
        call(c.lib.sillok_open_with, names, len(paths), byref(options), byref(handle))
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
        since: Day = None,
        until: Day = None,
        match: MatchName = "auto",
        sort: SortName = "relevance",
        rows: RowsName = "yes",
        limit: Optional[int] = 10,
        offset: int = 0,
        plain: bool = False,
        hanja: bool = True,
        suggest: SuggestName = "off",
        collapse: CollapseName = "none",
        rerank: bool = True,
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
        suggest: for what finds fewer than five, "show" lists other spellings in
        Result.suggestions; "apply" also searches for the first when nothing holds every word.
        collapse: "copies" makes one hit of near-identical articles, the earliest of them; the
        others are Hit.copies, and limit and offset count groups.
        rerank: read the best matches' text for their order; without it is faster.
        recency_half_life_days: 0 gives fresh articles no bonus; None is the usual.
        facets: what to count over all matches; histogram, trend: by day, week, month or year, and
        against the whole index.
        related_words: so many words that characterise the matches.

        Raises QueryError when the query does not parse.
        """
        options = search_options(
            since=since, until=until, match=match, sort=sort, rows=rows, limit=limit,
            offset=offset, plain=plain, hanja=hanja, suggest=suggest, collapse=collapse, rerank=rerank,
            recency_half_life_days=recency_half_life_days, recency_strength=recency_strength,
            facets=facets, facet_values=facet_values, histogram=histogram, trend=trend,
            related_words=related_words, snippets=snippets, snippet_chars=snippet_chars,
            bodies=bodies, explain=explain,
        )
        return self._ask(c.lib.sillok_search, query, byref(options))

    def visit(
        self, query: str, on_hit: Callable[[Hit], Any], **options: Unpack[SearchArguments]
    ) -> Result:
        """Calls `on_hit` with each hit that search() would list, one by one in the same order.

        However many there are (`limit=None`), memory holds the text of few. options are those of
        search(). What `on_hit` raises comes through and ends it. The result has no hits.
        """
        raised: list[BaseException] = []

        def take(_context: Any, hit: Any) -> int:
            try:
                on_hit(read_hit(hit[0]))
            except BaseException as error:  # noqa: B902 (it is raised again below)
                raised.append(error)
                return 1
            return 0

        try:
            return self._ask(
                c.lib.sillok_visit, query, byref(search_options(**options)), c.OnHit(take), None
            )
        except InterruptedError:
            raise raised[0] from None

    def count(
        self, query: str, *, match: MatchName = "all", **options: Unpack[SearchArguments]
    ) -> int:
        """How many entries match. options are those of search()."""
        chosen = search_options(match=match, **options)
        return self._ask(c.lib.sillok_count, query, byref(chosen)).total

    def like(self, id_or_key: str, **options: Unpack[SearchArguments]) -> Result:
        """Entries like the one of that id or key, which is not among them.

        options are those of search(); match and plain mean nothing here.
        """
        return self._ask(c.lib.sillok_like, id_or_key, byref(search_options(**options)))

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

    @property
    def missing_shards(self) -> tuple[MissingShard, ...]:
        """What is left out now: none unless it was opened with `partial`."""
        handle = self._opened()
        return tuple(
            read_missing(c.lib.sillok_missing_shard_at(handle, i)[0])
            for i in range(c.lib.sillok_missing_shards(handle))
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

    def _ask(self, function: Any, text: str, *options: Any) -> Result:
        query = c_text(text, "query")
        result = c_void_p()
        call(function, self._opened(), query, *options, byref(result), query=query)
        try:
            return read_result(result)
        finally:
            c.lib.sillok_result_free(result)


def open(  # noqa: A001 (as gzip.open and others)
    *paths: Path,
    partial: bool = False,
    connect_seconds: Optional[float] = None,
    timeout_seconds: Optional[float] = None,
) -> Archive:
    """Opens one index, or several as one; the arguments are those of Archive.

    Raises NotFoundError, DamagedError, WrongVersionError.
    """
    return Archive(
        *paths, partial=partial, connect_seconds=connect_seconds, timeout_seconds=timeout_seconds
    )
