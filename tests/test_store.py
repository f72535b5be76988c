"""The store of kept results: bounded, private, shared by processes, and never in the way."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck import store
from claimcheck.store import Store, default_path


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache" / "kept.sqlite")


def test_what_was_put_is_there_by_kind_and_key(kept: Store) -> None:
    kept.put("parse", {"a": b"1", "b": b""})
    kept.put("report", {"a": b"2"})
    assert kept.get("parse", ["a", "b", "c"]) == {"a": b"1", "b": b""}
    assert kept.get("report", ["a"]) == {"a": b"2"}
    assert kept.contents().entries == {"parse": 2, "report": 1}
    assert kept.contents().size > 0


def test_a_value_is_replaced(kept: Store) -> None:
    kept.put("parse", {"a": b"1"})
    kept.put("parse", {"a": b"2"})
    assert kept.get("parse", ["a"]) == {"a": b"2"}


def test_more_keys_than_sqlite_takes_at_once(kept: Store) -> None:
    values = {str(n): str(n).encode() for n in range(1500)}
    kept.put("parse", values)
    assert kept.get("parse", list(values)) == values


@given(st.dictionaries(st.text(alphabet=st.characters(exclude_categories=("Cs",))), st.binary(), max_size=5))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, values: dict[str, bytes]) -> None:
    kept = Store(tmp_path_factory.mktemp("store") / "kept.sqlite")
    kept.put("parse", values)
    assert kept.get("parse", list(values)) == values


def test_asking_makes_no_file(kept: Store) -> None:
    assert kept.get("parse", ["a"]) == {}
    assert kept.contents() == store.Contents(kept.path, 0, {})
    assert not kept.path.parent.exists()


def test_only_the_user_may_read_it(kept: Store) -> None:
    kept.put("parse", {"a": b"secret"})
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.path.parent.stat().st_mode) == 0o700


def test_clearing_deletes_the_file(kept: Store) -> None:
    kept.put("parse", {"a": b"1"})
    kept.clear()
    assert not kept.path.exists()
    kept.clear()  # once more does no harm
    assert kept.get("parse", ["a"]) == {}


def test_the_least_recently_used_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Store(tmp_path / "kept.sqlite", limit=10_000)
    clock = [0.0]
    monkeypatch.setattr(store.time, "time", lambda: clock[0])
    blob = os.urandom(2000)  # does not compress
    for number in range(4):
        clock[0] = number
        kept.put("parse", {str(number): blob})
    clock[0] = 100_000
    assert kept.get("parse", ["0"]) == {"0": blob}  # used again, a day later
    kept.put("parse", {"4": blob})
    found = kept.get("parse", ["0", "1", "2", "3", "4"])
    assert "0" in found
    assert "4" in found
    assert "1" not in found
    assert sum(len(value) for value in found.values()) <= 8_000


@pytest.mark.parametrize("garbage", [b"not a database, whatever it says" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_an_empty_store_and_is_begun_anew(kept: Store, garbage: bytes) -> None:
    kept.path.parent.mkdir()
    kept.path.write_bytes(garbage)
    assert kept.get("parse", ["a"]) == {}
    kept.put("parse", {"a": b"1"})
    kept.put("parse", {"a": b"1"})
    assert kept.get("parse", ["a"]) == {"a": b"1"}


def test_a_damaged_value_is_missing(kept: Store) -> None:
    kept.put("parse", {"a": b"1"})
    with sqlite3.connect(kept.path) as connection:
        connection.execute("update kept set value = x'00ff'")
    connection.close()
    assert kept.get("parse", ["a"]) == {}


def test_no_room_for_it_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Store(tmp_path / "file" / "kept.sqlite")
    kept.put("parse", {"a": b"1"})
    assert kept.get("parse", ["a"]) == {}


def test_another_process_that_writes_is_waited_for_and_no_longer_than_that(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0.05)
    kept.put("parse", {"a": b"1"})
    other = sqlite3.connect(kept.path)
    other.execute("begin exclusive")
    kept.put("parse", {"b": b"2"})
    assert kept.get("parse", ["a"]) == {}
    other.rollback()
    other.close()
    assert kept.get("parse", ["a", "b"]) == {"a": b"1"}


def _write(path: str, begin: int) -> None:
    kept = Store(Path(path))
    for number in range(begin, begin + 25):
        kept.put("parse", {str(number): str(number).encode()})


def test_several_processes_write_at_once(kept: Store) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write, args=(str(kept.path), 25 * n)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert kept.get("parse", [str(n) for n in range(75)]) == {str(n): str(n).encode() for n in range(75)}


def test_the_place_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path))
    assert default_path() == tmp_path / "kept.sqlite"
    monkeypatch.delenv("CLAIMCHECK_CACHE")
    assert default_path().parent.name == "claimcheck"
