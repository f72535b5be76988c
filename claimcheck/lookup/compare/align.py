"""Whether two statements speak of the same happening, and how sure that is.

The same kind of happening is not enough, nor is a name in common: a country's name never is. What tells that it is another one (another
winner, another town, another month of the same index) parts them, unless all else is so much the same that the difference is news.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.lookup.compare.bilateral import two_alike
from claimcheck.lookup.compare.events import called, same_event
from claimcheck.lookup.compare.names import country, other_name, parts, same_name
from claimcheck.lookup.compare.participants import (
    CORE,
    another_pair,
    different,
    office_words,
    own_names,
    pronoun,
    same,
    same_head,
    shifted,
    telling,
)
from claimcheck.lookup.compare.predicates import Profile, kinds_of_noun, profile
from claimcheck.lookup.compare.vocabulary import DISASTERS, MUTUAL, OTHER_OFFICE, TITLES, Often, how_often, kinds
from claimcheck.lookup.compare.words import noun_of, verb_of
from claimcheck.lookup.statement import Participant, Statement

#: Verbs whose subject happens with them: "the launch came on 7 May".
_ASPECT = frozenset("begin start commence end come occur happen take follow last finish conclude cause spark trigger prompt".split())
#: Prepositions whose noun tells one such happening from another: "convicted of fraud".
_TELLING = frozenset("of for with against as from".split())
#: Names that come back every year.
_RECURRING = frozenset(
    "open cup league championship championships games series prix marathon tour election elections medal title festival summit day".split()
)

#: Roles of what something is said to be.
_HOLDS = ("subject", "object")

Pairing = tuple[Participant, Participant]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two statements of one kind of happening with what they have in common. `part`: a named participant or place in which they differ."""

    claim: Statement
    evidence: Statement
    of: Profile  # the claim's
    its: Profile  # the evidence's
    kinds: frozenset[str]
    direct: bool  # both are about it; else the evidence only mentions it
    pairs: tuple[Pairing, ...]
    apart: tuple[Pairing, ...]
    names: tuple[str, ...]  # in common, wherever they stand
    nouns: frozenset[str]  # in common
    event: bool = False  # the evidence is about the accident or attack of its title, and so is the claim

    @property
    def named(self) -> tuple[Pairing, ...]:
        """Pairs of core participants, or of those named beside them, that share a name of their own that is no country's."""
        return tuple(
            (p, q)
            for p, q in self.pairs
            if p.role in (*CORE, "oblique")
            and any(
                country(name) is None and any(same_name(name, there) and full(p, name, there) for there in q.names) for name in own_names(p)
            )
        )

    @property
    def often(self) -> Often:
        """How often this happens to these participants."""
        found = {how_often(kind) for kind in self.kinds}
        core = [p for p, _ in self.named if p.role in CORE]
        if "once" in found and (core or self.complete and any(p.role == "subject" and two_alike(p, q) for p, q in self.pairs)):
            return "once"
        if "seldom" in found and core:
            return "seldom"
        if "close" in found:
            return "close"
        if "state" in found:
            return "state"
        return "seldom" if not found - {None} and self.named_object and not self.claim.quantities else "often"

    @property
    def named_object(self) -> bool:
        """Whether what it happened to has a name in common that does not come back every year."""
        return any(
            p.role in ("object", "complement")
            and "person" not in (p.kind, q.kind)
            and not set(own_names(p)[0].casefold().split()[-1:]) & _RECURRING
            for p, q in self.named
        )

    @property
    def complete(self) -> bool:
        """Whether every object of the claim is in the evidence."""
        matched = {p for p, _ in self.pairs}
        return all(p in matched for p in self.claim.participants if p.role in ("object", "complement") and p != self.of.office)

    @property
    def complete_but_for_amounts(self) -> bool:
        """As `complete`, where an object that is an amount need not be the same."""
        matched = {p for p, _ in self.pairs}
        return all(
            p in matched or any(q.span.overlaps(p.span) for q in self.claim.quantities)
            for p in self.claim.participants
            if p.role in ("object", "complement") and p != self.of.office
        )

    @property
    def whole(self) -> bool:
        """Whether all who take part in the one take part in the other, but for amounts and those that are not said."""
        ours, theirs = {p for p, _ in self.pairs}, {q for _, q in self.pairs}
        roles = (*CORE, "place", "oblique")
        for told, matched, statement in ((self.claim.participants, ours, self.claim), (self.evidence.participants, theirs, self.evidence)):
            for p in told:
                amount = any(q.span.overlaps(p.span) for q in statement.quantities) or any(t.span.overlaps(p.span) for t in statement.times)
                if p.role in roles and p not in matched and not amount and not pronoun(p):
                    return False
        return True

    @property
    def names_apiece(self) -> int:
        """How many have a name of their own in common, other than a country's."""
        return sum(any(country(name) is None for name in own_names(p)) for p, q in self.pairs if own_names(q))

    @property
    def disaster(self) -> bool:
        """Whether it is something that strikes a place."""
        return bool((self.kinds | {kind for kind, _ in self.of.beside}) & DISASTERS)


