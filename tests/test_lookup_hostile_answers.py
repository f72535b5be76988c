"""The same battery of hostile answers for every source that asks somebody: nothing is raised, and what comes out is plain and bounded.

Each source is given answers that are right but for one value, at every place of them in turn. They go through the client's own
checks, as they would when they came over the wire.
"""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from claimcheck.lookup import untrusted
from claimcheck.lookup.answer_check import checked
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.registry import BUILT_IN, sources
from claimcheck.lookup.source import Found, Source
from tests import wikibase
from tests.lookup_driver import RETRIEVED, drive

LIMIT = 5
LINK = "https://www.riverton.gov.uk/bridge"
QUERY = Query(
    "c-1",
    names=(Name("Ardania", "location"), Name("Ann Lee", "person")),
    words=("population", "secretary", "bridge"),
    begin=date(2024, 1, 1),
    end=date(2024, 12, 31),
    as_of=date(2025, 7, 1),
    links=(LINK,),
)
PROSE = "Ann Lee is the Secretary of Defense of Ardania. The population of Ardania was 1.25 million in 2024, when the bridge opened."


def wikipedia(asked: dict[str, str]) -> object:
    if asked["action"] == "parse":
        return {"parse": {"title": "Ardania", "pageid": 7, "revid": 90, "text": f"<p>{PROSE}</p><p>It has a bridge.</p>"}}
    revisions = [{"revid": 90 if "rvstart" in asked else 99, "parentid": 80, "timestamp": "2025-06-01T12:00:00Z"}]
    page = {"pageid": 7, "ns": 0, "title": "Ardania", "extract": f"{PROSE}\nAnn Lee opened the bridge.", "revisions": revisions}
    return {"batchcomplete": True, "query": {"pages": [page | {"index": 1, "lastrevid": 99}]}}


LEE = wikibase.entity(
    "Q101",
    "Ann Lee",
    wikibase.statement("P39", "Q202", ("P580", wikibase.time("+2024-01-25T00:00:00Z")), references=1, link="https://gov.example.org/lee"),
)
ARDANIA = wikibase.entity(
    "Q102",
    "Ardania",
    wikibase.statement(
        "P1082",
        wikibase.quantity("+1250000", upperBound="+1260000", lowerBound="+1240000"),
        ("P585", wikibase.time("+2024-00-00T00:00:00Z", 9)),
    ),
)


def wikidata(asked: dict[str, str]) -> object:
    if asked["action"] == "wbsearchentities":
        key = "Q101" if asked["search"] == "Ann Lee" else "Q102"
        return wikibase.hits(asked["search"], (key, asked["search"], "of Ardania"))
    if asked["props"] == "labels":
        return wikibase.labels(Q202="Secretary of Defense of Ardania")
    return wikibase.answer(*(entity for entity in (LEE, ARDANIA) if entity["id"] in asked["ids"].split("|")))


def google(asked: dict[str, str]) -> object:
    review = {
        "publisher": {"name": "Facts", "site": "facts.example.org"},
        "url": "https://facts.example.org/a",
        "title": "No, Ardania has not doubled",
        "reviewDate": "2025-06-20T00:00:00Z",
        "textualRating": "False",
        "languageCode": "en",
    }
    claim = {
        "text": "The population of Ardania doubled.",
        "claimant": "Ann Lee",
        "claimDate": "2025-06-10T00:00:00Z",
        "claimReview": [review],
    }
    return {"claims": [claim], "nextPageToken": "x"}


def world_bank(asked: dict[str, str]) -> object:
    row = {
        "indicator": {"id": "SP.POP.TOTL", "value": "Population, total"},
        "country": {"id": "PT", "value": "Portugal"},
        "countryiso3code": "PRT",
        "date": "2024",
        "value": 10639726,
        "unit": "",
        "obs_status": "",
        "decimal": 0,
    }
    paging = {"page": 1, "pages": 1, "per_page": 200, "total": 2, "sourceid": "2", "lastupdated": "2025-12-19"}
    return [paging, [row, row | {"date": "2023", "value": 10578174}]]


