"""A speaker right before the verb of speech whom the parse hung on another word."""

from __future__ import annotations

from claimcheck.enrich.speech.cues import CLAUSE, QUOTATIVE
from claimcheck.tree import Sentence, Word

#: The longest phrase that is looked through, in words.
_REACH = 14
_NOMINAL = frozenset("PROPN NOUN PRON DET ADJ NUM ADP PART".split())
_DASHES = frozenset("— – --".split())


def speaker_before(sentence: Sentence, cue: Word) -> Word | None:
    """Head of the phrase between a comma and a finite verb of speech that is followed by a comma or ends its sentence.

    The dam, aides to the mayor said, was safe.        The dam, which had held, broke, aides to the mayor said.
    safe -nsubj-> dam, safe -nsubj-> aides             broke -nsubj-> dam, broke -nsubj-> aides
    safe -parataxis-> said                             said -ccomp-> broke
    """
    lemma = cue.lemma.lower()
    if lemma not in QUOTATIVE & CLAUSE or cue.xpos not in ("VBD", "VBZ", "VBP") or sentence.child(cue, "nsubj", "nsubj:outer") is not None:
        return None
    after = sentence[cue.index + 1] if cue.index < len(sentence.words) else None
    if after is not None and after.text not in (",", ".", *_DASHES):
        return None
    window: list[Word] = []
    low = cue.index - 1
    while low > 1 and (sentence[low].upos in ("ADV", "AUX") and sentence[low].head == cue.index):
        low -= 1
    while low > 1 and len(window) < _REACH and (sentence[low].upos in _NOMINAL or _joins(sentence, low)):
        window.insert(0, sentence[low])
        low -= 1
    if not window or sentence[low].text not in (",", *_DASHES) or low == 1:
        return None
    numbers = {w.index for w in window}
    heads = [w for w in window if w.head not in numbers]
    if len(heads) != 1 or heads[0].head == cue.index or sentence.child(heads[0], "case") is not None:
        return None
    head = heads[0]
    named = head.upos in ("PROPN", "NOUN") or (head.upos == "PRON" and head.feats.get("Case") == "Nom")
    return head if named and head.relation in ("nsubj", "appos", "obl", "conj", "dep", "nmod", "flat") else None


def speaker_behind_mark(sentence: Sentence, cue: Word) -> Word | None:
    """ "… as a section of the board believes that …": the subject right behind "as", which the parse took for an oblique.

    believes -obl-> section, believes -mark-> as        (or section -case-> as)
    """
    if cue.relation != "advcl" or cue.xpos not in ("VBD", "VBZ", "VBP") or sentence.child(cue, "nsubj", "nsubj:pass", "expl") is not None:
        return None
    for noun in sentence.children(cue, "obl"):
        mark = sentence.child(cue, "mark")
        case = sentence.child(noun, "case")
        joint = mark if case is None else case if mark is None and case.lemma.lower() == "as" else None
        first = min(w.index for w in sentence.subtree(noun) if w != joint)
        if joint is not None and noun.index < cue.index and first == joint.index + 1:
            return noun
    return None


def _joins(sentence: Sentence, number: int) -> bool:
    """A hyphen inside of a word, or "and" between two names."""
    word = sentence[number]
    hyphen = word.text in ("-", "‐", "‑") and sentence[number - 1].end == word.start and word.end == sentence[number + 1].start
    return hyphen or word.upos == "CCONJ"
