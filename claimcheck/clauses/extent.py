"""Which words a clause takes, its slots, and its noun phrases by themselves.

A clause keeps its adverbials of time, place, amount, purpose and condition, because they are what a checker checks; it loses
what is a statement of its own (`boundaries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimcheck.clauses.boundaries import BINDING_MARKS, is_detached, straying
from claimcheck.clauses.marking import QUOTES, is_set_off
from claimcheck.clauses.predication import is_predicate, role_of, subject_of, verb_group
from claimcheck.model import Clause, ClauseKind, Slot
from claimcheck.tree import Sentence, Word

ORPHANS = frozenset({",", ";", ":", "—", "–", "-", "--", "(", ")", "[", "]"})
CLOSING = {")": "(", "]": "["}
BRACKETS = frozenset("()[]")
JOINING_MARKS = frozenset("that as while whilst although though whereas where".split())
_MARKS = BINDING_MARKS | JOINING_MARKS
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
    cut |= {s.index for c in sentence.children(head, "conj") if is_detached(sentence, c) for s in straying(sentence, c)}
    found: list[Word] = []
    stack = [head, *(straying(sentence, head) if is_detached(sentence, head) else ())]
    while stack:
        word = stack.pop()
        found.append(word)
        for child in sentence.children(word):
            if child.index not in cut and not is_detached(sentence, child):
                stack.append(child)
    words = sorted(found, key=lambda w: w.index)
    words = trim(without_orphans(sentence, words), head)
    while words and words[-1] is not head and _introduces_what_was_cut(sentence, words[-1]):
        words = trim(words[:-1], head)
    if head.relation in {"advcl", "ccomp", "csubj", "acl", "conj"}:
        mark = next((w for w in words if w.index < head.index and w.head == head.index and _introduces(w)), None)
        subject = subject_of(sentence, head)
        if (
            mark is not None
            and (subject is None or mark.index < sentence.subtree(subject)[0].index)
            and head.feats.get("VerbForm") != "Inf"
        ):
            fixed = {w.index for w in sentence.children(mark, "fixed")}  # "so that"
            words = trim([w for w in words if w.index > mark.index and w.index not in fixed], head)
    return tuple(words)


def _introduces_what_was_cut(sentence: Sentence, word: Word) -> bool:
    """ "freaked out whenever | a visitor came": the parser hung "whenever" on the wrong verb. At the end of a sentence it asks."""
    behind = sentence.words[word.index : word.index + 1]
    return word.xpos == "WRB" and word.upos != "NOUN" and bool(behind) and behind[0].upos != "PUNCT"


def _introduces(word: Word) -> bool:
    """Whether the word only joins the clause to its governor: "after", "where", "that"."""
    joins = word.lemma.lower() in _MARKS
    return word.xpos == "WRB" or (
        joins and (word.upos == "SCONJ" or (word.upos == "ADP" and word.relation in {"mark", "case"} and word.index <= 3))
    )


def without_orphans(sentence: Sentence, words: Sequence[Word]) -> list[Word]:
    """Commas, dashes and conjunctions that stood beside something cut out go with it; so do quotation marks, which are the
    attribution's."""
    kept: list[Word] = []
    if not BRACKETS.isdisjoint(sentence.forms):
        pairs = _brackets(words)
        words = [w for w in words if w.text not in BRACKETS or w.index in pairs]
    indices = {w.index for w in words}
    for word in words:
        if word.text in BRACKETS:
            kept.append(word)
            continue
        before, after = word.index - 1 in indices, word.index + 1 in indices
        if word.text == ":" and after and kept:  # "two candidates, whom he named: Lee and Ek"
            kept.append(word)
            continue
        if word.upos == "PUNCT" and (word.text in QUOTES or (word.text in ORPHANS and not (before and after))):
            continue
        if word.upos == "CCONJ" and not after and word.index < len(sentence.words) and sentence[word.index + 1].upos != "PUNCT":
            continue
        kept.append(word)
    return kept


def _brackets(words: Sequence[Word]) -> set[int]:
    """Numbers of the brackets whose other one is there too, with something between them."""
    paired: set[int] = set()
    open_: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        if word.text in CLOSING.values():
            open_.append((place, word.index))
        elif word.text in CLOSING and open_:
            begin, index = open_.pop()
            if place - begin > 1:
                paired |= {index, word.index}
    return paired


def trim(words: list[Word], head: Word) -> list[Word]:
    """Without punctuation and linking words at the edges; never without the head."""
    start, end = 0, len(words)
    while start < end and words[start] is not head and _is_edge(words[start], head):
        start += 1
    while end > start and words[end - 1] is not head and _is_tail(words[start:end]):
        end -= 1
    return words[start:end]


def _is_tail(words: list[Word]) -> bool:
    """Whether the last word is no part of what is stated: punctuation, but for the bracket of a pair, or a word that joins."""
    last = words[-1]
    if last.text in CLOSING:
        texts = [w.text for w in words]
        return texts.count(CLOSING[last.text]) < texts.count(last.text)
    return last.upos in {"PUNCT", "CCONJ", "SYM"} and last.text != "%"


def _is_edge(word: Word, head: Word) -> bool:
    if word.upos == "PUNCT" or (
        word.upos == "CCONJ" and word.deprel != "cc:preconj" and word.lemma.lower() not in {"both", "either", "neither"}
    ):
        return True
    if word.relation == "fixed" and word.lemma.lower() == "that":  # of "so that"
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
        trimmed = trim_punctuation(sentence, phrase)
        # a quoted word, 'reset', may be taken for punctuation, and yet be what its phrase is about
        found.append(Slot(role, child.index, trimmed if child.index in trimmed else phrase))
    return tuple(sorted(found, key=lambda s: (s.words[0], s.role)))


def trim_punctuation(sentence: Sentence, phrase: Sequence[int]) -> tuple[int, ...]:
    """The phrase without punctuation at its edges, and without what an unpaired bracket opens."""
    words = list(phrase)
    if "(" in sentence.forms:
        texts = [sentence[i].text for i in words]
        if texts.count("(") != texts.count(")") and "(" in texts[1:]:
            words = words[: texts.index("(", 1)]
    while len(words) > 1 and sentence[words[0]].upos == "PUNCT":
        words.pop(0)
    while len(words) > 1 and sentence[words[-1]].upos == "PUNCT" and _is_tail([sentence[i] for i in words]):
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
    while kept and kept[0] is not head and kept[0].relation == "case" and sentence[kept[0].head].relation in {"flat", "compound"}:
        kept = kept[1:]  # "by the Covid-19": the preposition hangs on a part of the name
    return trim_punctuation(sentence, tuple(w.index for w in kept)) or (head.index,)


def _outside_phrase(sentence: Sentence, child: Word) -> bool:
    if child.relation in OUTSIDE_PHRASE or (child.relation == "case" and child.lemma not in {"'s", "’s", "'"}):
        return True
    if child.relation in {"obl", "obj", "iobj", "xcomp", "ccomp"}:  # of a noun that predicates
        return True
    if child.relation == "advmod" and sentence.child(sentence[child.head], "cop"):
        return child.index < child.head and child.upos in {"ADV", "PART"} and child.xpos not in {"RBS", "RBR"}  # "is not | the only one"
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
