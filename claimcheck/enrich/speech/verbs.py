"""Cue verbs in a sentence: which they are, whether the text says that they were spoken, and the clauses below them."""

from __future__ import annotations

from claimcheck.enrich.once import once_a_sentence
from claimcheck.enrich.speech.content import cue_lemma
from claimcheck.enrich.speech.cues import CLAUSE, QUOTATIVE, SPEAKING
from claimcheck.enrich.speech.sources import is_passive, own_source, speaks_on
from claimcheck.tree import Sentence, Word


@once_a_sentence
def verbs(sentence: Sentence) -> tuple[tuple[Word, str], ...]:
    """Verbs with their cue lemma."""
    return tuple(
        (word, cue_lemma(sentence, word))
        for word in sentence.words
        if word.upos in ("VERB", "AUX")
        or (word.xpos.startswith("VB") and word.relation in ("root", "parataxis", "ccomp", "advcl", "conj", "acl"))
    )


_MODALS = frozenset("may might could should must would can shall".split())
_POINTING = frozenset("cite refer allude quote invoke reference".split())
#: Words that begin an indirect question.
QUESTIONS = frozenset("whether why how when where who what which if".split())
_TELLING = frozenset("confirm disclose explain reveal specify clarify".split())
_UNSPOKEN = frozenset("decline refuse fail need want try have ask force".split())


def asserts(sentence: Sentence, verb: Word, lemma: str) -> bool:
    """The text says that the source did say, think or want it: not "to prove that" or "could show that".

    Verbs that name nothing but speaking count in the infinitive too, unless the speaker declined.
    """
    if is_passive(sentence, verb):
        return True
    auxiliaries = sentence.children(verb, "aux")
    chain: Word | None = verb
    if verb.relation == "conj" and not auxiliaries and sentence.child(verb, "nsubj") is None:
        chain = sentence.head(verb)
        auxiliaries = sentence.children(chain, "aux") if chain is not None and verb.xpos == "VB" else ()
    infinitive = any(m.lemma.lower() == "to" for m in sentence.children(verb, "mark")) or (
        chain is not None and verb.xpos == "VB" and any(m.lemma.lower() == "to" for m in sentence.children(chain, "mark"))
    )
    governor = sentence.head(verb)
    if infinitive and governor is not None and governor.relation == "xcomp" and sentence.child(governor, "nsubj", "ccomp") is None:
        above = sentence.head(governor)
        if above is not None and above.lemma.lower() == "fail":
            return False  # "failed to call her to say that …"
    if infinitive and governor is not None and governor.lemma.lower() in _UNSPOKEN:
        return governor.lemma.lower() in ("decline", "refuse") and (lemma in SPEAKING or lemma in _TELLING) and _left_open(sentence, verb)
    if lemma in SPEAKING:
        return True
    if any(a.lemma.lower() in _MODALS or a.text.lower() in _MODALS for a in auxiliaries):
        return False
    bare = verb.xpos == "VB" and not auxiliaries
    return not infinitive and not bare


def _left_open(sentence: Sentence, verb: Word) -> bool:
    """ "Refused to say whether the plant was safe": an indirect question, which stays unanswered."""
    return any(sentence.subtree(c)[0].lemma.lower() in QUESTIONS for c in sentence.children(verb, "ccomp", "advcl") if c.index > verb.index)


def addition(sentence: Sentence, word: Word) -> bool:
    """A cue without subject that goes on with a speaker's words: ", adding that …"."""
    return (
        (word.relation in ("advcl", "acl", "conj") or (word.relation == "ccomp" and trailing(sentence, word)))
        and word.feats.get("VerbForm") in ("Part", "Ger")
        and word.lemma.lower() in CLAUSE
        and word.xpos == "VBG"
        and sentence.child(word, "nsubj") is None
        and all(m.lemma.lower() == "while" for m in sentence.children(word, "mark"))
        and sentence.child(word, "ccomp") is not None
    )


def trailing(sentence: Sentence, word: Word) -> bool:
    """A participle without subject behind a comma, which is no complement whatever the parse says."""
    return (
        word.xpos == "VBG"
        and word.index > 1
        and sentence[word.index - 1].upos == "PUNCT"
        and sentence.child(word, "nsubj", "mark", "aux", "expl") is None
    )


def clause_words(sentence: Sentence, head: Word, cue: Word) -> set[Word]:
    """The clause as content: without the cue's branch, without continuations of the speech that have a cue of their own."""
    words = set(sentence.subtree(head))
    words -= set(sentence.subtree(cue)) if cue in words else set()
    for word in tuple(words):
        if word.index == head.index or word.head != head.index or word.index < head.index:
            continue
        if addition(sentence, word) or _cites(sentence, word) or _second_cue(sentence, head, word) or speaks_on(sentence, word):
            words -= set(sentence.subtree(word))
    for word in sentence.children(head, "parataxis", "discourse"):
        if word.upos == "VERB" and word.lemma.lower() in QUOTATIVE and own_source(sentence, word) is not None:
            words -= set(sentence.subtree(word))
    return words


def _cites(sentence: Sentence, word: Word) -> bool:
    """ "…, citing the cost", "…, referring to the vote": what the speaker points to while speaking, not what is said."""
    return word.relation == "advcl" and word.lemma.lower() in _POINTING and trailing(sentence, word)


def _second_cue(sentence: Sentence, head: Word, word: Word) -> bool:
    """The speaker's second verb, which the parse joined to what was said: its form cannot stand under the auxiliary there.

    said he would order a review and warned of attacks
    said -ccomp-> order, order -aux-> would, order -conj-> warned
    """
    return (
        word.relation == "conj"
        and word.xpos in ("VBD", "VBZ", "VBP")
        and word.lemma.lower() in SPEAKING
        and sentence.child(word, "nsubj", "nsubj:pass", "aux", "expl") is None
        and head.xpos == "VB"
        and any(a.xpos == "MD" or a.lemma.lower() == "do" for a in sentence.children(head, "aux"))
    )


def verb_group(sentence: Sentence, verb: Word) -> tuple[Word, ...]:
    """The cue as one unbroken run: the verb and its particle."""
    particles = [w for w in sentence.children(verb, "compound:prt") if w.index == verb.index + 1]
    return (verb, *particles)


def is_day(word: Word) -> bool:
    days = "monday tuesday wednesday thursday friday saturday sunday week month year morning evening night afternoon day today yesterday"
    return word.lemma.lower() in days.split()
