"""The Wayback Machine: when the pages that an article cites were archived.

It is the only source that is told a link of the draft, and so is asked only where it is named. Its index (CDX) is described at
https://github.com/internetarchive/wayback/blob/master/wayback-cdx-server/README.md: captures come in the order of time, one a
row, a first row names the columns. One question for the first captures is the cheapest, and for nearly every page of news these
are all. Only for a page with more is there a second, for those around the article's day. The last capture alone is never asked
for: with `limit=-1` the service answers from an index that may be years behind. No row means that nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from claimcheck.calendar_names import MONTHS
from claimcheck.errors import SettingError
from claimcheck.lookup.addresses import host_of
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.private_links import why_private
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Search
from claimcheck.lookup.untrusted import MAX_LINK, MAX_TITLE

HOST = "web.archive.org"
ADDRESS = f"https://{HOST}/cdx/search/cdx"

_MAX_LINKS = 3  # of a claim
#: Captures that are asked for: the first ones, and those around a day. The service sorts these roughly, so that some more are asked for.
_FIRST, _NEAR = 1_000, 25
_FIELDS = ("timestamp", "statuscode", "mimetype", "digest")
_TIME = re.compile(r"\d{14}", re.ASCII)
_STATUS = re.compile(r"[1-5]\d\d", re.ASCII)
_DIGEST = re.compile(r"[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True, order=True)
class _Capture:
    time: str  # UTC, YYYYMMDDhhmmss
    status: str  # "" where unknown
    digest: str  # of its content; "" where unknown

    @property
    def day(self) -> date:
        return datetime.strptime(self.time, "%Y%m%d%H%M%S").date()


class Wayback:
    """Captures of cited pages, for the reader: nothing in them is compared."""

    name = "wayback"
    about = "When cited pages were archived (Internet Archive). Sent: the links that the article cites beside the claim."
    follow_ups = "captures around the article's day, for a page with more than 1,000"

    def __init__(self, *, endpoint: str | None = None, file: Path | None = None):
        """`endpoint`: another address that speaks the same protocol. Raises SettingError for a file: none is read."""
        if file is not None:
            raise SettingError("The Wayback Machine reads no file: leave out the one that was given.")
        self._address = endpoint or ADDRESS
        self.hosts = frozenset({host_of(self._address)})

    def ready(self) -> Failure | None:
        return None

    def search(self, query: Query, *, limit: int) -> Search:
        links, failures = _sendable(query.links)
        links = links[: max(0, min(limit, _MAX_LINKS))]
        if not links:
            return Found((), tuple(failures))
        first = yield tuple(_first(self._address, link) for link in links)
        found: dict[str, list[Answer]] = {}
        for link, came in zip(links, first, strict=True):
            if isinstance(came, Failure):
                failures.append(came)
            else:
                found[link] = [came]
        cut = [link for link, (answer,) in found.items() if _rows(answer.value) > _FIRST and query.as_of is not None]
        if cut and query.as_of is not None:
            near = yield tuple(_near(self._address, link, query.as_of) for link in cut)
            for link, came in zip(cut, near, strict=True):
                if isinstance(came, Failure):
                    failures.append(came)
                else:
                    found[link].append(came)
        evidence = (_evidence(link, answers, query.as_of) for link, answers in found.items())
        return Found(tuple(piece for piece in evidence if piece), tuple(failures))

    def judge(self, answer: Answer) -> Failure | None:
        if isinstance(answer.value, list):
            return None
        if isinstance(answer.value, dict) and ("error" in answer.value or "message" in answer.value):
            return Failure("service-error", "The Wayback Machine answered with an error.", answer.request)
        return Failure("malformed", "The Wayback Machine sent no list of captures.", answer.request)


def _sendable(links: Sequence[str]) -> tuple[list[str], list[Failure]]:
    """The links that may be sent, each once, and why others are not. A link into an archive needs none."""
    kept: list[str] = []
    failures: list[Failure] = []
    for link in dict.fromkeys(links):
        host = host_of(link)
        reason = why_private(link)
        if reason is not None:
            place = f"The cited link to {host}" if host and len(host) < 100 else "A cited link"
            failures.append(Failure("refused", f"{place} was not sent to the Wayback Machine: {reason}."))
        elif host != HOST:
            kept.append(link)
    return kept, failures


def _first(address: str, link: str) -> Request:
    return Request(address, (("url", link), ("matchType", "exact"), ("output", "json"), ("fl", ",".join(_FIELDS)), ("limit", str(_FIRST))))


def _near(address: str, link: str, day: date) -> Request:
    """`closest` does nothing without `sort`."""
    moment = f"{day:%Y%m%d}235959"
    return Request(
        address,
        (
            ("url", link),
            ("matchType", "exact"),
            ("output", "json"),
            ("fl", ",".join(_FIELDS)),
            ("sort", "closest"),
            ("closest", moment),
            ("limit", str(_NEAR)),
        ),
    )


def _rows(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


def _captures(value: object, most: int) -> list[_Capture]:
    """The rows of an answer whose columns are named in its first; what is no capture is left out."""
    rows = value[: most + 1] if isinstance(value, list) else []
    if not rows or not isinstance(rows[0], list) or any(not isinstance(name, str) for name in rows[0][:20]):
        return []
    columns = {name: number for number, name in enumerate(rows[0][:20])}
    found = []
    for row in rows[1:]:
        cells = {name: row[number] for name, number in columns.items() if number < len(row)} if isinstance(row, list) else {}
        time, status, digest = (cells.get(name) for name in ("timestamp", "statuscode", "digest"))
        if isinstance(time, str) and _TIME.fullmatch(time) and _is_moment(time):
            found.append(_Capture(time, _matching(_STATUS, status), _matching(_DIGEST, digest)))
    return found


def _is_moment(time: str) -> bool:
    try:
        return datetime.strptime(time, "%Y%m%d%H%M%S").year >= 1990
    except ValueError:
        return False


def _matching(pattern: re.Pattern[str], value: object) -> str:
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""


def _evidence(link: str, answers: Sequence[Answer], as_of: date | None) -> Evidence | None:
    listed = _captures(answers[0].value, _FIRST)
    captures = sorted({capture.time: capture for answer in answers for capture in _captures(answer.value, _FIRST)}.values())
    if not captures or len(link) > MAX_LINK:
        return None
    complete = _rows(answers[0].value) <= _FIRST
    before = [capture for capture in captures if as_of is not None and capture.day <= as_of]
    after = [capture for capture in captures if as_of is not None and capture.day > as_of]
    if as_of is None:
        shown = captures[-1] if complete else captures[0]
    else:
        shown = before[-1] if before else after[0]
    facts = [_counted(captures, len(listed), complete)]
    if as_of is not None:
        facts += _around(captures, before, after, as_of)
    return Evidence(
        source=Wayback.name,
        kind="capture",
        title=f"Captures of {link}"[:MAX_TITLE],
        url=f"https://{HOST}/web/{shown.time}/{link}",
        text=f"{'; '.join(facts)}.",
        revision=shown.time,
        dated=shown.day,
        as_of=None if as_of is None else "then" if before else "since",
        answers=tuple(answer.sha256 for answer in answers),
        statements=(),
    )


def _counted(captures: Sequence[_Capture], listed: int, complete: bool) -> str:
    first, last = captures[0], captures[-1]
    if not complete:
        return f"Archived at least {listed:,} times since {_shown(first.day)}"
    if len(captures) == 1:
        return f"Archived once, on {_shown(first.day)}"
    between = f"between {_shown(first.day)} and {_shown(last.day)}" if first.day != last.day else f"on {_shown(first.day)}"
    return f"Archived {len(captures):,} times {between}"


def _around(captures: Sequence[_Capture], before: Sequence[_Capture], after: Sequence[_Capture], as_of: date) -> list[str]:
    """The last capture up to the article's day, or the first after it; and until when its content is known to have been the same."""
    if not before:
        return [f"no capture up to {_shown(as_of)} is listed, the first after it: {_described(after[0], captures)}"]
    nearest = before[-1]
    facts = [f"last capture up to {_shown(as_of)}: {_described(nearest, captures)}"]
    same = [capture for capture in after if nearest.digest and capture.digest == nearest.digest]
    if same:
        facts.append(f"the same content was captured on {_shown(same[-1].day)}")
    elif after:
        facts.append(f"next capture: {_described(after[0], captures)}")
    return facts


def _described(capture: _Capture, captures: Sequence[_Capture]) -> str:
    """Its day and status; a capture that only notes that nothing changed has the status of the one with its content."""
    status = capture.status or next((other.status for other in captures if other.digest == capture.digest != "" and other.status), "")
    return f"{_shown(capture.day)}, status {status}" if status else _shown(capture.day)


def _shown(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
