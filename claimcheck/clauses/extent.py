"""Which words a clause takes, its slots, and its noun phrases by themselves.

A clause keeps its adverbials of time, place, amount, purpose and condition, because they are what a checker checks; it loses
what is a statement of its own (`boundaries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimcheck.clauses.boundaries import BINDING_MARKS, is_detached
from claimcheck.clauses.marking import QUOTES, is_set_off
from claimcheck.clauses.predication import is_predicate, role_of, subject_of, verb_group
from claimcheck.model import Clause, ClauseKind, Slot
from claimcheck.tree import Sentence, Word

ORPHANS = frozenset({",", ";", ":", "—", "–", "-", "--", "(", ")", "[", "]"})
JOINING_MARKS = frozenset("that as while whilst although though whereas where".split())
#: Adverbs that link sentences and are no part of what is stated.
CONNECTIVES = frozenset(
    "however meanwhile moreover furthermore nevertheless nonetheless notably additionally besides therefore thus hence instead "
    "otherwise likewise similarly conversely finally also indeed consequently accordingly and but so yet".split()
)


def own_words(sentence: Sentence, head: Word, *, without: Iterable[int] = ()) -> tuple[Word, ...]:
    """The clause's words: the subtree of `head` less what is detached, and less the branches numbered in `without`.

    The edges are trimmed: no punctuation, conjunction, subordinator or linking adverb at either end.
    """
    cut = set(without)
    found: list[Word] = []
    stack = [head]
    while stack:
        word = stack.pop()
        found.append(word)
        for child in sentence.children(word):
            if child.index not in cut and not is_detached(sentence, child):
                stack.append(child)
    words = sorted(found, key=lambda w: w.index)
    words = trim(without_orphans(sentence, words), head)
    if head.relation in {"advcl", "ccomp", "csubj", "acl", "conj"}:
        mark = next((w for w in words if w.index < head.index and w.head == head.index and _introduces(w)), None)
        subject = subject_of(sentence, head)
        if (
            mark is not None
            and (subject is None or mark.index < sentence.subtree(subject)[0].index)
            and head.feats.get("VerbForm") != "Inf"
        ):
            words = trim([w for w in words if w.index > mark.index], head)
    return tuple(words)


def _introduces(word: Word) -> bool:
    """Whether the word only joins the clause to its governor: "after", "where", "that"."""
    joins = word.lemma.lower() in BINDING_MARKS | JOINING_MARKS
    return word.xpos == "WRB" or (
        joins and (word.upos == "SCONJ" or (word.upos == "ADP" and word.relation in {"mark", "case"} and word.index <= 3))
    )


def without_orphans(sentence: Sentence, words: Sequence[Word]) -> list[Word]:
    """Commas, dashes and conjunctions that stood beside something cut out go with it; so do quotation marks, which are the
    attribution's."""
    kept: list[Word] = []
    indices = {w.index for w in words}
    for word in words:
        before, after = word.index - 1 in indices, word.index + 1 in indices
        if word.upos == "PUNCT" and (word.text in QUOTES or (word.text in ORPHANS and not (before and after))):
            continue
        if word.upos == "CCONJ" and not after and word.index < len(sentence.words) and sentence[word.index + 1].upos != "PUNCT":
            continue
        kept.append(word)
    return kept


def trim(words: list[Word], head: Word) -> list[Word]:
    """Without punctuation and linking words at the edges; never without the head."""
    start, end = 0, len(words)
    while start < end and words[start] is not head and _is_edge(words[start], head):
        start += 1
    while end > start and words[end - 1] is not head and (words[end - 1].upos in {"PUNCT", "CCONJ", "SYM"} and words[end - 1].text != "%"):
        end -= 1
    return words[start:end]


def _is_edge(word: Word, head: Word) -> bool:
    if word.upos == "PUNCT" or (
        word.upos == "CCONJ" and word.deprel != "cc:preconj" and word.lemma.lower() not in {"both", "either", "neither"}
    ):
        return True
    if word.head != head.index:  # "if" and "after" of a clause inside this one stay
        return False
    if word.relation == "mark" and word.lemma.lower() != "to":
        return True
    return word.relation in {"advmod", "discourse"} and word.lemma.lower() in CONNECTIVES


