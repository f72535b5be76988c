"""What kind of claim it is: a closed list, several at once, each with the evidence that its rule names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claimcheck.model import Attribution, Clause, Entity, Ordinal, Quantity, Stance, TimeExpression
from claimcheck.tree import Sentence, Word

CHANGE_VERBS = frozenset(
    "rise fall increase decrease grow shrink drop climb soar plunge surge jump slump double halve triple quadruple decline gain lose "
    "rebound slide tumble swell widen narrow expand contract cut raise lower reduce boost slow accelerate".split()
)
CAUSE_VERBS = frozenset("cause trigger spark prompt provoke lead result force enable prevent produce propel drive stem avert help".split())
CAUSE_FRAMES = frozenset({("lead", "to"), ("result", "in"), ("stem", "from"), ("bring", "about"), ("give", "rise")})
ROLE_VERBS = frozenset(
    "appoint elect confirm name nominate promote crown inaugurate install dismiss sack oust succeed replace resign serve become".split()
)
PLEDGE_VERBS = frozenset("vow pledge promise commit undertake guarantee".split())
RULE_VERBS = frozenset("require forbid prohibit ban oblige mandate entitle allow permit authorise authorize outlaw".split())
STATIVE = frozenset(
    "be have know believe think want like love hate need seem appear belong contain consist own possess include involve mean matter depend "
    "exist remain stay deserve hope fear feel hold reserve lack cost weigh".split()
)


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

    @property
    def head(self) -> Word:
        return self.sentence[self.clause.head]

    @property
    def copular(self) -> bool:
        return self.sentence.child(self.head, "cop") is not None or self.clause.kind in {"apposition", "title"}

    def subject(self) -> Word | None:
        slot = next((s for s in self.clause.slots if s.role == "subject"), None)
        return self.sentence[slot.head] if slot else None


def types(e: Evidence, opinion: bool) -> tuple[str, ...]:
    """Types in the order of the schema's list; `other` when none applies."""
    found = set(_types(e))
    if opinion:
        found.add("opinion")
        found.discard("event")
    order = (
        "event date duration quantity count-ordinal comparison superlative change part-of-total causal identity-role location quote rule "
        "prediction pledge existence-negative opinion other"
    ).split()
    return tuple(t for t in order if t in found) or ("other",)


def _types(e: Evidence) -> Iterator[str]:
    lemma = e.head.lemma.lower()
    cases = {w.lemma.lower() for child in e.sentence.children(e.head, "obl", "nmod") for w in e.sentence.children(child, "case")}
    if e.clause.kind == "nominal-event" or (e.head.upos == "VERB" and lemma not in STATIVE and not e.copular):
        yield "event"
    if any(t.type in {"DATE", "TIME"} and (t.value or t.begin) for t in e.times):
        yield "date"
    if any(t.type == "DURATION" for t in e.times):
        yield "duration"
    if e.quantities:
        yield "quantity"
    if e.ordinals:
        yield "count-ordinal"
    if any(w.feats.get("Degree") == "Cmp" for w in e.words) or any(w.lemma in {"than", "compare"} for w in e.words):
        yield "comparison"
    if any(
        w.feats.get("Degree") == "Sup" and w.lemma not in {"least", "most", "best"} or w.lemma in {"only", "first"} and w.upos == "ADJ"
        for w in e.words
    ):
        yield "superlative"
    if lemma in CHANGE_VERBS and (e.quantities or lemma in {"double", "halve", "triple", "quadruple"}):
        yield "change"
    if e.clause.kind == "quantity" or _part_of_total(e):
        yield "part-of-total"
    if (lemma in CAUSE_VERBS and not (lemma in {"lead", "result", "stem"} and not any((lemma, c) in CAUSE_FRAMES for c in cases))) or any(
        s.role == "cause" for s in e.clause.slots
    ):
        yield "causal"
    if _identity(e, lemma):
        yield "identity-role"
    if any(s.role == "place" for s in e.clause.slots):
        yield "location"
    if any(a.form in {"direct", "mixed"} for a in e.attribution):
        yield "quote"
    if lemma in RULE_VERBS or e.stance.modality == "necessary":
        yield "rule"
    if e.stance.modality == "predicted":
        yield "prediction"
    if lemma in PLEDGE_VERBS or (e.stance.modality == "intended" and any(a.cue in PLEDGE_VERBS for a in e.attribution)):
        yield "pledge"
    if e.stance.polarity == "negative" and (e.sentence.child(e.head, "expl") or any(w.lemma == "no" and w.upos == "DET" for w in e.words)):
        yield "existence-negative"


def _part_of_total(e: Evidence) -> bool:
    """Two counts joined by "of": "nine of the 15 members", or a share of something counted."""
    counts = [q for q in e.quantities if q.unit_kind in {"count", "percent", "ratio"}]
    if len(counts) < 2:
        return False
    for word in e.words:
        if word.lemma == "of" and word.relation == "case" and word.head:
            whole = e.sentence[word.head]
            part = e.sentence.head(whole)
            if part is not None and any(part.span.overlaps(q.span) for q in counts) and e.sentence.children(whole, "nummod"):
                return True
    return False


def _identity(e: Evidence, lemma: str) -> bool:
    if e.clause.kind in {"apposition", "title"}:
        return True
    if lemma in ROLE_VERBS and any(s.role in {"complement", "oblique", "object"} for s in e.clause.slots):
        return True
    subject = e.subject()
    named = subject is not None and any(
        subject.span.overlaps(x.span) and x.type in {"person", "organization", "location"} for x in e.entities
    )
    return e.copular and named and e.head.upos in {"NOUN", "PROPN"}
