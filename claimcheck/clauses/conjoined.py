"""Coordinated predicates: each says something of its own, with what it shares with the first restored."""

from collections.abc import Iterator

from claimcheck.clauses.predication import SUBJECTS, clause, is_finite, is_predicate, own_words, phrase_of, role_of, subject_of, verb_group
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: Clauses that their own rules build; what is coordinated with them is built here.
CLAUSE_RELATIONS = ("root", "ccomp", "csubj", "advcl", "acl", "parataxis", "conj")


@rule(
    "clause",
    yes={
        "The union called a strike and {closed two mines}.": "the second verb, whose subject is the first's",
        "Prices rose in May, but {wages fell}.": "the second clause with a subject of its own",
    },
    no={"They sell apples and pears.": "two objects of one verb"},
)
def coordinated_clause(sentence: Sentence) -> Iterator[Clause]:
    """A predicate joined to another by "and", "but", "or" or a comma. Shared subject, auxiliary, object and leading time are restored."""
    for word in sentence.words:
        if word.relation != "conj" or not is_predicate(sentence, word):
            continue
        first = sentence.head(word)
        while first is not None and first.relation == "conj":
            first = sentence.head(first)
        if first is None or not is_predicate(sentence, first) or first.relation not in CLAUSE_RELATIONS:
            continue
        if first.relation in {"advcl", "acl"} and not is_finite(sentence, first):
            continue
        own = subject_of(sentence, word)
        if own is not None and own.xpos in {"WP", "WDT"}:  # a relative clause that the parser took for a conjunct: no noun to restore
            continue
        restored, verb = shared(sentence, first, word)
        if not restored and subject_of(sentence, word) is None:
            continue
        yield clause(sentence, word, "conjoined", "coordinated_clause", restored=restored, verb=verb)


def shared(sentence: Sentence, first: Word, second: Word) -> tuple[tuple[Slot, ...], tuple[int, ...]]:
    """What the second conjunct takes from the first: slots (subject, leading time, object) and auxiliaries."""
    restored: list[Slot] = []
    verb: tuple[int, ...] = ()
    own_subject = subject_of(sentence, second)
    subject = sentence.child(first, *SUBJECTS)
    if own_subject is None and subject is not None and subject.index < second.index:
        phrase = phrase_of(sentence, subject)
        relative = subject.feats.get("PronType") == "Rel"
        if relative and (antecedent := sentence.head(first)) is not None and first.deprel == "acl:relcl":
            restored.append(Slot("subject", antecedent.index, phrase_of(sentence, antecedent), restored=True))
        elif phrase:
            restored.append(Slot("subject", subject.index, phrase, restored=True))
        if not is_finite(sentence, second):
            taken = sentence.children(first, "aux", "cop")
            if not sentence.child(second, "aux", "cop"):
                verb = tuple(w.index for w in taken)
            elif second.feats.get("VerbForm") in {"Part", "Ger", "Inf"}:
                verb = tuple(w.index for w in taken if w.xpos == "MD")
        for child in sentence.children(first, "obl", "advmod"):
            leads = child.index < subject.index and child.index < first.index
            if leads and role_of(sentence, child) == "time":
                restored.append(
                    Slot("time", child.index, tuple(w.index for w in sentence.subtree(child) if w.upos != "PUNCT"), restored=True)
                )
    return tuple(restored), verb


@rule(
    "clause",
    yes={"{The council plans to close two schools and sell the land}.": "each infinitive with the frame around it"},
    no={"They want to buy and hold.": "too short to be told apart"},
)
def coordinated_infinitive(sentence: Sentence) -> Iterator[Clause]:
    """Infinitives coordinated under one verb or noun ("the right to respond and to defend"): one statement for each."""
    for word in sentence.words:
        if word.relation not in {"xcomp", "acl"} or word.feats.get("VerbForm") != "Inf" or word.deprel == "acl:relcl":
            continue
        others = [c for c in sentence.children(word, "conj") if c.upos == "VERB" and not sentence.child(c, *SUBJECTS)]
        frame = next((a for a in sentence.ancestors(word) if is_predicate(sentence, a) and _leads(sentence, a)), None)
        if not others or frame is None or not is_finite(sentence, frame) or not any(_has_object(sentence, c) for c in others):
            continue
        inside = {w.index for w in sentence.subtree(word)}
        for other in others:
            keep = {w.index for w in own_words(sentence, other)} | {m.index for m in sentence.children(word, "mark")}
            words = tuple(w.index for w in own_words(sentence, frame) if w.index not in inside)
            base = clause(sentence, frame, "conjoined", "coordinated_infinitive")
            merged = tuple(sorted(set(words) | keep))
            slots = tuple(_narrowed(s, set(merged), other.index) for s in base.slots if set(s.words) & set(merged))
            verb = (*verb_group(sentence, frame), *verb_group(sentence, other))
            yield Clause(base.sentence, other.index, "conjoined", verb, slots, merged, rule="coordinated_infinitive")


def _narrowed(slot: Slot, kept: set[int], infinitive: int) -> Slot:
    """The slot with only the words kept; where its own head went, the infinitive that stands in for it heads it."""
    words = tuple(i for i in slot.words if i in kept)
    if slot.head in kept:
        return Slot(slot.role, slot.head, words, slot.restored)
    return Slot(slot.role, infinitive, tuple(sorted({*words, infinitive})), slot.restored)


def _leads(sentence: Sentence, verb: Word) -> bool:
    """Whether the verb's subject stands before it: not "said the mayor", whose own words are only a tag."""
    subject = subject_of(sentence, verb)
    return subject is not None and subject.index < verb.index


def _has_object(sentence: Sentence, verb: Word) -> bool:
    return bool(sentence.children(verb, "obj", "obl", "ccomp"))