def _titled(p: Participant) -> bool:
    """Whether it is an office, not who holds it."""
    return not own_names(p) and noun_of(p.head) in TITLES and p.role != "subject"


def full(p: Participant, name: str, there: str) -> bool:
    """Whether a name in common tells one from all others: a first or last name alone may be anybody's."""
    return any(c.isdigit() for c in name) or p.kind != "person" or len(parts(name)) > 1 or len(parts(there)) > 1


def align(claim: Statement, evidence: Statement) -> Alignment | None:
    """The alignment of two statements, None where nothing tells that they speak of the same happening."""
    of, its = profile(claim), profile(evidence)
    shared, direct = of.main & its.main, True
    if "measure" in shared and of.topic != its.topic:
        return None
    if not shared:
        shared, direct = called(claim, evidence) & its.main, True
    if not shared:
        shared, direct = _mentioned(of, its, evidence), False
    if not shared:
        return None
    if "office" in shared and not _same_office(of, its):
        shared = shared - {"office"}
        if not shared or of.office and its.office:
            return None
    pairs, apart = _paired(claim, evidence, of, its, shared)
    if pairs is None:
        return None
    if not any(p.role in _HOLDS and q.role in _HOLDS and p != of.office and not _titled(p) for p, q in (*pairs, *apart)):
        shared = frozenset(kind for kind in shared if kind != "office" and not kind.startswith("be "))  # of whom it is said is not known
        if not shared:
            return None
    names = tuple(
        sorted({n for p in claim.participants for n in p.names if any(same_name(n, m) for q in evidence.participants for m in q.names)})
    )
    nouns = _nouns(claim) & _nouns(evidence)
    event = same_event(claim, evidence)
    if event:
        pairs, apart = _in_event(pairs, apart)
    found = Alignment(claim, evidence, of, its, shared, direct, pairs, apart, names, nouns, event)
    return found if event or _enough(found) else None


def _in_event(pairs: tuple[Pairing, ...], apart: tuple[Pairing, ...]) -> tuple[tuple[Pairing, ...], tuple[Pairing, ...]]:
    """Where one event is meant, a place or a cause that is told otherwise is no other event."""
    return pairs, tuple((p, q) for p, q in apart if p.role in ("subject", "object") and own_names(p) and own_names(q))


def _mentioned(of: Profile, its: Profile, evidence: Statement) -> frozenset[str]:
    """Kinds of the claim that a noun of the evidence names, where the evidence's verb tells no more than that it happened."""
    if verb_of(evidence.predicate) not in _ASPECT or its.fact:
        return frozenset()
    return frozenset(kind for kind, p in its.beside if p.role == "subject" and kind in of.main)


def _same_office(of: Profile, its: Profile) -> bool:
    if of.office is None or its.office is None:
        return False
    first, second = office_words(of.title, its.title), office_words(its.title, of.title)
    if shifted(of.office.text, OTHER_OFFICE) != shifted(its.office.text, OTHER_OFFICE):
        return False
    if first and second and (first <= second or second <= first):
        return len(first & second) >= 2 or first == second or first < second
    return False


def _paired(
    claim: Statement, evidence: Statement, of: Profile, its: Profile, shared: frozenset[str]
) -> tuple[tuple[Pairing, ...] | None, tuple[Pairing, ...]]:
    """The participants that are the same, and those that surely are not. None for pairs: it is another happening."""
    pairs: list[Pairing] = []
    apart: list[Pairing] = []
    theirs = [q for q in evidence.participants if q.role != "time" and not pronoun(q)]
    office = _same_office(of, its)
    if office:
        theirs = [q for q in theirs if q != its.office]
    for p in claim.participants:
        if p.role == "time" or pronoun(p):
            continue
        if office and p == of.office and its.office is not None:
            pairs.append((p, its.office))
            continue
        match = _match(p, theirs, shared) or _itself(p, theirs, evidence, shared)
        if match is not None:
            pairs.append((p, match))
            continue
        holder = next((q for q in theirs if _happens_to(p, q, shared)), None)
        if holder is not None:
            pairs.append((p, holder))
            continue
        if p.role in ("subject", "object") and _exchanged(p, theirs):
            return None, ()
        if any(own_names(p) and _mentions(q, p) for q in theirs if q.role not in ("purpose", "cause", "manner")):
            continue
        rivals = [q for q in theirs if _rivals(p, q)]
        clear = [q for q in rivals if different(p, q) or _other_inside(p, q)]
        if clear and len(clear) == len(rivals):
            apart.append((p, clear[0]))
        elif rivals and _other_thing(claim, p, evidence, rivals):
            return None, ()
    return tuple(pairs), tuple(apart)


