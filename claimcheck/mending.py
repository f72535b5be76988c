"""Trees that cannot be right, mended where only one reading is left.

A parser that is wrong about one arc makes a claim of nobody's words. What stands here is certain from the tree itself; anything
less is left as it is, and the stages abstain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.tree import Sentence, Word


def mended(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences, with the subject of a reported clause back in it."""
    return tuple(_with_subjects_apart(sentence) for sentence in sentences)


def _with_subjects_apart(sentence: Sentence) -> Sentence:
    """A verb with two subjects, and before its own one a clause that has none: the first subject is the clause's.

    "The ferry  ran aground on Monday,  the coast guard  said": nsubj(said, ferry), ccomp(said, ran), nsubj(said, guard).
    """
    if len(sentence.related("nsubj")) < 2:
        return sentence
    moved: dict[int, Word] = {}
    for verb in sentence.words:
        subjects = sentence.children(verb, "nsubj")
        if len(subjects) != 2 or not subjects[0].index < subjects[1].index < verb.index:
            continue
        first, second = subjects
        clauses = [c for c in sentence.children(verb, "ccomp") if first.index < c.index < second.index]
        if len(clauses) == 1 and not sentence.children(clauses[0], "nsubj", "csubj", "expl"):
            moved[first.index] = replace(first, head=clauses[0].index)
    if not moved:
        return sentence
    return replace(sentence, words=tuple(moved.get(word.index, word) for word in sentence.words))
