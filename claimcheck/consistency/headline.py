"""The headline against the text below it: a number, a hedge or a speaker that the text has and the headline does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from claimcheck.consistency.alike import HAPPENINGS, agree, content, contradict, one_item
from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.model import Attribution, Quantity
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: A headline with one of these is careful already, or says who says so.
_CAREFUL = frozenset(
    """may might could would can should set likely unlikely possible possibly alleged allegedly accuse accused accusation allege suspect
    suspected suspicion report reported reportedly claim claims say says said tell tells told warn warns probe probes probed investigate
    investigation over charge charged charges fear feared fears believe believed expect expected eye mull consider plan plans want wants vow
    vows deny denies appear appears seem seems amid if why how what who when whether seek seeks threat threaten urge urges call calls bid
    trial court sue sues lawsuit case think thinks poll rumour rumor ask asks argue argues insist insists suggest suggests question
    propose proposes according via hope hopes admit predict predicts forecast forecasts due near nears face faces""".split()
)
_HEADLINE_QUOTES = re.compile(r"[‘“\"«?:]|(?<!\w)'")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b|\b(?:last|previous) (?:year|month|week)\b", re.IGNORECASE)
_MODALS = frozenset({"may", "might", "could"})
_HEDGES = frozenset("allegedly reportedly apparently possibly perhaps maybe probably supposedly purportedly presumably".split())
_ACCUSING = frozenset("accuse suspect charge indict".split())
_ACCUSED = frozenset("allege claim say think believe report".split())  # in the passive: "is alleged to have"
#: Verbs of a source whose word is only its own.
_CONTESTED = frozenset("claim allege accuse insist contend argue maintain assert".split())
_LIGHT = frozenset("be have do get make take go come say give put see hold set let keep".split())

#: Share of the headline's words that a sentence has which tells the same.
_SHARED = 0.4

_Status = Literal["flat", "hedged", "attributed", "other"]


@dataclass(frozen=True, slots=True)
class _Told:
    """The headline's predicate where the text tells it."""

    sentence: Sentence
    verb: Word
    status: _Status
    hop: Attribution | None = None
    cue: str = ""


@rule(
    "consistency",
    severity="warning",
    yes={
        "{30} killed in market fire in Leeds\n\nA fire in a covered market in Leeds killed at least 20 people on Monday, the police said. "
        "The fire began in a kitchen and spread to the roof.": "at least 20 in the text",
        "Inflation falls to {2.8 percent}\n\nInflation fell to 3.8 percent in June, the statistics office said on Tuesday. Energy was cheaper "
        "than a year ago, and so was food.": "where the same thing went",
    },
    no={
        "Inflation falls to 2.8 percent\n\nCore inflation fell to 3.8 percent in June, the statistics office said on Tuesday. Prices of all goods "
        "were 2.8 percent higher than a year ago.": "two rates, and the headline's is one of them",
        "30 killed in market fire in Leeds\n\nA fire in a covered market in Leeds killed 18 women and 12 men on Monday, the police said. "
        "The fire began in a kitchen and spread to the roof.": "the sum of two figures",
        "30 killed in market fire in Leeds\n\nA fire in a covered market in Leeds broke out on Monday, the police said. In 2015 a fire in "
        "the market killed 20 people. It began in a kitchen.": "another year's fire",
        "Two held after fire in Leeds market\n\nThe police in Leeds held a man and a woman after a fire in a covered market. The fire hurt 12 people "
        "on Monday and destroyed 40 stalls.": "two people, counted one by one",
        "20 killed in market fire in Leeds\n\nA fire in a covered market in Leeds killed at least 20 people on Monday, the police said. "
        "The fire began in a kitchen and spread to the roof.": "the same figure without its bound",
        "30 killed in market fire in Leeds\n\nThe fire broke out in a covered market in Leeds on Monday and hurt 20 people, the police "
        "said. It began in a kitchen and spread to the roof.": "another figure, and none for the dead",
    },
)
def headline_number(article: Article) -> Iterator[Proposal]:
    """A figure of the headline that the text does not bear out: nowhere the same number, and another one for the same thing.

    Compared are how many were killed, hurt, arrested …, and counts and amounts of the same things in sentences that share words
    with the headline. A rounded figure, the sum of two in the text and a bound that is dropped ("at least") are all right.
    """
    for top in _headline(article):
        told = {q.span: q for claim in article.claims for q in claim.quantities}
        body = [q for q in article.quantities if q.span.start >= top.end]
        for quantity in (q for q in article.quantities if q.span in top.span):
            if quantity.unit_kind not in ("count", "money", "percent", "length", "mass", "area") or _borne_out(quantity, body):
                continue
            rivals = [q for q in body if q.span in told and _same_measure(article, top, quantity, q)]
            if rivals and all(contradict(quantity, q) or q.comparator in ("ge", "gt") for q in rivals):
                yield Proposal(
                    quantity.span,
                    f"The headline says “{quantity.text}”, the text “{rivals[0].text}”.",
                    (Place(rivals[0].span, f"“{rivals[0].text}” in the text"),),
                )


