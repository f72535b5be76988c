"""Who or what somebody is: appositions and titles. The source has no verb; the template says how to read it."""

from collections.abc import Iterator

from claimcheck.clauses.boundaries import is_detached
from claimcheck.clauses.extent import OUTSIDE_PHRASE, phrase_of, trim_punctuation, without_orphans
from claimcheck.clauses.identity import BODY_NOUNS, described, is_identity, named_with_age
from claimcheck.clauses.marking import DATES, PERSON, PLACES_AND_BODIES, QUOTES, is_set_off, mention_type
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: Forms of address: they say nothing to check.
ADDRESS = frozenset(
    "mr mrs ms miss mx dr sir dame lord lady prof professor shri smt sri mister madam rev reverend st saint herr frau monsieur madame".split()
)


@rule(
    "clause",
    yes={
        "{Ann Lee, the mayor of Leeds}, resigned.": "a person and her office",
        "The talks were held in {Vaduz, the capital of Liechtenstein}.": "a place and what it is",
        "{Alan Reed, one of the founders}, resigned.": "one of several",
        "Reed, a member of {Ferrum, a local party}, won the vote.": "a body is what the name before it is, not its member",
    },
    no={
        "The Ministry of Defence (MoD) replied.": "an abbreviation is only another name",
        "Strong winds, hours of rain, flash floods and high waves are expected.": "a list",
        "The tax hits big firms, especially the gas industry.": "an example, not what they are",
    },
)
def apposition(sentence: Sentence) -> Iterator[Clause]:
    """A noun phrase beside another that says what it is, set off by commas, dashes or brackets."""
    for word in sentence.related("appos"):
        noun = described(sentence, word)
        if noun is None or not is_identity(sentence, word):
            continue
        first, second = _named(sentence, noun, word), _description(sentence, word)
        if not first or set(first) & set(second) or sentence[first[0]].upos in {"ADP", "SCONJ"}:
            continue
        if not is_set_off(sentence, word):  # "the historian Ann Lee"
            name = next((m.words for m in sentence.mentions if word.index in m.words), second)
            yield identity(sentence, word, tuple(i for i in name if i not in first), noun, first, "title", "apposition")
            continue
        people = {i for m in sentence.mentions if m.type in PERSON for i in m.words}
        if word.upos == "PROPN" and (
            noun.upos == "NOUN" or (word.index in people and noun.index not in people)
        ):  # "the mayor, Ann Lee": she is the mayor
            noun, first, word, second = word, second, noun, first
        yield identity(sentence, noun, first, word, second, "apposition", "apposition")


def _named(sentence: Sentence, noun: Word, appositive: Word) -> tuple[int, ...]:
    """The phrase that is described: of "Ann Lee and Bo Ek, the mayor" only the last name, unless the description is plural."""
    phrase = phrase_of(sentence, noun, appositive)
    if appositive.feats.get("Number") == "Plur":
        return phrase
    others = {w.index for c in sentence.children(noun, "conj") for w in sentence.subtree(c)}
    others |= {w.index for c in sentence.children(noun, "cc") for w in sentence.subtree(c)}
    return trim_punctuation(sentence, tuple(i for i in phrase if i not in others))


@rule(
    "clause",
    yes={
        "{Defence Secretary Ann Lee} resigned.": "an office before a name",
    },
    no={
        "Mr Lee resigned.": "a form of address is no office",
    },
)
def title(sentence: Sentence) -> Iterator[Clause]:
    """An office, rank or profession right before a person's name."""
    yield from _title_with_flat_name(sentence)
    people = {i: m for m in reversed(sentence.mentions) if m.type in PERSON for i in m.words}
    for index in sorted(people):
        name, mention = sentence[index], people[index]
        if name.upos != "PROPN":
            continue
        for office in sentence.children(name, "nmod:desc", "compound", "appos"):
            if office.index > name.index or office.upos not in {"NOUN", "PROPN"} or office.lemma.lower().rstrip(".") in ADDRESS:
                continue
            if office.deprel == "compound" and office.upos == "PROPN" and office.index in mention.words:
                continue
            if office.lemma.lower() in BODY_NOUNS and mention_type(sentence, office) in PLACES_AND_BODIES:
                continue  # of "Leeds Council chief Ann Lee" the chief is the office
            phrase = _description_before(sentence, name, office)
            if (
                phrase[0].upos in {"ADP", "SCONJ"}
                or any(w.text in {"(", ")", "[", "]"} for w in sentence.words[phrase[0].index - 1 : name.index])  # "(Judge) Lee"
                or any(w.relation in {"cc", "conj"} for w in phrase)
                or any(w.relation == "cc" for w in sentence.words[max(0, phrase[0].index - 2) : name.index - 1])
            ):
                continue  # "the secretary and President Lee" are two, or one with two offices
            description = tuple(w.index for w in phrase if w.lemma.lower().rstrip(".") not in ADDRESS)
            person = tuple(i for i in mention.words if i not in description)
            person = tuple(i for i in person if i >= name.index) or (name.index,)
            if office.feats.get("Number") == "Plur" or office.text.endswith("s") and sentence.children(name, "conj"):
                person = _names(sentence, name)
                if not sentence.children(name, "conj"):
                    continue
            if office.index in description and (len(description) > 1 or sentence[description[0]].upos == "NOUN"):
                yield identity(sentence, name, person, office, description, "title", "title")