def gdelt(asked: dict[str, str]) -> object:
    article = {"url": "https://news.example.org/a", "title": "Ardania opens bridge", "seendate": "20240611T081500Z", "language": "English"}
    return {"articles": [article | {"domain": "news.example.org", "sourcecountry": "Ireland"}]}


def wayback(asked: dict[str, str]) -> object:
    return [["timestamp", "statuscode", "mimetype", "digest"], ["20250603101112", "200", "text/html", "A" * 32]]


SERVICES: dict[str, Callable[[dict[str, str]], object]] = {
    "wikipedia": wikipedia,
    "wikidata": wikidata,
    "google-fact-check": google,
    "world-bank": world_bank,
    "gdelt": gdelt,
    "wayback": wayback,
}
#: The World Bank knows no Ardania.
QUERIES = {
    "world-bank": Query("c-1", names=(Name("Portugal", "location"),), words=("population",), begin=date(2024, 1, 1), as_of=QUERY.as_of)
}

#: A wiki sends texts that are plain already: "<b>" in one is what the page says about markup.
PLAIN = frozenset({"wikipedia"})

MARKUP = "<script>alert(1)</script><b onclick=x>Ardania</b> <img src=x onerror=alert(1)> &lt;i&gt;Ann Lee&lt;/i&gt; <a href='javascript:alert(1)'>x"
UNSEEN = "Ann\x00 Lee\x1b[2J\x07\r\n\x85 \u202epopulation\u2066 \u200e of \ufeffArdania\u2069\u2028\x9b"
#: What may stand in place of any value.
WRONG: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    10**40,
    1.5e300,
    "",
    " ",
    "12",
    "-12.5",
    "٢٠٢٤",
    "9999999999-99-99T99:99:99Z",
    "2024-02-30T00:00:00Z",
    "javascript:alert(document.domain)",
    "https://user:word@example.org/\u202e",
    "data:text/html,<b>x</b>",
    "//example.org/a",
    MARKUP,
    UNSEEN,
    "Q" + "9" * 400,
    [],
    {},
    [[[[None]]]],
    {"value": {"value": {"value": []}}},
    [{"id": {}, "value": []}],
    {"": "", "id": 5, "error": None},
)
LONG = ("Ardania opens bridge " * 50_000, MARKUP * 5_000, "<" * 1_000_000, "&" * 1_000_000, UNSEEN * 15_000)
BODIES = (
    b"",
    b" ",
    b"\x00" * 1_000,
    b"\xff\xfe\xfa",
    b"{",
    b"[1, 2",
    b"NaN",
    b"<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>",
    b"Too many requests, please limit requests",
    b'{"error": {"code": "x", "info": "\\u202e<b>no</b>\\u0000"}}',
    b'{"a": 1, "a": 2}',
    b'"\\ud800"',
    b"[" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
)

Reply = Callable[[Request], object]


