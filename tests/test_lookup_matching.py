"""Tokens, the ranking of earlier fact-checks, and the archive as a source."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.archive import Archive, Entry, opened
from claimcheck.archive.stemming import stem
from claimcheck.archive.tokens import keys, tokens
from claimcheck.lookup.matching import COLUMN_WEIGHTS, matches, measured, rank, weights
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.sources.archive import Archive as ArchiveSource
from tests.lookup_driver import drive

WORDS = """caresses ponies ties cats feed agreed plastered motoring sing conflated troubled sized hopping tanned falling hissing fizzed
    failing filing happy sky relational conditional rational valency digitizer operator feudalism decisiveness hopefulness formality
    sensitivity triplicate formative formalize electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable
    defensible irritant replacement adjustment dependent adoption communism activate effective probate rate cease controlling roll
    yes years by syzygy analogy possibly unemployment taxes raising mayors oxen"""


def test_stems_are_those_of_fts5() -> None:
    """SQLite's own tokenizer holds the same algorithm."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5 (word, tokenize = 'porter unicode61')")
    connection.execute("create virtual table v using fts5vocab (t, row)")
    stems = {}
    for word in WORDS.split():
        connection.execute("delete from t")
        connection.execute("insert into t values (?)", (word,))
        stems[word] = connection.execute("select term from v").fetchone()[0]
    assert {word: stem(word) for word in stems} == stems


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("$4.3 billion", "4,300 million"),
        ("4.3bn", "4300000000"),
        ("twenty-five thousand", "25,000"),
        ("36 percent", "36%"),
        ("36 per cent", "36 %"),
        ("the U.S. army", "the United States army"),
        ("Erdoğan", "Erdogan"),
        ("the mayor’s taxes", "mayors tax"),
        ("isn't", "is not"),
        ("1,5", "1.5"),
    ],
)
def test_what_says_the_same_has_the_same_keys(text: str, same: str) -> None:
    assert keys(text) == keys(same) != []


@pytest.mark.parametrize(
    ("text", "other"), [("1.5", "15"), ("36 million", "36 billion"), ("US", "us"), ("rose", "did not rise"), ("30 percent", "30")]
)
def test_what_says_another_thing_has_other_keys(text: str, other: str) -> None:
    assert keys(text) != keys(other)


@given(st.text(max_size=300))
def test_any_text_has_keys_that_fts5_leaves_whole(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5 (words, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\")")
    connection.execute("create virtual table v using fts5vocab (t, row)")
    found = keys(text)
    connection.execute("insert into t values (?)", (" ".join(found),))
    assert all(" " not in key and key for key in found)
    assert sum(row[0] for row in connection.execute("select cnt from v")) == len(found)
    assert keys(text) == found


def test_names_and_numbers_are_told_apart() -> None:
    assert [(token.key, token.kind) for token in tokens("Oslo sold 12 ferries")] == [
        ("oslo", "name"),
        ("sold", "word"),
        ("12", "number"),
        ("ferri", "word"),
    ]


# -- the ranking --------------------------------------------------------------------------------------------------

FILLING = [
    "The mayor of Ostrand closed two schools last winter.",
    "Fishers in Lindhaven earn less than they did ten years ago.",
    "A new bridge to Ostrand will cost 800 million crowns.",
    "The hospital has no children's ward any more.",
    "Crime fell in every district of the capital.",
    "The railway to the north was never electrified.",
]


def entry(claim: str, number: int = 0, **values: str) -> Entry:
    return Entry("fact-check", claim, rating="False", publisher="Desk", url=f"https://facts.example/{number}", **values)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path / "archive.sqlite", make=True) as held:
        held.add(entry(claim, number) for number, claim in enumerate(FILLING))
        yield held


def by_bm25(archive: Archive, text: str) -> str:
    (first, *_) = archive.candidates(sorted(set(keys(text))), COLUMN_WEIGHTS, 10)
    return first.text


def first(archive: Archive, text: str) -> str:
    return matches(archive, text)[0].entry.claim


