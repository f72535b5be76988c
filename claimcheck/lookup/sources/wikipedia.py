"""Wikipedia, or any other wiki that runs MediaWiki: what its pages say now, and what they said on the article's day of publication.

Asked is the Action API (https://www.mediawiki.org/wiki/API:Action_API): one search, a second one where the first found nothing; the two
pages that fit best, each with its last revision up to the end of that day (UTC); and the text of that revision where the page has
changed since. So at most 6 requests for a claim, and 3 for most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.excerpt import Terms, changed, excerpt
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Search
from claimcheck.lookup.sources.mediawiki_answers import Hit, Page, Revision, hits, page, revision_text
from claimcheck.lookup.sources.mediawiki_errors import api_error
from claimcheck.lookup.sources.mediawiki_terms import searches

ENDPOINT = "https://en.wikipedia.org/w/api.php"
#: Of all text of Wikipedia since 2023; another wiki has its own.
LICENCE = "CC BY-SA 4.0"
#: Pages whose text is read, and pages that a search brings to choose them from.
PAGES, HITS = 2, 8
#: Seconds for which a cache on the way may answer: a page and a search change, an old revision does not.
_CHANGING, _FIXED = "3600", "86400"


@dataclass(frozen=True, slots=True)
class _Text:
    """Paragraphs, and the SHA-256 of the answer that they are from."""

    paragraphs: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of one page, and the SHA-256 of the answer that tells it."""

    page: Page
    newest: Revision
    answer: str


