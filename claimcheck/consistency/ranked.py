"""Ranks and what they rank: "their third phone call since January" is a call, of these two, within a window of days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from claimcheck.consistency.alike import EVENTS
from claimcheck.consistency.article import Article
from claimcheck.model import Claim, Ordinal, Span, TimeExpression
from claimcheck.tree import Sentence, Word

#: Before the noun that tells whose events are counted: "the third strike by rail workers".
_WHOSE = frozenset({"between", "by", "of", "with", "for", "from", "among", "against"})
_ARTICLES = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_GENITIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A rank with its sentence, the noun it ranks, whose it is, and the calendar days in which it counts."""

    ordinal: Ordinal
    sentence: Sentence
    noun: Word
    kind: str  # the kind of event, or the noun's lemma
    whose: frozenset[str]  # names and nouns in lower case; empty: not told
    others: frozenset[str]  # further words before the noun: "nuclear" of "third nuclear test"
    begin: date | None
    end: date | None

    @property
    def windowed(self) -> bool:
        return self.ordinal.since is not None or self.ordinal.until is not None


#: Words before the noun that every event of the kind has: a telephonic conversation is a conversation.
_MEDIUM = frozenset("telephonic telephone phone video virtual such bilateral direct".split())


def ranked(article: Article) -> Iterator[Ranked]:
    """Every rank of the article above the first that is the outlet's own, in text order."""
    for ordinal in article.ordinals:
        sentence = article.sentence_at(ordinal.span)
        if sentence is None or ordinal.rank < 1 or article.quoted_at(ordinal.span):
            continue
        inside = [w for w in sentence.words if w.span in ordinal.item_span]
        noun = next((w for w in reversed(inside) if w.upos in ("NOUN", "PROPN")), None)
        if noun is None:
            continue
        lemma = noun.lemma.lower()
        others = frozenset(w.lemma.lower() for w in inside if w is not noun and w.upos in ("NOUN", "ADJ", "PROPN", "VERB")) - _MEDIUM
        begin, end = _edge(article, ordinal, ordinal.since), _edge(article, ordinal, ordinal.until)
        yield Ranked(
            ordinal,
            sentence,
            noun,
            EVENTS.get(lemma, lemma),
            _whose(article, sentence, noun),
            others,
            begin.begin if begin is not None else None,
            end.end if end is not None else None,
        )


def _edge(article: Article, ordinal: Ordinal, value: str | None) -> TimeExpression | None:
    """The time expression that gave the window's edge: the nearest one with that value."""
    found = [t for t in article.times if value is not None and t.value == value and t.begin is not None]
    return min(found, key=lambda t: (abs(t.span.start - ordinal.span.end), t.span), default=None)


def _whose(article: Article, sentence: Sentence, noun: Word) -> frozenset[str]:
    """Whose events are counted.

    their third call: call -nmod:poss-> their;  the third strike by workers: strike -nmod-> workers -case-> by
    Acme launched its third satellite: satellite <-obj- launched -nsubj-> Acme
    Acme launched a satellite, its third launch: launch <-appos- satellite <-obj- launched -nsubj-> Acme
    """
    possessor = sentence.child(noun, "nmod:poss")
    if possessor is not None and (names := _names(article, sentence, possessor)):
        return names
    for child in sentence.children(noun, "nmod"):
        case = sentence.child(child, "case")
        dated = any(t.span.overlaps(child.span) for t in article.times)
        if case is not None and case.lemma.lower() in _WHOSE and not dated and (names := _names(article, sentence, child)):
            return names
    verb = _verb_above(sentence, noun)
    subject = sentence.child(verb, "nsubj") if verb is not None else None
    return _names(article, sentence, subject) if subject is not None and subject is not noun else frozenset()


def _verb_above(sentence: Sentence, noun: Word) -> Word | None:
    """The verb whose object the noun is, or whose clause it takes up in apposition: "launched a missile, its third launch"."""
    verb = sentence.head(noun)
    if noun.relation == "obj":
        return verb
    if noun.relation in ("appos", "parataxis"):
        return next((w for w in sentence.ancestors(noun) if w.upos == "VERB"), None)
    return None


def _names(article: Article, sentence: Sentence, head: Word) -> frozenset[str]:
    """What a phrase and those joined to it stand for, in lower case; nothing for a pronoun that was not resolved."""
    found: set[str] = set()
    for word in (head, *sentence.children(head, "conj")):
        reference = next((r for r in article.references_at(word.span) if r.span.overlaps(word.span)), None)
        entity = next((e for e in article.entities_at(word.span) if e.span.overlaps(word.span)), None)
        if reference is not None:
            if not reference.text:
                return frozenset()
            found |= {_bare(part) for part in re.split(r",\s+|\s+and\s+", reference.text)}
        elif entity is not None:
            found.add(_bare(entity.canonical))
        elif word.upos == "PRON":
            return frozenset()
        else:
            phrase = sentence.subtree(word, without=("conj", "cc", "case", "punct", "acl", "appos", "det"))
            found.add(_bare(sentence.text_of(phrase)))
    return frozenset(name for name in found if name)


def _bare(name: str) -> str:
    return _ARTICLES.sub("", _GENITIVE.sub("", name.strip())).casefold()


def claim_of(article: Article, span: Span) -> Claim | None:
    """The shortest claim that holds a span; where none does, the one of its sentence that stands right before it."""
    found = [c for c in article.claims_at(span) if any(span in piece for piece in c.pieces)]
    if found:
        return min(found, key=lambda c: (len(c.text), c.pieces))
    sentence = article.sentence_at(span)
    if sentence is None:
        return None
    near = article.claims_at(Span(sentence.start, span.start))
    before = [c for c in near if c.pieces[0].start >= sentence.start and c.pieces[-1].end <= span.start]
    return max(before, key=lambda c: (c.pieces[-1].end, len(c.text)), default=None)
