"""Headers that every answer carries, so that a browser does no more with it than show it to whoever asked."""

from __future__ import annotations

from collections.abc import Iterable

Header = tuple[bytes, bytes]

#: Nothing from elsewhere, nothing inline, in nobody's frame.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
_TWO_YEARS = "max-age=63072000"
_STATIC = "/static/"


def added(headers: Iterable[Header], path: str, *, secure: bool) -> list[Header]:
    """An answer's headers with ours, which take the place of any of the same name. Nothing is kept but what says itself, below /static,
    that it may be. `secure`: browsers speak TLS with us, and are to keep to it."""
    ours = dict(_ALWAYS)
    if secure:
        ours["strict-transport-security"] = _TWO_YEARS
    if not path.startswith(_STATIC):
        ours["cache-control"] = "no-store"
    theirs = [(name, value) for name, value in headers if name.lower().decode("latin-1") not in ours and not _is_cors(name)]
    return theirs + [(name.encode("latin-1"), value.encode("latin-1")) for name, value in ours.items()]


def _is_cors(name: bytes) -> bool:
    """No other site's scripts are ever to read an answer."""
    return name.lower().startswith(b"access-control-")
