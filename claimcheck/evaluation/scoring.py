"""All figures over all articles, and what they disagree about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Literal

from claimcheck.anchor import position
from claimcheck.evaluation.claimify import added_words, covered_sentences, covered_words, open_words
from claimcheck.evaluation.facets import FACETS, tallies
from claimcheck.evaluation.gold import Gold
from claimcheck.evaluation.matching import STRICT, Matching, match, nearest
from claimcheck.model import Claim, Span

#: Measures with precision and recall, in the order of the table.
AGREEMENT = ("claims", "claims-strict", *FACETS)
#: Measures that are one share.
SHARES = ("entailment", "sentence-coverage", "word-coverage", "decontextualisation")
MEASURES = (*AGREEMENT, *SHARES)


@dataclass(slots=True)
class Counts:
    """Items of the gold, of the program, and in both."""

    gold: int = 0
    program: int = 0
    same: int = 0

    @property
    def precision(self) -> float | None:
        return _percent(self.same, self.program)

    @property
    def recall(self) -> float | None:
        return _percent(self.same, self.gold)

    @property
    def f1(self) -> float | None:
        """2 · same / (gold + program), the harmonic mean of precision and recall; None where neither side has an item."""
        return _percent(2 * self.same, self.gold + self.program)


@dataclass(slots=True)
class Share:
    of: int = 0
    yes: int = 0

    @property
    def percent(self) -> float | None:
        return _percent(self.yes, self.of)


@dataclass(frozen=True, slots=True, order=True)
class Disagreement:
    """One thing on which gold and program differ. Line and column are those of the article, from 1."""

    file: str
    line: int
    column: int
    measure: str
    kind: Literal["missed", "extra", "wrong"]
    gold: str
    program: str
    gold_file: str
    gold_line: int | None
    nearest: str = ""  # for a missed claim: the program's claim that shares most words with it


@dataclass(slots=True)
class Evaluation:
    articles: list[str] = field(default_factory=list)
    agreement: dict[str, Counts] = field(default_factory=lambda: {name: Counts() for name in AGREEMENT})
    shares: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in SHARES})
    disagreements: list[Disagreement] = field(default_factory=list)

    def figure(self, measure: str) -> float | None:
        """What a floor is compared with: F1, or the share, in percent with one decimal. None: there is nothing to measure."""
        return self.agreement[measure].f1 if measure in self.agreement else self.shares[measure].percent


def evaluate(articles: Iterable[tuple[Gold, Sequence[Claim]]]) -> Evaluation:
    """Every figure over articles with their gold and a program's claims, whose spans are those of the source."""
    whole = Evaluation()
    for gold, every in articles:
        claims = below_the_headline(gold, every)
        whole.articles.append(gold.document.uri)
        found = match(gold, claims)
        _count(whole, gold, claims, found)
        whole.disagreements += _disagreements(gold, claims, found)
    whole.disagreements.sort(key=lambda d: (d.file, d.line, d.column, MEASURES.index(d.measure), d.kind, d.gold, d.program))
    return whole


def below_the_headline(gold: Gold, claims: Sequence[Claim]) -> Sequence[Claim]:
    """The claims without those of the headline, which the article says again; all of them where the gold has a claim there."""
    title = gold.title
    if title is None or any(piece.overlaps(title) for wanted in gold.claims for piece in wanted.pieces):
        return claims
    return [claim for claim in claims if Span(claim.span.start, claim.span.end) not in title]


def _count(whole: Evaluation, gold: Gold, claims: Sequence[Claim], found: Matching) -> None:
    strict = sum(pair.overlap >= STRICT for pair in found.pairs)
    for name, same in (("claims", len(found.pairs)), ("claims-strict", strict)):
        _add(whole.agreement[name], len(gold.claims), len(claims), same)
    for pair in found.pairs:
        for name, tally in tallies(pair).items():
            _add(whole.agreement[name], len(tally.gold), len(tally.program), len(tally.same))
    source = gold.document.source
    sentences = covered_sentences(gold, claims)
    for name, of, yes in (
        ("entailment", len(claims), sum(not added_words(claim, source) for claim in claims)),
        ("sentence-coverage", len(sentences), sum(covered for _, covered in sentences)),
        ("word-coverage", *covered_words(gold, claims)),
        ("decontextualisation", len(found.pairs), sum(not open_words(pair) for pair in found.pairs)),
    ):
        whole.shares[name].of += of
        whole.shares[name].yes += yes


def _add(counts: Counts, gold: int, program: int, same: int) -> None:
    counts.gold += gold
    counts.program += program
    counts.same += same


def _disagreements(gold: Gold, claims: Sequence[Claim], found: Matching) -> Iterator[Disagreement]:
    source = gold.document.source
    name = PurePath(gold.document.uri).name

    def at(offset: int, measure: str, wanted: Iterable[str], mine: Iterable[str], line: int | None) -> Disagreement:
        left, right = "; ".join(wanted), "; ".join(mine)
        kind: Literal["missed", "extra", "wrong"] = "wrong" if left and right else "missed" if left else "extra"
        return Disagreement(name, *position(source, offset), measure, kind, left, right, PurePath(gold.file).name, line)

    for wanted in found.missed:
        missed = at(wanted.pieces[0].start, "claims", [f"{wanted.kind}: {wanted.text(source)}"], (), wanted.line)
        near = nearest(gold, wanted, claims)
        yield replace(missed, nearest=f"{near[0].kind}: {_folded(near[0].text)} ({near[1]:.2f})") if near else missed
    for claim in found.extra:
        yield at(claim.span.start, "claims", (), [f"{claim.kind}: {_folded(claim.text)}"], None)
    for pair in found.pairs:
        start, line = pair.claim.span.start, pair.gold.line
        if pair.overlap < STRICT:
            yield at(start, "claims-strict", [pair.gold.text(source)], [_folded(pair.claim.text)], line)
        for facet, tally in tallies(pair).items():
            if tally.missed or tally.extra:
                yield at(start, facet, tally.missed, tally.extra, line)
        words = open_words(pair)
        if words:
            yield at(start, "decontextualisation", words, [_folded(pair.claim.resolved_text)], line)
    for claim in claims:
        added = added_words(claim, source)
        if added:
            yield at(claim.span.start, "entailment", (), [f"{', '.join(added)}: {_folded(claim.resolved_text)}"], None)
    for wanted, covered in covered_sentences(gold, claims):
        if not covered:
            yield at(wanted.sentence.start, "sentence-coverage", [wanted.text(source)], (), wanted.line)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _percent(part: int, whole: int) -> float | None:
    """With one decimal; None where there is nothing to divide by."""
    return round(100 * part / whole, 1) if whole else None
