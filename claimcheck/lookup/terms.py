"""The key terms of a claim: all that a lookup may send of a draft.

They are names in full, single content words in their dictionary form, and days. No term holds a phrase of the draft other than
a name, and their order is that of their weight, not the draft's. `confidential` checks what then goes out once more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from claimcheck.calendar_names import MONTHS, WEEKDAYS
from claimcheck.lookup.query import Name, NameKind, Query

Json = Mapping[str, Any]

#: What is sent for one claim at most.
NAMES, WORDS = 6, 6
#: Words of a name at most. What is longer is rather a phrase that the tagger took for one.
NAME_WORDS = 6

#: Kinds of entities that are names, and what a source is told of them.
_KINDS: Mapping[str, NameKind] = {
    "person": "person",
    "organization": "organization",
    "location": "location",
    "facility": "location",
    "norp": "other",
    "product": "other",
    "event": "other",
    "work of art": "other",
    "law": "other",
    "misc": "other",
}
#: Persons and bodies find more than places do.
_RANK: Mapping[NameKind, int] = {"person": 0, "organization": 0, "other": 1, "location": 2}
#: Arguments whose main words tell what a claim is about, most telling first; of the others (manner, purpose) they do not.
_MAIN = ("object", "complement", "subject")
_FURTHER = ("indirect-object", "quantity", "place", "oblique", "cause")

#: Predicates that say nothing of what happened.
_LIGHT = frozenset(
    "be become have do get go come make take give put say tell see know think want need let keep seem appear remain hold begin start continue "
    "include involve follow use happen occur call name add lead bring show".split()
)
#: Nouns that are everywhere in the news, and tell no claim from another.
_COMMON = frozenset(
    "people person man woman thing way time day week month year today part number lot case place fact group member official "
    "percent other some all many most both any each every few several such own same such more less least about around either neither "
    "it he she they we you i who which that this these those there the his her its their our your my then here now just only not "
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion first second third last "
    "can could may might must shall should will would "
    "him them us me himself herself itself themselves whom whose what where when how why "
    "from into onto upon with within without for of on in at to by as after before since until during against between among over under "
    "through across towards toward near off out up down about above below behind beside besides despite per than via".split()
) | {name.casefold() for name in (*MONTHS, *WEEKDAYS)}
#: Names of the article that are added to a claim which mentions fewer, so that "the accident" is looked for where it happened.
_ENOUGH_NAMES = 2
#: Half of a name: "North" in "North and South Korea".
_DIRECTIONS = frozenset("north south east west northern southern eastern western".split())
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(r"^(?:(?:mr|mrs|ms|miss|dr|sir|dame|lord|lady|prof|rev|the)\.?\s+)+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
#: What is no part of a name: "northern" before a country's.
_SMALL = re.compile(r"^(?:[a-z]+\s+)+(?=[A-Z])")
#: The result that a tagger took for a part of a team's name.
_SCORE = re.compile(r"\s+\d+\s?[-–:]\s?\d+$")


class KeyTerms:
    """Finds the key terms of an article's claims. `claims`: all of its records, whose names are the ones to recognise."""

    def __init__(self, claims: Sequence[Json]):
        self._known = names_of(claims)
        self._topic = _topic(self._known, claims)
        self._beside: dict[tuple[int, int], list[str]] = {}  # names by sentence
        for claim in claims:
            self._beside.setdefault(_sentence(claim), []).extend(names_of([claim]))
        self._lead = self._beside[min(self._beside)] if self._beside else []

    def query(self, claim: Json, links: tuple[str, ...] = ()) -> Query:
        """What may be known of a claim. `links`: addresses that the article cites beside it."""
        names = self._names(claim)
        begin, end = _days(claim["times"])
        published = claim["document"].get("published_at")
        return Query(
            claim_id=claim["claim_id"],
            names=names,
            words=_words(claim, names),
            begin=begin,
            end=end,
            as_of=date.fromisoformat(published) if published else None,
            links=links,
            text=claim["resolved_text"],
            speaker=_speaker(claim),
            document=claim["document"]["uri"] or None,
        )

    def _names(self, claim: Json) -> tuple[Name, ...]:
        """Names that the claim mentions, itself or by a pronoun that was resolved: persons and bodies before places."""
        reading = f"{claim['text']}\n{claim['resolved_text']}"
        own = names_of([claim])
        found = [name for name in self._known if name in own or _part(name, reading)]
        # "Berg" where "Anna Berg" is there too tells nothing more
        whole = [name for name in found if not any(name != other and _part(name, other) for other in found)]
        whole.sort(key=lambda name: (_RANK[self._known[name]], _place(name, reading)))
        for name in (*self._lead, *self._topic, *self._beside.get(_sentence(claim), ())):
            if len(whole) < _ENOUGH_NAMES and not any(_part(name, other) or _part(other, name) for other in whole):
                whole.append(name)
        return tuple(Name(name, self._known[name]) for name in whole[:NAMES])


