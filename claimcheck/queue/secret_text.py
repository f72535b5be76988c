"""Secrets that are handed out once, and of which only the hash is kept: sessions, tickets, tokens."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

#: 256 bits, as 43 characters of base64url.
_FORM = r"[A-Za-z0-9_-]{43}"


def made(prefix: str = "") -> str:
    """A new secret."""
    return prefix + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept. A plain hash is enough: there is nothing to guess in 256 random bits."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def looks_like_one(text: str, prefix: str = "") -> bool:
    """Whether it has the form of a secret."""
    return re.fullmatch(re.escape(prefix) + _FORM, text) is not None


def holds_one(text: str, prefix: str) -> bool:
    """Whether a secret with this prefix stands somewhere in a text."""
    return re.search(re.escape(prefix) + _FORM, text) is not None
