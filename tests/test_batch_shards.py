"""How an input is cut into shards, and what is done with one."""

from __future__ import annotations

import dataclasses
import json
import signal
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.batch import shards as cutting
from claimcheck.batch.items import Item
from claimcheck.batch.shard import Failure, Settings, run_shard
from claimcheck.batch.shards import fingerprint, shards
from claimcheck.batch.time_limit import TimeIsUp, time_limit
from claimcheck.errors import ModelError
from claimcheck.record import validate_report
from tests.batch_standins import ARTICLES, PLAIN, Misbehaves
from tests.frozen import document_of


def plain(name: str, *words: str) -> Item:
    return Item(name, " ".join((PLAIN, *words)).encode(), "text")


def frozen(name: str) -> Item:
    return Item(f"{name}.txt", document_of(name).source.encode(), "text")


# -- cutting ------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 5_000_000), max_size=30), st.integers(1, 10))
def test_shards_hold_every_item_once_and_end_at_the_first_that_fills_them(sizes: list[int], articles: int) -> None:
    data = {size: bytes(size) for size in set(sizes)}
    items = [Item(str(number), data[size]) for number, size in enumerate(sizes)]
    cut = list(shards(items, "", articles=articles))
    assert [item for shard in cut for item in shard.items] == items
    assert [shard.number for shard in cut] == list(range(len(cut)))
    for shard in cut:
        assert 1 <= len(shard.items) <= articles
        assert sum(len(item.data) for item in shard.items[:-1]) < cutting.BYTES
    for shard in cut[:-1]:
        assert len(shard.items) == articles or sum(len(item.data) for item in shard.items) >= cutting.BYTES


@pytest.mark.parametrize(("total", "most"), [(0, 30_000), (1_000_000, 30_000), (12_800_000, 100_000), (10**12, 8_000_000)])
def test_a_small_input_is_cut_into_enough_shards_for_all_cores(total: int, most: int) -> None:
    assert cutting.most_bytes(total) == most


def test_a_shard_is_made_when_it_is_asked_for_and_no_earlier() -> None:
    taken: list[int] = []

    def items():
        for number in range(100):
            taken.append(number)
            yield Item(str(number))

    some = shards(items(), "", articles=10)
    next(some)
    assert len(taken) == 10


def test_the_weight_of_shards_is_what_was_read_for_them() -> None:
    read = iter([30, 100])
    assert [shard.weight for shard in shards([Item("a"), Item("b"), Item("c")], "", articles=2, read=lambda: next(read))] == [30, 70]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "other"},
        {"data": b"other"},
        {"format": "html"},
        {"own_id": "7"},
        {"uri": "u"},
        {"title": "t"},
        {"published": "d"},
        {"error": "e"},
    ],
)
def test_a_fingerprint_changes_with_everything_that_an_item_has(change: dict[str, str]) -> None:
    item = Item("a.txt", b"text", "text")
    assert fingerprint([item], "") != fingerprint([dataclasses.replace(item, **change)], "")
    assert set(change) <= {field.name for field in dataclasses.fields(Item)}


def test_a_fingerprint_changes_with_the_stamp_and_with_the_border_between_items() -> None:
    assert fingerprint([Item("a")], "x") != fingerprint([Item("a")], "y")
    assert fingerprint([Item("a", b"12"), Item("b", b"3")], "") != fingerprint([Item("a", b"1"), Item("b", b"23")], "")
    assert fingerprint([Item("a")], "x") == fingerprint([Item("a")], "x")


# -- the work on a shard ------------------------------------------------------------------------------------------


def test_every_item_has_its_outcome_in_order() -> None:
    items = [frozen(name) for name in ARTICLES[:2]] + [Item("broken.txt", b"\x00\xff\x00"), plain("plain.txt")]
    outcomes = run_shard(Misbehaves(), items, Settings())
    assert [outcome.id for outcome in outcomes] == [item.id for item in items]
    assert [outcome.failure.kind if outcome.failure else None for outcome in outcomes] == [None, None, "unreadable", None]
    for item, outcome in zip(items, outcomes, strict=True):
        if outcome.report is not None:
            assert validate_report(outcome.report, source=item.data.decode()) == []
            assert outcome.report["document"]["uri"] == item.id
    assert outcomes[0].report and outcomes[0].report["claims"]


