"""The options of a search, from Python's values to C's."""

from __future__ import annotations

import ctypes
import datetime
from collections.abc import Iterable, Sequence
from ctypes import byref
from typing import Literal, Optional, TypedDict, Union

from . import _library as c
from ._errors import ArgumentError, c_text
from ._result import FACETS

FacetName = Literal["source", "author", "board", "year", "month"]
PeriodName = Literal["day", "week", "month", "year"]
MatchName = Literal["auto", "all", "any", "phrase"]
SortName = Literal["relevance", "newest", "oldest", "number"]
RowsName = Literal["yes", "no", "only"]
CollapseName = Literal["none", "copies"]
SuggestName = Literal["off", "show", "apply"]
Day = Union[str, datetime.date, None]

_MATCHES = ("auto", "all", "any", "phrase")
_SORTS = ("relevance", "newest", "oldest", "number")
_ROWS = ("yes", "no", "only")
_PERIODS = ("none", "day", "week", "month", "year")
_COLLAPSES = ("none", "copies")
_SUGGESTS = ("off", "show", "apply")


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


def search_options(
    since: Day = None,
    until: Day = None,
    match: str = "auto",
    sort: str = "relevance",
    rows: str = "yes",
    limit: Optional[int] = 10,
    offset: int = 0,
    plain: bool = False,
    hanja: bool = True,
    suggest: str = "off",
    collapse: str = "none",
    rerank: bool = True,
    recency_half_life_days: Optional[float] = None,
    recency_strength: Optional[float] = None,
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
    """Raises ArgumentError naming what is not one of an option's values."""
    options = c.SearchOptions()
    c.lib.sillok_search_options_init(byref(options), ctypes.sizeof(options))
    options.match = _choice("match", match, _MATCHES)
    options.sort = _choice("sort", sort, _SORTS)
    options.rows = _choice("rows", rows, _ROWS)
    options.suggest = _choice("suggest", suggest, _SUGGESTS)
    options.collapse = _choice("collapse", collapse, _COLLAPSES)
    options.limit = _amount("limit", limit)
    options.offset = _amount("offset", offset)
    options.plain = plain
    options.hanja = hanja
    options.rerank = rerank
    if recency_half_life_days is not None:
        options.recency_half_life_days = recency_half_life_days
    if recency_strength is not None:
        options.recency_strength = recency_strength
    options.from_ = _day("since", since)
    options.to = _day("until", until)
    for name in [facets] if isinstance(facets, str) else facets:
        options.facets |= 1 << _choice("facets", name, FACETS)
    options.facet_values = _amount("facet_values", facet_values)
    options.histogram = _choice("histogram", histogram or "none", _PERIODS)
    options.trend = trend
    options.related_words = _amount("related_words", related_words)
    options.snippets = snippets
    options.snippet_chars = _amount("snippet_chars", snippet_chars)
    options.bodies = bodies
    options.explain = explain
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
