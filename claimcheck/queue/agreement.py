"""How far reviewers agree: percent agreement, Cohen's kappa, Krippendorff's alpha. Pure: verdicts in, a figure out.

None where a figure is not defined: nothing was judged twice, or all verdicts are the same, so that chance would agree as well.

J. Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20(1), 37-46.
K. Krippendorff (2011), "Computing Krippendorff's alpha-reliability", University of Pennsylvania; A. F. Hayes and K. Krippendorff
(2007), "Answering the call for a standard reliability measure for coding data", Communication Methods and Measures 1(1), 77-89.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

#: The verdicts on one claim, one of each reviewer; None for a reviewer who gave none.
Unit = Sequence[str | None]


def percent(units: Iterable[Unit]) -> float | None:
    """The share, from 0 to 1, of pairs of reviewers who gave a claim the same verdict, over all claims with two verdicts or more."""
    same = pairs = 0
    for unit in units:
        given = [verdict for verdict in unit if verdict is not None]
        for one, other in combinations(given, 2):
            same += one == other
            pairs += 1
    return same / pairs if pairs else None


def cohen_kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two reviewers, from -1 to 1: what they agree beyond chance, when each keeps their own habits.

    `pairs`: the first one's verdict and the second one's, on each claim that both judged.
    """
    judged = Counter(pairs)
    total = judged.total()
    if not total:
        return None
    first, second = Counter[str](), Counter[str]()
    for (one, other), count in judged.items():
        first[one] += count
        second[other] += count
    # In whole numbers as far as it goes: n² times the shares.
    observed = total * sum(count for (one, other), count in judged.items() if one == other)
    expected = sum(count * second[verdict] for verdict, count in first.items())
    return None if expected == total * total else (observed - expected) / (total * total - expected)


def krippendorff_alpha(units: Iterable[Unit], scale: Sequence[str] | None = None) -> float | None:
    """Krippendorff's alpha, at most 1: any number of reviewers, some of whom judged only some of the claims.

    `scale`: the verdicts in their order, for the ordinal figure, in which neighbours disagree less than opposites; None for the
    nominal one. Verdicts that are not on the scale are left out of the ordinal figure.
    """
    coincidences: dict[tuple[str, str], float] = defaultdict(float)  # o_ck, of which each claim with m verdicts brings m
    known = None if scale is None else frozenset(scale)
    for unit in units:
        given = Counter(verdict for verdict in unit if verdict is not None and (known is None or verdict in known))
        others = given.total() - 1
        if others < 1:
            continue
        for one, count in given.items():
            for other, much in given.items():
                coincidences[one, other] += count * (much - (one == other)) / others
    totals: dict[str, float] = defaultdict(float)  # n_c
    for (one, _), share in coincidences.items():
        totals[one] += share
    n = sum(totals.values())
    distance = _nominal if scale is None else _ordinal(totals, scale)
    expected = sum(totals[one] * totals[other] * distance(one, other) for one in totals for other in totals)
    if not expected:
        return None
    observed = sum(share * distance(*pair) for pair, share in coincidences.items())
    return 1 - (n - 1) * observed / expected


def _nominal(one: str, other: str) -> float:
    return float(one != other)


def _ordinal(totals: Mapping[str, float], scale: Sequence[str]) -> Callable[[str, str], float]:
    """The squared number of verdicts between two, each of the two counting half."""
    place = {verdict: number for number, verdict in enumerate(scale)}

    def distance(one: str, other: str) -> float:
        low, high = sorted((place[one], place[other]))
        between = sum(totals.get(verdict, 0) for verdict in scale[low : high + 1])
        return float((between - (totals[one] + totals[other]) / 2) ** 2)

    return distance
