"""What is known about one clause, gathered for types, checkability, questions and score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from claimcheck.model import Attribution, Clause, Entity, Ordinal, Quantity, Stance, TimeExpression
from claimcheck.tree import Sentence, Word

T = TypeVar("T")


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

    head: Word = field(init=False, repr=False, compare=False)
    copular: bool = field(init=False, repr=False, compare=False)
    _subject: Word | None = field(init=False, repr=False, compare=False)
    _answers: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        sentence, clause = self.sentence, self.clause
        head = sentence[clause.head]
        slot = next((s for s in clause.slots if s.role == "subject"), None)
        object.__setattr__(self, "head", head)
        object.__setattr__(self, "copular", sentence.child(head, "cop") is not None or clause.kind in {"apposition", "title"})
        object.__setattr__(self, "_subject", sentence[slot.head] if slot else None)

    def subject(self) -> Word | None:
        return self._subject


def once(question: Callable[[Evidence], T]) -> Callable[[Evidence], T]:
    """A question about a clause that several reasons ask: its evidence keeps the answer."""
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def answer(e: Evidence) -> T:
        if name not in e._answers:
            e._answers[name] = question(e)
        found: T = e._answers[name]
        return found

    return answer


@once
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
