"""What changed between two drafts: by the checkable core of each claim, and told in three forms."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.check.checkable import Amount, Checkable, Rank, Source, When, checkable, checkable_from_json, checkable_to_json
from claimcheck.check.difference import Difference, align, changes, difference
from claimcheck.check.difference_forms import FORMS
from claimcheck.check.outputs import Look
from claimcheck.record import report_to_json
from tests.frozen import article_names, report_of

JUNE = When("June", "2025-06", "2025-06-01", "2025-06-30")
SHARE = Amount("3.5 percent", 3.5, unit="%")
EXPORTS = Checkable(
    "c-1",
    "exports of grain fell by 3.5 percent in June",
    "fall",
    "positive",
    "asserted",
    attribution=(Source("The ministry", "report"),),
    times=(JUNE,),
    amounts=(SHARE,),
)
MAYOR = Checkable("c-2", "the mayor opened the bridge", "open", "positive", "asserted")
STRIKE = Checkable("c-3", "it was the third strike at the port", "strike", "positive", "asserted", ranks=(Rank(3, "strike", "2025-01"),))


def edited(claim: Checkable, **fields: object) -> Checkable:
    return replace(claim, claim_id=f"{claim.claim_id}x", **fields)  # type: ignore[arg-type]


EDITS = [
    (
        EXPORTS,
        {"text": "exports of grain fell by 4.5 percent in June", "amounts": (Amount("4.5 percent", 4.5, unit="%"),)},
        {"value-changed"},
    ),
    (EXPORTS, {"text": "exports of grain fell in June", "amounts": ()}, {"value-changed"}),
    (
        EXPORTS,
        {
            "text": "exports of grain fell by at least 3.5 percent in June",
            "amounts": (Amount("at least 3.5 percent", 3.5, comparator="ge", unit="%"),),
        },
        {"value-changed"},
    ),
    (
        EXPORTS,
        {"text": "exports of grain fell by 3.5 percent in May", "times": (When("May", "2025-05", "2025-05-01", "2025-05-31"),)},
        {"date-moved"},
    ),
    (EXPORTS, {"times": (replace(JUNE, value="2024-06", begin="2024-06-01", end="2024-06-30"),)}, {"date-moved"}),
    (EXPORTS, {"attribution": ()}, {"attribution-lost"}),
    (MAYOR, {"attribution": (Source("a witness", "report"),)}, {"attribution-added"}),
    (EXPORTS, {"attribution": (Source("The union", "report"),)}, {"attribution-changed"}),
    (EXPORTS, {"attribution": (Source("The ministry", "denial"),)}, {"attribution-changed"}),
    (MAYOR, {"hedges": ("reportedly",)}, {"hedge-added"}),
    (MAYOR, {"polarity": "negative"}, {"polarity-flipped"}),
    (MAYOR, {"modality": "possible"}, {"modality-changed"}),
    (MAYOR, {"text": "the mayor opened the new bridge"}, {"reworded"}),
    (STRIKE, {"ranks": (Rank(4, "strike", "2025-01"),)}, {"rank-changed"}),
    (MAYOR, {"text": "The mayor opened a bridge"}, set()),
    (
        EXPORTS,
        {
            "text": "exports of grain fell by three and a half percent in June",
            "amounts": (Amount("three and a half percent", 3.5, unit="%"),),
        },
        set(),
    ),
]


@pytest.mark.parametrize(("claim", "edit", "kinds"), EDITS)
def test_each_edit_is_told_as_what_it_is(claim: Checkable, edit: dict[str, object], kinds: set[str]) -> None:
    new = edited(claim, **edit)
    assert {change.kind for change in changes(claim, new)} == kinds
    found = difference([MAYOR, EXPORTS, STRIKE], [x if x is not claim else new for x in (STRIKE, MAYOR, EXPORTS)])
    assert (found.added, found.removed) == ((), ())
    assert [pair.new for pair in found.changed] == ([new] if kinds else [])
    assert found.unchanged == (2 if kinds else 3)


def test_a_dropped_hedge_is_the_reverse_of_an_added_one() -> None:
    hedged = edited(MAYOR, hedges=("reportedly", "Reportedly"))
    (change,) = changes(hedged, MAYOR)
    assert (change.kind, change.old, change.new) == ("hedge-dropped", "reportedly, reportedly", "")


def test_both_sides_of_a_value_are_told() -> None:
    new = edited(EXPORTS, text="exports of grain fell by 4 percent in June", amounts=(Amount("4 percent", 4, unit="%"),))
    (change,) = changes(EXPORTS, new)
    assert (change.old, change.new) == ("3.5 percent", "4 percent")


def test_a_date_with_the_same_words_is_told_with_its_days() -> None:
    (change,) = changes(EXPORTS, edited(EXPORTS, times=(replace(JUNE, begin="2024-06-01", end="2024-06-30"),)))
    assert (change.old, change.new) == ("June (2025-06-01 to 2025-06-30)", "June (2024-06-01 to 2024-06-30)")


def test_who_did_what_to_whom_is_no_matter_of_word_order() -> None:
    one = Checkable("c-4", "the army attacked the rebels", "attack", "positive", "asserted")
    other = edited(one, text="the rebels attacked the army")
    assert [change.kind for change in changes(one, other)] == ["reworded"]


def test_a_number_that_no_facet_holds_is_a_change_of_words() -> None:
    one = Checkable("c-5", "the patient lay in room 12", "lie", "positive", "asserted")
    assert [change.kind for change in changes(one, edited(one, text="the patient lay in room 14"))] == ["reworded"]


def test_what_says_something_else_is_added_and_removed() -> None:
    found = difference([MAYOR, EXPORTS], [EXPORTS, STRIKE])
    assert found == Difference((STRIKE,), (MAYOR,), (), 1)


def test_the_most_alike_are_paired() -> None:
    near = edited(MAYOR, text="the mayor opened the old bridge")
    far = replace(edited(MAYOR, text="the mayor closed the old bridge", predicate="close"), claim_id="c-2y")
    assert align([MAYOR], [far, near]) == [(MAYOR, near)]


@pytest.mark.parametrize("name", article_names())
def test_an_article_does_not_differ_from_itself(name: str) -> None:
    claims = [checkable(claim) for claim in report_to_json(report_of(name))["claims"]]
    assert difference(claims, claims) == Difference((), (), (), len(claims))
    assert difference(claims, list(reversed(claims))).unchanged == len(claims)


@pytest.mark.parametrize("name", article_names())
def test_a_core_survives_being_written_and_read(name: str) -> None:
    for claim in report_to_json(report_of(name))["claims"]:
        core = checkable(claim)
        assert checkable_from_json(json.loads(json.dumps(checkable_to_json(core)))) == core


CORES = st.sampled_from([EXPORTS, MAYOR, STRIKE, *(edited(claim, **edit) for claim, edit, _ in EDITS)])


@given(st.lists(CORES, max_size=6), st.lists(CORES, max_size=6))
def test_nothing_is_lost_and_nothing_told_twice(old: list[Checkable], new: list[Checkable]) -> None:
    old = [replace(claim, claim_id=f"{claim.claim_id}-{n}") for n, claim in enumerate(old)]
    new = [replace(claim, claim_id=f"{claim.claim_id}-{n}") for n, claim in enumerate(new)]
    found = difference(old, new)
    assert len(found.added) + len(found.changed) + found.unchanged == len(new)
    assert len(found.removed) + len(found.changed) + found.unchanged == len(old)


# -- how it is told -----------------------------------------------------------------------------------------------

FOUND = difference(
    [MAYOR, EXPORTS, Checkable("c-6", "<b>gone</b> | [x](javascript:y) \x1b[31m\u202e", "go", "positive", "asserted")],
    [replace(MAYOR, claim_id="c-2x", polarity="negative"), EXPORTS, STRIKE],
)


def told(form: str, found: Difference = FOUND) -> str:
    return "".join(FORMS[form](found, Look()))


def test_told_to_people() -> None:
    assert told("text") == (
        "~ the mayor opened the bridge\n    polarity flipped: positive → negative\n+ it was the third strike at the port\n"
        "- <b>gone</b> | [x](javascript:y) \ufffd[31m\ufffd\n1 changed, 1 added, 1 removed; 1 unchanged.\n"
    )


def test_told_to_a_pull_request_in_words_that_stay_words() -> None:
    text = told("markdown")
    assert "| the mayor opened the bridge | polarity flipped | positive | negative |" in text
    assert "<b>" not in text
    assert "](javascript" not in text


def test_told_to_a_program() -> None:
    record = json.loads(told("json"))
    assert [one["changes"] for one in record["changed"]] == [[{"kind": "polarity-flipped", "old": "positive", "new": "negative"}]]
    assert [one["claim_id"] for one in record["added"]] == ["c-3"]
    assert record["unchanged"] == 1


@pytest.mark.parametrize("form", FORMS)
def test_no_difference_is_told_too(form: str) -> None:
    assert told(form, Difference(unchanged=3))