class Wikipedia:
    """Pages of the wiki whose `api.php` is the endpoint; without one, those of the English Wikipedia."""

    name = "wikipedia"
    follow_ups = (
        "a shorter search where the first finds nothing; the two pages that fit best, each with its revision on the day of publication; "
        "the text of that revision where the page has changed since: six requests at most"
    )

    def __init__(self, *, endpoint: str | None = None, file: Path | None = None):
        self._endpoint = endpoint or ENDPOINT
        try:
            host = urlsplit(self._endpoint).hostname or ""
        except ValueError:
            host = ""
        self.hosts = frozenset({host} if host else ())
        ours = host == "wikipedia.org" or host.endswith(".wikipedia.org")
        self._title = "Wikipedia" if ours else f"the wiki at {host}"
        self._licence = LICENCE if ours else None
        self.about = (
            f"Pages of {self._title}, as they are and as they were on the day of publication. Sent: up to two names and two words of the "
            "claim, and that day."
        )

    def ready(self) -> Failure | None:
        if self.hosts and self._endpoint.startswith(("https://", "http://")) and self._endpoint.endswith("/api.php"):
            return None
        return Failure("not-configured", f"The address of a wiki is that of its api.php, such as {ENDPOINT}.")

    def judge(self, answer: Answer) -> Failure | None:
        return api_error(answer, self._title)

    def search(self, query: Query, *, limit: int) -> Search:
        found: Sequence[Hit] = ()
        for words in searches(query) if limit > 0 else ():
            (answer,) = yield (self._search(words),)
            if isinstance(answer, Failure):
                return Found(failures=(answer,))
            read = hits(answer.value)
            if read is None:
                return Found(failures=(self._malformed("a list of pages", answer.request),))
            if found := read:
                break
        terms = Terms(query)
        best = sorted(found, key=lambda hit: (-terms.weight(f"{hit.title}\n{hit.intro}"), hit.index, hit.page))[: min(PAGES, limit)]
        if not best:
            return Found()
        failures: list[Failure] = []
        states: list[_State] = []
        got = yield [self._page(hit, query) for hit in best]
        for hit, answer in zip(best, got, strict=True):
            state = answer if isinstance(answer, Failure) else self._state(hit, answer)
            if isinstance(state, Failure):
                failures.append(state)
            elif state is not None:
                states.append(state)
        wanted = [revision for state in states for revision in _to_read(state, query)]
        texts: dict[int, _Text] = {}
        got = (yield [self._revision(revision) for revision in wanted]) if wanted else ()
        for revision, answer in zip(wanted, got, strict=True):
            if isinstance(answer, Failure):
                failures.append(answer)
            elif (paragraphs := revision_text(answer.value, revision.number)) is None:
                failures.append(self._malformed("the text of a revision", answer.request))
            else:
                texts[revision.number] = _Text(paragraphs, answer.sha256)
        evidence = [piece for state in states for piece in self._evidence(state, query, texts)]
        return Found(tuple(evidence[:limit]), tuple(failures))

    def _search(self, words: str) -> Request:
        return self._request(
            ("action", "query"),
            ("generator", "search"),
            ("gsrsearch", words),
            ("gsrwhat", "text"),  # a wiki that searches in its database looks at titles alone otherwise
            ("gsrnamespace", "0"),
            ("gsrlimit", str(HITS)),
            ("redirects", "1"),  # a database finds redirects too
            ("prop", "extracts|pageprops|revisions"),
            ("exintro", "1"),
            ("explaintext", "1"),
            ("exlimit", "max"),
            ("ppprop", "disambiguation"),
            ("rvprop", "ids|timestamp"),
            age=_CHANGING,
        )

    def _page(self, hit: Hit, query: Query) -> Request:
        then = (("rvlimit", "1"), ("rvdir", "older"), ("rvstart", f"{query.as_of}T23:59:59Z")) if query.as_of else ()
        return self._request(
            ("action", "query"),
            ("pageids", str(hit.page)),
            ("prop", "extracts|info|revisions"),
            ("explaintext", "1"),
            ("exsectionformat", "wiki"),
            ("exlimit", "1"),
            ("rvprop", "ids|timestamp"),
            *then,
            age=_CHANGING,
        )

    def _revision(self, revision: Revision) -> Request:
        return self._request(
            ("action", "parse"),
            ("oldid", str(revision.number)),
            ("prop", "revid|text"),
            ("disableeditsection", "1"),
            ("disablelimitreport", "1"),
            ("disabletoc", "1"),
            age=_FIXED,
        )

    def _request(self, *params: tuple[str, str], age: str) -> Request:
        # maxlag: a wiki whose copies lag behind is left alone (https://www.mediawiki.org/wiki/API:Etiquette)
        common = (("format", "json"), ("formatversion", "2"), ("maxlag", "5"), ("maxage", age), ("smaxage", age))
        return Request(self._endpoint, (*params, *common))

    def _state(self, hit: Hit, answer: Answer) -> _State | Failure | None:
        read = page(answer.value)
        if read is None:
            return self._malformed("a page", answer.request)
        if not read.title:
            return None  # deleted since the search engine saw it
        number = read.newest or (hit.newest.number if hit.newest else None)
        if number is None:
            return self._malformed("the revision of a page", answer.request)
        known = [revision for revision in (hit.newest, read.then) if revision and revision.number == number]
        return _State(read, known[0] if known else Revision(number), answer.sha256)

    def _evidence(self, state: _State, query: Query, texts: Mapping[int, _Text]) -> Iterator[Evidence]:
        newest, then = state.newest, state.page.then
        now = texts.get(newest.number) if state.page.text is None else _Text(state.page.text, state.answer)
        before = texts.get(then.number) if then else None
        if query.as_of is None or then is None:
            if now:
                yield from self._piece(state, query, newest, now, now.paragraphs, as_of="since" if query.as_of else None)
        elif then.number == newest.number:
            if now:
                yield from self._piece(state, query, newest, now, now.paragraphs, as_of="then")
        elif before is None:
            # What it said on the day could not be had, so nothing can be said of what is there now.
            if now:
                yield from self._piece(state, query, newest, now, now.paragraphs, as_of=None)
        else:
            yield from self._piece(state, query, then, before, before.paragraphs, as_of="then")
            if now:
                newer = changed(now.paragraphs, before.paragraphs)
                yield from self._piece(state, query, newest, now, newer, as_of="since", lead=not before.paragraphs)

    def _piece(
        self,
        state: _State,
        query: Query,
        revision: Revision,
        text: _Text,
        paragraphs: Sequence[str],
        *,
        as_of: Literal["then", "since"] | None,
        lead: bool = True,
    ) -> Iterator[Evidence]:
        part = excerpt(paragraphs, query, title=state.page.title, lead=lead)
        if not part.text:
            return
        yield Evidence(
            source=self.name,
            kind="page",
            title=state.page.title,
            url=f"{self._endpoint.removesuffix('api.php')}index.php?oldid={revision.number}",
            text=part.text,
            licence=self._licence,
            revision=str(revision.number),
            dated=revision.day,
            modified=revision.saved or None,
            as_of=as_of,
            answers=tuple(dict.fromkeys((state.answer, text.answer))),
            score=part.share,
        )

    def _malformed(self, what: str, request: Request) -> Failure:
        return Failure("malformed", f"{self._title} answered with something that is not {what}.", request)


def _to_read(state: _State, query: Query) -> Iterator[Revision]:
    """The revisions whose text is still to be had: that of the day where it is another, the newest where there was no extract."""
    if query.as_of and state.page.then and state.page.then.number != state.newest.number:
        yield state.page.then
    if state.page.text is None:
        yield state.newest
