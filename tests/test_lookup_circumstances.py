"""The day and the speaker of a claim: compared with the archive's entries, and kept on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.archive import Archive, Entry, opened
from claimcheck.lookup.circumstances import Circumstances, apart, nearness, same_speaker
from claimcheck.lookup.dry_run import intended
from claimcheck.lookup.matching import matches, measured, weights
from claimcheck.lookup.query import Query
from claimcheck.lookup.run import Plan
from claimcheck.lookup.sources.archive import Archive as ArchiveSource
from claimcheck.lookup.terms import KeyTerms
from claimcheck.record import report_to_json
from tests.frozen import article_names, report_of
from tests.lookup_driver import drive

FILLING = [
    "The mayor of Ostrand closed two schools last winter.",
    "Fishers in Lindhaven earn less than they did ten years ago.",
    "A new bridge to Ostrand will cost 800 million crowns.",
]


def entry(claim: str, number: int = 0, **values: str) -> Entry:
    return Entry("fact-check", claim, rating="False", publisher="Desk", url=f"https://facts.example/{number}", **values)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path / "archive.sqlite", make=True) as held:
        held.add(entry(claim, number) for number, claim in enumerate(FILLING))
        yield held


def nobody(request: object) -> object:
    raise AssertionError(f"{request} was asked for")


SAID = "Crime fell by half in the capital."


def order(archive: Archive, text: str, known: Circumstances) -> list[str]:
    return [str(match.entry.url) for match in matches(archive, text, circumstances=known, limit=20)]


@pytest.mark.parametrize("speaker", ["Mira Solberg", "Ms. Mira Solberg", "Mira K. Solberg", "M. Solberg", "Solberg"])
def test_a_near_equal_claim_by_another_speaker_ranks_below(archive: Archive, speaker: str) -> None:
    archive.add([entry(SAID, 11, speaker="Jonas Weld"), entry("Crime has fallen by half in the capital.", 12, speaker="Mira Solberg")])
    both = {"https://facts.example/11", "https://facts.example/12"}
    assert order(archive, SAID, Circumstances(speaker="Jonas Weld"))[0] == "https://facts.example/11"
    assert order(archive, SAID, Circumstances())[0] == "https://facts.example/11", "its words are nearer"
    found = order(archive, "Crime falls by half in the capital.", Circumstances(speaker=speaker))
    assert found[0] == "https://facts.example/12"
    assert set(found[:2]) == both


@pytest.mark.parametrize("field", ["stated", "reviewed"])
def test_a_fact_check_of_the_same_words_ten_years_apart_ranks_below(archive: Archive, field: str) -> None:
    archive.add([entry(SAID, 11, **{field: "2015-06-30"}), entry(SAID, 12, **{field: "2025-06-28"})])
    for day, urls in ((date(2025, 7, 1), (12, 11)), (date(2015, 5, 1), (11, 12))):  # later and earlier than the entry
        assert order(archive, SAID, Circumstances(day=day))[:2] == [f"https://facts.example/{number}" for number in urls]


def test_what_has_no_day_stands_between_near_and_far(archive: Archive) -> None:
    archive.add([entry(SAID, 11, stated="2009-06-30"), entry(SAID, 12), entry(SAID, 13, stated="2025-06-28")])
    found = order(archive, SAID, Circumstances(day=date(2025, 7, 1)))[:3]
    assert found == [f"https://facts.example/{number}" for number in (13, 12, 11)]


def test_other_words_stay_below_however_near_in_time(archive: Archive) -> None:
    archive.add([entry(SAID, 11, stated="2015-06-30"), entry("The harbour of the capital is too small.", 12, stated="2025-07-01")])
    assert order(archive, SAID, Circumstances(day=date(2025, 7, 1)))[0] == "https://facts.example/11"


def test_the_day_and_the_speaker_find_candidates_that_words_alone_do_not(archive: Archive) -> None:
    archive.add(
        entry(f"The ferry number {number} is late, and the ferry is full.", number, stated="2011-01-01") for number in range(200, 400)
    )
    archive.add([entry("Few believe how late it was in the end that the last ferry of that autumn came.", 500, stated="2025-07-01")])
    archive.add([entry("Few believe how late in the end it was that the first ferry of that spring came.", 501, speaker="Mira Solberg")])

    def numbers(known: Circumstances) -> set[str]:
        chosen = measured(archive, "the ferry is late", circumstances=known)
        return {str(item.url)[-3:] for item in archive.by_number([item.number for item in chosen]).values()}

    assert not {"500", "501"} & numbers(Circumstances())
    assert "500" in numbers(Circumstances(day=date(2025, 6, 20)))
    assert "501" in numbers(Circumstances(speaker="Solberg"))


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("Donna Weld", "Senator Donna Weld", 1),
        ("Donna Weld", "DONNA WELD", 1),
        ("José Ruiz", "Jose Ruiz", 1),
        ("D. Weld", "Donna Weld", 1),
        ("Weld", "Donna Weld", 0.5),
        ("Joe Weld", "Joseph Weld", 0),
        ("Donna Weld", "Ann Weld", -1),
        ("Jonas Weld", "Jonas Weld Jr.", -1),
        ("Donna Weld", "Donna Solberg", -1),
        ("Donna Weld", None, 0),
        ("…", "Donna Weld", 0),
    ],
)
def test_speakers_are_compared_by_their_names(one: str, other: str | None, value: float) -> None:
    assert same_speaker(one, other) == same_speaker(other, one) == value


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_names_are_compared_alike_from_both_sides(one: str, other: str) -> None:
    assert same_speaker(one, other) == same_speaker(other, one)
    assert same_speaker(one, one) in (0, 1)


@given(st.dates(), st.dates())
def test_nearness_in_time_is_bounded_and_falls(one: date, other: date) -> None:
    there, back = apart(one, (other.isoformat(), None)), apart(other, (None, one.isoformat()))
    assert there == back
    assert there is not None
    near, farther = nearness(there), nearness(there + 1)
    assert all(-1 <= farther[name] <= near[name] <= 1 for name in near)


@pytest.mark.parametrize("days", [(), (None, None), ("in spring", ""), ("2025-13-40",)])
def test_a_day_that_is_none_says_nothing(days: tuple[str | None, ...]) -> None:
    assert apart(date(2025, 7, 1), days) is None
    assert apart(None, ("2025-07-01",)) is None
    assert set(nearness(None).values()) == {0.0}


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_at_the_ends_of_the_calendar_are_looked_up(archive: Archive, day: date) -> None:
    assert matches(archive, FILLING[0], circumstances=Circumstances(day, "\x00"))[0].entry.claim == FILLING[0]


def test_near_days_and_the_same_speaker_count_for_an_entry() -> None:
    for kind in (False, True):
        assert all(weights(with_meanings=kind)[name] > 0 for name in ("same day", "days apart", "same speaker"))


def test_the_speaker_is_the_named_one_next_to_the_words() -> None:
    claims = [claim for slug in article_names() for claim in report_to_json(report_of(slug))["claims"]]
    speakers = {claim["claim_id"]: KeyTerms([claim]).query(claim).speaker for claim in claims}
    for claim in claims:
        hops = [hop for hop in claim["attribution"] if hop["source_kind"] != "anonymous" and hop.get("source")]
        assert speakers[claim["claim_id"]] == ((hops[-1].get("resolved_source") or hops[-1]["source"]) if hops else None)
    assert len(set(speakers.values())) > 5


def test_a_source_with_hosts_never_gets_the_speaker() -> None:
    asked: list[Query] = []

    class Elsewhere:
        name, about, hosts, follow_ups = "elsewhere", "", frozenset({"facts.example"}), ""

        def ready(self) -> None:
            return None

        def search(self, query: Query, *, limit: int) -> Iterator[tuple[()]]:
            asked.append(query)
            yield ()

        def judge(self, answer: object) -> None:
            return None

    claims = report_to_json(report_of("seed"))["claims"]
    list(intended(claims, Plan((Elsewhere(),))))  # type: ignore[arg-type]
    assert any(KeyTerms(claims).query(claim).speaker for claim in claims)
    assert asked
    assert {(query.text, query.speaker) for query in asked} == {(None, None)}


def test_the_source_knows_the_day_and_the_speaker(tmp_path: Path) -> None:
    path = tmp_path / "two.sqlite"
    with opened(path, make=True) as held:
        held.add([entry(SAID, 1, stated="2015-06-30", speaker="Mira Solberg"), entry(SAID, 2, stated="2025-06-30", speaker="Jonas Weld")])

    def first_of(**known: object) -> str:
        return drive(ArchiveSource(file=path), Query("c-1", text=SAID, **known), nobody).evidence[0].url  # type: ignore[arg-type]

    assert first_of(as_of=date(2025, 7, 1)) == "https://facts.example/2"
    assert first_of(as_of=date(2015, 7, 1)) == "https://facts.example/1"
    assert first_of(speaker="Mira Solberg") == "https://facts.example/1"
    assert first_of(speaker="Jonas Weld") == "https://facts.example/2"