@pytest.fixture(params=sorted(SERVICES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def source_of(name: str) -> Source:
    (source,) = sources([name])
    return source


def found(name: str, reply: Reply) -> Found:
    """What comes of answers with the status of success; `reply` gives bodies as bytes, anything else as JSON."""
    source = source_of(name)
    asked = 0

    def answers(request: Request) -> Answer | Failure:
        nonlocal asked
        asked += 1
        assert asked <= 16, "a source that is given nonsense asks without end"
        value = reply(request)
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        kind = "text/html" if body[:1] == b"<" else "application/json"
        return checked(Answer(request, 200, body, RETRIEVED, {"content-type": kind}), source)

    return drive(source, QUERIES.get(name, QUERY), answers, LIMIT)


def right(name: str) -> Reply:
    return lambda request: SERVICES[name](dict(request.params))


def paths(value: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value; of a list the first three items."""
    yield at
    if isinstance(value, dict):
        for key in value:
            yield from paths(value[key], (*at, key))
    elif isinstance(value, list):
        for number, item in enumerate(value[:3]):
            yield from paths(item, (*at, number))


def with_value(value: object, path: tuple[Any, ...], new: object) -> object:
    """A copy with another value at one place."""
    if not path:
        return new
    changed = copy.deepcopy(value)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = new
    return changed


def at(value: object, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]  # type: ignore[index]
    return value


def kinds(name: str) -> list[tuple[str, object]]:
    """The requests that the source makes when all is well, as far as their answers differ in shape, each with its answer."""
    made: dict[str, tuple[str, object]] = {}

    def reply(request: Request) -> object:
        value = right(name)(request)
        shape = " ".join(name for name, _ in request.params) + re.sub(r'"[^"]*"(?!:)|\d+', "", json.dumps(value))
        made.setdefault(shape, (request.key, value))
        return value

    result = found(name, reply)
    assert result.evidence and not result.failures, "the right answers are right"
    check(name, result)
    return list(made.values())


def instead(name: str, key: str, value: object) -> Reply:
    """Right answers, but for one request."""
    return lambda request: value if request.key == key else right(name)(request)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if not isinstance(value, Failure) or field.name != "request":
                yield from strings(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings(item)


def check(name: str, result: Found) -> None:
    plain = name in PLAIN
    assert len(result.evidence) <= LIMIT
    assert len(result.failures) <= 20
    for failure in result.failures:
        assert 0 < len(failure.message) <= 500
    for evidence in result.evidence:
        assert 0 < len(evidence.text) <= untrusted.MAX_TEXT and 0 < len(evidence.title) <= untrusted.MAX_TITLE
        for url in (evidence.url, *([evidence.verdict.url] if evidence.verdict else [])):
            assert url.startswith(("https://", "http://", "zim:")) and len(url) <= 2 * untrusted.MAX_LINK
            assert not set(url) & set(" <>\"'\\^`{|}")
        assert len(evidence.statements or ()) <= 500
        for statement in evidence.statements or ():
            assert 0 <= statement.span.start < statement.span.end <= len(evidence.text)
    for text in strings(result):
        assert len(text) <= untrusted.MAX_TEXT
        assert plain or not re.search(r"<(?:script|b|img|a)\b", text, re.IGNORECASE), text
        for character in set(text):
            odd = unicodedata.category(character) in ("Cc", "Cs") or character in "\u200e\u200f\u2028\u2029\ufeff\u061c"
            turned = unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
            assert character == "\n" or not (odd or turned), f"{character!r} in {text!r}"


def test_every_source_that_asks_somebody_is_here() -> None:
    assert set(SERVICES) == {name for name in BUILT_IN if name not in ("archive", "zim")}


def test_one_wrong_value_at_every_place(name: str) -> None:
    for key, value in kinds(name):
        for number, path in enumerate(paths(value)):
            # all of them at every place would take minutes; so each place has a third, and each its turn
            for wrong in WRONG[number % 3 :: 3] if path else WRONG:
                try:
                    check(name, found(name, instead(name, key, with_value(value, path, wrong))))
                except Exception as error:
                    raise AssertionError(f"{wrong!r} at {path}: {error!r}") from error


def test_a_megabyte_in_place_of_a_string(name: str) -> None:
    for key, value in kinds(name):
        for number, path in enumerate(path for path in paths(value) if isinstance(at(value, path), str)):
            for long in (LONG[number % len(LONG)], LONG[(number + 1) % len(LONG)]):
                check(name, found(name, instead(name, key, with_value(value, path, long))))


def test_lists_and_objects_without_end(name: str) -> None:
    for key, value in kinds(name):
        for path in paths(value):
            here = at(value, path)
            if isinstance(here, list) and here:
                check(name, found(name, instead(name, key, with_value(value, path, here * 1_000))))
                check(name, found(name, instead(name, key, with_value(value, path, [*here, *([None, 1, "x", [], {}] * 500)]))))
            elif isinstance(here, dict) and here:
                more = {f"{member}{number}": copy.deepcopy(here[member]) for member in list(here)[:2] for number in range(500)}
                check(name, found(name, instead(name, key, with_value(value, path, here | more))))


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_bodies_that_are_no_answer(name: str, number: int) -> None:
    result = found(name, lambda request: BODIES[number])
    check(name, result)
    assert not result.evidence and result.failures
    for key, _ in kinds(name):
        check(name, found(name, instead(name, key, BODIES[number])))


def test_an_empty_answer_of_the_right_type_is_no_evidence(name: str) -> None:
    for value in ([], {}):
        result = found(name, lambda request, value=value: value)  # type: ignore[misc]
        check(name, result)
        assert not result.evidence
