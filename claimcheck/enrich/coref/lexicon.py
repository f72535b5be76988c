"""Words as data: given names by sex, countries, and nouns by what they name.

The lists stand beside this module as text files; each says where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Forms of address by the sex they tell ("" where they tell none). They are no part of a name.
HONORIFICS = {
    **dict.fromkeys(("mr", "mister", "sir", "lord", "shri", "sri", "monsieur", "herr", "señor", "don", "brother", "father"), "Masc"),
    **dict.fromkeys(("mrs", "ms", "miss", "lady", "dame", "madam", "madame", "smt", "shrimati", "frau", "señora", "sister"), "Fem"),
    **dict.fromkeys(("dr", "doctor", "prof", "professor", "rev", "reverend", "hon", "honourable", "honorable", "fr"), ""),
    **dict.fromkeys(
        (
            "gen",
            "col",
            "capt",
            "lt",
            "sgt",
            "maj",
            "adm",
            "cmdr",
            "sen",
            "rep",
            "gov",
            "pres",
            "field",
            "pol",
            "insp",
            "supt",
            "cpl",
            "cmdt",
        ),
        "",
    ),
}


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def given_names() -> dict[str, str]:
    """Given name -> "Masc" or "Fem". A name that both sexes bear is not in it."""
    genders = {}
    for file, gender in (("names_male.txt", "Masc"), ("names_female.txt", "Fem")):
        for line in _lines(file):
            genders.update(dict.fromkeys(line.split(), gender))
    return genders


@dataclass(frozen=True, slots=True)
class Country:
    names: tuple[str, ...]  # the fullest first
    people: frozenset[str]  # adjectives and words for its people


@cache
def countries() -> dict[str, Country]:
    """Name, short form or adjective of a country -> the country."""
    found: dict[str, Country] = {}
    for line in _lines("countries.txt"):
        names, _, people = line.partition("|")
        words = frozenset(word.replace("-", " ") for word in people.split())
        country = Country(tuple(names.split(";")), words)
        for key in (*country.names, *sorted(words)):
            found.setdefault(key, country)
    return found


def country_named(text: str) -> Country | None:
    """The country that goes by this name; None for an adjective or the name of something else."""
    country = countries().get(text)
    return country if country and text in country.names else None


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    """The lines of `nouns.txt` by the section in which they stand."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in _lines("nouns.txt"):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            found.setdefault(section, []).append(line)
    return {name: tuple(lines) for name, lines in found.items()}


@cache
def nouns(kind: str) -> frozenset[str]:
    """Lemmas of one section of `nouns.txt`: "title", "person", "group", "place", "event" …"""
    return frozenset(lemma for line in _sections().get(kind, ()) for lemma in line.split())


def kin_of(lemma: str) -> frozenset[str]:
    """Nouns that can name the same happening or paper as this one: "call" and "conversation". Itself at least."""
    for kind in ("meeting", "attack", "war", "agreement"):
        if lemma in nouns(kind):
            return nouns(kind)
    return frozenset({lemma})


def synonyms(lemma: str) -> frozenset[str]:
    """Nouns that can take this one's place for one and the same thing: "site" and "website". Itself at least."""
    return _synonyms().get(lemma) or frozenset({lemma})


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _sections().get("synonyms", ()):
        for lemma in line.split():
            found[lemma] = found.get(lemma, frozenset()) | frozenset(line.split())
    return found


def narrower(lemma: str) -> frozenset[str]:
    """Nouns for what a general noun can take up: "festival" for "event". None for most."""
    return _narrower().get(lemma, frozenset())


@cache
def _narrower() -> dict[str, frozenset[str]]:
    lines = (line.partition(":") for line in reversed(_sections().get("general", ())))  # of two lines for a noun, the first
    return {lemma: frozenset(words.split()) for lemma, colon, words in lines if colon}
