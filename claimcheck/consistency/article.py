"""What a consistency rule sees of an article, and what it answers.

All spans are offsets into `Document.text`; the stage moves what is found to the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

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
        return (claim for claim in self.claims if any(piece.overlaps(span) for piece in claim.pieces))

    def quoted_at(self, span: Span) -> bool:
        """Whether a span stands in what somebody else is quoted with word for word: not the writer's mistake to mend."""
        return any(hop.form in ("direct", "mixed") and any(span in content for content in hop.content) for hop in self.attributions)


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
