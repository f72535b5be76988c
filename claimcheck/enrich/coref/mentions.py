"""The mentions of a document: names, noun phrases, and what is known of each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from claimcheck.enrich.coref.lexicon import country_named, nouns
from claimcheck.enrich.coref.syntax import anchor_of, phrase_words, role_of
from claimcheck.model import Attribution, Entity, Span
from claimcheck.tree import Sentence, Word

Sort = Literal["person", "organization", "location", "event", "thing", "time", "abstract"]

#: A sentence of more words is a list or a table: nothing in it is taken up. (The longest in a thousand news articles had 218.)
LONGEST_SENTENCE = 300

#: Nothing is looked for in sentences further back: so much is longer than most articles, and no reader remembers it.
FARTHEST = 150

#: What the types of entities are for agreement.
SORTS: dict[str, Sort] = {
    "person": "person",
    "organization": "organization",
    "location": "location",
    "facility": "location",
    "norp": "person",
    "product": "thing",
    "misc": "thing",
    "date": "time",
    "money": "abstract",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A mention. Two with the same `key` are known to be the same."""

    sentence: int
    head: int  # number of its last head word
    anchor: int  # number of the word that carries its role, above a title
    words: frozenset[int]
    span: Span
    kind: Literal["name", "noun", "pronoun", "group"]
    key: str
    text: str  # how to call it elsewhere
    sort: Sort
    number: str  # Sing, Plur
    role: str
    country: bool = False
    members: tuple[str, ...] = ()  # keys, of a group

    @property
    def place(self) -> tuple[int, int]:
        return self.sentence, self.head


@dataclass(frozen=True, slots=True)
class Zone:
    """Words that somebody is quoted with."""

    span: Span
    speaker: Span | None
    form: str


@dataclass
class Discourse:
    """A document with its mentions; passes add what they resolve as mentions of their own."""

    sentences: Sequence[Sentence]
    entities: Sequence[Entity]
    zones: tuple[Zone, ...]
    attributions: Sequence[Attribution]
    phrases: dict[int, list[Phrase]] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)  # key -> Masc, Fem
    likely: dict[str, str] = field(default_factory=dict)  # the same, from a lone word that may be a surname
    names: dict[str, str] = field(default_factory=dict)  # key -> how to call it
    counts: dict[str, int] = field(default_factory=dict)
    named: dict[str, list[Phrase]] = field(default_factory=dict)  # key -> where it stands as a name
    readings: dict[Span, str] = field(default_factory=dict)  # what resolved mentions read as, in place
    plural: dict[str, bool] = field(default_factory=dict)  # key -> names many: "Muslims"
    speakers: dict[Span, str] = field(default_factory=dict)  # key of a speaker whose pronoun comes after the quotation

    def add(self, phrase: Phrase) -> None:
        row = self.phrases.setdefault(phrase.sentence, [])
        row.append(phrase)
        row.sort(key=lambda p: (p.head, p.kind, p.key))

    def inside(self, span: Span) -> list[Phrase]:
        """Mentions that stand wholly in a stretch of the document, in text order."""
        first = bisect_right(self.sentences, span.start, key=lambda s: s.end)
        last = bisect_left(self.sentences, span.end, key=lambda s: s.start)
        return [p for index in range(first, last) for p in self.phrases.get(index, ()) if p.span in span]

    def before(self, sentence: int, head: int, window: int) -> list[Phrase]:
        """Mentions before a place, the nearest sentence first, in text order inside each; none from further back than `FARTHEST`."""
        window = min(window, FARTHEST)
        found = [p for p in self.phrases.get(sentence, ()) if p.head < head]
        for index in range(sentence - 1, max(-1, sentence - window - 1), -1):
            found += self.phrases.get(index, ())
        return found

    def noun(self, key: str) -> tuple[Sentence, Word]:
        """The sentence and head of a noun phrase by its key, "noun:4:7"."""
        _, sentence, head = key.split(":")
        return self.sentences[int(sentence)], self.sentences[int(sentence)][int(head)]

    def zone(self, span: Span) -> Zone | None:
        """The smallest quotation that holds the span."""
        inside = [z for z in self.zones if span in z.span]
        return min(inside, key=lambda z: (z.span.end - z.span.start, z.span.start)) if inside else None

    def speaker(self, zone: Zone | None) -> str | None:
        """Key of the one who speaks there, when it is a mention that is known."""
        if zone is None or zone.speaker is None:
            return None
        for index, row in self.phrases.items():
            if not self.sentences[index].span.overlaps(zone.speaker):
                continue
            inside = [w for w in self.sentences[index].words if w.span in zone.speaker]
            tops = {w.index for w in inside if w.head not in {x.index for x in inside}}
            for phrase in row:
                if phrase.span.overlaps(zone.speaker) and phrase.kind != "group" and phrase.sort in ("person", "organization", "location"):
                    if tops & {phrase.head, phrase.anchor, *phrase.words}:  # not "Fox" in "the Fox player"
                        return phrase.key
        return self.speakers.get(zone.speaker)


def too_long(sentence: Sentence) -> bool:
    """Whether nothing in the sentence is told apart or taken up: a list or table without full stops, which no reader reads as a sentence."""
    return len(sentence.words) > LONGEST_SENTENCE


