"""A draft's words in what goes out: every source, every fixture article, every request; and the recorded traffic."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint, EntryPoints
from typing import Any
from urllib.parse import unquote_plus

import pytest
import yaml

from claimcheck.errors import SettingError
from claimcheck.lookup import registry
from claimcheck.lookup.confidential import RUN
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.query import Query
from claimcheck.lookup.registry import BUILT_IN, source_names, sources
from claimcheck.lookup.source import Found, Search
from claimcheck.lookup.terms import KeyTerms, names_of
from claimcheck.record import report_to_json
from tests import cassettes
from tests.frozen import article_names, document_of, report_of
from tests.lookup_driver import answer, drive

REMOTE = tuple(name for name in BUILT_IN if name not in ("archive", "zim"))


def words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+", text)]


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


def bare(text: str, names: list[str]) -> str:
    """The text with a mark where a name stood."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "\0", text)
    return text


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_GOOGLE_KEY", "not-a-key")


@pytest.mark.parametrize("article", article_names())
@pytest.mark.parametrize("name", REMOTE)
def test_no_source_sends_a_piece_of_a_draft(name: str, article: str) -> None:
    """No three words in a row outside the article's names, and nothing that the key terms do not hold, whatever is answered."""
    (source,) = sources([name])
    claims = report_to_json(report_of(article))["claims"]
    names = list(names_of(claims))
    text = bare(document_of(article).source, names)
    finder = KeyTerms(claims)
    sent: list[Request] = []

    def answers(request: Request) -> Answer | Failure:
        sent.append(request)
        return answer(request, {} if request.accept == "json" else b"")

    for claim in claims:
        query = finder.query(claim)
        query = Query(query.claim_id, query.names, query.words, query.begin, query.end, query.as_of)
        drive(source, query, answers)
    for request in sent:
        for _, value in request.params:
            pieces = bare(value, names)
            shared = {run for piece in pieces.split("\0") for run in runs(piece, 3)} & {
                run for piece in text.split("\0") for run in runs(piece, 3)
            }
            assert not shared, request.shown


def test_recorded_requests_hold_no_piece_of_an_article() -> None:
    articles = {article: runs(document_of(article).source, RUN) for article in article_names()}
    names = {article: list(names_of(report_to_json(report_of(article))["claims"])) for article in articles}
    exchanges = [
        exchange["request"]
        for path in sorted(cassettes.FOLDER.rglob("*.yaml"))
        for exchange in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]
    ]
    assert len(exchanges) > 20
    for request in exchanges:
        assert not request["body"]
        for article, known in articles.items():
            address = bare(unquote_plus(request["uri"]).replace('"', " "), names[article])
            assert not any(runs(piece, RUN) & known for piece in address.split("\0")), request["uri"]


# -- the register of sources -------------------------------------------------------------------------------------


def test_sources_on_this_machine_are_asked_first_and_none_twice() -> None:
    made = sources(["wikipedia", "archive", "gdelt", "wikipedia"])
    assert [source.name for source in made] == ["archive", "wikipedia", "gdelt"]


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_a_source_tells_what_it_is(name: str) -> None:
    (source,) = sources([name])
    assert source.name == name
    assert re.search(r"\.$", source.about)
    assert bool(source.hosts) == (name in REMOTE)
    assert all(re.fullmatch(r"[a-z0-9.-]+", host) for host in source.hosts)


class Registrar:
    """A source of another package."""

    name, about, follow_ups = "registrar", "The register of companies.", ""

    def __init__(self, *, endpoint: str | None = None, file: Any = None):
        self.hosts = frozenset({(endpoint or "https://register.example/api").split("/")[2]})

    def ready(self) -> Failure | None:
        return None

    def judge(self, answer: Answer) -> Failure | None:
        return None

    def search(self, query: Query, *, limit: int) -> Search:
        return Found()
        yield []


def test_another_package_adds_a_source(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("registrar", f"{__name__}:Registrar", registry.GROUP)

    def entry_points(**selected: str) -> EntryPoints:
        return EntryPoints([point]).select(**selected)

    monkeypatch.setattr(registry, "entry_points", entry_points)
    assert source_names()[-1] == "registrar"
    (source,) = sources(["registrar"], endpoints={"registrar": "https://other.example/v1"})
    assert source.hosts == {"other.example"}


def test_an_unknown_source_is_named_with_those_there_are() -> None:
    with pytest.raises(SettingError, match=r"There is no source 'wiki': choose among archive, zim, wikipedia"):
        sources(["wiki"])
