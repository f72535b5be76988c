"""Passwords: which are taken, and how they are kept.

Kept as argon2id (RFC 9106, second recommended parameters: 64 MiB, three passes), made anew at sign-in when the parameters have changed.
Asked of a password is what NIST SP 800-63B asks: length, and that it is none of those that are tried first; no rules of composition.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from claimcheck.errors import QueueError

SHORTEST = 12
LONGEST = 256
#: How many passwords are hashed at the same time: each takes 64 MiB, and whoever is not signed in may ask for it.
_AT_ONCE = threading.BoundedSemaphore(4)
_HASHER = PasswordHasher()


def hashed(password: str, *known: str) -> str:
    """A new password as it is kept. `known`: what everybody knows about the person, such as the name. Raises QueueError, with what to
    choose instead."""
    text = _normal(password)
    if text is None or not SHORTEST <= len(text) <= LONGEST:
        raise QueueError(
            f"A password has from {SHORTEST} to {LONGEST} characters: three or four words that do not belong together will do."
        )
    if _is_guessed_first(text.casefold(), known):
        raise QueueError("This is one of the passwords that are tried first: choose three or four words that do not belong together.")
    with _AT_ONCE:
        return _HASHER.hash(text)


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password. It takes as long where there is none (`kept` is None), so that the time tells nobody who exists."""
    text = _normal(password)
    with _AT_ONCE:
        try:
            right = _HASHER.verify(kept or _nobodys(), text or "")
        except (Argon2Error, InvalidHashError):
            return False
    return right and kept is not None and text is not None


def is_outdated(kept: str) -> bool:
    """Whether the password should be hashed anew, as it is done by now."""
    return _HASHER.check_needs_rehash(kept)


def rehashed(password: str) -> str:
    """A password that matched, hashed as it is done by now. It is not asked again whether it is a good one."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password) or "")


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


def _normal(password: str) -> str | None:
    """The same text however a keyboard composes it; None where it is none that could be a password."""
    if len(password) > LONGEST:
        return None
    text = unicodedata.normalize("NFKC", password)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return None
    return text if "\0" not in text else None


def _is_guessed_first(text: str, known: tuple[str, ...]) -> bool:
    letters = "".join(character for character in text if character.isalnum())
    if text in _commonest() or letters in _commonest():
        return True
    if any(_is_repeated(text, size) for size in range(1, 7)) or _is_row(text):
        return True
    bare = letters
    for name in (*known, "claimcheck", "password"):
        for part in {name.casefold(), *name.casefold().replace("@", " ").replace(".", " ").replace("-", " ").replace("_", " ").split()}:
            if len(part) >= 3:
                bare = bare.replace("".join(character for character in part if character.isalnum()), "")
    if bare != letters and not bare.strip("0123456789"):
        return True  # a name and a row of digits
    return len(bare) < 6  # what is left beside names is guessed within the hour


def _is_repeated(text: str, size: int) -> bool:
    """One to six characters over and over."""
    return text == (text[:size] * (len(text) // size + 1))[: len(text)]


def _is_row(text: str) -> bool:
    """Characters that follow each other, up or down: 123456789012, abcdefghijkl."""
    steps = {(ord(later) - ord(earlier)) % 10 if later.isdigit() and earlier.isdigit() else ord(later) - ord(earlier)
             for earlier, later in zip(text, text[1:], strict=False)}  # fmt: skip
    return steps <= {1} or steps <= {-1} or steps <= {9}


@cache
def _commonest() -> frozenset[str]:
    lines = resources.files("claimcheck.queue").joinpath("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
