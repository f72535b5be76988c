"""A ZIM file: an offline Wikipedia, or any other site kept in that format (https://wiki.openzim.org), on this machine.

Nothing is sent anywhere. libzim is under the GPL, so it comes as an extra, and is imported only where a file is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from claimcheck.lookup.evidence import Answer, Evidence, Failure
from claimcheck.lookup.excerpt import Terms, excerpt
from claimcheck.lookup.plain_text import MOST_HTML, one_line, paragraphs
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Search
from claimcheck.lookup.sources.mediawiki_terms import searches

#: Pages that a search brings, and pages of them that are evidence.
HITS, PAGES = 8, 3
#: Characters of an address.
_LONGEST_URL = 1_000
#: What libzim raises where a file is not as it should be.
_DAMAGED = (RuntimeError, KeyError, ValueError, OSError)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Where a page came from: the line at its end that names the revision, as mwoffliner writes it, or the link in its head.
_REVISION = re.compile(r"""href=["'](https?://[^"'\s<>]{1,600}[?&](?:amp;)?oldid=(\d{1,15})[^"'\s<>]{0,100})["']""")
_CANONICAL = re.compile(r"""<link\s[^>]{0,200}?rel=["']canonical["'][^>]{0,200}?href=["'](https?://[^"'\s<>]{1,900})["']""", re.IGNORECASE)


class Zim:
    """Pages of a ZIM file."""

    name = "zim"
    about = "Pages of an offline encyclopedia, a file on this machine. Nothing is sent."
    follow_ups = ""
    hosts: frozenset[str] = frozenset()

    def __init__(self, *, endpoint: str | None = None, file: Path | None = None):
        self._file = file

    def ready(self) -> Failure | None:
        archive = self._open()
        return archive if isinstance(archive, Failure) else None

    def judge(self, answer: Answer) -> Failure | None:
        return None  # it asks nobody

    def search(self, query: Query, *, limit: int) -> Search:
        yield from ()
        if limit <= 0 or not query.names:
            return Found()
        archive = self._open()
        if isinstance(archive, Failure):
            return Found(failures=(archive,))
        found: list[Evidence] = []
        damaged = False
        try:
            for path in _hits(archive, query):
                try:
                    found += self._pages(archive, path, query)
                except _DAMAGED:
                    damaged = True  # one block of the file; the others can be read
        except _DAMAGED:
            damaged = True
        found.sort(key=lambda piece: -(piece.score or 0.0))
        failures = (Failure("malformed", "Parts of the ZIM file could not be read: it is damaged."),) if damaged else ()
        return Found(tuple(found[: min(PAGES, limit)]), failures)

    def _open(self) -> Any:
        try:
            from libzim.reader import Archive
        except ImportError:
            return Failure("not-configured", "Reading ZIM files needs libzim: pip install 'claimcheck-desk[zim]'.")
        if self._file is None:
            return Failure("not-configured", "No ZIM file was named.")
        if not self._file.is_file():
            return Failure("not-configured", f"There is no file {self._file}.")
        try:
            return Archive(self._file)
        except RuntimeError:
            return Failure("not-configured", f"{self._file.name} is no ZIM file, or a damaged one.")

    def _pages(self, archive: Any, path: str, query: Query) -> Iterator[Evidence]:
        item = archive.get_entry_by_path(path).get_item()
        if not item.mimetype.startswith("text/html") or item.size > MOST_HTML:
            return
        body = bytes(item.content)
        html = body.decode("utf-8", "replace")
        part = excerpt(paragraphs(html), query, title=item.title or "")
        if part.text:
            yield self._evidence(archive, item, body, html, part.text, part.share, query)

    def _evidence(self, archive: Any, item: Any, body: bytes, html: str, text: str, share: float, query: Query) -> Evidence:
        made = _day(_metadata(archive, "Date"))
        revision = _REVISION.search(html)
        canonical = _CANONICAL.search(html)
        url = f"zim://{archive.uuid}/{quote(item.path, safe='/')}"
        for match in (revision, canonical):
            if match and _is_link(address := match[1].replace("&amp;", "&")):
                url = address
                break
        return Evidence(
            source=self.name,
            kind="page",
            title=one_line(item.title or item.path, 300),
            url=url[:_LONGEST_URL],
            text=text,
            licence=one_line(_metadata(archive, "License"), 200) or None,
            revision=revision[2] if revision else None,
            dated=made,
            modified=made.isoformat() if made else None,
            # A file made later may hold what nobody could know on the day; which parts of it, it does not tell.
            as_of="then" if made and query.as_of and made <= query.as_of else None,
            answers=(sha256(body).hexdigest(),),
            score=share,
        )


def _hits(archive: Any, query: Query) -> Sequence[str]:
    """Paths of pages, best first: from the full-text index, else from the titles."""
    from libzim.search import Query as Words
    from libzim.search import Searcher
    from libzim.suggestion import SuggestionSearcher

    if archive.has_fulltext_index:
        for words in searches(query):
            if found := list(Searcher(archive).search(Words().set_query(words)).getResults(0, HITS)):
                return found
        return ()
    paths: dict[str, None] = {}
    titles = SuggestionSearcher(archive)
    for name in query.names[:4]:
        paths.update(dict.fromkeys(titles.suggest(name.text[:200]).getResults(0, HITS)))
    terms = Terms(query)
    return sorted(paths, key=lambda path: -terms.weight(path.replace("_", " ")))[:HITS]


def _metadata(archive: Any, key: str) -> str:
    if key not in archive.metadata_keys:
        return ""
    return bytes(archive.get_metadata(key))[:1_000].decode("utf-8", "replace")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _is_link(address: str) -> bool:
    try:
        return len(address) <= _LONGEST_URL and bool(urlsplit(address).hostname)
    except ValueError:
        return False
