"""An offline encyclopedia: a ZIM file made here, of the pages that a real MediaWiki rendered."""

from __future__ import annotations

import builtins
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from libzim.writer import Creator, Hint, Item, StringProvider

from claimcheck.lookup.evidence import Failure, Request
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.source import Found
from claimcheck.lookup.sources.zim import Zim
from tests.lookup_driver import drive
from tests.wiki_lookups import ANNALS, BRIDGE, HOSTED, LAUNCH, ODD, UNKNOWN

RENDERED = Path(__file__).resolve().parent.parent / "fixtures" / "wiki" / "rendered"
METADATA = {"Title": "Fixture wiki", "Date": "2025-06-30", "Language": "eng", "License": "CC0 1.0"}


class _Page(Item):
    def __init__(self, path: str, title: str, html: str, mimetype: str = "text/html"):
        super().__init__()
        self.page = (path, title, html, mimetype)

    def get_path(self) -> str:
        return self.page[0]

    def get_title(self) -> str:
        return self.page[1]

    def get_mimetype(self) -> str:
        return self.page[3]

    def get_contentprovider(self) -> StringProvider:
        return StringProvider(self.page[2])

    def get_hints(self) -> dict[Hint, bool]:
        return {Hint.FRONT_ARTICLE: self.page[3] == "text/html"}


def _make(path: Path, pages: Mapping[str, str], *, indexed: bool = True, metadata: Mapping[str, str] = METADATA) -> Path:
    with Creator(path).config_indexing(indexed, "eng") as creator:
        creator.set_mainpath("Velmora")
        for name, html in pages.items():
            creator.add_item(_Page(name, unquote(name).replace("_", " "), html))
        creator.add_item(_Page("style.css", "Operation Sindoor", "Operation Sindoor", "text/css"))
        for key, value in metadata.items():
            creator.add_metadata(key, value)
    return path


def _pages() -> dict[str, str]:
    return {path.stem: f"<html><body>{path.read_text(encoding='utf-8')}</body></html>" for path in sorted(RENDERED.glob("*.html"))}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _make(tmp_path_factory.mktemp("zim") / "wiki.zim", _pages())


def _look(file: Path, query: Query, limit: int = 5) -> Found:
    def nobody(request: Request) -> Any:
        raise AssertionError("a source on this machine asks nobody")

    return drive(Zim(file=file), query, nobody, limit)


def test_a_page_is_found_by_its_text(file: Path) -> None:
    found = _look(file, LAUNCH)
    page = found.evidence[0]
    assert not found.failures and page.title == "Operation Sindoor"
    assert "India launched Operation Sindoor on 7 May 2025" in page.text and "22 April 2025" in page.text
    assert page.url.startswith("zim://") and page.url.endswith("/Operation_Sindoor")
    assert page.licence == "CC0 1.0" and page.dated == date(2025, 6, 30) and page.source == "zim"
    assert len(page.answers) == 1 and len(page.answers[0]) == 64
    assert all(piece.title for piece in found.evidence)


def test_prose_only_and_no_more_than_bears_on_the_claim(file: Path) -> None:
    bridge = _look(file, BRIDGE).evidence[0]
    assert "12,000 cars a day" in bridge.text and "7,900" not in bridge.text and "Hidden" not in bridge.text
    annals = next(piece for piece in _look(file, ANNALS).evidence if piece.title == "Annals of Velmora")
    assert "In 1815 the" in annals.text and len(annals.text) <= 2_000


@pytest.mark.parametrize(("day", "as_of"), [("2025-06-30", "then"), ("2025-07-02", None), ("last year", None), ("", None)])
def test_a_file_made_before_the_day_shows_what_was_known(tmp_path: Path, day: str, as_of: str | None) -> None:
    path = _make(tmp_path / "a.zim", {"Munir": "<p>Munir was hosted.</p>"}, metadata={**METADATA, "Date": day} if day else {})
    (piece,) = _look(path, HOSTED).evidence
    assert piece.as_of == as_of
    assert (piece.dated is None) == (day in ("", "last year"))


def test_without_an_index_titles_are_searched(tmp_path: Path) -> None:
    path = _make(tmp_path / "a.zim", _pages(), indexed=False)
    assert _look(path, LAUNCH).evidence[0].title == "Operation Sindoor"


def test_where_the_page_says_where_it_is_from_that_is_its_address(tmp_path: Path) -> None:
    text = "<p>Munir was hosted by the president.</p>"
    link = '<link rel="canonical" href="https://en.wikipedia.org/wiki/Munir">'
    line = '<p>From <a href="https://en.wikipedia.org/w/index.php?title=Munir&amp;oldid=123">Wikipedia</a></p>'
    pages = {
        "Link": f"<html><head>{link}</head><body>{text}</body></html>",
        "Line": f"<html><head>{link}</head><body>{text}{line}</body></html>",
        "Bad": f"<html><head><link rel=canonical href='javascript:alert(1)'></head><body>{text}</body></html>",
    }
    found = {piece.title: piece for piece in _look(_make(tmp_path / "a.zim", pages), HOSTED).evidence}
    assert found["Link"].url == "https://en.wikipedia.org/wiki/Munir"
    assert found["Line"].url == "https://en.wikipedia.org/w/index.php?title=Munir&oldid=123" and found["Line"].revision == "123"
    assert found["Bad"].url.startswith("zim://")


@pytest.mark.parametrize("query", [UNKNOWN, ODD, Query("q", (Name('"'),)), Query("q", words=("launch",))])
def test_nothing_found_is_no_failure(file: Path, query: Query) -> None:
    assert _look(file, query) == Found()


def test_the_limit_holds(file: Path) -> None:
    assert len(_look(file, LAUNCH, 1).evidence) == 1
    assert _look(file, LAUNCH, 0) == Found()


def test_what_is_missing_is_said(tmp_path: Path, file: Path) -> None:
    (tmp_path / "no.zim").write_bytes(b"no ZIM file at all, but long enough to be one" * 10)
    (tmp_path / "cut.zim").write_bytes(file.read_bytes()[:2_000])
    for path in (None, tmp_path / "absent.zim", tmp_path / "no.zim", tmp_path / "cut.zim"):
        failure = Zim(file=path).ready()
        assert failure and failure.kind == "not-configured" and "ZIM" in failure.message.upper()
    assert Zim(file=file).ready() is None
    assert [failure.kind for failure in _look(tmp_path / "no.zim", LAUNCH).failures] == ["not-configured"]


def test_a_damaged_file_is_said_to_be_one(tmp_path: Path, file: Path) -> None:
    sound = file.read_bytes()
    kinds: set[str] = set()
    for begin in range(0, len(sound), 4_000):
        (tmp_path / "hole.zim").write_bytes(sound[:begin] + bytes(1_500) + sound[begin + 1_500 :])
        found = _look(tmp_path / "hole.zim", LAUNCH)
        kinds |= {failure.kind for failure in found.failures}
    assert kinds == {"malformed", "not-configured"}, "the latter where not even its head can be read"


def test_without_libzim_the_extra_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *arguments: Any, **more: Any) -> Any:
        if name.startswith("libzim"):
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    failure = Zim(file=file).ready()
    assert isinstance(failure, Failure) and failure.kind == "not-configured" and "claimcheck-desk[zim]" in failure.message


def test_libzim_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, claimcheck.lookup.sources.zim; sys.exit('libzim' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
