"""When an event of the article begins and ends: "the trial opened on 3 March", "a truce was signed on 9 May", "the fair (3-7 May)".

Two mentions are of the same event when their nouns are the same and nothing beside them tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from claimcheck.consistency.article import Article
from claimcheck.consistency.moments import dates_of
from claimcheck.model import Argument, Claim, Span, TimeExpression
from claimcheck.tree import Sentence, Word

BEGIN = frozenset({"begin", "start", "open", "launch", "erupt", "commence", "kick", "break", "ignite", "impose"})
END = frozenset({"end", "finish", "conclude", "close", "cease", "stop", "wrap", "expire", "halt", "lift"})
#: Verbs whose times are those of the whole event.
RUN = frozenset({"last", "run", "hold", "continue", "rage", "stage", "organize", "organise"})
#: Verbs that say by one of their words that something begins or ends: "take place", "come to an end", "break out".
_PLACE = {"come": "end", "draw": "close"}
#: What ends fighting, and a trial, by another name.
_FIGHTING = frozenset({"conflict", "war", "fighting", "battle", "hostilities", "offensive", "clash", "bombardment", "siege", "escalation"})
_TRUCE = frozenset({"ceasefire", "cease-fire", "truce", "armistice"})
_VERDICT = frozenset({"verdict"})
_HOLDS = frozenset(
    {"agree", "announce", "declare", "reach", "sign", "come", "take", "begin", "enter", "start", "accept", "broker", "deliver", "return"}
)

#: Beside one of two mentions only, these make it another event.
_OTHER = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth another other previous earlier former next following last final "
    "later similar each every any separate subsequent new annual latest inaugural upcoming forthcoming different same one two three".split()
)
#: These tell nothing apart.
_PLAIN = frozenset(
    "the this that these those a an its his her their our my whole entire long recent current ongoing bloody brief short".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun that stands for an event."""

    sentence: Sentence
    noun: Word
    beside: frozenset[str]  # what describes it: "military", "nurses"
    apart: frozenset[str]  # what makes it another one: "second"
    indefinite: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """Where an event begins, ends, or (with two times) from when to when it goes."""

    kind: Literal["begin", "end"]
    mention: Mention
    time: TimeExpression
    span: Span  # the words to show
    named: bool = True  # by its own noun; False for a truce that ends a war


def mention_of(article: Article, sentence: Sentence, noun: Word) -> Mention:
    beside, apart, indefinite = set(), set(), False
    times = [time.span for time in article.times_in(sentence) if time.grain != "year"]
    for word in sentence.children(noun, "amod", "compound", "nmod", "det", "nummod", "flat"):
        lemma = word.lemma.lower()
        if lemma in _OTHER or word.feats.get("NumType") == "Ord":
            apart.add(lemma)
        elif word.relation == "det":
            indefinite = indefinite or lemma in ("a", "an", "some") or word.text.lower() in ("a", "an")
        elif lemma not in _PLAIN and word.upos != "NUM" and not any(word.span in time for time in times):
            beside.add(lemma)
    return Mention(sentence, noun, frozenset(beside), frozenset(apart), indefinite)


def mention_at(article: Article, span: Span) -> Mention | None:
    """The noun at a span, or the one that a pronoun there stands for."""
    sentence = article.sentence_at(span)
    word = next((w for w in sentence.words if w.start == span.start), None) if sentence else None
    if sentence is None or word is None:
        return None
    if word.upos in ("NOUN", "PROPN"):
        return mention_of(article, sentence, word)
    for reference in article.references_at(span):
        before = reference.antecedent_span
        if span in reference.span and before is not None and (sentence := article.sentence_at(before)):
            inside = [w for w in sentence.words if before.start <= w.start and w.end <= before.end]
            heads = [w for w in inside if not w.head or sentence[w.head] not in inside]
            return mention_of(article, sentence, heads[0]) if len(heads) == 1 and heads[0].upos in ("NOUN", "PROPN") else None
    return None


def same_event(first: Mention, second: Mention) -> bool:
    """Whether two mentions are of one event: the same noun and number, nothing that tells them apart, the later not introduced anew."""
    if first.sentence is second.sentence and first.noun is second.noun:
        return True
    if first.noun.lemma.lower() != second.noun.lemma.lower() or first.noun.feats.get("Number") != second.noun.feats.get("Number"):
        return False
    later = max(first, second, key=lambda m: m.noun.start)
    if first.apart != second.apart or later.indefinite:
        return False
    return first.beside <= second.beside or second.beside <= first.beside


