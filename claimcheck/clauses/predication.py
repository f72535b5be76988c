"""What all clause rules share: the words of a predicate, its slots, and where a clause ends.

The relations are those of Universal Dependencies. A clause keeps its adverbials of time, place, amount, purpose and
condition, because they are what a checker checks; it loses what is a statement of its own (coordinated predicates,
commented-in relative clauses and appositions, interrupting speech tags).
"""

from __future__ import annotations

from collections.abc import Iterable

from claimcheck.model import Clause, ClauseKind, Role, Slot
from claimcheck.tree import Sentence, Word

SUBJECTS = ("nsubj", "csubj")
#: Markers of adverbial clauses without which the statement would say something else: they stay inside it.
BINDING_MARKS = frozenset(
    "if unless until till before after when once since because so than to in_order whether lest provided as_long_as as_soon_as".split()
)
JOINING_MARKS = frozenset("that as while whilst although though whereas where".split()) - {"to"}
#: Adverbs that link sentences and are no part of what is stated.
CONNECTIVES = frozenset(
    "however meanwhile moreover furthermore nevertheless nonetheless notably additionally besides therefore thus hence instead "
    "otherwise likewise similarly conversely finally also indeed consequently accordingly and but so yet".split()
)
TIME_NOUNS = frozenset(
    "second minute hour day week weekend month quarter season year decade century morning afternoon evening night noon midnight "
    "today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december spring summer autumn winter time moment period era".split()
)
CAUSES = frozenset("because due owing thanks".split())
PLACE_CASES = frozenset("in at near on inside outside across throughout around off along beneath above below".split())
PLACE_TYPES = frozenset({"Location", "Facility", "GPE", "LOC", "FAC"})
DATE_TYPES = frozenset({"Date", "DATE", "TIME"})


def is_predicate(sentence: Sentence, word: Word) -> bool:
    """Whether the word heads a clause: a verb, or anything with a copula or a subject."""
    if word.upos == "VERB":
        return True
    return bool(sentence.children(word, "cop", "nsubj", "csubj", "expl"))


def is_finite(sentence: Sentence, head: Word) -> bool:
    """Whether the clause is finite: its verb, copula or first auxiliary shows tense or mood, or is a modal."""
    carriers = [*sentence.children(head, "aux", "cop"), head]
    return any(w.feats.get("VerbForm") == "Fin" or w.xpos == "MD" for w in carriers)


def subject_of(sentence: Sentence, head: Word) -> Word | None:
    subject = sentence.child(head, *SUBJECTS)
    return subject or sentence.child(head, "expl")


def verb_group(sentence: Sentence, head: Word) -> tuple[int, ...]:
    """Auxiliaries, copula, negation, verb and particle, in order; for a nominal predicate the copula stands for the verb."""
    words = list(sentence.children(head, "aux", "cop", "compound:prt"))
    words += [w for w in sentence.children(head, "advmod") if w.lemma in {"not", "never", "n't"} or w.feats.get("Polarity") == "Neg"]
    if not sentence.child(head, "cop"):
        words.append(head)
    return tuple(sorted({w.index for w in words}))