def test_articles_are_parsed_in_one_go_but_for_long_ones() -> None:
    extractor = Misbehaves()
    long = Item("long.txt", " ".join([PLAIN] * 2000).encode(), "text")
    run_shard(extractor, [plain("a"), long, plain("b")], Settings())
    assert extractor.together == [2, 1]


def test_one_that_fails_does_so_alone() -> None:
    extractor = Misbehaves()
    outcomes = run_shard(extractor, [plain("a"), plain("b", "RAISE"), plain("c")], Settings())
    assert extractor.together == [3, 1, 1, 1]
    assert [outcome.report is not None for outcome in outcomes] == [True, False, True]
    assert outcomes[1].failure == Failure(
        "failed", "Something went wrong inside claimcheck with b (ValueError: so it goes). Please report it."
    )


def test_one_that_is_too_slow_is_interrupted_and_the_models_are_loaded_anew() -> None:
    extractor = Misbehaves()
    began = time.monotonic()
    outcomes = run_shard(extractor, [plain("a"), plain("b", "SLOW"), plain("c")], Settings(limit=0.2), singly=True)
    assert time.monotonic() - began < 30
    assert extractor.forgotten == 1
    assert [outcome.report is not None for outcome in outcomes] == [True, False, True]
    assert outcomes[1].failure == Failure("too-slow", "b took longer than 0.2 seconds: give it more with --limit, or cut it into parts.")


def test_what_is_known_to_fail_is_not_tried_again() -> None:
    known = {1: Failure("crashed", "It died.")}
    outcomes = run_shard(Misbehaves(), [plain("a"), plain("b", "DIE"), plain("c")], Settings(), known=known)
    assert [outcome.failure for outcome in outcomes] == [None, known[1], None]


def test_models_that_cannot_be_used_are_no_matter_of_an_article() -> None:
    with pytest.raises(ModelError):
        run_shard(Misbehaves(), [plain("a", "NOMODEL"), plain("b")], Settings())


def test_options_leave_claims_out() -> None:
    def claims_of(settings: Settings) -> list[dict]:
        (outcome,) = run_shard(Misbehaves(), [frozen("seed")], settings)
        assert outcome.report
        return outcome.report["claims"]

    whole = claims_of(Settings())
    middle = sorted(claim["priority"]["score"] for claim in whole)[len(whole) // 2]
    assert claims_of(Settings(min_priority=middle)) == [claim for claim in whole if claim["priority"]["score"] >= middle]
    checkable = [claim for claim in whole if claim["checkability"]["value"] != "no"]
    assert claims_of(Settings(only_checkable=True)) == checkable
    assert len(checkable) < len(whole)


def test_what_an_input_says_of_an_article_goes_into_its_record() -> None:
    item = dataclasses.replace(plain("f.jsonl#1"), uri="https://news.example/a", title="Prices", published="2025-07-01", own_id="7")
    (outcome,) = run_shard(Misbehaves(), [item], Settings(published="2020-01-01"))
    assert outcome.report
    document = outcome.report["document"]
    assert (document["uri"], document["title"], document["published_at"], document["published_from"]) == (
        "https://news.example/a",
        "Prices",
        "2025-07-01",
        "metadata",
    )
    assert (outcome.id, outcome.own_id) == ("f.jsonl#1", "7")
    (other,) = run_shard(Misbehaves(), [plain("a.txt")], Settings(published="2020-01-01"))
    assert other.report and other.report["document"]["published_at"] == "2020-01-01"


def test_a_date_that_is_none_is_told() -> None:
    (outcome,) = run_shard(Misbehaves(), [dataclasses.replace(plain("a"), published="yesterday")], Settings())
    assert outcome.failure == Failure("unreadable", "The publication date of a, 'yesterday', is no date: it should be as 2025-07-01.")


def test_outcomes_are_plain_json() -> None:
    (outcome,) = run_shard(Misbehaves(), [frozen(ARTICLES[0])], Settings())
    assert json.loads(json.dumps(outcome.report)) == outcome.report


# -- the limit ----------------------------------------------------------------------------------------------------


def outlast(seconds: float) -> None:
    """Works for so long, and survives any exception."""
    for _ in range(int(seconds * 100)):
        try:
            time.sleep(0.01)
        except Exception:
            continue


def test_a_limit_ends_the_block_and_leaves_no_timer() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(TimeIsUp), time_limit(0.05):
        outlast(10)
    with time_limit(60):
        outlast(0.05)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before