@rule(
    "consistency",
    severity="warning",
    yes={
        "{Mayor sold city land to his brother}\n\nThe mayor of Leeds may have sold city land to his brother, a report published on Monday "
        "suggests. The mayor has not spoken about it, and the council will meet in May.": "may have, in the text",
    },
    no={
        "Mayor 'sold city land to his brother'\n\nThe mayor of Leeds may have sold city land to his brother, a report published on Monday "
        "suggests. The mayor has not spoken about it, and the council will meet in May.": "quotation marks in the headline",
        "Mayor may have sold city land to his brother\n\nThe mayor of Leeds may have sold city land to his brother, a report published on "
        "Monday suggests. The mayor has not spoken about it.": "a hedge in the headline",
        "Mayor sold city land to his brother\n\nThe mayor of Leeds sold city land to his brother in 2019. He may have sold city land to his "
        "sister too, a report published on Monday suggests.": "the text says it without a hedge too",
    },
)
def headline_hedge(article: Article) -> Iterator[Proposal]:
    """The headline states as a fact what the text only says with "may have", "allegedly" or "is accused of".

    The text must tell what the headline tells (same verb, and two fifths of the other words), every time with a hedge. Silent
    where the headline is careful itself: a modal verb, quotation marks, a question, a speaker.
    """
    for top in _headline(article):
        places = list(_retold(article, top))
        if places and all(p.status in ("hedged", "attributed") for p in places):
            hedged = next((p for p in places if p.status == "hedged"), None)
            if hedged is not None:
                span = hedged.sentence.span
                yield Proposal(
                    top.span,
                    f"The headline states as a fact what the text hedges with “{hedged.cue}”.",
                    (Place(span, f"hedged with “{hedged.cue}”"),),
                )


@rule(
    "consistency",
    severity="warning",
    yes={
        "{Bank hid losses from its clients}\n\nA former clerk claims that the bank hid losses from its clients for ten years. She told a court "
        "in Leeds on Monday that she had seen the papers.": "the text has it from a clerk",
    },
    no={
        "Bank hid losses from its clients, clerk says\n\nA former clerk claims that the bank hid losses from its clients for ten years. She "
        "told a court in Leeds on Monday that she had seen the papers.": "the headline says who",
        "Bank hid losses from its clients\n\nThe bank hid losses from its clients for ten years, a court found on Monday. A former clerk "
        "claims that the bank hid losses from its owners too.": "a court found it",
    },
)
def headline_attribution(article: Article) -> Iterator[Proposal]:
    """The headline states as a fact what the text has only from somebody who claims, alleges or insists it.

    What the police, an office or a study "says" is left alone: headlines leave out such speakers by custom.
    """
    for top in _headline(article):
        places = list(_retold(article, top))
        claimed = [p for p in places if p.status == "attributed" and p.hop is not None and p.hop.cue in _CONTESTED]
        if claimed and all(p.status == "attributed" for p in places) and len(claimed) == len(places):
            hop = claimed[0].hop
            assert hop is not None
            who = hop.resolved_source or hop.source or "somebody who is not named"
            yield Proposal(
                top.span,
                f"The headline states as a fact what the text has only from {who} (“{hop.cue}”).",
                (Place(hop.span, f"“{hop.cue}” in the text"),),
            )


def _headline(article: Article) -> Iterator[Sentence]:
    """The sentences of the title or of the heading on top, where a text follows."""
    blocks = article.document.blocks
    if blocks and blocks[0].kind in ("title", "heading") and len(blocks) > 1:
        yield from (s for s in article.sentences if s.block == 0 and s.words)


def _borne_out(quantity: Quantity, body: Sequence[Quantity]) -> bool:
    """Whether the number, a rounding of it, or two that make it stand in the text."""
    values = [float(v) for q in body for v in (q.value, q.low, q.high) if v is not None]
    wanted = [float(v) for v in (quantity.value, quantity.low, quantity.high) if v is not None]
    if not wanted or any(agree(quantity, q) for q in body if q.comparator not in ("ge", "gt")):
        return True
    counts = values[:60]
    return any(v == w for w in wanted for v in values) or any(a + b in wanted for a, b in combinations(counts, 2))


def _same_measure(article: Article, top: Sentence, quantity: Quantity, other: Quantity) -> bool:
    """Whether two quantities are figures for one thing: the same happening, or the same noun among other words in common."""
    sentence = article.sentence_at(other.span)
    if sentence is None or other.unit_kind != quantity.unit_kind or other.unit != quantity.unit:
        return False
    if any(t.span.overlaps(sentence.span) and _YEAR.search(t.text) for t in article.times):
        return False  # an earlier year's
    first, second = _happening(top, quantity), _happening(sentence, other)
    if first or second:
        return first == second and one_item(quantity.item, other.item)
    if quantity.unit_kind in ("percent", "money") and not quantity.item and not other.item:
        return _course(top, quantity) == _course(sentence, other) is not None
    if not quantity.item or not one_item(quantity.item, other.item):
        return False
    shared = (_key_words(top) & _key_words(sentence)) - content(quantity.item)
    return len(shared) >= 3


