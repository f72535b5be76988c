"""Named entities of a document: cleaned, typed from one closed set, and each with its fullest name.

Who is who is decided on names alone, with the precise string passes of the multi-pass sieve (Lee et al. 2013,
"Deterministic Coreference Resolution Based on Entity-Centric, Precision-Ranked Rules"): same name, part of one longer
name, initials, and a list of countries. Where a part fits two longer names it stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from claimcheck.enrich.coref.lexicon import HONORIFICS, countries, country_named, given_names, nouns
from claimcheck.model import Entity, Span
from claimcheck.tree import Mention, Sentence, Word

#: Labels of the nine-class tagger and of OntoNotes, lower case.
TYPES = {
    "person": "person",
    "per": "person",
    "location": "location",
    "loc": "location",
    "gpe": "location",
    "facility": "facility",
    "fac": "facility",
    "organization": "organization",
    "org": "organization",
    "norp": "norp",
    "product": "product",
    "misc": "misc",
    "work_of_art": "misc",
    "event": "misc",
    "law": "misc",
    "language": "misc",
    "money": "money",
    "date": "date",
    "time": "date",
}

#: Entities that bear a name; the others are amounts and times.
NAMED = frozenset({"person", "location", "facility", "organization", "norp", "product", "misc"})

_NO_NAME = frozenset({"DET", "PART", "AUX", "PRON", "PUNCT", "ADP", "CCONJ", "SCONJ", "SYM"})
_FUNCTION = frozenset({"PRON", "DET", "AUX", "PART", "ADV", "VERB", "PUNCT", "SCONJ", "INTJ"})
_GENITIVE = re.compile(r"(?:['’`´]s?|['’`´]S)$")
_COMPANY = frozenset(
    {"inc", "ltd", "limited", "corp", "corporation", "plc", "co", "company", "group", "holdings", "llc", "ag", "gmbh", "sa"}
)
_PARTICLES = frozenset(
    {"de", "da", "di", "du", "del", "der", "van", "von", "bin", "ibn", "al", "el", "la", "le", "of", "and", "the", "for"}
)


def entities(sentences: Sequence[Sentence]) -> tuple[Entity, ...]:
    """Entities of the document in text order. Types in lower case; a label outside both known sets is kept as it is."""
    found: list[tuple[Span, str, str]] = []
    for sentence in sentences:
        for mention in _joined(sentence):
            words = _trimmed(sentence, mention)
            if not words:
                continue
            span = _without_genitive(sentence, sentence.span_of(words))
            text = sentence.slice(span)
            if span.start < span.end and any(c.isalnum() for c in text) and "://" not in text:
                found.append((span, text, _type_of(text, TYPES.get(mention.type.lower(), mention.type.lower()))))
    found = _agreed(sorted(set(found)))
    found = sorted({*found, *_overlooked(sentences, found)})
    names = _canonical(found, _initials(sentences, found))
    met: dict[str, int] = {}  # person -> where first named
    for span, text, kind in found:
        if kind == "person":
            met.setdefault(_plain(text), span.start)
    people = _Names(met)
    return tuple(Entity(text, span, kind, _at(span, text, kind, names, met, people)) for span, text, kind in found)


def _at(span: Span, text: str, kind: str, names: dict[tuple[str, str], str], met: dict[str, int], people: _Names) -> str:
    """The fullest name. A surname that two people bear is the first's as long as the second is not yet named."""
    name = names.get((kind, _plain(text)), _plain(text))
    if kind != "person" or name != _plain(text) or " " in name:
        return name
    ever = people.longer(name, kind)
    longer = {names.get((kind, n), n) for n in ever if met[n] < span.start}
    return next(iter(longer)) if len(longer) == 1 and len(ever) > 1 else name


def _plain(text: str) -> str:
    return " ".join(text.split())


def _joined(sentence: Sentence) -> list[Mention]:
    """Mentions, with the pieces of one name put together ("Rajiv" + "Gandhi", "Mecca" + "'s Grand Mosque")."""
    joined: list[Mention] = []
    for mention in sentence.mentions:
        last = joined[-1] if joined else None
        words = [sentence[i] for i in mention.words]
        if last and words and last.type == mention.type and last.words[-1] + 1 == words[0].index and len(words) > 0:
            within = words[0].head in last.words and words[0].relation == "flat"
            genitive = words[0].lemma == "'s" and any(w.upos == "PROPN" for w in words)
            if within or genitive:
                joined[-1] = Mention(Span(last.span.start, mention.span.end), last.type, (*last.words, *mention.words))
                continue
        if words:
            joined.append(mention)
    return joined


