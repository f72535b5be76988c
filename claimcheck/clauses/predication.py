"""What predicates, and with what: the words of a predicate and the roles of its dependents, in Universal Dependencies."""

from __future__ import annotations

from claimcheck.model import Role
from claimcheck.tree import Sentence, Word, kept

SUBJECTS = ("nsubj", "csubj")
#: Relations of what may be left out of its governor's clause; besides them only an age ("Ann Lee, 42, was jailed").
SEPARABLE = frozenset("acl advcl appos conj discourse dislocated list parataxis reparandum vocative".split())
TIME_NOUNS = frozenset(
    "second minute hour day week weekend month quarter season year decade century morning afternoon evening night noon midnight "
    "today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december spring summer autumn winter time moment period era".split()
)
CAUSES = frozenset("because due owing thanks".split())
PLACE_CASES = frozenset("in at near on inside outside across throughout around off along beneath above below".split())
PLACE_TYPES = frozenset({"Location", "Facility", "GPE", "LOC", "FAC"})
DATE_TYPES = frozenset({"Date", "DATE", "TIME"})


@kept
def is_predicate(sentence: Sentence, word: Word) -> bool:
    """Whether the word heads a clause: a verb, or anything with a copula or a subject."""
    if word.upos == "VERB":
        return True
    return bool(sentence.children(word, "cop", "nsubj", "csubj", "expl"))


@kept
def is_finite(sentence: Sentence, head: Word) -> bool:
    """Whether the clause is finite: its verb, copula or first auxiliary shows tense or mood, or is a modal."""
    carriers = [*sentence.children(head, "aux", "cop"), head]
    return any(w.feats.get("VerbForm") == "Fin" or w.xpos == "MD" for w in carriers)


@kept
def subject_of(sentence: Sentence, head: Word) -> Word | None:
    """The subject; for `"Excellent talks," said Lee`, where the parser found two, the one outside the quotation marks."""
    subjects = sentence.children(head, *SUBJECTS)
    if len(subjects) > 1 and subjects[0].index < head.index < subjects[-1].index and sentence[head.index - 1].text in {'"', "”", "''", "’"}:
        return subjects[-1]
    return subjects[0] if subjects else sentence.child(head, "expl")


@kept
def verb_group(sentence: Sentence, head: Word) -> tuple[int, ...]:
    """Auxiliaries, copula, negation, verb and particle, in order; for a nominal predicate the copula stands for the verb."""
    words = list(sentence.children(head, "aux", "cop", "compound:prt"))
    words += [w for w in sentence.children(head, "advmod") if w.lemma in {"not", "never", "n't"} or w.feats.get("Polarity") == "Neg"]
    if not sentence.child(head, "cop"):
        words.append(head)
    return tuple(sorted({w.index for w in words}))


@kept
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
