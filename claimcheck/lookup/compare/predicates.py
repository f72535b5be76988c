"""What happened: the kinds of happening that a statement speaks of, so that a verb meets its noun."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from claimcheck.lookup.compare.casualties import casualties
from claimcheck.lookup.compare.participants import CORE, own_names, telling, title_words
from claimcheck.lookup.compare.vocabulary import ANYBODY, GENERIC, HAVING, LIGHT, MEASURING, MUTUAL, TITLES, kinds, labels
from claimcheck.lookup.compare.words import noun_of, tokens, verb_of, verbs_behind
from claimcheck.lookup.statement import Participant, Statement


@dataclass(frozen=True, slots=True)
class Profile:
    """`main`: kinds of happening that the statement is about. `beside`: those of nouns in it, with the participant. `topic`: for a
    statement of a value, what has it. `office`: the participant that is a title, where somebody holds it or comes into it."""

    main: frozenset[str]
    beside: tuple[tuple[str, Participant], ...]
    topic: frozenset[str] = frozenset()
    office: Participant | None = None
    fact: bool = False  # of a database
    title: str = ""  # the office with what it is of, where that is a phrase of its own: "mayor" and "of Ghent"


def kinds_of_verb(lemma: str) -> frozenset[str]:
    return frozenset(kind.name for kind in kinds().get(lemma, ())) or frozenset({lemma})


def kinds_of_noun(noun: str) -> frozenset[str]:
    """Kinds that a noun names: of the table, or its verb's."""
    known = kinds().get(noun, ())
    if known:
        return frozenset(kind.name for kind in known)
    found: set[str] = set()
    for verb in sorted(verbs_behind(noun)):
        found.update(kind.name for kind in kinds().get(verb, ()))
    return frozenset(found or verbs_behind(noun))


@lru_cache(maxsize=5000)
def profile(statement: Statement) -> Profile:
    """The kinds of happening of a statement."""
    label = statement.predicate.casefold()
    if label in labels():
        return _of_label(statement, *labels()[label])
    if (" " in label or "," in label) and statement.quantities and not statement.predicate.islower():
        return Profile(frozenset({"measure"}), (), _label_topic(statement.predicate), fact=True)  # a series
    lemma = verb_of(label) if label.isalpha() else label
    beside = tuple(
        (kind, p) for p in statement.participants if not own_names(p) for kind in sorted(kinds_of_noun(noun_of(p.head))) if p.head.isalpha()
    )
    main = set(kinds_of_verb(lemma)) - LIGHT
    office = _office(statement, lemma)
    topic: frozenset[str] = frozenset()
    if lemma in LIGHT:
        lemma = "occur" if any(p.role == "object" and p.head.casefold() == "place" for p in statement.participants) else lemma
        main = {
            kind
            for kind, p in beside
            if p.role == ("object" if lemma in ("hold", "make", "take", "give", "have") else "subject" if lemma != "be" else "")
        }
        # what is said to be: the noun or adjective itself, not what it may be derived from
        main |= {kind.name for kind in kinds().get(lemma, ())}  # "took 61 seats"
        main |= {f"be {noun_of(p.head)}" for p in statement.participants if lemma == "be" and p.role == "complement" and p.head.isalpha()}
    if any("death toll" in p.text.casefold() for p in statement.participants if p.role == "subject"):
        return Profile(frozenset({"die"}), beside)  # however it rose
    main |= casualties(statement)
    if lemma == "be" and statement.ordinals:  # "it was their third call"
        main |= {kind for kind, p in beside if p.role in ("subject", "complement") and kind in MUTUAL}
    if office is not None:
        main.add("office")
    if lemma == "employ" and (staff := _staff(statement)):
        return Profile(frozenset({*main, "measure"}), beside, staff, office, title=_title(statement, office))
    if (kinds_of_verb(lemma) | {lemma}) & (MEASURING | HAVING) and (topic := _topic(statement, lemma)):
        main.add("measure")
    return Profile(frozenset(main), beside, topic, office, title=_title(statement, office))


def _of_label(statement: Statement, kind: str, topic: frozenset[str]) -> Profile:
    office = next((p for p in statement.participants if p.role in ("object", "complement")), None) if kind == "office" else None
    return Profile(frozenset({kind}), (), topic, office, fact=True, title=office.text if office else "")


def _label_topic(label: str) -> frozenset[str]:
    """ "Inflation, consumer prices (annual %)" is about inflation."""
    return frozenset(w for w in map(noun_of, tokens(label.partition("(")[0])) if w not in GENERIC)


def _office(statement: Statement, lemma: str) -> Participant | None:
    """The title that a statement gives somebody: "is the mayor", "was elected mayor", "was confirmed as mayor"."""
    into = {"appoint", "swear", "elect"} & kinds_of_verb(lemma)
    if not into and lemma not in ("be", "become", "remain", "serve"):
        return None
    for p in statement.participants:
        titled = noun_of(p.head) in TITLES or bool(title_words(p.text) & TITLES and not own_names(p))
        begins = p.text.casefold().split()[:1]
        if titled and (p.role == "complement" or begins == ["as"] or into and p.role == "object" and not own_names(p)):
            return p
    return None


def _title(statement: Statement, office: Participant | None) -> str:
    if office is None:
        return ""
    after = next((p for p in statement.participants if p.role == "oblique" and p.span.start == office.span.end + 1), None)
    return f"{office.text} {after.text}" if after is not None and after.text.startswith(("of ", "for ")) else office.text


def _topic(statement: Statement, lemma: str) -> frozenset[str]:
    """What is measured: the subject's noun, or the object's where somebody has or counts it. Empty where it is a name or unknown."""
    if not statement.quantities:
        return frozenset()
    roles = ("object",) if lemma in HAVING else ("subject", "object")
    for p in statement.participants:
        holds = any(q.span in p.span for q in statement.quantities)
        if p.role in roles and p.role in CORE and not own_names(p) and (not holds or lemma in HAVING) and telling(p):
            return frozenset(w for w in telling(p) if w not in _SCALES)
    return frozenset()


def _staff(statement: Statement) -> frozenset[str]:
    """ "employs 300 people" tells how many employees; "employs 40 welders" only how many welders."""
    counted = (p for p in statement.participants if p.role == "object" and any(q.span in p.span for q in statement.quantities))
    anybody = any(noun_of(p.head) in ANYBODY | {"employee"} and not telling(p) - _SCALES - {"employee"} for p in counted)
    return frozenset({"employee"}) if anybody else frozenset()


_SCALES = frozenset(
    "million billion trillion thousand hundred dozen crore lakh euro euros dollar pound yen yuan rupee franc crown krona $ € £".split()
)