def _trimmed(sentence: Sentence, mention: Mention) -> list[Word]:
    """The words of the name: no article, title, genitive, bracket. Empty when nothing of a name is left."""
    words = [sentence[i] for i in mention.words]
    kind = TYPES.get(mention.type.lower(), "")
    while words and (words[-1].upos in _NO_NAME and words[-1].text not in ("%", ".") or words[-1].lemma == "'s"):
        words.pop()
    while words and words[0].upos in ("DET", "PUNCT", "PART", "AUX", "CCONJ") and words[0].text not in ("$", "#", "@"):
        words.pop(0)
    while len(words) > 1 and kind in NAMED and words[0].upos == "ADP" and words[0].text.islower():
        words.pop(0)  # "of Defence"
    if kind in NAMED and all(w.upos in _FUNCTION for w in words) and not any(w.text[:1].isupper() and w.upos == "VERB" for w in words):
        return []
    if kind in NAMED and len(words) == 1 and words[0].upos == "PRON":
        return []
    if kind in ("organization", "misc") and words and _is_office(sentence, words):
        return []
    if kind == "person":
        before = sentence[words[0].index - 1] if words and words[0].index > 1 else None
        if len(words) > 1 and before and before.lemma == "of" and country_named(words[0].text):
            words.pop(0)  # "minister of India Ann Lee"
        genitives = [place for place, w in enumerate(words) if w.lemma == "'s"]
        if genitives:
            words = words[genitives[-1] + 1 :]  # "the DAB's Ann Lee"
        if _only_title(words):
            return []
        while len(words) > 1 and _is_title(words[0]):
            words.pop(0)
    return words


def _only_title(words: list[Word]) -> bool:
    """ "Prime Minister", "Deputy Chairman" by themselves are what somebody is: a second person must not come of them."""
    plain = [w.text.lower().rstrip(".") for w in words]
    if not plain or any(w.text in given_names() for w in words):
        return False
    if plain[-1] in nouns("foreign-title"):
        return True
    offices = [w in nouns("title") or w in HONORIFICS for w in plain]
    return len(plain) > 1 and offices[-1] and all(o or w in nouns("office-modifier") for o, w in zip(offices, plain, strict=True))


def _is_office(sentence: Sentence, words: list[Word]) -> bool:
    """ "US Secretary of Defence" is what somebody is, not a body: its top word is a title."""
    inside = {w.index for w in words}
    tops = [w for w in words if w.head not in inside]
    return len(tops) == 1 and tops[0].lemma.lower() in nouns("title") and tops[0].lemma.lower() not in ("head", "general", "forward")


def _is_title(word: Word) -> bool:
    plain = word.text.lower().rstrip(".")
    return plain in HONORIFICS or (plain in nouns("title") and word.text not in given_names())


def _without_genitive(sentence: Sentence, span: Span) -> Span:
    """A name whose tokens still hold the genitive ("Trump's" as one word) loses it, and marks at its edges."""
    text = sentence.slice(span)
    stripped = _GENITIVE.sub("", text) if len(text) > 3 else text
    stripped = stripped.rstrip(" ,;:\"”’'([-–—")
    lead = len(stripped) - len(stripped.lstrip(" ,;:\"“‘'([-–—"))
    return Span(span.start + lead, span.start + max(len(stripped), lead))


def _type_of(text: str, kind: str) -> str:
    """A country's name is a place, whatever the tagger made of it; a person may be called Jordan."""
    if kind in ("norp", "organization", "misc", "facility", "product") and country_named(_plain(text)):
        return "location"
    return kind


def _agreed(found: list[tuple[Span, str, str]]) -> list[tuple[Span, str, str]]:
    """One name has one type in a document: the most frequent, at a tie the first."""
    votes: dict[str, Counter[str]] = {}
    surnames = {}
    for _, text, kind in found:
        if kind in NAMED:
            votes.setdefault(text, Counter())[kind] += 1
            tokens = text.split()
            if kind == "person" and len(tokens) > 1:
                surnames[tokens[-1]] = kind
    agreed = []
    for span, text, kind in found:
        if kind in NAMED:
            kind = votes[text].most_common(1)[0][0]
            if kind in ("organization", "misc", "product", "norp") and (text in surnames or _called(text)):
                kind = "person"  # a surname known from a full name, or a given name
        agreed.append((span, text, kind))
    return agreed