def _exchanged(p: Participant, theirs: list[Participant]) -> bool:
    """Whether it is there, but in another's part: who won the one match lost the other."""
    held = any(q.role == p.role and different(p, q) for q in theirs)
    return held and any(q.role in CORE and q.role != p.role and same(p, q) for q in theirs)


def _match(p: Participant, theirs: list[Participant], shared: frozenset[str]) -> Participant | None:
    ranked = sorted((q for q in theirs if same(p, q)), key=lambda q: (q.role != p.role, q.span))
    for q in ranked:
        if q.role == p.role or p.role not in ("subject", "object") or q.role not in ("subject", "object") or shared & MUTUAL:
            return q
        if not any(other.role == p.role for other in theirs if other != q):
            return q  # "Kenya launched the operation" and "the operation began"
    return None


def _itself(p: Participant, theirs: list[Participant], evidence: Statement, shared: frozenset[str]) -> Participant | None:
    """The noun for the happening, where all whom the claim names beside it are named in the evidence: "held a call with Ann Lee"."""
    known = {kind.name for kind in kinds().get(noun_of(p.head), ())} | (kinds_of_noun(noun_of(p.head)) & shared)
    if own_names(p) or not known:
        return None
    told = [name for q in evidence.participants for name in q.names]
    if not all(country(name) or any(same_name(name, there) for there in told) for name in p.names):
        return None
    return next((q for q in theirs if q.role == p.role and not own_names(q) and kinds_of_noun(noun_of(q.head)) & known), None)


def _happens_to(p: Participant, q: Participant, shared: frozenset[str]) -> bool:
    """Whether a noun for the happening has the participant beside it: "the launch of the operation by Kenya"."""
    if own_names(q) or not own_names(p) or not kinds_of_noun(noun_of(q.head)) & shared:
        return False
    if min(len(own_names(p)), len(q.names)) > 1 and another_pair(own_names(p), q.names):
        return False
    for name in q.names:
        if any(same_name(name, ours) for ours in own_names(p)):
            before = q.text[: q.text.find(name.split()[-1])].removesuffix(" ".join(name.split()[:-1]) + " ").casefold().split()[-1:]
            if p.role == "subject" and before not in (["on"], ["against"], ["at"]):
                return True
            return p.role != "subject" and before != ["by"]
    return False


def _mentions(q: Participant, p: Participant) -> bool:
    return any(same_name(name, there) for name in own_names(p) for there in q.names)


def _rivals(p: Participant, q: Participant) -> bool:
    """Whether both cannot stand in that place at the same time."""
    if p.role in CORE or p.role in ("place", "oblique"):
        if p.role == q.role and p.role in CORE:
            return True
        if {p.role, q.role} <= {"place", "oblique"}:
            return p.text.casefold().split()[:1] == q.text.casefold().split()[:1]
    return False


def _other_inside(p: Participant, q: Participant) -> bool:
    """ "the crash in Larissa" and "the crash in Lamia": the same noun, told apart by a name."""
    if own_names(p) or own_names(q) or not p.names or not q.names or not same_head(p, q):
        return False
    return all(other_name(a, b) for a in p.names for b in q.names)


def _other_thing(claim: Statement, p: Participant, evidence: Statement, rivals: list[Participant]) -> bool:
    """Whether common nouns in the same place tell two happenings apart."""
    if any(q.span in p.span for q in claim.quantities) or p.role in ("subject", "place", "indirect-object"):
        return False
    if p.role == "oblique" and p.text.casefold().split()[:1] and p.text.casefold().split()[0] not in _TELLING:
        return False
    return not any(same_head(p, q) or telling(p) & telling(q) or any(a.span in q.span for a in evidence.quantities) for q in rivals)


def _nouns(statement: Statement) -> frozenset[str]:
    """Content nouns of those that take part, events under the name of their kind."""
    found: set[str] = set()
    for p in statement.participants:
        if p.role in (*CORE, "place", "oblique", "time"):
            for word in telling(p):
                noun = noun_of(word)
                found.update({kind.name for kind in kinds().get(noun, ())} or {noun})
    return frozenset(found)


def _enough(found: Alignment) -> bool:
    """Whether what they have in common tells one such happening from all others."""
    if any(p.role in CORE for p, _ in found.named):
        return True
    if len(found.pairs) >= 2 and len(found.names) >= 2:
        return True
    if not found.names:
        return False
    if all(country(name) for name in found.names) and "measure" not in found.kinds:
        # a country: something else that takes part has to be the same, or two of them who were at war
        if found.kinds <= {"war"} and any(min(len(own_names(p)), len(own_names(q))) > 1 for p, q in found.pairs):
            return True
        return any(not own_names(p) or any(country(name) is None for name in own_names(p)) for p, _ in found.pairs)
    return bool(found.nouns - found.kinds) or "measure" in found.kinds or len(found.names) >= 2 or found.disaster
