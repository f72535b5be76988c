"""An "it" that stands for nothing: weather, "it is clear that", "it was reported that", "it takes", "it was Lee who"."""

from __future__ import annotations

from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.tree import Sentence, Word


def pleonastic(sentence: Sentence, pronoun: Word) -> bool:
    """Is this an "it" that stands for nothing: it rains, it is clear that, it was reported that, it takes, it was Lee who?"""
    if pronoun.text.lower() != "it":
        return False
    if pronoun.relation == "expl":
        return True
    head = sentence.head(pronoun)
    if head is None:
        return True
    if pronoun.relation == "obj":
        # make it clear/possible that, find it hard to
        return (
            any(w.relation in ("xcomp", "ccomp", "advcl", "csubj") and w.upos == "ADJ" for w in sentence.children(head))
            or head.lemma == "make"
        )
    if pronoun.relation != "nsubj":
        return False
    if head.lemma in _WEATHER or (head.lemma in _SEEMING and sentence.children(head, "ccomp", "csubj", "xcomp", "advcl")):
        return True
    clauses = sentence.children(head, "csubj", "ccomp", "acl", "advcl", "xcomp")
    after = [w for w in clauses if w.index > head.index]
    passive = pronoun.deprel == "nsubj:pass"
    if passive and head.lemma in _REPORTED and (sentence.children(head, "ccomp", "csubj") or not sentence.children(head, "obl", "xcomp")):
        return True
    if head.lemma == "take" and sentence.children(head, "obj", "obl") and after:
        return True
    if sentence.children(head, "cop"):
        marked = any(
            sentence.children(w, "mark", "case") or any(x.lemma in ("to", "that", "who", "which") for x in sentence.subtree(w))
            for w in after
        )
        if head.upos == "ADJ" and marked and head.lemma in _EVALUATIVE:
            return True
        if head.upos in ("NOUN", "PROPN", "NUM", "ADV", "PRON") and (
            marked and head.lemma not in nouns("group") or head.lemma in nouns("time")
        ):
            return True
        if any(w.relation == "csubj" for w in after):
            return True
    return False


_WEATHER = frozenset({"rain", "snow", "hail", "drizzle", "freeze", "thunder", "pour"})
_SEEMING = frozenset(
    {"seem", "appear", "turn", "happen", "emerge", "follow", "transpire", "matter", "suffice", "help", "remain", "look", "sound", "feel"}
)
_REPORTED = frozenset(
    """say report believe think know expect claim allege announce reveal rumor rumour estimate argue assume suggest agree decide note hope find learn
    understand confirm state recommend propose consider determine speculate fear point assert rule feel hold insist predict guess see show prove
    resolve""".split()
)
_EVALUATIVE = frozenset(
    """clear unclear likely unlikely possible impossible important necessary hard difficult easy good bad better best worse true false common rare
    unusual strange odd obvious evident apparent essential vital crucial imperative illegal legal lawful unlawful safe dangerous fair unfair right
    wrong reasonable surprising unsurprising unfortunate fortunate inevitable probable doubtful certain uncertain useful useless worth wise
    understandable natural normal ironic noteworthy notable interesting nice great sad tragic shameful outrageous unacceptable acceptable critical
    advisable appropriate inappropriate desirable preferable conceivable plausible customary mandatory compulsory cheap expensive early late""".split()
)
