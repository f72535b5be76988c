"""Answers of a MediaWiki's Action API (`formatversion=2`), taken apart: every value is checked and bounded, whoever sent it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from claimcheck.lookup.plain_text import one_line, paragraphs

#: More than any request asks for.
_MOST_HITS = 50
_LONGEST_TITLE = 300
_MOST_TEXT = 500_000
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}Z")
#: A heading in an extract with `exsectionformat=wiki`.
_HEADING = re.compile(r"={1,6}[^=].*={1,6}|={2,}")


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a page. `saved` is RFC 3339 in UTC, "" where it is not known."""

    number: int
    saved: str = ""

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.saved[:10]) if self.saved else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that a search found: its place among them, its first section, its newest revision."""

    page: int
    title: str
    index: int
    intro: str
    newest: Revision | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page; one that is gone has no title. `text`: its paragraphs, None where the wiki gives no extracts; `newest`: the revision that
    they are of; `then`: the last one up to the day asked about, None where there was none yet."""

    title: str
    text: tuple[str, ...] | None
    newest: int | None
    then: Revision | None


def hits(value: object) -> tuple[Hit, ...] | None:
    """The pages that a search found, best first, without those that only point to others; None where it is no such answer."""
    found = _pages(value)
    if found is None:
        return None
    taken = []
    for page in found[:_MOST_HITS]:
        number, title = _number(page.get("pageid")), _line(page.get("title"))
        properties = page.get("pageprops")
        if number is None or not title or page.get("missing") or page.get("ns") != 0:
            continue
        if isinstance(properties, dict) and "disambiguation" in properties:
            continue
        extract = page.get("extract")
        intro = one_line(extract, 4_000) if isinstance(extract, str) else ""
        taken.append(Hit(number, title, _number(page.get("index")) or _MOST_HITS, intro, _revision(page)))
    return tuple(sorted(taken, key=lambda hit: (hit.index, hit.page)))


def page(value: object) -> Page | None:
    """The one page that was asked for; None where it is no such answer."""
    found = _pages(value)
    if not found:
        return None
    if found[0].get("missing") is True:
        return Page("", (), None, None)
    title = _line(found[0].get("title"))
    extract = found[0].get("extract")
    text = None
    if isinstance(extract, str):
        lines = (one_line(line) for line in extract[:_MOST_TEXT].split("\n"))
        text = tuple(line for line in lines if line and not _HEADING.fullmatch(line))
    return Page(title, text, _number(found[0].get("lastrevid")), _revision(found[0])) if title else None


def revision_text(value: object, number: int) -> tuple[str, ...] | None:
    """The paragraphs of the revision that was asked for; None where it is no such answer."""
    parsed = value.get("parse") if isinstance(value, dict) else None
    if not isinstance(parsed, dict) or parsed.get("revid") != number or not isinstance(html := parsed.get("text"), str):
        return None
    return paragraphs(html)


def _pages(value: object) -> list[Mapping[str, object]] | None:
    if not isinstance(value, dict):
        return None
    query = value.get("query")
    if query is None and value.get("batchcomplete") is True:
        return []  # a search that found nothing
    pages = query.get("pages") if isinstance(query, dict) else None
    if not isinstance(pages, list):
        return None
    return [page for page in pages if isinstance(page, dict)]


def _revision(page: Mapping[str, object]) -> Revision | None:
    revisions = page.get("revisions")
    first = revisions[0] if isinstance(revisions, list) and revisions else None
    if not isinstance(first, dict) or (number := _number(first.get("revid"))) is None:
        return None
    return Revision(number, _time(first.get("timestamp")))


def _time(value: object) -> str:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not match:
        return ""
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return ""
    return match[0]


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**15 else None


def _line(value: object) -> str:
    return one_line(value, _LONGEST_TITLE) if isinstance(value, str) else ""