def names_of(claims: Iterable[Json]) -> dict[str, NameKind]:
    """The proper names in an article's claims, in full, in the order of their first mention."""
    found: dict[str, NameKind] = {}
    for claim in claims:
        for entity in claim["entities"]:
            kind = _KINDS.get(entity["type"])
            text = _POSSESSIVE.sub("", _SCORE.sub("", _SMALL.sub("", _TITLE.sub("", " ".join(entity["canonical"].split())))))
            fits = 1 < len(text) and len(text.split()) <= NAME_WORDS and any(c.isupper() for c in text)
            if kind and fits and text.casefold() not in _DIRECTIONS:
                found.setdefault(text, kind)
    return found


def _speaker(claim: Json) -> str | None:
    """Whom the article attributes a claim to: the named speaker who stands nearest to its words, as in an archive of our own claims."""
    named = [hop.get("resolved_source") or hop.get("source") for hop in claim["attribution"] if hop.get("source_kind") != "anonymous"]
    return next((str(name) for name in reversed(named) if name), None)


def _sentence(claim: Json) -> tuple[int, int]:
    return claim["sentence_span"]["start"], claim["sentence_span"]["end"]


def _topic(known: Mapping[str, NameKind], claims: Sequence[Json]) -> list[str]:
    """The names that most claims of the article mention; none that is rare in it."""
    mentions = Counter(name for claim in claims for name in known if _part(name, claim["resolved_text"]))
    often = max(2, len(claims) / 10)
    return sorted((name for name in known if mentions[name] >= often), key=lambda name: -mentions[name])


def _part(name: str, other: str) -> bool:
    """Whether the name stands in the other text as words of its own."""
    return name in other and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", other) is not None


def _place(name: str, reading: str) -> int:
    place = reading.find(name)
    return place if place >= 0 else len(reading)


def _words(claim: Json, names: Sequence[Name]) -> tuple[str, ...]:
    """What was counted, ranked or done, to what: main words of the claim, in their dictionary form, none of them in a name."""
    named = {word.casefold() for name in names for word in _plain(name.text)}
    named |= {word.casefold() for entity in claim["entities"] if entity["type"] in _KINDS for word in _plain(entity["text"])}
    candidates: list[str] = []
    for facet in (*claim["quantities"], *claim["ordinals"]):
        candidates += _plain(facet.get("item") or "")[-1:]
    candidates += _argument_words(claim, _MAIN)
    if claim["kind"] != "apposition" and claim["predicate"]["lemma"] not in _LIGHT:
        candidates += _plain(claim["predicate"]["lemma"])[:1]
    candidates += _argument_words(claim, _FURTHER)
    kept: dict[str, None] = {}
    for word in candidates:
        # a capital inside a clause: a name that the tagger missed, whose lemma would be another word
        known = word.islower() or claim["text"].startswith(word)
        lemma = _lemma(word.casefold(), "NOUN") if known else word.casefold()
        if len(lemma) > 2 and not {word.casefold(), lemma} & (named | _COMMON):
            kept.setdefault(lemma)
    return tuple(kept)[:WORDS]


def _plain(text: str) -> list[str]:
    """The words of a text without the ending of a possessive."""
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(text)]


def _argument_words(claim: Json, roles: Sequence[str]) -> list[str]:
    return [word for role in roles for argument in claim["arguments"] if argument["role"] == role for word in _main_words(argument)]


def _main_words(argument: Json) -> list[str]:
    """The head of an argument with the word before it ("defence partnership"), where its text is one piece of the source."""
    start = argument["span"]["start"]
    head = argument["head_span"]
    if len(argument["text"]) != argument["span"]["end"] - start:
        return []
    before = _plain(argument["text"][: head["start"] - start])
    return _plain(argument["text"][head["start"] - start : head["end"] - start])[:1] + before[-1:]


@lru_cache(maxsize=4096)
def _lemma(word: str, pos: str) -> str:
    from lemminflect import getLemma

    lemmas = getLemma(word, upos=pos)
    return lemmas[0] if lemmas else word


def _days(times: Sequence[Json]) -> tuple[date | None, date | None]:
    """First and last day of the claim's dates that are known."""
    days = [date.fromisoformat(time[side]) for time in times if time["status"] == "resolved" for side in ("begin", "end") if side in time]
    return (min(days), max(days)) if days else (None, None)
