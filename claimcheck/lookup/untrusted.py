"""Values out of an answer: whatever a service sends, what comes out here has the type asked for, and a bound.

Nothing here raises. A value of another type than the one asked for is as good as none.
"""

from __future__ import annotations

import html
import re
from datetime import date
from urllib.parse import urlsplit

from claimcheck.reading.characters import MISLEADING, reading_of

MAX_TEXT = 4_000  # characters
MAX_TITLE = 300
MAX_LINK = 2_000
MAX_ITEMS = 500  # of a list

#: What may be taken away from a text as markup is no more than a few times as long as the text that is left.
_MARKUP_SHARE = 4
#: References inside references: "&amp;lt;b&amp;gt;" is found in titles that went through two systems.
_ROUNDS = 3

# Content that is never words, from an opening to its end.
_UNREAD = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
# Bounded and possessive: a tag is looked at once, whatever is wrong with it.
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}+>|<[!?/][^<>]{0,2000}+>")
# A tag that was never closed, because the text was cut in it or because whoever wrote it hoped for that.
_CUT_TAG = re.compile(r"</?[A-Za-z][^<>]*$")
_OPEN_TAG = re.compile(r"<[A-Za-z][^<>=]*=[^<>]*$")
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?h[1-6])\b[^<>]{0,2000}+>", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"[^\S\n]+")
_NO_LINK = re.compile(r"[\s<>\"\\^`{|}]")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T ])", re.ASCII)


def text(value: object, limit: int = MAX_TEXT) -> str:
    """A string as plain text of several lines: no markup, no control or invisible characters, at most `limit` characters; else ""."""
    if not isinstance(value, str):
        return ""
    most = limit * _MARKUP_SHARE + MAX_TITLE
    plain = _SURROGATE.sub("\ufffd", value[:most])
    unclosed = _CUT_TAG if len(value) > most else _OPEN_TAG
    for _ in range(_ROUNDS):
        before = plain
        plain = _TAG.sub("", _BREAK.sub("\n", _without_unread(plain)))
        plain = unclosed.sub("", plain)
        if "&" in plain:
            plain = html.unescape(plain)
        if plain == before:
            break
    plain = unclosed.sub("", _TAG.sub("", plain))
    plain = MISLEADING.sub(lambda match: reading_of(match[0]), _SURROGATE.sub("\ufffd", plain.replace("\r\n", "\n").replace("\r", "\n")))
    return _LINE_ENDS.sub("\n", _SPACES.sub(" ", plain)).strip()[:limit].rstrip()


def _without_unread(markup: str) -> str:
    for opening, closing in _UNREAD:
        folded = markup.lower() if len(markup.lower()) == len(markup) else markup  # "\u0130" becomes two letters
        pieces: list[str] = []
        position = 0
        while (begin := folded.find(opening, position)) >= 0 and (end := folded.find(closing, begin)) >= 0:
            pieces += (markup[position:begin], " ")
            position = end + len(closing) if closing == "-->" else end
        markup = "".join(pieces) + markup[position:]
    return markup


def line(value: object, limit: int = MAX_TITLE) -> str:
    """A string as one line of plain text."""
    return " ".join(text(value, limit).split())


def link(value: object) -> str | None:
    """A string if it is an http or https address that may be shown and clicked: no user name in it, no odd character."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_LINK:
        return None
    address = value.strip()
    if _NO_LINK.search(address) or MISLEADING.search(address) or _SURROGATE.search(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    sound = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and port != 0
    return address if sound else None


def objects(value: object, limit: int = MAX_ITEMS) -> list[dict[str, object]]:
    """The JSON objects of a list; what else is in it is left out, and so is what comes after `limit` items."""
    return [item for item in value[:limit] if isinstance(item, dict)] if isinstance(value, list) else []


def entry(value: object, key: str) -> object:
    """A member of a JSON object, None where it is absent or there is no object."""
    return value.get(key) if isinstance(value, dict) else None


def day(value: object) -> date | None:
    """The calendar day of an ISO 8601 or RFC 3339 string."""
    match = _DAY.match(value) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
