"""An article as it is read beside a claim: cut into blocks and stretches, with the claim, the other claims and the comments in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimcheck.queue.articles import Version
from claimcheck.queue.comments import Comment
from claimcheck.report.article import Article, Json
from claimcheck.report.card import Card, cards, family_of, level_of
from claimcheck.report.passage import Piece, blocks
from claimcheck.report.speakers import Speakers


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim in the text. `item_id`: where it has a page; None where it is not in the queue."""

    number: int
    text: str
    family: str
    level: str
    item_id: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words inside of which nothing begins or ends. `start` counts code points of the source; `exact`: the text is the source's."""

    start: int
    text: str
    exact: bool
    markup: bool
    here: bool  # of the claim that the page is about
    mark: Mark | None  # the innermost claim
    begins: tuple[Mark, ...]  # claims that begin here
    finding: bool
    comments: tuple[int, ...]  # ids of the comments about these words
    told: tuple[int, ...]  # ids of the comments that begin here


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the article."""

    kind: str
    tag: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The claim by itself: its card, the findings that touch it, and its sentence with the claim's own words marked."""

    card: Card
    record: Json
    findings: tuple[Json, ...]
    sentence: tuple[tuple[str, bool], ...]


def told(version: Version, claim: Json) -> Told:
    """What is known about a claim of that version."""
    article = Article(version.report | {"claims": [claim]}, version.source, version.report["document"]["uri"])
    (card,) = cards(article, Speakers(article))
    findings = tuple(finding for finding in version.report["findings"] if finding["finding_id"] in claim["findings"])
    return Told(card, claim, findings, tuple(_sentence(version.source, claim)))


def _sentence(source: str, claim: Json) -> Iterator[tuple[str, bool]]:
    start, end = claim["sentence_span"]["start"], claim["sentence_span"]["end"]
    pieces = [(piece["start"], piece["end"]) for piece in claim["pieces"]] or [(claim["span"]["start"], claim["span"]["end"])]
    cuts = sorted({start, end} | {min(max(point, start), end) for piece in pieces for point in piece})
    for first, last in pairwise(cuts):
        yield source[first:last], any(begin <= first < stop for begin, stop in pieces)


def passages(version: Version, claim_id: str | None, items: Mapping[str, int], comments: Sequence[Comment] = ()) -> tuple[Passage, ...]:
    """The article from beginning to end. `items`: claim's id -> the number of its item."""
    report = version.report
    article = Article(report, version.source, report["document"]["uri"])
    marks = {
        number: Mark(
            number, claim["resolved_text"], family_of(claim["types"]), level_of(claim["priority"]["score"]), items.get(claim["claim_id"])
        )
        for number, claim in enumerate(report["claims"], 1)
    }
    here = next((number for number, claim in enumerate(report["claims"], 1) if claim["claim_id"] == claim_id), None)
    placed = [(comment.place.start, comment.place.end, comment.id) for comment in comments if comment.place and not comment.resolved_at]
    return tuple(
        Passage(
            block.kind,
            block.tag,
            tuple(stretch for piece in block.pieces for stretch in _stretches(piece, version.source, marks, here, placed)),
        )
        for block in blocks(article)
    )


def _stretches(
    piece: Piece, source: str, marks: Mapping[int, Mark], here: int | None, placed: Sequence[tuple[int, int, int]]
) -> Iterator[Stretch]:
    """A piece, cut where comments begin and end. One whose text is not the source's (entities of a page) stays whole."""
    exact = piece.text == source[piece.start : piece.end]
    near = [comment for comment in placed if comment[0] < piece.end and piece.start < comment[1]]
    inside = {point for start, end, _ in near for point in (start, end) if piece.start < point < piece.end} if exact else set()
    for first, last in pairwise(sorted({piece.start, piece.end} | inside)):
        yield Stretch(
            start=first,
            text=source[first:last] if exact else piece.text,
            exact=exact,
            markup=piece.markup,
            here=here is not None and here in piece.claims,
            mark=marks[piece.claims[0]] if piece.claims else None,
            begins=tuple(marks[number] for number in piece.begins) if first == piece.start else (),
            finding=bool(piece.findings),
            comments=tuple(number for start, end, number in near if start < last and first < end),
            told=tuple(number for start, _, number in near if first <= max(start, piece.start) < last and start >= piece.start),
        )
