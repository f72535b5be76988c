"""The mentions of a document: names, noun phrases, and what is known of each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Literal

from claimcheck.enrich.coref.lexicon import countries, country_named, nouns
from claimcheck.enrich.coref.syntax import anchor_of, phrase_words, role_of
from claimcheck.enrich.within import Stretches, by_sentence
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
    lemma: str = ""  # of a noun phrase's head, in lower case

    @property
    def place(self) -> tuple[int, int]:
        return self.sentence, self.head


@dataclass(frozen=True, slots=True)
class Zone:
    """Words that somebody is quoted with."""

    span: Span
    speaker: Span | None
    form: str


@dataclass(frozen=True, slots=True)
class _Source:
    span: Span
    attribution: Attribution


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
    most: int = 0  # how often the most frequent of them is mentioned
    by_key: dict[str, list[Phrase]] = field(default_factory=dict)  # the same phrases, by what they are mentions of
    by_lemma: dict[str, list[Phrase]] = field(default_factory=dict)  # noun phrases by their noun
    with_article: dict[str, bool] = field(default_factory=dict)  # key -> whether its name is written with "the", once asked

    def add(self, phrase: Phrase) -> None:
        row = self.phrases.setdefault(phrase.sentence, [])
        row.append(phrase)
        row.sort(key=_in_row)
        self.by_key.setdefault(phrase.key, []).append(phrase)

    def copy(self) -> Discourse:
        """The same mentions, to which other ones can be added."""
        return replace(
            self,
            phrases={index: [*row] for index, row in self.phrases.items()},
            genders={**self.genders},
            names={**self.names},
            counts={**self.counts},
            readings={**self.readings},
            speakers={**self.speakers},
            by_key={key: [*phrases] for key, phrases in self.by_key.items()},
            by_lemma={lemma: [*phrases] for lemma, phrases in self.by_lemma.items()},
        )

    def put(self, phrase: Phrase, instead: int) -> None:
        """A mention of which more is known now, in place of the one that stood there in its sentence's row."""
        row = self.phrases[phrase.sentence]
        self.by_key[row[instead].key].remove(row[instead])
        self.by_key.setdefault(phrase.key, []).append(phrase)
        same = self.by_lemma[phrase.lemma]
        same[same.index(row[instead])] = phrase
        row[instead] = phrase

    def count(self, key: str) -> None:
        """One mention more."""
        self.counts[key] = self.counts.get(key, 0) + 1
        self.most = max(self.most, self.counts[key])

    def sentences_at(self, span: Span) -> range:
        """Numbers of the sentences that a stretch of the document touches."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _ends(self) -> list[int]:
        return [sentence.end for sentence in self.sentences]

    @cached_property
    def _zones_in(self) -> list[list[Zone]]:
        return by_sentence(self.sentences, self.zones)

    @cached_property
    def sources(self) -> Stretches:
        """Where somebody is named as the source of something."""
        return Stretches(a.source_span for a in self.attributions if a.source_span is not None)

    @cached_property
    def _told_in(self) -> list[list[_Source]]:
        sources = [_Source(a.source_span, a) for a in self.attributions if a.source_span is not None]
        return by_sentence(self.sentences, sources)

    def told_by(self, span: Span) -> list[Attribution]:
        """What is told by those who are named as its source in a stretch of a sentence."""
        here = [source for index in self.sentences_at(span)[:1] for source in self._told_in[index]]
        return [source.attribution for source in here if source.span.overlaps(span)]

    @cached_property
    def countries_told(self) -> list[list[str]]:
        """Sentence by sentence the countries that it names, as places or by an adjective, each as often as it does."""
        table = countries()
        found = []
        for sentence, entities in zip(self.sentences, by_sentence(self.sentences, self.entities), strict=True):
            here = {e.span: e for e in entities if e.span in sentence.span and (table.get(e.text) or table.get(e.canonical))}
            names = [(table.get(e.text) or table[e.canonical]).names[0] for e in here.values()]
            names += [
                table[w.text].names[0] for w in sentence.words if _is_country_word(w) and not any(w.span.overlaps(span) for span in here)
            ]
            found.append(names)
        return found

    @cached_property
    def countries_by_word(self) -> Counter[str]:
        """How often each country is named, counting single words only."""
        return Counter(countries()[w.text].names[0] for sentence in self.sentences for w in sentence.words if _is_country_word(w))

    def inside(self, span: Span) -> list[Phrase]:
        """Mentions that stand wholly in a stretch of the document, in text order."""
        return [p for index in self.sentences_at(span) for p in self.phrases.get(index, ()) if p.span in span]

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
        inside = [z for index in self.sentences_at(span)[:1] for z in self._zones_in[index] if span in z.span]
        return min(inside, key=lambda z: (z.span.end - z.span.start, z.span.start)) if inside else None

    def speaker(self, zone: Zone | None) -> str | None:
        """Key of the one who speaks there, when it is a mention that is known."""
        if zone is None or zone.speaker is None:
            return None
        for index in self.sentences_at(zone.speaker):
            inside = [w for w in self.sentences[index].words if w.span in zone.speaker]
            tops = {w.index for w in inside if w.head not in {x.index for x in inside}}
            for phrase in self.phrases.get(index, ()):
                if phrase.span.overlaps(zone.speaker) and phrase.kind != "group" and phrase.sort in ("person", "organization", "location"):
                    if tops & {phrase.head, phrase.anchor, *phrase.words}:  # not "Fox" in "the Fox player"
                        return phrase.key
        return self.speakers.get(zone.speaker)


def _is_country_word(word: Word) -> bool:
    return word.text in countries() and word.upos in ("PROPN", "ADJ", "NOUN")


def _in_row(phrase: Phrase) -> tuple[int, str, str]:
    return phrase.head, phrase.kind, phrase.key


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
        row: list[Phrase] = []
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
                    row.append(phrase)
                    found.names[phrase.key] = entity.canonical
                    found.named.setdefault(phrase.key, []).append(phrase)
                    found.plural[phrase.key] = phrase.number == "Plur"
                    found.count(phrase.key)
        for word in sentence.words:
            if word.upos in ("NOUN", "PROPN") and word.index not in taken and (phrase := _noun(sentence, word, taken)):
                row.append(phrase)
        if row:
            found.phrases[sentence.index] = sorted(row, key=_in_row)
        for phrase in row:
            found.by_key.setdefault(phrase.key, []).append(phrase)
            if phrase.kind == "noun":
                found.by_lemma.setdefault(phrase.lemma, []).append(phrase)
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
    sort = _sorts().get(word.lemma.lower())
    if sort is not None:
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


@cache
def _sorts() -> dict[str, Sort]:
    """The sort of every listed noun; of two, the one that comes first above."""
    return {lemma: sort for kind, sort in reversed(_KINDS) for lemma in nouns(kind)}


def _noun(sentence: Sentence, word: Word, taken: set[int]) -> Phrase | None:
    if word.relation in ("compound", "flat", "fixed", "goeswith", "amod", "nummod"):
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
        lemma=word.lemma.lower(),
    )


def _predicate_noun(sentence: Sentence, word: Word) -> bool:
    """become a minister, served as adviser"""
    head = sentence.head(word)
    if head is not None and head.lemma in ("become", "remain") and word.relation in ("obj", "xcomp"):
        return True
    case = sentence.child(word, "case")
    return case is not None and case.lemma == "as" and word.lemma.lower() in nouns("title")
