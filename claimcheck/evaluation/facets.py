"""The facets of claims that were found: which items of the gold a program's claim has, which it lacks, which it has too many.

Each facet of a pair is a `Tally`: the gold's items and the program's, as people read them, and which of them are the same, one to
one. A facet with one value (polarity) has one item on each side; one that is marked or not (presupposed) has an item only where
it is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import isclose
from typing import TypeVar

from claimcheck.evaluation.gold import GoldHop, GoldQuantity, GoldReference, GoldTime
from claimcheck.evaluation.matching import Pair, claim_pieces
from claimcheck.evaluation.words import content_words, same_referent
from claimcheck.model import Attribution, Claim, Quantity, Substitution, TimeExpression

G = TypeVar("G")
P = TypeVar("P")

#: How annotators and parsers write one unit.
UNITS = {"percent": "%", "per cent": "%", "percentage-point": "pp", "percentage point": "pp", "percentage points": "pp", "count": None}

#: Replacements that make a sentence out of a phrase, or belong to a time, and name nobody.
NO_REFERENCE = frozenset({"restored_auxiliary", "restored_tense", "relative_date"})


@dataclass(frozen=True, slots=True)
class Tally:
    gold: tuple[str, ...]
    program: tuple[str, ...]
    same: tuple[tuple[int, int], ...]  # indices into both

    @property
    def missed(self) -> tuple[str, ...]:
        found = {left for left, _ in self.same}
        return tuple(item for index, item in enumerate(self.gold) if index not in found)

    @property
    def extra(self) -> tuple[str, ...]:
        wanted = {right for _, right in self.same}
        return tuple(item for index, item in enumerate(self.program) if index not in wanted)


def tallies(pair: Pair) -> dict[str, Tally]:
    """Every facet of a pair, by its name, in the order of FACETS."""
    return {name: facet(pair) for name, facet in FACETS.items()}


def _tally(
    golds: Sequence[G], mine: Sequence[P], same: Callable[[G, P], bool], show_gold: Callable[[G], str], show: Callable[[P], str]
) -> Tally:
    """One to one, in the order of the gold: each item takes the first that is the same and is free."""
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for left, wanted in enumerate(golds):
        right = next((i for i, item in enumerate(mine) if i not in taken and same(wanted, item)), None)
        if right is not None:
            taken.add(right)
            pairs.append((left, right))
    return Tally(tuple(map(show_gold, golds)), tuple(map(show, mine)), tuple(pairs))


def _values(golds: Iterable[str], mine: Iterable[str]) -> Tally:
    return _tally(tuple(golds), tuple(mine), lambda one, other: one == other, str, str)


# -- attribution ------------------------------------------------------------------------------------------------


def _speaker(pair: Pair) -> Tally:
    return _tally(pair.gold.attribution, pair.claim.attribution, _same_speaker, _hop_of_gold, _hop)


def _form(pair: Pair) -> Tally:
    """A hop counts when its speaker is right and its form too."""
    return _tally(
        pair.gold.attribution,
        pair.claim.attribution,
        lambda wanted, hop: wanted.form == hop.form and _same_speaker(wanted, hop),
        lambda wanted: f"{_hop_of_gold(wanted)}: {wanted.form}",
        lambda hop: f"{_hop(hop)}: {hop.form}",
    )


def _same_speaker(wanted: GoldHop, hop: Attribution) -> bool:
    if wanted.source is None or hop.source is None:
        return wanted.source is None and hop.source is None
    if hop.source_span is not None and any(hop.source_span.overlaps(place) for place in wanted.places):
        return True
    return same_referent(wanted.who or wanted.source, hop.resolved_source or hop.source)


def _hop_of_gold(hop: GoldHop) -> str:
    return hop.who or hop.source or "somebody"


def _hop(hop: Attribution) -> str:
    return hop.resolved_source or hop.source or "somebody"


# -- times and numbers ------------------------------------------------------------------------------------------


def _times(pair: Pair) -> Tally:
    return _tally(pair.gold.times, _grouped(pair), _same_times, _time_of_gold, lambda group: ", ".join(map(_time, group)))


def _grouped(pair: Pair) -> list[tuple[TimeExpression, ...]]:
    """The program's times; those that stand inside one time of the gold, "from May 6 to May 7", are one item."""
    groups: dict[object, list[TimeExpression]] = {}
    for number, time in enumerate(pair.claim.times):
        around = next((wanted.span for wanted in pair.gold.times if time.span in wanted.span), None)
        groups.setdefault(number if around is None else around, []).append(time)
    return [tuple(group) for group in groups.values()]


def _same_times(wanted: GoldTime, group: tuple[TimeExpression, ...]) -> bool:
    if any(_same_time(wanted, time) for time in group):
        return True
    days = [(time.begin, time.end) for time in group if time.begin is not None and time.end is not None]
    if wanted.begin is None or len(days) < len(group):
        return False
    return (wanted.begin, wanted.end) == (min(begin for begin, _ in days), max(end for _, end in days))


def _same_time(wanted: GoldTime, time: TimeExpression) -> bool:
    if wanted.begin is not None and (wanted.begin, wanted.end) == (time.begin, time.end):
        return True
    if wanted.value is not None:
        return wanted.value == time.value
    unknown = time.value is None or time.status == "unresolved"
    return wanted.begin is None and unknown and bool(content_words(wanted.text) & content_words(time.text))


def _time_of_gold(time: GoldTime) -> str:
    days = f"{time.begin}..{time.end}" if time.begin else "?"
    return f"{time.text} = {time.value or days}"


def _time(time: TimeExpression) -> str:
    return f"{time.text} = {time.value or '?'}"


