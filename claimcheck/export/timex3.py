"""The article with its claims' times as inline TIMEX3 tags, after TimeML 1.2.1 (https://timeml.github.io/site/publications/timeMLdocs/timeml_1.2.1.html).

`t0` is the day of publication. Tags do not nest: of two that overlap the longer stays. TIMEX3 demands a value, so a time that could
not be settled has one of Xs, as TIMEX3 writes what is not known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from claimcheck.export.annotated import Annotated, Json, Options, address_of
from claimcheck.model import Span

_UNKNOWN = {"DATE": "XXXX-XX-XX", "TIME": "XXXX-XX-XXTXX:XX", "DURATION": "PXX", "SET": "XXXX-XX-XX"}

#: What XML 1.0 cannot hold, and the carriage return, which a reader would turn into a line feed.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_ROOT = (
    '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">'
)


def write(articles: Sequence[Annotated], options: Options) -> Iterator[str]:
    """The text of one article."""
    (article,) = articles
    day = article.document.get("published_at")
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{_ROOT}\n<DOCID>{_text(address_of(article.document))}</DOCID>\n'
    if day:
        yield (
            '<DCT><TIMEX3 tid="t0" type="DATE" value="' + day + '" temporalFunction="false" functionInDocument="CREATION_TIME">'
            f"{day}</TIMEX3></DCT>\n"
        )
    if article.document.get("title"):
        yield f"<TITLE>{_text(article.document['title'])}</TITLE>\n"
    yield "<TEXT>"
    last = 0
    numbers = count(1)
    for place, time in _times(article):
        yield _text(article.text[last : place.start])
        yield from _tags(numbers, time, bool(day), _text(place.slice(article.text)))
        last = place.end
    yield f"{_text(article.text[last:])}</TEXT>\n</TimeML>\n"


def _times(article: Annotated) -> list[tuple[Span, Json]]:
    """The times of all claims in text order, each place once."""
    found: dict[Span, Json] = {}
    for claim in article.claims:
        for time in claim["times"]:
            place = article.place(time["span"])
            if place.start < place.end:
                found.setdefault(place, time)
    kept: list[Span] = []  # sorted
    for place in sorted(found, key=lambda place: (place.start - place.end, place.start)):
        at = bisect_left(kept, place)
        if not any(place.overlaps(other) for other in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, place)
    return [(place, found[place]) for place in kept]


def _tags(numbers: Iterator[int], time: Json, dated: bool, words: str) -> Iterator[str]:
    """The tag of a time. A range is a duration between two points, which are tags without words, as in TimeML."""
    anchored = (
        {"temporalFunction": "true", "anchorTimeID": "t0"} if dated and time["anchor"] == "publication" else {"temporalFunction": "false"}
    )
    own: dict[str, str] = {"tid": f"t{next(numbers)}", "type": time["type"], "value": time.get("value") or _UNKNOWN[time["type"]]}
    first, slash, last = own["value"].partition("/")
    points: list[dict[str, str]] = []
    if slash and time["type"] == "DATE":
        points = [{"tid": f"t{next(numbers)}", "type": "DATE", "value": value} for value in (first, last)]
        own |= {"type": "DURATION", "value": _length(first, last), "beginPoint": points[0]["tid"], "endPoint": points[1]["tid"]}
    elif slash:
        own["value"] = _UNKNOWN[time["type"]]
    if time.get("mod"):
        own["mod"] = time["mod"]
    yield f"<TIMEX3 {_attributes(own | anchored)}>{words}</TIMEX3>"
    yield from (f"<TIMEX3 {_attributes(point | anchored)}/>" for point in points)


def _attributes(pairs: Mapping[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(_NO_XML.sub(chr(0xFFFD), value))}" for name, value in pairs.items())


def _length(first: str, last: str) -> str:
    """How long it is from the beginning of one day, month or year to the end of another."""
    try:
        if len(first) == len(last) == 10:
            return f"P{(date.fromisoformat(last) - date.fromisoformat(first)).days + 1}D"
        if len(first) == len(last) == 7:
            return f"P{(int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1}M"
        if len(first) == len(last) == 4:
            return f"P{int(last) - int(first) + 1}Y"
    except ValueError:
        pass
    return _UNKNOWN["DURATION"]


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})
