"""Indexing a program's own records."""

from __future__ import annotations

import ctypes
import datetime
import os
from ctypes import byref, c_void_p
from dataclasses import dataclass
from typing import Any, Callable, Optional, Union

from . import _library as c
from ._archive import Path
from ._errors import ArgumentError, call, c_text


@dataclass(frozen=True)
class Commit:
    """What a commit did. `articles` and `rows` are what the index holds now."""

    added: int
    changed: int
    unchanged: int
    removed: int
    articles: int
    rows: int


class Indexer:
    """The one writer of an index. Readers see all of a commit, or nothing of it.

        with sillok.Indexer("own.idx") as indexer:
            indexer.add(board="memo", id="1", title="스타게이트", body="…", date="2025-02-10")

    Leaving the block commits; an exception in it drops what was added.
    on_progress: called with the number of records added, and whether a commit is writing; what it
    raises, KeyboardInterrupt too, stops the indexer and leaves the index as it was.
    """

    def __init__(
        self,
        path: Path,
        *,
        memory_bytes: Optional[int] = None,
        threads: int = 0,
        rebuild: bool = False,
        on_progress: Optional[Callable[[int, bool], Any]] = None,
    ) -> None:
        self._handle: Optional[c_void_p] = None
        self._raised: Optional[BaseException] = None
        options = c.IndexerOptions()
        c.lib.sillok_indexer_options_init(byref(options), ctypes.sizeof(options))
        if memory_bytes is not None:
            options.memory_bytes = memory_bytes
        options.threads = threads
        options.rebuild = rebuild
        if on_progress is not None:
            self._callback = self._guarded(on_progress)  # kept as long as C may call it
            options.on_progress = self._callback
        handle = c_void_p()
        call(c.lib.sillok_indexer_open, os.fsencode(path), byref(options), byref(handle))
        self._handle = handle

    def add(
        self,
        *,
        title: str = "",
        body: str = "",
        board: str = "",
        id: Optional[str] = None,  # noqa: A002 (the name of the field)
        number: Optional[int] = None,
        author: str = "",
        source: str = "",
        category: str = "",
        date: Union[str, datetime.date] = "",
        time: str = "",
        url: str = "",
        place: str = "",
        captured: Union[int, datetime.datetime, None] = None,
        is_row: bool = False,
    ) -> None:
        """Adds an entry, or replaces the one of the same board and id, lacking an id number.

        captured: when this state of it was; an older one never replaces a newer one.
        Raises ArgumentError when it has neither title nor body, or its date is no day; the indexer
        can be used on.
        """
        record = c.Record()
        c.lib.sillok_record_init(byref(record), ctypes.sizeof(record))
        texts = {
            "id": id or "", "board": board, "title": title, "author": author, "source": source,
            "category": category, "time": time, "url": url, "body": body, "place": place,
            "date": date if isinstance(date, str) else date.strftime("%Y-%m-%d"),
        }
        for name, text in texts.items():
            setattr(record, name, c_text(text, name))
        record.has_number = number is not None
        record.number = number or 0
        if isinstance(captured, datetime.datetime):
            captured = int(captured.timestamp())
        record.captured = captured or 0
        record.is_row = is_row
        self._call(c.lib.sillok_indexer_add, byref(record))

    def remove(self, key: str) -> None:
        """Takes the entry of this key (Hit.key) out of the index."""
        self._call(c.lib.sillok_indexer_remove, c_text(key, "key"))

    def commit(self) -> Commit:
        """Publishes what was added and removed."""
        done = c.Commit()
        done.size = ctypes.sizeof(done)
        self._call(c.lib.sillok_indexer_commit, byref(done))
        return Commit(
            done.added, done.changed, done.unchanged, done.removed, done.articles, done.rows
        )

    def discard(self) -> None:
        """Drops what was added and removed since the last commit."""
        self._call(c.lib.sillok_indexer_discard)

    def close(self) -> None:
        """Drops what was not committed and lets other writers in."""
        if self._handle is not None:
            c.lib.sillok_indexer_close(self._handle)
            self._handle = None

    def __enter__(self) -> Indexer:
        return self

    def __exit__(self, kind: object, *exception: object) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()

    def __del__(self) -> None:
        self.close()

    def _guarded(self, on_progress: Callable[[int, bool], Any]) -> Any:
        def progress(_context: Any, records: int, is_merging: int) -> int:
            try:
                on_progress(records, bool(is_merging))
            except BaseException as error:  # noqa: B902 (it is raised again in _call)
                self._raised = error
                return 1
            return 0

        return c.OnProgress(progress)

    def _call(self, function: Any, *arguments: Any) -> None:
        if self._handle is None:
            raise ArgumentError("the indexer is closed")
        try:
            call(function, self._handle, *arguments)
        except Exception:
            raised, self._raised = self._raised, None
            if raised is not None:
                raise raised from None
            raise