def role_of(sentence: Sentence, child: Word) -> Role | None:
    """The slot that a dependent of a predicate fills; None for function words and punctuation."""
    relation = child.relation
    if child.deprel in {"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "csubj:outer"}:
        return "subject"
    if relation == "obj":
        return "object"
    if relation == "iobj":
        return "indirect-object"
    if relation in {"ccomp", "xcomp"}:
        return "complement"
    if relation == "advcl":
        return _adverbial_clause_role(sentence, child)
    if relation in {"obl", "advmod", "nmod"}:
        return _adverbial_role(sentence, child)
    return None


def _adverbial_clause_role(sentence: Sentence, child: Word) -> Role:
    mark = sentence.child(child, "mark")
    lemma = mark.lemma if mark else ""
    if lemma in {"because", "since", "as"}:
        return "cause"
    if lemma in {"when", "after", "before", "while", "until", "till", "once"}:
        return "time"
    if lemma in {"to", "so"} and child.feats.get("VerbForm") == "Inf":
        return "purpose"
    return "manner" if child.feats.get("VerbForm") in {"Ger", "Part"} else "oblique"


def _adverbial_role(sentence: Sentence, child: Word) -> Role:
    types = {m.type for m in sentence.mentions if child.index in m.words}
    case = sentence.child(child, "case")
    lemma = case.lemma if case else ""
    if child.lemma.lower() in TIME_NOUNS or types & DATE_TYPES or (child.upos == "NUM" and lemma in {"in", "since", "by", "until"}):
        return "time"
    if lemma in CAUSES:
        return "cause"
    if types & PLACE_TYPES and lemma in PLACE_CASES:
        return "place"
    if child.upos == "NUM" or sentence.child(child, "nummod"):
        return "quantity"
    if child.lemma in {"here", "there", "abroad", "nationwide", "worldwide", "globally", "elsewhere", "overseas"}:
        return "place"
    if child.relation == "advmod":
        return "manner"
    return "purpose" if lemma == "for" and child.upos == "VERB" else "oblique"


def comes_after_comma(sentence: Sentence, head: Word) -> bool:
    """Whether the phrase of `head` is set off: a comma, dash or bracket stands right before its first word."""
    first = sentence.subtree(head)[0]
    if first.upos == "PUNCT":
        return first.text in {",", "(", "—", "–", "-", "[", ";", ":"}
    return first.index > 1 and sentence[first.index - 1].text in {",", "(", "—", "–", "-", "[", ";", ":"}


def is_detached(sentence: Sentence, word: Word) -> bool:
    """Whether a dependent, with all below it, is left out of its governor's clause because it says something of its own."""
    relation = word.relation
    governor = sentence.head(word)
    if governor is None:
        return False
    if relation in {"parataxis", "discourse", "vocative", "reparandum", "dislocated", "list"}:
        return True
    if relation == "conj":
        return (
            is_predicate(sentence, governor)
            and is_predicate(sentence, word)
            and governor.upos in {"VERB", "AUX", "ADJ", "NOUN", "PROPN", "ADV"}
        )
    if word.deprel in {"acl:relcl", "advcl:relcl", "acl", "appos"}:
        return comes_after_comma(sentence, word)
    if relation == "advcl":
        return not _binds(sentence, word)
    return False


def _binds(sentence: Sentence, clause: Word) -> bool:
    marks = {m.lemma.lower() for m in sentence.children(clause, "mark", "case")} | {w.lemma.lower() for w in sentence.subtree(clause)[:2]}
    marks |= {a.lemma.lower() for a in sentence.children(clause, "advmod") if a.xpos == "WRB"}
    if marks & BINDING_MARKS:
        return True
    if clause.feats.get("VerbForm") == "Inf":
        return True
    return not comes_after_comma(sentence, clause) and not sentence.child(clause, *SUBJECTS) and sentence.subtree(clause)[0].index > 1


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
    words = trim(_drop_orphan_punctuation(sentence, words), head)
    if head.relation in {"advcl", "ccomp", "csubj", "acl", "conj"}:
        mark = next((w for w in words if w.index < head.index and _introduces(w)), None)
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


def _drop_orphan_punctuation(sentence: Sentence, words: list[Word]) -> list[Word]:
    """Commas and dashes that stood beside something cut out go with it; so do quotation marks, which are the attribution's."""
    kept: list[Word] = []
    indices = {w.index for w in words}
    for word in words:
        if word.upos == "PUNCT":
            if word.text in {'"', "“", "”", "``", "''", "«", "»", "‘"}:
                continue
            beside_gap = word.index - 1 not in indices or word.index + 1 not in indices
            if beside_gap and word.text in {",", ";", ":", "—", "–", "-", "(", ")", "[", "]"}:
                continue
        kept.append(word)
    return kept


def trim(words: list[Word], head: Word) -> list[Word]:
    """Without punctuation and linking words at the edges; never without the head."""
    start, end = 0, len(words)
    while start < end and words[start] is not head and _is_edge(words[start]):
        start += 1
    while end > start and words[end - 1] is not head and (words[end - 1].upos in {"PUNCT", "CCONJ", "SYM"} and words[end - 1].text != "%"):
        end -= 1
    return words[start:end]


def _is_edge(word: Word) -> bool:
    if word.upos == "PUNCT" or (
        word.upos == "CCONJ" and word.deprel != "cc:preconj" and word.lemma.lower() not in {"both", "either", "neither"}
    ):
        return True
    if word.relation in {"mark"} and word.lemma.lower() not in {"to"}:
        return True
    return word.relation in {"advmod", "discourse"} and word.lemma.lower() in CONNECTIVES


def slots(sentence: Sentence, head: Word, words: Iterable[int]) -> tuple[Slot, ...]:
    """The predicate's dependents that fill a role, each with those of its words that belong to the clause."""
    own = set(words)
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
        found.append(Slot(role, child.index, _trim_punctuation(sentence, phrase)))
    return tuple(sorted(found, key=lambda s: (s.words[0], s.role)))


def _trim_punctuation(sentence: Sentence, phrase: tuple[int, ...]) -> tuple[int, ...]:
    words = list(phrase)
    while len(words) > 1 and sentence[words[0]].upos == "PUNCT":
        words.pop(0)
    while len(words) > 1 and sentence[words[-1]].upos == "PUNCT":
        words.pop()
    return tuple(words)


def phrase_of(sentence: Sentence, head: Word) -> tuple[int, ...]:
    """A noun phrase by itself: without what is detached, without its relative clauses, preposition or coordinated clauses."""
    stop = {"acl", "appos", "parataxis", "case", "punct", "cop", "nsubj", "mark", "aux", "advcl", "cc", "conj", "discourse", "dep"}
    conjuncts = [c for c in sentence.children(head, "conj") if not is_predicate(sentence, c) and c.upos in {"NOUN", "PROPN", "PRON", "NUM"}]
    if conjuncts:
        stop -= {"cc", "conj"}
    words = sentence.subtree(head, without=stop - {"punct", "case"})
    cases = {w.index for c in sentence.children(head, "case") for w in sentence.subtree(c) if c.lemma not in {"'s", "’s"}}
    kept = [w for w in words if w.index not in cases]
    return _trim_punctuation(sentence, tuple(w.index for w in trim(kept, head)))


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
