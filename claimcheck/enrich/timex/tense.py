"""Whether a word stands in a clause about the past or the future: it decides which Tuesday is meant."""

from __future__ import annotations

from typing import Literal

from claimcheck.enrich.timex.lexicon import PLANNED, PROSPECTIVE, SCHEDULED
from claimcheck.model import Span
from claimcheck.tree import Sentence, Word

#: timetable: a present tense that speaks of what is arranged, "the show opens on Friday".
Tense = Literal["past", "present", "future", "timetable", "none"]

_WILL = frozenset({"will", "shall", "'ll", "wo", "’ll"})
#: Modal verbs that look ahead from where the speaker stands: "may strike on Friday", "said it would open on Friday".
_AHEAD = frozenset({"may", "might", "should", "must", "would", "could"})


def tense_at(sentence: Sentence, span: Span) -> Tense:
    """Tense of the nearest verb above the span that has one; "none" in a caption or headline without a verb."""
    inside = sentence.overlapping(span)
    if not inside:
        return "none"
    numbers = {w.index for w in inside}
    top = next((w for w in inside if w.head not in numbers), inside[0])
    for word in (top, *sentence.ancestors(top)):
        if word.index in numbers and word.upos not in ("VERB", "AUX"):
            continue
        tense = tense_of(sentence, word)
        if tense != "none":
            return tense
    return "none"


def tense_of(sentence: Sentence, verb: Word) -> Tense:
    """Tense of a predicate by its auxiliaries and form; "none" when the word is none, or its governor has to tell."""
    helpers = sentence.children(verb, "aux", "cop")
    if verb.upos not in ("VERB", "AUX") and not helpers:
        return "none"
    if any(h.lemma.lower() in _WILL or h.text.lower() in _WILL for h in helpers):
        return "future"
    if any(m.lemma.lower() == "to" or m.text.lower() == "to" for m in (*sentence.children(verb, "mark"), *helpers)):
        return _infinitive(sentence, verb)
    for helper in helpers:
        if helper.xpos == "VBD" or helper.feats.get("Tense") == "Past" and helper.feats.get("VerbForm") == "Fin":
            return _going(sentence, verb) or "past"
    if any(h.lemma.lower() == "have" for h in helpers):
        return "past"
    modals = [h.lemma.lower() for h in helpers if h.xpos == "MD"]
    if modals:
        if modals[0] == "could" and any(w.feats.get("Polarity") == "Neg" or w.lemma == "not" for w in sentence.children(verb, "advmod")):
            return "past"  # "could not be reached on Friday"
        return "future" if modals[0] in _AHEAD else "present"
    if verb.xpos == "VBD" or verb.feats.get("Tense") == "Past" and verb.feats.get("VerbForm") == "Fin":
        return "past"
    if verb.xpos == "VBN" or verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Past":
        # a finished participle ("published on Friday"); "is held on Friday" is a timetable
        if any(h.lemma.lower() == "be" for h in helpers):
            return "present"
        return _going(sentence, verb) or "past"
    if verb.xpos == "VBG":
        if any(h.lemma.lower() == "be" for h in helpers):
            return "timetable" if verb.lemma.lower() in SCHEDULED else "present"
        return "none"
    if verb.xpos == "VB" and verb.head == 0 and not helpers and not sentence.children(verb, "nsubj", "csubj", "expl"):
        return "future"  # a call: "Prepare for rain on Wednesday"
    if verb.xpos in ("VBZ", "VBP", "VB") or helpers:
        return "timetable" if verb.lemma.lower() in SCHEDULED else "present"
    return "none"


#   expected  to  meet   on  Friday          was  to  open  on  Friday
#      ^------xcomp-'                              (aux be, or be above as xcomp)
def _infinitive(sentence: Sentence, verb: Word) -> Tense:
    """An infinitive looks ahead under a verb of planning, else it shares the time of what governs it."""
    governor = sentence.head(verb)
    helpers = {h.lemma.lower() for h in sentence.children(verb, "aux", "cop")}
    if "be" in helpers and "have" not in helpers:
        return "future"  # "is to run", "to be published"
    if governor is None:
        return "future"
    if governor.lemma.lower() in PROSPECTIVE:
        return "future"
    if verb.relation in ("acl", "ccomp") and governor.upos in ("NOUN", "PROPN"):
        return "future" if tense_of_governor(sentence, governor) != "past" else "none"
    return "none"


def tense_of_governor(sentence: Sentence, word: Word) -> Tense:
    """Tense of the first predicate from the word upwards."""
    for above in (word, *sentence.ancestors(word)):
        if above.upos in ("VERB", "AUX"):
            return "past" if above.xpos in ("VBD", "VBN") else "present"
    return "none"


def _going(sentence: Sentence, verb: Word) -> Tense | None:
    """ "was due on Friday", "a rally scheduled on Friday" look ahead from a past point."""
    return "future" if verb.lemma.lower() in PLANNED and verb.xpos in ("VBN", "JJ") else None
