"""Who or what somebody is: appositions and titles. The source has no verb; the template says how to read it."""

from collections.abc import Iterator

from claimcheck.clauses.predication import _trim_punctuation, phrase_of
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

PERSON = frozenset({"Person", "PERSON", "PER"})
#: Forms of address: they say nothing to check.
ADDRESS = frozenset(
    "mr mrs ms miss mx dr sir dame lord lady prof professor shri smt sri mister madam rev reverend st saint herr frau monsieur madame".split()
)


@rule(
    "clause",
    yes={
        "{Ann Lee, the mayor of Leeds}, resigned.": "a person and her office",
        "He visited {Vaduz, the capital of Liechtenstein}.": "a place and what it is",
    },
    no={"The Ministry of Defence (MoD) replied.": "an abbreviation is only another name"},
)
def apposition(sentence: Sentence) -> Iterator[Clause]:
    """A noun phrase beside another that says what it is, set off by commas, dashes or brackets."""
    for word in sentence.words:
        if word.relation != "appos":
            continue
        noun = sentence.head(word)
        if noun is None or noun.upos not in {"NOUN", "PROPN"} or word.upos not in {"NOUN", "PROPN", "ADJ"}:
            continue
        first, second = phrase_of(sentence, noun), _description(sentence, word)
        if not first or len(second) < 2 or _is_abbreviation(sentence, second) or set(first) & set(second):
            continue
        people = {i for m in sentence.mentions if m.type in PERSON for i in m.words}
        if word.upos == "PROPN" and (
            noun.upos == "NOUN" or (word.index in people and noun.index not in people)
        ):  # "the mayor, Ann Lee": she is the mayor
            noun, first, word, second = word, second, noun, first
        yield identity(sentence, noun, first, word, second, "apposition", "apposition")


@rule(
    "clause",
    yes={"{Defence Secretary Ann Lee} resigned.": "an office before a name"},
    no={"Mr Lee resigned.": "a form of address is no office"},
)
def title(sentence: Sentence) -> Iterator[Clause]:
    """An office, rank or profession right before a person's name."""
    yield from _title_with_flat_name(sentence)
    for name in sentence.words:
        mention = next((m for m in sentence.mentions if name.index in m.words and m.type in PERSON), None)
        if mention is None or name.upos != "PROPN":
            continue
        for office in sentence.children(name, "nmod:desc", "compound", "appos"):
            if office.index > name.index or office.upos not in {"NOUN", "PROPN"} or office.lemma.lower().rstrip(".") in ADDRESS:
                continue
            if office.deprel == "compound" and office.upos == "PROPN" and office.index in mention.words:
                continue
            description = tuple(
                w.index
                for w in sentence.subtree(office)
                if w.index < name.index and w.relation not in {"case"} or w.index in {office.index}
            )
            description = tuple(i for i in description if sentence[i].lemma.lower().rstrip(".") not in ADDRESS)
            person = tuple(i for i in mention.words if i not in description)
            person = tuple(i for i in person if i >= name.index) or (name.index,)
            if office.index in description and (len(description) > 1 or sentence[description[0]].upos == "NOUN"):
                yield identity(sentence, name, person, office, description, "title", "title")


def _title_with_flat_name(sentence: Sentence) -> Iterator[Clause]:
    """The parser may hang the name on the office, not the office on the name."""
    for office in sentence.words:
        person = _flat_name(sentence, office)
        if not person or office.lemma.lower().rstrip(".") in ADDRESS:
            continue
        phrase = sentence.subtree(office, without=("flat", "acl", "appos", "punct"))
        description = tuple(w.index for w in phrase if w.index < person[0])
        if len(description) > 1:
            yield identity(sentence, sentence[person[0]], person, office, description, "title", "title")


def _flat_name(sentence: Sentence, office: Word) -> tuple[int, ...]:
    """The person's name that hangs on the office itself, as in "Defence Minister of India Ann Lee" (`flat`)."""
    people = {i for m in sentence.mentions if m.type in PERSON for i in m.words}
    parts = [w for child in sentence.children(office, "flat") for w in sentence.subtree(child) if w.relation == "flat"]
    flat = tuple(sorted(w.index for w in parts))
    named = flat and office.upos in {"NOUN", "PROPN"} and office.index not in people and set(flat) <= people
    return flat if named and all(sentence[i].upos == "PROPN" for i in flat) else ()


def identity(
    sentence: Sentence, noun: Word, first: tuple[int, ...], word: Word, second: tuple[int, ...], kind: str, rule_name: str
) -> Clause:
    """The clause "first is second"."""
    words = tuple(sorted({*first, *second}))
    subject = Slot("subject", noun.index, first)
    complement = Slot("complement", word.index, second)
    plural = noun.feats.get("Number") == "Plur" or bool(sentence.child(noun, "conj"))
    template = "{subject} are {complement}" if plural else "{subject} is {complement}"
    return Clause(sentence.index, word.index, kind, (), (subject, complement), words, template, presupposed=True, rule=rule_name)  # type: ignore[arg-type]


def _description(sentence: Sentence, word: Word) -> tuple[int, ...]:
    words = sentence.subtree(word, without=("parataxis", "appos", "discourse"))
    kept = [w for w in words if not (w.deprel == "acl:relcl")]
    return _trim_punctuation(sentence, tuple(w.index for w in kept))


def _is_abbreviation(sentence: Sentence, phrase: tuple[int, ...]) -> bool:
    text = sentence.text_of([sentence[i] for i in phrase])
    return text.isupper() and " " not in text
