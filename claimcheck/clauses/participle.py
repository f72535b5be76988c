"""Participles that say something of their own, and of whom they say it."""

from __future__ import annotations

from claimcheck.clauses.marking import PERSON, is_set_off, mention_type
from claimcheck.clauses.predication import SUBJECTS
from claimcheck.tree import Sentence, Word, kept

#: Participles that have become prepositions.
PREPOSITIONAL = frozenset(
    "accord assume compare concern consider depend exclude follow give include judge owe pend provide regard speak".split()
)
#: "The members refused to leave, leading to a delay": what led to it is that they refused, no noun that could be its subject.
OF_THE_WHOLE = frozenset("lead mean prompt result spark trigger".split())
TOTALS = frozenset("average balance count figure number tally toll total".split())


@kept
def participle_subject(sentence: Sentence, participle: Word) -> Word | None:
    """Who or what a participle that says something of its own is said of: its noun, or the subject of its verb.

    A participle that is set off, with an object, agent, time or place of its own; one right behind its noun only says which is meant.
    """
    if participle.upos != "VERB" or participle.feats.get("VerbForm") not in {"Part", "Ger"} or sentence.child(participle, *SUBJECTS):
        return None
    if not sentence.children(participle, "obj", "obl", "ccomp", "nummod") or participle.lemma.lower() in PREPOSITIONAL:
        return None
    governor = sentence.head(participle)
    if governor is None or sentence.child(participle, "mark", "case", "expl"):
        return None
    first = sentence.subtree(participle)[0]
    set_off = is_set_off(sentence, participle)
    if participle.deprel == "acl":
        governor = _example_before(sentence, governor, first)
        return governor if governor.upos in {"NOUN", "PROPN"} and governor.index < first.index and set_off else None
    if participle.deprel != "advcl" or not (set_off or first.index <= 2):
        return None
    if participle.xpos == "VBG" and (participle.lemma.lower() in OF_THE_WHOLE or _results(sentence, participle)):
        return None
    said = sentence.child(governor, "ccomp")
    if said is not None and first.index <= 2 and said.index < governor.index:
        governor = said  # "Built in 1990, the hall seats 600, she said": not what she was
    for verb in (governor, *sentence.ancestors(governor)):
        subject = sentence.child(verb, "nsubj")
        if subject is not None:
            break
        if verb.relation not in {"conj", "advcl", "xcomp"}:
            return None
    else:
        return None
    if subject.feats.get("PronType") in {"Dem", "Rel", "Int"} or subject.upos not in {"NOUN", "PROPN", "PRON", "NUM"}:
        return None
    if first.index < subject.index:  # fronted: only at the very start, and of the one who acts
        acts = subject.deprel == "nsubj" and (sentence.child(participle, "obj") or _is_somebody(sentence, subject))
        return subject if first.index <= 2 and (acts or participle.xpos == "VBN") else None
    return subject


def _example_before(sentence: Sentence, noun: Word, first: Word) -> Word:
    """ "ten languages, including Mizo, used by …": the participle is about the example that it follows."""
    for child in sentence.children(noun, "nmod"):
        named = any(c.lemma.lower() in {"include", "including", "such", "like"} for c in sentence.children(child, "case"))
        phrase = [w for w in sentence.subtree(child) if w.upos != "PUNCT"]
        if named and noun.index < child.index < first.index and first.index - phrase[-1].index <= 2:
            return child
    return noun


def _results(sentence: Sentence, participle: Word) -> bool:
    """ ", making it the largest since 2010", ", bringing the total to 40": what came of all that happened."""
    if participle.lemma.lower() == "make":
        return sentence.child(participle, "xcomp") is not None
    counted = sentence.child(participle, "obj")
    return participle.lemma.lower() in {"bring", "take", "push"} and counted is not None and counted.lemma.lower() in TOTALS


def _is_somebody(sentence: Sentence, word: Word) -> bool:
    return mention_type(sentence, word) in PERSON or (word.upos == "PRON" and word.lemma.lower() in {"he", "she"})
