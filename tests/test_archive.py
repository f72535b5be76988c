"""The archive's file: entries in, up to date, out; what it does when the file is none, or damaged."""

from __future__ import annotations

import os
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.archive import Added, Entry, Left, default_path, opened, read_data
from claimcheck.errors import ArchiveError

BRIDGE = Entry(
    "fact-check",
    "The bridge cost 800 million crowns.",
    rating="False",
    publisher="Desk",
    url="https://facts.example/bridge",
    reviewed="2025-07-01",
)
FERRY = Entry(
    "fact-check", "The ferry runs twice an hour.", rating="True", publisher="Desk", url="https://facts.example/ferry", origin="a.csv"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "archive.sqlite"


def test_it_is_readable_by_its_user_alone(path: Path) -> None:
    with opened(path, make=True) as archive:
        archive.add([BRIDGE])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_lies_where_the_environment_says(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_ARCHIVE", str(path))
    assert default_path() == path
    monkeypatch.delenv("CLAIMCHECK_ARCHIVE")
    assert default_path().name == "archive.sqlite"


def test_the_same_entry_twice_is_one(path: Path) -> None:
    again = replace(BRIDGE, claim="the bridge cost 800 million crowns", url="http://www.facts.example/bridge/#top", origin="b.csv")
    with opened(path, make=True) as archive:
        assert archive.add([BRIDGE, FERRY, again]) == Added(new=2, changed=1)
        assert len(archive) == 2
        assert archive.add([FERRY, BRIDGE]) == Added(known=1, changed=1)


def test_another_rating_is_an_update_and_what_is_not_told_stays(path: Path) -> None:
    with opened(path, make=True) as archive:
        archive.add([replace(BRIDGE, speaker="Mira Solberg", body="It was 650 million.")])
        assert archive.add([replace(BRIDGE, rating="Mostly false")]) == Added(changed=1)
        (entry,) = archive.entries()
        assert (entry.rating, entry.speaker, entry.body) == ("Mostly false", "Mira Solberg", "It was 650 million.")
        assert archive.candidates(["650000000"], (1, 1, 1, 1), 5)[0].entry_id == BRIDGE.entry_id, "found by its words still"
        assert archive.frequencies(["bridg", "ferri"]) == {"bridg": 1}


def test_a_verdict_of_the_lock_joins_the_record(path: Path) -> None:
    record = Entry(
        "record", "In June 2025 exports fell by 3.5 percent.", speaker="The ministry", title="Exports", record="{}", identity="c-1 a/b"
    )
    verdict = Entry(
        "record", "exports fell by 3.5 percent in June", rating="true", publisher="Ana", title="drafts/a.md", identity="c-1 a/b"
    )
    for order in ([record, verdict], [verdict, record]):
        file = path.with_name(f"{order[0].rating}.sqlite")
        with opened(file, make=True) as archive:
            archive.add(order)
            (entry,) = archive.entries()
            assert (entry.claim, entry.title, entry.rating, entry.record) == (record.claim, "Exports", "true", "{}")


def test_an_import_that_breaks_off_leaves_nothing(path: Path) -> None:
    def broken() -> object:
        yield BRIDGE
        raise ArchiveError("the second file cannot be read.")

    with opened(path, make=True) as archive:
        with pytest.raises(ArchiveError, match="second file"):
            archive.add(broken())  # type: ignore[arg-type]
        assert len(archive) == 0


def test_what_is_left_is_handed_on(path: Path) -> None:
    with opened(path, make=True) as archive:
        assert archive.add([Left("row 3", "it has no claim")]).left == (Left("row 3", "it has no claim"),)


def test_entries_go_by_id_and_by_file(path: Path) -> None:
    with opened(path, make=True) as archive:
        archive.add([BRIDGE, FERRY])
        assert archive.from_origin("a.csv") == [FERRY.entry_id]
        assert archive.remove([FERRY.entry_id, "a-0000000000000000"]) == 1
        assert [entry.entry_id for entry in archive.entries()] == [BRIDGE.entry_id]
        assert archive.candidates(["ferri"], (1, 1, 1, 1), 5) == []
        assert archive.frequencies(["ferri"]) == {}


def test_nothing_of_a_removed_entry_stays_in_the_file(path: Path) -> None:
    with opened(path, make=True) as archive:
        archive.add([BRIDGE, replace(FERRY, claim="Quokkatown has a secret.")])
        archive.remove([entry.entry_id for entry in archive.entries() if "secret" in entry.claim])
    assert b"uokkatown" not in path.read_bytes()


def test_more_entries_than_parameters_fit_a_statement(path: Path) -> None:
    many = [replace(FERRY, url=f"https://facts.example/{number}") for number in range(1200)]
    with opened(path, make=True) as archive:
        assert archive.add(many).new == 1200
        assert len(archive.by_number(range(1, 1201))) == 1200
        assert archive.remove([entry.entry_id for entry in many]) == 1200


def test_the_order_is_that_of_the_reviews(path: Path) -> None:
    entries = [replace(FERRY, url=f"https://facts.example/{day}", reviewed=f"2025-07-{day:02}") for day in (3, 1, 2)]
    with opened(path, make=True) as archive:
        archive.add(entries)
        assert [entry.reviewed for entry in archive.entries(2)] == ["2025-07-03", "2025-07-02"]


def use(path: Path) -> int:
    with opened(path) as archive:
        return sum(1 for _ in archive.entries())


def test_no_archive_says_which_command_makes_one(path: Path) -> None:
    with pytest.raises(ArchiveError, match="claimcheck archive add"):
        use(path)


def test_a_file_that_is_none_is_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "a.txt", tmp_path / "b.sqlite"
    text.write_text("A letter to the editor. " * 50)
    with sqlite3.connect(other) as connection:
        connection.execute("create table letters (id)")
    connection.close()
    for file in (text, other):
        before = file.read_bytes()
        with pytest.raises(ArchiveError), opened(file, make=True):
            pass
        assert file.read_bytes() == before


def test_a_damaged_archive_is_told(path: Path) -> None:
    with opened(path, make=True) as archive:
        archive.add([replace(FERRY, url=f"https://facts.example/{number}", body="words " * 300) for number in range(50)])
    data = bytearray(path.read_bytes())
    data[4096:-4096] = os.urandom(len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="damaged|cannot be used"):
        use(path)


def test_an_archive_of_another_version_is_told(path: Path) -> None:
    with opened(path, make=True):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(ArchiveError, match="another version"):
        use(path)


def test_a_fields_words_cannot_break_the_search(path: Path) -> None:
    with opened(path, make=True) as archive:
        archive.add(read_data(b'claim\n"NEAR(a b) OR ""x"" * ^ - AND \xe5\x8c\x97\xe4\xba\xac\xe5\xa4\xa7"\n', "a.csv"))
        assert len(archive.candidates(["北京"], (1, 1, 1, 1), 5)) == 1


def test_contents_are_counted(path: Path) -> None:
    with opened(path, make=True) as archive:
        archive.add([BRIDGE, FERRY])
        contents = archive.contents()
    assert contents.kinds == {"fact-check": 2}
    assert contents.publishers == {"Desk": 2}
    assert contents.origins == {"": 1, "a.csv": 1}
    assert contents.size == path.stat().st_size


def test_vectors_belong_to_their_entries(path: Path) -> None:
    with opened(path, make=True) as archive:
        archive.add([BRIDGE, FERRY])
        missing = archive.without_vector("m")
        assert [claim for _, claim, _ in missing] == [BRIDGE.claim, FERRY.claim]
        archive.add_vectors("m", [(missing[0][0], b"ab")])
        assert not archive.has_vectors("m"), "one has none"
        archive.add_vectors("m", [(missing[1][0], b"cd")])
        assert archive.has_vectors("m")
        assert archive.vectors("m") == ([missing[0][0], missing[1][0]], b"abcd")
        archive.add([replace(FERRY, rating="Wrong")])
        assert [claim for _, claim, _ in archive.without_vector("m")] == [FERRY.claim], "what was changed is computed anew"
