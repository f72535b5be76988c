"""The article's text, cut where claims and findings begin and end, so that each piece can be marked with what stands there."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimcheck.report.article import Article, Json

Range = tuple[int, int]

#: Markup in the source of a page. It is kept in the report, out of sight, so that the text stays the source's.
_MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?[A-Za-z][^<>]*>", re.DOTALL | re.IGNORECASE)

TAGS = {"title": "h3", "heading": "h3", "quote": "blockquote"}

#: Kind of a block that was not parsed: a dateline, code.
UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source, inside of which nothing begins or ends."""

    start: int
    end: int
    text: str
    markup: bool
    claims: tuple[int, ...]  # numbers, the innermost claim first
    begins: tuple[int, ...]  # numbers of the claims that begin here, the outermost first
    findings: tuple[int, ...]  # numbers
    places: tuple[str, ...]  # places of findings that begin here: "3-0" the first place of finding 3, "3-1" its first side


@dataclass(frozen=True, slots=True)
class Block:
    kind: str
    tag: str
    pieces: tuple[Piece, ...]


def blocks(article: Article) -> tuple[Block, ...]:
    """The article from beginning to end. Claims and findings are numbered from 1, in the order of the record."""
    record, source = article.record, article.source
    claims = {number: _pieces(claim) for number, claim in enumerate(record["claims"], 1)}
    places = dict(_places(record["findings"]))
    page = record["document"]["format"] == "html"
    extents = _extents(record, source, page, [*(piece for pieces in claims.values() for piece in pieces), *places.values()])
    marks = _Marks(claims, places)
    return tuple(Block(kind, TAGS.get(kind, "p"), tuple(_cut(source, extent, marks, page))) for extent, kind in extents)


def _pieces(claim: Json) -> list[Range]:
    return [(piece["start"], piece["end"]) for piece in claim["pieces"]] or [(claim["span"]["start"], claim["span"]["end"])]


def _places(findings: Sequence[Json]) -> Iterator[tuple[str, Range]]:
    for number, finding in enumerate(findings, 1):
        for which, span in enumerate([finding["span"], *(side["span"] for side in finding["sides"])]):
            yield f"{number}-{which}", (span["start"], span["end"])


def _extents(record: Json, source: str, page: bool, marked: Iterable[Range]) -> list[tuple[Range, str]]:
    """The blocks with their kinds in source order, and between them what was not parsed: all of it, or of a page what is marked."""
    known = [((block["span"]["start"], block["span"]["end"]), str(block["kind"])) for block in record["document"]["blocks"]]
    known = sorted(item for item in known if item[0][0] < item[0][1])
    wanted = sorted(marked)
    extents: list[tuple[Range, str]] = []
    reached = 0
    for (start, end), kind in [*known, ((len(source), len(source)), UNREAD)]:
        for gap in _unread(source, (reached, start), page, wanted):
            extents.append((gap, UNREAD))
        start = max(start, reached)  # blocks may lie within each other
        if start < end:
            extents.append(((start, end), kind))
        reached = max(reached, end)
    return extents


def _unread(source: str, gap: Range, page: bool, wanted: Sequence[Range]) -> Iterator[Range]:
    start, end = gap
    if page:
        reached = start
        for first, last in wanted:
            first, last = max(first, reached), min(last, end)
            if first < last:
                yield first, last
                reached = last
        return
    text = source[start:end]
    if text.strip():
        yield start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


class _Marks:
    """What begins and ends where."""

    def __init__(self, claims: dict[int, list[Range]], places: dict[str, Range]) -> None:
        self.claims = sorted((start, end, number) for number, pieces in claims.items() for start, end in pieces)
        self.places = sorted((start, end, place) for place, (start, end) in places.items())
        self.lengths = {number: sum(end - start for start, end in pieces) for number, pieces in claims.items()}
        firsts = {number: min(start for start, _ in pieces) for number, pieces in claims.items()}
        self.begins: dict[int, list[int]] = defaultdict(list)
        for number in sorted(firsts, key=lambda number: (-self.lengths[number], number)):
            self.begins[firsts[number]].append(number)
        self.starts: dict[int, list[str]] = defaultdict(list)
        for start, _, place in self.places:
            self.starts[start].append(place)


def _cut(source: str, extent: Range, marks: _Marks, page: bool) -> Iterator[Piece]:
    start, end = extent
    claims = [item for item in marks.claims if item[0] < end and start < item[1]]
    places = [item for item in marks.places if item[0] < end and start < item[1]]
    tags = [match.span() for match in _MARKUP.finditer(source, start, end)] if page else []
    bounds = [*((first, last) for first, last, _ in claims), *((first, last) for first, last, _ in places), *tags]
    cuts = {start, end} | {point for bound in bounds for point in bound if start < point < end}
    opening: dict[int, list[int]] = defaultdict(list)
    closing: dict[int, list[int]] = defaultdict(list)
    for first, last, number in claims:
        opening[max(first, start)].append(number)
        closing[last].append(number)
    inside: dict[int, int] = defaultdict(int)  # number -> how many of its pieces reach here
    hidden = iter([*tags, (end, end)])
    tag = next(hidden)
    for first, last in pairwise(sorted(cuts)):
        for number in closing[first]:
            inside[number] -= 1
        for number in opening[first]:
            inside[number] += 1
        while tag[1] <= first and tag[0] < end:
            tag = next(hidden)
        markup = tag[0] <= first < tag[1]
        here = sorted((number for number, depth in inside.items() if depth), key=lambda number: (marks.lengths[number], number))
        text = source[first:last]
        yield Piece(
            first,
            last,
            html.unescape(text) if page and not markup else text,
            markup,
            tuple(here),
            tuple(marks.begins.get(first, ())),
            tuple(sorted({int(place.partition("-")[0]) for begin, stop, place in places if begin <= first < stop})),
            tuple(marks.starts.get(first, ())),
        )
