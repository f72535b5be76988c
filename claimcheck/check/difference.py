"""What changed between two versions of an article, claim by claim: not which words, but what would have to be checked again.

Claims with one id are the same claim. Of the others, those that say much the same about the same are taken for two versions of
one claim; the rest was added or removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal, TypeVar

from claimcheck.check.checkable import Amount, Checkable, Rank, When

Kind = Literal[
    "value-changed",
    "date-moved",
    "rank-changed",
    "attribution-lost",
    "attribution-added",
    "attribution-changed",
    "hedge-dropped",
    "hedge-added",
    "polarity-flipped",
    "modality-changed",
    "reworded",
]  # fmt: skip

#: How alike two claims must be (Dice's coefficient over the words that carry their content, numbers and dates apart) to be taken
#: for versions of one: less where the predicate is the same.
ALIKE = 0.85
ALIKE_SAME_PREDICATE = 0.5


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions of a claim: what stood there, and what stands there now."""

    kind: Kind
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Two versions of a claim, and in what they differ: at least one change."""

    old: Checkable
    new: Checkable
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs, in the order of the new version; what was removed, in that of the old one."""

    added: tuple[Checkable, ...] = ()
    removed: tuple[Checkable, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: int = 0


def difference(old: Sequence[Checkable], new: Sequence[Checkable]) -> Difference:
    """Compare the claims of two versions of one article."""
    pairs = align(old, new)
    changed = []
    for before, after in pairs:
        found = tuple(changes(before, after))
        if found:
            changed.append(Changed(before, after, found))
    kept_old = {id(before) for before, _ in pairs}
    kept_new = {id(after) for _, after in pairs}
    return Difference(
        added=tuple(claim for claim in new if id(claim) not in kept_new),
        removed=tuple(claim for claim in old if id(claim) not in kept_old),
        changed=tuple(changed),
        unchanged=len(pairs) - len(changed),
    )


def align(old: Sequence[Checkable], new: Sequence[Checkable]) -> list[tuple[Checkable, Checkable]]:
    """Which claim of `new` is which of `old`: each at most once, in the order of `new`. The most alike are paired first."""
    ids = {claim.claim_id: number for number, claim in enumerate(old)}
    partner: dict[int, int] = {number: ids[claim.claim_id] for number, claim in enumerate(new) if claim.claim_id in ids}
    taken = set(partner.values())
    open_old = [number for number in range(len(old)) if number not in taken]
    open_new = [number for number in range(len(new)) if number not in partner]
    scored = []
    for score, same, m, n in _alike({n: old[n] for n in open_old}, {m: new[m] for m in open_new}):
        scored.append((-score, not same, abs(n - m), m, n))
    for _, _, _, m, n in sorted(scored):
        if m not in partner and n not in taken:
            partner[m] = n
            taken.add(n)
    return [(old[partner[number]], claim) for number, claim in enumerate(new) if number in partner]


#: A word of a claim and which of equal ones it is, so that sets count as bags do.
Token = tuple[str, int]


def _alike(old: Mapping[int, Checkable], new: Mapping[int, Checkable]) -> Iterator[tuple[float, bool, int, int]]:
    """All pairs that are alike enough: how alike, whether the predicate is the same, the number of the new claim and of the old one.

    Of words in the order of how rare they are, two sets that share so many share one among the first few, so only claims that do are
    compared (prefix filtering: Chaudhuri, Ganti and Kaushik, A Primitive Operator for Similarity Joins in Data Cleaning, ICDE 2006).
    """
    words_old = {n: _tokens(claim) for n, claim in old.items()}
    words_new = {m: _tokens(claim) for m, claim in new.items()}
    frequency = Counter(token for words in (*words_old.values(), *words_new.values()) for token in words)

    def rarest_first(words: frozenset[Token]) -> list[Token]:
        return sorted(words, key=lambda token: (frequency[token], token))

    # By predicate (None: any), length and word: the claims, and where among their words it stands.
    index: dict[tuple[str | None, int, Token], list[tuple[int, int]]] = {}
    for n, words in words_old.items():
        for place, token in enumerate(rarest_first(words)):
            for predicate in (None, old[n].predicate):
                index.setdefault((predicate, len(words), token), []).append((place, n))
    lengths = sorted({len(words) for words in words_old.values()})
    for m, words in words_new.items():
        ordered = rarest_first(words)
        near: set[int] = set()
        for predicate, threshold in ((None, ALIKE), (new[m].predicate, ALIKE_SAME_PREDICATE)):
            for length in lengths:
                shared = max(1, ceil(threshold / 2 * (len(words) + length) - 1e-9))  # at least so many
                for token in ordered[: max(0, len(words) - shared + 1)]:
                    near.update(n for place, n in index.get((predicate, length, token), ()) if place <= length - shared)
        for n in near:
            score = 2 * len(words & words_old[n]) / (len(words) + len(words_old[n]))
            same = old[n].predicate == new[m].predicate
            if score >= (ALIKE_SAME_PREDICATE if same else ALIKE):
                yield score, same, m, n


def _tokens(claim: Checkable) -> frozenset[Token]:
    seen: Counter[str] = Counter()
    found = []
    for word in claim.content(without_values=True):
        seen[word] += 1
        found.append((word, seen[word]))
    return frozenset(found)


def changes(old: Checkable, new: Checkable) -> Iterator[Change]:
    """In what two versions of a claim differ. Empty when the same would be checked."""
    yield from _values(old.amounts, new.amounts)
    yield from _dates(old.times, new.times)
    yield from _ranks(old.ranks, new.ranks)
    yield from _sources(old, new)
    yield from _hedges(old.hedges, new.hedges)
    if old.polarity != new.polarity:
        yield Change("polarity-flipped", old.polarity, new.polarity)
    if old.modality != new.modality:
        yield Change("modality-changed", old.modality, new.modality)
    if old.content(without_values=True) != new.content(without_values=True):
        yield Change("reworded", old.text, new.text)


def _values(old: Sequence[Amount], new: Sequence[Amount]) -> Iterator[Change]:
    def meaning(amount: Amount) -> tuple[object, ...]:
        return (amount.value, amount.low, amount.high, amount.comparator, amount.unit)

    if [meaning(amount) for amount in old] != [meaning(amount) for amount in new]:
        before, after = _apart(old, new, meaning)
        yield Change("value-changed", _joined(before), _joined(after))


def _dates(old: Sequence[When], new: Sequence[When]) -> Iterator[Change]:
    def meaning(time: When) -> tuple[object, ...]:
        return (time.begin, time.end) if time.begin or time.end else (time.value or time.text.casefold(),)

    if [meaning(time) for time in old] != [meaning(time) for time in new]:
        before, after = _apart(old, new, meaning)
        same_words = [time.text for time in before] == [time.text for time in after]
        yield Change("date-moved", _joined(before, dated=same_words), _joined(after, dated=same_words))


def _ranks(old: Sequence[Rank], new: Sequence[Rank]) -> Iterator[Change]:
    def told(ranks: Sequence[Rank]) -> str:
        return ", ".join(f"{rank.item}, number {rank.rank}" + (f" since {rank.since}" if rank.since else "") for rank in ranks)

    if [(rank.rank, rank.since, rank.until) for rank in old] != [(rank.rank, rank.since, rank.until) for rank in new]:
        yield Change("rank-changed", told(old), told(new))


def _sources(old: Checkable, new: Checkable) -> Iterator[Change]:
    def told(claim: Checkable) -> str:
        return " < ".join(f"{hop.source or 'somebody'} ({hop.cue_class})" for hop in claim.attribution)

    def meaning(claim: Checkable) -> list[tuple[str, str]]:
        return [((hop.source or "").casefold(), hop.cue_class) for hop in claim.attribution]

    if meaning(old) != meaning(new):
        kind: Kind = "attribution-changed"
        if not new.attribution:
            kind = "attribution-lost"
        elif not old.attribution:
            kind = "attribution-added"
        yield Change(kind, told(old), told(new))


def _hedges(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    before, after = Counter(word.casefold() for word in old), Counter(word.casefold() for word in new)
    if before - after:
        yield Change("hedge-dropped", ", ".join(sorted((before - after).elements())), "")
    if after - before:
        yield Change("hedge-added", "", ", ".join(sorted((after - before).elements())))


T = TypeVar("T", Amount, When)


def _apart(old: Sequence[T], new: Sequence[T], meaning: Callable[[T], tuple[object, ...]]) -> tuple[list[T], list[T]]:
    """Those of either that the other has not; all of both where only their order changed."""
    before = [item for item in old if meaning(item) not in [meaning(other) for other in new]]
    after = [item for item in new if meaning(item) not in [meaning(other) for other in old]]
    return (before, after) if before or after else (list(old), list(new))


def _joined(values: Sequence[Amount] | Sequence[When], *, dated: bool = False) -> str:
    """The words of values; with the days that they mean where the words alone do not tell them apart."""
    return ", ".join(f"{value.text} ({_days(value)})" if dated and isinstance(value, When) else value.text for value in values)


def _days(time: When) -> str:
    if time.begin is None and time.end is None:
        return "not known"
    return time.begin or "…" if time.begin == time.end else f"{time.begin or '…'} to {time.end or '…'}"
