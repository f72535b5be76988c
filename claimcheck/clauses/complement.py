"""Complement clauses: what is said, known, shown, hoped or denied."""

from collections.abc import Iterator

from claimcheck.clauses.boundaries import completes
from claimcheck.clauses.extent import clause, phrase_of
from claimcheck.clauses.predication import subject_of
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word


@rule(
    "clause",
    yes={
        "The minister said {the bridge would open in May}.": "what was said",
        "It is known that {the dam failed in 2019}.": "what is known",
        "Officials say {the talks will continue}.": "a verb that could be one of speech itself",
        "{Reed did not reveal where he had bought the van}, prosecutors said.": "a question below what was said",
    },
    no={
        "They decided to open the bridge.": "an infinitive is a part of its verb",
        "She asked whether the bridge was open.": "a question states nothing",
        "She asked what the purpose of the bridge was.": "nor does one whose question word is the predicate",
        "She did not know how old the bridge was.": "nor does one whose question word stands inside a phrase",
        "It is hard for them to pay the rent.": "an infinitive with its subject is not said to be so",
    },
)
def complement_clause(sentence: Sentence) -> Iterator[Clause]:
    """A clause that completes a verb, noun or adjective (`ccomp`, `csubj`) and is finite or has a subject of its own."""
    for word in sentence.related("ccomp", "csubj"):
        if not completes(sentence, word):
            continue
        if subject_of(sentence, word) is not None:
            yield clause(sentence, word, "complement", "complement_clause")
        elif (noun := _noun_before(sentence, word)) is not None:
            restored = Slot("subject", noun.index, phrase_of(sentence, noun), restored=True)
            yield clause(sentence, word, "complement", "complement_clause", restored=[restored])


def _noun_before(sentence: Sentence, word: Word) -> Word | None:
    """The subject of a finite complement that the parser hung on the governor: the object right before the clause, or a second
    subject before a quote whose speaker follows."""
    governor, first = sentence.head(word), sentence.subtree(word)[0]
    if governor is None or sentence.child(word, "mark"):
        return None
    subjects = sentence.children(governor, "nsubj")
    fronted = len(subjects) > 1 and subjects[0].index < first.index < governor.index < subjects[-1].index
    near = (subjects[0],) if fronted else sentence.children(governor, "obj") if first.index > governor.index else ()
    return next((n for n in near if sentence.subtree(n)[-1].index == first.index - 1), None)
