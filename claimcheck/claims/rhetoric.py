"""Constructions with which a sentence argues rather than reports: what they say of the world stands in another clause, or nowhere."""

from __future__ import annotations

from claimcheck.claims.evidence import Evidence, simple_present
from claimcheck.claims.judgement import evaluative
from claimcheck.claims.lexicon import FIRST_PERSON, IDIOMS, STRESSED, STRESSING_VERBS
from claimcheck.tree import Word

_IDIOMS_BY_FIRST = {first: [idiom for idiom in IDIOMS if idiom.startswith(f"{first} ")] for first in {idiom.split()[0] for idiom in IDIOMS}}
_POINTING = frozenset("this that it these those".split())
_WH = frozenset("why how what where when who because".split())
_VERBLESS = frozenset({"apposition", "title", "nominal-event", "quantity"})
_MANNERS = frozenset("way manner fashion".split())
#: What a predicate that stands in for another one may still have beside it.
_FUNCTION = frozenset({"nsubj", "punct", "cc", "mark", "discourse", "advcl", "parataxis", "conj", "advmod", "aux", "vocative"})


def argues(e: Evidence) -> bool:
    """Whether one of the constructions below makes up the clause. Callers ask only where no figure, rank or date stands in it."""
    if e.clause.kind in _VERBLESS:
        return False
    return _points_out(e) or _frames(e) or _characterises(e) or _stresses(e) or _measures_by_need(e) or _speaks_in_pictures(e)


def elliptic(e: Evidence) -> bool:
    """ "Yes, she is.", "The state can.": the predicate stands in another sentence."""
    if e.head.upos != "AUX" or e.clause.kind in _VERBLESS or e.sentence.child(e.head, "expl"):
        return False
    subject = e.subject()
    return subject is not None and all(w.relation in _FUNCTION for w in e.sentence.children(e.head))


def _points_out(e: Evidence) -> bool:
    """ "That is why we need a library", "here is what we can do". What was done ("that is why we built a library") is still told."""
    #  why -nsubj-> that,  why -cop-> is,  why -advcl:relcl|acl:relcl-> need
    head, sentence = e.head, e.sentence
    if not sentence.child(head, "cop") or not simple_present(e):
        return False
    subject = sentence.child(head, "nsubj")
    here = head.lemma.lower() == "here" and subject is not None and subject.lemma.lower() in _WH
    points = head.lemma.lower() in _WH and (subject is None or subject.lemma.lower() in _POINTING)
    told = sentence.children(subject if here and subject is not None else head, "advcl", "acl", "ccomp", "parataxis")
    return (here or points) and not any(_reports(e, w) for w in told)


def _reports(e: Evidence, verb: Word) -> bool:
    """The verb stands in the past, the perfect or the progressive."""
    helpers = e.sentence.children(verb, "aux", "cop")
    if any(w.xpos == "MD" for w in helpers):
        return False
    past = any(w.feats.get("Tense") == "Past" and w.feats.get("VerbForm") == "Fin" for w in (*helpers, verb))
    return past or any(w.lemma == "have" for w in helpers) or verb.xpos == "VBG"


def _frames(e: Evidence) -> bool:
    """ "It is also true that …", "what we need is …": a frame around what is claimed, and no claim beside it."""
    head, sentence = e.head, e.sentence
    if not e.copular:
        return False
    if head.lemma.lower() in {"true", "untrue"} and sentence.child(head, "expl") and sentence.child(head, "csubj", "ccomp"):
        return True
    subject = sentence.child(head, "nsubj", "csubj")
    return subject is not None and subject.lemma.lower() == "what" and subject.index < head.index and head.upos in {"NOUN", "ADJ", "ADV"}


def _characterises(e: Evidence) -> bool:
    """ "That is the country we love", "it is our job": what is said just before is called something. With a name in it, it may identify;
    "it is a disease" may classify."""
    #  country -nsubj-> that,  country -cop-> is;  job -nsubj-> it,  job -nmod:poss-> our
    if not e.copular or e.head.upos not in {"NOUN", "PRON"} or not simple_present(e) or e.entities or e.names_resolved:
        return False
    subject = e.sentence.child(e.head, "nsubj")
    if subject is None or subject.upos != "PRON":
        return False
    ours = any(w.lemma.lower() in FIRST_PERSON for w in e.sentence.children(e.head, "nmod:poss"))
    return (
        subject.lemma.lower() in {"this", "that"} or subject.lemma.lower() == "it" and (ours or e.sentence.child(e.head, "acl") is not None)
    )


def _stresses(e: Evidence) -> bool:
    """ "The flood underlines the importance of dams": somebody's reading of an event."""
    if e.head.lemma.lower() not in STRESSING_VERBS:
        return False
    return any(w.lemma.lower() in STRESSED for w in e.sentence.children(e.head, "obj"))


def _measures_by_need(e: Evidence) -> bool:
    """ "Patients waited too long", "did not do enough", "acted in a responsible way": held to what somebody finds right."""
    #  waited -advmod-> long -advmod-> too;  acted -obl-> way -amod-> responsible
    if e.head.upos != "VERB":
        return False
    sentence = e.sentence
    for word in sentence.children(e.head, "advmod", "obj", "obl"):
        if word.upos == "ADV" and any(w.lemma.lower() in {"too", "enough"} for w in sentence.children(word, "advmod")):
            return True
        if word.lemma.lower() == "enough" and not sentence.children(word, "advcl", "ccomp", "xcomp", "acl"):
            return True
        if word.lemma.lower() in _MANNERS and any(evaluative(w) for w in sentence.children(word, "amod")):
            return True
    return False


def _speaks_in_pictures(e: Evidence) -> bool:
    """ "The rumour spread like wildfire": an idiom says how somebody sees it."""
    text = f" {' '.join([w.lemma.lower() for w in e.words])} "
    return any(f" {idiom} " in text for first in text.split() for idiom in _IDIOMS_BY_FIRST.get(first, ()))
