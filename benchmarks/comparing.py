"""How well claims are compared with evidence, on the pairs of fixtures/comparing.

python -m benchmarks.comparing              figures of both halves
python -m benchmarks.comparing --errors     and the errors of the half that rules are written with
python -m benchmarks.comparing --errors ID  and what came out for the pairs so named
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from claimcheck.lookup.compare import compare, statement_of, sum_up, titled
from claimcheck.lookup.stance import Comparison, Overall
from fixtures.comparing import Pair, claim_of, facts_of, pairs, records_of

#: Slots whose agreement counts by itself; that of the others mostly only shows that the two are comparable.
FREE = ("time", "quantity", "ordinal")


@dataclass
class Tally:
    """Counts of one slot and stance: found and right, found, wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


@dataclass
class Figures:
    """What came out for a number of pairs."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    overall: Counter[tuple[str, str]] = field(default_factory=Counter)  # wanted, found
    errors: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        return sum(count for (wanted, found), count in self.overall.items() if wanted == found) / max(self.overall.total(), 1)

    def total(self, stance: str) -> Tally:
        kept = [tally for (_, of), tally in self.tallies.items() if of == stance]
        return Tally(sum(t.right for t in kept), sum(t.found for t in kept), sum(t.wanted for t in kept))


def compared(pair: Pair) -> tuple[Comparison | None, Overall]:
    """The pair's claim against its evidence, and what it comes to."""
    claim = statement_of(claim_of(pair))
    found = compare(claim, facts_of(pair) or titled([statement_of(record) for record in records_of(pair)], pair.evidence))
    return found, sum_up([found] if found else [])[0]


def measure(some: Iterable[Pair]) -> Figures:
    """The figures of some pairs."""
    figures = Figures()
    for pair in some:
        found, overall = compared(pair)
        figures.overall[pair.overall, overall] += 1
        told = stances(found)
        wrong = []
        for slot in sorted({*told, *pair.stances}):
            for stance in ("agrees", "differs"):
                said, wanted = stance in told.get(slot, ()), stance in pair.stances.get(slot, ())
                if said and not wanted and stance == "agrees" and slot not in FREE:
                    continue
                tally = figures.tallies.setdefault((slot, stance), Tally())
                tally.right += said and wanted
                tally.found += said
                tally.wanted += wanted
                if said != wanted:
                    wrong.append(f"{slot} {'' if said else 'not '}{stance}")
        if wrong or overall != pair.overall:
            figures.errors.append(f"{pair.id}: {', '.join(wrong)}; {overall}, not {pair.overall}")
    return figures


def stances(found: Comparison | None) -> Mapping[str, set[str]]:
    """The stances of each slot; of agreements, those beyond what made the two comparable."""
    told: dict[str, set[str]] = {}
    for slot in found.slots if found else ():
        if slot.stance == "differs" or slot.stance == "agrees" and not slot.anchor:
            told.setdefault(slot.slot, set()).add(slot.stance)
    return told


def main(arguments: list[str]) -> int:
    for half in ("dev", "test"):
        some = [pair for pair in pairs() if pair.half == half]
        figures = measure(some)
        print(f"{half}: {len(some)} pairs, overall right {figures.accuracy:.1%}")
        for stance in ("agrees", "differs"):
            kept = {slot: tally for (slot, of), tally in sorted(figures.tallies.items()) if of == stance}
            for slot, tally in [*kept.items(), ("all", figures.total(stance))]:
                print(f"  {stance:8}{slot:11} precision {tally.precision:6.1%}  recall {tally.recall:6.1%}  of {tally.wanted}")
        if half == "dev" and arguments[:1] == ["--errors"]:
            for error in figures.errors:
                print(f"    {error}")
            for pair in some:
                if pair.id in arguments[1:]:
                    print(pair, compared(pair), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
