"""The lines before an article begins: address, title, byline, date, and the dateline that opens its first paragraph.

All formats end here. What is no text of the article leaves the blocks; the day it was published is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claimcheck.model import Block, Span
from claimcheck.reading.dates import DATE, WEEKDAY, date_of

_MAX_HEAD = 10  # lines looked at: address, kicker, title, standfirst, byline, dates
_MAX_LINE = 300  # characters: no line of dates or names is longer, no dateline ends later
_MAX_TITLE_WORDS = 25
_MAX_TITLE_CHARACTERS = 200

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

_FIRST = r"date(?:\s+published)?|dated|published|publication\s+date|pub\s?date|posted|first\s+published|issued|released"
_LATER = r"(?:last\s+)?(?:updated?|modified|edited|revised|reviewed)|accessed|retrieved"
_CLOCK = (
    r"(?:(?:[\s,|/@–—-]|\bat\b|T(?=\d))*\d{1,2}(?:[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?m\b\.?)?|\s*[ap]\.?m\b\.?)"
    r"(?:\s*(?:\(?[A-Z]{2,5}\)?(?:[+-]\d{1,2}(?::?\d{2})?)?|Z|[+-]\d{2}:?\d{2})(?![A-Za-z]))?)?"
)
# "Published on: Tuesday, July 1, 2025 at 10:15 GMT": a label, a weekday and a clock may stand around the date.
_STAMP = re.compile(
    rf"(?:(?:(?P<first>{_FIRST})|(?P<later>{_LATER}))\b(?:\s+(?:on|at))?\s*[:–—-]?\s*)?(?P<weekday>{WEEKDAY},?\s+(?:the\s+)?)?{DATE}{_CLOCK}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s|/·•,;()\[\].–—-]*")
_EDGE = re.compile(r"[\s\"'(\[*_]*")

_BY = r"(?:(?:By|BY|Written by|Reported by|Words by|Story by|Text by)\b:?|(?:Author|Byline|Reporter):)\s+"
_NAME_WORD = r"(?:[A-Z][\w.'’-]*|and|&|of|for|in|at|the|de|da|del|la|le|van|von|der|bin|ibn|al-\w+|with)"
_BYLINE = re.compile(rf"{_BY}[A-Z][\w.'’-]*(?:[,;]?\s+{_NAME_WORD}){{0,12}}[,;.|\s]*")
_NO_NAME = re.compile(r"By\s+(?:The|This|That|These|Those|Then|Now|Next|Last|" + WEEKDAY + r")\b(?!\s+[A-Z])")

# "CAIRO – 26 July 2022: Minister …", "WASHINGTON, July 1 (Reuters) — The …": place, date, agency, dash. A place that is not in
# capitals ("London, Jun 30 2022 (IPS) - The …") needs a date or an agency after it.
_IN_CAPITALS = r"[A-Z][A-Z.'’]+(?:[ /-][A-Z][A-Z.'’]*){0,4}(?:,\s[A-Z][\w.'’]*(?:\s[A-Z][\w.'’]*){0,2}?)?"
_IN_SMALL = r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]*){0,3}?(?:,\s[A-Z][\w.'’]*(?:\s[A-Z][\w.'’]*){0,2}?)?"
_DAY = (
    rf"[\s,–—-]*[\s,(](?:(?i:{WEEKDAY}),?\s+)?"
    rf"(?:(?i:{DATE})|(?:[A-Z][a-z]{{2,8}}\.?\s\d{{1,2}}|\d{{1,2}}\s[A-Z][a-z]{{2,8}})(?!\d))\)?"
)
_AGENCY = r"\s*,?\s*\([A-Z][\w ./&’'-]{1,30}\)"
_DASH = r"\.?\s*(?:(?:—|--)\s*|(?:–|-|:|\|)\s+)(?=[\"“‘'(\[]?[A-Z0-9])"
_DATELINES = (
    re.compile(f"{_IN_CAPITALS}(?:{_DAY})?(?:{_AGENCY})?{_DASH}"),
    re.compile(f"{_IN_SMALL}{_DAY}(?:{_AGENCY})?{_DASH}"),
    re.compile(f"{_IN_SMALL}{_AGENCY}{_DASH}"),
)
_MIN_PLACE = 3  # letters: fewer are initials

_OPENING = "\"'“‘([ \t"
_CLOSING = "\"'”’)] \t"
_SENTENCE_END = ".,;:…"
_QUESTION_END = "?!"
_FULL_STOP = re.compile(r"[a-z]{3}[.!?][\"'”’)]*\s")  # a sentence ends before the line does; "U.S." and "Mr." end none
_MAX_QUESTION_WORDS = 15


@dataclass(frozen=True, slots=True)
class Head:
    """What the first lines held, and the blocks that are left."""

    blocks: tuple[Block, ...]
    title: str | None = None
    published: date | None = None
    url: str | None = None


def is_metadata(line: str) -> bool:
    """Whether a line is only an address, a byline or dates."""
    return len(line) <= _MAX_LINE and (_ADDRESS.fullmatch(line) is not None or _is_byline(line) or _dates(line) is not None)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, whatever closes after it."""
    end = line.rstrip(_CLOSING)
    return end.endswith((".", "!", "?", "…", ":", ";"))


