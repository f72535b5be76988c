"""The day a page says it came out: htmldate on what may say so, and on nothing else.

htmldate would also take a date out of running text, an image's address or a copyright line, and a day that the page was
changed. It is given an extract of the page: metadata, JSON-LD, and the dated elements between headline and first paragraph.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from claimcheck.reading.markup import Markup, attributes

_MODIFIED = re.compile(r"modif|updat|revis|expir|unpublish|retriev|access|copyright|image|url", re.IGNORECASE)
_DATED = re.compile(r"date|time|publish|posted|byline", re.IGNORECASE)
_BODY_DATE = 300  # characters after a dated element's tag: more is no date
_CLOSING_SCRIPT = re.compile(r"</script(?=[\s/>])", re.IGNORECASE)

_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"[^"<]{4,40}"')
_NO_DATE = date(1970, 1, 1)  # what publishing systems write that have none
_EARLIEST, _LATEST = "1900-01-01", "2199-12-31"  # fixed: the same page has the same date on any day


@dataclass(slots=True)
class Dated:
    """Start tags that may hold dates: <meta> and <link>, JSON-LD scripts, and elements that are called dates."""

    metas: list[Markup] = field(default_factory=list)
    scripts: list[Markup] = field(default_factory=list)
    elements: list[Markup] = field(default_factory=list)


def is_dated(name: str, tag: str) -> bool:
    """Whether an element says of itself that it holds a date."""
    if name in ("time", "abbr"):
        return True
    if not _DATED.search(tag):
        return False
    found = attributes(tag)
    return _DATED.search(" ".join((found.get("class", ""), found.get("id", ""), found.get("itemprop", "")))) is not None


def publication_date(source: str, dated: Dated, headline: int, first: int) -> date | None:
    """The day in the page's metadata, else between the offsets of its headline and its first paragraph; else None."""
    metas = [
        source[token.start : token.end] for token in dated.metas if token.name == "meta" and not _MODIFIED.search(_name(source, token))
    ]
    scripts = [match[0] for token in dated.scripts for match in _PUBLISHED.finditer(source, token.end, _script_end(source, token.end))]
    elements = _between(source, dated.elements, headline, first)
    if not (scripts or elements or any(_DATED.search(meta) for meta in metas)):
        return None
    found = _by_htmldate("".join(metas), f'<script type="application/ld+json">{{{",".join(scripts)}}}</script>', "".join(elements))
    return None if found == _NO_DATE else found


def _name(source: str, token: Markup) -> str:
    found = attributes(source[token.start : token.end])
    return " ".join(found.get(key, "") for key in ("name", "property", "itemprop", "http-equiv"))


def _script_end(source: str, start: int) -> int:
    close = _CLOSING_SCRIPT.search(source, start)
    return close.start() if close else len(source)


def _between(source: str, elements: Sequence[Markup], headline: int, first: int) -> list[str]:
    """Dated elements from headline to first paragraph, each with the text up to the next tag, those of changes left out."""
    found: list[str] = []
    for token in elements:
        if headline <= token.start < first:
            tag = source[token.start : token.end]
            words = source[token.end : token.end + _BODY_DATE].split("<", 1)[0]
            if not _MODIFIED.search(tag + words):
                found.append(f"<p>{tag}{words}</{token.name}></p>")
    return found


def _by_htmldate(metas: str, scripts: str, elements: str) -> date | None:
    from htmldate import find_date
    from lxml import html as lxml_html

    logging.getLogger("htmldate").addHandler(logging.NullHandler())  # what it has to say is no message for users
    page = f"<html><head>{metas}{scripts}</head><body>{elements}<p></p></body></html>"
    tree = lxml_html.document_fromstring(page.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    # A tree, not a text: htmldate would fetch a text that looks like an address.
    found = find_date(tree, extensive_search=False, original_date=True, url="", min_date=_EARLIEST, max_date=_LATEST)
    return date.fromisoformat(found) if found else None
