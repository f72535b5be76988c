"""The last look at a request before it leaves the machine: does it hold words of the draft?

Terms are chosen so that it never does; this does not rely on it. It sees the request as it would go out, whoever made it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from claimcheck.lookup.evidence import Request
from claimcheck.lookup.terms import names_of

Json = Mapping[str, Any]

#: So many words in a row, the same as in the draft, are a piece of it, if so many of them are in no name of the article.
RUN, BARE = 5, 2

_WORD = re.compile(r"\w+")


def gate(claims: Sequence[Json], *, texts: Iterable[str] = (), links: Iterable[str] = ()) -> Callable[[Request], str | None]:
    """A check for requests about an article: a sentence that says why a request must not go out, or None.

    `claims` are all records of the article, `texts` more of its text where it is at hand. `links` are addresses that it cites:
    a value that is exactly one of these may be sent.
    """
    known: set[tuple[str, ...]] = set()
    for text in (*_texts(claims), *texts):
        known |= set(_runs(_words(text)))
    names = {tuple(_words(name)) for name in names_of(claims)}
    cited = set(links)

    def refuse(request: Request) -> str | None:
        for value in _values(request):
            if value in cited:
                continue
            words = _words(value)
            named = _named(words, names)
            for start, run in enumerate(_runs(words)):
                if run in known and RUN - sum(named[start : start + RUN]) >= BARE:
                    return "The request would hold words of the article beyond its key terms, so it was not sent."
        return None

    return refuse


def _texts(claims: Sequence[Json]) -> Iterator[str]:
    for claim in claims:
        span = claim["span"]
        yield f"{span['prefix']}{span['exact']}{span['suffix']}"
        yield claim["text"]
        yield claim["resolved_text"]
        yield claim["document"].get("title", "")


def _values(request: Request) -> Iterator[str]:
    """Whatever of a request could hold words: the values of its parameters, the parts of its path."""
    for _, value in request.params:
        yield value
    parts = urlsplit(request.url)
    yield unquote_plus(parts.path)
    yield unquote_plus(parts.query)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _named(words: Sequence[str], names: Iterable[tuple[str, ...]]) -> list[bool]:
    """Of each word whether it stands in one of the names."""
    named = [False] * len(words)
    for name in names:
        for start in range(len(words) - len(name) + 1):
            if tuple(words[start : start + len(name)]) == name:
                named[start : start + len(name)] = [True] * len(name)
    return named
