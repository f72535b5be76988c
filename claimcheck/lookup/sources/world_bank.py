"""World Bank: yearly indicators of countries.

Indicators API, version 2: https://datahelpdesk.worldbank.org/knowledgebase/articles/889392. An answer is a list of two: paging with
the date of the last update, and the observations. An error has the status of success and is a list of one, with a message. A year
without a figure has the value null: nothing is said of it, and it is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from claimcheck.lookup import untrusted
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Search
from claimcheck.lookup.sources.world_bank_economies import economies
from claimcheck.lookup.sources.world_bank_indicators import Indicator, topic_of
from claimcheck.lookup.sources.world_bank_series import MAX_ROWS, Series

ENDPOINT = "https://api.worldbank.org/v2"

#: Countries of one claim, and years: those before the article where the claim names none.
_COUNTRIES, _RECENT = 2, 5
#: The Bank's series begin with the first of these; the last is but a bound.
_FIRST_YEAR, _LAST_YEAR = 1960, 2100

#: Message of the service while it is down, by its documented id.
_DOWN = "105"


class WorldBank:
    """Series of one indicator for the countries that a claim names, with the year before, so that a change can be seen."""

    name = "world-bank"
    about = "Yearly indicators of countries (World Bank). Sent: codes of an indicator and of countries, and years; no words."
    follow_ups = ""

    def __init__(self, *, endpoint: str | None = None, file: Path | None = None):
        self._endpoint = (endpoint or ENDPOINT).rstrip("/")
        self.hosts = frozenset({urlsplit(self._endpoint).hostname or ""})

    def ready(self) -> Failure | None:
        return None

    def search(self, query: Query, *, limit: int) -> Search:
        topic = topic_of((*query.words, *(name.text for name in query.names if name.kind != "person")))  # "GDP" may pass for a name
        places = dict(list(economies(query.names).items())[:_COUNTRIES])
        years = _years(query)
        if topic is None or not places or limit < 1 or years == ():
            return Found()
        came = yield [self._request(indicator, tuple(places), years) for indicator in topic.series]
        failures = [answer for answer in came if isinstance(answer, Failure)]
        answered = [(indicator, answer) for indicator, answer in zip(topic.series, came, strict=True) if isinstance(answer, Answer)]
        read = [(indicator, answer, Series.read(answer.value)) for indicator, answer in answered]
        failures += [
            Failure("malformed", "The World Bank sent no list of observations.", answer.request)
            for _, answer, series in read
            if series is None
        ]
        evidence = (
            series.evidence(indicator, code, name, years, query.as_of, answer.sha256)
            for code, name in places.items()
            for indicator, answer, series in read
            if series is not None
        )
        return Found(tuple(found for found in evidence if found is not None)[:limit], tuple(failures))

    def judge(self, answer: Answer) -> Failure | None:
        messages = [message for entry in untrusted.objects(answer.value, 1) for message in untrusted.objects(entry.get("message"), 5)]
        if messages:
            said = "; ".join(untrusted.line(message.get("value"), 120) or untrusted.line(message.get("key"), 120) for message in messages)
            kind: Literal["busy", "service-error"] = "busy" if any(message.get("id") == _DOWN for message in messages) else "service-error"
            return Failure(kind, f"The World Bank answered with an error: {said or 'without a reason'}", answer.request)
        if not isinstance(answer.value, list):
            return Failure("malformed", "The World Bank sent no list.", answer.request)
        return None

    def _request(self, indicator: Indicator, codes: Sequence[str], years: tuple[int, ...] | None) -> Request:
        when = ("date", f"{years[0]}:{years[-1]}") if years else ("mrv", str(_RECENT))
        address = f"{self._endpoint}/country/{';'.join(codes)}/indicator/{indicator.code}"
        return Request(address, (("format", "json"), when, ("per_page", str(MAX_ROWS))))


def _years(query: Query) -> tuple[int, ...] | None:
    """The years that are shown, in order. None: the claim has none, nor its article a date, so that the latest are shown."""
    if query.years:
        wanted = {year for named in query.years for year in (named - 1, named)}
    elif query.as_of:
        wanted = set(range(query.as_of.year - _RECENT, query.as_of.year))
    else:
        return None
    return tuple(sorted(year for year in wanted if _FIRST_YEAR <= year <= _LAST_YEAR))
