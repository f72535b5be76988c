"""Comparing statements made by hand: each slot's rule, and the summing up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.lookup.compare import align, compare, statement_of, sum_up
from claimcheck.lookup.compare.names import other_name, same_name
from claimcheck.lookup.compare.predicates import kinds_of_noun, profile
from claimcheck.lookup.compare.times import When, relation, spoken_days
from claimcheck.lookup.stance import Comparison, SlotStance, Stance
from claimcheck.lookup.statement import Participant, Statement
from claimcheck.model import Quantity, Role, Span, TimeExpression
from claimcheck.record import claim_to_json
from tests.frozen import report_of


def made(
    predicate: str, text: str, *who: tuple[Role, str], day: date | None = None, count: int | None = None, item: str = "people"
) -> Statement:
    """A statement over a text in which the predicate and all participants stand word for word; capitals are names."""
    people = []
    for role, words in who:
        start = text.index(words)
        names = (words.removeprefix("the "),) if words.split()[-1][0].isupper() else ()
        people.append(Participant(role, words, Span(start, start + len(words)), words.split()[-1], names))
    times: tuple[TimeExpression, ...] = ()
    if day:
        times = (TimeExpression("then", Span(len(text), len(text) + 4), "DATE", day.isoformat(), "day", "none", "resolved", day, day),)
    amounts: tuple[Quantity, ...] = ()
    if count is not None:
        start = text.index(str(count))
        amounts = (Quantity(str(count), Span(start, start + len(str(count))), count, "count", item=item),)
    return Statement(text, Span(0, len(text)), predicate, Span(0, 1), tuple(people), times, amounts)


def slot(found: Comparison | None, name: str) -> SlotStance:
    assert found is not None
    return next(s for s in found.slots if s.slot == name)


LAUNCH = made("launch", "Kenya launched Operation Amani", ("subject", "Kenya"), ("object", "Operation Amani"), day=date(2025, 2, 12))


def test_the_same_day_agrees_and_another_differs() -> None:
    assert slot(compare(LAUNCH, [LAUNCH]), "time").stance == "agrees"
    later = replace(LAUNCH, times=(replace(LAUNCH.times[0], begin=date(2025, 2, 13), end=date(2025, 2, 13)),))
    found = slot(compare(LAUNCH, [later]), "time")
    assert (found.stance, found.note) == ("differs", "12 February 2025 against 13 February 2025")


def test_a_range_of_days_differs_from_one_of_its_days() -> None:
    days = replace(LAUNCH, times=(replace(LAUNCH.times[0], begin=date(2025, 2, 11)),))
    assert slot(compare(days, [LAUNCH]), "time").note == "11-12 February 2025 against 12 February 2025"


def test_coarser_evidence_is_silent_and_says_what_it_knows() -> None:
    month = replace(LAUNCH, times=(replace(LAUNCH.times[0], begin=date(2025, 2, 1), end=date(2025, 2, 28), grain="month"),))
    assert slot(compare(LAUNCH, [month]), "time").note == "the evidence only says February 2025"
    assert slot(compare(month, [LAUNCH]), "time").stance == "agrees"


def test_a_meeting_on_a_far_day_is_another_meeting() -> None:
    met = made("meet", "Ann Lee met Bo Ruiz", ("subject", "Ann Lee"), ("object", "Bo Ruiz"), day=date(2025, 2, 12))
    for apart, stance in ((1, "differs"), (0, "agrees")):
        day = date(2025, 2, 12) + timedelta(apart)
        assert slot(compare(met, [replace(met, times=(replace(met.times[0], begin=day, end=day),))]), "time").stance == stance
    far = date(2025, 5, 12)
    assert compare(met, [replace(met, times=(replace(met.times[0], begin=far, end=far),))]) is None


def test_what_is_only_possible_agrees_with_nothing() -> None:
    found = compare(LAUNCH, [replace(LAUNCH, modality="possible")])
    assert found is not None
    assert sum_up([found])[0] == "not-found"
    assert slot(found, "time").note == "the evidence only says that it may be so"


def test_a_denial_differs_in_polarity() -> None:
    found = compare(LAUNCH, [replace(LAUNCH, polarity="negative")])
    assert slot(found, "polarity").stance == "differs"
    assert found is not None
    assert sum_up([found])[0] == "conflicts"


def test_reported_speech_is_marked() -> None:
    assert slot(compare(LAUNCH, [replace(LAUNCH, reported=True)]), "time").note == "as somebody is reported to have said"


def test_a_country_in_common_is_not_enough() -> None:
    exports = made("export", "Kenya exported tea", ("subject", "Kenya"), ("object", "tea"))
    imports = made("import", "Kenya imported cars", ("subject", "Kenya"), ("object", "cars"))
    assert align(exports, imports) is None
    assert align(exports, made("export", "Kenya exported flowers", ("subject", "Kenya"), ("object", "flowers"))) is None


def test_who_won_and_who_lost_are_not_exchanged() -> None:
    won = made("beat", "Ann Lee beat Bo Ruiz", ("subject", "Ann Lee"), ("object", "Bo Ruiz"))
    lost = made("beat", "Bo Ruiz beat Ann Lee", ("subject", "Bo Ruiz"), ("object", "Ann Lee"))
    assert compare(won, [lost]) is None
    assert compare(won, [won]) is not None


def test_amounts_of_one_dated_happening_differ_and_others_are_silent() -> None:
    cut = made(
        "cut",
        "Norvik Foods cut 300 jobs",
        ("subject", "Norvik Foods"),
        ("object", "300 jobs"),
        day=date(2025, 2, 12),
        count=300,
        item="jobs",
    )
    more = made(
        "cut",
        "Norvik Foods cut 400 jobs",
        ("subject", "Norvik Foods"),
        ("object", "400 jobs"),
        day=date(2025, 2, 12),
        count=400,
        item="jobs",
    )
    assert slot(compare(cut, [more]), "quantity").note == "300 against 400"
    assert slot(compare(cut, [replace(more, times=())]), "quantity").stance == "silent"
    ships = made(
        "cut",
        "Norvik Foods cut 400 ships",
        ("subject", "Norvik Foods"),
        ("object", "400 ships"),
        day=date(2025, 2, 12),
        count=400,
        item="ships",
    )
    assert all(s.stance != "differs" for found in [compare(cut, [ships])] if found for s in found.slots)


def test_spans_point_into_both_texts() -> None:
    found = compare(LAUNCH, [LAUNCH])
    assert found is not None
    for each in found.slots:
        if each.slot in ("subject", "object"):
            assert each.claim_span.slice(LAUNCH.text) == each.claim_text == each.evidence_text
    assert found.span == LAUNCH.span


def test_the_order_of_the_evidence_does_not_matter() -> None:
    other = replace(LAUNCH, span=Span(100, 130), times=())
    assert compare(LAUNCH, [LAUNCH, other]) == compare(LAUNCH, [other, LAUNCH])


def test_a_relative_clause_is_about_whom_the_noun_is_said_of() -> None:
    text = "Ann Lee is a lawyer who has been mayor of Ulm"
    is_a = made("be", text, ("subject", "Ann Lee"), ("complement", "a lawyer"))
    been = made("be", text, ("subject", "a lawyer"), ("complement", "mayor of Ulm"))
    been = replace(been, participants=(been.participants[0], replace(been.participants[1], head="mayor", names=("Ulm",))))
    claim = made("be", "Ann Lee is mayor of Ulm", ("subject", "Ann Lee"), ("complement", "mayor of Ulm"))
    claim = replace(claim, participants=(claim.participants[0], replace(claim.participants[1], head="mayor", names=("Ulm",))))
    assert slot(compare(claim, [is_a, been]), "complement").stance == "agrees"
    assert compare(claim, [been]) is None, "nobody says who"


def test_nothing_is_compared_with_nothing() -> None:
    assert compare(LAUNCH, []) is None
    assert sum_up([]) == ("not-found", ())


@pytest.mark.parametrize(
    ("stances", "overall"),
    [
        ((("time", "agrees", False),), "supports"),
        ((("time", "differs", False),), "conflicts"),
        ((("time", "agrees", False), ("quantity", "differs", False)), "mixed"),
        ((("time", "silent", False), ("subject", "agrees", True)), "not-found"),
        ((("predicate", "agrees", True), ("subject", "agrees", True), ("object", "agrees", True)), "supports"),
        ((("predicate", "agrees", True), ("subject", "agrees", True)), "not-found"),
        ((("predicate", "agrees", True), ("subject", "agrees", True), ("object", "silent", False)), "not-found"),
    ],
)
def test_what_slots_come_to(stances: tuple[tuple[str, Stance, bool], ...], overall: str) -> None:
    slots = tuple(SlotStance(name, stance, "x", Span(0, 1), anchor=anchor) for name, stance, anchor in stances)  # type: ignore[arg-type]
    assert sum_up([Comparison(Span(0, 1), slots, 1.0)])[0] == overall


def test_evidence_that_conflicts_and_evidence_that_supports_are_mixed_with_their_numbers() -> None:
    agrees = Comparison(Span(0, 1), (SlotStance("time", "agrees", "x", Span(0, 1)),), 1.0)
    differs = Comparison(Span(0, 1), (SlotStance("time", "differs", "x", Span(0, 1)),), 1.0)
    overall, said = sum_up([agrees, differs])
    assert overall == "mixed"
    assert [(number, each.stance) for number, each in said] == [(0, "agrees"), (1, "differs")]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hegel", "Georg Hegel"),
        ("Mr Hegel", "Hegel"),
        ("US", "United States"),
        ("the United States", "U.S."),
        ("WHO", "World Health Organization"),
        ("Ministry of Defense", "Ministry of Defence"),
    ],
)
def test_names_for_the_same(a: str, b: str) -> None:
    assert same_name(a, b) and same_name(b, a)
    assert not other_name(a, b)


@pytest.mark.parametrize(
    ("a", "b"), [("India", "Pakistan"), ("Storm Daniela", "Storm Elias"), ("Ann Lee", "Bob Lee"), ("Progress Party", "Reform Party")]
)
def test_names_for_different_ones(a: str, b: str) -> None:
    assert other_name(a, b) and other_name(b, a)
    assert not same_name(a, b)


@pytest.mark.parametrize(("a", "b"), [("Lyon", "France"), ("Nobel Prize", "Nobel Prize in Physics"), ("Singh", "Arun Singh Rawat")])
def test_names_of_which_nothing_is_sure(a: str, b: str) -> None:
    assert not same_name(a, b)
    assert not other_name(a, b)


def test_a_verb_meets_its_noun() -> None:
    assert "resign" in kinds_of_noun("resignation")
    assert "launch" in kinds_of_noun("launch")
    assert "expel" not in kinds_of_noun("impulse")


def test_a_series_is_about_what_its_label_names() -> None:
    series = made(
        "Unemployment, youth total (% of total labor force)", "Unemployment, youth total, Kenya 13", ("subject", "Kenya"), count=13
    )
    assert profile(series).topic == {"unemployment", "youth"}


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 400), DAYS, st.integers(0, 400))
def test_how_days_lie_is_the_same_from_both_sides(a: date, long: int, b: date, far: int) -> None:
    first = When("a", Span(0, 1), a, a + timedelta(long), "day")
    second = When("b", Span(0, 1), b, b + timedelta(far), "day")
    turned = {"within": "coarser", "coarser": "within"}
    there = relation(second, first)
    assert relation(first, second) == turned.get(there, there)


@given(DAYS, st.integers(0, 400))
def test_days_are_worded_with_their_year(begin: date, long: int) -> None:
    end = begin + timedelta(long)
    assert str(end.year) in spoken_days(begin, end)


def test_every_claim_of_an_article_is_a_statement_that_agrees_with_itself() -> None:
    report = report_of("seed")
    for claim in report.claims:
        record = claim_to_json(claim, report)
        statement = statement_of(record)
        found = compare(statement, [statement])
        if found is not None:
            assert all(s.stance != "differs" for s in found.slots), claim.text


def test_a_draft_is_compared_with_a_text_in_which_one_date_differs() -> None:
    report = report_of("seed")
    claim = next(c for c in report.claims if c.predicate.lemma == "launch")
    ours = statement_of(claim_to_json(claim, report))
    theirs = replace(ours, times=(replace(ours.times[0], begin=date(2025, 5, 7), text="7 May 2025"),))
    found = slot(compare(ours, [theirs]), "time")
    assert (found.stance, found.note) == ("differs", "6-7 May 2025 against 7 May 2025")


ODD = st.text(alphabet="aA Zz.'’-(1\n", max_size=8)


@given(
    st.lists(st.tuples(st.sampled_from(["subject", "object", "place", "oblique", "complement", "time"]), ODD, ODD, ODD), max_size=4), ODD
)
def test_no_statement_is_too_odd_to_be_compared(parts: list[tuple[Role, str, str, str]], verb: str) -> None:
    people = tuple(Participant(role, text, Span(n, n + len(text)), head, (name,)) for n, (role, text, head, name) in enumerate(parts))
    odd = Statement(verb, Span(0, len(verb)), verb, Span(0, 1), people)
    for claim, evidence in ((odd, LAUNCH), (LAUNCH, odd), (odd, odd)):
        found = compare(claim, [evidence])
        assert found is None or sum_up([found])[0] in ("supports", "not-found", "conflicts", "mixed")
