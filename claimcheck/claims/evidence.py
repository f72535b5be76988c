"""What is known about one clause, gathered for types, checkability, questions and score."""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.model import Attribution, Clause, Entity, Ordinal, Quantity, Stance, TimeExpression
from claimcheck.tree import Sentence, Word


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything about one clause that types, checkability and score look at."""

    sentence: Sentence
    clause: Clause
    words: tuple[Word, ...]
    stance: Stance
    attribution: tuple[Attribution, ...]
    times: tuple[TimeExpression, ...]
    quantities: tuple[Quantity, ...]
    ordinals: tuple[Ordinal, ...]
    entities: tuple[Entity, ...]
    names_resolved: bool = False  # a pronoun or description in it was replaced by a name

    @property
    def head(self) -> Word:
        return self.sentence[self.clause.head]

    @property
    def copular(self) -> bool:
        return self.sentence.child(self.head, "cop") is not None or self.clause.kind in {"apposition", "title"}

    def subject(self) -> Word | None:
        slot = next((s for s in self.clause.slots if s.role == "subject"), None)
        return self.sentence[slot.head] if slot else None


def simple_present(e: Evidence) -> bool:
    """Present tense without progressive or perfect: what is so in general or at the moment, not what happened."""
    head, sentence = e.head, e.sentence
    carriers = [*sentence.children(head, "aux", "cop"), head]
    if any(w.xpos == "MD" or w.lemma == "have" and w.relation == "aux" for w in carriers) or (head.xpos == "VBG" and not e.copular):
        return False
    if any(w.text.lower() == "being" for w in carriers[:-1]):  # "is being built"
        return False
    return any(w.feats.get("Tense") == "Pres" and w.feats.get("VerbForm") == "Fin" for w in carriers)


def ends_as_sentence(e: Evidence) -> bool:
    """Whether the sentence ends as one; headlines, whose present tense reports an event, have no full stop."""
    return e.sentence.text.rstrip(" \"”’')]").endswith((".", "!", "?", ";", ":", "…"))
