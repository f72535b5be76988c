"""Priority: named points, a clamped sum, and an order that an editor would agree with."""

from __future__ import annotations

from itertools import pairwise

import pytest

from claimcheck.model import Quantity, Span
from claimcheck.score import POINTS, figure
from tests.claim_sentences import claim, claims_of, points, sentences


def score(sentence: str, *words: str) -> float:
    return claim(sentence, *words).priority.score


def test_the_score_is_the_clamped_sum_of_its_reasons() -> None:
    names = {name: value for name, value, _ in POINTS}
    seen = set()
    for sentence in sentences():
        for found in claims_of(sentence):
            given = points(found.priority)
            assert given == {name: names[name] for name in given}
            assert found.priority.score == round(min(1.0, max(0.0, sum(given.values()))), 3)
            seen |= set(given)
    assert len(seen) >= 20  # the sentences bring nearly every reason into play


def test_reasons_have_names_of_their_own() -> None:
    names = [name for name, _, _ in POINTS]
    assert len(names) == len(set(names))
    assert all(value for _, value, _ in POINTS)


def test_the_best_claim_cannot_pass_one_and_no_statement_stays_at_the_bottom() -> None:
    assert all(0 <= c.priority.score <= 1 for s in sentences() for c in claims_of(s))
    assert max(c.priority.score for s in sentences() for c in claims_of(s) if c.checkability.value == "no") <= 0.2


@pytest.mark.parametrize(
    "order",
    [
        [
            "The firm paid 40 million euros to 12 villages.",
            "Two judges heard the case.",
            "The minister resigned.",
            "The minister should resign.",
        ],
        [
            "Unemployment doubled in 2023.",
            "Parliament passed a law on Tuesday.",
            "The weather was mild on Tuesday.",
            "Now the river is calm.",
        ],
        ["A record 400 ships passed the canal.", "Storms caused the blackout.", "The dogs chased the cats.", "Dogs chase cats."],
        [
            "In May 2023, Norway signed the treaty.",
            "Norway will sign the treaty in 2026.",
            "Growth will return.",
            "The committee can meet in public.",
        ],
        ["Ann Lee became the first woman in the senate.", "Ann Lee, who had lied, was promoted.", "A man who had lied was promoted."],
        ["I voted against the budget.", "I walked home alone."],
        ["The shameful bonus cost 12 million euros.", "It was a costly mistake of 3 million euros.", "It was a terrible mistake."],
    ],
)
def test_order(order: list[str]) -> None:
    scores = [max(c.priority.score for c in claims_of(s)) for s in order]
    assert all(first > second for first, second in pairwise(scores)), scores


@pytest.mark.parametrize(
    ("sentence", "words", "reason"),
    [
        ("The firm paid 40 million euros to 12 villages.", "paid", "has-figure"),
        ("Two judges heard the case.", "heard", "has-quantity"),
        ("Nine of the 15 members voted against the bill.", "voted", "vote-law-or-budget"),
        ("Storms caused the blackout.", "caused", "causal"),
        ("The firm denied that it had paid bribes.", "paid", "denial"),
        ("It has been said that the mine will close.", "mine", "anonymous-source"),
        ("Ann Lee, who had lied, was promoted.", "lied", "said-in-passing"),
        ("Norway's withdrawal surprised the union.", "withdrawal", "presupposed"),
        ("The plan may hurt farmers.", "hurt", "possibility"),
        ("Dogs chase cats.", "chase", "generic"),
    ],
)
def test_reason(sentence: str, words: str, reason: str) -> None:
    assert reason in points(claim(sentence, words).priority)


@pytest.mark.parametrize(
    ("sentence", "words", "reason"),
    [
        ("Two judges heard the case.", "heard", "has-figure"),
        ("The weather was mild on Tuesday.", "mild", "vote-law-or-budget"),
        ("Police said 5,300 workers were fired in 2023.", "workers", "own-voice"),
        ("The firm said it had paid the bribes.", "paid", "denial"),
        ("The minister resigned.", "resigned", "own-voice"),  # nothing in it to compare with a source
    ],
)
def test_reason_that_does_not_hold(sentence: str, words: str, reason: str) -> None:
    assert reason not in points(claim(sentence, words).priority)


@pytest.mark.parametrize(
    ("text", "value", "kind", "expected"),
    [
        ("40 euros", 40, "money", True),
        ("3 percent", 3, "percent", True),
        ("5,300 workers", 5300, "count", True),
        ("12 villages", 12, "count", False),
        ("one", 1, "number", False),
        ("5-4", None, "score", False),
    ],
)
def test_figure(text: str, value: float | None, kind: str, expected: bool) -> None:
    assert figure(Quantity(text, Span(0, len(text)), value, kind)) is expected