def _course(sentence: Sentence, quantity: Quantity) -> tuple[str, str, str] | None:
    """What goes where, where only that is said: "inflation", "fall", "to". percent -case-> to, fell -obl-> percent, fell -nsubj-> inflation."""
    inside = {w.index for w in sentence.words if w.span.overlaps(quantity.span)}
    for word in sentence.words:
        verb = sentence.head(word) if word.index in inside and word.head not in inside else None
        subject = sentence.child(verb, "nsubj") if verb is not None else None
        case = sentence.child(word, "case")
        if verb is not None and subject is not None and subject.upos == "NOUN" and case is not None and case.text.lower() in ("to", "at"):
            return subject.lemma.lower(), verb.lemma.lower(), case.text.lower()
    return None


def _happening(sentence: Sentence, quantity: Quantity) -> str | None:
    """What happened to those counted: the nearest word of the sentence that tells it, within a few words."""
    inside = [w for w in sentence.words if w.span.overlaps(quantity.span)]
    if not inside or quantity.unit_kind != "count":
        return None
    found = [
        (min(abs(w.index - inside[0].index), abs(w.index - inside[-1].index)), w.index, told)
        for w in sentence.words
        # parsers take a headline's "destroys" for a noun of that name
        if (told := HAPPENINGS.get(w.lemma.lower()) or HAPPENINGS.get(w.lemma.lower().removesuffix("s"))) and w not in inside
    ]
    nearest = min(found, default=None)
    return nearest[2] if nearest is not None and nearest[0] <= 4 else None


def _retold(article: Article, top: Sentence) -> Iterator[_Told]:
    """Where the text tells what the headline states: the same verb, and two fifths of the headline's other words."""
    verb = top.root
    if verb.upos != "VERB" or len(top.words) < 4:
        return
    thing = top.child(verb, "obj")
    if verb.lemma.lower() in _LIGHT and thing is None:
        return
    if (
        _HEADLINE_QUOTES.search(top.text)
        or {w.lemma.lower() for w in top.words} & _CAREFUL
        or {w.text.lower() for w in top.words} & _CAREFUL
    ):
        return
    words = _key_words(top) - {verb.lemma.lower()}
    if len(words) < 2:
        return
    for sentence in article.sentences:
        if sentence.start < top.end or len(words & _key_words(sentence)) < max(2, round(len(words) * _SHARED)):
            continue
        for word in sentence.words:
            same = word.lemma.lower() == verb.lemma.lower() and word.upos in ("VERB", "NOUN")
            if same and verb.lemma.lower() in _LIGHT:  # "took bribes": the object tells what was done
                own = sentence.child(word, "obj")
                same = own is not None and thing is not None and own.lemma.lower() == thing.lemma.lower()
            if same:
                yield _status(article, sentence, word)


def _key_words(sentence: Sentence) -> frozenset[str]:
    return frozenset(w.lemma.lower() for w in sentence.words if w.upos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and len(w.lemma) > 1)


def _status(article: Article, sentence: Sentence, verb: Word) -> _Told:
    """How a sentence puts forward its verb: hedged by itself or by the verbs above it, as somebody's word, or flatly."""
    if verb.upos != "VERB":
        return _Told(sentence, verb, "other")
    chain = [verb]
    for above in sentence.ancestors(verb):
        if chain[-1].relation not in ("xcomp", "ccomp", "advcl", "acl", "conj", "obl"):
            break
        chain.append(above)
    for word in chain:
        for child in sentence.children(word, "aux", "advmod"):
            if (child.relation == "aux" and child.lemma.lower() in _MODALS) or child.lemma.lower() in _HEDGES:
                return _Told(sentence, verb, "hedged", cue=child.text.lower())
        passive = sentence.child(word, "aux:pass", "nsubj:pass") is not None
        if word is not verb and (word.lemma.lower() in _ACCUSING or (word.lemma.lower() in _ACCUSED and passive)):
            return _Told(sentence, verb, "hedged", cue=word.text)
    if sentence.children(verb, "aux") and any(c.lemma.lower() in ("will", "would", "should") for c in sentence.children(verb, "aux")):
        return _Told(sentence, verb, "other")
    hop = next(
        (a for a in article.attributions if any(verb.span in part for part in a.content) and not verb.span.overlaps(a.cue_span)), None
    )
    return _Told(sentence, verb, "attributed", hop) if hop is not None else _Told(sentence, verb, "flat")
