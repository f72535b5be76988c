"""Relative clauses: the noun that they hang on fills the place of the relative word."""

from collections.abc import Iterator

from claimcheck.clauses.boundaries import relative_noun, states_of_noun
from claimcheck.clauses.extent import clause, phrase_of
from claimcheck.clauses.marking import PERSON, PLACES, PLACES_AND_BODIES, is_set_off, mention_type
from claimcheck.clauses.misparse import calls_person_that
from claimcheck.model import Clause, Role, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

RELATIVE_ADVERBS = {"where": "place", "when": "time", "whereby": "manner", "why": "cause"}


@rule(
    "clause",
    yes={
        "He praised the minister, who {resigned on Friday}.": "the subject is the noun before",
        "The fire destroyed 900 homes, {most of which were empty}.": "the relative word stands inside the subject",
    },
    no={
        "She asked who resigned on Friday.": "an indirect question, not a relative clause",
        "Those who resigned on Friday were thanked.": "it only says which are meant",
        "They reject laws that ban strikes.": "any such law, not a certain one",
        "He met the mayor, who Lee says is ill.": "what Lee says, not what the mayor does",
    },
)
def relative_clause(sentence: Sentence) -> Iterator[Clause]:
    """What a relative clause says of its noun, after a comma or about a certain thing."""
    for word in sentence.related("acl:relcl", "advcl:relcl"):
        noun = relative_noun(sentence, word)
        if noun is None or not states_of_noun(sentence, word):
            continue
        pronoun, role, inner = _gap(sentence, word)
        if role != "subject" and (pronoun is None or pronoun.lemma == "that") and _takes_no_object(sentence, word):
            continue
        antecedent = antecedent_of(sentence, word, noun, pronoun)
        restored = [Slot(role, antecedent.index, phrase_of(sentence, antecedent, word), restored=True)]
        without = () if pronoun is None or inner else (pronoun.index,)  # "whose wife", "most of whom": replaced in the wording
        yield clause(sentence, word, "relative", "relative_clause", restored=restored, without=without)


def _takes_no_object(sentence: Sentence, predicate: Word) -> bool:
    """ "The finding that Lee is guilty": what was found, told with a subject of its own; no noun is missing behind "guilty"."""
    complete = predicate.upos == "ADJ" and sentence.child(predicate, "cop") is not None and sentence.child(predicate, "nsubj") is not None
    return complete and not any(w.upos == "ADP" and not sentence.children(w) and w.relation != "case" for w in sentence.children(predicate))


def antecedent_of(sentence: Sentence, verb: Word, noun: Word, pronoun: Word | None) -> Word:
    """The noun that a relative clause is about, where the parser took a wrong one.

    After a comma the clause is about a whole name, not about a noun inside it; and "who" is about the person named right before,
    not about a place or a body further away.
    """
    first = sentence.subtree(verb)[0].index
    if calls_person_that(sentence, verb):
        near = _noun_right_before(sentence, first)
        noun = near if near is not None and noun.index < near.index else noun
    if not is_set_off(sentence, verb):
        return _agreeing(sentence, verb, noun, pronoun)
    if pronoun is not None and pronoun.lemma == "who" and mention_type(sentence, noun) in PLACES_AND_BODIES:
        people = [m for m in sentence.mentions if m.type in PERSON and max(m.words) < first]
        if people and max(people[-1].words) >= first - 2 and noun.index < people[-1].words[0]:
            return sentence[people[-1].words[0]]
    name = next((set(m.words) for m in sentence.mentions if noun.index in m.words), set())
    if noun.relation == "conj":
        return _agreeing(sentence, verb, noun, pronoun)
    while noun.head in name and sentence[noun.head].index < noun.index and noun.relation in {"nmod", "conj", "compound", "flat"}:
        noun = sentence[noun.head]
    return noun


def _noun_right_before(sentence: Sentence, first: int) -> Word | None:
    """The noun whose phrase ends where a clause begins: "director of Acme, a charity | that helps": no person is a "that"."""
    at = first - 1 if sentence[first].upos == "PUNCT" or sentence[max(1, first - 1)].upos != "PUNCT" else first - 2
    if at < 1:
        return None
    word = sentence[at]
    while word.head and word.relation in {"compound", "flat"}:
        word = sentence[word.head]
    return word if word.upos in {"NOUN", "PROPN"} and word.index < first and mention_type(sentence, word) not in PERSON else None


def _agreeing(sentence: Sentence, verb: Word, noun: Word, pronoun: Word | None) -> Word:
    """The noun that agrees with the verb: "visitors to the mountain who were late"; and no place is a "who"."""
    carriers = [*sentence.children(verb, "aux", "cop"), verb]
    plural = any(w.xpos == "VBP" or w.text.lower() == "were" for w in carriers)
    person = pronoun is not None and pronoun.lemma.lower() == "who" and mention_type(sentence, noun) in PLACES
    if plural and noun.relation == "conj" and noun.feats.get("Number") == "Sing" and noun.upos in {"NOUN", "PROPN"}:
        above = sentence[noun.head]
        return above if above.upos in {"NOUN", "PROPN"} else noun  # "Aymara and Quechua, which are spoken in …"
    while noun.relation == "nmod" and noun.feats.get("Number") == "Sing" and not sentence.children(noun, "conj"):
        above = sentence[noun.head]
        if above.upos != "NOUN" or above.index > noun.index or not (person or (plural and above.feats.get("Number") == "Plur")):
            break
        noun, person = above, False
    return noun


def _gap(sentence: Sentence, verb: Word) -> tuple[Word | None, Role, bool]:
    """The relative word, if there is one, the role that its noun plays, and whether the word stands inside a phrase."""
    for child in sentence.subtree(verb, without=("acl:relcl", "advcl:relcl")):
        if child.feats.get("PronType") == "Rel" or (
            child.lemma in {"who", "whom", "which", "whose", "where", "when"} and child.xpos in {"WP", "WDT", "WP$", "WRB"}
        ):
            top = child
            while (governor := sentence.head(top)) is not None and governor.index != verb.index:
                top = governor
            if child.lemma in RELATIVE_ADVERBS:
                return child, "time" if child.lemma == "when" else "place" if child.lemma == "where" else "oblique", False
            if child.deprel == "nmod:poss" or (child.lemma in {"which", "whom", "who"} and sentence.child(child, "case")):
                return child, "oblique", True
            if top.relation in {"nsubj", "csubj"}:
                return child, "subject", False
            return child, "object" if top.relation == "obj" else "oblique", False
    if not sentence.child(verb, "nsubj", "csubj"):
        return None, "subject", False
    return None, "oblique" if sentence.child(verb, "obj", "nsubj:pass") else "object", False