def read_head(text: str, blocks: Sequence[Block], *, titled: bool = False) -> Head:
    """Take the head off an article. `titled`: its title is known already, so no line is looked at as one."""
    kept: list[Block] = []
    found: list[date] = []
    title: str | None = None
    url: str | None = None
    rest = list(blocks)
    for _ in range(_MAX_HEAD):
        if not rest:
            break
        block = rest[0]
        line = block.span.slice(text)
        if block.kind == "title":
            kept.append(rest.pop(0))
            titled = True
            continue
        if is_metadata(line):
            url = url or (line if _ADDRESS.fullmatch(line) else None)
            found += _dates(line) or []
            rest.pop(0)
            continue
        cut, day = _prefix(line[:_MAX_LINE])
        if cut:
            found += [day] if day else []
            rest[0] = block = Block(Span(block.span.start + cut, block.span.end), block.kind)
            line = line[cut:]
        if block.kind in ("paragraph", "heading") and not titled and len(rest) > 1 and _is_title(line):
            title, titled = line, True
            kept.append(Block(block.span, "title"))
            rest.pop(0)
            continue
        if block.kind != "heading":
            rest[0], day = _without_dateline(text, block)
            found += [day] if day else []
            break
        kept.append(rest.pop(0))
    return Head((*kept, *rest), title, found[0] if found else None, url)


def _is_byline(line: str) -> bool:
    return _BYLINE.fullmatch(line) is not None and _NO_NAME.match(line) is None


def _dates(line: str) -> list[date] | None:
    """The publication dates of a line that is nothing but dates; None for any other line."""
    match = _STAMP.search(line)
    if match is None:
        return None
    before = line[: match.start()].rstrip(" |·•,–—-")
    if _EDGE.fullmatch(before) is None and not (_is_byline(before) and len(before) < match.start()):
        return None
    days: list[date] = []
    position = match.start()
    while position < len(line):
        match = _STAMP.match(line, position)
        if match is None:
            return None
        day = date_of(match)
        if day is not None and match["later"] is None:
            days.append(day)
        between = _BETWEEN.match(line, match.end())
        position = between.end() if between else match.end()
    return days


def _prefix(line: str) -> tuple[int, date | None]:
    """How much of a line is a date before the text begins ("date 2025-07-01 Defence Minister …"), and the day."""
    match = _STAMP.match(line)
    if match is None or match["later"]:
        return 0, None
    after = re.compile(r"\s*[|:–—-]+\s+|\s+").match(line, match.end())
    if after is None or after.end() >= len(line):
        return 0, None
    begins = line[after.end() :].lstrip(_OPENING)[:1]
    opens_text = begins.isupper() or begins.isdigit()
    marked = match["first"] is not None or match["weekday"] is not None or not after[0].isspace()
    return (after.end(), date_of(match)) if marked and opens_text else (0, None)


def _without_dateline(text: str, block: Block) -> tuple[Block, date | None]:
    match = _dateline(block.span.slice(text)[:_MAX_LINE])
    if match is None:
        return block, None
    day = date_of(match) if any(match.groupdict().values()) else None
    return Block(Span(block.span.start + match.end(), block.span.end), block.kind), day


def _dateline(line: str) -> re.Match[str] | None:
    match = next(filter(None, (pattern.match(line) for pattern in _DATELINES)), None)
    return match if match is not None and len(re.split(r"[^A-Za-z]", match[0])[0]) >= _MIN_PLACE else None


def _is_title(line: str) -> bool:
    """Whether a first line reads as a title: short, with capitals and no end of a sentence."""
    words = line.split()
    if "\n" in line or not 2 <= len(words) <= _MAX_TITLE_WORDS or len(line) > _MAX_TITLE_CHARACTERS:
        return False
    dateline = _dateline(line)
    if _FULL_STOP.search(line) or (dateline and not dateline[0].rstrip().endswith(":")):  # "EXPLAINER: What changes" is a title
        return False
    first = line.lstrip(_OPENING)[:1]
    if not (first.isupper() or first.isdigit()) or (line.isupper() and len(words) <= 3):  # a name in capitals: a byline or a kicker
        return False
    end = line.rstrip(_CLOSING)
    return not end.endswith(tuple(_SENTENCE_END)) and not (end.endswith(tuple(_QUESTION_END)) and len(words) > _MAX_QUESTION_WORDS)
