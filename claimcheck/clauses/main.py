"""Main clauses: the root of the sentence, and whole sentences set beside it."""

from collections.abc import Iterator

from claimcheck.clauses.predication import clause, is_finite, is_predicate
from claimcheck.model import Clause
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: Verbs whose bare clause is a tag beside what was said.
SPEECH_AND_THOUGHT = frozenset(
    """say add tell note explain recall think believe reckon know see mean guess hope write state claim report announce declare argue
    insist suggest warn admit agree reply respond continue conclude tweet post ask quip joke""".split()
)


@rule(
    "clause",
    yes={
        "{The bridge opened on Monday}.": "a verb with its subject and its time",
        "{Police arrested three men in Leeds}.": "a verb with subject, object and place",
        "{Prague is the capital}.": "a noun with a copula",
    },
    no={"Floods in Leeds": "a headline without a predicate"},
)
def main_clause(sentence: Sentence) -> Iterator[Clause]:
    """The statement that the sentence itself makes. A root that is neither verb nor has a subject states nothing."""
    root = sentence.root
    if is_predicate(sentence, root) or (root.upos == "ADJ" and len(sentence.words) > 3):
        yield clause(sentence, root, "main", "main_clause")


@rule(
    "clause",
    yes={"The vote was close; {the mayor lost two districts}.": "a second sentence after a semicolon"},
    no={"The vote, she said, was close.": "a speech tag belongs to the attribution"},
)
def parallel_clause(sentence: Sentence) -> Iterator[Clause]:
    """A second full sentence, joined by a semicolon, dash, colon or brackets (`parataxis` with subject and finite verb)."""
    for word in sentence.words:
        if word.relation == "parataxis" and is_predicate(sentence, word) and is_finite(sentence, word):
            if sentence.child(word, "nsubj", "csubj", "expl") and not _is_tag(sentence, word):
                yield clause(sentence, word, "parenthetical", "parallel_clause")


def _is_tag(sentence: Sentence, word: Word) -> bool:
    """Speech or thought without an object or complement of its own, such as "she said" or "police added on Monday"."""
    return word.lemma.lower() in SPEECH_AND_THOUGHT and not sentence.children(word, "obj", "ccomp", "xcomp", "nsubj:pass")
