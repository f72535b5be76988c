"""Mail and web addresses: one token each, whatever the network says.

What counts as an address is what Stanza's tokenizer takes for one: the mail addresses of RFC 5322, in lower case and without comments
or folding, and the web addresses that begin with http, https or www, or that have something behind a domain of the kind "name.com.".
"""

from __future__ import annotations

from collections.abc import Iterator
from re import compile as regex

_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_QUOTED = r'"(?:[\x01-\x08\x0b\x0c\x0e-\x1f\x21\x23-\x5b\x5d-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*"'
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_OCTET = r"(?:2(?:5[0-5]|[0-4][0-9])|1[0-9][0-9]|[1-9]?[0-9])"
_OTHER_LITERAL = r"[a-z0-9-]*[a-z0-9]:(?:[\x01-\x08\x0b\x0c\x0e-\x1f\x21-\x5a\x53-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])+"
_MAIL = rf"(?:{_ATOM}(?:\.{_ATOM})*|{_QUOTED})@(?:(?:{_LABEL}\.)+{_LABEL}|\[(?:(?:{_OCTET}\.){{3}}(?:{_OCTET}|{_OTHER_LITERAL})+)\])"
_REST = r'\.[^\s"]{2,}'
_NAME, _SHORT_NAME = "[a-zA-Z0-9][a-zA-Z0-9-]+[a-zA-Z0-9]", "[a-zA-Z0-9]+"
_SCHEME = r"https?://(?:www\.|(?!www))"
_WEB = "|".join(f"{start}{name}{_REST}" for name in (_NAME, _SHORT_NAME) for start in (_SCHEME, r"www\."))
_DOMAIN = rf"[a-zA-Z0-9]+\.(?:gov|org|edu|net|com|co)(?:{_REST})"
_ADDRESS = regex(f"{_MAIL}|{_WEB}|{_DOMAIN}")
#: What every address has; most texts have none of it, and are not searched further.
_SIGN = regex(r"@|https?://|www\.|\.(?:gov|org|edu|net|com|co)\.")


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand in a text, from left to right."""
    if _SIGN.search(text):
        for match in _ADDRESS.finditer(text):
            yield match.span()
