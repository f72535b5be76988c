"""Complement clauses: what is said, known, shown, hoped or denied."""

from collections.abc import Iterator

from claimcheck.clauses.predication import clause, is_finite, is_predicate
from claimcheck.model import Clause
from claimcheck.rules import rule
from claimcheck.tree import Sentence


@rule(
    "clause",
    yes={
        "The minister said {the bridge would open in May}.": "what was said",
        "It is known that {the dam failed in 2019}.": "what is known",
    },
    no={"They decided to open the bridge.": "an infinitive is a part of its verb"},
)
def complement_clause(sentence: Sentence) -> Iterator[Clause]:
    """A clause that completes a verb, noun or adjective (`ccomp`, `csubj`) and is finite or has a subject of its own."""
    for word in sentence.words:
        if word.relation not in {"ccomp", "csubj"} or not is_predicate(sentence, word):
            continue
        has_subject = bool(sentence.children(word, "nsubj", "csubj", "expl"))
        asks = any(w.feats.get("PronType") == "Int" or w.lemma in {"whether", "how"} for w in sentence.children(word))
        if (has_subject or (is_finite(sentence, word) and word.relation == "ccomp")) and not asks:
            yield clause(sentence, word, "complement", "complement_clause")
