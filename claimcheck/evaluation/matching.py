"""Which claim of a program is which claim of the gold.

Two claims are the same when they share at least half of the words that either has: intersection over union of word positions, as
for spans in object detection (Everingham et al. 2010, section 4.2), over words. Words that are shared stand in one sentence, so claims
of different sentences never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.evaluation.gold import Gold, GoldClaim
from claimcheck.evaluation.words import positions
from claimcheck.model import Claim, Span

ENOUGH = 0.5
STRICT = 0.8


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold claim with the program's claim that is the same, and the share of words that they have in common (0..1)."""

    gold: GoldClaim
    claim: Claim
    overlap: float


@dataclass(frozen=True, slots=True)
class Matching:
    pairs: tuple[Pair, ...]  # in the order of the gold
    missed: tuple[GoldClaim, ...]
    extra: tuple[Claim, ...]


def match(gold: Gold, claims: Sequence[Claim]) -> Matching:
    """Pairs, one to one, the best first. Among equals those of one kind go first, then those that stand first."""
    source = gold.document.source
    mine = [positions(source, claim_pieces(claim)) for claim in claims]
    bare = [words - positions(source, _subjects(claim)) for words, claim in zip(mine, claims, strict=True)]
    candidates = []
    for row, wanted in enumerate(gold.claims):
        readings = _readings(source, wanted)
        # the gold has no subject for a participle; a program may repeat it
        for column, found in enumerate(bare if wanted.kind == "participle" else mine):
            overlap = max(_overlap(words, found) for words in readings)
            if overlap >= ENOUGH:
                candidates.append((-overlap, wanted.kind != claims[column].kind, row, column))
    rows: dict[int, tuple[int, float]] = {}
    columns: set[int] = set()
    for negative, _, row, column in sorted(candidates):
        if row not in rows and column not in columns:
            rows[row] = column, -negative
            columns.add(column)
    return Matching(
        tuple(Pair(gold.claims[row], claims[column], overlap) for row, (column, overlap) in sorted(rows.items())),
        tuple(wanted for row, wanted in enumerate(gold.claims) if row not in rows),
        tuple(claim for column, claim in enumerate(claims) if column not in columns),
    )


def nearest(gold: Gold, wanted: GoldClaim, claims: Sequence[Claim]) -> tuple[Claim, float] | None:
    """The claim that shares most words with a gold claim, and the share (0..1); None where none shares a word."""
    source = gold.document.source
    readings = _readings(source, wanted)
    shares = [max(_overlap(words, positions(source, claim_pieces(claim))) for words in readings) for claim in claims]
    best = max(shares, default=0.0)
    return (claims[shares.index(best)], best) if best else None


def _subjects(claim: Claim) -> list[Span]:
    """Where the subject of a participle stands, which the claim repeats."""
    return [a.span for a in claim.arguments if a.role == "subject"] if claim.kind == "participle" else []


def _readings(source: str, wanted: GoldClaim) -> tuple[frozenset[int], ...]:
    """The words of a gold claim; and its words with what a relative pronoun stands for in place of the pronoun."""
    words = positions(source, wanted.pieces)
    relative = [reference for reference in wanted.references if reference.antecedent is not None]
    pronouns = positions(source, (reference.span for reference in relative))
    nouns = positions(source, (reference.antecedent for reference in relative if reference.antecedent is not None))
    return (words, words - pronouns | nouns) if relative else (words,)


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Intersection over union."""
    return len(one & other) / len(one | other) if one & other else 0.0


def claim_pieces(claim: Claim) -> tuple[Span, ...]:
    """The stretches of the source that the claim is made of."""
    return claim.pieces or (Span(claim.span.start, claim.span.end),)