def _called(text: str) -> bool:
    """A given name alone or before one more word, which is not what an organisation or place is called by."""
    first, *rest = text.split()
    if first not in given_names() or len(rest) > 1 or first in _PLACES:
        return False
    return all(t.isalpha() and t[0].isupper() and not t.isupper() and not _common(t.lower()) for t in rest)


def _common(word: str) -> bool:
    kinds = ("group", "place", "event", "country", "text", "title", "corporate", "company", "meeting", "war", "agreement")
    return any(form in nouns(kind) for kind in kinds for form in (word, word.removesuffix("s"), word.removesuffix("ies") + "y"))


#: Given names that name a place at least as often.
_PLACES = frozenset("Virginia Georgia Carolina Victoria Florence Sydney Alexandria Adelaide Chelsea Lourdes Asia India Kenya Paris".split())


def _overlooked(sentences: Sequence[Sentence], found: list[tuple[Span, str, str]]) -> list[tuple[Span, str, str]]:
    """Names of people, organisations and places that the tagger saw elsewhere in the document but not here."""
    known: dict[tuple[str, ...], str] = {}
    for _, text, kind in found:
        tokens = tuple(text.split())
        if kind in ("person", "organization", "location") and all(t[:1].isupper() and t.isalpha() and len(t) > 2 for t in tokens):
            known.setdefault(tokens, kind)
            if kind == "person" and len(tokens) > 1:
                known.setdefault(tokens[-1:], kind)
    more = []
    spans = [span for span, _, _ in found]
    for sentence in sentences:
        taken = spans[bisect_left(spans, Span(sentence.start, 0)) : bisect_left(spans, Span(sentence.end, 0))]
        place = 0
        while place < len(sentence.words):
            word = sentence.words[place]
            step = 1
            if word.upos == "PROPN" and not any(span.overlaps(word.span) for span in taken):
                run = [w for w in _run(sentence, place) if not any(span.overlaps(w.span) for span in taken)]
                known_kind = known.get(tuple(w.text for w in run))
                if known_kind:
                    span = sentence.span_of(run)
                    more.append((span, sentence.slice(span), known_kind))
                step = max(1, len(run))
            place += step
    return more


def _run(sentence: Sentence, place: int) -> list[Word]:
    """Neighbouring proper nouns from a place on, titles left out at the front."""
    run = []
    for word in sentence.words[place:]:
        if word.upos != "PROPN":
            break
        run.append(word)
    while len(run) > 1 and _is_title(run[0]):
        run.pop(0)
    return run


def _initials(sentences: Sequence[Sentence], found: list[tuple[Span, str, str]]) -> dict[str, str]:
    """Short forms introduced in brackets: "Ministry of Defence (MoD)" gives MoD -> Ministry of Defence."""
    short: dict[str, str] = {}
    starts = [span.start for span, _, _ in found]
    for sentence in sentences:
        for span, text, kind in found[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]:
            if kind not in ("organization", "misc", "facility", "location", "product") or span not in sentence.span:
                continue
            match = re.match(r"\s*\(\s*[“\"'‘]?([A-Z][\w&.-]{1,11})[”\"'’]?\s*\)", sentence.text[span.end - sentence.start :])
            if match and _abbreviates(match[1], text):
                short.setdefault(match[1], _plain(text))
    return short


def _abbreviates(short: str, name: str) -> bool:
    """Are these the initials of the name, with or without its small words?"""
    letters = [c for c in short if c.isalpha()]
    capitals = "".join(c for c in letters if c.isupper()).lower()
    full, main = _initials_of(name)
    return len(capitals) > 1 and len(_tokens(name)) > 1 and ("".join(letters).lower() in (full, main) or capitals == main)


def _tokens(name: str) -> list[str]:
    return [t for t in re.split(r"[\s-]+", name) if t]


def _initials_of(name: str) -> tuple[str, str]:
    """The first letters of a name in lower case, with and without its small words."""
    tokens = _tokens(name)
    full = "".join(t[0] for t in tokens if t[0].isalpha()).lower()
    main = "".join(t[0] for t in tokens if t.lower() not in _PARTICLES and t[0].isalpha()).lower()
    return full, main


