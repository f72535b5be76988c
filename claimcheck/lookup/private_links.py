"""Links that a draft cites and that nobody else is to be told of: inner hosts, passwords, and addresses that are themselves a key."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus, urlsplit

from claimcheck.lookup.addresses import refuse_address

#: Parameters that open something to whoever has the address. Compared without "-", "_" and ".", in small letters.
_SECRETS = frozenset(
    "accesskey accesstoken apikey auth authkey authtoken authorization awsaccesskeyid code credential googleaccessid hmac idtoken invite "
    "invitation jwt key keypairid magic nonce oauthtoken otp pass passcode passwd password pin policy psig pwd refreshtoken resourcekey rlkey "
    "sas secret secretkey session sessionid sessionkey share sharekey sharetoken sid sig sign signature ticket token usertoken".split()
)
_SECRET_BEGINS = ("xamz", "xgoog", "xms", "phpsessid", "jsessionid")
#: A value that no person wrote: long, in one piece, small and large letters and figures mixed, or hexadecimal figures.
_RANDOM = re.compile(r"(?=[^\s]*[0-9])(?=[^\s]*[a-z])(?=[^\s]*[A-Z])[A-Za-z0-9_.~+/=-]{20,}|[0-9a-fA-F]{32,}|eyJ[A-Za-z0-9_.=-]{10,}")
#: Of a path, so long and without a hyphen: "/document/d/1AbC…" opens a document, "/news/prices-fall-8a1b…" is a story.
_RANDOM_PART = re.compile(r"(?=[^\s]*[0-9])(?=[^\s]*[a-z])(?=[^\s]*[A-Z])[A-Za-z0-9_=]{20,}|eyJ[A-Za-z0-9_.=-]{10,}")
_NO_LETTER = re.compile(r"[\W_]+")


def why_private(url: str) -> str | None:
    """Why a link is not to be told to a service, as part of a sentence ("it holds a password"); None when it may be. Nothing is resolved."""
    reason = refuse_address(url)
    if reason is not None:
        return reason
    parts = urlsplit(url)
    for pair in re.split(r"[&;]", parts.query):
        name, _, value = pair.partition("=")
        plain = _NO_LETTER.sub("", unquote_plus(name)).lower()
        random = any(_RANDOM.fullmatch(unquote_plus(written)) for written in (name, value))
        if random or plain in _SECRETS or plain.startswith(_SECRET_BEGINS):
            return "its parameters look like a key"
    for part in re.split(r"[/;]", parts.path):
        name, _, _ = part.partition("=")
        if _RANDOM_PART.fullmatch(unquote_plus(part)) or name.lower().startswith(_SECRET_BEGINS):
            return "its path looks like a key"
    return None
