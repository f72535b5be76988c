"""What a consistency rule sees of an article, and what it answers.

All spans are offsets into `Document.text`; the stage moves what is found to the source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from claimcheck.model import (
    Attribution,
    BlockKind,
    Claim,
    Document,
    Entity,
    Ordinal,
    Quantity,
    Reference,
    Severity,
    Span,
    TimeExpression,
)
from claimcheck.tree import Sentence


class Spanned(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=Spanned)


@dataclass(frozen=True)
class Article:
    """One article after extraction: its parse, all facets found in it, and its claims, each in text order."""

    document: Document
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    ordinals: tuple[Ordinal, ...] = ()
    entities: tuple[Entity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    references: tuple[Reference, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, span: Span) -> Sentence | None:
        """The sentence in which a span begins."""
        number = bisect_right(self._starts, span.start) - 1
        return self.sentences[number] if number >= 0 and span.start < self.sentences[number].end else None

    def block_of(self, sentence: Sentence) -> BlockKind:
        """Title, heading, paragraph …: in what the sentence stands."""
        return self.document.blocks[sentence.block].kind

    def claims_at(self, span: Span) -> Iterator[Claim]:
        """The claims whose own words overlap a span."""
        near = (self.claims[n] for n in sorted({n for sentence in self._touched(span) for n in self._claims_in[sentence]}))
        return (claim for claim in near if any(piece.overlaps(span) for piece in claim.pieces))

    def quoted_at(self, span: Span) -> bool:
        """Whether a span stands in what somebody else is quoted with word for word: not the writer's mistake to mend."""
        return any(span in content for sentence in self._touched(span)[:1] for content in self._quoted_in[sentence])

    def quantities_in(self, sentence: Sentence) -> tuple[Quantity, ...]:
        """The quantities that begin in a sentence."""
        return self._quantities_from.get(sentence.start, ())

    def times_in(self, sentence: Sentence) -> tuple[TimeExpression, ...]:
        """The times that begin in a sentence."""
        return self._times_from.get(sentence.start, ())

    def entities_at(self, span: Span) -> tuple[Entity, ...]:
        """The entities that begin in the sentence of a span."""
        sentence = self.sentence_at(span)
        return self._entities_from.get(sentence.start, ()) if sentence is not None else ()

    def references_at(self, span: Span) -> tuple[Reference, ...]:
        """The references that begin in the sentence of a span."""
        sentence = self.sentence_at(span)
        return self._references_from.get(sentence.start, ()) if sentence is not None else ()

    @cached_property
    def _ends(self) -> list[int]:
        return [sentence.end for sentence in self.sentences]

    def _touched(self, span: Span) -> range:
        """Numbers of the sentences that a span touches."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    @cached_property
    def _claims_in(self) -> list[list[int]]:
        """Numbers of the claims by the sentences that they touch."""
        found: list[list[int]] = [[] for _ in self.sentences]
        for number, claim in enumerate(self.claims):
            for sentence in {sentence for piece in claim.pieces for sentence in self._touched(piece)}:
                found[sentence].append(number)
        return found

    @cached_property
    def _quoted_in(self) -> list[list[Span]]:
        """What is quoted word for word, by the sentences that it touches."""
        found: list[list[Span]] = [[] for _ in self.sentences]
        for content in (c for hop in self.attributions if hop.form in ("direct", "mixed") for c in hop.content):
            for sentence in self._touched(content):
                found[sentence].append(content)
        return found

    @cached_property
    def _quantities_from(self) -> dict[int, tuple[Quantity, ...]]:
        return self._by_sentence(self.quantities)

    @cached_property
    def _times_from(self) -> dict[int, tuple[TimeExpression, ...]]:
        return self._by_sentence(self.times)

    @cached_property
    def _entities_from(self) -> dict[int, tuple[Entity, ...]]:
        return self._by_sentence(self.entities)

    @cached_property
    def _references_from(self) -> dict[int, tuple[Reference, ...]]:
        return self._by_sentence(self.references)

    def _by_sentence(self, items: Iterable[S]) -> dict[int, tuple[S, ...]]:
        """Items by the start of the sentence in which they begin."""
        found: dict[int, list[S]] = {}
        for item in items:
            sentence = self.sentence_at(item.span)
            if sentence is not None:
                found.setdefault(sentence.start, []).append(item)
        return {start: tuple(row) for start, row in found.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """One side of a finding: where, and what stands there, in a few words."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule found. `span` is where a writer should look first, `sides` is what it is compared with."""

    span: Span
    message: str  # one sentence that a writer understands, with both values in it
    sides: tuple[Place, ...] = ()
    arithmetic: str | None = None
    severity: Severity | None = None  # where it is not the rule's own