def _canonical(found: list[tuple[Span, str, str]], short: dict[str, str]) -> dict[tuple[str, str], str]:
    """(type, name) -> the fullest name of the same entity."""
    names: dict[tuple[str, str], str] = {}
    for kind in sorted({kind for _, _, kind in found if kind in NAMED}):
        known = list(dict.fromkeys(_plain(text) for _, text, k in found if k == kind))
        pool = _Names(known if kind != "organization" else (*known, *short.values()))
        for name in known:
            names[kind, name] = _fullest(name, kind, pool, short)
    return {key: _follow(key, names) for key in names}


def _follow(key: tuple[str, str], names: dict[tuple[str, str], str]) -> str:
    """A short name of a short name ends at the fullest; the length grows on the way, so it ends."""
    kind, name = key
    seen = {name}
    while (longer := names.get((kind, name), name)) not in seen:
        seen.add(longer)
        name = longer
    return name


class _Names:
    """Names of one kind, found by how they begin and end: what is longer than another shares one of its ends, or has its initials."""

    def __init__(self, names: Iterable[str]):
        self.all = dict.fromkeys(names)
        self.folded: dict[str, list[str]] = {}
        self._ends: dict[str, list[str]] = {}
        for name in self.all:
            self.folded.setdefault(_folded(name), []).append(name)
            tokens = _folded(name).split()
            for end in {*tokens[:1], *tokens[-1:], *(f"{initials}." for initials in _initials_of(name))}:
                self._ends.setdefault(end, []).append(name)

    def longer(self, name: str, kind: str) -> list[str]:
        """Those of which the name is a part."""
        tokens = _folded(name).split()
        letters = "".join(c for c in name if c.isalpha())
        ends = {*tokens[:1], *tokens[-1:], f"{letters.lower()}.", f"{''.join(c for c in letters if c.isupper()).lower()}."}
        near = dict.fromkeys(other for end in sorted(ends) for other in self._ends.get(end, ()))
        return [other for other in near if other != name and _part_of(name, other, kind)]


def _fullest(name: str, kind: str, pool: _Names, short: dict[str, str]) -> str:
    if kind == "location":
        country = country_named(name)
        if country:
            return next(n for n in country.names if n in pool.all)
    if name in short:
        return short[name]
    accented = min(pool.folded.get(_folded(name), ()), key=str.isascii, default=name)
    if accented != name:
        return accented  # "Cesar" is "César", where the text writes both
    longer = pool.longer(name, kind)
    # keep only the longest of each chain: "Lee" < "Ann Lee" < "Ann Mary Lee" is one person
    ends = [a for a in longer if not any(a != b and _part_of(a, b, kind) for b in longer)]
    return ends[0] if len(ends) == 1 else name


def _folded(text: str) -> str:
    """Without accents, where letters have them: "César" is "Cesar"."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _part_of(name: str, other: str, kind: str) -> bool:
    """Can `name` be a shorter name of what `other` names?"""
    few, many = _folded(name).split(), _folded(other).split()
    if kind == "person":
        if len(few) >= len(many):
            return False
        if len(few) == 1:
            return few[0] in (many[-1], many[0]) or few[0] == "".join(many[-len(few) :]) or " ".join(many).endswith(" " + few[0])
        if few == many[-len(few) :]:
            return True
        return few[0] == many[0] and few[-1] == many[-1]
    if kind in ("organization", "misc", "facility", "product"):
        if name.isupper() and len(few) == 1 and _abbreviates(name, other):
            return True
        if len(few) >= len(many):
            return False
        rest = many[len(few) :]
        if many[: len(few)] == few and (
            all(t.lower().strip(".,") in _COMPANY for t in rest) or (rest[0] in ("of", "for") and len(few) > 1)
        ):
            return True
        # "Home Office" for "UK Home Office": a country before it adds nothing
        lead = _GENITIVE.sub("", " ".join(many[: -len(few)]))
        return len(few) > 1 and many[-len(few) :] == few and lead in countries()
    if kind in ("location",):
        return len(few) < len(many) and many[: len(few)] == few and (other[len(name) :][:1] == "," or many[-1] in ("D.C.", "D.C", "City"))
    return False
