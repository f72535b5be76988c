"""Main clauses: the root of the sentence, and whole sentences set beside it."""

from collections.abc import Iterator

from claimcheck.clauses.boundaries import is_parallel
from claimcheck.clauses.extent import clause
from claimcheck.clauses.misparse import is_supposed
from claimcheck.clauses.predication import is_predicate
from claimcheck.model import Clause
from claimcheck.rules import rule
from claimcheck.tree import Sentence


@rule(
    "clause",
    yes={
        "{The bridge opened on Monday}.": "a verb with its subject and its time",
        "{Police arrested three men in Leeds}.": "a verb with subject, object and place",
        "{Prague is the capital}.": "a noun with a copula",
        "{If it rains, the match will be moved to Leeds}.": "the condition belongs to what it holds for",
        "{Ann Lee wrote and directed the film}.": "two verbs that share their object",
        "{The suspect was arrested or fled abroad}.": "alternatives: neither is said to be so",
    },
    no={"Floods in Leeds": "a headline without a predicate", "Not that the mayor knew it.": "what is not said to be so"},
)
def main_clause(sentence: Sentence) -> Iterator[Clause]:
    """The statement that the sentence itself makes. A root that is neither verb nor has a subject states nothing."""
    root = sentence.root
    if is_supposed(sentence, root):
        return
    if is_predicate(sentence, root) or (root.upos == "ADJ" and len(sentence.words) > 3):
        yield clause(sentence, root, "main", "main_clause")


@rule(
    "clause",
    yes={"The vote was close; {the mayor lost two districts}.": "a second sentence after a semicolon"},
    no={"The vote, she said, was close.": "a speech tag belongs to the attribution"},
)
def parallel_clause(sentence: Sentence) -> Iterator[Clause]:
    """A second full sentence, joined by a semicolon, dash, colon or brackets (`parataxis` with subject and finite verb)."""
    for word in sentence.related("parataxis"):
        if is_parallel(sentence, word):
            yield clause(sentence, word, "parenthetical", "parallel_clause")
