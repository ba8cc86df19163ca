"""What a search found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_void_p
from dataclasses import dataclass, field
from typing import Any, Literal, Optional, overload

from . import _library as c

Span = tuple[int, int]
"""Characters [begin, end) of a str."""

SuggestionKind = Literal["typo", "spacing", "keyboard", "initials", "spelling", "other"]

FACETS = ("source", "author", "board", "year", "month")
_KINDS: tuple[SuggestionKind, ...] = ("typo", "spacing", "keyboard", "initials", "spelling")


@dataclass(frozen=True)
class Copy:
    """Another article of a hit's group of near-identical ones."""

    id: str
    key: str
    board: Optional[str]
    title: str
    author: Optional[str]
    source: Optional[str]
    date: Optional[str]
    time: Optional[str]
    url: Optional[str]


@dataclass(frozen=True)
class CopyCounts:
    """How many entries match, and how many when near-identical ones count once."""

    articles: int
    groups: int
    is_exact: bool


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
    copies: tuple[Copy, ...] = ()
    """With `collapse="copies"`: the others of its group, the earliest first, at most 100."""
    copy_count: int = 0
    """How many there are."""

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
class Suggestion:
    """Another query, of words that the index has, which finds more."""

    kind: SuggestionKind
    """ "typo", "spacing", "keyboard" (the other layout), "initials" or "spelling" (the other script)."""
    query: str
    """The whole of it."""
    replaced: str
    """What of the query as given it replaces."""
    by: str
    count: int
    """How many entries it finds, with the same options."""
    count_is_exact: bool


@dataclass(frozen=True)
class MissingShard:
    """A shard that is left out of what is searched."""

    name: str
    """Its path, or "host:port"."""
    problem: str


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
    counted: int = 0
    """Matches that facets and histogram are over."""
    counted_is_exact: bool = False
    related_words: tuple[RelatedWord, ...] = ()
    related_sample: int = 0
    """How many matches were read for them."""
    copies: Optional[CopyCounts] = None
    """With `collapse="copies"`."""
    suggestions: tuple[Suggestion, ...] = ()
    """Other spellings, the likeliest first, when they were asked for."""
    applied: Optional[Suggestion] = None
    """What was searched for in place of `query`."""
    unlisted_indexes: tuple[str, ...] = ()
    """Indexes whose words were not looked through for suggestions."""
    missing_shards: tuple[MissingShard, ...] = ()
    """What was left out of the search."""

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


def _marked(text: str, spans: Sequence[Span], begin: str, end: str) -> str:
    parts, at = [], 0
    for first, last in spans:
        parts += [text[at:first], begin, text[first:last], end]
        at = last
    return "".join(parts) + text[at:]


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


def read_hit(hit: c.Hit) -> Hit:
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
        copies=tuple(_read_copy(hit.copies[i]) for i in range(hit.listed_copies)),
        copy_count=hit.copy_count,
    )


def _read_copy(copy: c.Copy) -> Copy:
    return Copy(
        id=(copy.id or copy.key).decode(),
        key=copy.key.decode(),
        board=_text(copy.board),
        title=copy.title.decode(),
        author=_text(copy.author),
        source=_text(copy.source),
        date=_text(copy.date),
        time=_text(copy.time),
        url=_text(copy.url),
    )


def _read_facets(result: c_void_p) -> dict[str, Facet]:
    facets = {}
    for i in range(c.lib.sillok_result_facets(result)):
        facet = c.lib.sillok_result_facet(result, i)[0]
        values = (facet.values[j] for j in range(facet.value_count))
        facets[FACETS[facet.facet.bit_length() - 1]] = Facet(
            {value.text.decode(): value.count for value in values},
            facet.distinct, facet.others, facet.absent,
        )
    return facets


def _read_related(result: c_void_p) -> Iterator[RelatedWord]:
    for i in range(c.lib.sillok_result_related_words(result)):
        word = c.lib.sillok_result_related_word(result, i)[0]
        yield RelatedWord(word.word.decode(), word.score, word.count, word.all)


def _read_copy_counts(counts: Any) -> Optional[CopyCounts]:
    if not counts:
        return None
    return CopyCounts(counts[0].articles, counts[0].groups, bool(counts[0].is_exact))


def _read_suggestion(shown: c.Suggestion) -> Suggestion:
    return Suggestion(
        kind=_KINDS[shown.kind] if shown.kind < len(_KINDS) else "other",
        query=shown.query.decode(),
        replaced=shown.from_.decode(),
        by=shown.to.decode(),
        count=shown.count,
        count_is_exact=bool(shown.count_is_exact),
    )


def _read_suggestions(result: c_void_p) -> Iterator[Suggestion]:
    for i in range(c.lib.sillok_result_suggestions(result)):
        yield _read_suggestion(c.lib.sillok_result_suggestion(result, i)[0])


def read_missing(shown: c.MissingShard) -> MissingShard:
    return MissingShard(shown.name.decode(errors="replace"), shown.problem.decode())


def read_result(result: c_void_p) -> Result:
    totals = c.lib.sillok_result_totals(result)[0]
    histogram = c.lib.sillok_result_histogram(result)
    applied = c.lib.sillok_result_applied(result)
    buckets = [histogram[0].buckets[i] for i in range(histogram[0].bucket_count)] if histogram else []
    return Result(
        hits=tuple(
            read_hit(c.lib.sillok_result_hit(result, i)[0])
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
        counted=totals.counted,
        counted_is_exact=bool(totals.counted_is_exact),
        related_words=tuple(_read_related(result)),
        related_sample=totals.related_sample,
        copies=_read_copy_counts(c.lib.sillok_result_copies(result)),
        suggestions=tuple(_read_suggestions(result)),
        applied=_read_suggestion(applied[0]) if applied else None,
        unlisted_indexes=tuple(
            c.lib.sillok_result_unlisted_index(result, i).decode()
            for i in range(c.lib.sillok_result_unlisted_indexes(result))
        ),
        missing_shards=tuple(
            read_missing(c.lib.sillok_result_missing_shard(result, i)[0])
            for i in range(c.lib.sillok_result_missing_shards(result))
        ),
    )