def _quantities(pair: Pair) -> Tally:
    return _tally(pair.gold.quantities, pair.claim.quantities, _same_quantity, _quantity, _quantity)


def _same_quantity(wanted: GoldQuantity, amount: Quantity) -> bool:
    if wanted.comparator != amount.comparator or _unit(wanted) != _unit(amount):
        return False
    if wanted.low is not None and (wanted.low, wanted.high) == (amount.low, amount.high):
        return True
    if wanted.value is None or amount.value is None:
        return wanted.value is amount.value and bool(content_words(wanted.text) & content_words(amount.text))
    # annotators write a third as 0.333
    return isclose(wanted.value, amount.value, rel_tol=1e-9 if isinstance(wanted.value, int) else 2e-3)


def _unit(amount: GoldQuantity | Quantity) -> str | None:
    return UNITS.get(amount.unit.casefold(), amount.unit) if amount.unit else None


def _quantity(amount: GoldQuantity | Quantity) -> str:
    value = "?" if amount.value is None else f"{amount.value:.15g}"
    return f"{' '.join(amount.text.split())} = {amount.comparator} {value}{f' {amount.unit}' if amount.unit else ''}"


def _ordinals(pair: Pair) -> Tally:
    return _tally(
        pair.gold.ordinals,
        pair.claim.ordinals,
        lambda wanted, ordinal: wanted.rank == ordinal.rank,
        lambda wanted: f"{wanted.text} = {wanted.rank}",
        lambda ordinal: f"{ordinal.item} = {ordinal.rank}",
    )


# -- references -------------------------------------------------------------------------------------------------


def replacements(pair: Pair) -> tuple[Substitution, ...]:
    """The program's replacements that name who or what is meant, and the nouns that it has where the gold has a relative pronoun.

    Replacements of times are scored as times; a word that recurs with one meaning is one. A name that is only made longer ("Hansen"
    is "Lise Hansen") counts where the gold marks it, and is no mistake elsewhere.
    """
    marked = [reference.span for reference in pair.gold.references]
    times = [time.span for time in pair.claim.times] + [time.span for time in pair.gold.times]
    changes = [
        change
        for change in pair.claim.substitutions
        if change.rule not in NO_REFERENCE
        and not any(change.span.overlaps(time) for time in times)
        and (not _lengthens(change, pair.claim) or any(change.span.overlaps(span) for span in marked))
    ]
    pieces = claim_pieces(pair.claim)
    restored = [
        Substitution(reference.span, reference.means, "restored", reference.antecedent)
        for reference in pair.gold.references
        if reference.antecedent is not None
        and reference.means is not None
        and any(piece.overlaps(reference.antecedent) for piece in pieces)
        and not any(piece.overlaps(reference.span) for piece in pieces)
    ]
    different = {(_replaced(change, pair.claim), change.text.casefold()): change for change in reversed((*changes, *restored))}
    return tuple(sorted(different.values(), key=lambda change: (change.span, change.rule)))


def _lengthens(change: Substitution, claim: Claim) -> bool:
    """Whether the new words hold all the old ones."""
    old = content_words(_replaced(change, claim))
    return bool(old) and old <= content_words(change.text)


def _replaced(change: Substitution, claim: Claim) -> str:
    """The words that stand in the source, caseless; none where they are not in the claim."""
    start = claim.span.start
    return claim.span.exact[max(0, change.span.start - start) : max(0, change.span.end - start)].casefold()


def same_reference(wanted: GoldReference, change: Substitution, claim: Claim) -> bool:
    """Whether the replacement stands where the word stands, or for the same word, and says what it means.

    What two readings fit is never right.
    """
    there = wanted.span.overlaps(change.span) or _replaced(change, claim) == wanted.text.casefold()
    return wanted.means is not None and there and same_referent(wanted.means, change.text)


def _references(pair: Pair) -> Tally:
    return _tally(
        [reference for reference in pair.gold.references if reference.means is not None],
        replacements(pair),
        lambda wanted, change: same_reference(wanted, change, pair.claim),
        lambda wanted: f"{wanted.text} = {wanted.means}",
        lambda change: f"{_replaced(change, pair.claim) or change.rule} = {change.text}",
    )


#: By name, in the order of the table.
FACETS: dict[str, Callable[[Pair], Tally]] = {
    "speaker": _speaker,
    "form": _form,
    "times": _times,
    "quantities": _quantities,
    "ordinals": _ordinals,
    "references": _references,
    "types": lambda pair: _values(pair.gold.types, sorted(pair.claim.types)),
    "checkability": lambda pair: _values([pair.gold.checkability], [pair.claim.checkability.value]),
    "reason": lambda pair: _values(_known(pair.gold.reason), _known(pair.claim.checkability.reason)),
    "polarity": lambda pair: _values([pair.gold.polarity], [pair.claim.polarity]),
    "negative": lambda pair: _values(_marked(pair.gold.polarity, "positive"), _marked(pair.claim.polarity, "positive")),
    "modality": lambda pair: _values([pair.gold.modality], [pair.claim.modality]),
    "marked-modality": lambda pair: _values(_marked(pair.gold.modality, "asserted"), _marked(pair.claim.modality, "asserted")),
    "kind": lambda pair: _values([pair.gold.kind], [pair.claim.kind]),
    "presupposed": lambda pair: _values(
        ["presupposed"] if pair.gold.presupposed else [], ["presupposed"] if pair.claim.presupposed else []
    ),
}


def _known(value: str | None) -> list[str]:
    return [] if value is None else [value]


def _marked(value: str, usual: str) -> list[str]:
    return [] if value == usual else [value]