def test_the_same_number_outranks_more_of_the_same_words(archive: Archive) -> None:
    right = "Youth unemployment in Lindhaven is 36 percent, the minister said at a meeting with teachers in the old town hall."
    wrong = "Youth unemployment in Lindhaven is 51 percent, youth unemployment."
    archive.add([entry(right, 11), entry(wrong, 12)])
    asked = "Youth unemployment in Lindhaven is 36 percent."
    assert by_bm25(archive, asked) == wrong
    assert first(archive, asked) == right


def test_the_same_name_outranks_more_of_the_same_words(archive: Archive) -> None:
    right = "Mira Solberg voted against the ferry bill, as the minutes of that long night in parliament show to everyone."
    wrong = "Jonas Weld voted against the ferry bill, voted against the ferry bill."
    archive.add([entry(right, 11), entry(wrong, 12)])
    asked = "Solberg voted against the ferry bill."
    assert by_bm25(archive, asked) == wrong
    assert first(archive, asked) == right


def test_the_order_of_words_counts(archive: Archive) -> None:
    right, wrong = "Ostrand sells more fish to Lindhaven.", "Lindhaven sells more fish to Ostrand."
    archive.add([entry(right, 11), entry(wrong, 12)])
    assert first(archive, "Ostrand sells more fish to Lindhaven") == right
    assert first(archive, "Lindhaven sells more fish to Ostrand") == wrong


def test_scores_are_chances_and_the_least_cuts_off(archive: Archive) -> None:
    found = matches(archive, FILLING[2], limit=10)
    assert found[0].entry.claim == FILLING[2]
    assert all(0 <= match.score <= 1 for match in found)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert matches(archive, "Taxes on the moon are low, the mayor thinks.", least=0.5) == []


def test_equal_scores_are_ordered_by_id_whatever_the_import(tmp_path: Path) -> None:
    same = [entry("The ferry is late.", number) for number in range(20)]
    orders = []
    for number, entries in enumerate((same, same[::-1])):
        with opened(tmp_path / f"{number}.sqlite", make=True) as held:
            held.add(entries)
            orders.append([match.entry.entry_id for match in matches(held, "the ferry is late", limit=20)])
    assert orders[0] == orders[1] == sorted(orders[0])


@pytest.mark.parametrize("text", ["", "the of and", "?!", "zebra", "\x00", "a" * 10_000, 'NEAR(x) OR "y" *', "7 " * 5_000])
def test_any_text_is_looked_up(archive: Archive, text: str) -> None:
    assert matches(archive, text) == [] or all(match.measures for match in matches(archive, text))