def slots(sentence: Sentence, head: Word, words: Iterable[int]) -> tuple[Slot, ...]:
    """The predicate's dependents that fill a role, each with those of its words that belong to the clause."""
    own = set(words) - set(verb_group(sentence, head))
    found = []
    if sentence.child(head, "cop"):
        inner = [
            w.index
            for w in sentence.subtree(
                head, without=("nsubj", "csubj", "expl", "cop", "aux", "advcl", "mark", "punct", "parataxis", "obl", "conj", "cc")
            )
        ]
        found.append(Slot("complement", head.index, tuple(i for i in inner if i in own) or (head.index,)))
    for child in sentence.children(head):
        role = role_of(sentence, child)
        if role is None or child.index not in own:
            continue
        phrase = tuple(w.index for w in sentence.subtree(child) if w.index in own)
        found.append(Slot(role, child.index, trim_punctuation(sentence, phrase)))
    return tuple(sorted(found, key=lambda s: (s.words[0], s.role)))


def trim_punctuation(sentence: Sentence, phrase: Sequence[int]) -> tuple[int, ...]:
    """The phrase without punctuation at its edges, and without what an unpaired bracket opens."""
    words = list(phrase)
    texts = [sentence[i].text for i in words]
    if texts.count("(") != texts.count(")") and "(" in texts[1:]:
        words = words[: texts.index("(", 1)]
    while len(words) > 1 and sentence[words[0]].upos == "PUNCT":
        words.pop(0)
    while len(words) > 1 and sentence[words[-1]].upos == "PUNCT":
        words.pop()
    return tuple(words)


#: Dependents of a noun that are no part of its phrase.
OUTSIDE_PHRASE = frozenset({"cop", "nsubj", "csubj", "mark", "aux", "advcl", "parataxis", "discourse", "dep", "expl", "vocative"})


def phrase_of(sentence: Sentence, head: Word, before: Word | None = None) -> tuple[int, ...]:
    """A noun phrase by itself: without its preposition and without what is detached from it. With `before`, a dependent that
    follows the noun, only what stands before that dependent: the noun phrase which a relative clause is about."""
    end = len(sentence.words) + 1
    if before is not None and before.index > head.index:
        end = sentence.subtree(before)[0].index
    found: list[Word] = []
    stack = [(head, True)]
    while stack:
        word, top = stack.pop()
        found.append(word)
        for child in sentence.children(word):
            if child.index >= end or (top and _outside_phrase(sentence, child)) or is_detached(sentence, child):
                continue
            stack.append((child, False))
    words = sorted((w for w in found if w.index < end), key=lambda w: w.index)
    kept = trim(without_orphans(sentence, words), head)
    return trim_punctuation(sentence, tuple(w.index for w in kept)) or (head.index,)


def _outside_phrase(sentence: Sentence, child: Word) -> bool:
    if child.relation in OUTSIDE_PHRASE or (child.relation == "case" and child.lemma not in {"'s", "’s", "'"}):
        return True
    if child.relation in {"obl", "obj", "iobj", "xcomp", "ccomp"}:  # of a noun that predicates
        return True
    if child.relation == "appos":
        return is_set_off(sentence, child)
    return child.relation == "conj" and (is_predicate(sentence, child) or child.upos not in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"})


def clause(
    sentence: Sentence,
    head: Word,
    kind: ClauseKind,
    rule: str,
    *,
    restored: Iterable[Slot] = (),
    without: Iterable[int] = (),
    verb: Iterable[int] = (),
) -> Clause:
    """A clause of `head`; `restored` slots come from elsewhere in the sentence, `verb` adds auxiliaries that are shared."""
    words = own_words(sentence, head, without=without)
    indices = tuple(w.index for w in words)
    added = tuple(restored)
    group = tuple(sorted({*verb_group(sentence, head), *verb}))
    return Clause(sentence.index, head.index, kind, group, tuple(added) + slots(sentence, head, indices), indices, rule=rule)
