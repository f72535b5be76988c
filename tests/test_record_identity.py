"""Ids of claims: the same core keeps its id, another core gets another one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.identity import claim_id, identify
from claimcheck.model import Attribution, Checkability, Claim, Predicate, Priority, Quote, Span, TimeExpression

words = st.text(min_size=1, max_size=30)
SAID = Attribution("say", Span(0, 4), "report", "indirect", (), source="the union")
TUESDAY = TimeExpression("on Tuesday", Span(5, 15), "DATE", "2025-07-01", "day", "publication", "resolved")


def claim(text: str, start: int = 0, **changes: Any) -> Claim:
    span = Span(start, start + 4)
    made = Claim(
        claim_id="",
        span=Quote(start, start + 4, "fell", "", "", 1, start + 1),
        sentence_span=span,
        text=text,
        resolved_text=text,
        kind="main",
        types=("event",),
        checkability=Checkability("yes"),
        predicate=Predicate("fall", "fell", span, "past", "active"),
        polarity="positive",
        modality="asserted",
        priority=Priority(0, ()),
    )
    return replace(made, **changes)


def test_id_is_this_one_for_ever() -> None:
    """Verdicts are stored under ids."""
    assert claim_id("Prices fell", "positive", "asserted") == "c-c17faa91e9271bab"
    assert claim_id("Prices fell", "positive", "asserted", (), 3) == "c-c17faa91e9271bab-3"


@given(words, st.integers(1, 99))
def test_id_has_its_form(text: str, occurrence: int) -> None:
    assert re.fullmatch(r"c-[0-9a-f]{16}(-([2-9]|[1-9][0-9]+))?", claim_id(text, "positive", "asserted", (), occurrence))


@given(words)
def test_case_white_space_and_normal_form_do_not_matter(text: str) -> None:
    same = {text, f"  {text}\n", text.replace(" ", "\u00a0\n"), unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)}
    assert len({claim_id(each, "positive", "asserted") for each in same}) == 1
    assert claim_id("PRICES  fell", "positive", "asserted") == claim_id("Prices fell", "positive", "asserted")
    assert claim_id("Straße", "positive", "asserted") == claim_id("STRASSE", "positive", "asserted")


def test_each_part_of_the_core_matters() -> None:
    other_source = replace(SAID, source="the company")
    cores = [
        claim_id("Prices fell", "positive", "asserted"),
        claim_id("Prices fell.", "positive", "asserted"),
        claim_id("Prices rose", "positive", "asserted"),
        claim_id("Prices fell", "negative", "asserted"),
        claim_id("Prices fell", "positive", "possible"),
        claim_id("Prices fell", "positive", "asserted", [SAID]),
        claim_id("Prices fell", "positive", "asserted", [replace(SAID, cue_class="denial")]),
        claim_id("Prices fell", "positive", "asserted", [other_source]),
        claim_id("Prices fell", "positive", "asserted", [SAID, other_source]),
        claim_id("Prices fell", "positive", "asserted", [other_source, SAID]),
        claim_id("Prices fell", "positive", "asserted", times=[TUESDAY]),
        claim_id("Prices fell", "positive", "asserted", times=[replace(TUESDAY, text="on Monday")]),
    ]
    assert len(set(cores)) == len(cores)


def test_offsets_and_values_do_not_matter() -> None:
    moved = replace(SAID, cue_span=Span(90, 94), source_span=Span(80, 89), content=(Span(1, 2),), resolved_source="The Dockers' Union")
    next_week = replace(TUESDAY, value="2025-07-08", span=Span(70, 80))
    before = claim_id("Prices fell", "positive", "asserted", [SAID], times=[TUESDAY])
    assert claim_id("Prices fell", "positive", "asserted", [moved], times=[next_week]) == before


@given(st.lists(words, max_size=6), st.lists(words, max_size=6), words)
def test_edits_elsewhere_do_not_change_an_id(before: list[str], after: list[str], text: str) -> None:
    own = claim_id(text, "positive", "asserted")
    others = [other for other in before + after if claim_id(other, "positive", "asserted") != own]
    alone = identify([claim(text)])[0].claim_id
    amid = identify([claim(other, start) for start, other in enumerate(others)] + [claim(text, 1000)])
    assert amid[-1].claim_id == alone == own


@given(st.lists(st.sampled_from(["Prices fell", "prices  fell", "Prices rose"]), max_size=8))
def test_ids_are_unique_and_repetitions_counted(texts: list[str]) -> None:
    named = identify(claim(text, start) for start, text in enumerate(texts))
    ids = [each.claim_id for each in named]
    assert len(set(ids)) == len(ids)
    assert [each.text for each in named] == texts
    assert identify(named) == named
    falls = [each.claim_id for each in named if "rose" not in each.text]
    base = claim_id("Prices fell", "positive", "asserted")
    assert falls == [base if number == 1 else f"{base}-{number}" for number in range(1, len(falls) + 1)]


@pytest.mark.parametrize("occurrence", [0, -1])
def test_occurrence_counts_from_one(occurrence: int) -> None:
    with pytest.raises(ValueError, match="counts from 1"):
        claim_id("Prices fell", "positive", "asserted", (), occurrence)