def bounds(article: Article) -> Iterator[Bound]:
    """Each dated begin and end of an event, in text order of the claims, then those that stand beside the noun itself."""
    for claim in article.claims:
        if claim.polarity == "positive" and claim.modality in ("asserted", "predicted"):
            yield from _of_verb(article, claim)
    yield from _of_noun(article)


def _of_verb(article: Article, claim: Claim) -> Iterator[Bound]:
    verb = _base(claim)
    kind = _kind(claim)
    times = dates_of(claim)
    if verb in _HOLDS and len(times) == 1:
        for slot in claim.arguments:
            mention = mention_at(article, slot.head_span)
            if mention and mention.noun.lemma.lower() in _TRUCE | _VERDICT:
                yield Bound("end", mention, times[0], _shown(claim, times[0]), named=False)
    for slot in _affected(claim):
        mention = mention_at(article, slot.head_span)
        if mention is None:
            continue
        if kind and len(times) == 1 and times[0].begin == times[0].end or kind and len(times) == 1 and times[0].grain != "day":
            yield Bound(kind, mention, times[0], _shown(claim, times[0]))
        if verb in RUN or verb == "take" and _has(claim, "place"):
            for first, second in _ranges(claim.times):
                yield Bound("begin", mention, first, first.span)
                yield Bound("end", mention, second, second.span)


def _ranges(times: Sequence[TimeExpression]) -> Iterator[tuple[TimeExpression, TimeExpression]]:
    """First and last day of "from 3 to 7 May", and of "3-7 May", which is one expression."""
    for time in times:
        first, _, last = (time.value or "").partition("/")
        if time.type == "DATE" and last and time.grain == "day":
            yield replace(time, value=first, end=time.begin), replace(time, value=last, begin=time.end)
    for one, other in zip(times, times[1:], strict=False):
        if one.type == other.type == "DATE" and one.relation == "from" and other.relation == "until":
            yield one, other


def _base(claim: Claim) -> str:
    """The verb's lemma, also where the parser left its ending on ("closes")."""
    lemma = claim.predicate.lemma.lower()
    return next((lemma[: -len(e)] for e in ("s", "es", "d", "ed") if lemma.endswith(e) and lemma[: -len(e)] in BEGIN | END | RUN), lemma)


def _kind(claim: Claim) -> Literal["begin", "end"] | None:
    verb = _base(claim)
    if verb == "break":
        return "begin" if claim.predicate.text.lower().split()[-1] == "out" or _has(claim, "out") else None
    if verb == "kick":
        return "begin" if claim.predicate.text.lower().split()[-1] == "off" or _has(claim, "off") else None
    if verb in BEGIN:
        return "begin"
    if verb in END or verb in ("come", "draw") and _has(claim, _PLACE[verb]):
        return "end"
    return None


def _affected(claim: Claim) -> list[Argument]:
    """What begins or ends: the object where there is one, else the subject."""
    objects = [a for a in claim.arguments if a.role == "object"]
    return objects or [a for a in claim.arguments if a.role == "subject"]


def _has(claim: Claim, word: str) -> bool:
    return any(word in a.text.lower().split() for a in claim.arguments if a.role not in ("subject", "time"))


def _shown(claim: Claim, time: TimeExpression) -> Span:
    """From the verb to the time, where they stand together."""
    verb = claim.predicate.span
    return Span(verb.start, time.span.end) if 0 <= time.span.start - verb.end < 60 else time.span


def _of_noun(article: Article) -> Iterator[Bound]:
    """ "the conflict of 7 to 10 May", "the fair (3-7 May)"."""
    for first, second in _ranges(article.times):
        noun = dated_noun(article, first)
        if noun:
            yield Bound("begin", noun, first, first.span)
            yield Bound("end", noun, second, second.span)


def dated_noun(article: Article, time: TimeExpression) -> Mention | None:
    """The noun on which a time expression hangs in the tree."""
    sentence = article.sentence_at(time.span)
    if sentence is None:
        return None
    inside = [w for w in sentence.words if time.span.start <= w.start and w.end <= time.span.end and w.relation != "punct"]
    heads = {w.head for w in inside if w.head and sentence[w.head] not in inside}
    if len(heads) != 1 or not inside:
        return None
    noun = sentence[heads.pop()]
    return mention_of(article, sentence, noun) if noun.upos in ("NOUN", "PROPN") else None


def ends_otherwise(bound: Bound, event: Mention) -> bool:
    """Whether the bound is a truce and the event a fight, or a verdict and a trial."""
    ending, ended = bound.mention.noun.lemma.lower(), event.noun.lemma.lower()
    return not bound.named and (ending in _TRUCE and ended in _FIGHTING or ending in _VERDICT and ended == "trial")
