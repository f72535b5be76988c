"""Amounts that are statements of their own: a part named beside its whole, an amount set against an earlier one."""

from collections.abc import Iterator

from claimcheck.clauses.predication import _trim_punctuation
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

PART_CASES = frozenset({"including", "among", "include", "with"})


@rule(
    "clause",
    yes={
        "Police arrested nine men, {including two soldiers}.": "a part of the nine",
        "Twelve people died, {among them two firefighters}.": "a part of the twelve",
    },
    no={"He visited three towns, including Leeds.": "an example without a number"},
)
def part_of_total(sentence: Sentence) -> Iterator[Clause]:
    """A number named as a part of one before it: "including …", "among them …"."""
    for word in sentence.words:
        if word.upos not in {"NOUN", "PROPN", "NUM"} or not _counted(sentence, word):
            continue
        cue = _part_cue(sentence, word)
        if cue is None:
            continue
        words = _trim_punctuation(sentence, tuple(w.index for w in sentence.subtree(word, without=("parataxis",))))
        words = tuple(sorted({*words, *(w.index for w in sentence.subtree(cue))}))
        complement = tuple(i for i in words if i > cue.index and sentence[i].upos != "PUNCT" or i == word.index)
        whole = _whole(sentence, word)
        roles = [Slot("quantity", word.index, complement)]
        if whole is not None:
            roles.insert(0, Slot("subject", whole.index, _noun_with_number(sentence, whole), restored=True))
        template = "{subject} included {quantity}" if whole is not None else None
        yield Clause(sentence.index, word.index, "quantity", (), tuple(roles), words, template, rule="part_of_total")


def _counted(sentence: Sentence, word: Word) -> bool:
    return word.upos == "NUM" or bool(sentence.children(word, "nummod"))


def _part_cue(sentence: Sentence, word: Word) -> Word | None:
    for case in sentence.children(word, "case", "mark"):
        if case.text.lower() == "including":
            return case
    first = sentence.subtree(word)[0]
    for index in range(max(1, first.index - 3), first.index + 2):
        if index <= len(sentence.words) and sentence[index].text.lower() == "among" and index + 1 <= len(sentence.words):
            if sentence[index + 1].text.lower() in {"them", "whom", "those", "which"}:
                return sentence[index]
    return None


def _whole(sentence: Sentence, part: Word) -> Word | None:
    """The nearest counted noun before the part, in the part's own chain of governors or right before it."""
    for governor in sentence.ancestors(part):
        if governor.index < part.index and governor.upos == "NOUN" and _counted(sentence, governor):
            return governor
    before = [
        w
        for w in sentence.words
        if w.index < part.index and w.upos == "NOUN" and _counted(sentence, w) and w.index not in {x.index for x in sentence.subtree(part)}
    ]
    return before[-1] if len(before) == 1 else None


def _noun_with_number(sentence: Sentence, noun: Word) -> tuple[int, ...]:
    stop = ("acl", "appos", "parataxis", "nmod", "case", "conj", "cc", "punct", "cop", "nsubj", "aux", "advcl", "obl", "mark")
    return tuple(w.index for w in sentence.subtree(noun, without=stop))
