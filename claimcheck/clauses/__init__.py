"""Clauses: Sentences in, Clauses out, one file a construction. The order in which the rules run does not matter."""

from collections.abc import Sequence

from claimcheck.clauses import adverbial, apposition, complement, conjoined, main, nominal_event, quantity, relative  # noqa: F401
from claimcheck.model import Clause
from claimcheck.rules import rules_of
from claimcheck.tree import Sentence

#: When two rules build a clause of one head and the same words, the one named first is kept.
PREFERENCE = (
    "main",
    "conjoined",
    "complement",
    "relative",
    "adverbial",
    "parenthetical",
    "participle",
    "apposition",
    "title",
    "quantity",
    "nominal-event",
)


def clauses(sentences: Sequence[Sentence]) -> tuple[Clause, ...]:
    """All clauses of all sentences, sorted by sentence, first word and kind."""
    found: list[Clause] = []
    rules = rules_of("clause")
    for sentence in sentences:
        best: dict[tuple[int, tuple[int, ...]], Clause] = {}
        for rule in rules:
            for clause in rule.find(sentence):
                if not clause.words:
                    continue
                key = (clause.head, clause.words)
                if key not in best or _rank(clause) < _rank(best[key]):
                    best[key] = clause
        found += best.values()
    return tuple(sorted(found, key=lambda c: (c.sentence, c.words, PREFERENCE.index(c.kind), c.head)))


def _rank(clause: Clause) -> tuple[int, str]:
    return PREFERENCE.index(clause.kind), clause.rule
