"""What the archive holds: an earlier fact-check, or an earlier claim of our own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

Kind = Literal["fact-check", "record"]

#: Characters of a field; what is longer is cut. A body is searched, and shown in part, but never compared word by word.
MAX_FIELD = 4_000
MAX_BODY = 100_000
#: Longest address that is kept.
MAX_URL = 2_000

_SPACE = re.compile(r"\s+")
#: Control characters that are no space, half surrogates.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim and what was found of it. Dates are ISO 8601 days; what is not known is None.

    `rating` is verbatim, in the publisher's words and language. `origin` is the name of the file it came from, `origin_sha256` that
    file's checksum. `record` is our own claim record as JSON, where it is one.
    """

    kind: Kind
    claim: str
    speaker: str | None = None
    stated: str | None = None
    rating: str | None = None
    publisher: str | None = None
    url: str | None = None
    reviewed: str | None = None
    title: str | None = None
    body: str | None = None
    language: str | None = None
    licence: str | None = None
    record: str | None = None
    identity: str | None = None  # of a claim of our own: its id, and the days it is about
    origin: str = ""
    origin_sha256: str = ""

    @property
    def entry_id(self) -> str:
        """The same for the same claim of the same review, whichever file it comes from and however its rating changes.

        A review is told by its address, one without by its publisher and speaker; a claim of our own by its identity. Of the claim's
        wording neither case nor punctuation matters.
        """
        words = " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", self.claim).casefold()))
        if self.identity:
            told = f"{self.kind}\0{self.identity}"
        else:
            who = f"{self.publisher or ''}\0{self.speaker or ''}".casefold()
            told = f"{self.kind}\0{_address(self.url) or who}\0{words}"
        return f"a-{sha256(told.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Left:
    """Something in a file that could not be taken over: where it stands, and why."""

    place: str
    reason: str


def made(kind: Kind, claim: object, **values: object) -> Entry | None:
    """An entry of values as a stranger wrote them: strings are cleaned and cut, all else is dropped. None where there is no claim.

    `record` is taken as it is: JSON, in which white space matters.
    """
    text = words(claim)
    if text is None:
        return None
    own = {name: value for name, value in values.items() if name in ("record", "origin", "origin_sha256")}
    cleaned = {name: words(value, MAX_BODY if name == "body" else MAX_FIELD) for name, value in values.items() if name not in own}
    cleaned["url"] = address(values.get("url"))
    return replace(Entry(kind, text), **cleaned, **own)  # type: ignore[arg-type]


def words(value: object, longest: int = MAX_FIELD) -> str | None:
    """A string on one line, without control characters and half surrogates; None for anything else, and for nothing."""
    if not isinstance(value, str):
        return None
    text = value[: 2 * longest]
    if not text.isprintable():
        text = _SPACE.sub(" ", _CONTROLS.sub("", text))
    elif "  " in text:
        text = _SPACE.sub(" ", text)
    text = text.strip()
    if len(text) > longest:
        text = text[: longest - 1].rstrip() + "…"
    return text or None


def address(value: object) -> str | None:
    """A link of the web, None for any other."""
    text = words(value, MAX_URL)
    if text is None or len(text) >= MAX_URL or " " in text or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        valid = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return text if valid else None


def _address(url: str | None) -> str | None:
    """What tells one page from another: no fragment, no slash at the end, scheme and host in lower case and without "www."."""
    if url is None:
        return None
    parts = urlsplit(url)
    return urlunsplit(("", parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query, "")) or None
