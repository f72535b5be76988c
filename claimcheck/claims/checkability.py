"""Whether a claim can be checked, and if not, why. One function a reason, asked in order; the first that speaks decides."""

from __future__ import annotations

import re
from collections.abc import Callable

from claimcheck.claims.types import Evidence
from claimcheck.model import Ambiguity, Checkability

EVALUATIVE = frozenset(
    """absurd admirable amazing annoying appalling astonishing awful awesome bad beautiful beneficial best better bold brave brilliant
    careful charming clever compelling courageous crazy critical crucial cruel dangerous dear decent delicious deplorable despicable
    difficult disappointing disastrous disgraceful disgusting disturbing dreadful dynamic easy effective elegant encouraging essential
    excellent exciting exemplary extraordinary extreme fabulous fair fantastic fascinating fine foolish frightening frustrating fun
    generous glad glorious good gorgeous grave great happy harsh heroic hilarious historic honest hopeful horrible horrific hypocritical
    ideal immoral important impressive inappropriate incredible indefensible inspiring insulting interesting invaluable irresponsible joyful
    key kind laughable lovely lucky magnificent marvellous marvelous measured memorable modest naive necessary nice noble non-escalatory
    odd outrageous outstanding pathetic perfect pleasant pleased poor positive powerful precious pretty promising proportionate proud
    rational reasonable regrettable remarkable ridiculous right risky robust sad sensible serious shameful shocking sick silly sincere smart
    sorry spectacular splendid stellar strange strategic striking strong stunning stupid successful superb surprising tasty terrible terrific
    thankful tough tragic troubling ugly unacceptable unbelievable unfair unfortunate unjust unreasonable unwavering upset urgent useful
    useless valuable vital vivid weak weird welcome wise wonderful worrying worse worst worthy wrong""".split()
)
#: Adjectives whose truth can be looked up, though no number stands beside them.
FACTUAL = frozenset(
    """absent active alive annual available bankrupt blind born broken closed dead deaf dry due eligible empty extinct false federal free
    full guilty homeless ill illegal infected injured innocent insolvent intact invalid lawful legal liable local located mandatory married
    medical military missing national new nuclear open operational pregnant present private public ready responsible secret shut similar
    single solvent tax-free true unable unarmed unaware unconscious unemployed unhurt uninjured unknown unmarried valid vacant void
    well-known known worth responsible able likely unlikely subject entitled exempt immune resident native based home""".split()
)
PRIVATE_VERBS = frozenset(
    "feel love hate hope wish enjoy like dislike prefer want appreciate admire regret thank dream miss fear look".split()
)
FIRST_PERSON = frozenset("i me my we us our mine ours myself ourselves".split())
VAGUE_TIME = frozenset({"FUTURE_REF", "PAST_REF"})
BOILERPLATE = re.compile(
    r"^(?:read (?:more|also|the full)|click here|sign up|subscribe|follow us|share this|advertisement|all rights reserved|copyright|photo(?:graph)?:|"
    r"image:|watch:|listen:|editor'?s note|this article was|related (?:articles|stories)|published|updated|contact us|download the)\b|©",
    re.IGNORECASE,
)

Check = Callable[[Evidence, tuple[Ambiguity, ...]], Checkability | None]


def checkability(e: Evidence, ambiguity: tuple[Ambiguity, ...]) -> Checkability:
    """The first reason that applies; "yes" without one."""
    for check in CHECKS:
        found = check(e, ambiguity)
        if found is not None:
            return found
    return Checkability("yes")


def has_facts(e: Evidence) -> bool:
    """A number, rank or date: something that can be compared with a source."""
    dated = any(t.status == "resolved" and t.type in {"DATE", "TIME", "DURATION"} and t.value not in {"PRESENT_REF"} for t in e.times)
    return bool(e.quantities or e.ordinals or dated)


def _boilerplate(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    return Checkability("no", "boilerplate") if BOILERPLATE.search(e.sentence.text.strip()) else None


def _question(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    return Checkability("no", "question") if e.stance.question else None


def _directive(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    return Checkability("no", "directive") if e.stance.directive else None


def _hypothetical(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    return Checkability("no", "hypothetical") if e.stance.modality == "conditional" else None


def _personal(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    """What somebody feels or hopes about himself: first person with a verb or adjective of the mind, also without a subject ("Glad to …")."""
    subject = e.subject()
    direct = any(a.form == "direct" for a in e.attribution)
    first = subject is not None and subject.lemma.lower() in FIRST_PERSON
    dropped = subject is None and direct and e.clause.kind == "main"
    if not (first or dropped):
        return None
    lemma = e.head.lemma.lower()
    if lemma in PRIVATE_VERBS or (e.head.upos == "ADJ" and lemma in EVALUATIVE):
        return Checkability("no", "personal-experience")
    return None


def _opinion(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    if is_opinion(e):
        return Checkability("partial" if has_facts(e) else "no", "opinion")
    if (
        e.copular
        and e.head.upos == "ADJ"
        and not has_facts(e)
        and e.head.lemma.lower() not in FACTUAL
        and e.head.feats.get("Degree", "Pos") == "Pos"
    ):
        return Checkability("partial", "opinion")
    return None


def is_opinion(e: Evidence) -> bool:
    """An evaluation is the predicate, or qualifies a noun that is: "is excellent", "was a terrible mistake", "should resign"."""
    if e.clause.kind in {"apposition", "title", "nominal-event", "quantity"}:
        return False
    head = e.head
    if e.sentence.child(head, "aux:pass") and any(
        w.upos == "ADJ" and w.text.lower() in EVALUATIVE for w in e.sentence.children(head, "conj")
    ):
        return True  # "were measured, proportionate …": the participle is one of the adjectives
    if e.copular or head.upos == "ADJ":
        graded = [head, *e.sentence.children(head, "conj")] if head.upos == "ADJ" else list(e.sentence.children(head, "amod"))
        if any(w.lemma.lower() in EVALUATIVE or w.text.lower() in EVALUATIVE for w in graded):
            return True
    should = any(w.lemma in {"should", "ought"} for w in e.sentence.children(head, "aux"))
    return should and not e.quantities


def _vague_prediction(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    if e.stance.modality == "predicted" and not has_facts(e):
        return Checkability("partial", "underspecified-time")
    if e.stance.modality == "intended" and not has_facts(e):
        return Checkability("partial", "underspecified-time")
    return None


def _ambiguous(e: Evidence, ambiguity: tuple[Ambiguity, ...]) -> Checkability | None:
    return Checkability("partial", "ambiguous-reference") if any(a.kind == "reference" for a in ambiguity) else None


def _generic(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    """Present tense about a whole class ("Dogs chase cats"): no name, number or date says which ones."""
    subject = e.subject()
    if subject is None or has_facts(e) or e.entities or e.attribution:
        return None
    bare_plural = (
        subject.feats.get("Number") == "Plur" and subject.upos == "NOUN" and not e.sentence.children(subject, "det", "nmod:poss", "nummod")
    )
    pronoun = subject.lemma.lower() in {"you", "one", "people", "everyone", "everybody", "anyone", "nobody", "someone"}
    present = any(w.feats.get("Tense") == "Pres" for w in (e.head, *e.sentence.children(e.head, "aux", "cop")))
    return Checkability("partial", "generic") if present and (bare_plural or pronoun) else None


CHECKS: tuple[Check, ...] = (
    _boilerplate,
    _question,
    _directive,
    _hypothetical,
    _personal,
    _opinion,
    _vague_prediction,
    _ambiguous,
    _generic,
)
