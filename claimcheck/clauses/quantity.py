"""Amounts that are statements of their own: a part named beside its whole, an amount set against an earlier one."""

from collections.abc import Iterator

from claimcheck.clauses.extent import phrase_of, trim_punctuation
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: Words that set an amount beside another, each with its prepositions.
COMPARING = {"compare": frozenset({"with", "to"}), "up": frozenset({"from"}), "down": frozenset({"from"})}
#: Verbs whose subject is the thing that has the amount.
CHANGING = frozenset(
    "rise fall increase decrease grow shrink drop climb soar plunge surge jump slump decline total reach stand slip dip rebound amount".split()
)
PART_CASES = frozenset({"including", "among", "include", "with"})


@rule(
    "clause",
    yes={
        "Police arrested nine men, {including two soldiers}.": "a part of the nine",
        "Twelve people died, {among them two firefighters}.": "a part of the twelve",
        "Officials said 12 people were hurt, {among them four children}.": "inside what somebody says",
    },
    no={"He visited three towns, including Leeds.": "an example without a number"},
)
def part_of_total(sentence: Sentence) -> Iterator[Clause]:
    """A number named as a part of one before it: "including …", "among them …"."""
    if "including" not in sentence.forms and "among" not in sentence.forms:
        return
    for word in sentence.words:
        if word.upos not in {"NOUN", "PROPN", "NUM"} or not _counted(sentence, word):
            continue
        counted = sentence.head(word)
        if word.relation == "nummod" and counted is not None and counted.upos in {"NOUN", "PROPN"}:
            continue  # "two firefighters" are the part, not "two"
        cue = _part_cue(sentence, word)
        if cue is None:
            continue
        words = trim_punctuation(sentence, tuple(w.index for w in sentence.subtree(word, without=("parataxis",))))
        words = tuple(sorted({*words, *(w.index for w in sentence.subtree(cue))}))
        begin = cue.index + (cue.text.lower() == "among")  # behind "among them"
        complement = tuple(i for i in words if i > begin and sentence[i].upos != "PUNCT" or i == word.index)
        whole = _whole(sentence, word)
        roles = [Slot("quantity", word.index, complement)]
        if whole is not None:
            roles.insert(0, Slot("subject", whole.index, _noun_with_number(sentence, whole), restored=True))
        template = "{subject} included {quantity}" if whole is not None else None
        yield Clause(sentence.index, word.index, "quantity", (), tuple(roles), words, template, rule="part_of_total")


@rule(
    "clause",
    yes={
        "Exports rose to 40,000 tonnes, {compared with 31,000 the year before}.": "the earlier amount is a statement too",
        "Inflation was 4 percent in May, {up from 3 percent in April}.": "the amount that it rose from",
    },
    no={"Exports rose, compared with other sectors.": "no amount to check"},
)
def compared_amount(sentence: Sentence) -> Iterator[Clause]:
    """An earlier or other amount of the same thing: "compared with …", "up from …", beside a verb of change or "was"."""
    if COMPARING.keys().isdisjoint(sentence.lemmas):
        return
    for word in sentence.words:
        cases = COMPARING.get(word.lemma.lower())
        if cases is None:
            continue
        below = sentence.children(word, "obl", "nmod")
        above = sentence.head(word) if word.relation == "advmod" else None  # "up" may hang on the amount
        near = [*below, *([above] if above is not None and above.index > word.index else [])]
        amount = next((c for c in near if _is_amount(sentence, c) and _has_case(sentence, c, cases)), None)
        top = word if amount in below else amount
        governor = sentence.head(top) if top is not None else None
        if amount is None or top is None or governor is None:
            continue
        subject = sentence.child(governor, "nsubj")
        copular = sentence.child(governor, "cop") is not None
        if subject is None or not (copular or governor.lemma.lower() in CHANGING) or subject.feats.get("PronType") in {"Rel", "Int"}:
            continue
        words = trim_punctuation(sentence, tuple(w.index for w in sentence.subtree(top, without=("parataxis", "conj", "acl:relcl"))))
        marks = {word.index, *(c.index for c in sentence.children(amount, "case"))}
        quantity = trim_punctuation(sentence, tuple(i for i in words if i not in marks))
        roles = (Slot("subject", subject.index, phrase_of(sentence, subject), restored=True), Slot("quantity", amount.index, quantity))
        yield Clause(sentence.index, amount.index, "quantity", (), roles, words, "{subject} came to {quantity}", rule="compared_amount")


def _is_amount(sentence: Sentence, word: Word) -> bool:
    return _counted(sentence, word) or word.upos == "SYM" or word.text[:1] in "$£€" or word.text[:1].isdigit()


def _has_case(sentence: Sentence, word: Word, lemmas: frozenset[str]) -> bool:
    return any(c.lemma.lower() in lemmas for c in sentence.children(word, "case"))


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


#: What counts a part, beside numbers.
PARTS = frozenset("all both half many most none several some".split())


@rule(
    "clause",
    yes={
        "There were 40 people on board, {12 of them children}.": "what a part of them are",
        "Five men, {three of them Dutch}, were held.": "between commas",
    },
    no={"He met 12 of them on Friday.": "no statement about the twelve"},
)
def part_of_them(sentence: Sentence) -> Iterator[Clause]:
    """What some of those named before are, without a verb: ", 12 of them children"."""
    for them in sentence.words[3:] if "them" in sentence.forms else ():
        part, of = sentence[them.index - 2], sentence[them.index - 1]
        if them.text.lower() != "them" or of.text.lower() != "of" or sentence[part.index - 1].text not in {",", "—", "–", "("}:
            continue
        if part.upos != "NUM" and part.lemma.lower() not in PARTS:
            continue
        rest = []
        for word in sentence.words[them.index :]:
            if word.upos in {"PUNCT", "SCONJ", "CCONJ"}:
                break
            rest.append(word)
        if not rest or any(w.upos == "AUX" or (w.upos == "VERB" and w.xpos != "VBN") for w in rest):
            continue
        head = next((w for w in rest if w.head not in {r.index for r in rest}), rest[-1])
        subject = Slot("subject", part.index, (part.index, of.index, them.index))
        complement = Slot("complement", head.index, tuple(w.index for w in rest))
        words = (*subject.words, *complement.words)
        template = "{subject} is {complement}" if part.text.lower() in {"one", "1"} else "{subject} are {complement}"
        yield Clause(sentence.index, head.index, "quantity", (), (subject, complement), words, template, rule="part_of_them")
