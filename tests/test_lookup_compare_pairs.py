"""A floor under comparing, on the pairs of fixtures/comparing: raised, never lowered in silence."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.comparing import Figures, measure
from fixtures.comparing import claim_of, facts_of, pairs

#: half -> of 1: pairs whose sum is right, precision and recall of what agrees and of what differs.
FLOORS = {
    "dev": {"overall": 0.99, "agrees precision": 0.99, "agrees recall": 0.98, "differs precision": 0.99, "differs recall": 0.99},
    "test": {"overall": 0.95, "agrees precision": 0.98, "agrees recall": 0.95, "differs precision": 0.97, "differs recall": 0.88},
}


@cache
def figures(half: str) -> Figures:
    return measure(pair for pair in pairs() if pair.half == half)


@pytest.mark.parametrize(("half", "figure"), [(half, figure) for half, floors in FLOORS.items() for figure in floors])
def test_no_figure_is_below_its_floor(half: str, figure: str) -> None:
    found = figures(half)
    stance, _, of = figure.partition(" ")
    value = found.accuracy if figure == "overall" else getattr(found.total(stance), of)
    assert value >= FLOORS[half][figure], f"{half} {figure}: {value:.3f}"


def test_the_pairs_are_many_and_of_all_sorts() -> None:
    every = pairs()
    assert len(every) >= 280
    assert len({pair.id for pair in every}) == len(every)
    for half in ("dev", "test"):
        some = [pair for pair in every if pair.half == half]
        assert len(some) >= 110
        assert {pair.overall for pair in some} == {"supports", "conflicts", "mixed", "not-found"}
    differing = [pair for pair in every if any("differs" in said for said in pair.stances.values())]
    assert len(differing) >= 70
    assert len([pair for pair in every if pair.id.startswith("miss-")]) >= 75
    assert len([pair for pair in every if pair.title]) >= 30


def test_every_pair_has_a_claim_and_something_to_compare_it_with() -> None:
    for pair in pairs():
        assert claim_of(pair)["text"], pair.id
        assert facts_of(pair) or pair.evidence, pair.id
