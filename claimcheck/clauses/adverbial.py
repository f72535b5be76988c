"""Adverbial clauses: with a subject of their own (when, after, because, although …), and participles."""

from collections.abc import Iterator

from claimcheck.clauses.boundaries import states_adverbially
from claimcheck.clauses.extent import clause, phrase_of
from claimcheck.clauses.participle import participle_subject
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence


@rule(
    "clause",
    yes={
        "The call came after {the president visited Rome}.": "the earlier event is a statement too",
        "The talks ended on Friday, with {both sides claiming victory}.": "a statement without a finite verb",
    },
    no={
        "She left to visit Rome.": "a purpose, not an event",
        "The match will be moved if it rains.": "a condition is not said to be so",
        "The ban will end when the river falls.": "still to come",
        "They work hard so that their children can study.": "what is meant to be",
        "She called as often as she could.": "it only says how often",
    },
)
def adverbial_clause(sentence: Sentence) -> Iterator[Clause]:
    """A subordinate clause of time, cause, contrast or manner that tells what is or was so; a condition states nothing."""
    for word in sentence.related("advcl"):
        if states_adverbially(sentence, word):
            yield clause(sentence, word, "adverbial", "adverbial_clause")


@rule(
    "clause",
    yes={
        "The firm closed two plants, {cutting 300 jobs}.": "a participle after a comma, of the same subject",
        "Officials signed a treaty, {drafted by Norway in 2019}.": "a participle that adds something about a noun",
        "The storm hit the coast, {killing ten people and wounding 20}.": "two participles of one subject",
    },
    no={
        "The men waiting left.": "a bare participle says too little",
        "Officials signed a treaty drafted by Norway.": "it only says which treaty",
        "Exports rose compared with last year.": "a participle that has become a preposition",
        "The members refused to leave, leading to a delay.": "said of all that happened, not of the members",
        "Four rowers won medals, making it the best year since 2010.": "what came of it, not what they did",
    },
)
def participial_clause(sentence: Sentence) -> Iterator[Clause]:
    """A participle with an object, agent, time or place of its own. Its subject is its noun, or the subject of its verb."""
    for word in sentence.related("acl", "advcl"):
        subject = participle_subject(sentence, word)
        if subject is None:
            continue
        before = word if word.deprel == "acl" else None
        restored = [Slot("subject", subject.index, phrase_of(sentence, subject, before), restored=True)]
        yield clause(sentence, word, "participle", "participial_clause", restored=restored)
