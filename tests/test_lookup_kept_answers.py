"""The file of kept answers: a history that is checked when it is read, and never written over."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.errors import LookupFileError
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.kept_answers import Kept, KeptAnswers

REQUEST = Request("https://en.wikipedia.org/w/api.php", (("q", "ferry"),), secrets=(("key", "DESK_KEY"),))
EARLY, LATE = "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z"
BODY = b'{"pages": [1, 2, 3]}'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lookup" / "kept.sqlite"


def answer(body: bytes = BODY, retrieved: str = EARLY, request: Request = REQUEST) -> Answer:
    return Answer(request, 200, body, retrieved, {"content-type": "application/json", "etag": 'W/"ü"'})


def test_what_is_kept_comes_back(path: Path) -> None:
    kept = KeptAnswers(path)
    assert kept.newest(REQUEST) is None
    assert not path.exists(), "reading makes no file"
    kept.keep("wikipedia", answer())
    assert KeptAnswers(path).newest(REQUEST) == Kept(replace(answer(), kept=True), EARLY)
    assert kept.newest(replace(REQUEST, params=())) is None


def test_every_retrieval_stays_and_the_newest_comes_first(path: Path) -> None:
    kept = KeptAnswers(path)
    kept.keep("wikipedia", answer(b'"late"', LATE))
    kept.keep("wikipedia", answer(b'"early"', EARLY))
    newest = kept.newest(REQUEST)
    assert newest and isinstance(newest.result, Answer) and newest.result.body == b'"late"'
    kept.keep("wikipedia", answer(b'"later in the same second"', LATE))
    newest = kept.newest(REQUEST)
    assert newest and isinstance(newest.result, Answer) and newest.result.body == b'"later in the same second"'
    assert kept.retrievals(REQUEST) == (EARLY, LATE, LATE)
    assert kept.retrievals(replace(REQUEST, params=())) == ()


def test_a_failure_is_kept_as_one_and_hides_no_answer(path: Path) -> None:
    kept = KeptAnswers(path)
    kept.keep("wikipedia", answer())
    failure = Failure("rate-limited", "asked too often", REQUEST, 30.0, 3)
    kept.keep_failure("wikipedia", REQUEST, failure, LATE)
    assert kept.newest(REQUEST) == Kept(failure, LATE)
    assert kept.newest(REQUEST, answers_only=True) == Kept(replace(answer(), kept=True), EARLY)


def test_a_body_is_stored_once(path: Path) -> None:
    kept = KeptAnswers(path)
    long = os.urandom(200_000)
    for retrieved in (EARLY, LATE):
        kept.keep("wikipedia", answer(long, retrieved))
    assert path.stat().st_size < 300_000
    with sqlite3.connect(path) as connection:
        assert connection.execute("select count(*) from body").fetchone() == (1,)
        assert connection.execute("select count(*), count(distinct source) from retrieval").fetchone() == (2, 1)


def test_the_file_is_the_users_alone_and_holds_no_key(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_KEY", "hush-hush")
    KeptAnswers(path).keep("wikipedia", answer())
    KeptAnswers(path).keep_failure("wikipedia", REQUEST, Failure("busy", "too busy"), LATE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"hush-hush" not in path.read_bytes()
    with sqlite3.connect(path) as connection:
        assert connection.execute("select distinct shown from retrieval").fetchall() == [(f"{REQUEST.url}?q=ferry&key=$DESK_KEY",)]


@settings(max_examples=12, deadline=None)
@given(st.binary(max_size=2000), st.dictionaries(st.sampled_from(["etag", "date"]), st.text(st.characters(codec="utf-8"), max_size=20)))
def test_any_body_and_headers_come_back(tmp_path_factory: pytest.TempPathFactory, body: bytes, headers: dict[str, str]) -> None:
    kept = KeptAnswers(tmp_path_factory.mktemp("kept") / "kept.sqlite")
    given = Answer(REQUEST, 200, body, EARLY, headers)
    kept.keep("wikipedia", given)
    newest = kept.newest(REQUEST)
    assert newest and newest.result == replace(given, kept=True)


# -- files that cannot be used ------------------------------------------------------------------------------------


def no_database(path: Path) -> None:
    path.write_bytes(b"I was a shopping list. " * 100)


def damaged(path: Path) -> None:
    kept = KeptAnswers(path)
    for number in range(12):
        kept.keep("wikipedia", answer(os.urandom(9000), request=replace(REQUEST, params=(("n", str(number)),))))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(bytes(content))


def cut(path: Path) -> None:
    damaged(path)
    path.write_bytes(path.read_bytes()[:5000])


def somebody_elses(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table bookmarks (url)")


def of_another_version(path: Path) -> None:
    KeptAnswers(path).keep("wikipedia", answer())
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 7")


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    "spoil", [no_database, damaged, cut, somebody_elses, of_another_version, a_folder], ids=lambda spoil: spoil.__name__
)
def test_a_file_that_cannot_be_used_is_one_clear_error_and_left_as_it_is(path: Path, spoil: Callable[[Path], None]) -> None:
    path.parent.mkdir()
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    request = replace(REQUEST, params=(("n", "7"),))
    uses: list[Callable[[], object]] = [
        lambda: KeptAnswers(path).newest(request),
        lambda: KeptAnswers(path).retrievals(request),
        lambda: KeptAnswers(path).keep("wikipedia", answer(request=request)),
        lambda: KeptAnswers(path).keep_failure("wikipedia", request, Failure("busy", "x"), LATE),
    ]
    for use in uses:
        with pytest.raises(LookupFileError) as error:
            use()
        assert str(path) in str(error.value) and "\n" not in str(error.value)
    assert (path.read_bytes() if path.is_file() else None) == before


ALTERATIONS = {
    "another body": ("update body set value = ?", (zlib.compress(b'{"pages": []}'),)),
    "a body of the same length": ("update body set value = ?", (zlib.compress(BODY.replace(b"1", b"7")),)),
    "a body that is no zlib": ("update body set value = ?", (b"nothing",)),
    "a body that is a bomb": ("update body set value = ?", (zlib.compress(b" " * 50_000_000),)),
    "a body of text": ("update body set value = ?", ("text",)),
    "another size": ("update body set size = ?", (3,)),
    "no body": ("delete from body where 1 = ?", (1,)),
    "another sum": ("update retrieval set sha256 = ?", ("0" * 64,)),
    "headers that are none": ("update retrieval set headers = ?", ("[]",)),
    "headers that are no JSON": ("update retrieval set headers = ?", ("{",)),
    "a status that is none": ("update retrieval set status = ?", ("fine",)),
    "a failure of no kind": ("update retrieval set kind = ?", ("annoyed",)),
    "a failure without words": ("update retrieval set kind = 'busy', attempts = ?", (1,)),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_answer_that_was_altered_is_an_error(path: Path, name: str) -> None:
    kept = KeptAnswers(path)
    kept.keep("wikipedia", answer())
    with sqlite3.connect(path) as connection:
        connection.execute(*ALTERATIONS[name])
    with pytest.raises(LookupFileError, match="is not the one that came"):
        kept.newest(REQUEST)


def test_the_file_is_checked_before_anything_is_asked(path: Path) -> None:
    KeptAnswers(path).check(must_exist=False)
    with pytest.raises(LookupFileError, match="no such file"):
        KeptAnswers(path).check(must_exist=True)
    path.parent.mkdir()
    path.touch()
    KeptAnswers(path).check(must_exist=True)
    assert KeptAnswers(path).newest(REQUEST) is None
    no_database(path)
    with pytest.raises(LookupFileError, match="damaged"):
        KeptAnswers(path).check(must_exist=False)


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LookupFileError, match="cannot be opened"):
        KeptAnswers(tmp_path / "file" / "kept.sqlite").keep("wikipedia", answer())


def _keep_many(path: Path, who: int) -> None:
    kept = KeptAnswers(path)
    for number in range(8):
        kept.keep("wikipedia", answer(f'"{who} {number}"'.encode(), request=replace(REQUEST, params=(("who", f"{who} {number}"),))))


def test_several_processes_use_the_file_at_once(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_keep_many, args=(path, who)) for who in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    for who in range(3):
        for number in range(8):
            newest = KeptAnswers(path).newest(replace(REQUEST, params=(("who", f"{who} {number}"),)))
            assert newest and isinstance(newest.result, Answer) and newest.result.body == f'"{who} {number}"'.encode()
