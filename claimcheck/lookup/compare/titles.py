"""What a page's title says that the page is about: a name, or an event with the names and the year that tell it from others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claimcheck.calendar_names import MONTHS
from claimcheck.lookup.compare.names import country
from claimcheck.lookup.compare.vocabulary import DISASTERS, kinds
from claimcheck.lookup.compare.words import noun_of, tokens

_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_RUN = re.compile(r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*")
_BEFORE_PLACE = re.compile(r"\s+(?:in|of|at|on|near|off)\s+", re.IGNORECASE)
_LONGEST = 200
#: What a text calls the event of its title.
CALLED = frozenset("accident incident disaster tragedy event catastrophe".split())


@dataclass(frozen=True, slots=True)
class Topic:
    """`name`: the title without brackets. `names` of an event: what stands in it in capitals. `nouns`: what a text may call it by
    with nothing but "the" before; `kinds`: those of its event, empty for a thing or a person."""

    name: str
    names: tuple[str, ...]
    nouns: frozenset[str]
    kinds: frozenset[str]
    year: int | None = None
    month: int | None = None

    @property
    def own(self) -> tuple[str, ...]:
        """The names that are no country's."""
        return tuple(name for name in self.names if country(name) is None)

    @property
    def event(self) -> bool:
        return bool(self.kinds)

    @property
    def struck(self) -> bool:
        """Whether it is an accident or an attack."""
        return bool(self.kinds & DISASTERS)

    @property
    def head(self) -> str:
        return _BEFORE_PLACE.split(self.name)[0].split()[-1]


def kinds_named(noun: str) -> frozenset[str]:
    """The kinds of happening that a noun names: of "fire" the blaze too, which the verb is not."""
    return frozenset(kind.name for kind in kinds().get(noun, ())) | (frozenset({noun}) & DISASTERS)


@lru_cache(maxsize=2000)
def topic_of(title: str) -> Topic | None:
    """The topic that a title names; None where it names none."""
    inside = _IN_BRACKETS.findall(title[:_LONGEST])
    name = " ".join(_IN_BRACKETS.sub("", title[:_LONGEST]).split())
    words = name.split()
    if not words or not any(c.isalpha() for c in name):
        return None
    head = noun_of(_BEFORE_PLACE.split(name)[0].split()[-1].casefold())
    lower = _BEFORE_PLACE.split(name)[0].split()[-1].islower()
    year = _YEAR.search(name)
    month = next((number for number, month in enumerate(MONTHS, 1) if month in words), None)
    kept = kinds_named(head) if lower else frozenset()
    if kept or lower and head in CALLED:
        runs = [match[0] for match in _RUN.finditer(name) if match.start() or not _common(match[0])]
        names = tuple(n for n in (" ".join(w for w in run.split() if w not in MONTHS) for run in runs) if n)
        nouns = frozenset({head}) | (CALLED if kept & DISASTERS or head in CALLED else frozenset())
        return Topic(name, names, nouns, kept or frozenset({"incident"}), int(year[0]) if year else None, month)
    if all(word.islower() for word in words[1:]) and len(words) > 1:
        return None  # "Politics of the sea": nothing is named
    nouns = frozenset(noun_of(part) for text in (words[0], words[-1], *inside) for part in tokens(text))
    return Topic(name, (name,), nouns, frozenset(), int(year[0]) if year else None)


def _common(word: str) -> bool:
    """Whether the first word of a title is an event's noun: "Fire at the Mirza market"."""
    return word.casefold() in kinds()


def person_like(topic: Topic) -> bool:
    """Whether a name has the form of a person's: two to four words in capitals, none of them a common one."""
    words = topic.name.split()
    return not topic.event and 2 <= len(words) <= 4 and all(word[:1].isupper() and word.replace("-", "").isalpha() for word in words)
