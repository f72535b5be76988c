"""Facets and Claimify's measures, with figures counted by hand on the small article of `evaluation_claims`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from claimcheck.anchor import quote
from claimcheck.evaluation.claimify import added_words, open_words
from claimcheck.evaluation.facets import FACETS, tallies
from claimcheck.evaluation.gold import Gold, GoldHop, GoldOrdinal, GoldQuantity, GoldReference, GoldTime
from claimcheck.evaluation.matching import Pair
from claimcheck.evaluation.scoring import evaluate
from claimcheck.model import Attribution, Checkability, Claim, Ordinal, Quantity, Span, Substitution, TimeExpression
from tests.evaluation_claims import ARTICLE, OPENED, amount, bridge, change, claim, hop, perfect, share, span, time


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    return bridge(tmp_path)


# -- facets -----------------------------------------------------------------------------------------------------


def pair(gold: Gold, number: int, wanted: dict[str, object], mine: dict[str, object]) -> Pair:
    return Pair(replace(gold.claims[number - 1], **wanted), replace(perfect()[number - 1], **mine), 1.0)  # type: ignore[arg-type]


def same(gold: Gold, facet: str, number: int, wanted: dict[str, object], mine: dict[str, object]) -> tuple[int, int, int]:
    tally = tallies(pair(gold, number, wanted, mine))[facet]
    return len(tally.gold), len(tally.program), len(tally.same)


JUNE = {"begin": date(2025, 6, 1), "end": date(2025, 6, 30)}


@pytest.mark.parametrize(
    ("wanted", "mine", "right"),
    [
        (GoldTime("Monday", Span(0, 1), "2025-06-30"), time("Monday", "2025-06-30"), True),
        (GoldTime("Monday", Span(0, 1), "2025-06-30"), time("Monday", "2025-07-07"), False),
        (GoldTime("Monday", Span(0, 1), "2025-06-30"), time("Monday", None), False),
        (GoldTime("June", Span(0, 1), None, **JUNE), time("Monday", "2025-06", **JUNE), True),
        (GoldTime("June", Span(0, 1), "whatever", **JUNE), time("Monday", "2025-06", **JUNE), True),
        (GoldTime("June", Span(0, 1), None, **JUNE), time("Monday", "2025-06-30", begin=date(2025, 6, 30), end=date(2025, 6, 30)), False),
        (GoldTime("June", Span(0, 1), None, **JUNE), time("Monday", None), False),
        (GoldTime("that Monday", Span(0, 1), None), time("Monday", None), True),  # neither knows it
        (GoldTime("later", Span(0, 1), None), time("Monday", None), False),  # nor is it the same
        (GoldTime("Monday", Span(0, 1), None), time("Monday", "2025-06-30"), False),
    ],
)
def test_a_time_is_right_by_its_value_or_days(gold: Gold, wanted: GoldTime, mine: TimeExpression, right: bool) -> None:
    assert same(gold, "times", 1, {"times": (wanted,)}, {"times": (mine,)}) == (1, 1, int(right))


@pytest.mark.parametrize(
    ("wanted", "mine", "right"),
    [
        (GoldQuantity("x", Span(0, 1), 3500000, unit="EUR"), amount("3.5 million euros", 3500000.0, unit="EUR"), True),
        (GoldQuantity("x", Span(0, 1), 3500000, unit="EUR"), amount("3.5 million euros", 3500000, unit="USD"), False),
        (GoldQuantity("x", Span(0, 1), 3500000, unit="EUR"), amount("3.5 million euros", 3500000), False),
        (GoldQuantity("x", Span(0, 1), 3500000, unit="EUR"), amount("3.5 million euros", 3.5, unit="EUR"), False),
        (GoldQuantity("x", Span(0, 1), 4, "ge"), amount("3.5", 4), False),
        (GoldQuantity("x", Span(0, 1), 4, "ge"), amount("3.5", 4, comparator="ge"), True),
        (GoldQuantity("x", Span(0, 1), 40, unit="percent"), amount("3.5", 40, unit="%"), True),
        (GoldQuantity("x", Span(0, 1), 2, unit="percentage-point"), amount("3.5", 2, unit="pp"), True),
        (GoldQuantity("x", Span(0, 1), 0.333), amount("3.5", 1 / 3), True),
        (GoldQuantity("x", Span(0, 1), 0.33), amount("3.5", 0.34), False),
        (GoldQuantity("x", Span(0, 1), 2000), amount("3.5", 2001), False),
        (GoldQuantity("x", Span(0, 1), 4, low=3, high=5), amount("3.5", None, low=3, high=5), True),
        (GoldQuantity("million euros", Span(0, 1), None), amount("million", None), True),
        (GoldQuantity("dozens", Span(0, 1), None), amount("million", None), False),
        (GoldQuantity("dozens", Span(0, 1), 24), amount("million", None), False),
    ],
)
def test_a_quantity_is_right_by_value_comparator_and_unit(gold: Gold, wanted: GoldQuantity, mine: Quantity, right: bool) -> None:
    assert same(gold, "quantities", 2, {"quantities": (wanted,)}, {"quantities": (mine,)}) == (1, 1, int(right))


def test_an_ordinal_is_right_by_its_rank(gold: Gold) -> None:
    third = GoldOrdinal("third", Span(0, 1), 3, "call")
    ranks = tuple(Ordinal(rank, "call", Span(0, 1), Span(0, 1)) for rank in (3, 3, -1))
    assert same(gold, "ordinals", 1, {"ordinals": (third,)}, {"ordinals": ranks}) == (1, 3, 1)


@pytest.mark.parametrize(
    ("wanted", "mine", "speaker", "form"),
    [
        (GoldHop("She", "indirect", (span("She"),)), hop("She"), 1, 1),
        (GoldHop("She", "direct", (span("She"),)), hop("She"), 1, 0),
        (GoldHop("Mayor Lise Hansen", "direct", (span("Mayor Lise Hansen"),)), hop("Hansen", form="direct"), 1, 1),  # words overlap
        (GoldHop("She", "indirect", (span("She"),), who="Lise Hansen"), hop("Mayor Lise Hansen"), 1, 1),  # the name is the same
        (GoldHop("She", "indirect", (span("She"),), who="Lise Hansen"), hop("Nobody", resolved_source="Hansen"), 1, 1),
        (GoldHop("She", "indirect", (span("She"),), who="Lise Hansen"), hop("Nobody"), 0, 0),
        (GoldHop("She", "indirect", (span("She"),)), hop(None), 0, 0),
        (GoldHop(None, "indirect"), hop(None), 1, 1),
        (GoldHop(None, "indirect"), hop("She"), 0, 0),
    ],
)
def test_a_speaker_is_right_by_words_or_name(gold: Gold, wanted: GoldHop, mine: Attribution, speaker: int, form: int) -> None:
    assert same(gold, "speaker", 2, {"attribution": (wanted,)}, {"attribution": (mine,)}) == (1, 1, speaker)
    assert same(gold, "form", 2, {"attribution": (wanted,)}, {"attribution": (mine,)}) == (1, 1, form)


def test_a_hop_too_few_or_too_many_counts(gold: Gold) -> None:
    she, nobody = GoldHop("She", "indirect", (span("She"),)), hop("Nobody")
    assert same(gold, "speaker", 2, {"attribution": (she, she)}, {"attribution": (hop("She"),)}) == (2, 1, 1)
    assert same(gold, "speaker", 2, {"attribution": (she,)}, {"attribution": (nobody, hop("She"))}) == (1, 2, 1)


@pytest.mark.parametrize(
    ("means", "mine", "expected"),
    [
        ("the old bridge", [change("it", "the bridge's")], (1, 1, 1)),
        ("the old bridge", [change("it", "Lise Hansen")], (1, 1, 0)),
        ("the old bridge", [change("late", "the old bridge")], (1, 1, 0)),  # at another place
        ("the old bridge", [], (1, 0, 0)),
        (None, [], (0, 0, 0)),  # two fit, and the program leaves it
        (None, [change("it", "the old bridge")], (0, 1, 0)),
        ("the old bridge", [change("late", "late in 2025", "relative_date"), change("was", "was so", "restored_auxiliary")], (1, 0, 0)),
    ],
)
def test_a_reference_is_right_by_its_place_and_antecedent(
    gold: Gold, means: str | None, mine: list[Substitution], expected: tuple[int, int, int]
) -> None:
    wanted = {"references": (GoldReference("it", span("it"), means),)}
    assert same(gold, "references", 3, wanted, {"substitutions": tuple(mine)}) == expected


def test_what_replaces_a_time_is_no_reference(gold: Gold) -> None:
    mine = {"substitutions": (change("on Monday", "the day of the opening", "event_again"),)}
    assert same(gold, "references", 1, {}, mine) == (0, 0, 0)
    assert same(gold, "references", 1, {"times": ()}, mine | {"times": ()}) == (0, 1, 0)


def test_times_inside_one_time_of_the_gold_are_one_item(gold: Gold) -> None:
    first, last = date(2025, 6, 30), date(2025, 7, 4)
    whole = GoldTime("the old bridge on Monday", span("the old bridge on Monday"), None, first, last)
    mine = (time("old", "2025-06-30", begin=first, end=first), time("Monday", "2025-07-04", begin=last, end=last))
    assert same(gold, "times", 1, {"times": (whole,)}, {"times": mine}) == (1, 1, 1)
    assert same(gold, "times", 1, {"times": (whole,)}, {"times": mine[:1]}) == (1, 1, 0)
    assert same(gold, "times", 1, {"times": (whole,)}, {"times": (*mine, time("on", None))}) == (1, 1, 0)
    # a value that one of them has will do: "February 6, this year"
    day = GoldTime(whole.text, whole.span, "2025-07-04")
    assert same(gold, "times", 1, {"times": (day,)}, {"times": mine}) == (1, 1, 1)
    assert same(gold, "times", 1, {"times": ()}, {"times": mine}) == (0, 2, 0)


def test_a_word_that_recurs_with_one_meaning_is_one_reference(gold: Gold) -> None:
    hurt, opening = ARTICLE.index("it cost"), ARTICLE.index("Is it")
    again = [Substitution(Span(at, at + 2), "the old bridge", "pronoun") for at in (hurt, opening + 3)]
    two = {"pieces": (Span(hurt, hurt + 7), Span(opening, opening + 5)), "span": quote(ARTICLE, Span(hurt, opening + 5))}
    assert same(gold, "references", 2, {}, two | {"substitutions": tuple(again)}) == (1, 1, 1)
    assert same(gold, "references", 2, {}, two | {"substitutions": tuple(again[1:])}) == (1, 1, 1)
    other = Substitution(again[1].span, "Lise Hansen", "pronoun")
    assert same(gold, "references", 2, {}, two | {"substitutions": (again[0], other)}) == (1, 2, 1)


def test_a_name_made_longer_is_no_mistake_but_counts_where_the_gold_marks_it(gold: Gold) -> None:
    mine = {"substitutions": (change("Hansen", "Lise Hansen", "short_name"),)}
    assert same(gold, "references", 1, {}, mine) == (0, 0, 0)
    marked = {"references": (GoldReference("Hansen", span("Hansen"), "Mayor Lise Hansen"),)}
    assert same(gold, "references", 1, marked, mine) == (1, 1, 1)
    assert same(gold, "references", 1, {}, {"substitutions": (change("Hansen", "Lise Holm"),)}) == (0, 1, 0)


@pytest.mark.parametrize(
    ("facet", "mine", "expected"),
    [
        ("types", {"types": ("event", "date", "other")}, (2, 3, 2)),
        ("checkability", {"checkability": Checkability("no", "opinion")}, (1, 1, 0)),
        ("reason", {"checkability": Checkability("no", "opinion")}, (0, 1, 0)),
        ("polarity", {"polarity": "negative"}, (1, 1, 0)),
        ("negative", {"polarity": "negative"}, (0, 1, 0)),
        ("modality", {"modality": "possible"}, (1, 1, 0)),
        ("marked-modality", {"modality": "possible"}, (0, 1, 0)),
        ("kind", {"kind": "relative"}, (1, 1, 0)),
        ("presupposed", {"presupposed": True}, (0, 1, 0)),
    ],
)
def test_what_has_one_value_is_right_when_it_is_equal(
    gold: Gold, facet: str, mine: dict[str, object], expected: tuple[int, int, int]
) -> None:
    assert same(gold, facet, 1, {}, mine) == expected


def test_the_facets_are_these() -> None:
    assert (
        list(FACETS)
        == (
            "speaker form times quantities ordinals references types checkability reason polarity negative modality marked-modality kind "
            "presupposed"
        ).split()
    )


# -- Claimify's measures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "added"),
    [
        (claim("it cost 3.5 million euros", resolved_text="It cost 3.5 million euros"), ()),
        (claim("it cost", resolved_text="It cost a fortune"), ("a", "fortune")),
        (claim("it cost", resolved_text="The old bridge cost"), ("the", "old", "bridge")),
        (claim("it cost", resolved_text="The old bridge cost", substitutions=(change("it", "the old bridge"),)), ()),
        (claim("it", resolved_text="Old Bridge", substitutions=(change("it", "that", antecedent_span=span("old bridge")),)), ()),
        (claim("Mayor Lise Hansen", kind="title", resolved_text="Lise Hansen is Mayor"), ()),
        (claim("Mayor Lise Hansen", resolved_text="Lise Hansen is Mayor"), ("is",)),
        (claim("Nobody was hurt", resolved_text="Nobody was hurt on Monday"), ("on", "monday")),  # from another sentence
    ],
)
def test_entailed_is_what_adds_no_word(mine: Claim, added: tuple[str, ...]) -> None:
    assert added_words(mine, ARTICLE) == added


def test_coverage_counts_sentences_and_words_of_what_is_verifiable(gold: Gold) -> None:
    # verifiable: 9 words of one sentence, and it cost 3 5 million euros, was not late: 9 of another; the question is not
    none = evaluate([(gold, [claim("Is it safe")])])
    assert (share(none, "sentence-coverage"), share(none, "word-coverage")) == ((2, 0), (18, 0))
    some = evaluate([(gold, [claim("opened the old bridge"), claim("Nobody was hurt")])])
    assert (share(some, "sentence-coverage"), share(some, "word-coverage")) == ((2, 1), (18, 4))
    # what a program sets aside covers nothing
    opinion = evaluate([(gold, [claim(OPENED, checkability=Checkability("no", "opinion"))])])
    assert (share(opinion, "sentence-coverage"), share(opinion, "word-coverage")) == ((2, 0), (18, 0))


@pytest.mark.parametrize(
    ("number", "mine", "words"),
    [
        (1, {}, ()),
        (1, {"times": ()}, ("Monday",)),
        (1, {"times": (time("Monday", None),)}, ("Monday",)),
        (2, {}, ()),
        (2, {"substitutions": ()}, ("it",)),
        (2, {"substitutions": (change("it", "Lise Hansen"),)}, ("it",)),
        (2, {"pieces": (span("cost 3.5 million euros"),), "substitutions": ()}, ()),  # the word is not in the claim
        (4, {}, ()),
        (4, {"ambiguity": ()}, ("it",)),  # two fit: that must be said
    ],
)
def test_a_claim_stands_alone_when_nothing_that_the_gold_marks_is_open(
    gold: Gold, number: int, mine: dict[str, object], words: tuple[str, ...]
) -> None:
    assert open_words(pair(gold, number, {}, mine)) == words
