"""Whether the clause of a word is negated."""

from __future__ import annotations

from claimcheck.tree import Sentence, Word

PARTICLES = frozenset("not n't n’t n`t nt never no nor neither nowhere".split())
PRONOUNS = frozenset({"nobody", "none", "nothing", "neither", "no-one"})
#: Verbs that say that what their infinitive names did not happen.
FAILING = frozenset("fail decline refuse neglect forget omit".split())
_CORE = ("nsubj", "obj", "iobj", "obl", "csubj", "expl", "nmod")


def negation(sentence: Sentence, head: Word) -> Word | None:
    """The word that negates the clause of `head`: a particle, a determiner or pronoun of its arguments, "without", "fail to".

    "Not only", "no longer ago than" and a "not" that belongs to a contrasted phrase ("not in Rome but in Milan") do not count.
    """
    for child in sentence.children(head, "advmod", "cc", "cc:preconj", "det", "discourse", "aux"):
        if child.lemma.lower() in PARTICLES or child.text.lower() in PARTICLES:
            if child.relation == "cc" and child.lemma.lower() in ("nor", "neither"):  # "is neither closed nor open"
                return child
            if child.relation != "cc" and not _only(sentence, child) and not (child.relation == "det" and head.upos == "VERB"):
                return child
    for argument in sentence.children(head, *_CORE):
        if argument.lemma.lower() in PRONOUNS or (argument.text.lower() == "no" and _one(sentence, argument)):
            return argument
        if argument.index > head.index and head.upos not in ("VERB", "AUX") and argument.relation in ("obl", "nmod"):
            continue
        for determiner in sentence.children(argument, "det", "advmod"):
            if determiner.lemma.lower() in ("no", "neither") and determiner.relation == "det":
                if argument.relation in ("obl", "nmod") and sentence.child(argument, "case") is not None and not _with(sentence, argument):
                    continue  # "in no time", "by no means" say nothing about the clause
                return determiner
            if (
                argument.relation == "nsubj"
                and determiner.lemma.lower() == "not"
                and not _only(sentence, determiner)
                and determiner.index < head.index
            ):
                return determiner  # "not one of them came"
    for mark in sentence.children(head, "mark", "case"):
        if mark.lemma.lower() == "without":
            return mark
    governor = sentence.head(head)
    if head.relation == "xcomp" and governor is not None and governor.lemma.lower() in FAILING:
        return None if negation(sentence, governor) is not None else governor  # "never failed to pay" is paying
    if governor is not None and shares_auxiliary(sentence, head):
        return negation(sentence, governor)
    return None


def shares_auxiliary(sentence: Sentence, word: Word) -> bool:
    """The second verb of "did not eat or drink": a bare form joined to a verb with an auxiliary, without one of its own."""
    governor = sentence.head(word)
    return (
        word.relation == "conj"
        and word.xpos == "VB"
        and governor is not None
        and governor.index < word.index
        and governor.xpos == "VB"
        and sentence.child(word, "aux", "nsubj", "cop", "mark") is None
        and sentence.child(governor, "aux") is not None
    )


def _only(sentence: Sentence, particle: Word) -> bool:
    """ "Not only", "not just", "not least", "not to mention": an addition, no negation."""
    following = sentence.words[particle.index : particle.index + 1]
    if any(w.lemma.lower() in ("only", "just", "merely", "simply", "least", "surprisingly", "to", "necessarily") for w in following):
        return particle.lemma.lower() in ("not", "n't", "n’t") and following[0].lemma.lower() != "necessarily"
    return False


def _one(sentence: Sentence, word: Word) -> bool:
    return any(w.lemma.lower() == "one" for w in sentence.words[word.index : word.index + 1])


def _with(sentence: Sentence, argument: Word) -> bool:
    return any(c.lemma.lower() in ("to", "of", "for", "from", "at", "with", "about") for c in sentence.children(argument, "case"))
