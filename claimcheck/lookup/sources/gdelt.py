"""GDELT DOC 2.0: headlines of the world's online news, since 2017.

Described at https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/. It gives titles and addresses, no text, so that only headlines
can be compared. Its errors come with the status of success, as a sentence instead of JSON. A blank between two terms means
"and"; a quoted phrase must have five characters, a word three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from claimcheck.errors import SettingError
from claimcheck.lookup import untrusted
from claimcheck.lookup.addresses import host_of
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Search

HOST = "api.gdeltproject.org"
ADDRESS = f"https://{HOST}/api/v2/doc/doc"

#: It holds nothing older.
_SINCE = date(2017, 1, 1)
#: Days around those of the claim in which it was in the news: a time zone earlier, a week later.
_EARLIER, _LATER = timedelta(days=1), timedelta(days=7)
#: Days before the article, for a claim without days of its own.
_RECENT = timedelta(days=14)

_MIN_PHRASE, _MIN_WORD = 5, 3  # characters
#: Names and words that must all be in an article: of the first question, and of the one that is asked when that finds nothing.
_MANY = (2, 2)
_FEW = (2, 0)

#: Failures that fewer terms may mend: one was too common for the service, or together they were a piece of the draft.
_ASK_AGAIN = ("service-error", "confidential")

_NO_TERM = re.compile(r"[^\w'’.&]+")
_SEEN = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z", re.ASCII)
#: Titles come as tokens: "Prices fall , says bank".
_LOOSE = re.compile(r" (?=[,.;:!?%)\]])| (?=['’](?:s|re|ve|ll|d|m|t)\b)|(?<=[(\[$£€]) ")
_ALIKE = re.compile(r"\W+")
_TOO_FAST = "limit requests"
_MAX_MESSAGE = 200
_BEGINNING = 2_000  # bytes that are looked at for an error


class Gdelt:
    """Headlines of English-language articles that hold the claim's names, from the days that it is about."""

    name = "gdelt"
    about = "Headlines of online news since 2017 (GDELT). Sent: names and words of the claim, and days."
    follow_ups = "the same with the names only, when nothing was found"

    def __init__(self, *, endpoint: str | None = None, file: Path | None = None):
        """`endpoint`: another address that speaks the same protocol. Raises SettingError for a file: none is read."""
        if file is not None:
            raise SettingError("GDELT reads no file: leave out the one that was given.")
        self._address = endpoint or ADDRESS
        self.hosts = frozenset({host_of(self._address)})

    def ready(self) -> Failure | None:
        return None

    def search(self, query: Query, *, limit: int) -> Search:
        window = _window(query)
        if window is None:
            return Found()
        failures: list[Failure] = []
        for terms in _questions(query):
            (came,) = yield (_request(self._address, terms, window, limit),)
            if isinstance(came, Failure):
                failures.append(came)
                if came.kind not in _ASK_AGAIN:
                    break
                continue
            evidence = tuple(_evidence(came, window, query.as_of))[:limit]
            if evidence:
                return Found(evidence)  # a failure before it is mended by it
        return Found((), tuple(failures))

    def judge(self, answer: Answer) -> Failure | None:
        value = answer.value
        if value == {} or isinstance(untrusted.entry(value, "articles"), list):
            return None
        said = untrusted.line(answer.body[:_BEGINNING].decode("utf-8", "replace"), _MAX_MESSAGE)
        if value is None and _TOO_FAST in said.casefold():
            return Failure("rate-limited", "GDELT asks for at most one request in five seconds.", answer.request)
        if value is None and answer.body.lstrip()[:1] not in (b"<", b"{", b"["):
            return Failure("service-error", f"GDELT answered: {said or 'nothing'}", answer.request)
        return Failure("malformed", "GDELT sent no list of articles.", answer.request)


def _window(query: Query) -> tuple[date, date] | None:
    """First and last day that is searched: around the claim's days, else before the article; never after it."""
    begin, end = query.begin or query.end, query.end or query.begin
    last = query.as_of
    try:
        if begin is not None and end is not None and begin <= end and (last is None or begin <= last):
            first, final = begin - _EARLIER, end + _LATER
            window = first, final if last is None else min(final, last)
        elif last is not None:
            window = last - _RECENT, last
        else:
            return None
    except OverflowError:
        return None
    return (max(window[0], _SINCE), window[1]) if window[1] >= _SINCE else None


def _questions(query: Query) -> list[tuple[str, ...]]:
    """The terms of each question. A claim without a name needs two words."""
    names = [term for name in query.names if (term := _phrase(name.text))]
    words = [term for word in query.words if (term := _phrase(word))]
    plans = (_MANY, _FEW) if names else ((0, 3), (0, 2)) if len(words) >= 2 else ()
    return list(dict.fromkeys((*names[:name_count], *words[:word_count]) for name_count, word_count in plans))


def _phrase(text: str) -> str:
    """A name or word as the service takes it, "" where it would refuse it. Several words are quoted, one is not."""
    words = [word for part in _NO_TERM.sub(" ", untrusted.line(text, 100)).split() if (word := part.strip(".'’&"))]
    phrase = " ".join(words)
    if len(words) > 1:
        return f'"{phrase}"' if len(phrase) >= _MIN_PHRASE else ""
    return phrase if len(phrase) >= _MIN_WORD and phrase.casefold() not in ("and", "not") else ""


def _request(address: str, terms: Iterable[str], window: tuple[date, date], limit: int) -> Request:
    first, last = (day.strftime("%Y%m%d") for day in window)
    return Request(
        address,
        (
            ("query", " ".join((*terms, "sourcelang:english"))),
            ("mode", "artlist"),
            ("format", "json"),
            ("maxrecords", str(max(10, min(3 * limit, 75)))),
            ("sort", "hybridrel"),
            ("startdatetime", f"{first}000000"),
            ("enddatetime", f"{last}235959"),
        ),
    )


def _evidence(answer: Answer, window: tuple[date, date], as_of: date | None) -> Iterator[Evidence]:
    """Articles in the service's order, each headline once: agencies' copy stands on many sites."""
    seen: set[str] = set()
    for article in untrusted.objects(untrusted.entry(answer.value, "articles")):
        title = _LOOSE.sub("", untrusted.line(article.get("title")))
        url = untrusted.link(article.get("url"))
        alike = _ALIKE.sub("", title.casefold())
        day = _seen(article.get("seendate"))
        language = article.get("language", "English")
        if not alike or url is None or alike in seen or url in seen or language != "English":
            continue
        if day is not None and not window[0] <= day <= window[1]:
            continue
        seen |= {alike, url}
        yield Evidence(
            source=Gdelt.name,
            kind="article",
            title=title,
            url=url,
            text=title,
            dated=day,
            as_of=None if day is None or as_of is None else "then" if day <= as_of else "since",
            answers=(answer.sha256,),
        )


def _seen(value: object) -> date | None:
    """The day that GDELT first saw an article: "20250701T031500Z"."""
    match = _SEEN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        return datetime(*(int(part) for part in match.groups())).date()  # type: ignore[arg-type]
    except ValueError:
        return None
