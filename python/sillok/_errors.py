"""The exceptions of the package: one for each status of the C interface."""

from __future__ import annotations

from ctypes import byref, c_void_p
from typing import Any, Callable

from . import _library as c


class Error(Exception):
    """Base of all errors of the library. `detail` is a hint that can be acted on, or empty."""

    def __init__(self, text: str, detail: str = "") -> None:
        super().__init__(text)
        self.detail = detail

    def __str__(self) -> str:
        text = super().__str__()
        return f"{text} ({self.detail})" if self.detail else text


class NotFoundError(Error, LookupError):
    """There is no index at the path, or no entry of the name."""


class LockedError(Error):
    """Another writer has the index."""


class DamagedError(Error):
    """What is stored in the index is not what was written, or it is no index."""


class WrongVersionError(Error):
    """The index was written by another version of Sillok: rebuild it."""


class QueryError(Error, ValueError):
    """The query does not parse. `offset` is the place, in characters of the query."""

    offset = 0


class ModifiedError(Error):
    """The index was published anew while it was read: try again."""


class ArgumentError(Error, ValueError):
    """An argument, an option or a record is not what it must be."""


class InterruptedError(Error):  # noqa: A001 (the name of the thing)
    """Indexing was stopped by its progress function."""


class UnusableError(Error, OSError):
    """The system refused: permissions, a full disk."""


_CLASSES = {
    c.NOT_FOUND: NotFoundError,
    c.LOCKED: LockedError,
    c.DAMAGED: DamagedError,
    c.WRONG_VERSION: WrongVersionError,
    c.BAD_QUERY: QueryError,
    c.MODIFIED: ModifiedError,
    c.BAD_ARGUMENT: ArgumentError,
    c.INTERRUPTED: InterruptedError,
    c.UNUSABLE: UnusableError,
}


def call(function: Callable[..., int], *arguments: Any, query: bytes = b"") -> None:
    """Calls a function that returns a status and takes an error last; raises what it says."""
    error = c_void_p()
    status = function(*arguments, byref(error))
    if status == c.OK:
        return
    text = c.lib.sillok_error_text(error).decode()
    detail = c.lib.sillok_error_detail(error).decode()
    offset = c.lib.sillok_error_offset(error)
    c.lib.sillok_error_free(error)
    if status == c.NO_MEMORY:
        raise MemoryError(text)
    raised = _CLASSES.get(status, Error)(text, detail)
    if isinstance(raised, QueryError):
        raised.offset = len(query[:offset].decode(errors="replace"))
    raise raised


def c_text(text: str, name: str) -> bytes:
    """The UTF-8 of a text that C can take."""
    if "\0" in text:
        raise ArgumentError(f"{name}: holds a NUL character")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ArgumentError(f"{name}: {error.reason}", "pass str that is Unicode text") from None