def discourse(sentences: Sequence[Sentence], entities: Sequence[Entity], attributions: Sequence[Attribution]) -> Discourse:
    """Collect names and noun phrases of all sentences."""
    zones = tuple(
        sorted(
            (Zone(span, a.source_span, a.form) for a in attributions if a.form in ("direct", "mixed") for span in a.content),
            key=lambda z: (z.span, z.speaker or z.span, z.form),
        )
    )
    found = Discourse(sentences, entities, zones, attributions)
    ordered = sorted(entities, key=lambda e: e.span.start)
    for sentence in sentences:
        if too_long(sentence):
            continue
        named: set[int] = set()
        taken: set[int] = set()
        for entity in ordered[bisect_left(ordered, sentence.start, key=lambda e: e.span.start) :]:
            if entity.span.start >= sentence.end:
                break
            if entity.span in sentence.span and entity.type in SORTS:
                phrase = _name(sentence, entity)
                own = {w.index for w in sentence.overlapping(entity.span)}
                if phrase is not None and not named & own:
                    named |= own
                    taken |= phrase.words
                    found.add(phrase)
                    found.names[phrase.key] = entity.canonical
                    found.named.setdefault(phrase.key, []).append(phrase)
                    found.plural[phrase.key] = phrase.number == "Plur"
                    found.counts[phrase.key] = found.counts.get(phrase.key, 0) + 1
        for word in sentence.words:
            if word.index not in taken and (phrase := _noun(sentence, word, taken)):
                found.add(phrase)
    return found


def _name(sentence: Sentence, entity: Entity) -> Phrase | None:
    words = [w for w in sentence.overlapping(entity.span) if w.lemma != "'s"]
    if not words:
        return None
    inside = {w.index for w in words}
    tops = [w for w in words if w.head not in inside]
    head = tops[0] if tops else words[-1]
    if entity.type == "norp" and head.upos == "ADJ":
        return None  # "Russian" in "the Russian army" is no one
    plural = entity.type == "norp" and (head.feats.get("Number") == "Plur" or words[-1].text.endswith("s"))
    anchor = anchor_of(sentence, head, person=entity.type == "person")
    country = country_named(entity.text) is not None or country_named(entity.canonical) is not None
    sort = "location" if entity.type == "norp" and not plural else SORTS[entity.type]
    return Phrase(
        sentence.index,
        words[-1].index,
        anchor.index,
        frozenset(inside | {w.index for w in _chain(sentence, head, anchor)}),
        entity.span,
        "name",
        f"{sort}:{entity.canonical}",
        entity.canonical,
        sort,
        "Plur" if plural else "Sing",
        role_of(sentence, anchor),
        country and entity.type != "person",
    )


def _chain(sentence: Sentence, word: Word, anchor: Word) -> list[Word]:
    """The words from a name's head up to the title that carries its role."""
    chain = []
    for _ in sentence.words:
        chain.append(word)
        if word.index == anchor.index or not word.head:
            break
        word = sentence[word.head]
    return chain


def sort_of(sentence: Sentence, word: Word) -> Sort:
    """What a common noun names, by its lemma; "who" makes a person."""
    lemma = word.lemma.lower()
    for kind, sort in _KINDS:
        if lemma in nouns(kind):
            return sort
    for clause in sentence.children(word, "acl"):
        if any(w.lemma == "who" for w in sentence.children(clause, "nsubj", "obj")):
            return "person"
    return "thing"


_KINDS: tuple[tuple[str, Sort], ...] = (
    ("time", "time"),
    ("man", "person"),
    ("woman", "person"),
    ("title", "person"),
    ("person", "person"),
    ("people", "person"),
    ("group", "organization"),
    ("country", "location"),
    ("place", "location"),
    ("event", "event"),
    ("abstract", "abstract"),
)


def _noun(sentence: Sentence, word: Word, taken: set[int]) -> Phrase | None:
    if word.upos not in ("NOUN", "PROPN") or word.relation in ("compound", "flat", "fixed", "goeswith", "amod", "nummod"):
        return None
    if word.deprel == "nmod:desc" or word.relation in ("obl", "nmod") and word.deprel.endswith((":unmarked", ":tmod", ":npmod")):
        return None
    if "://" in word.text or word.text.startswith("www."):
        return None
    head = sentence.head(word)
    if any(w.index in taken for w in sentence.children(word, "flat", "appos", "nmod:desc")) or (
        word.relation == "appos" and head is not None and head.index in taken
    ):
        return None  # the title or apposition of a name is that name's
    if sentence.children(word, "cop") or _predicate_noun(sentence, word):
        return None  # said of something, names nothing new
    if word.deprel == "nmod:poss" and word.feats.get("Number") != "Plur" and not sentence.children(word, "det", "nmod:poss", "nummod"):
        return None  # "a master's degree": no one's
    words = phrase_words(sentence, word)
    sort = sort_of(sentence, word)
    plural = word.feats.get("Number") == "Plur" or word.lemma.lower() in nouns("people")
    indices = frozenset(w.index for w in words)
    return Phrase(
        sentence.index,
        word.index,
        word.index,
        indices,
        sentence.span_of(words),
        "noun",
        f"noun:{sentence.index}:{word.index}",
        sentence.text_of(words),
        sort,
        "Plur" if plural else "Sing",
        role_of(sentence, word),
    )


def _predicate_noun(sentence: Sentence, word: Word) -> bool:
    """become a minister, served as adviser"""
    head = sentence.head(word)
    if head is not None and head.lemma in ("become", "remain") and word.relation in ("obj", "xcomp"):
        return True
    case = sentence.child(word, "case")
    return case is not None and case.lemma == "as" and word.lemma.lower() in nouns("title")