def _description_before(sentence: Sentence, name: Word, office: Word) -> list[Word]:
    """The words before a name that describe it, "former" and the like too, wherever the parser hung them."""
    own = {w.index for w in sentence.subtree(office) if w.index < name.index and (w.relation != "case" or w.xpos == "POS")}
    own |= {w.index for c in sentence.children(name, "amod", "nmod:poss", "det") for w in sentence.subtree(c) if w.index < office.index}
    start = office.index
    while start - 1 in own:
        start -= 1
    dates = {i for m in sentence.mentions if m.type in DATES for i in m.words}
    while start < office.index and (start in dates or sentence[start].deprel in {"obl:unmarked", "nmod:unmarked"}):
        start += 1  # "last Thursday Mayor Ann Lee"
    return [w for w in sentence.words[start - 1 : name.index - 1] if (w.index in own or w.index <= office.index) and w.text not in QUOTES]


def _names(sentence: Sentence, name: Word) -> tuple[int, ...]:
    """All names of "leaders Ann Lee and Bo Ek"."""
    first = {
        w.index for w in sentence.subtree(name, without=("conj", "nmod:desc", "compound", "appos", "acl", "punct", "det", "amod", "case"))
    }
    others = {w.index for c in sentence.children(name, "conj") for w in sentence.subtree(c, without=("appos", "acl"))}
    return tuple(sorted(first | {i for i in others if i >= name.index}))


def _title_with_flat_name(sentence: Sentence) -> Iterator[Clause]:
    """The parser may hang the name on the office, not the office on the name."""
    for office in [sentence[index] for index in sorted({word.head for word in sentence.related("flat") if word.head})]:
        person = _flat_name(sentence, office)
        if not person or office.lemma.lower().rstrip(".") in ADDRESS:
            continue
        phrase = sentence.subtree(office, without=("flat", "acl", "appos", "punct", *OUTSIDE_PHRASE))
        description = tuple(w.index for w in phrase if w.index < person[0])
        if len(description) > 1 and sentence[description[0]].upos not in {"ADP", "SCONJ"}:
            yield identity(sentence, sentence[person[0]], person, office, description, "title", "title")


def _flat_name(sentence: Sentence, office: Word) -> tuple[int, ...]:
    """The person's name that hangs on the office itself, as in "Defence Minister of India Ann Lee" (`flat`)."""
    parts = [w for child in sentence.children(office, "flat") for w in sentence.subtree(child, without=("conj",)) if w.relation == "flat"]
    if not parts:
        return ()
    people = {i for m in sentence.mentions if m.type in PERSON for i in m.words}
    flat = tuple(sorted(w.index for w in parts))
    named = office.upos in {"NOUN", "PROPN"} and office.index not in people and set(flat) <= people
    if not named or not all(sentence[i].upos == "PROPN" for i in flat):
        return ()
    return tuple(i for i in range(flat[0], flat[-1] + 1) if i in flat or sentence[i].text == "-")  # "al-Amr" is three words


@rule(
    "clause",
    yes={"{Ann Lee, 42}, was jailed for six years on Friday.": "her age"},
    no={
        "The scores were 20, 42, and 50.": "numbers of a list",
        "Police named the driver as Bo Ek (34).": "in brackets it may be a score or a minute",
    },
)
def age(sentence: Sentence) -> Iterator[Clause]:
    """A number of years between commas behind a person's name."""
    for word in sentence.words[2:] if sentence.mentions else ():
        mention = named_with_age(sentence, word)
        if mention:
            name = next((sentence[i] for i in mention if sentence[i].head not in mention), sentence[mention[0]])
            yield identity(sentence, name, mention, word, (word.index,), "apposition", "age")


def identity(
    sentence: Sentence, noun: Word, first: tuple[int, ...], word: Word, second: tuple[int, ...], kind: str, rule_name: str
) -> Clause:
    """The clause "first is second"."""
    words = tuple(sorted({*first, *second}))
    subject = Slot("subject", noun.index, first)
    complement = Slot("complement", word.index, second)
    plural = noun.feats.get("Number") == "Plur" or any(c.index in first for c in sentence.children(noun, "conj"))
    template = "{subject} are {complement}" if plural else "{subject} is {complement}"
    return Clause(sentence.index, word.index, kind, (), (subject, complement), words, template, rule=rule_name)  # type: ignore[arg-type]


def _description(sentence: Sentence, word: Word) -> tuple[int, ...]:
    """What somebody is, with its restrictive clauses, without what is detached from it."""
    found, stack = [], [word]
    while stack:
        current = stack.pop()
        found.append(current)
        stack += [
            c for c in sentence.children(current) if c.relation not in {"parataxis", "discourse", "appos"} and not is_detached(sentence, c)
        ]
    return trim_punctuation(sentence, [w.index for w in without_orphans(sentence, sorted(found, key=lambda w: w.index))])
