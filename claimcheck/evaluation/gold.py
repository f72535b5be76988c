"""What people wrote down about an article, each piece found in the article: frozen dataclasses, spans into `Document.source`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from claimcheck.model import Document, Span


@dataclass(frozen=True, slots=True)
class GoldReference:
    """A word that cannot be understood alone. `means` None: two readings fit, so a program should leave it.

    For a relative pronoun `antecedent` is where what it means stands before it in its sentence, if it stands there.
    """

    text: str
    span: Span
    means: str | None
    antecedent: Span | None = None


@dataclass(frozen=True, slots=True)
class GoldTime:
    """A time by its TIMEX3 value, by its first and last day, or by neither where it cannot be known."""

    text: str
    span: Span
    value: str | None
    begin: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class GoldQuantity:
    text: str
    span: Span
    value: float | int | None
    comparator: str = "eq"
    unit: str | None = None
    item: str | None = None
    low: float | int | None = None
    high: float | int | None = None


@dataclass(frozen=True, slots=True)
class GoldOrdinal:
    text: str
    span: Span
    rank: int
    item: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class GoldHop:
    """Who said it. `places` is where the source's words stand: in the claim's sentence, else anywhere in the article."""

    source: str | None
    form: str
    places: tuple[Span, ...] = ()
    who: str | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class GoldClaim:
    number: int  # from 1, in the order of the file
    line: int  # of the gold file, from 1
    sentence: Span  # from its `at` to the next one, or to the end of the paragraph
    pieces: tuple[Span, ...]
    kind: str
    types: tuple[str, ...]
    checkability: str
    reason: str | None = None
    presupposed: bool = False
    resolved: str | None = None
    polarity: str = "positive"
    modality: str = "asserted"
    attribution: tuple[GoldHop, ...] = ()
    references: tuple[GoldReference, ...] = ()
    times: tuple[GoldTime, ...] = ()
    quantities: tuple[GoldQuantity, ...] = ()
    ordinals: tuple[GoldOrdinal, ...] = ()

    def text(self, source: str) -> str:
        """The claim's words, gaps marked."""
        return " … ".join(" ".join(piece.slice(source).split()) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Gold:
    file: str  # the gold file, as it was named
    document: Document  # the article, with the gold's day of publication
    claims: tuple[GoldClaim, ...]
    title: Span | None = None  # the headline, where the file gives it
