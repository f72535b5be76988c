"""Words as data: kinds of happenings, labels of databases, and words that tell nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

Often = Literal["once", "seldom", "close", "often", "state"]

#: Verbs that say nothing without their noun: "held a call", "the attack took place".
LIGHT = frozenset("be occur hold make take give come have happen do become remain see leave lead place follow cause go".split())
#: Verbs of a value: what is measured tells what it is about.
MEASURING = frozenset("be stand reach rise fall have total measure hit amount".split())
#: Kinds that put somebody into an office.
INTO_OFFICE = frozenset({"appoint", "swear", "elect"})
#: Kinds in which each does it to the other.
MUTUAL = frozenset("meet marry call sign merge war talk speak agree exchange".split())
#: Kinds that hold acts of different days: who is killed on one day may die on the next.
SEVERAL_ACTS = frozenset({"die", "appoint", "release", "open", "end", "leave"})
#: Words that make another office of an office.
OTHER_OFFICE = frozenset("deputy vice assistant acting interim shadow co caretaker honorary emeritus junior associate".split())
#: Words for an office that was held, or will be.
NOT_NOW = frozenset(
    "former ex late past previous ousted outgoing incoming elect designate then-president next future onetime erstwhile then".split()
)
#: Verbs that only pass on words.
SAYING = frozenset({"say"})
#: Verbs whose object has the value: "made a profit of $3 million".
HAVING = frozenset("have make post record earn report".split())
#: Nouns of the kinds that happen by themselves, so that a date beside them is that of what they brought about.
DISASTERS = frozenset("crash explode shoot attack quake fire flood storm landslide sink collapse".split())

#: Words that hardly tell one thing from another.
GENERIC = frozenset(
    """the a an of for in on at by to from with and or as his her its their our my your this that these those some any all new own total overall
    annual yearly monthly quarterly official about around nearly almost more less than least most over under up some several many few other
    rate level figure number percent per cent percentage point share amount value price consumer year month day week people person time
    first second third fourth fifth sixth seventh eighth ninth tenth
    headline average birth standard official preliminary final recent late last first terror terrorist mr mrs ms dr sir former current""".split()
)
#: People counted without saying which.
ANYBODY = frozenset({"people", "person", "individual", "human", "life", "victim", "man", "woman", "dead", "others", ""})
#: A figure beside one of these is a part, an addition or another state of the other.
ANOTHER_FIGURE = frozenset(
    "another other others additional further extra including include earlier initially already average each every".split()
)
TITLES = frozenset(
    """minister secretary president premier chancellor governor mayor ambassador chief executive director chairman chairwoman chair chairperson
    commissioner commander general admiral marshal king queen pope bishop archbishop cardinal senator deputy speaker leader head judge justice
    officer ceo cfo coach captain manager founder spokesman spokeswoman spokesperson envoy adviser advisor prosecutor attorney member mp treasurer
    professor editor author owner""".split()
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of happening."""

    name: str
    often: Often


def _rows(name: str) -> list[list[str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def kinds() -> Mapping[str, tuple[Kind, ...]]:
    """Lemma -> the kinds that it may stand for."""
    found: dict[str, tuple[Kind, ...]] = {}
    for name, often, words in _rows("happenings.txt"):
        for word in words.split():
            found[word] = (*found.get(word, ()), Kind(name, cast(Often, often)))
    return found


@cache
def how_often(kind: str) -> Often | None:
    """How often a kind happens to the same ones; None for what is no kind of the table."""
    return next((cast(Often, often) for name, often, _ in _rows("happenings.txt") if name == kind), None)


@cache
def labels() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Label of a database's property -> kind, and what a value is of."""
    return {row[0].casefold(): (row[1], frozenset(row[2].split()) if len(row) > 2 else frozenset()) for row in _rows("labels.txt")}
