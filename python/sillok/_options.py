"""The options of a search, from Python's values to C's."""

from __future__ import annotations

import ctypes
import datetime
from collections.abc import Iterable, Sequence
from ctypes import byref
from typing import TYPE_CHECKING, Literal, Optional, TypedDict, Union

from . import _library as c
from ._errors import ArgumentError, c_text
from ._result import FACETS

if TYPE_CHECKING:
    from typing_extensions import Unpack

FacetName = Literal["source", "author", "board", "year", "month"]
PeriodName = Literal["day", "week", "month", "year"]
MatchName = Literal["auto", "all", "any", "phrase"]
SortName = Literal["relevance", "newest", "oldest", "number"]
RowsName = Literal["yes", "no", "only"]
CollapseName = Literal["none", "copies"]
SuggestName = Literal["off", "show", "apply"]
Day = Union[str, datetime.date, None]

_CHOICES = {
    "match": ("auto", "all", "any", "phrase"),
    "sort": ("relevance", "newest", "oldest", "number"),
    "rows": ("yes", "no", "only"),
    "collapse": ("none", "copies"),
    "suggest": ("off", "show", "apply"),
    "histogram": ("none", "day", "week", "month", "year"),
}
_AMOUNTS = ("limit", "offset", "facet_values", "related_words", "snippet_chars")
_DAYS = {"since": "from_", "until": "to"}


class SearchArguments(TypedDict, total=False):
    """Keyword arguments of Archive.search(), which explains them."""

    since: Day
    until: Day
    match: MatchName
    sort: SortName
    rows: RowsName
    limit: Optional[int]
    offset: int
    plain: bool
    hanja: bool
    suggest: SuggestName
    collapse: CollapseName
    rerank: bool
    recency_half_life_days: Optional[float]
    recency_strength: Optional[float]
    facets: Iterable[FacetName]
    facet_values: Optional[int]
    histogram: Optional[PeriodName]
    trend: bool
    related_words: int
    snippets: bool
    snippet_chars: int
    bodies: bool
    explain: bool


def search_options(**given: Unpack[SearchArguments]) -> c.SearchOptions:
    """What is not given is as C has it. Raises ArgumentError naming what is not one of an option's values."""
    options = c.SearchOptions()
    c.lib.sillok_search_options_init(byref(options), ctypes.sizeof(options))
    for name, value in given.items():
        if name not in SearchArguments.__annotations__:
            raise TypeError(f"{name}: no option of a search")
        if name in _AMOUNTS:
            setattr(options, name, _amount(name, value))
        elif name in _DAYS:
            setattr(options, _DAYS[name], _day(name, value))
        elif name == "facets":
            for facet in [value] if isinstance(value, str) else value:
                options.facets |= 1 << _choice(name, facet, FACETS)
        elif value is not None:
            setattr(options, name, _choice(name, value, _CHOICES[name]) if name in _CHOICES else value)
    return options


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


def _day(name: str, value: Day) -> Optional[bytes]:
    if value is None:
        return None
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d").encode()
    return c_text(value, name)
