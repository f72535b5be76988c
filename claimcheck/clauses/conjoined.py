"""Coordinated predicates: each says something of its own, with what it shares with the first restored."""

from collections.abc import Iterator

from claimcheck.clauses.boundaries import first_conjunct, giver_of_subject, splits, splits_infinitive
from claimcheck.clauses.extent import clause, own_words, phrase_of, slots
from claimcheck.clauses.predication import SUBJECTS, is_finite, role_of, subject_of, verb_group
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word


@rule(
    "clause",
    yes={
        "The union called a strike and {closed two mines}.": "the second verb, whose subject is the first's",
        "Prices rose in May, but {wages fell}.": "the second clause with a subject of its own",
        "The guard tried to stop Ann Lee, but Lee lost her temper and {hit him}.": "who hit him is who lost her temper",
    },
    no={
        "They sell apples and pears.": "two objects of one verb",
        "Ann Lee wrote and directed the film.": "two verbs with one object",
        "The suspect was arrested or fled abroad.": "alternatives: neither is said to be so",
    },
)
def coordinated_clause(sentence: Sentence) -> Iterator[Clause]:
    """A predicate joined to another by "and", "but" or a comma. Shared subject, auxiliary and leading time are restored."""
    for word in sentence.related("conj", "parataxis"):
        if splits(sentence, word):
            restored, verb = shared(sentence, first_conjunct(sentence, word), word)
            yield clause(sentence, word, "conjoined", "coordinated_clause", restored=restored, verb=verb)


def shared(sentence: Sentence, first: Word, second: Word) -> tuple[tuple[Slot, ...], tuple[int, ...]]:
    """What the second conjunct takes from the first: slots (subject, leading time) and auxiliaries."""
    first = giver_of_subject(sentence, first, second)
    subject = sentence.child(first, *SUBJECTS)
    if subject_of(sentence, second) is not None or subject is None or subject.index > second.index:
        return (), ()
    restored = [Slot("subject", *_subject(sentence, first, subject), restored=True)]
    for child in sentence.children(first, "obl", "advmod"):
        if child.index < subject.index and child.index < first.index and role_of(sentence, child) == "time":
            phrase = tuple(w.index for w in sentence.subtree(child) if w.upos != "PUNCT")
            restored.append(Slot("time", child.index, phrase, restored=True))
    return tuple(restored), _auxiliaries(sentence, first, second)


def _subject(sentence: Sentence, first: Word, subject: Word) -> tuple[int, tuple[int, ...]]:
    antecedent = sentence.head(first)
    if subject.feats.get("PronType") == "Rel" and antecedent is not None and first.deprel == "acl:relcl":
        return antecedent.index, phrase_of(sentence, antecedent, first)
    return subject.index, phrase_of(sentence, subject) or (subject.index,)


def _auxiliaries(sentence: Sentence, first: Word, second: Word) -> tuple[int, ...]:
    """Auxiliaries of the first verb that the second needs: "will be closed and [will be] sold", "will close and [will] sell"."""
    if is_finite(sentence, second):
        return ()
    taken = sentence.children(first, "aux", "cop")
    own = sentence.children(second, "aux", "cop")
    if not own:
        form = second.xpos
        if form == "VB":
            taken = tuple(w for w in taken if w.xpos == "MD" or w.lemma == "do")
        elif form == "VBG":
            taken = tuple(w for w in taken if w.lemma in {"be", "have"} or w.xpos == "MD")
        return tuple(w.index for w in taken)
    lead = own[0]
    if lead.xpos == "VBN":  # "has been charged or [has] been tried"
        return tuple(w.index for w in taken if w.xpos == "MD" or w.lemma == "have")
    return tuple(w.index for w in taken if w.xpos == "MD")


@rule(
    "clause",
    yes={"{The council plans to close two schools and sell the land}.": "each infinitive with the frame around it"},
    no={"They want to buy and hold.": "too short to be told apart"},
)
def coordinated_infinitive(sentence: Sentence) -> Iterator[Clause]:
    """Infinitives coordinated under one verb or noun ("the right to respond and to defend"): one statement for each."""
    for other in sentence.related("conj", "parataxis"):
        frame = splits_infinitive(sentence, other)
        if frame is None:
            continue
        first = first_conjunct(sentence, other)
        inside = {w.index for w in sentence.subtree(first)}
        marks = () if sentence.child(other, "mark") else sentence.children(first, "mark", "aux")
        links = {w.index for c in sentence.children(other, "cc") for w in sentence.subtree(c)}  # "as well as"
        keep = {w.index for w in own_words(sentence, other)} - links | {m.index for m in marks}
        around = {w.index for w in own_words(sentence, frame)} - inside
        merged = tuple(sorted(around | keep))
        base = tuple(_narrowed(s, set(merged), other.index) for s in slots(sentence, frame, merged))
        verb = (*verb_group(sentence, frame), *verb_group(sentence, other))
        yield Clause(sentence.index, other.index, "conjoined", verb, base, merged, rule="coordinated_infinitive")


def _narrowed(slot: Slot, kept: set[int], infinitive: int) -> Slot:
    """The slot with only the words kept; where its own head went, the infinitive that stands in for it heads it."""
    words = tuple(i for i in slot.words if i in kept)
    if slot.head in kept:
        return Slot(slot.role, slot.head, words or (slot.head,), slot.restored)
    return Slot(slot.role, infinitive, tuple(sorted({*words, infinitive})), slot.restored)