@given(st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_text_gives_finite_measures(archive: Archive, text: str) -> None:
    for item in measured(archive, f"{text} bridge Ostrand 800 million"):
        assert all(0 <= value < 20 for value in item.measures.values())


def test_every_measure_has_a_weight_and_no_weight_is_idle(archive: Archive) -> None:
    (item, *_) = measured(archive, FILLING[0])
    assert {"", *item.measures} == set(weights(with_meanings=False))
    assert {"", *item.measures, "meaning of claim", "meaning of title"} == set(weights(with_meanings=True))


def test_what_is_missing_or_differs_never_counts_for_an_entry() -> None:
    for kind in (False, True):
        assert weights(with_meanings=kind)["names missing"] <= 0
        assert weights(with_meanings=kind)["numbers differ"] < 0


class Meanings:
    """One entry is near in meaning, all others are far."""

    def __init__(self, near: int):
        self.near = near

    def of(self, number: int) -> tuple[float, float]:
        return (0.9, 0.9) if number == self.near else (0.0, 0.0)

    def best(self, limit: int) -> list[int]:
        return [self.near]


def test_meaning_finds_what_shares_no_word(archive: Archive) -> None:
    number = archive.without_vector("m")[4][0]
    assert matches(archive, "Burglaries became rarer.") == []
    (found, *_) = matches(archive, "Burglaries became rarer.", meanings=Meanings(number))
    assert found.entry.claim == FILLING[4]


def test_the_ranking_is_the_sum_of_the_weights(archive: Archive) -> None:
    items = measured(archive, FILLING[0])
    flat = dict.fromkeys(weights(with_meanings=False), 0.0)
    ranked = rank(items, flat | {"length": 1.0})
    assert [item.measures["length"] for item, _ in ranked] == sorted((item.measures["length"] for item in items), reverse=True)


# -- the source ---------------------------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path) -> ArchiveSource:
    path = tmp_path / "desk.sqlite"
    record = replace(
        entry("The ferry was sold in 2019.", 8), kind="record", rating=None, publisher=None, url=None, identity="c-1", title="ferry.md"
    )
    checked = replace(
        entry("Crime fell in every district of the capital.", 9), reviewed="2025-07-09", stated="2025-06-30", licence="CC BY 4.0"
    )
    with opened(path, make=True) as held:
        held.add([*(entry(claim, number) for number, claim in enumerate(FILLING[:4])), checked, record])
    return ArchiveSource(file=path)


def nobody(request: object) -> object:
    raise AssertionError(f"{request} was asked for")


def test_the_source_asks_nobody_and_finds_with_the_verdict(source: ArchiveSource) -> None:
    query = Query("c-1", text="Crime fell in every district of the capital.", as_of=date(2025, 7, 1))
    found = drive(source, query, nobody)  # type: ignore[arg-type]
    (best, *_) = found.evidence
    assert source.hosts == frozenset()
    assert (best.source, best.kind, best.text) == ("archive", "fact-check", "Crime fell in every district of the capital.")
    assert best.verdict is not None
    assert (best.verdict.rating, best.verdict.publisher, best.verdict.reviewed) == ("False", "Desk", "2025-07-09")
    assert (best.dated, best.modified, best.as_of) == (date(2025, 6, 30), "2025-07-09", "since")
    assert best.licence == "CC BY 4.0"


def test_the_source_finds_by_terms_alone_too(source: ArchiveSource) -> None:
    found = drive(source, Query("c-1", names=(Name("Ostrand", "location"),), words=("bridge", "cost", "crown")), nobody)  # type: ignore[arg-type]
    assert found.evidence[0].text == FILLING[2]


def test_a_claim_of_our_own_is_a_record_without_a_verdict(source: ArchiveSource) -> None:
    (best, *_) = drive(source, Query("c-1", text="The ferry was sold in 2019"), nobody).evidence  # type: ignore[arg-type]
    assert (best.kind, best.verdict, best.url, best.title) == ("record", None, "", "ferry.md")


def test_what_fits_badly_is_no_evidence(source: ArchiveSource) -> None:
    found = drive(source, Query("c-1", text="Taxes on the moon are low, a mayor thinks."), nobody)  # type: ignore[arg-type]
    assert (found.evidence, found.failures) == ((), ())


def test_a_query_without_words_finds_nothing(source: ArchiveSource) -> None:
    assert drive(source, Query("c-1"), nobody).evidence == ()  # type: ignore[arg-type]


def test_the_limit_holds(source: ArchiveSource) -> None:
    assert len(drive(source, Query("c-1", text=" ".join(FILLING)), nobody, limit=2).evidence) <= 2  # type: ignore[arg-type]


def test_without_an_archive_the_source_is_not_ready(tmp_path: Path) -> None:
    source = ArchiveSource(file=tmp_path / "none.sqlite")
    failure = source.ready()
    assert failure is not None
    assert failure.kind == "not-configured"
    assert "claimcheck archive add" in failure.message
    assert drive(source, Query("c-1", text="A claim."), nobody).failures == (failure,)  # type: ignore[arg-type]


def test_the_weights_say_where_they_come_from() -> None:
    text = (Path(__file__).parent.parent / "claimcheck" / "lookup" / "matching.json").read_text(encoding="utf-8")
    assert "CheckThat! 2022" in json.loads(text)["about"]
