"""Kept reports: a draft that is known is not read again, and whatever a report depends on makes it another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from claimcheck.check.drafts import Draft
from claimcheck.check.kept import KIND, KeptReports, keeping
from claimcheck.check.outcome import Unreadable
from claimcheck.check.reports import Reported
from claimcheck.check.settings import SettingsFinder
from claimcheck.models import Package
from claimcheck.store import Store

PACKAGE = Package("compact", Path("nowhere"), "1", "none", (), {"a.pt": "0" * 64}, "compact")


def draft(data: bytes, path: str = "a.md") -> Draft:
    settings = SettingsFinder({}, None).at(Path("/"))
    return Draft(path, path, data, settings, settings.in_force(path))


class Recording:
    """Makes reports, and notes of which drafts."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    def __call__(self, drafts: Sequence[Draft]) -> Iterator[Reported | Unreadable]:
        for one in drafts:
            self.asked.append(one.data)
            if one.data == b"":
                yield Unreadable(one.path, "It is empty.")
            else:
                yield Reported(one.data.decode(), {"claims": [], "path": one.path})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept.sqlite")


def reports(store: Store, made: Recording, drafts: Sequence[Draft], package: Package = PACKAGE) -> list[Reported | Unreadable]:
    return list(keeping(made, KeptReports(store, package))(drafts))


def test_only_what_is_new_is_made(store: Store) -> None:
    made = Recording()
    first = [draft(b"one"), draft(b"two", "b.md")]
    assert reports(store, made, first) == [
        Reported("one", {"claims": [], "path": "a.md"}),
        Reported("two", {"claims": [], "path": "b.md"}),
    ]
    again = [draft(b"one"), draft(b"three", "c.md"), draft(b"two", "b.md")]
    assert [one.source for one in reports(store, made, again) if isinstance(one, Reported)] == ["one", "three", "two"]
    assert made.asked == [b"one", b"two", b"three"]


def test_what_cannot_be_read_is_tried_again(store: Store) -> None:
    made = Recording()
    for _ in range(2):
        assert reports(store, made, [draft(b"")]) == [Unreadable("a.md", "It is empty.")]
    assert made.asked == [b"", b""]


@pytest.mark.parametrize(
    "other",
    [
        draft(b"one "),
        draft(b"one", "b.md"),
        replace(draft(b"one"), published=date(2025, 7, 1)),
        replace(draft(b"one"), shown="../a.md"),
    ],
    ids=["bytes", "path", "day of publication", "name"],
)
def test_whatever_a_report_depends_on_makes_it_another(store: Store, other: Draft) -> None:
    made = Recording()
    reports(store, made, [draft(b"one")])
    reports(store, made, [other])
    assert len(made.asked) == 2


def test_other_models_make_other_reports(store: Store, tmp_path: Path) -> None:
    made = Recording()
    reports(store, made, [draft(b"one")])
    reports(store, made, [draft(b"one")], replace(PACKAGE, files={"a.pt": "1" * 64}))
    assert len(made.asked) == 2
    package = replace(PACKAGE, folder=tmp_path)
    (tmp_path / "a.pt").write_bytes(b"models")
    reports(store, made, [draft(b"one")], package)
    (tmp_path / "a.pt").write_bytes(b"altered")  # what was kept is no proof of files that changed since
    reports(store, made, [draft(b"one")], package)
    assert len(made.asked) == 4


@pytest.mark.parametrize("value", [b"", b"[]", b"{}", b'{"source": "x"}', b'{"source": "x", "record": 1}', b"\xff"])
def test_what_was_not_written_by_us_is_made_again(store: Store, value: bytes) -> None:
    made = Recording()
    reports(store, made, [draft(b"one")])
    key = KeptReports(store, PACKAGE).key(b"one", "a.md", "a.md", None, None)
    assert store.get(KIND, [key])
    store.put(KIND, {key: value})
    assert reports(store, made, [draft(b"one")]) == [Reported("one", {"claims": [], "path": "a.md"})]
    assert made.asked == [b"one", b"one"]
