"""Hedges: words that hold a statement at arm's length. A private part of the stance stage."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.model import Hedge, Span
from claimcheck.tree import Sentence, Word

#: Words that hold a statement at arm's length. "About" and "nearly" belong to quantities.
HEDGES = frozenset(
    """allegedly reportedly apparently likely unlikely possibly perhaps maybe probably potentially presumably purportedly
    supposedly seemingly ostensibly arguably conceivably evidently""".split()
)
_HEDGING_ADJECTIVES = frozenset(
    """alleged suspected apparent purported presumed supposed reported putative so-called likely possible probable""".split()
)
_HEDGING_VERBS = frozenset("seem appear".split())
_HEARSAY = frozenset("""believe think say report allege suspect presume rumor rumour suppose understand consider claim know""".split())
_OPINION = frozenset("think believe guess suppose suspect reckon feel assume".split())
_FIRST = frozenset({"i", "we"})


def hedges_of(sentence: Sentence, head: Word) -> Iterator[Hedge]:
    """Hedges of the clause in text order: adverbs, adjectives of its phrases, "seems to", "is believed to", "I think"."""
    found = {w.index: w for w in sentence.children(head, "advmod") if _is_hedge(w)}
    if _is_hedge(head) or (head.lemma.lower() in _HEDGING_VERBS and sentence.child(head, "xcomp", "ccomp") is not None):
        found[head.index] = head
    for phrase in sentence.children(head, "nsubj", "obj", "iobj", "obl", "nmod", "expl"):
        for word in sentence.subtree(phrase, without=("acl", "advcl", "ccomp", "parataxis", "appos", "conj")):
            if word.relation in ("amod", "advmod") and (
                word.lemma.lower() in _HEDGING_ADJECTIVES or word.text.lower() in HEDGES | _HEDGING_ADJECTIVES
            ):
                found[word.index] = word
    for word in sentence.children(head, "amod") if head.upos in ("NOUN", "PROPN") else ():
        if word.lemma.lower() in _HEDGING_ADJECTIVES or word.text.lower() in _HEDGING_ADJECTIVES:
            found[word.index] = word
    governor = sentence.head(head)
    if governor is not None and head.relation == "xcomp":
        passive = sentence.child(governor, "aux:pass", "nsubj:pass") is not None
        lemma = governor.lemma.lower()
        if lemma in _HEDGING_VERBS or _is_hedge(governor) or (lemma in _HEARSAY and passive):
            found[governor.index] = governor
    spans = {w.span: w.text for w in found.values()}
    spans.update(_own_opinion(sentence, head))
    for span in sorted(spans):
        yield Hedge(spans[span], span)


def _own_opinion(sentence: Sentence, head: Word) -> dict[Span, str]:
    """ "I think", "we believe" above the clause or beside it."""
    governor = sentence.head(head)
    candidates = list(sentence.children(head, "parataxis"))
    if governor is not None and head.relation == "ccomp":
        candidates.append(governor)
    found = {}
    for verb in candidates:
        subject = sentence.child(verb, "nsubj")
        if verb.lemma.lower() in _OPINION and subject is not None and subject.text.lower() in _FIRST:
            span = sentence.span_of((subject, verb))
            found[span] = " ".join(sentence.slice(span).split())
    return found


def _is_hedge(word: Word) -> bool:
    return word.lemma.lower() in HEDGES or word.text.lower() in HEDGES
