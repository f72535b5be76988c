"""A person's name that is spelled in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.spelling import folded, near, sounded
from claimcheck.model import Span
from claimcheck.rules import rule

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_GENITIVE = re.compile(r"['’]s?$")
#: A name goes on behind what was taken for the whole of it.
_GOES_ON = re.compile(r"[ -][^\W\d_a-z]")
#: Before a name and no part of it.
_TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady madam president minister senator judge justice general colonel captain
    lieutenant major sergeant king queen prince princess sheikh sheik imam father sister brother reverend rev bishop pope the hon
    chief governor mayor chairman ambassador officer inspector detective maulana shri smt""".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Name:
    """A person's name where it stands: its words without titles and genitive."""

    span: Span
    words: tuple[str, ...]


@rule(
    "consistency",
    severity="warning",
    yes={
        "The inquiry questioned Rajiv Mehta on Monday. Mehta denied the charge.\n\nThe court will hear {Metha} again in May.": "a surname once",
        "The novelist Katherine Jones won the prize. Critics praised her style.\n\n"
        "The jury said {Catherine Jones} had written a rare book.": "a first name, both in full",
        "The trial of Yusuf Hussein began on Monday.\n\nProsecutors accused Mr {Hussain} of fraud.": "a surname after Mr",
    },
    no={
        "John Clark and his brother Joan Clarke met Peter Clark in London.": "other people of like names",
        "The inquiry questioned Rajiv Mehta on Monday. The Mehtas left the country.": "a plural",
        "Maria Lopez and her son Mario Lopez live in Lima.": "two first names of one family",
        "Adam Moore met Roger Moose in Dublin. Moore thanked Moose.": "each introduced in full",
        "Kwun Wing beat Nam Ching on Monday.\n\nThe best of the losers was Cheng Hoi, a student.": "other names of a few letters",
        "The film is about Nelson Mandela. It was shown in Mandala, a town in the north.": "a place",
    },
)
def name_spelling(article: Article) -> Iterator[Proposal]:
    """A person's name that the article spells in two ways.

    A surname alone is compared with the names given in full; it is a slip when it differs from one of them by a letter (by two
    in a long name) and is nobody else's. Two names in full are one person's when they differ in one word only, and only by
    such a slip or, for a first name, by a spelling that sounds the same. With an accent here and none there it is a note.
    Names in quotations are left alone.
    """
    names = [name for name in _names(article) if not article.quoted_at(name.span)]
    full = [name for name in names if len(name.words) > 1]
    other = {folded(w) for e in article.entities if e.type != "person" for w in _WORD.findall(e.text)}
    borne = {folded(word) for name in full for word in name.words}
    seen: set[frozenset[str]] = set()
    known_names = _first_uses(full)
    for name in _first_uses(names):
        for known in known_names:
            pair = _two_spellings(name, known, borne, other)
            key = frozenset(word.casefold() for word in pair or ())
            if pair is None or key in seen:
                continue
            seen.add(key)
            yield _proposal(names, name, known, pair)


def _first_uses(names: list[_Name]) -> list[_Name]:
    """Each spelling once, where it stands first."""
    first: dict[tuple[str, ...], _Name] = {}
    for name in names:
        first.setdefault(name.words, name)
    return list(first.values())


def _names(article: Article) -> Iterator[_Name]:
    for entity in article.entities:
        if entity.type != "person":
            continue
        words = [_GENITIVE.sub("", m[0]) for m in _WORD.finditer(entity.text)]
        while words and folded(words[0]) in _TITLES:
            words.pop(0)
        words = [w for w in words if len(w) > 1]
        if len(words) == 1 and (words[0].isupper() or _GOES_ON.match(article.document.text, entity.span.end)):
            continue  # a shout, or a part of a longer name
        if words and words[-1][0].isupper():
            yield _Name(entity.span, tuple(words))


def _two_spellings(name: _Name, known: _Name, borne: set[str], other: set[str]) -> tuple[str, str] | None:
    """The word of `name` and the word of `known` that are one person's, spelled in two ways."""
    if len(name.words) == 1:
        (word,) = name.words
        for place, candidate in enumerate(known.words):
            if word != candidate and folded(word) == folded(candidate):
                return (word, candidate) if not word.isascii() or not candidate.isascii() else None
            if place and near(word, candidate) and not {folded(word)} & (borne | other):
                return word, candidate
        return None
    if len(name.words) != len(known.words):
        return None
    differing = [(i, a, b) for i, (a, b) in enumerate(zip(name.words, known.words, strict=True)) if a != b]
    if len(differing) != 1:
        return None
    place, a, b = differing[0]
    if folded(a) == folded(b):
        return (a, b) if a.casefold() != b.casefold() else None
    if place == 0:
        return (a, b) if len(a) > 3 and sounded(a) == sounded(b) else None
    return (a, b) if near(a, b) else None


def _proposal(names: list[_Name], name: _Name, known: _Name, pair: tuple[str, str]) -> Proposal:
    """The rarer spelling is where to look first; of two as frequent the later one."""
    uses = [[n for n in names if word in n.words] for word in pair]
    (rare, word), (usual, wanted) = sorted(zip(uses, pair, strict=True), key=lambda side: (len(side[0]), -side[0][0].span.start))
    accents = folded(word) == folded(wanted)
    times = f"{len(usual)} times" if len(usual) > 1 else "once"
    kind = "with and without its accent" if accents else "in two ways"
    side = known if wanted in known.words and name is rare[0] else usual[0]
    return Proposal(
        rare[0].span,
        f"“{word}” stands here and “{wanted}” elsewhere ({times}): the name is spelled {kind}.",
        (Place(side.span, f"spelled “{wanted}”"),),
        severity="note" if accents else None,
    )
