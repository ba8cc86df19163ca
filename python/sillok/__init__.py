"""Sillok: full-text search for Korean news archives.

    import sillok

    for hit in sillok.open("archive.idx").search("스타게이트", since="2025-01"):
        print(hit.date, hit.title, hit.marked_snippet())

Archive searches an index that sillok-index or an Indexer made. Pure Python on libsillok's C
interface; what goes wrong is a subclass of sillok.Error.
"""

from ._archive import Archive, open
from ._errors import (
    ArgumentError,
    DamagedError,
    Error,
    InterruptedError,
    LockedError,
    ModifiedError,
    NotFoundError,
    QueryError,
    UnusableError,
    WrongVersionError,
)
from ._indexer import Commit, Indexer
from ._library import lib as _lib
from ._result import (
    Bucket,
    Copy,
    CopyCounts,
    Facet,
    Hit,
    MissingShard,
    RelatedWord,
    Result,
    Suggestion,
    Summary,
)

__version__: str = _lib.sillok_version().decode()

__all__ = [
    "Archive",
    "ArgumentError",
    "Bucket",
    "Commit",
    "Copy",
    "CopyCounts",
    "DamagedError",
    "Error",
    "Facet",
    "Hit",
    "Indexer",
    "InterruptedError",
    "LockedError",
    "MissingShard",
    "ModifiedError",
    "NotFoundError",
    "QueryError",
    "RelatedWord",
    "Result",
    "Suggestion",
    "Summary",
    "UnusableError",
    "WrongVersionError",
    "open",
]
