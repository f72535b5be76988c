"""What each service asks of those who ask it, by host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HostRule:
    """How a service may be asked. Hosts under one `name` count as one: their limits are shared.

    At most `requests` in any `seconds`, `at_once` of them at the same time. `contact`: only with an address of the operator in the
    User-Agent. `secret_headers`: parameters that the service also takes as a header, where no log and no proxy's list shows them.
    """

    name: str
    at_once: int = 3
    requests: int = 60
    seconds: float = 60.0
    contact: bool = False
    secret_headers: Mapping[str, str] = field(default_factory=dict)


#: https://www.mediawiki.org/wiki/Wikimedia_APIs/Rate_limits (2026): 200 a minute with a contact address, 10 without; three at once.
_WIKIMEDIA = HostRule("wikimedia", at_once=3, requests=200, contact=True)

#: By domain; it holds for the domains below it too.
_RULES: Mapping[str, HostRule] = {
    **dict.fromkeys(
        (
            "wikipedia.org",
            "wikidata.org",
            "wikimedia.org",
            "wikinews.org",
            "wikiquote.org",
            "wikisource.org",
            "wikivoyage.org",
            "wiktionary.org",
            "mediawiki.org",
        ),
        _WIKIMEDIA,
    ),
    # its own error says: one request every five seconds
    "gdeltproject.org": HostRule("gdelt", at_once=1, requests=1, seconds=5.0),
    # no figure is published; an API key has a quota a day
    "googleapis.com": HostRule("google", at_once=2, requests=60, secret_headers={"key": "X-Goog-Api-Key"}),
    "worldbank.org": HostRule("worldbank", at_once=2, requests=60),
    # its index turns away who asks more than 24 times a minute: https://github.com/edgi-govdata-archiving/wayback/releases/tag/v0.5.1
    "archive.org": HostRule("archive", at_once=1, requests=20),
}


def host_rule(host: str, *, at_once: int = 3, requests_per_minute: int = 60) -> HostRule:
    """The rule for a host; for one that the table does not hold, the two figures given, for it alone."""
    labels = host.split(".")
    for start in range(len(labels)):
        known = _RULES.get(".".join(labels[start:]))
        if known is not None:
            return known
    return HostRule(host, at_once=at_once, requests=requests_per_minute)
