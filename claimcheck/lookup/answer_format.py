"""Whether an answer is what was promised: its content type, and for JSON that it can be read, in one way only."""

from __future__ import annotations

from collections.abc import Mapping

from claimcheck import strict_json
from claimcheck.errors import RecordError
from claimcheck.lookup.evidence import Request

#: Headers that are handed on and kept. Others may hold the client's address, cookies or the name of an inner server.
KEPT_HEADERS = frozenset(
    {
        "age",
        "cache-control",
        "content-language",
        "content-type",
        "date",
        "etag",
        "expires",
        "last-modified",
        "mediawiki-api-error",
        "memento-datetime",
        "retry-after",
        "x-database-lag",
    }
)
#: Lists and objects in an answer, at most: in memory each takes fifty times the room of its two brackets.
_MOST_CONTAINERS = 500_000
_LONGEST_HEADER = 500
_LONGEST_REASON = 160
_XML = frozenset({"application/xml", "application/xhtml+xml"})


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Those of the allow-list, in order of their names; what is no plain text in them is dropped."""
    return {
        name: "".join(c for c in headers[name][:_LONGEST_HEADER] if " " <= c <= "~") for name in sorted(KEPT_HEADERS) if name in headers
    }


def read_json(body: bytes) -> object:
    """The value of a JSON answer. Raises ValueError with a reason for the user.

    Refused are all answers that two readers would read in two ways: two equal keys, NaN, numbers beyond a double, half a surrogate
    pair, and anything nested deeper than a record may be.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 at byte {error.start}") from None
    if text.count("[") + text.count("{") > _MOST_CONTAINERS:
        raise ValueError(f"it holds more than {_MOST_CONTAINERS} lists and objects")
    try:
        return strict_json.loads(text)
    except RecordError as error:
        # the reason may quote a key of theirs
        raise ValueError("".join(c if c.isprintable() else "�" for c in str(error))[:_LONGEST_REASON]) from None


def why_not_of_type(request: Request, headers: Mapping[str, str]) -> str | None:
    """Why the content type is not what the request accepts ("text/html instead of JSON"); None when it is, or is not said.

    JSON sent as plain text is taken where it can be read: several services do so.
    """
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    kind, _, subtype = given.partition("/")
    if not given:
        return None
    if request.accept == "json":
        right = subtype in ("json", "plain") or subtype.endswith("+json")
    elif request.accept == "html":
        right = given in ("text/html", "application/xhtml+xml")
    else:
        right = kind == "text" or subtype in ("json", "javascript") or subtype.endswith(("+json", "+xml")) or given in _XML
    if right:
        return None
    wanted = {"json": "JSON", "html": "HTML", "text": "text"}[request.accept]
    return f"it is {''.join(c for c in given if c.isalnum() or c in '/+-.')[:40]} instead of {wanted}"
