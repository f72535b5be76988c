"""How the client behaves: every figure that a user or a test may want another way."""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.errors import SettingError

_LONGEST_CONTACT = 200


@dataclass(frozen=True, slots=True)
class Policy:
    """Times are in seconds. Raises SettingError for a contact that could not stand in a header, and for figures out of range.

    `contact`: an e-mail or web address of whoever runs this, for the User-Agent. `timeout`: without a sign from the host, at each
    stage; `total`: for one request with all its attempts, redirects and waits, but not the wait for its turn, which `patience`
    bounds. `body`: bytes, decompressed. `at_once` and `requests_per_minute` hold for a host without a rule of its own
    (`host_rules.py`), `requests_per_minute_at_home` for those in `allow_private`. `allow_private`: hosts of servers that the user
    named himself; they may have private addresses, speak plain http, and are reached past any proxy. `max_age`: a kept answer not
    older than this is used instead of asking.
    """

    contact: str | None = None
    timeout: float = 15.0
    total: float = 60.0
    patience: float = 300.0
    body: int = 8 * 1024 * 1024
    at_once: int = 3
    requests_per_minute: int = 60
    requests_per_minute_at_home: int = 6_000
    attempts: int = 3
    wait_initial: float = 0.5
    wait_max: float = 10.0
    wait_jitter: float = 1.0
    breaker_failures: int = 5
    breaker_seconds: float = 60.0
    redirects: int = 3
    allow_private: frozenset[str] = frozenset()
    max_age: float = 86_400.0

    def __post_init__(self) -> None:
        if self.contact is not None and not _is_contact(self.contact):
            raise SettingError("the contact is to be an e-mail address or a web address, such as desk@newsroom.org")
        if (
            min(self.at_once, self.requests_per_minute, self.requests_per_minute_at_home, self.attempts, self.breaker_failures, self.body)
            < 1
        ):
            raise SettingError("requests at once, requests a minute, attempts, failures and bytes are each to be 1 or more")
        if min(self.timeout, self.total) <= 0 or min(self.patience, self.breaker_seconds, self.redirects, self.max_age) < 0:
            raise SettingError("times must not be negative, and the time for a request not 0")


def _is_contact(text: str) -> bool:
    plain = text.isascii() and text.isprintable() and not set(text) & set(' "\\()<>,;')
    before, at, after = text.partition("@")
    return plain and len(text) <= _LONGEST_CONTACT and (text.startswith(("https://", "http://")) or bool(before and at and "." in after))
